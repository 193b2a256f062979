"""Small slips in words of alphabetic scripts: the words of the suggestions that are nearest to what is typed."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from index.spelling.edits import edits_allowed
from index.suggesting.keys import GAP

OTHERS = 3
"""Other words tried for one that is typed."""


class Words:
    """The words of the suggestions' keys."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._counts = Counter(word for key in keys for word in key.split(GAP) if edits_allowed(word))
        self._sorted = sorted(self._counts)

    def nearest(self, word: str, *, unfinished: bool) -> list[str]:
        """Give the words within the edits allowed, nearest first, then the most frequent; none that differ in their beginning.

        Of an unfinished word the nearest beginnings of words are given.
        """
        allowed = edits_allowed(word)
        if not allowed:
            return []
        choices = [*self._beginning(word[0]), *self._beginning(word[1::-1])]
        cuts = range(len(word) - allowed, len(word) + allowed + 1) if unfinished else [None]
        found: dict[str, tuple[int, int]] = {}
        for cut in cuts:
            cut_choices = [choice[:cut] for choice in choices]
            for place in np.flatnonzero((distances := _distances(word, cut_choices, allowed)) <= allowed).tolist():
                rank = (int(distances[place]), -self._counts[choices[place]])
                found[cut_choices[place]] = min(rank, found.get(cut_choices[place], rank))
        return sorted(found, key=lambda other: (found[other], other))[:OTHERS]

    def _beginning(self, letters: str) -> Sequence[str]:
        start, end = bisect_left(self._sorted, letters), bisect_left(self._sorted, letters[:-1] + chr(ord(letters[-1]) + 1))
        return self._sorted[start:end]


def _distances(word: str, others: Sequence[str], allowed: int) -> NDArray[np.uint8]:
    if not others:
        return np.empty(0, np.uint8)
    # Beyond the cutoff rapidfuzz gives one more than it.
    found: NDArray[np.uint8] = cdist([word], others, scorer=OSA.distance, score_cutoff=allowed, dtype=np.uint8)[0]
    return found
