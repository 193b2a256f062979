"""Words of a collection that are near a question's word in meaning: what an article may say instead.

For questions by words alone, where no encoder is asked. The vectors of words ship with the product, for Chinese, made by
tools/word_vectors.py; nearness is measured among the collection's own words, so that a subject they all share does not count.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.answers import Association, Question

Floats = NDArray[np.float32]

LANGUAGE = "zh"
FILE = "languages/word_vectors.npz"
DIMENSIONS = 96
"""Of the encoder's 384: fewer find words that belong together, more only those that mean the same (docs/quality.md)."""

STEPS = 127
"""A row's largest number becomes this."""
NEAR_ZERO = 1e-6

NEAR = 0.4
"""The cosine from which on a word is near."""
MOST = 20
"""Near words of one word, the nearest ones."""
WEIGHT = 0.8
"""What a near word weighs, times its cosine."""
FEWEST = 3
"""Passages that hold a near word: what is rarer is often a slip of segmentation..."""
COMMON = 0.2
"""...and what stands in more than this share of them tells none from another."""

OTHER_WORDS = 100
"""Words of no subject that are averaged with a collection's own, so that a few words do not make a subject."""

LARGEST = 8_000
"""Words of a collection among which near ones are looked for, those in the most passages: half a millisecond for a question."""

REMEMBERED = 1 << 14
"""Words whose near ones are kept: 20 MB."""


class WordVectors(NamedTuple):
    """Words, ascending, and their vectors, ``(n, DIMENSIONS)`` int8, by whose direction alone they are compared."""

    words: NDArray[np.str_]
    vectors: NDArray[np.int8]


class Associations:
    """The near words of a collection; safe for threads."""

    def __init__(self, frequencies: NDArray[np.int64], passages: int) -> None:
        """``frequencies``, ``(n,)``: how many of the collection's passages hold each of the ``word_vectors``."""
        kept = np.flatnonzero((frequencies >= FEWEST) & (frequencies <= max(FEWEST, COMMON * passages)))
        kept = np.sort(kept[np.argsort(-frequencies[kept], kind="stable")[:LARGEST]])
        table = word_vectors()
        self._words = table.words[kept]
        rows = _unit(table.vectors[kept].astype(np.float32))
        self._mean: Floats = rows.sum(axis=0) / (len(rows) + OTHER_WORDS)
        self._rows = _unit(rows - self._mean)
        self._known: dict[str, tuple[tuple[str, float], ...]] = {}

    def of(self, question: Question) -> tuple[Association, ...]:
        """Give the words near those of a question, each with the term it stands for."""
        if question.language != LANGUAGE or not len(self._words):
            return ()
        known = self._known
        unknown = [term for term in question.terms if term not in known]
        if unknown:
            if len(known) > REMEMBERED:
                # A new one, since another thread may be reading this.
                known = self._known = {}
                unknown = list(question.terms)
            known.update(self._near(unknown))
        return tuple(Association(term, word, weight) for term in question.terms for word, weight in known[term])

    def _near(self, terms: Sequence[str]) -> Mapping[str, tuple[tuple[str, float], ...]]:
        """Give the near words of each term, nearest first, and what each weighs."""
        table = word_vectors()
        places = np.minimum(np.searchsorted(table.words, terms), len(table.words) - 1)
        held = [place for place, term in zip(places, terms, strict=True) if table.words[place] == term]
        near: dict[str, tuple[tuple[str, float], ...]] = dict.fromkeys(terms, ())
        asked = _unit(_unit(table.vectors[held].astype(np.float32)) - self._mean)
        for place, cosines in zip(held, asked @ self._rows.T, strict=True):
            term = str(table.words[place])
            numbers = np.flatnonzero(cosines >= NEAR)
            numbers = numbers[np.argsort(-cosines[numbers], kind="stable")]
            found = [(str(self._words[number]), WEIGHT * float(cosines[number])) for number in numbers[: MOST + 1]]
            near[term] = tuple((word, weight) for word, weight in found if word != term)[:MOST]
        return near


@cache
def word_vectors() -> WordVectors:
    """Give the vectors of words that ship with the product."""
    with as_file(files("index") / FILE) as file, np.load(file, allow_pickle=False) as stored:
        words = np.array(stored["words"].tobytes().decode("utf-8").split("\n"))
        return WordVectors(words, stored["vectors"])


def save_vectors(file: Path, words: Sequence[str], vectors: Floats) -> None:
    """Write words and their vectors, ``(n, DIMENSIONS)``, to a file that ``word_vectors`` reads."""
    order = np.argsort(np.array(words))
    scaled = np.rint(vectors * (STEPS / np.abs(vectors).max(axis=1, keepdims=True))).astype(np.int8)
    text = "\n".join(words[place] for place in order).encode("utf-8")
    with file.open("wb") as target:
        np.savez_compressed(target, words=np.frombuffer(text, np.uint8), vectors=scaled[order])


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = rows / np.maximum(lengths, np.float32(NEAR_ZERO))
    return unit
