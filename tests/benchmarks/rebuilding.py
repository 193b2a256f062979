"""How fast an index is rebuilt, beside jieba with stock Whoosh in one process: the same rows, alternating.

    python -m tests.benchmarks.rebuilding [--rows 10000] [--rounds 3] [--jobs 2] [corpus.jsonl]

Without a corpus, ``../shared/eval/stard`` is taken, or, where that is absent, sentences of the shipped articles in random order.
The peer does what its users do: two stored text fields, cut by jieba's own analyzer for Whoosh, a row a document, one commit.
Wenda does all of a rebuild but vectors: reading, mending, setting copies aside, splitting, four fields of terms, posting arrays,
checks, syncing to disk.
"""

import argparse
import json
import multiprocessing
import random
import resource
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

import jieba
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in

from corpus.reading import ReadingReport, read_sources
from corpus.sentences import sentence_spans
from service.console import Console
from service.rebuilding import BUILT_IN_ARTICLES, Account, rebuild_index
from service.settings import Settings

STARD = Path(__file__).resolve().parents[3] / "shared" / "eval" / "stard" / "corpus.jsonl"
SENTENCES = 3
"""Sentences of a made-up row: about as many characters as a row of stard has."""


@dataclass(frozen=True, slots=True)
class Result:
    """One rebuild: seconds of the clock and of all processes, MB on disk, MB resident at most here and in the largest child."""

    passages: int
    seconds: float
    processor: float
    disk: float
    resident: float
    child: float


def made_up(rows: int) -> Iterator[str]:
    """Yield rows of JSON Lines: sentences of the articles in random order, each with one character more."""
    chance = random.Random(0)
    documents = list(read_sources([BUILT_IN_ARTICLES], ReadingReport()))
    texts = [document.text for document in documents if document.language == "zh"]
    sentences = [text[start:end] for text in texts for start, end in sentence_spans(text)]
    characters = sorted({character for text in texts for character in text if "\u4e00" <= character <= "\u9fff"})
    for number in range(rows):
        chosen = [_perturbed(sentence, chance, characters) for sentence in chance.choices(sentences, k=SENTENCES)]
        yield json.dumps({"_id": str(number), "title": chosen[0][:12], "text": "".join(chosen)}, ensure_ascii=False)


def _perturbed(sentence: str, chance: random.Random, characters: list[str]) -> str:
    place = chance.randrange(len(sentence))
    return sentence[:place] + chance.choice(characters) + sentence[place:]


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
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Rebuild speed beside jieba and stock Whoosh.")
    parser.add_argument("corpus", type=Path, nargs="?", default=STARD)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wenda-") as temporary:
        corpus = Path(temporary) / "corpus.jsonl"
        if options.corpus.is_file():
            with options.corpus.open(encoding="utf-8") as lines:
                corpus.write_text("".join(islice(lines, options.rows)), "utf-8")
        else:
            corpus.write_text("\n".join(made_up(options.rows)), "utf-8")
        rows = corpus.read_text("utf-8").count("\n")
        _report(rows, [(_alone(peer, corpus, 1), _alone(wenda, corpus, options.jobs)) for _ in range(options.rounds)])


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


def _report(rows: int, rounds: list[tuple[Result, Result]]) -> None:
    for name, results in zip(("jieba + Whoosh", "wenda"), zip(*rounds, strict=True), strict=True):
        seconds, processor = median(one.seconds for one in results), median(one.processor for one in results)
        print(
            f"{name:<15} {rows} rows, {results[0].passages} passages: {seconds:.1f} s ({processor:.1f} s of processors), "
            f"{rows / seconds:.0f} rows/s, {results[0].passages / seconds:.0f} passages/s, {results[0].disk:.1f} MB on disk, "
            f"{results[0].resident:.0f} MB resident, largest child {results[0].child:.0f} MB"
        )
    each = median(theirs.seconds / ours.seconds for theirs, ours in rounds)
    more = rounds[0][1].passages / rounds[0][0].passages
    print(f"ratio           {each:.2f} in rows/s, {each * more:.2f} in passages/s")


if __name__ == "__main__":
    main()
