"""A Whoosh query of terms of which only the best one counts.

Whoosh 2.7.4 has DisjunctionMax for that, but its matcher also takes the score of a term that stands at another passage.
"""

from typing import Any

from whoosh.matching import DisjunctionMaxMatcher
from whoosh.query import DisjunctionMax


class Best(DisjunctionMax):  # type: ignore[misc]  # Whoosh has no types
    """Matches passages that hold any of the terms, and scores each by the best of those it holds."""

    def _matcher(self, subs: Any, searcher: Any, context: Any) -> Any:
        reader = searcher.reader()
        return self._tree_matcher(subs, _BestMatcher, searcher, context, lambda query: query.estimate_size(reader))


class _BestMatcher(DisjunctionMaxMatcher):  # type: ignore[misc]
    def score(self) -> float:
        here = self.id()
        return max(float(matcher.score()) for matcher in (self.a, self.b) if matcher.is_active() and matcher.id() == here)
