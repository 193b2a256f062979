"""Measure what finding the ten best passages takes: Wenda's arrays and its peers, the same words, in one run, in turns.

    python -m tests.benchmarks.scoring [--sizes 1000 10000 ...] [--folder .benchmarks] [--clock wall]

Needs what the product does not: bm25s, tantivy. Every index is built by a process of its own, once, and used again; a size whose
results are there is passed over unless ``--again`` is given.
"""

import argparse
import multiprocessing
import shutil
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import results
from tests.benchmarks.collection import base, passages
from tests.benchmarks.systems import SYSTEMS, Ask

SIZES = (1_000, 10_000, 60_358, 482_864, 1_000_000)
ROUNDS = 5
TURN = 25
"""Questions to one system before the next one's turn. With 1 every system finds the processor's caches full of another's data,
and pays most for it that is fastest."""
MOST = 60_358
"""Passages of a collection that a slow system gets an index of."""
SLOW_QUESTIONS = 25


def main() -> None:
    """Build what is missing, measure, and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--folder", type=Path, default=results.FOLDER)
    parser.add_argument("--clock", choices=("wall", "thread"), default="thread", help="thread: where others use the machine")
    parser.add_argument("--again", action="store_true", help="measure what was measured before")
    options = parser.parse_args()
    for size in options.sizes:
        if options.again or results.read(options.folder, f"scoring-{size}") is None:
            found = run(size, options.folder / str(size), time.perf_counter if options.clock == "wall" else time.thread_time)
            results.write(options.folder, f"scoring-{size}", found | {"clock": options.clock})


def run(size: int, folder: Path, clock: Callable[[], float]) -> dict[str, Any]:
    """Measure all systems that can cope with a size."""
    names = [name for name, system in SYSTEMS.items() if size <= MOST or not system.slow]
    built = {name: _built(name, size, folder / name.split()[0]) for name in names}
    asked = base().questions
    fast = {name: SYSTEMS[name].open(folder / name.split()[0]) for name in names if not SYSTEMS[name].slow}
    slow = {name: SYSTEMS[name].open(folder / name.split()[0]) for name in names if SYSTEMS[name].slow}
    times = measure(fast, asked, clock, ROUNDS) | measure(slow, asked[:SLOW_QUESTIONS], clock, 1)
    for name, taken in times.items():
        print(f"{size:>9,} {name:<14} {statistics.median(taken):9.3f} ms, p95 {_late(taken):9.3f}", flush=True)
    systems = {
        name: built[name] | {"median": statistics.median(taken), "p95": _late(taken), "questions": len(taken)}
        for name, taken in times.items()
    }
    return {"collection": base().name, "passages": size, "systems": systems}


def _late(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _built(name: str, size: int, folder: Path) -> dict[str, float]:
    """Build an index in a process of its own, unless it is there; give seconds, MB on disk, and MB resident at most."""
    known = results.read(folder, "built")
    if known is None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        process = multiprocessing.get_context("spawn").Process(target=_build, args=(name, size, folder))
        process.start()
        process.join()
        known = results.read(folder, "built")
        if known is None:
            raise SystemExit(f"{name} built no index of {size} passages")
    found: dict[str, float] = known["found"]
    return found


def _build(name: str, size: int, folder: Path) -> None:
    base()
    before = results.peak_megabytes()
    started, busy = time.perf_counter(), time.process_time()
    SYSTEMS[name].build(passages(size), folder)
    seconds, processor = time.perf_counter() - started, time.process_time() - busy
    memory = results.peak_megabytes()
    measured = {"seconds": seconds, "processor": processor, "memory": memory, "words": before}
    results.write(folder, "built", measured | {"disk": results.folder_megabytes(folder)})


def measure(
    systems: Mapping[str, Ask], asked: Sequence[list[str]], clock: Callable[[], float], rounds: int
) -> dict[str, list[float]]:
    """Ask every system every question, TURN questions before the next system's turn; give milliseconds by question.

    The first round is not counted; a question's time is the median of the others, so that what else the machine does is not
    taken for a slow question.
    """
    times: dict[str, list[list[float]]] = {name: [[] for _ in asked] for name in systems}
    for round_number in range(1 + rounds):
        for start in range(0, len(asked), TURN):
            for name, ask in systems.items():
                for number in range(start, min(start + TURN, len(asked))):
                    begin = clock()
                    ask(asked[number])
                    taken = clock() - begin
                    if round_number:
                        times[name][number].append(taken * 1000)
    return {name: [statistics.median(rounds) for rounds in by_question] for name, by_question in times.items()}


if __name__ == "__main__":
    main()
