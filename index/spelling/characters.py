"""The Han characters of a collection: which stand side by side how often, and how they sound."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from index.spelling.pinyin import FIRST, LAST, READINGS, broad, readings

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

CLASS_BITS = 10
"""Enough for the 430 syllables."""

FAMILIAR = 0.9
"""Weight of the counted pairs in a pair's probability; the rest is its second character's own frequency."""

GRADES_KEPT = 1 << 10
"""Characters' readings whose grades are remembered: half of all there are, in 3.5 MB."""

UNSEEN = 0.3
"""The count of a character that the collection lacks."""


def pair_keys(firsts: npt.NDArray[Any], seconds: npt.NDArray[Any]) -> npt.NDArray[np.uint32]:
    """Name pairs of code points, element by element, by one number each."""
    return firsts.astype(np.uint32) << np.uint32(16) | seconds.astype(np.uint32)


def reading_table() -> tuple[list[str], npt.NDArray[np.uint16]]:
    """Give all syllables, and the readings of each character as numbers of syllables from 1, 0 where it has no more.

    The table has shape (LAST - FIRST + 1, READINGS).
    """
    known = readings()
    syllables = sorted({syllable for found in known.values() for syllable in found})
    numbers = {syllable: number for number, syllable in enumerate(syllables, start=1)}
    table = np.zeros((LAST + 1 - FIRST, READINGS), np.uint16)
    for code, found in known.items():
        table[code - FIRST, : len(found)] = [numbers[syllable] for syllable in found]
    return syllables, table


def _classes(syllables: Sequence[str]) -> Ints:
    """Give the number (from 1) of each syllable's class of those confused with it; 0 for none."""
    names = {name: number for number, name in enumerate(sorted(set(map(broad, syllables))), start=1)}
    return np.array([0, *(names[broad(syllable)] for syllable in syllables)], np.int64)


def sound_index(
    pairs: npt.NDArray[np.uint32], syllables: Sequence[str], table: npt.NDArray[np.uint16]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Sort pairs by how they sound: the classes of their syllables as one number, ascending, and the pair's place."""
    heard = _classes(syllables)[table]
    first, second = heard[(pairs >> 16).astype(np.int64) - FIRST], heard[(pairs & 0xFFFF).astype(np.int64) - FIRST]
    rows, one, two = np.nonzero((first[:, :, None] > 0) & (second[:, None, :] > 0))
    every = np.unique((first[rows, one] << CLASS_BITS | second[rows, two]) << 32 | rows)
    return (every >> 32).astype(np.uint32), (every & 0xFFFFFFFF).astype(np.uint32)


class Characters:
    """Counts and sounds; characters are code points, syllables are numbers."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], syllables: list[str]) -> None:
        self.pairs = arrays["pairs"]
        self.counts = arrays["counts"]
        self.readings: Ints = arrays["readings"].astype(np.int64)
        self._characters = arrays["characters"]
        self._sounds, self._sounding = arrays["sounds"], arrays["sounding"]
        self._syllables = ["", *syllables]
        self._total = max(1, int(self._characters.sum()))
        self._near: dict[int, Ints] = {}
        self.classes = _classes(syllables)
        self.graded = lru_cache(GRADES_KEPT)(self._graded)

    @cached_property
    def syllables(self) -> Mapping[str, int]:
        """The numbers of the syllables that the collection's characters are read as."""
        return {self._syllables[number]: number for number, codes in enumerate(self._by_syllable) if number and len(codes)}

    @cached_property
    def _by_syllable(self) -> list[Ints]:
        """The collection's characters of each reading."""
        used = np.nonzero(self._characters)[0]
        rows, columns = np.nonzero(self.readings[used])
        heard = self.readings[used][rows, columns]
        order = np.argsort(heard, kind="stable")
        return np.split(used[rows[order]] + FIRST, np.searchsorted(heard[order], np.arange(1, len(self._syllables))))

    def read_as(self, syllable: int) -> Ints:
        """Give the collection's characters with a reading."""
        return self._by_syllable[syllable]

    def read_nearly_as(self, syllable: int) -> Ints:
        """Give the collection's characters with a reading one letter away from this."""
        if syllable not in self._near:
            letters = self._syllables[syllable]
            near = [
                self._by_syllable[number]
                for number, other in enumerate(self._syllables)
                if other and OSA.distance(letters, other, score_cutoff=1) == 1
            ]
            self._near[syllable] = np.unique(np.concatenate([np.empty(0, np.int64), *near]))
        return self._near[syllable]

    def sounding(self, firsts: Iterable[int], seconds: Sequence[int]) -> Ints:
        """Give the places of the pairs whose characters sound like one of these syllables each, confused ones included."""
        kinds = {int(self.classes[one]) << CLASS_BITS | int(self.classes[two]) for one in firsts for two in seconds}
        # Keys of another type than the array's would have the whole array converted.
        bounds = ((np.uint32(kind), np.uint32(kind + 1)) for kind in sorted(kinds))
        parts = [self._sounding[slice(*np.searchsorted(self._sounds, np.array(bound)))] for bound in bounds]
        if len(parts) == 1:
            return parts[0].astype(np.int64)  # ascending, each once
        return np.unique(np.concatenate(parts)).astype(np.int64) if parts else np.empty(0, np.int64)

    def _graded(self, syllables: Sequence[int], alike: float, confused: float, other: float) -> Floats:
        """Give a number for each syllable: whether it is one of these, one confused with them, or any other or none (0)."""
        grades = np.full(len(self.classes), other)
        grades[np.isin(self.classes, self.classes[list(syllables)])] = confused
        grades[list(syllables)] = alike
        grades[0] = other
        return grades

    def count(self, firsts: Ints, seconds: Ints) -> Floats:
        """Count how often pairs occur, element by element."""
        if not len(self.pairs):
            return np.zeros(len(firsts))
        keys = pair_keys(firsts, seconds)
        places = np.minimum(np.searchsorted(self.pairs, keys), len(self.pairs) - 1)
        return np.where(self.pairs[places] == keys, self.counts[places], 0).astype(np.float64)

    def frequency(self, codes: Ints) -> Floats:
        """Give the probability of characters by themselves."""
        found: Floats = np.maximum(self._characters[codes - FIRST], UNSEEN) / self._total
        return found

    def likelihood(self, codes: Sequence[int]) -> float:
        """Give the log probability of characters one after another."""
        text = np.array(codes, np.int64)
        return float(np.log(self.frequency(text[:1])).sum() + self.chain(text[:-1], text[1:]).sum())

    def transitions(self, steps: Sequence[tuple[Ints, Ints]]) -> list[Floats]:
        """Give, for each step, the log probability of each second character after each first: shapes (firsts, seconds)."""
        if not steps:
            return []
        firsts = np.concatenate([np.repeat(one, len(two)) for one, two in steps])
        seconds = np.concatenate([np.tile(two, len(one)) for one, two in steps])
        ends = np.cumsum([len(one) * len(two) for one, two in steps])
        every = np.split(self.chain(firsts, seconds), ends[:-1])
        return [part.reshape(len(one), len(two)) for part, (one, two) in zip(every, steps, strict=True)]

    def chain(self, firsts: Ints, seconds: Ints) -> Floats:
        """Give the log probability of each second character after its first, element by element.

        Counts interpolated with the frequency of the second (Jelinek & Mercer 1980).
        """
        seen = np.maximum(self._characters[firsts - FIRST], 1)
        probable: Floats = np.log(FAMILIAR * self.count(firsts, seconds) / seen + (1 - FAMILIAR) * self.frequency(seconds))
        return probable
