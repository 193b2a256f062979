"""Chinese typed in Latin letters while it is typed: whole syllables (weilidai), first letters (wld), or both (weild)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

import numpy as np
from numpy.typing import NDArray

from index.spelling.pinyin import FIRST, LAST, LONGEST, split_syllables
from index.suggesting.scanning import Element

WAYS = 4
"""Ways tried to cut letters into syllables, those of the fewest first."""

FEWEST_LETTERS = 2
"""One letter begins thousands of words."""

PARTS = re.compile(f"(?P<letters>[a-z]+)|(?P<han>[{chr(FIRST)}-{chr(LAST)}])|(?P<gap>[ '])|(?P<other>.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sound:
    """The letters of a syllable, or what it begins with."""

    letters: str
    whole: bool


Way = tuple[str | Sound, ...]
"""Han characters as they are, and syllables."""


class Sounds:
    """The syllables that suggestions are read as."""

    def __init__(self, syllables: Sequence[str]) -> None:
        """``syllables`` are in the order of their numbers, from 1."""
        # Many type u for the ü that keyboards have as v.
        self._numbers = [
            (letters, number)
            for number, syllable in enumerate(syllables, start=1)
            for letters in {syllable, syllable.replace("v", "u")}
        ]
        self._count = len(syllables) + 1
        self._tables: dict[Sound, NDArray[np.bool_]] = {}
        self._syllables = frozenset(letters for letters, _ in self._numbers)
        initials = {name[: 2 if name[1:2] == "h" else 1] for name in self._syllables}
        self._parts = self._syllables | initials | {initial[0] for initial in initials if initial}

    def ways(self, key: str) -> list[list[Element]]:
        """Give the ways in which what is typed may be pinyin, each as what may stand at every place; none if it is not."""
        return [[self._element(part) for part in way] for way in typed_ways(key, self._syllables, self._parts)]

    def _element(self, part: str | Sound) -> Element:
        return ord(part) if isinstance(part, str) else self._table(part)

    def _table(self, sound: Sound) -> NDArray[np.bool_]:
        table = self._tables.get(sound)
        if table is None:
            table = np.zeros(self._count, np.bool_)
            for letters, number in self._numbers:
                table[number] |= letters == sound.letters if sound.whole else letters.startswith(sound.letters)
            self._tables[sound] = table
        return table


def typed_ways(key: str, syllables: frozenset[str], parts: frozenset[str]) -> list[Way]:
    """Cut what is typed into syllables of ``parts``, which are whole ones or beginnings; the last may be any beginning."""
    found = [match for match in PARTS.finditer(key) if match.lastgroup != "gap"]
    letters = sum(len(match[0]) for match in found if match.lastgroup == "letters")
    if letters < FEWEST_LETTERS or any(match.lastgroup == "other" for match in found):
        return []
    last = found[-1]
    each = [_ways_of(match, syllables, parts, last=match is last) for match in found]
    ways = sorted((tuple(chain.from_iterable(way)) for way in islice(product(*each), WAYS * WAYS)), key=len)
    return ways[:WAYS]


def _ways_of(match: re.Match[str], syllables: frozenset[str], parts: frozenset[str], *, last: bool) -> Sequence[Way]:
    if match.lastgroup == "han":
        return [(match[0],)]
    letters = match[0]
    if not last:
        return [_sounds(way, syllables) for way in split_syllables(letters, parts, WAYS)]
    return sorted(_unfinished(letters, syllables, parts), key=len)[:WAYS]


def _unfinished(letters: str, syllables: frozenset[str], parts: frozenset[str]) -> Iterator[Way]:
    """Yield the ways in which the last syllable is the beginning of one."""
    for cut in range(max(0, len(letters) - LONGEST), len(letters)):
        ending = letters[cut:]
        if any(name.startswith(ending) for name in syllables):
            before = split_syllables(letters[:cut], parts, WAYS) if cut else iter([()])
            yield from ((*_sounds(way, syllables), Sound(ending, whole=False)) for way in before)


def _sounds(way: Sequence[str], syllables: frozenset[str]) -> Way:
    return tuple(Sound(letters, whole=letters in syllables) for letters in way)
