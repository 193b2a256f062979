"""Undo the removal of a banned character's two bytes from a raw GBK page.

Damage: a filter deleted the bytes b1 b2 of a banned character wherever they occurred, also across character borders,
so that two characters (L b1)(b2 T) collapsed into one, (L T). With 撸 (DF A3) banned, 诉 (CB DF) and ， (A3 AC) became
爽 (CB AC). Repair: put the bytes back where that makes the text likelier.

Decision, per place: the gain, in natural logarithms, of the restored reading over the text as it stands. If the filter
ran over this document, every place with a gain was damaged: leaving the pair in is not something the filter does.
Decision, per document: the filter ran over it if the gains of its places add up, and if the pair is nowhere intact.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from corpus.repair.edits import Repair, RepairKind
from corpus.repair.gb_codes import (
    ASCII_MARKS,
    FIRST_BYTE,
    HAN_FIRST_BYTE,
    LAST_BYTE,
    Codes,
    code_points,
    gb_bytes,
    gb_character,
    gb_codes,
    has_ascii_marks,
)
from corpus.repair.word_model import PUNCTUATION_SCORES, Place, WordModel, word_model

PLACE_GAIN = 0.5
"""A place is restored from this gain on, once its document is known to be filtered (tests/quality/repair_report.py)."""

CHARACTER_GAIN_CAP = 6.0
"""One damaged character counts for no more than this, however often: a name the dictionary lacks repeats, too."""

INTACT_COST = 6.0
"""What an intact pair takes away: the filter would have removed it, so it was added later or there was no filter."""

MARK_NAME_COST = 0.3
WORD_NAME_COST = 1.0
"""What each further neighbour on the right costs a repeated reading; less for a mark, which anything may follow."""

UNKNOWN_SHARE = 0.05
"""The share of filtered documents assumed for a pair that the owner names: few, so that a document needs two places."""

CERTAIN_GAIN = 5.0
"""What a document of a half-filtered collection has to gain."""

SUSPECT_SCORE = -8.0
"""Damage makes rare characters: 97 % of the damaged ones are rarer words of their own than this, 8 % of clean ones."""

POSSIBLE_SCORE = -5.0
"""Once a document is known to be filtered, characters up to this common are looked at: 3 % more damage, more time."""

TRADITIONAL_SHARE = 0.05
"""With more Han characters outside GB2312 than this a page was not written in it, and the dictionary does not fit."""


@dataclass(frozen=True, slots=True)
class RemovedPair:
    """Two bytes that a filter removed: those of ``character`` in GBK.

    ``share`` is the estimated share of the collection's documents that went through the filter, ``place_gain`` what a
    place has to gain to be repaired, ``places`` the number of places that gave the pair away (0 for a pair named by
    hand).
    """

    first: int
    second: int
    share: float = UNKNOWN_SHARE
    place_gain: float = PLACE_GAIN
    places: int = 0

    @classmethod
    def of(cls, character: str, share: float = UNKNOWN_SHARE) -> "RemovedPair":
        """Return the pair that banning ``character`` removes; ValueError when it is not in GB2312."""
        return cls(*gb_bytes(character), share=share)

    @property
    def character(self) -> str:
        """The banned character, or an empty string when the bytes are none of GB2312."""
        return gb_character(self.first, self.second)

    @property
    def required_gain(self) -> float:
        """What the places of a document have to gain together before any of them is repaired."""
        return max(self.place_gain, CERTAIN_GAIN - math.log(self.share / (1 - self.share)))


@dataclass(frozen=True, slots=True)
class DamagedPlace:
    """``text[offset]`` reads better as ``restored``, by ``gain`` natural logarithms; ``pair`` is the index of its pair."""

    offset: int
    restored: str
    gain: float
    pair: int


class PageCodes:
    """A document as the filter saw it, with what is asked about it more than once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ascii_marks = has_ascii_marks(text)
        self.codes: Codes = gb_codes(text, ascii_marks=self.ascii_marks)
        self.first = self.codes >> 8
        self.second = self.codes & 0xFF

    @cached_property
    def is_simplified(self) -> bool:
        """Whether the text could come from a page in GB2312, and is Chinese at all."""
        points = code_points(self.text)
        han = int(np.count_nonzero((points >= 0x4E00) & (points <= 0x9FFF)))
        inside = int(np.count_nonzero(self.first >= HAN_FIRST_BYTE))
        return inside > 0 and (han - inside) <= TRADITIONAL_SHARE * han

    def intact(self, pair: RemovedPair) -> int:
        """Count how often the pair's bytes stand across the border of two characters."""
        return int(np.count_nonzero((self.second[:-1] == pair.first) & (self.first[1:] == pair.second)))

    def offsets(self, wanted: npt.NDArray[np.bool_], model: WordModel) -> list[int]:
        """List the offsets of the ``wanted`` (``(65536,)`` by code) characters that no likely word holds together."""
        text, firm = self.text, model.firm
        offsets: list[int] = np.flatnonzero(wanted[self.codes]).tolist()
        return [i for i in offsets if text[i - 1 : i + 1] not in firm and text[i : i + 2] not in firm]


@lru_cache(maxsize=2)
def suspect_codes(score: float = SUSPECT_SCORE) -> npt.NDArray[np.bool_]:
    """``(65536,)`` by code: which Han characters are rarer words than ``score``, too rare to stand alone."""
    model = word_model()
    rare = np.zeros(0x10000, np.bool_)
    for first in range(HAN_FIRST_BYTE, LAST_BYTE + 1):
        for second in range(FIRST_BYTE, LAST_BYTE + 1):
            character = gb_character(first, second)
            rare[first << 8 | second] = bool(character) and model.character(character) < score
    return rare


Restorations = dict[str, list[tuple[str, str, int]]]


@lru_cache(maxsize=8)
def _restorations(pairs: tuple[tuple[int, int], ...]) -> tuple[Restorations, npt.NDArray[np.bool_]]:
    """For each damaged character what it may have been, and which pair took it; the same characters by code."""
    scores = word_model().scores
    restorations: Restorations = {}
    damaged = np.zeros(0x10000, np.bool_)
    cells = range(FIRST_BYTE, LAST_BYTE + 1)
    for number, (first, second) in enumerate(pairs):
        closers = [(row, gb_character(row, first)) for row in range(HAN_FIRST_BYTE, LAST_BYTE + 1)]
        openers = [(cell, gb_character(second, cell)) for cell in cells]
        openers = [(cell, mark) for cell, mark in openers if mark in scores or mark in PUNCTUATION_SCORES]
        for row, closer in closers:
            if closer not in scores:
                continue
            for cell, opener in openers:
                if character := gb_character(row, cell):
                    restorations.setdefault(character, []).append((closer, opener, number))
                    damaged[row << 8 | cell] = True
    return restorations, damaged


def _best_reading(model: WordModel, page: PageCodes, offset: int, readings: list[tuple[str, str, int]]) -> DamagedPlace:
    character = page.text[offset]
    place = Place(model, page.text, offset, offset + 1)
    stands = place.as_it_stands(character)
    best = DamagedPlace(offset, character, -math.inf, -1)
    for closer, opener, number in readings:
        apart = place.closing(closer) + place.opening(opener)
        gain = max(apart, place.across(closer + opener)) - stands
        if gain > best.gain:
            mark = ASCII_MARKS.get(opener, opener) if page.ascii_marks else opener
            best = DamagedPlace(offset, closer + mark, gain, number)
    return best


def damaged_places(page: PageCodes, pairs: Sequence[RemovedPair], score: float = SUSPECT_SCORE) -> list[DamagedPlace]:
    """Find the places that read better with one of the pairs put back, in order, whatever the document's evidence.

    Only characters that are rarer words than ``score`` are looked at.
    """
    model = word_model()
    restorations, damaged = _restorations(tuple((pair.first, pair.second) for pair in pairs))
    offsets = page.offsets(damaged & suspect_codes(score), model)
    places = (_best_reading(model, page, offset, restorations[page.text[offset]]) for offset in offsets)
    return [place for place in _discount_names(page.text, places) if place.gain >= 0]


def _discount_names(text: str, places: Iterable[DamagedPlace]) -> list[DamagedPlace]:
    """Take from the gain of a character that repeats after the same neighbour, before ever different ones.

    That is what a name does that the dictionary lacks (吕志兴); the second character of a pair would rather repeat
    with its word.
    """
    found = list(places)
    following: dict[str, set[str]] = {}
    for place in found:
        at = place.offset
        following.setdefault(text[max(0, at - 1) : at + 1], set()).add(text[at + 1 : at + 2])
    discounted = []
    for place in found:
        others = len(following[text[max(0, place.offset - 1) : place.offset + 1]]) - 1
        cost = MARK_NAME_COST if place.restored[-1] in PUNCTUATION_SCORES else WORD_NAME_COST
        discounted.append(replace(place, gain=place.gain - cost * others))
    return discounted


def evidence(text: str, places: Sequence[DamagedPlace]) -> float:
    """Add up what the places gain together, each damaged character counted once."""
    gains: dict[str, float] = {}
    for place in places:
        character = text[place.offset]
        gains[character] = max(gains.get(character, 0.0), min(place.gain, CHARACTER_GAIN_CAP))
    return sum(gains.values())


def restore_removed_pairs(text: str, pairs: Sequence[RemovedPair]) -> tuple[Repair, ...]:
    """Find the repairs that put removed bytes back into one document, in order; none where the evidence is thin.

    Restored marks follow the document: full-width, or ASCII where it has hardly any full-width ones.
    """
    if not pairs or text.isascii():
        return ()
    page = PageCodes(text)
    if not page.is_simplified:
        return ()
    suspects = damaged_places(page, pairs)
    open_pairs = [pair for number, pair in enumerate(pairs) if _went_through(page, pair, number, suspects)]
    if not open_pairs:
        return ()
    return tuple(
        Repair(RepairKind.REMOVED_PAIR, place.offset, place.offset + 1, text[place.offset], place.restored)
        for place in damaged_places(page, open_pairs, POSSIBLE_SCORE)
        if place.gain >= open_pairs[place.pair].place_gain
    )


def _went_through(page: PageCodes, pair: RemovedPair, number: int, suspects: Sequence[DamagedPlace]) -> bool:
    """Tell whether the document went through the filter that removed ``pair``, the one with this number."""
    places = [place for place in suspects if place.pair == number and place.gain >= pair.place_gain]
    if not places:
        return False
    return evidence(page.text, places) >= pair.required_gain + page.intact(pair) * INTACT_COST
