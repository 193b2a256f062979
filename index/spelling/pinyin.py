"""How Han characters sound: toneless pinyin, all readings of a character, and syllables that are often confused."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

FIRST, LAST = 0x3400, 0x9FFF
"""The Han characters (code points) that are corrected; those beyond the basic plane are hardly ever typed."""

READINGS = 4
"""Readings kept of a character, the commonest first; 行 has xing, hang, heng."""

LONGEST = 6
"""Letters of the longest syllable: zhuang."""

COMMON = 0.1
"""The share of the phrases with a character in which a reading of it is common: 还 is huan in 9 of 10, and hai."""

REMEMBERED = 1 << 14
"""Words whose readings are remembered."""

_CONFUSED_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("f", "h"), ("n", "l"), ("r", "l"))
_CONFUSED_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"), ("v", "u"))


@cache
def readings() -> Mapping[int, tuple[str, ...]]:
    """Give the toneless readings of the Han characters, by code point; takes 0.6 s the first time."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - half a second, and only a rebuild needs it

    known = {code: marked for code, marked in PINYIN_DICT.items() if FIRST <= code <= LAST}
    return {code: tuple(dict.fromkeys(map(_toneless, marked.split(","))))[:READINGS] for code, marked in known.items()}


@cache
def _common_readings() -> Mapping[str, tuple[str, ...]]:
    """Give the readings that characters commonly have, by the phrases that hold them; takes 0.4 s the first time."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 - as above

    counts: dict[str, Counter[str]] = {}
    for phrase, marked in PHRASES_DICT.items():
        for character, reading in zip(phrase, marked, strict=False):
            counts.setdefault(character, Counter())[_toneless(reading[0])] += 1
    return {
        character: tuple(reading for reading, count in of.most_common() if count >= COMMON * of.total())
        for character, of in counts.items()
    }


@lru_cache(REMEMBERED)
def readings_in_word(word: str) -> tuple[tuple[str, ...], ...]:
    """Give the readings that each character of a word may well have there, the likelier first; none of what is not Han."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 - as above

    phrase = PHRASES_DICT.get(word, [])
    stated = [_toneless(reading[0]) for reading in phrase] if len(phrase) == len(word) else [""] * len(word)
    common = _common_readings()
    found = []
    for character, reading in zip(word, stated, strict=True):
        others = common.get(character) or readings().get(ord(character), ())[:1]
        han = FIRST <= ord(character) <= LAST
        found.append(tuple(dict.fromkeys(one for one in (reading, *others) if han and one)))
    return tuple(found)


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
