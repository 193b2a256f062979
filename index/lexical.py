"""BM25F search in the Whoosh index of passages, which index.writing writes.

A question is never parsed, so nothing in it is an operator.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.query import And, Or, Term
from whoosh.scoring import BM25F
from whoosh.searching import SearchContext

from corpus.documents import Passage
from index.answers import IndexDamagedError, Query, Question

K1 = 0.75
"""Term frequency saturates early: hit@1 no lower than with 0.9 on 10 of 14 sets, lower by at most 0.2 points on the others."""
B = 0.75

FIELD_WEIGHTS: Mapping[str, float] = {"title": 0.3, "heading": 1.2, "words": 1.0, "grams": 0.35}
"""Each field's share in a passage's score; measured in docs/quality.md."""

GRAM_WEIGHTS: Mapping[str, float] = {"zh": 0.7, "ja": 0.7, "ko": 1.0}
"""Where the grams of a question weigh otherwise: Korean words carry endings that no list of particles covers."""

WORD_FIELDS = ("title", "heading", "words")
TEXT_FIELDS = ("words", "grams")


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


class LexicalIndex:
    """An open Whoosh index; safe for threads, each of which gets a searcher of its own."""

    def __init__(self, folder: Path) -> None:
        """Open an index. Raises IndexDamagedError if there is none or it cannot be read."""
        try:
            self._index: FileIndex = FileStorage(str(folder)).open_index()
        except (EmptyIndexError, OSError, ValueError, KeyError) as error:
            raise IndexDamagedError(f"{folder} cannot be read ({error}); rebuild the index with `wenda rebuild`") from error
        self._local = threading.local()

    @property
    def _searcher(self) -> Any:
        # A searcher shared between threads gives wrong results without an error.
        if not hasattr(self._local, "searcher"):
            self._local.searcher = self._index.searcher(weighting=BM25F(B=B, K1=K1))
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
        gram_weight = GRAM_WEIGHTS.get(question.language, FIELD_WEIGHTS["grams"])
        clauses = [Term(name, term, boost=FIELD_WEIGHTS[name]) for name in WORD_FIELDS for term in question.terms]
        clauses += [Term("grams", gram, boost=gram_weight) for gram in question.grams]
        if not clauses:
            return [], 0
        searcher = self._searcher
        results = searcher.search(Or(clauses), limit=query.offset + query.limit, filter=_filter(query))
        in_text = [clause for clause in clauses if clause.fieldname in TEXT_FIELDS]
        best_possible = sum(clause.boost * searcher.idf(clause.fieldname, clause.text) * (K1 + 1) for clause in in_text)
        matches = []
        for hit in results:
            shares = _shares(searcher, clauses, hit.docnum, best_possible) if query.explain else None
            matches.append(_match(hit.fields(), min(1.0, hit.score / best_possible), shares))
        return matches, len(results)

    def idf(self, term: str) -> float:
        """Give the inverse document frequency of a word in the passages' text."""
        return float(self._searcher.idf("words", term))

    def passage(self, passage_id: str) -> Match | None:
        """Give the passage of an id, or None."""
        fields = self._searcher.document(id=passage_id)
        return None if fields is None else _match(fields, 0.0)

    def of_document(self, document_id: str) -> list[Passage]:
        """Give the passages of a document in reading order."""
        found = (_match(fields, 0.0).passage for fields in self._searcher.documents(document_id=document_id))
        return sorted(found, key=lambda passage: passage.start)


def _filter(query: Query) -> And | None:
    wanted = [Or([Term("language", code) for code in sorted(query.languages)])] if query.languages else []
    if query.document:
        wanted.append(Term("document_id", query.document))
    return And(wanted) if wanted else None


def _shares(searcher: Any, clauses: list[Term], docnum: int, best_possible: float) -> dict[str, float]:
    """Give each term's part of a passage's score, as ``field:term``; the parts add up to the score."""
    shares: dict[str, float] = {}
    for clause in clauses:
        matcher = clause.matcher(searcher, SearchContext(weighting=searcher.weighting))
        while matcher.is_active() and matcher.id() < docnum:
            matcher.skip_to(docnum)
        if matcher.is_active() and matcher.id() == docnum:
            shares[f"{clause.fieldname}:{clause.text}"] = matcher.score() / best_possible
    return shares


def _match(fields: dict[str, Any], score: float, explanation: dict[str, float] | None = None) -> Match:
    title, heading, text, start, end, url, copies = fields["stored"]
    passage = Passage(fields["id"], fields["document_id"], title, heading, fields["language"], text, start, end)
    return Match(passage, url, copies, score, explanation)
