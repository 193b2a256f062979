"""The Whoosh index of passages: schema, writing, and BM25F search over the posting arrays derived from it.

Whoosh is given terms, never text: analysis is ours, and a question is never parsed, so nothing in it is an operator.
"""

import functools
import threading
import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.analysis import KeywordAnalyzer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex

from corpus.documents import Document, Passage
from index.analysis import grams, words
from index.answers import IndexDamagedError, Query, Question
from index.postings import Postings, supremum
from index.scoring import kernel

FIELD_WEIGHTS: Mapping[str, float] = {"title": 0.3, "heading": 1.2, "words": 1.0, "grams": 0.35}
"""Each field's share in a passage's score; measured in docs/quality.md."""

GRAM_WEIGHTS: Mapping[str, float] = {"zh": 0.7, "ja": 0.7, "ko": 1.0}
"""Where the grams of a question weigh otherwise: Korean words carry endings that no list of particles covers."""

WORD_FIELDS = ("title", "heading", "words")
TEXT_FIELDS = ("words", "grams")
WRITER_MEGABYTES = 64
"""What Whoosh collects before it writes a run to disk; its estimate is about half of what Python takes for it."""

IDFS_KEPT = 1 << 16
"""Terms whose idf is remembered: what the sentences of some thousand hits hold; 10 MB."""


class Clause(NamedTuple):
    """A term looked for in a field, and what it weighs there."""

    field: str
    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """A passage found: its score as a share (0-1) of the best possible, and, if asked for, each term's part of it.

    ``url`` and ``copies`` are its document's.
    """

    passage: Passage
    url: str
    copies: tuple[str, ...]
    score: float
    explanation: dict[str, float] | None = None


def schema() -> Schema:
    """Make the schema of a passage; the text fields take lists of terms."""

    def terms() -> TEXT:
        return TEXT(analyzer=KeywordAnalyzer(), phrase=False)

    return Schema(
        id=ID(unique=True, stored=True),
        document_id=ID(stored=True),
        language=ID(stored=True),
        title=terms(),
        heading=terms(),
        words=terms(),
        grams=terms(),
        stored=STORED(),
    )


def write_passages(folder: Path, passages: Iterable[tuple[Passage, Document]]) -> int:
    """Write passages, each with its document, as one segment of a new Whoosh index; return how many.

    Passages are scored equal in the order they are written, so write them in the order in which ties shall break.
    """
    folder.mkdir(parents=True)
    index = FileStorage(str(folder)).create_index(schema())
    # Not packed into one file: Whoosh copies the parts of such a file into memory, for each searcher again.
    writer = index.writer(limitmb=WRITER_MEGABYTES, compound=False)
    count = 0
    try:
        for passage, document in passages:
            writer.add_document(**_fields(passage, document))
            count += 1
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    index.close()
    return count


def _fields(passage: Passage, document: Document) -> dict[str, Any]:
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "language": passage.language,
        "title": [term.text for term in words(passage.title, passage.language)],
        "heading": [term.text for term in words(passage.heading, passage.language)],
        "words": [term.text for term in words(passage.text, passage.language)],
        # The heading's too: the answer of an FAQ row need not repeat a word of its question.
        "grams": [gram.text for text in (passage.heading, passage.text) for gram in grams(text, passage.language)],
        "stored": (passage.title, passage.heading, passage.text, passage.start, passage.end, document.url, document.copies),
    }


def clauses(question: Question) -> list[Clause]:
    """Give what a question is matched by: its words in every field of words, its grams in the field of grams."""
    gram_weight = GRAM_WEIGHTS.get(question.language, FIELD_WEIGHTS["grams"])
    wanted = [Clause(name, term, FIELD_WEIGHTS[name]) for name in WORD_FIELDS for term in question.terms]
    return wanted + [Clause("grams", gram, gram_weight) for gram in question.grams]


class LexicalIndex:
    """An open Whoosh index and its posting arrays; safe for threads, each of which gets a searcher of its own."""

    def __init__(self, whoosh: Path, postings: Path) -> None:
        """Open an index. Raises IndexDamagedError if there is none or it cannot be read."""
        try:
            self._index: FileIndex = FileStorage(str(whoosh)).open_index()
        except (EmptyIndexError, OSError, ValueError, KeyError) as error:
            raise IndexDamagedError(f"{whoosh} cannot be read ({error}); rebuild the index with `wenda rebuild`") from error
        self.postings = Postings(postings)
        if self.postings.passages != self._index.doc_count_all():
            raise IndexDamagedError(f"{postings} and {whoosh} do not fit each other; rebuild the index with `wenda rebuild`")
        self._local = threading.local()
        self.idf = functools.lru_cache(IDFS_KEPT)(self._idf)

    @property
    def _searcher(self) -> Any:
        # A searcher shared between threads gives wrong results without an error.
        if not hasattr(self._local, "searcher"):
            searcher = self._index.searcher()
            # It ends with its thread or with the index; Whoosh leaves its files open then.
            weakref.finalize(searcher, searcher.reader().close)
            self._local.searcher = searcher
        return self._local.searcher

    def count(self) -> int:
        """Give the number of passages."""
        return int(self._index.doc_count())

    def search(self, question: Question, query: Query) -> tuple[list[Match], int]:
        """Give the best ``offset + limit`` passages, best first, and the number of all that hold any term of the question.

        The score is BM25F (Robertson & Zaragoza 2009, as Whoosh computes it: a weighted sum over the fields) divided by the
        supremum that words and grams could reach, so that terms which the collection lacks count against it; the words of
        title and heading can only add to that. It is at most 1.
        """
        wanted = clauses(question)
        if not wanted:
            return [], 0
        weighed = self._weighed(wanted)
        lists = self.postings.lists(weighed.slots, weighed.weights)
        passages, scores, total = kernel().top(self.postings, lists, query.offset + query.limit, self.allowed(query))
        best_possible = self._supremum(wanted, weighed)
        matches = []
        for passage, score in zip(passages.tolist(), scores.tolist(), strict=True):
            shares = self._shares(wanted, weighed, passage, best_possible) if query.explain else None
            fields = self._searcher.stored_fields(passage)
            matches.append(_match(fields, min(1.0, score / best_possible), shares))
        return matches, total

    def scores(self, wanted: Sequence[Clause], query: Query) -> NDArray[np.float32]:
        """Give the BM25F score of every passage, ``(passages,)``: 0 where it holds no term, or the query filters it out."""
        weighed = self._weighed(wanted)
        totals = kernel().scores(self.postings, self.postings.lists(weighed.slots, weighed.weights))
        allowed = self.allowed(query)
        return totals if allowed is None else totals * allowed

    def supremum(self, wanted: Sequence[Clause]) -> float:
        """Give what no passage's score in the text fields can exceed, terms that the collection lacks included."""
        return self._supremum(wanted, self._weighed(wanted))

    def allowed(self, query: Query) -> NDArray[np.bool_] | None:
        """Give which passages a query's filters let through, ``(passages,)``; None where it has no filter."""
        return self.postings.filter(query.languages, query.document)

    def _weighed(self, wanted: Sequence[Clause]) -> "_Weighed":
        slots = self.postings.slots([(clause.field, clause.term) for clause in wanted])
        return _Weighed(slots, self.postings.idf(slots) * [clause.weight for clause in wanted])

    def _supremum(self, wanted: Sequence[Clause], weighed: "_Weighed") -> float:
        in_text = [clause.field in TEXT_FIELDS for clause in wanted]
        return supremum(float(weighed.weights[in_text].sum()))

    def _shares(self, wanted: Sequence[Clause], weighed: "_Weighed", passage: int, best_possible: float) -> dict[str, float]:
        """Give each term's part of a passage's score, as ``field:term``; the parts add up to the score."""
        shares: dict[str, float] = {}
        for clause, slot, weight in zip(wanted, weighed.slots.tolist(), weighed.weights.tolist(), strict=True):
            part = weight * self.postings.impact(slot, passage) / best_possible
            if part:
                name = f"{clause.field}:{clause.term}"
                shares[name] = shares.get(name, 0.0) + part
        return shares

    def _idf(self, term: str) -> float:
        """Give the inverse document frequency of a word in the passages' text."""
        return float(self.postings.idf(self.postings.slots([("words", term)]))[0])

    def passage(self, passage_id: str) -> Match | None:
        """Give the passage of an id, or None."""
        fields = self._searcher.document(id=passage_id)
        return None if fields is None else _match(fields, 0.0)

    def of_document(self, document_id: str) -> list[Passage]:
        """Give the passages of a document in reading order."""
        found = (_match(fields, 0.0).passage for fields in self._searcher.documents(document_id=document_id))
        return sorted(found, key=lambda passage: passage.start)


class _Weighed(NamedTuple):
    """The slots of clauses, and the weight of each times its idf."""

    slots: NDArray[np.int64]
    weights: NDArray[np.float64]


def _match(fields: dict[str, Any], score: float, explanation: dict[str, float] | None = None) -> Match:
    title, heading, text, start, end, url, copies = fields["stored"]
    passage = Passage(fields["id"], fields["document_id"], title, heading, fields["language"], text, start, end)
    return Match(passage, url, copies, score, explanation)
