"""Print, as Markdown, what finding the ten best passages takes: Wenda's arrays and its peers, the same tokens, in turns.

python -m tests.benchmarks.scoring [--copies N] [--folder DIR] [--clock thread] [--turn N] [--whoosh]

Needs what the product does not: bm25s, tantivy. The collection is ../shared/eval/stard: 60,358 passages of Chinese law, cut by
rjieba; of further copies every passage lacks a tenth of its words. One field, one thread, questions of 12 to 14 known words.
An index is kept in DIR and used again.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import bm25s
import regex
import rjieba
import tantivy
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from index.deriving import derive
from index.postings import K1, B, Postings
from index.scoring import kernel, load_compiled
from index.writing import schema

SHARED = Path(__file__).resolve().parents[3] / "shared" / "eval" / "stard"
RUNS = regex.compile("(?P<han>[\u4e00-\u9fd5]+)|[A-Za-z0-9]+")
TERMS = range(12, 15)
LIMIT = 10
ROUNDS = 5
LEFT_OUT = 0.1
"""The share of its words that a further copy of a passage lacks."""
WHOOSH_QUESTIONS = 20

Ask = Callable[[list[str]], object]


def main() -> None:
    """Build every system over one collection and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("benchmark-index"))
    parser.add_argument("--clock", choices=("wall", "thread"), default="wall", help="thread: where others use the machine")
    parser.add_argument("--turn", type=int, default=25, help="questions to one system before the next one's turn")
    parser.add_argument("--whoosh", action="store_true", help="measure Whoosh's own matcher too")
    parser.add_argument("--data", type=Path, default=SHARED)
    options = parser.parse_args()
    clock = time.perf_counter if options.clock == "wall" else time.thread_time
    texts = [tokens(f"{row['title']} {row['text']}") for row in _rows(options.data / "corpus.jsonl")]
    known = {term for text in texts for term in text}
    asked = [
        [term for term in dict.fromkeys(tokens(row["text"])) if term in known] for row in _rows(options.data / "queries.jsonl")
    ]
    asked = [terms for terms in asked if len(terms) in TERMS]
    collection = list(copies(texts, options.copies))
    systems = {
        "wenda": wenda(collection, options.folder),
        "bm25s (numba)": peer_bm25s(collection),
        "tantivy": peer_tantivy(collection, options.folder),
    }
    times = measure(systems, asked, clock, options.turn)
    if options.whoosh:
        times |= measure({"Whoosh": peer_whoosh(options.folder)}, asked[:WHOOSH_QUESTIONS], clock, options.turn)
    print(
        f"{len(collection):,} passages, {len(asked)} questions in turns of {options.turn}, "
        f"best {LIMIT}, {options.clock} time in ms\n"
    )
    print("| | median | p95 | p95 / median | Wenda's median to this one's |\n|---|---|---|---|---|")
    for name, taken in times.items():
        middle, late = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
        share = statistics.median(times["wenda"]) / middle
        print(f"| {name} | {middle:.3f} | {late:.3f} | {late / middle:.2f} | {share:.3f} |")


def tokens(text: str) -> list[str]:
    """Cut a text into words, as all systems get it."""
    found: list[str] = []
    for run in RUNS.finditer(text.lower()):
        found += rjieba.cut(run[0]) if run["han"] else [run[0]]
    return found


def copies(texts: Sequence[list[str]], number: int) -> Iterator[list[str]]:
    """Yield the texts, and again with words left out at random."""
    yield from texts
    chance = random.Random(1)
    for _ in range(number - 1):
        for text in texts:
            yield [term for term in text if chance.random() > LEFT_OUT] or text


def measure(systems: dict[str, Ask], asked: list[list[str]], clock: Callable[[], float], turn: int) -> dict[str, list[float]]:
    """Ask every system every question, ``turn`` questions before the next system's turn; give milliseconds by question.

    With a turn of 1 every system finds the processor's caches full of another's data, and pays most for it that is fastest.
    The first round is not counted; a question's time is the median of the others, so that what else the machine does is not
    taken for a slow question.
    """
    times: dict[str, list[list[float]]] = {name: [[] for _ in asked] for name in systems}
    for round_number in range(1 + ROUNDS):
        for start in range(0, len(asked), turn):
            for name, ask in systems.items():
                for number in range(start, min(start + turn, len(asked))):
                    begin = clock()
                    ask(asked[number])
                    taken = clock() - begin
                    if round_number:
                        times[name][number].append(taken * 1000)
    return {name: [statistics.median(rounds) for rounds in by_question] for name, by_question in times.items()}


def wenda(collection: Sequence[list[str]], folder: Path) -> Ask:
    """Index with Whoosh and the posting arrays; unless that is done."""
    whoosh, arrays = folder / "whoosh", folder / "postings"
    if not arrays.is_dir():
        whoosh.mkdir(parents=True)
        writer = FileStorage(str(whoosh)).create_index(schema()).writer(limitmb=256, compound=False)
        for number, text in enumerate(collection):
            writer.add_document(id=str(number), document_id=str(number // 5), language="zh", words=text, stored=None)
        writer.commit()
        derive(whoosh, arrays)
    postings = Postings(arrays)
    if postings.passages != len(collection):
        raise SystemExit(f"{folder} holds {postings.passages} passages; name another folder")
    load_compiled()
    top = kernel().top

    def ask(terms: list[str]) -> object:
        slots = postings.slots([("words", term) for term in terms])
        return top(postings, postings.lists(slots, postings.idf(slots)), LIMIT, None)

    return ask


def peer_bm25s(collection: Sequence[list[str]]) -> Ask:
    """Index with bm25s, scored and selected by numba."""
    index = bm25s.BM25(k1=K1, b=B, backend="numba")
    index.index(list(collection), show_progress=False)
    return lambda terms: index.retrieve([terms], k=LIMIT, n_threads=1, show_progress=False)


def peer_tantivy(collection: Sequence[list[str]], folder: Path) -> Ask:
    """Index with tantivy, cut at white space; its answers need not be counted."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
    made = builder.build()
    path = folder / "tantivy"
    there = path.is_dir()
    path.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(made, path=str(path))
    if not there:
        writer = index.writer(heap_size=512_000_000, num_threads=1)
        for text in collection:
            writer.add_document(tantivy.Document(words=" ".join(text)))
        writer.commit()
        writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(terms: list[str]) -> object:
        parts = [(tantivy.Occur.Should, tantivy.Query.term_query(made, "words", term)) for term in terms]
        return searcher.search(tantivy.Query.boolean_query(parts), limit=LIMIT, count=False)

    return ask


def peer_whoosh(folder: Path) -> Ask:
    """Search the same Whoosh index by its own matcher."""
    searcher: Any = FileStorage(str(folder / "whoosh")).open_index().searcher(weighting=BM25F(B=B, K1=K1))
    return lambda terms: searcher.search(Or([Term("words", term) for term in terms]), limit=LIMIT)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
