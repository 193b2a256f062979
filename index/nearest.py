"""The passages nearest to a question without scoring every one: an approximate index of a generation's vectors, by faiss.

Vectors are parted by the nearest of some thousand centres, and a question is compared only with those of the centres nearest to
it (an inverted file: Jégou, Douze & Schmid 2011), eight bits a number. What is found so is scored exactly by index.vectors.
"""

import logging
from collections.abc import Mapping
from importlib import import_module
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.answers import IndexDamagedError
from index.encoders.protocol import Encoder
from index.generations import Generation
from index.vectors import Floats, PassageVectors

log = logging.getLogger(__name__)

LARGE = 300_000
"""Passages from which on an approximate index is built and used: scoring every one takes a tenth of a second and more for each
encoder (docs/decisions/0004-encoders.md)."""

FOUND = 1000
"""Passages looked for: a hundred times the hits of a page, so that what is lost is what no page shows."""

CENTRES = 4
"""Centres for each square root of the number of vectors: what faiss's guidelines advise for less than a million."""

TRAINED = 40
"""Vectors for each centre that the centres are fitted to: faiss warns below 39."""

PROBED = 128
"""Centres whose vectors a question is compared with; what is found so is measured in docs/decisions/0004-encoders.md."""

BLOCK = 1 << 15
"""Vectors turned to floats at a time while an index is built: 50 MB."""

SEED = 1
"""Of the choice of the vectors that centres are fitted to: the same vectors give the same index."""

INSTALL = "`pip install wenda[faiss]`"


def faiss_module() -> Any:
    """Give the package faiss, or None where it is not installed."""
    try:
        return import_module("faiss")
    except ImportError:
        return None


def open_nearest(generation: Generation, encoders: Mapping[str, Encoder]) -> "dict[str, NearestVectors] | None":
    """Open a generation's approximate indexes of the vectors of encoders, by their keys; None if it has not one of each.

    None too where faiss is not installed, which a line in the log says. Raises IndexDamagedError as NearestVectors does.
    """
    files = {key: generation.nearest(encoder.name) for key, encoder in encoders.items()}
    if not all(file.relative_to(generation.folder).as_posix() in generation.manifest.checksums for file in files.values()):
        return None
    if faiss_module() is None:
        log.warning("every passage is scored for every question, since faiss is not installed: %s", INSTALL)
        return None
    passages = generation.manifest.passages
    return {key: NearestVectors(files[key], passages, encoder.dimension) for key, encoder in encoders.items()}


def write_nearest(file: Path, vectors: PassageVectors) -> bool:
    """Write the approximate index of vectors to a new file, if there are LARGE of them; say whether there is one.

    Without faiss there is none, and a line in the log says what to install. It is built by one core, in memory: as many bytes
    as its file, and 4 for each number of the vectors that the centres are fitted to. Raises OSError if it cannot be written.
    """
    if vectors.count < LARGE:
        return False
    faiss = faiss_module()
    if faiss is None:
        log.warning("%d passages would be searched by meaning faster with faiss: %s, then rebuild", vectors.count, INSTALL)
        return False
    faiss.omp_set_num_threads(1)
    centres = int(CENTRES * sqrt(vectors.count))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(vectors.dimension),
        vectors.dimension,
        centres,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    sample = np.random.default_rng(SEED).choice(vectors.count, min(vectors.count, TRAINED * centres), replace=False)
    index.train(vectors.rows(np.sort(sample)))
    for start in range(0, vectors.count, BLOCK):
        index.add(vectors.rows(np.arange(start, min(start + BLOCK, vectors.count))))
    try:
        faiss.write_index(index, str(file))
    except RuntimeError as error:
        raise OSError(str(error)) from error
    return True


class NearestVectors:
    """An approximate index, open for searching; safe for threads. Its file is mapped, and shared by all processes."""

    def __init__(self, file: Path, count: int, dimension: int) -> None:
        """Open the index of ``count`` vectors; faiss is installed.

        Raises IndexDamagedError if its file is missing, cannot be read, or is of other vectors.
        """
        self._faiss = faiss_module()
        remedy = "rebuild the index with `wenda rebuild`"
        try:
            self._index = self._faiss.read_index(str(file), self._faiss.IO_FLAG_MMAP | self._faiss.IO_FLAG_READ_ONLY)
        except RuntimeError as error:
            raise IndexDamagedError(f"{file} cannot be read ({error}); {remedy}") from error
        if (self._index.ntotal, self._index.d) != (count, dimension):
            raise IndexDamagedError(f"{file} does not hold {count} vectors of {dimension} numbers; {remedy}")
        # Threads that only read ahead: 32 for every question.
        self._faiss.downcast_InvertedLists(self._index.invlists).prefetch_nthread = 0

    def nearest(self, question: Floats, among: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Give the numbers of at most FOUND passages near to a question's vector of unit length, ``(dimension,)``, nearest first.

        With ``among``, ``(count,)``, only those passages are looked at.
        """
        self._faiss.omp_set_num_threads(1)  # holds for the calling thread alone
        chosen = {}
        if among is not None:
            chosen["sel"] = self._faiss.IDSelectorBitmap(np.packbits(among, bitorder="little"))
        parameters = self._faiss.SearchParametersIVF(nprobe=PROBED, **chosen)
        numbers: NDArray[np.int64] = self._index.search(question[None].astype(np.float32), FOUND, params=parameters)[1][0]
        return numbers[numbers >= 0]
