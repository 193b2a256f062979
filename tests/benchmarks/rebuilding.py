"""How fast an index is rebuilt, beside jieba with stock Whoosh in one process: the same rows, alternating.

    python -m tests.benchmarks.rebuilding [--rows 60358] [--rounds 3] [--jobs 2] [--folder .benchmarks]

The rows are those of tests.benchmarks.collection. The peer does what its users do: two stored text fields, cut by jieba's own
analyzer for Whoosh, a row a document, one commit. Wenda does all of a rebuild but vectors: reading, mending, setting copies
aside, splitting, four fields of terms, posting arrays, checks, syncing to disk.
"""

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import jieba
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in

from service.console import Console
from service.rebuilding import Account, rebuild_index
from service.settings import Settings
from tests.benchmarks import results
from tests.benchmarks.collection import write_rows

WARM_UP = 2000
"""Rows of a rebuild that is not counted: enough for several processes."""


@dataclass(frozen=True, slots=True)
class Result:
    """One rebuild: seconds of the clock and of all processes, MB on disk, MB resident at most here and in the largest child."""

    passages: int
    seconds: float
    processor: float
    disk: float
    resident: float
    child: float


def peer(corpus: Path, folder: Path, _jobs: int) -> int:
    """Index the rows with jieba and stock Whoosh."""
    jieba.initialize()
    analyzer = ChineseAnalyzer()
    schema = Schema(
        id=ID(stored=True, unique=True), title=TEXT(stored=True, analyzer=analyzer), text=TEXT(stored=True, analyzer=analyzer)
    )
    folder.mkdir()
    writer = create_in(str(folder), schema).writer()
    count = 0
    with corpus.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            writer.add_document(id=row["_id"], title=row["title"], text=row["text"])
            count += 1
    writer.commit()
    return count


def wenda(corpus: Path, folder: Path, jobs: int) -> int:
    """Rebuild an index of the rows."""
    settings = Settings(sources=(corpus,), index=folder, jobs=jobs, semantic=False)
    return rebuild_index(settings, Account(), Console()).manifest.passages


def measure(build: Callable[[Path, Path, int], int], corpus: Path, jobs: int) -> Result:
    """Build an index in a temporary place; in a process of its own, for its memory."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(prefix="wenda-") as temporary:
        folder = Path(temporary) / "index"
        started = time.perf_counter()
        passages = build(corpus, folder, jobs)
        seconds = time.perf_counter() - started
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    mine, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    processor = sum(usage.ru_utime + usage.ru_stime for usage in (mine, children))
    return Result(passages, seconds, processor, disk / 1e6, mine.ru_maxrss / 1024, children.ru_maxrss / 1024)


def main() -> None:
    """Measure, print, and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=60_358)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=results.FOLDER)
    parser.add_argument("--again", action="store_true", help="measure what was measured before")
    options = parser.parse_args()
    if results.read(options.folder, "rebuilding") is not None and not options.again:
        return
    environment = results.installed()
    os.environ.clear()
    os.environ.update(environment)  # for the processes of a rebuild
    with tempfile.TemporaryDirectory(prefix="wenda-") as temporary:
        corpus, few = Path(temporary) / "corpus.jsonl", Path(temporary) / "few.jsonl"
        write_rows(few, WARM_UP)
        _alone(wenda, few, options.jobs)  # compiles what is imported
        write_rows(corpus, options.rows)
        rounds = [(_alone(peer, corpus, 1), _alone(wenda, corpus, options.jobs)) for _ in range(options.rounds)]
    results.write(options.folder, "rebuilding", _found(options.rows, rounds))


def _alone(build: Callable[[Path, Path, int], int], corpus: Path, jobs: int) -> Result:
    # Not a pool: its processes may have no children.
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, build, corpus, jobs))
    process.start()
    result: Result = receiver.recv()
    process.join()
    return result


def _send(
    sender: "multiprocessing.connection.Connection", build: Callable[[Path, Path, int], int], corpus: Path, jobs: int
) -> None:
    sender.send(measure(build, corpus, jobs))


def _found(rows: int, rounds: list[tuple[Result, Result]]) -> dict[str, Any]:
    """Give the medians of both, and how many times more passages a second Wenda does."""
    systems = {}
    for name, measured in zip(("jieba + Whoosh", "wenda"), zip(*rounds, strict=True), strict=True):
        seconds, passages = median(one.seconds for one in measured), measured[0].passages
        systems[name] = asdict(measured[0]) | {
            "seconds": seconds,
            "processor": median(one.processor for one in measured),
            "rate": passages / seconds,
            "rows_rate": rows / seconds,
        }
        print(name, json.dumps(systems[name]), flush=True)
    each = median(theirs.seconds / ours.seconds for theirs, ours in rounds)
    ratio = each * rounds[0][1].passages / rounds[0][0].passages
    print(f"ratio {each:.2f} in rows/s, {ratio:.2f} in passages/s")
    return {"rows": rows, "ratio_rows": each, "ratio": ratio, "systems": systems}


if __name__ == "__main__":
    main()
