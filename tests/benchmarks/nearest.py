"""The approximate index of vectors against the exact scan: ``python -m tests.benchmarks.nearest INDEXES QUESTIONS PASSAGES``.

INDEXES is a folder of indexes with vectors of e5, as ``make quality`` leaves in .quality; QUESTIONS a file of BEIR's form. There
are not enough real passages: each is one of the indexes' moved by the difference of two others, which keeps how the numbers
hang together. Prints a Markdown table.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import nearest
from index.centring import Floats, language_means
from index.encoders.catalogue import load
from index.generations import Generations
from index.nearest import NearestVectors, write_nearest
from index.vectors import PassageVectors, write_vectors

Numbers = NDArray[np.int64]

MOVED = 0.5
"""How far a passage is moved: its cosine with the one it was is about .8."""

BLOCK = 1 << 14
ASKED = 100
PROBES = (16, 32, 64, 128)


def real_rows(folder: Path) -> Floats:
    """Give the vectors of e5 of all indexes in a folder, ``(n, dimension)``."""
    encoder, found = load("e5"), []
    for root in sorted(folder.iterdir()):
        generation = Generations(root).open_current() if (root / "current").is_file() else None
        if generation and generation.manifest.encoders.get("e5") == encoder.name:
            count = generation.manifest.passages
            found.append(PassageVectors(generation.vectors(encoder.name), count, encoder.dimension).rows(np.arange(count)))
    return np.concatenate(found)


def spread(rows: Floats, count: int) -> Iterator[Floats]:
    """Yield ``count`` rows of unit length like those given, in blocks."""
    draw = np.random.default_rng(2)
    for start in range(0, count, BLOCK):
        chosen, one, other = draw.integers(0, len(rows), (3, min(BLOCK, count - start)))
        block = rows[chosen] + MOVED * (rows[one] - rows[other])
        yield block / np.linalg.norm(block, axis=1, keepdims=True)


def questions(file: Path) -> Floats:
    """Give the vectors of the first questions of a file, ``(ASKED, dimension)``."""
    encoder = load("e5")
    asked = [json.loads(line) for line in file.read_text("utf-8").splitlines()[:ASKED]]
    rows = np.concatenate([encoder.encode_questions([one["text"]]) for one in asked])
    return language_means(encoder).centred_questions(rows, [one["lang"] for one in asked])


def timed(work: Callable[[Floats], NDArray[Any]], asked: Floats) -> tuple[float, list[NDArray[Any]]]:
    """Give the median milliseconds of a question, and what was found for each."""
    times, found = [], []
    for question in asked:
        started = time.perf_counter()
        found.append(work(question))
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times), found


def recall(found: Sequence[Numbers], best: Sequence[Numbers], depth: int) -> float:
    """Give the share of the exact ``depth`` best that are among those found."""
    return statistics.mean(len(np.intersect1d(ours, exact[:depth])) / depth for ours, exact in zip(found, best, strict=True))


def main() -> None:
    """Build both, ask both, print what they need and what the approximate one loses."""
    indexes, file, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    rows, asked = real_rows(indexes), questions(file)
    nearest.LARGE = 0
    with TemporaryDirectory(prefix="wenda-nearest-") as folder:
        stored, built = Path(folder) / "v", Path(folder) / "v.faiss"
        write_vectors(stored, spread(rows, count))
        vectors = PassageVectors(stored, count, rows.shape[1])
        started = time.perf_counter()
        write_nearest(built, vectors)
        print(f"{count} passages, spread from {len(rows)}: built in {time.perf_counter() - started:.0f} s,", end=" ")
        print(f"{built.stat().st_size / 1e6:.0f} MB beside {stored.stat().st_size / 1e6:.0f} MB\n")
        print("| centres probed | ms | of the 10 best | of the 100 best |\n|---|---|---|---|")
        milliseconds, best = timed(lambda question: np.argsort(-vectors.scores(question))[:100], asked[:20])
        exact = timed(vectors.scores, asked[:20])[0]
        best += timed(lambda question: np.argsort(-vectors.scores(question))[:100], asked[20:])[1]
        print(f"| exact | {exact:.1f} | | |")
        near = NearestVectors(built, count, rows.shape[1])
        for probes in PROBES:
            nearest.PROBED = probes
            timed(near.nearest, asked)
            milliseconds, found = timed(near.nearest, asked)
            print(
                f"| {probes} | {milliseconds:.1f} | {recall(found, best, 10):.3f} | {recall(found, best, 100):.3f} |", flush=True
            )


if __name__ == "__main__":
    main()
