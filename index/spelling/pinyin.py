"""How Han characters sound: toneless pinyin, all readings of a character, and syllables that are often confused."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

FIRST, LAST = 0x3400, 0x9FFF
"""The Han characters (code points) that are corrected; those beyond the basic plane are hardly ever typed."""

READINGS = 4
"""Readings kept of a character, the commonest first; 行 has xing, hang, heng."""

LONGEST = 6
"""Letters of the longest syllable: zhuang."""

_CONFUSED_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("f", "h"), ("n", "l"), ("r", "l"))
_CONFUSED_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"), ("v", "u"))


@cache
def readings() -> Mapping[int, tuple[str, ...]]:
    """Give the toneless readings of the Han characters, by code point; takes 0.6 s the first time."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - half a second, and only a rebuild needs it

    known = {code: marked for code, marked in PINYIN_DICT.items() if FIRST <= code <= LAST}
    return {code: tuple(dict.fromkeys(map(_toneless, marked.split(","))))[:READINGS] for code, marked in known.items()}


def _toneless(reading: str) -> str:
    """Strip the tone mark, and write ü as keyboards have it: v."""
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in letters if letter.isascii())


@cache
def broad(syllable: str) -> str:
    """Give the name of the syllables that speakers of many regions confuse with one: zhang, zang and zan are all zan."""
    start = next(((full, lax) for full, lax in _CONFUSED_INITIALS if syllable.startswith(full)), ("", ""))
    end = next(((full, lax) for full, lax in _CONFUSED_FINALS if syllable.endswith(full)), ("", ""))
    return start[1] + syllable[len(start[0]) : len(syllable) - len(end[0])] + end[1]


def split_syllables(letters: str, known: frozenset[str], limit: int) -> Iterator[tuple[str, ...]]:
    """Yield the ways to read letters as known syllables, those of the fewest syllables first, at most ``limit``."""
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        found = [
            (*before, letters[start:end])
            for start in range(max(0, end - LONGEST), end)
            if letters[start:end] in known
            for before in ways[start]
        ]
        ways.append(sorted(found, key=len)[:limit])
    yield from ways[-1]
