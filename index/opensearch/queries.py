"""A question to what the cluster is asked: the same sums as the embedded engine's, in the cluster's query language."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answers import Query, Question
from index.clauses import Clause, clauses, supremum_clauses
from index.extraction import term_weights
from index.opensearch.connection import Json
from index.opensearch.schema import SCALE, SCORED_FIELDS, VECTOR, term_in_index
from index.opensearch.statistics import Statistics
from index.postings import supremum
from index.ranking import EVEN, SPREAD
from index.translation.weighting import weighed

BY_RANK: list[Json] = [{"_score": "desc"}, {"number": "asc"}]
"""Best first, equal ones in the order of the passages."""

RAISED = 128.0
"""Added to log-odds, which may be negative, as scores may not: a 32-bit score still tells a hundred-thousandth apart."""

CENTRE, REACH = 27_648, 27_647
"""A number of a question's vector is a character: this one is 0, and the largest lies so far from it. All of them are below the
surrogates. A script reads a character of a string as fast as a number of an array, and parameters hold no arrays."""


MOST_CLAUSES = 1000
"""Clauses of a question that are asked for: the cluster takes 1,024 in a query unless it is told otherwise, filters included."""


@dataclass(frozen=True, slots=True)
class WeighedClause:
    """A clause with its whole weight in a score, its idf included."""

    clause: Clause
    weight: float

    @property
    def name(self) -> str:
        """What its part of a score is called."""
        return f"{self.clause.field}:{self.clause.term}"

    def query(self, name: str) -> Json:
        """Give the query that adds it to a score; the cluster tells the part of a query with a name."""
        value: Json = {"value": term_in_index(self.clause.term), "boost": self.weight} | ({"_name": name} if name else {})
        return {"term": {SCORED_FIELDS[self.clause.field]: value}}


@dataclass(frozen=True, slots=True)
class ByWords:
    """What a passage scores by in words; ``best`` is the supremum of that score. Of each group only the best clause counts."""

    groups: tuple[tuple[WeighedClause, ...], ...]
    best: float

    def queries(self, *, named: bool) -> list[Json]:
        """Give what the cluster adds up; ``named`` by the places of group and clause."""
        found: list[Json] = []
        for number, group in enumerate(self.groups):
            parts = [one.query(f"{number}.{place}" if named else "") for place, one in enumerate(group)]
            found.append(parts[0] if len(parts) == 1 else {"dis_max": {"queries": parts}})
        return found


def by_words(question: Question, statistics: Statistics) -> ByWords:
    """Weigh a question's terms as index.lexical does; those that no passage holds are left out."""
    statistics.learn(wanted(question))
    own = supremum_clauses(question)
    weight = sum(one.weight for one in _weighed(own, statistics))
    everything = clauses(weighed(question, weight, statistics.idf))
    groups: dict[tuple[str, str], list[WeighedClause]] = {}
    held = [one for one in _weighed(everything, statistics) if statistics.frequency(one.clause.field, one.clause.term)]
    for one in _heaviest(held):
        groups.setdefault((one.clause.field, one.clause.slot), []).append(one)
    return ByWords(tuple(map(tuple, groups.values())), supremum(weight))


def wanted(question: Question) -> list[tuple[str, str]]:
    """Give all whose frequency an answer needs, also for the choice of its sentence."""
    scored = [(one.field, one.term) for one in clauses(question)]
    return scored + [("words", term) for term in term_weights(question)]


def _weighed(wanted: Sequence[Clause], statistics: Statistics) -> list[WeighedClause]:
    """Multiply each clause's weight by its idf: a synonym is no rarer than the word it stands for."""
    idfs = {(one.field, one.term): statistics.idf(one.field, one.term) for one in wanted}
    return [
        WeighedClause(one, one.weight * min(idfs[one.field, one.term], idfs.get((one.field, one.slot), math.inf)))
        for one in wanted
    ]


def _heaviest(some: list[WeighedClause]) -> list[WeighedClause]:
    """Give the MOST_CLAUSES that weigh most, in their order."""
    if len(some) <= MOST_CLAUSES:
        return some
    kept = set(sorted(range(len(some)), key=lambda number: -some[number].weight)[:MOST_CLAUSES])
    return [one for number, one in enumerate(some) if number in kept]


def filters(query: Query) -> list[Json]:
    """Give what a query's filters ask of a passage."""
    found: list[Json] = []
    if query.languages:
        found.append({"terms": {"language": sorted(query.languages)}})
    if query.document:
        found.append({"term": {"document_id": query.document}})
    return found


def words_query(words: ByWords, chosen: Sequence[Json], *, named: bool) -> Json:
    """Ask for the passages that hold any of the words, scored by them."""
    return {"bool": {"should": words.queries(named=named), "minimum_should_match": 1, "filter": list(chosen)}}


@dataclass(frozen=True, slots=True)
class Coefficients:
    """What log-odds are made of for passages of a language: of the share in words, of each encoder's cosine, the constant."""

    share: float
    cosines: Mapping[str, float]
    constant: float


def meaning_query(  # noqa: PLR0913 - what a score is made of
    words: ByWords | None,
    vectors: Mapping[str, NDArray[np.float32]],
    coefficients: Mapping[str, Coefficients],
    worth: float,
    chosen: Sequence[Json],
    *,
    named: bool,
) -> Json:
    """Ask for the passages that hold a word, or answer with a certainty of at least ``worth``, scored by log-odds and RAISED.

    ``vectors`` are the question's, by encoder; ``coefficients`` are by the passages' languages.
    """
    keys = list(vectors)
    script = {
        "source": _script({key: len(vectors[key]) for key in keys}),
        "params": {
            "languages": {
                code: [one.share, one.constant, *(one.cosines.get(key, 0.0) * _step(vectors[key]) for key in keys)]
                for code, one in coefficients.items()
            },
            **{f"question_{number}": _as_text(vectors[key]) for number, key in enumerate(keys)},
            "best": words.best if words and words.groups else 1.0,
            "least": EVEN + SPREAD * math.log(worth / (1 - worth)),
        },
    }
    matched = [{"match_all": {"boost": 0.0}}, *(words.queries(named=named) if words else [])]
    return {"script_score": {"query": {"bool": {"should": matched, "filter": list(chosen)}}, "script": script, "min_score": 1.0}}


def _script(dimensions: Mapping[str, int]) -> str:
    """Write the script for some encoders: log-odds as index.ranking has them, 0 for a passage that is not found."""
    lines = [
        "double share = Math.min(1.0, _score / params.best);",
        "List c = params.languages.get(doc['language'].value);",
        "double sum = (double) c.get(0) * share + (double) c.get(1);",
    ]
    for number, (key, dimension) in enumerate(dimensions.items()):
        lines += [
            f"double factor{number} = (double) c.get({number + 2});",
            f"if (factor{number} != 0.0) {{",
            f"  BytesRef row{number} = doc['{VECTOR}{key}'].value;",
            f"  byte[] numbers{number} = row{number}.bytes;",
            f"  int start{number} = row{number}.offset;",
            f"  String question{number} = params.question_{number};",
            f"  long dot{number} = 0;",
            f"  for (int i{number} = 0; i{number} < {dimension}; ++i{number}) {{",
            f"    dot{number} += numbers{number}[start{number} + i{number}] * (question{number}.charAt(i{number}) - {CENTRE});",
            "  }",
            f"  sum += factor{number} * doc['{SCALE}{key}'].value * dot{number};",
            "}",
        ]
    lines.append(f"return share > 0.0 || sum >= params.least ? sum + {RAISED} : 0.0;")
    return "\n".join(lines)


def _step(vector: NDArray[np.float32]) -> float:
    """Give what one step of a question's number is worth."""
    return float(np.abs(vector).max(initial=0)) / REACH or 1.0


def _as_text(vector: NDArray[np.float32]) -> str:
    steps = np.rint(vector / _step(vector)).astype(np.int32) + CENTRE
    return "".join(map(chr, steps.tolist()))


def log_odds_of(score: float) -> float:
    """Give the log-odds of a score that ``meaning_query`` gave."""
    return score - RAISED
