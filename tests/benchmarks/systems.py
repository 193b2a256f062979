"""Five systems that find the best passages by BM25: each builds an index of words as given, opens it, and is asked.

All get the same words, score one field with k1 = 0.75 and b = 0.75 where that can be chosen (FTS5 and tantivy have 1.2 and
0.75), and give the ten best. One thread each.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import bm25s
import tantivy
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from corpus.documents import Document, Passage
from index.deriving import derive
from index.postings import K1, B, Postings
from index.scoring import kernel, load_compiled
from index.writing import write_passages

LIMIT = 10
HEAP = 256_000_000
"""Bytes that tantivy collects before it writes a segment."""
WHOOSH_MEGABYTES = 256

Passages = Iterable[list[str]]
Ask = Callable[[list[str]], object]


@dataclass(frozen=True, slots=True)
class System:
    """How an index is built in an empty folder, and what opens it."""

    build: Callable[[Passages, Path], None]
    open: Callable[[Path], Ask]
    slow: bool = False
    """So slow that few questions, and no index of more than MOST passages, can be waited for."""


def _build_wenda(passages: Passages, folder: Path) -> None:
    """Write with the product's own writer, whose analysis is put aside: the words are given."""
    documents = (Document(f"p{number}", "", " ".join(words), "", "", "zh") for number, words in enumerate(passages))
    with (
        mock.patch("index.batches.split", _whole),
        mock.patch("index.batches.word_counts", lambda text, _: Counter(text.split())),
        mock.patch("index.batches.gram_counts", return_value=Counter()),
        mock.patch("index.batches.VocabularyWriter.add", return_value=None),
    ):
        write_passages(folder / "whoosh", documents, lambda _documents, _passages: None)
    derive(folder / "whoosh", folder / "postings")


def _whole(document: Document) -> list[Passage]:
    return [Passage(f"{document.id}:0", document.id, "", "", "zh", document.text, 0, len(document.text))]


def _open_wenda(folder: Path) -> Ask:
    load_compiled()
    postings, top = Postings(folder / "postings"), kernel().top

    def ask(terms: list[str]) -> object:
        slots = postings.slots([("words", term) for term in terms])
        return top(postings, postings.lists(slots, postings.idf(slots)), LIMIT, None)

    return ask


def _build_bm25s(passages: Passages, folder: Path) -> None:
    index = bm25s.BM25(k1=K1, b=B, backend="numba")
    known: dict[str, str] = {}
    # Each word once in memory, however often it stands.
    index.index([[known.setdefault(word, word) for word in words] for words in passages], show_progress=False)
    index.save(str(folder), show_progress=False)


def _open_bm25s(folder: Path) -> Ask:
    index = bm25s.BM25.load(str(folder), show_progress=False)
    index.backend = "numba"
    return lambda terms: index.retrieve([terms], k=LIMIT, n_threads=1, show_progress=False)


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _build_tantivy(passages: Passages, folder: Path) -> None:
    writer = tantivy.Index(_schema(), path=str(folder)).writer(heap_size=HEAP, num_threads=1)
    for words in passages:
        writer.add_document(tantivy.Document(words=" ".join(words)))
    writer.commit()
    writer.wait_merging_threads()


def _open_tantivy(folder: Path) -> Ask:
    schema = _schema()
    index = tantivy.Index(schema, path=str(folder))
    index.reload()
    searcher = index.searcher()

    def ask(terms: list[str]) -> object:
        parts = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", term)) for term in terms]
        return searcher.search(tantivy.Query.boolean_query(parts), limit=LIMIT, count=False)

    return ask


def _build_fts5(passages: Passages, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "fts5.sqlite")) as database, database:
        # Neither the text nor the places of its words are kept, as in the other indexes.
        database.execute("create virtual table passage using fts5(words, content='', tokenize=\"unicode61 remove_diacritics 0\")")
        rows = ((number, " ".join(words)) for number, words in enumerate(passages))
        database.executemany("insert into passage(rowid, words) values (?, ?)", rows)


def _open_fts5(folder: Path) -> Ask:
    database = sqlite3.connect(f"file:{folder / 'fts5.sqlite'}?mode=ro", uri=True)

    def ask(terms: list[str]) -> object:
        question = " OR ".join(f'"{term}"' for term in terms)
        return database.execute(
            "select rowid from passage where passage match ? order by rank limit ?", (question, LIMIT)
        ).fetchall()

    return ask


def _build_whoosh(passages: Passages, folder: Path) -> None:
    schema = Schema(id=ID(stored=True), words=TEXT(analyzer=str.split, phrase=False))
    writer = FileStorage(str(folder)).create_index(schema).writer(limitmb=WHOOSH_MEGABYTES)
    for number, words in enumerate(passages):
        writer.add_document(id=f"p{number}", words=words)
    writer.commit()


def _open_whoosh(folder: Path) -> Ask:
    searcher: Any = FileStorage(str(folder)).open_index().searcher(weighting=BM25F(B=B, K1=K1))
    return lambda terms: searcher.search(Or([Term("words", term) for term in terms]), limit=LIMIT)


SYSTEMS = {
    "wenda": System(_build_wenda, _open_wenda),
    "bm25s (numba)": System(_build_bm25s, _open_bm25s),
    "tantivy": System(_build_tantivy, _open_tantivy),
    "SQLite FTS5": System(_build_fts5, _open_fts5, slow=True),
    "Whoosh": System(_build_whoosh, _open_whoosh, slow=True),
}
