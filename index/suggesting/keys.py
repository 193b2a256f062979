"""The form under which what is typed and what is suggested are compared, with the way back to the text as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import regex

from index.analysis import HANGUL, UNSPACED
from index.answers import Span
from index.languages.normalization import fold, normalize
from index.spelling.pinyin import readings_in_word

CLUSTER = regex.compile(r"\X")
SAYS = regex.compile(r"[\p{L}\p{M}\p{N}]")
INSIDE_WORDS = regex.compile(f"[{UNSPACED}{HANGUL}]")
"""Characters at which a part of a word may be meant: there are no spaces, or words are put together without them."""

GAP = " "
"""What stands for any punctuation and white space between two words."""


class Border(IntEnum):
    """What begins at a code point of a key: nothing that can be typed, a character, a word, the whole text."""

    NONE = 0
    CHARACTER = 1
    WORD = 2
    WHOLE = 3


READINGS = 2
"""Readings kept of a Han character in its word."""


@dataclass(frozen=True, slots=True)
class Key:
    """A text as it is compared, and of each code point its border and the range of the text that it stands for."""

    text: str
    borders: tuple[Border, ...]
    places: tuple[Span, ...]

    def readings(self, folded: str, words: Iterable[Span]) -> list[tuple[str, ...]]:
        """Give the pinyin of each code point, at most READINGS; ``words`` are the folded text's, none inside another."""
        by_place = {
            start + at: found[:READINGS]
            for start, end in words
            for at, found in enumerate(readings_in_word(folded[start:end]))
            if found
        }
        return [by_place.get(start, ()) if start < end else () for start, end in self.places]


def key_of(text: str, words: Iterable[Span] = ()) -> Key:
    """Fold script, width, case, accents and punctuation of a text; ``words`` are where its words are, spaces aside.

    The key begins and ends with a letter or a digit, or is empty.
    """
    starts = {start for start, _ in words}
    points: list[str] = []
    borders: list[Border] = []
    places: list[Span] = []
    gap = False
    for cluster in CLUSTER.finditer(fold(text)):
        first = True
        for point in normalize(cluster[0]):
            if not SAYS.match(point):
                gap = bool(points)
                continue
            if gap:
                points.append(GAP)
                borders.append(Border.NONE)
                places.append((cluster.start(), cluster.start()))
            borders.append(_border(point, cluster.start() in starts, gap, points) if first or gap else Border.NONE)
            points.append(point)
            places.append(cluster.span())
            first = gap = False
    return Key("".join(points), tuple(borders), tuple(places))


def _border(point: str, begins_word: bool, after_gap: bool, before: list[str]) -> Border:  # noqa: FBT001 - three facts of one place
    if not before:
        return Border.WHOLE
    if begins_word or after_gap:
        return Border.WORD
    return Border.CHARACTER if INSIDE_WORDS.match(point) else Border.NONE


def typed_key(text: str) -> str:
    """Give the key of what is typed."""
    return key_of(text).text


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Put ranges in order, those that touch or overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return tuple(found)
