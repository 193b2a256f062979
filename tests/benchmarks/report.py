"""Print docs/benchmarks.md of what the pieces left, and draw docs/latency.svg.

python -m tests.benchmarks.report [--folder .benchmarks] [--plot docs/latency.svg]

Every bar is a ratio or a number of this run, said to be met or not; what was not run is said to be missing.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import results
from tests.benchmarks.plot import draw
from tests.benchmarks.scoring import SIZES

SMALL, LARGE = 60_358, 482_864


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=results.FOLDER)
    parser.add_argument("--plot", type=Path, default=Path("docs/latency.svg"))
    options = parser.parse_args()
    pieces = {size: kept for size in SIZES if (kept := results.read(options.folder, f"scoring-{size}"))}
    scored = {size: kept["found"] | {"load": kept["load"]} for size, kept in pieces.items()}
    if scored:
        draw(scored, options.plot)
    print(f"\nMachine: {results.machine()}.\n")
    for lines in (_bars(scored, options.folder), _scoring(scored), _building(scored), _rebuilding(options.folder)):
        print("\n".join(lines))
    print("\n".join(_serving(options.folder)))


def _table(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _scoring(scored: dict[int, Any]) -> Iterator[str]:
    yield "## The ten best passages by words\n"
    clocks = {found["clock"] for found in scored.values()}
    names = {found["collection"] for found in scored.values()}
    yield f"Milliseconds of one thread ({', '.join(clocks)} time) on {', '.join(names)}: median / 95th percentile of questions."
    yield "The last column is the load of the machine at the end, in processes that wanted to run.\n"
    systems = list(dict.fromkeys(name for found in scored.values() for name in found["systems"]))

    def cell(found: Any, name: str) -> str:
        one = found["systems"].get(name)
        return f"{one['median']:.3f} / {one['p95']:.3f}" if one else "-"

    yield from _table(
        ["passages", *systems, "load"],
        ([f"{size:,}", *(cell(found, name) for name in systems), str(found["load"])] for size, found in scored.items()),
    )
    yield "![Milliseconds by passages, of all systems](latency.svg)\n"


def _building(scored: dict[int, Any]) -> Iterator[str]:
    yield "## Indexing words that are cut already\n"
    yield "One process. Memory: the most that it was resident with, the words of the collection (the last column) included.\n"
    rows = (
        [
            f"{size:,}",
            name,
            f"{one['seconds']:.1f}",
            f"{one['processor']:.1f}",
            f"{one['disk']:.0f}",
            f"{one['memory']:.0f}",
            f"{one['words']:.0f}",
        ]
        for size, found in scored.items()
        for name, one in found["systems"].items()
    )
    yield from _table(["passages", "system", "s", "s of a processor", "MB on disk", "MB resident", "MB of words"], rows)


def _rebuilding(folder: Path) -> Iterator[str]:
    yield "## Rebuilding from raw text\n"
    kept = results.read(folder, "rebuilding")
    if kept is None:
        yield "Not run.\n"
        return
    rows_read = kept["found"]["rows"]
    yield f"{rows_read:,} rows of JSON Lines, all cores, without vectors; load of the machine at its end: {kept['load']}.\n"
    rows = (
        [name, *(f"{one[part]:,.1f}" for part in ("seconds", "processor", "rows_rate", "rate", "disk", "resident", "child"))]
        for name, one in kept["found"]["systems"].items()
    )
    heads = ["", "s", "s of processors", "rows/s", "passages/s", "MB on disk", "MB resident", "MB, largest child"]
    yield from _table(heads, rows)


def _serving(folder: Path) -> Iterator[str]:
    yield "## The whole service through HTTP\n"
    yield "wrk on loopback, on the same cores; a worker for each core. *different*: no question is asked twice"
    yield "(those of the set, each time with other marks at the end); *repeated*: as visitors ask (Zipf over those of the set).\n"
    for mode in ("lexical", "hybrid"):
        kept = results.read(folder, mode)
        if kept is None:
            yield f"Mode {mode}: not run.\n"
            continue
        yield f"Mode {mode}; load of the machine at the end: {kept['load']}.\n"
        rows = (
            [
                one["questions"],
                str(one["clients"]),
                str(one["seconds"]),
                f"{one['rate']:.0f}",
                *(f"{one[part]:.1f}" for part in ("p50", "p95", "p99")),
                str(one["errors"]),
                f"{one['processor']:.2f}",
            ]
            for one in kept["found"]
        )
        heads = ["questions", "clients", "s", "requests/s", "p50 ms", "p95 ms", "p99 ms", "errors", "ms of a processor each"]
        yield from _table(heads, rows)


def _bars(scored: dict[int, Any], folder: Path) -> Iterator[str]:
    yield "## Bars\n"
    yield from _table(["what", "bar", "measured", ""], _judged([*_scoring_bars(scored), *_other_bars(folder)]))


Bar = tuple[str, str, float | None, bool]
"""What, the bar in words, what was measured, and whether that is good enough."""


def _judged(bars: Sequence[Bar]) -> Iterator[Sequence[str]]:
    for what, bar, measured, good in bars:
        yield [what, bar, *(("not run", "") if measured is None else (f"{measured:.4g}", "met" if good else "**not met**"))]


def _at_most(what: str, bar: float, measured: float | None) -> Bar:
    return what, f"at most {bar:g}", measured, measured is not None and measured <= bar


def _at_least(what: str, bar: float, measured: float | None) -> Bar:
    return what, f"at least {bar:g}", measured, measured is not None and measured >= bar


def _scoring_bars(scored: dict[int, Any]) -> Iterator[Bar]:
    def median(size: int, name: str, part: str = "median") -> float | None:
        one = scored.get(size, {"systems": {}})["systems"].get(name)
        return None if one is None else float(one[part])

    def share(size: int, name: str) -> float | None:
        mine, theirs = median(size, "wenda"), median(size, name)
        return mine / theirs if mine and theirs else None

    yield _at_most(f"median to that of bm25s, {SMALL:,} passages", 1.0, share(SMALL, "bm25s (numba)"))
    yield _at_most(f"median to that of tantivy, {SMALL:,} passages", 0.35, share(SMALL, "tantivy"))
    yield _at_most(f"median to that of Whoosh, {SMALL:,} passages", 0.005, share(SMALL, "Whoosh"))
    yield _at_most(f"median to that of bm25s, {LARGE:,} passages", 0.8, share(LARGE, "bm25s (numba)"))
    yield _at_most(f"median to that of tantivy, {LARGE:,} passages", 0.25, share(LARGE, "tantivy"))
    late, middle = median(SMALL, "wenda", "p95"), median(SMALL, "wenda")
    yield _at_most(f"p95 to the median, {SMALL:,} passages", 2, late / middle if late and middle else None)
    large = median(LARGE, "wenda")
    yield _at_most("median with 8 times the passages", 6, large / middle if large and middle else None)


def _other_bars(folder: Path) -> Iterator[Bar]:
    def part(piece: str, name: str) -> float | None:
        kept = results.read(folder, piece)
        return None if kept is None else float(kept["found"][name])

    yield _at_least("rebuild, passages/s to those of jieba and Whoosh", 3, part("rebuilding", "ratio"))
    yield _at_most(f"MB of a worker beyond the maps, {LARGE:,} passages", 500, part("memory", "beyond"))
    yield _at_most("s to the first answer of the command, cold", 2, part("cold", "command"))
    yield _at_most("s to the first answer of the server, cold", 2, part("cold", "server"))
    served = results.read(folder, "lexical")
    runs = served["found"] if served else []
    long: dict[str, float] = max(runs, key=lambda one: one["seconds"], default={})
    yield _at_least("requests/s, 16 clients, all questions different", 600, long.get("rate"))
    yield _at_most("p99 of them, ms", 60, long.get("p99"))
    yield _at_most("errors of them in 60 s", 0, long.get("errors"))
    repeated: dict[str, float] = next((one for one in runs if (one["questions"], one["clients"]) == ("repeated", 16)), {})
    yield _at_least("requests/s, 16 clients, questions repeated", 600, repeated.get("rate"))


if __name__ == "__main__":
    main()
