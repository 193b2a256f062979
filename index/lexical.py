"""BM25F search over the posting arrays derived from the Whoosh index of passages, which index.writing writes.

A question is never parsed, so nothing in it is an operator.
"""

import functools
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex

from corpus.documents import Passage
from index.answers import IndexDamagedError, Query, Question
from index.associations import Associations, word_vectors
from index.clauses import Clause, clauses, supremum_clauses
from index.postings import ABSENT, Lists, Postings, supremum
from index.scoring import kernel
from index.translation.weighting import weighed

TERMS_KEPT = 1 << 16
"""Terms that are remembered with slot and idf: those of some thousand questions and their hits; 15 MB."""


@dataclass(frozen=True, slots=True)
class Match:
    """A passage found: its score, the probability (0-1) that it answers, and, if asked for, the parts of the score.

    ``url`` and ``copies`` are its document's.
    """

    passage: Passage
    url: str
    copies: tuple[str, ...]
    score: float = 0.0
    certainty: float = 0.0
    explanation: dict[str, float] | None = None


class Ranking(NamedTuple):
    """Passages by number, best first; the score of each; and how many there are in all."""

    passages: NDArray[np.int64]
    scores: NDArray[np.float32]
    total: int


class LexicalIndex:
    """An open Whoosh index and its posting arrays; safe for threads, which read the stored fields one after another."""

    def __init__(self, whoosh: Path, postings: Path) -> None:
        """Open an index. Raises IndexDamagedError if there is none or it cannot be read."""
        try:
            self._index: FileIndex = FileStorage(str(whoosh)).open_index()
            # Two threads in one searcher get wrong results without an error, and a searcher for each thread holds files for each.
            self._searcher: Any = self._index.searcher()
            self._reading = threading.Lock()
            # Whoosh leaves the files open when a searcher ends.
            weakref.finalize(self, self._searcher.reader().close)
        except (EmptyIndexError, OSError, ValueError, KeyError) as error:
            raise IndexDamagedError(f"{whoosh} cannot be read ({error}); rebuild the index with `wenda rebuild`") from error
        self.postings = Postings(postings)
        if self.postings.passages != self._index.doc_count_all():
            raise IndexDamagedError(f"{postings} and {whoosh} do not fit each other; rebuild the index with `wenda rebuild`")
        self._known: dict[tuple[str, str], tuple[int, float]] = {}

    def count(self) -> int:
        """Give the number of passages."""
        return int(self._index.doc_count())

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield what every passage says, its heading first, and its language, in the order in which they were written."""
        with self._index.searcher() as searcher:
            for _, fields in searcher.reader().iter_docs():
                passage = _match(fields).passage
                yield f"{passage.heading}\n{passage.text}" if passage.heading else passage.text, passage.language

    def best(self, question: Question, limit: int, allowed: NDArray[np.bool_] | None) -> Ranking:
        """Give the best ``limit`` passages by their shares, and the number of all that hold any of the terms.

        A share is BM25F (Robertson & Zaragoza 2009, as Whoosh computes it: a weighted sum over the fields) divided by the
        supremum that words and grams could reach, so that terms which the collection lacks count against it; the words of
        title and heading, and those of expansions, can only add to that. It is at most 1.
        """
        asked = self._asked(question)
        passages, scores, total = kernel().top(self.postings, self._lists(asked), limit, allowed)
        return Ranking(passages, np.minimum(1, scores / supremum(asked.own)), total)

    def shares(self, question: Question) -> NDArray[np.float32]:
        """Give the share of every passage, ``(passages,)``: 0 where it holds none of the terms."""
        asked = self._asked(question)
        totals = kernel().scores(self.postings, self._lists(asked))
        shares: NDArray[np.float32] = np.minimum(1, totals / supremum(asked.own))
        return shares

    @functools.cached_property
    def associations(self) -> Associations:
        """The words of the passages that are near others in meaning."""
        slots = self.postings.slots([("words", word) for word in word_vectors().words.tolist()])
        held = np.where(slots == ABSENT, 0, self.postings.counts[slots]) if len(self.postings.counts) else np.zeros(len(slots))
        return Associations(held.astype(np.int64), self.postings.passages)

    def match(self, passage: int, score: float, certainty: float, explanation: dict[str, float] | None) -> Match:
        """Give a passage by its number, with what it is found with."""
        with self._reading:
            fields = self._searcher.stored_fields(passage)
        return _match(fields, score, certainty, explanation)

    def explain(self, question: Question, passage: int) -> dict[str, float]:
        """Give each term's part of a passage's share, as ``field:term``; before the cap at 1 they add up to it."""
        asked = self._asked(question)
        best: dict[tuple[str, str], tuple[float, str]] = {}
        for clause, slot, weight in zip(asked.clauses, asked.slots.tolist(), asked.weights.tolist(), strict=True):
            place = (clause.field, clause.slot)
            best[place] = max(best.get(place, (0.0, "")), (weight * self.postings.impact(slot, passage), clause.term))
        best_possible = supremum(asked.own)
        return {f"{field}:{term}": part / best_possible for (field, _), (part, term) in best.items() if part}

    def allowed(self, query: Query) -> NDArray[np.bool_] | None:
        """Give which passages a query's filters let through, ``(passages,)``; None where it has no filter."""
        return self.postings.filter(query.languages, query.document)

    def in_languages(self, chosen: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Give which passages are in the chosen languages, ``(passages,)``."""
        table = np.array([chosen(code) for code in self.postings.header.languages] + [False])  # ABSENT is the last
        inside: NDArray[np.bool_] = table[self.postings.languages]
        return inside

    def _slots_and_weights(self, wanted: Sequence[Clause]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Give the slot of each clause, and its weight times its idf: a synonym is no rarer than the word it stands for."""
        terms = [(clause.field, clause.term) for clause in wanted]
        found = self._looked_up(terms)
        own = {term: idf for term, (_, idf) in zip(terms, found, strict=True)}
        weights = [
            min(idf, own.get((clause.field, clause.slot), inf)) * clause.weight
            for clause, (_, idf) in zip(wanted, found, strict=True)
        ]
        return np.array([slot for slot, _ in found], np.int64), np.array(weights, np.float64)

    def _looked_up(self, terms: Sequence[tuple[str, str]]) -> list[tuple[int, float]]:
        """Give the slot and the idf of each (field, term)."""
        known = self._known
        unknown = [term for term in terms if term not in known]
        if unknown:
            if len(known) > TERMS_KEPT:
                # A new one, since another thread may be reading this.
                known = self._known = {}
                unknown = list(terms)
            slots = self.postings.slots(unknown)
            known.update(zip(unknown, zip(slots.tolist(), self.postings.idf(slots).tolist(), strict=True), strict=True))
        return [known[term] for term in terms]

    def _lists(self, asked: "_Asked") -> Lists:
        """Give the lists to add up, behind them those of words that stand for each other."""
        groups: dict[tuple[str, str], list[int]] = {}
        for number, (clause, slot) in enumerate(zip(asked.clauses, asked.slots.tolist(), strict=True)):
            if slot != ABSENT:
                groups.setdefault((clause.field, clause.slot), []).append(number)
        ordered = sorted(groups.values(), key=lambda numbers: len(numbers) > 1)
        numbers = [number for group in ordered for number in group]
        places = np.repeat(np.arange(len(ordered), dtype=np.int32), [len(group) for group in ordered])
        return self.postings.lists(asked.slots[numbers], asked.weights[numbers], places)

    def _asked(self, question: Question) -> "_Asked":
        """Give what a passage scores by, translations weighed by what the question's own words could reach."""
        wanted = clauses(question)
        slots, weights = self._slots_and_weights(wanted)
        own = float(weights[: len(supremum_clauses(question))].sum())
        translated = weighed(question, own, self._field_idf)
        if translated is not question:
            wanted = clauses(translated)
            slots, weights = self._slots_and_weights(wanted)
        return _Asked(own, wanted, slots, weights)

    def idf(self, term: str) -> float:
        """Give the inverse document frequency of a word in the passages' text."""
        return self._field_idf("words", term)

    def _field_idf(self, field: str, term: str) -> float:
        return self._looked_up([(field, term)])[0][1]

    def passage(self, passage_id: str) -> Match | None:
        """Give the passage of an id, or None."""
        with self._reading:
            fields = self._searcher.document(id=passage_id)
        return None if fields is None else _match(fields)

    def of_document(self, document_id: str) -> list[Passage]:
        """Give the passages of a document in reading order."""
        with self._reading:
            found = [_match(fields).passage for fields in self._searcher.documents(document_id=document_id)]
        return sorted(found, key=lambda passage: passage.start)


class _Asked(NamedTuple):
    """The clauses of a question with their slots and weights times idf; the sum of these over its own words and grams."""

    own: float
    clauses: list[Clause]
    slots: NDArray[np.int64]
    weights: NDArray[np.float64]


def largest(values: NDArray[np.float32], numbers: NDArray[np.int64], limit: int) -> NDArray[np.int64]:
    """Give those of the numbers with the largest values, largest first, equal ones ascending; ``numbers`` ascend."""
    if len(numbers) > limit:
        threshold = np.partition(values[numbers], len(numbers) - limit)[len(numbers) - limit]
        numbers = numbers[values[numbers] >= threshold]
    return numbers[np.argsort(-values[numbers], kind="stable")[:limit]]


def _match(
    fields: dict[str, Any], score: float = 0.0, certainty: float = 0.0, explanation: dict[str, float] | None = None
) -> Match:
    title, heading, text, start, end, url, copies = fields["stored"]
    passage = Passage(fields["id"], fields["document_id"], title, heading, fields["language"], text, start, end)
    return Match(passage, url, copies, score, certainty, explanation)
