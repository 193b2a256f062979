"""BM25F search over the posting arrays derived from the Whoosh index of passages, which index.writing writes.

A question is never parsed, so nothing in it is an operator.
"""

import functools
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex

from corpus.documents import Passage
from index.answers import IndexDamagedError, Query, Question
from index.clauses import Clause, clauses, supremum_clauses
from index.postings import ABSENT, Lists, Postings, supremum
from index.scoring import kernel
from index.translation.weighting import weighed

IDFS_KEPT = 1 << 16
"""Terms whose idf is remembered: what the sentences of some thousand hits hold; 10 MB."""


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
        # Not of a method of this object, which would keep it, and its open files, until a garbage collection.
        self.idf = functools.lru_cache(IDFS_KEPT)(functools.partial(_field_idf, self.postings, "words"))

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

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield what every passage says, its heading first, and its language, in the order in which they were written."""
        for _, fields in self._searcher.reader().iter_docs():
            passage = _match(fields).passage
            yield f"{passage.heading}\n{passage.text}" if passage.heading else passage.text, passage.language

    def best(self, question: Question, limit: int, allowed: NDArray[np.bool_] | None) -> Ranking:
        """Give the best ``limit`` passages by their shares, and the number of all that hold any of the terms.

        A share is BM25F (Robertson & Zaragoza 2009, as Whoosh computes it: a weighted sum over the fields) divided by the
        supremum that words and grams could reach, so that terms which the collection lacks count against it; the words of
        title and heading, and those of expansions, can only add to that. It is at most 1.
        """
        own = self._own(question)
        wanted = self._weighed(self._clauses(question, own))
        if wanted.alternatives:
            totals = self._totals(wanted)
            if allowed is not None:
                totals *= allowed
            numbers = np.flatnonzero(totals)
            passages, total = largest(totals, numbers, limit), len(numbers)
            scores = totals[passages]
        else:
            passages, scores, total = kernel().top(self.postings, wanted.lists, limit, allowed)
        return Ranking(passages, np.minimum(1, scores / supremum(own)), total)

    def shares(self, question: Question) -> NDArray[np.float32]:
        """Give the share of every passage, ``(passages,)``: 0 where it holds none of the terms."""
        own = self._own(question)
        totals = self._totals(self._weighed(self._clauses(question, own)))
        shares: NDArray[np.float32] = np.minimum(1, totals / supremum(own))
        return shares

    def _totals(self, wanted: "_Weighed") -> NDArray[np.float32]:
        totals = kernel().scores(self.postings, wanted.lists)
        for one in wanted.alternatives:
            passages, values = _best_of(self.postings, one)
            totals[passages] += values
        return totals

    def match(self, passage: int, score: float, certainty: float, explanation: dict[str, float] | None) -> Match:
        """Give a passage by its number, with what it is found with."""
        return _match(self._searcher.stored_fields(passage), score, certainty, explanation)

    def explain(self, question: Question, passage: int) -> dict[str, float]:
        """Give each term's part of a passage's share, as ``field:term``; before the cap at 1 they add up to it."""
        own = self._own(question)
        wanted = self._clauses(question, own)
        slots, weights = self._slots_and_weights(wanted)
        best: dict[tuple[str, str], tuple[float, str]] = {}
        for clause, slot, weight in zip(wanted, slots.tolist(), weights.tolist(), strict=True):
            place = (clause.field, clause.slot)
            best[place] = max(best.get(place, (0.0, "")), (weight * self.postings.impact(slot, passage), clause.term))
        best_possible = supremum(own)
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
        slots = self.postings.slots([(clause.field, clause.term) for clause in wanted])
        idfs = self.postings.idf(slots)
        own = {(clause.field, clause.term): idf for clause, idf in zip(wanted, idfs, strict=True)}
        limits = np.array([own.get((clause.field, clause.slot), np.inf) for clause in wanted])
        return slots, np.minimum(idfs, limits) * [clause.weight for clause in wanted]

    def _weighed(self, wanted: Sequence[Clause]) -> "_Weighed":
        slots, weights = self._slots_and_weights(wanted)
        groups: dict[tuple[str, str], list[int]] = {}
        for number, (clause, slot) in enumerate(zip(wanted, slots, strict=True)):
            if slot != ABSENT:
                groups.setdefault((clause.field, clause.slot), []).append(number)
        single = [numbers[0] for numbers in groups.values() if len(numbers) == 1]
        several = [numbers for numbers in groups.values() if len(numbers) > 1]
        return _Weighed(
            self.postings.lists(slots[single], weights[single]),
            [self.postings.lists(slots[numbers], weights[numbers]) for numbers in several],
        )

    def _clauses(self, question: Question, own: float) -> list[Clause]:
        """Give what a passage scores by, translations weighed by what the question's own words could reach."""
        return clauses(weighed(question, own, functools.partial(_field_idf, self.postings)))

    def _own(self, question: Question) -> float:
        """Give the sum of weight times idf over the question's own words and grams."""
        return float(self._slots_and_weights(supremum_clauses(question))[1].sum())

    def passage(self, passage_id: str) -> Match | None:
        """Give the passage of an id, or None."""
        fields = self._searcher.document(id=passage_id)
        return None if fields is None else _match(fields)

    def of_document(self, document_id: str) -> list[Passage]:
        """Give the passages of a document in reading order."""
        found = (_match(fields).passage for fields in self._searcher.documents(document_id=document_id))
        return sorted(found, key=lambda passage: passage.start)


def _field_idf(postings: Postings, field: str, term: str) -> float:
    """Give the inverse document frequency of a term."""
    return float(postings.idf(postings.slots([(field, term)]))[0])


class _Weighed(NamedTuple):
    """The posting lists to add up, and those of words that stand for each other, of which the best counts."""

    lists: Lists
    alternatives: list[Lists]


def _best_of(postings: Postings, lists: Lists) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Give the passages in any of the lists, ascending, and the most that one list adds to each."""
    ranges = [slice(start, end) for start, end in zip(lists.starts, lists.ends, strict=True)]
    passages = np.concatenate([postings.ids[part] for part in ranges])
    values = np.concatenate([postings.impacts[part] * weight for part, weight in zip(ranges, lists.weights, strict=True)])
    order = np.argsort(passages, kind="stable")
    passages, values = passages[order], values[order]
    starts = np.flatnonzero(np.r_[True, passages[1:] != passages[:-1]])
    return passages[starts], np.maximum.reduceat(values, starts)


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
