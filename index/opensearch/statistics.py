"""How many passages hold a term: asked of the cluster once a generation, whatever the number of its shards."""

import math
from collections.abc import Callable, Iterable

from index.opensearch.connection import Json
from index.opensearch.schema import SCORED_FIELDS, term_in_index

FieldTerm = tuple[str, str]
"""A field of index.clauses, and a term."""

KEPT = 1 << 17
"""Terms whose frequency is remembered: 20 MB; then all are forgotten."""

ASKED = 500
"""Terms asked for at once: the cluster takes 1,024 clauses."""


class Statistics:
    """The frequencies of a generation's terms; safe for threads, since a generation never changes."""

    def __init__(self, passages: int, search: Callable[[Json], Json]) -> None:
        """``search`` asks the index of passages."""
        self._passages = passages
        self._search = search
        self._known: dict[FieldTerm, int] = {}

    def learn(self, terms: Iterable[FieldTerm]) -> None:
        """Ask for all frequencies that are not known yet, in one request as a rule."""
        unknown = [one for one in dict.fromkeys(terms) if one not in self._known]
        if len(self._known) + len(unknown) > KEPT:
            self._known = {}
        for start in range(0, len(unknown), ASKED):
            self._ask(unknown[start : start + ASKED])

    def _ask(self, terms: list[FieldTerm]) -> None:
        filters = [{"term": {SCORED_FIELDS[field]: term_in_index(term)}} for field, term in terms]
        body = {"size": 0, "track_total_hits": False, "aggs": {"held": {"filters": {"filters": filters}}}}
        buckets = self._search(body)["aggregations"]["held"]["buckets"]
        self._known.update({one: bucket["doc_count"] for one, bucket in zip(terms, buckets, strict=True)})

    def frequency(self, field: str, term: str) -> int:
        """Give the number of passages that hold a term."""
        frequency = self._known.get((field, term))
        if frequency is None:
            self.learn([(field, term)])
            frequency = self._known.get((field, term), 0)
        return frequency

    def idf(self, field: str, term: str) -> float:
        """Give the inverse document frequency of a term, as index.postings has it."""
        return math.log(self._passages / (self.frequency(field, term) + 1.0)) + 1.0
