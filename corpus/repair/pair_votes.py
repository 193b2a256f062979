"""Let every place that reads badly vote for the byte pairs that would make it read well, and count the bytes themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpus.repair.gb_codes import FIRST_BYTE, HAN_FIRST_BYTE, LAST_BYTE, gb_character
from corpus.repair.removed_pairs import PageCodes, suspect_codes
from corpus.repair.word_model import PUNCTUATION_SCORES, Place, WordModel, word_model

VOTE_GAIN = 2.0
"""Weaker readings do not vote: half of them are chance even where a filter ran."""

FULL_VOTE_GAIN = 5.0
"""A reading that gains this much is one full vote, a weaker one a part of it."""

SUSPECT_VOTER = -9.0
"""Characters rarer than this vote: half as many as those repaired later, with nearly all the evidence."""

_SIZE = LAST_BYTE - FIRST_BYTE + 1
RAREST_READING = -13.5
"""A character rarer than this restores nothing: the rarest 1,000 of GB2312."""

Pair = tuple[int, int]


@dataclass(slots=True)
class Votes:
    """The votes of some documents, and the counts of their bytes.

    ``gains[pair][damaged character]`` is the best gain, ``places[pair]`` holds the contexts that voted. ``intact`` is
    ``(94, 94)``: how often each pair stands across a border; ``first`` and ``second`` count the bytes of characters.
    """

    gains: dict[Pair, dict[str, float]] = field(default_factory=dict)
    places: dict[Pair, set[str]] = field(default_factory=dict)
    intact: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((_SIZE, _SIZE), np.int64))
    first: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(_SIZE, np.int64))
    second: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(_SIZE, np.int64))

    def add(self, pair: Pair, character: str, context: str, gain: float) -> None:
        """Count one vote."""
        gains = self.gains.setdefault(pair, {})
        gains[character] = max(gain, gains.get(character, 0.0))
        self.places.setdefault(pair, set()).add(context)

    def expected(self, pair: Pair, removed: int = 0) -> float:
        """Return how often the pair would stand across a border if the bytes of neighbours were independent.

        ``removed`` of them are to be added to those still counted.
        """
        first, second = self.second[pair[0] - FIRST_BYTE], self.first[pair[1] - FIRST_BYTE]
        return float((first + removed) * (second + removed) / max(1, self.first.sum()))

    def is_intact(self, pair: Pair) -> bool:
        """Tell whether the pair stands anywhere across a border."""
        return bool(self.intact[pair[0] - FIRST_BYTE, pair[1] - FIRST_BYTE])

    def weight(self, pair: Pair) -> float:
        """Add up a pair's votes, one at most for each damaged character."""
        return sum(min(1.0, gain / FULL_VOTE_GAIN) for gain in self.gains[pair].values())


Readings = dict[int, list[tuple[str, float, int]]]
"""By one byte of the damaged character: a character, its score as a word, and its other byte."""


@lru_cache(maxsize=1)
def _readings() -> tuple[Readings, Readings]:
    """Return the characters with a given first byte, each with its second; and those with a given second byte."""
    by_first: Readings = {}
    by_second: Readings = {}
    model = word_model()
    for first in range(FIRST_BYTE, LAST_BYTE + 1):
        for second in range(FIRST_BYTE, LAST_BYTE + 1):
            character = gb_character(first, second)
            score = model.character(character)
            if character in PUNCTUATION_SCORES or (first >= HAN_FIRST_BYTE and character and score > RAREST_READING):
                by_first.setdefault(first, []).append((character, score, second))
                by_second.setdefault(second, []).append((character, score, first))
    return by_first, by_second


def _vote(place: Place, code: int, character: str) -> Iterator[tuple[Pair, float]]:
    """Yield the pairs that would make one place read better, each with what it gains."""
    by_first, by_second = _readings()
    wanted = place.as_it_stands(character) + VOTE_GAIN
    openings = sorted(place.openings(by_second.get(code & 0xFF, ())), reverse=True)
    if not openings:
        return
    for closing, first in place.closings(by_first.get(code >> 8, ())):
        for opening, second in openings:
            if closing + opening < wanted:
                break
            yield (first, second), closing + opening - wanted + VOTE_GAIN


def _count(votes: Votes, page: PageCodes) -> npt.NDArray[np.bool_]:
    """Count the bytes of one document; returns which pairs are intact in it, ``(94, 94)``."""
    known = page.codes > 0
    first, second = (page.first - FIRST_BYTE)[known], (page.second - FIRST_BYTE)[known]
    votes.first += np.bincount(first, minlength=_SIZE)
    votes.second += np.bincount(second, minlength=_SIZE)
    both = known[:-1] & known[1:]
    borders = (page.second[:-1][both] - FIRST_BYTE).astype(np.int64) * _SIZE + (page.first[1:][both] - FIRST_BYTE)
    intact = np.bincount(borders, minlength=_SIZE * _SIZE).reshape(_SIZE, _SIZE)
    votes.intact += intact
    return intact > 0


def collect_votes(pages: Sequence[PageCodes], model: WordModel) -> Votes:
    """Collect the votes of these documents; places of a document in which a pair is intact do not vote for it."""
    votes = Votes()
    for page in pages:
        intact = _count(votes, page)
        for offset in page.offsets(suspect_codes(SUSPECT_VOTER), model):
            character = page.text[offset]
            place = Place(model, page.text, offset, offset + 1)
            for (first, second), gain in _vote(place, int(page.codes[offset]), character):
                if not intact[first - FIRST_BYTE, second - FIRST_BYTE]:
                    votes.add((first, second), character, page.text[max(0, offset - 1) : offset + 2], gain)
    return votes
