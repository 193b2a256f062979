"""What is typed to the suggestions that it may become, best first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from itertools import islice, product
from pathlib import Path

import numpy as np

from corpus.language import language_of
from index.analysis import searched_words
from index.answers import Suggestion, SuggestionKind
from index.questions import DEFAULT_LANGUAGE
from index.suggesting.keys import GAP, Border, merged, typed_key
from index.suggesting.scanning import Found, Keys, Positions
from index.suggesting.sounding import Sounds
from index.suggesting.storing import Stored, read_suggestions
from index.suggesting.typing_errors import OTHERS, Words

CHINESE = "zh"


class Closeness(IntEnum):
    """How what is typed stands in a suggestion, the closest first; what is meant where it is mistyped comes after all of it."""

    BEGINNING = 0
    WORD = 1
    APART = 2
    CHARACTERS = 3
    SOUNDS_FROM_BEGINNING = 4
    SOUNDS = 5
    MISTYPED = 6


LITERALLY = ((Border.WHOLE, Closeness.BEGINNING), (Border.WORD, Closeness.WORD), (Border.CHARACTER, Closeness.CHARACTERS))
FEWEST_SOUNDS = 2
"""Syllables of the first of two words that are looked for apart."""

BY_SOUND = ((Border.WHOLE, Closeness.SOUNDS_FROM_BEGINNING), (Border.WORD, Closeness.SOUNDS))


@dataclass(frozen=True, slots=True)
class Matches:
    """Suggestions by number, ascending, and where in their keys each part of what is typed stands first."""

    closeness: int
    numbers: Positions
    places: tuple[Found, ...]


class Suggestions:
    """The suggestions of a generation; the file is read when they are first asked for. Safe for threads."""

    def __init__(self, file: Path) -> None:
        """Name the file; an index that was built before there were suggestions has none, and suggests nothing."""
        self._file = file

    def suggest(self, typed: str, languages: Sequence[str], limit: int) -> tuple[Suggestion, ...]:
        """Give at most ``limit`` suggestions for what is typed, those in the user's languages first, in their order.

        Then the closest come first, then those that are first in the file. Raises IndexDamagedError if that cannot be read.
        """
        typed = typed.encode("utf-8", "replace").decode("utf-8")
        key = typed_key(typed)
        if not key or self._stored is None:
            return ()
        found = [*self._literally(key), *self._by_words(typed, key, languages)]
        chinese = CHINESE in languages
        if chinese or not found:
            found += self._by_sound(key, apart=chinese and not found)
        if not found:
            found += self._mistyped(key, languages)
        return tuple(self._marked(*one) for one in self._best(found, languages, limit))

    @cached_property
    def _stored(self) -> Stored | None:
        return read_suggestions(self._file) if self._file.is_file() else None

    @cached_property
    def _keys(self) -> Keys:
        return Keys(self._present)

    @cached_property
    def _sounds(self) -> Sounds:
        return Sounds(self._present.syllables)

    @cached_property
    def _words(self) -> Words:
        return Words(self._present.codes.tobytes().decode("utf-32-le").split("\0"))

    @cached_property
    def _languages(self) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
        return np.array([one.language for one in self._present.suggestions], np.str_)

    @property
    def _present(self) -> Stored:
        if self._stored is None:
            raise LookupError("an index without suggestions is never searched for them")
        return self._stored

    def _literally(self, key: str) -> Iterator[Matches]:
        yield from self._by_border(self._keys.literally(key), LITERALLY)

    def _by_border(self, found: Found, kinds: Sequence[tuple[Border, Closeness]]) -> Iterator[Matches]:
        borders = self._keys.borders(found.positions)
        for border, closeness in kinds:
            chosen = found.positions[borders == border]
            if len(chosen):
                numbers, first = self._first_places(chosen)
                yield Matches(closeness, numbers, (Found(first, found.length),))

    def _first_places(self, positions: Positions) -> tuple[Positions, Positions]:
        """Give the suggestions that positions are in, each once, and the first position in each."""
        numbers, first = np.unique(self._keys.numbers(positions), return_index=True)
        return numbers, positions[first]

    def _by_words(self, typed: str, key: str, languages: Sequence[str]) -> Iterator[Matches]:
        """Find what holds all the words typed, in any order; the last may be unfinished."""
        code = language_of(typed, default=next(iter(languages), DEFAULT_LANGUAGE))
        for parts in _words_to_find(typed, code):
            found = self._all_of([self._keys.literally(part) for part in parts]) if parts and parts != [key] else []
            if found:
                yield from found
                return

    def _all_of(self, each: Sequence[Found]) -> list[Matches]:
        """Give the suggestions that hold all of what was found, if there are any."""
        firsts = [self._first_places(one.positions) for one in each]
        numbers = firsts[0][0]
        for others, _ in firsts[1:]:
            numbers = np.intersect1d(numbers, others, assume_unique=True)
        places = tuple(
            Found(positions[np.searchsorted(others, numbers)], one.length)
            for (others, positions), one in zip(firsts, each, strict=True)
        )
        return [Matches(Closeness.APART, numbers, places)] if len(numbers) else []

    def _by_sound(self, key: str, *, apart: bool) -> Iterator[Matches]:
        """Find what sounds as the letters typed, or else, as two words of them that stand ``apart``."""
        ways = self._sounds.ways(key)
        together = [one for way in ways for one in self._by_border(self._keys.by_sound(way), BY_SOUND)]
        yield from together
        if not together and apart:
            for way in ways[:1]:
                for cut in range(FEWEST_SOUNDS, len(way)):
                    yield from self._all_of([self._keys.by_sound(part) for part in (way[:cut], way[cut:])])

    def _mistyped(self, key: str, languages: Sequence[str]) -> Iterator[Matches]:
        """Find what is meant where words that no suggestion has are near to some that it has."""
        words = key.split(GAP)
        choices = []
        for place, word in enumerate(words):
            known = len(self._keys.literally(word).positions)
            choices.append([word] if known else self._words.nearest(word, unfinished=place == len(words) - 1))
        for others in islice(product(*choices), OTHERS):
            meant = GAP.join(others)
            for found in (*self._literally(meant), *self._by_words(meant, meant, languages)):
                yield replace(found, closeness=Closeness.MISTYPED + found.closeness)

    def _best(self, found: Sequence[Matches], languages: Sequence[str], limit: int) -> list[tuple[Matches, int]]:
        """Choose suggestions: matches, and the place among their numbers."""
        ranked: list[tuple[int, int, int, int]] = []
        for which, matches in enumerate(found):
            preference = self._preference(matches.numbers, languages)
            order = preference * len(self._languages) + matches.numbers
            nearest = np.argpartition(order, limit)[:limit] if len(order) > limit else np.arange(len(order))
            for number, preferred in zip(matches.numbers[nearest].tolist(), preference[nearest].tolist(), strict=True):
                ranked.append((preferred, self._closeness(matches, number), number, which))
        chosen: dict[int, Matches] = {}
        for _, _, number, which in sorted(ranked):
            chosen.setdefault(number, found[which])
        pairs = islice(chosen.items(), limit)
        return [(matches, int(np.searchsorted(matches.numbers, number))) for number, matches in pairs]

    def _preference(self, numbers: Positions, languages: Sequence[str]) -> Positions:
        """Rank suggestions: by the user's languages, and of those that differ only in numbers the first before the others."""
        ranks = np.full(len(numbers), len(languages), np.int64)
        for rank, code in reversed(list(enumerate(languages))):
            ranks[self._languages[numbers] == code] = rank
        return ranks * 2 + self._present.repeated[numbers]

    def _closeness(self, matches: Matches, number: int) -> int:
        """Give how close a match is; a phrase comes after what asks something or names a document."""
        if self._present.suggestions[number].kind is not SuggestionKind.PHRASE:
            return matches.closeness
        last = Closeness.CHARACTERS if matches.closeness <= Closeness.CHARACTERS else Closeness.SOUNDS
        return max(matches.closeness, last)

    def _marked(self, matches: Matches, place: int) -> Suggestion:
        spans = (self._keys.span(int(found.positions[place]), found.length) for found in matches.places)
        return replace(self._present.suggestions[int(matches.numbers[place])], highlights=merged(spans))


def _words_to_find(typed: str, code: str) -> tuple[list[str], list[str]]:
    """Give the words that carry a meaning, as keys: as they are typed, and by their stems; the last may be unfinished."""
    kept, _ = searched_words(typed, code)
    written = [typed_key(typed[term.start : term.end]) for term in kept]
    stems = [typed_key(term.text) if typed[term.end :] else one for term, one in zip(kept, written, strict=True)]
    return _distinct(written), _distinct(stems)


def _distinct(parts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(part for part in parts if part))
