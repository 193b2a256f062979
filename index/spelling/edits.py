"""Words of alphabetic scripts: the nearest word of the collection by edit distance."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import regex
from rapidfuzz.distance import OSA

from index.languages.normalization import normalize

SHORT, LONG = 4, 8
"""Letters from which one edit is mended, and two; the limits of Elasticsearch's fuzziness AUTO are 3 and 6."""

WIDEST = 40
"""Letters of the longest word that is mended."""

MASK_BITS = 64

LETTERS = regex.compile(r"(?:(?!\p{Hangul})\p{L})+")
"""What is mended; in Hangul and in scripts with vowel signs most words one sign apart are other words."""


def spelled(word: str) -> str:
    """Give the letters that a word is compared by: without case and accents."""
    return normalize(word)


def letter_mask(spelling: str) -> int:
    """Give the set of a spelling's letters as bits; one edit changes two bits at most."""
    return sum({1 << ord(letter) % MASK_BITS for letter in spelling})


def edits_allowed(spelling: str) -> int:
    """Give how many edits away a word may be meant: none in short words, in numbers, in what holds a digit."""
    if not SHORT <= len(spelling) <= WIDEST or not LETTERS.fullmatch(spelling):
        return 0
    return 1 if len(spelling) < LONG else 2


class Words:
    """The words of a collection by spelling, each with its commonest surface form."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], spellings: Sequence[str], surfaces: Sequence[str]) -> None:
        self._spellings, self._surfaces = spellings, surfaces
        self._frequencies, self._masks = arrays["frequencies"], arrays["masks"]
        self._known = frozenset(spellings)

    def __contains__(self, word: str) -> bool:
        """Tell whether the collection has a word, whatever its case and accents."""
        return spelled(word) in self._known

    def nearest(self, word: str) -> str:
        """Give the surface form of the nearest word within the edits allowed, or nothing.

        Edits are insertions, deletions, substitutions and transpositions of neighbours (optimal string alignment); the first
        letter stays, unless it changed places with the second. Of equally near words the most frequent is taken.
        """
        spelling = spelled(word)
        allowed = edits_allowed(spelling)
        if not allowed:
            return ""
        differing = np.bitwise_count(self._masks ^ np.uint64(letter_mask(spelling)))
        best: tuple[int, int, int] | None = None
        for place in np.nonzero(differing <= 2 * allowed)[0].tolist():
            other = self._spellings[place]
            distance = OSA.distance(spelling, other, score_cutoff=allowed)
            if distance <= allowed and _same_start(spelling, other) and edits_allowed(other):
                rank = (distance, -int(self._frequencies[place]), place)
                best = rank if best is None else min(best, rank)
        return "" if best is None else self._surfaces[best[2]]


def _same_start(one: str, two: str) -> bool:
    # First letters are hardly ever mistyped (Pollock & Zamora 1984); other beginnings are mostly other words.
    return one[0] == two[0] or one[:2] == two[1::-1]
