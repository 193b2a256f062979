"""Chinese typed in Latin letters, as pinyin without tones: weilidai qisu, or half of it: 微粒贷 qisu."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

import numpy as np

from index.analysis import SPACED_WORD
from index.answers import Span
from index.languages.normalization import normalize
from index.spelling.characters import Characters
from index.spelling.decoding import Slot, decode, typed_slots
from index.spelling.pinyin import FIRST, LAST, split_syllables

SPLITS = 3
"""Ways tried to cut letters into syllables: xian is 先 or 西安."""

FEWEST, MOST = 2, 40
"""Syllables of a question that is read as pinyin: one may be any short word, and no question has more than forty.

Beside Han characters one is enough: 还kuan.
"""

HAN_RUN = re.compile(f"[{chr(FIRST)}-{chr(LAST)}]+")
LETTERS = re.compile("[a-z]{2,}(?:['’][a-z]+)*")
"""One letter alone is a name: A股."""
APOSTROPHE = re.compile("['’]")

Edit = tuple[int, int, str]
"""A range of the question, and what shall stand there."""

Firmness = Sequence[tuple[float, bool]]
"""Of each character of a text: how reluctantly it is changed (nats), and whether it goes on with the word before it."""

Syllables = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Romanized:
    """A word in Latin letters that reads as pinyin in each of ``ways``, and whether the collection knows it as a word."""

    start: int
    end: int
    known: bool
    ways: tuple[Syllables, ...]


def romanized_words(
    folded: str, characters: Characters, is_known: Callable[[str], bool], is_asked: Callable[[str], bool]
) -> list[Romanized]:
    """Find the words that read as pinyin of the collection's characters; none if that is too little or too much to be it.

    ``is_asked`` tells the words that questions of a language are made with: one that is no pinyin shows another language.
    """
    syllables = frozenset(characters.syllables)
    found = []
    for word in SPACED_WORD.finditer(folded):
        ways = _ways(normalize(word[0]), syllables)
        if ways:
            found.append(Romanized(*word.span(), is_known(word[0]), ways))
        elif is_asked(word[0]):
            return []
    fewest = 1 if HAN_RUN.search(folded) else FEWEST
    return found if fewest <= sum(len(word.ways[0]) for word in found) <= MOST else []


def _ways(letters: str, syllables: frozenset[str]) -> tuple[Syllables, ...]:
    if not LETTERS.fullmatch(letters):
        return ()
    parts = [list(split_syllables(part, syllables, SPLITS)) for part in APOSTROPHE.split(letters)]
    return tuple(tuple(chain.from_iterable(way)) for way in islice(product(*parts), SPLITS))


def romanized_edits(folded: str, characters: Characters, chosen: Sequence[Romanized], firmness: Firmness) -> Iterator[Edit]:
    """Yield the characters that words are pinyin of; words and Han characters that only spaces part are read together.

    Of the ways to cut the letters, the one whose characters are the likeliest text is taken. A word whose characters the
    collection nowhere has side by side is no pinyin, and its stretch is left.
    """
    for stretch in _stretches(folded, chosen):
        readings = islice(product(*(word.ways if word else ((),) for _, word in stretch)), SPLITS)
        read = [_read(folded, characters, stretch, ways, firmness) for ways in readings]
        best = max(read, key=lambda codes: characters.likelihood(list(chain.from_iterable(codes))))
        if not all(_is_text(characters, codes) for (_, word), codes in zip(stretch, best, strict=True) if word):
            continue
        end = None
        for (span, word), codes in zip(stretch, best, strict=True):
            if end is not None and end < span[0]:
                yield end, span[0], ""
            if word:
                yield *span, "".join(map(chr, codes))
            else:
                yield from changed(folded, span[0], codes)
            end = span[1]


def _is_text(characters: Characters, codes: Sequence[int]) -> bool:
    """Tell whether the collection has all neighbours among these characters."""
    text = np.array(codes, np.int64)
    return bool(characters.count(text[:-1], text[1:]).all())


def changed(folded: str, start: int, codes: Sequence[int]) -> Iterator[Edit]:
    """Yield those of the characters from ``start`` on that are not what was typed there."""
    for at, code in enumerate(codes, start):
        if ord(folded[at]) != code:
            yield at, at + 1, chr(code)


Stretch = list[tuple[Span, Romanized | None]]


def _stretches(folded: str, chosen: Sequence[Romanized]) -> list[Stretch]:
    """Group the chosen words and the runs of Han characters that only spaces part; groups without a word are left out."""
    places: dict[Span, Romanized | None] = {run.span(): None for run in HAN_RUN.finditer(folded)}
    places |= {(word.start, word.end): word for word in chosen}
    groups: list[Stretch] = []
    end = None
    for span in sorted(places):
        if end is None or folded[end : span[0]].strip(" "):
            groups.append([])
        groups[-1].append((span, places[span]))
        end = span[1]
    return [group for group in groups if any(word for _, word in group)]


def _read(
    folded: str, characters: Characters, stretch: Stretch, ways: Sequence[Syllables], firmness: Firmness
) -> list[list[int]]:
    """Give the likeliest characters of each part of a stretch, its words cut into syllables in these ways."""
    slots: list[list[Slot]] = []
    for (span, word), way in zip(stretch, ways, strict=True):
        if word:
            slots.append([Slot(0, (characters.syllables[syllable],)) for syllable in way])
        else:
            slots.append(typed_slots(characters, folded[slice(*span)], firmness[slice(*span)]))
    codes = iter(decode(characters, list(chain.from_iterable(slots))))
    return [list(islice(codes, len(part))) for part in slots]
