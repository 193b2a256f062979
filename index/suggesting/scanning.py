"""Looking for what is typed in the keys of all suggestions at once: code point by code point, by array operations."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.suggesting.keys import Border
from index.suggesting.storing import Stored

Positions = NDArray[np.int64]

Element = int | NDArray[np.bool_]
"""What stands at one place: a code point, or a table that tells of every syllable whether it may be read there."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where something stands, ascending, maybe twice, and how many code points of a key it covers there."""

    positions: Positions
    length: int


class Keys:
    """The keys of all suggestions, to be searched; a key's end matches nothing."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._typed = np.flatnonzero(stored.borders >= Border.CHARACTER)
        self._typed_codes = stored.codes[self._typed]
        self._sounds = np.ascontiguousarray(stored.sounds.T)
        words = np.flatnonzero(stored.borders >= Border.WORD)
        heard = self._sounds[:, words].ravel()
        order = np.argsort(heard, kind="stable")
        self._by_sound = np.tile(words, len(self._sounds))[order]
        self._sound_starts = np.searchsorted(heard[order], np.arange(len(stored.syllables) + 2))

    def literally(self, text: str) -> Found:
        """Find a text wherever something begins that can be typed."""
        codes = [ord(character) for character in text]
        positions = self._typed[self._typed_codes == codes[0]]
        return self._followed(positions, codes)

    def by_sound(self, elements: Sequence[Element]) -> Found:
        """Find elements one after the other, wherever a word begins."""
        first = elements[0]
        if isinstance(first, int):
            positions = self._typed[self._typed_codes == first]
            positions = positions[self._stored.borders[positions] >= Border.WORD]
        else:
            starts = self._sound_starts
            parts = [self._by_sound[starts[sound] : starts[sound + 1]] for sound in np.flatnonzero(first).tolist()]
            positions = np.sort(np.concatenate([self._by_sound[:0], *parts]))
        return self._followed(positions, elements)

    def _followed(self, positions: Positions, elements: Sequence[Element]) -> Found:
        """Keep those positions, of the first element, that the others follow."""
        for ahead, element in enumerate(elements[1:], start=1):
            # The last key ends with a zero, which is no element's.
            at = np.minimum(positions + ahead, len(self._stored.codes) - 1)
            if isinstance(element, int):
                positions = positions[self._stored.codes[at] == element]
            else:
                heard = np.logical_or.reduce([element[sounds[at]] for sounds in self._sounds])
                positions = positions[heard]
        return Found(positions, len(elements))

    def numbers(self, positions: Positions) -> Positions:
        """Give the number of the suggestion that each position is in."""
        return np.searchsorted(self._stored.starts, positions, side="right") - 1

    def borders(self, positions: Positions) -> NDArray[np.uint8]:
        """Give the border at each position."""
        return self._stored.borders[positions]

    def span(self, position: int, length: int) -> tuple[int, int]:
        """Give the range of its suggestion's text that some code points of a key stand for."""
        places = self._stored.places[position : position + length]
        return int(places[0][0]), int(places[-1][1])
