"""Suggestions as one file of arrays, beside the index they were made with."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.answers import IndexDamagedError, Suggestion, SuggestionKind
from index.suggesting.collecting import Collected
from index.suggesting.keys import READINGS

KINDS = tuple(SuggestionKind)

NUMBERS = re.compile(r"[\d零〇一二两三四五六七八九十百千]+")
"""Numbers in digits and in Chinese: the articles of a law have titles that differ in nothing else."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The suggestions, best first, and their keys, one after the other with a zero behind each.

    ``codes`` are the code points of the keys, ``(points,)``; ``borders`` their index.suggesting.keys.Border; ``places`` the range
    of its suggestion's text that each stands for, ``(points, 2)``; ``starts`` is where each key begins, ``(suggestions,)``.
    ``sounds`` are the numbers of the syllables that each may be read as, from 1, ``(points, READINGS)``, and 0 for no more.
    ``repeated`` marks suggestions that differ from a better one only in numbers, ``(suggestions,)``.
    """

    suggestions: tuple[Suggestion, ...]
    codes: NDArray[np.uint32]
    borders: NDArray[np.uint8]
    places: NDArray[np.uint8]
    starts: NDArray[np.uint32]
    sounds: NDArray[np.uint16]
    repeated: NDArray[np.bool_]
    syllables: tuple[str, ...]


def write_suggestions(file: Path, collected: Sequence[Collected]) -> None:
    """Write suggestions; the same ones always give the same bytes."""
    keys = [one.key for one in collected]
    places = [place for key in keys for place in (*key.places, (0, 0))]
    syllables = sorted({syllable for one in collected for found in one.readings for syllable in found})
    facts = [
        (one.suggestion.text, KINDS.index(one.suggestion.kind), one.suggestion.document_id, one.suggestion.language)
        for one in collected
    ]
    np.savez(
        file,
        allow_pickle=False,
        suggestions=np.frombuffer(json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace"), np.uint8),
        codes=np.frombuffer("".join(key.text + "\0" for key in keys).encode("utf-32-le"), np.uint32),
        borders=np.array([border for key in keys for border in (*key.borders, 0)], np.uint8),
        places=np.array(places, np.uint8).reshape(-1, 2),
        starts=np.array([0, *accumulate(len(key.text) + 1 for key in keys)][: len(keys)], np.uint32),
        sounds=_sounds(collected, syllables),
        repeated=_repeated([key.text for key in keys]),
        syllables=np.frombuffer("\n".join(syllables).encode(), np.uint8),
    )


def _sounds(collected: Sequence[Collected], syllables: Sequence[str]) -> NDArray[np.uint16]:
    """Give the readings of every code point, and of the zero behind each key, as numbers of syllables."""
    numbers = {syllable: number for number, syllable in enumerate(syllables, start=1)}
    table = np.zeros((sum(len(one.key.text) + 1 for one in collected), READINGS), np.uint16)
    start = 0
    for one in collected:
        for place, found in enumerate(one.readings, start=start):
            table[place, : len(found)] = [numbers[syllable] for syllable in found]
        start += len(one.key.text) + 1
    return table


def _repeated(keys: Iterable[str]) -> NDArray[np.bool_]:
    seen: set[str] = set()
    found = []
    for key in keys:
        series = NUMBERS.sub("0", key)
        found.append(series in seen)
        seen.add(series)
    return np.array(found, np.bool_)


def read_suggestions(file: Path) -> Stored:
    """Read suggestions. Raises IndexDamagedError if the file cannot be read."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            facts = json.loads(arrays["suggestions"].tobytes())
            suggestions = tuple(Suggestion(text, KINDS[kind], document, code) for text, kind, document, code in facts)
            return Stored(
                suggestions,
                codes=arrays["codes"],
                borders=arrays["borders"],
                places=arrays["places"],
                starts=arrays["starts"],
                sounds=arrays["sounds"],
                repeated=arrays["repeated"],
                syllables=tuple(arrays["syllables"].tobytes().decode().split()),
            )
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise IndexDamagedError(f"{file} cannot be read ({error}); rebuild the index with `wenda rebuild`") from error
