"""The vectors of a generation's passages: eight bits a number, mapped from disk, every one scored for every question."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.answers import IndexDamagedError

Floats = NDArray[np.float32]

STEPS = 127
"""A row's largest number becomes this; its scale, a 32-bit float, says what one step is worth."""

BLOCK_NUMBERS = 1 << 18
"""Numbers turned to floats at a time: 1 MB, which stays in a core's cache until it is multiplied."""

SPARSE = 8
"""A mask that leaves less than one row of so many has just those rows gathered and scored."""


def write_vectors(file: Path, blocks: Iterable[Floats]) -> int:
    """Write rows of unit length, ``(n, dimension)`` in blocks of any size, to a new file; return how many.

    The file holds all rows as int8, then all scales as float32. Of the ten best by exact vectors 99.6 % stay among the ten best
    (docs/decisions/0004-encoders.md).
    """
    scales: list[Floats] = []
    with file.open("xb") as target:
        for rows in blocks:
            scale = np.abs(rows).max(axis=1, initial=0).astype(np.float32) / STEPS
            target.write(np.rint(rows / np.where(scale, scale, 1)[:, None]).astype(np.int8).tobytes())
            scales.append(scale)
        for scale in scales:
            target.write(scale.tobytes())
    return sum(map(len, scales))


class PassageVectors:
    """A file of vectors, open for scoring; safe for threads.

    Scores are exact for what the file holds: no passage is passed over. Memory is the file's pages, shared by all processes,
    and 4 bytes a passage; the time is linear, and measured in docs/decisions/0004-encoders.md.
    """

    def __init__(self, file: Path, count: int, dimension: int) -> None:
        """Open the ``count`` vectors of a file. Raises IndexDamagedError if it is missing or of another size."""
        try:
            size = file.stat().st_size
        except OSError as error:
            raise IndexDamagedError(
                f"{file} cannot be read ({error.strerror}); rebuild the index with `wenda rebuild`"
            ) from error
        if size != count * (dimension + 4):
            stated = f"{count} vectors of {dimension} numbers"
            raise IndexDamagedError(f"{file} does not hold {stated}; rebuild the index with `wenda rebuild`")
        self.count = count
        self.dimension = dimension
        if count:
            self._rows = np.memmap(file, np.int8, "r", 0, (count, dimension)).view(np.ndarray)
            self._scales = np.fromfile(file, np.float32, count, offset=count * dimension)
        else:
            self._rows, self._scales = np.zeros((0, dimension), np.int8), np.zeros(0, np.float32)

    def scores(self, question: Floats, among: NDArray[np.bool_] | None = None) -> Floats:
        """Give every passage's cosine with a question's vector of unit length, ``(dimension,)``: ``(count,)`` float32.

        With ``among``, ``(count,)``, only those passages are scored; the others have minus infinity.
        """
        if among is None:
            return self._products(question)
        if np.count_nonzero(among) * SPARSE > self.count:
            return np.where(among, self._products(question), np.float32(-np.inf))
        result = np.full(self.count, -np.inf, np.float32)
        numbers = np.flatnonzero(among)
        result[numbers] = self.rows(numbers) @ question.astype(np.float32)
        return result

    def rows(self, numbers: NDArray[np.intp]) -> Floats:
        """Give the vectors of passages, by their numbers, as floats: ``(len(numbers), dimension)``."""
        rows = self._rows[numbers].astype(np.float32)
        rows *= self._scales[numbers, None]
        return rows

    def steps(self, number: int) -> tuple[NDArray[np.int8], float]:
        """Give a passage's vector as it is stored, ``(dimension,)``, and what a step of it is worth."""
        return self._rows[number], float(self._scales[number])

    def _products(self, question: Floats) -> Floats:
        result = np.empty(self.count, np.float32)
        step = max(1, BLOCK_NUMBERS // self.dimension)
        floats = np.empty((step, self.dimension), np.float32)
        vector = question.astype(np.float32)
        for start in range(0, self.count, step):
            end = min(start + step, self.count)
            block = floats[: end - start]
            np.copyto(block, self._rows[start:end])
            np.dot(block, vector, out=result[start:end])
        result *= self._scales
        return result
