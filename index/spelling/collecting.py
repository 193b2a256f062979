"""Passages to the vocabulary of a generation, while they are indexed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.documents import Passage
from index.analysis import SPACED_WORD, word_form
from index.languages.normalization import fold
from index.spelling.characters import pair_keys, reading_table, sound_index
from index.spelling.edits import letter_mask, spelled
from index.spelling.pinyin import FIRST, LAST

PENDING = 1 << 20
"""Characters collected before they are counted: 2 MB."""

CHARACTERS = LAST + 1 - FIRST

BETWEEN = "\n"
"""What stands between texts that are counted together."""


class Pairs(NamedTuple):
    """Pairs of characters, each once and ascending, and how often each stands."""

    keys: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.int64]


class Counted(NamedTuple):
    """What some documents are written in: how often each Han character, pair of them, and word of a language stands."""

    characters: npt.NDArray[np.int64]
    pairs: Pairs
    words: Counter[tuple[str, str]]


class VocabularyWriter:
    """Collects what passages are written in: pairs of Han characters, and the words of scripts with spaces."""

    def __init__(self) -> None:
        self._characters: npt.NDArray[np.int64] = np.zeros(CHARACTERS, np.int64)
        self._pairs = Pairs(np.empty(0, np.uint32), np.empty(0, np.int64))
        self._others: list[Pairs] = []
        self._texts: list[tuple[str, list[str]]] = []
        self._waiting = 0
        self._words: Counter[tuple[str, str]] = Counter()
        self._document = ""

    def add(self, passage: Passage) -> None:
        """Count a passage's text and heading, and once a document its title; Han characters only where they are Chinese.

        Passages of a document come together.
        """
        title = passage.title if passage.document_id != self._document else ""
        self._document = passage.document_id
        if not self._texts or self._texts[-1][0] != passage.language:
            self._texts.append((passage.language, []))
        texts = [fold(text) for text in (title, passage.heading, passage.text) if text]
        self._texts[-1][1].extend(texts)
        self._waiting += sum(map(len, texts))
        self._count_some()

    def add_counted(self, other: Counted) -> None:
        """Add what was counted elsewhere, of other documents."""
        self._characters += other.characters
        self._words.update(other.words)
        self._others.append(other.pairs)
        self._waiting += len(other.pairs.keys)
        self._count_some()

    def _count_some(self) -> None:
        # As much as there is already, too: so every pair is sorted a few times, however much is added how often.
        if self._waiting > max(PENDING, len(self._pairs.keys)):
            self._count()

    def _count(self) -> None:
        parts = [self._pairs, *self._others]
        for language, texts in self._texts:
            # Much at a time; no word and no pair goes on from one text to the next.
            together = BETWEEN.join(texts)
            self._words.update((word, language) for word in SPACED_WORD.findall(together))
            if language == "zh":
                parts.append(self._counted_pairs(together))
        self._texts, self._others, self._waiting = [], [], 0
        keys, places = np.unique(np.concatenate([part.keys for part in parts]), return_inverse=True)
        self._pairs = Pairs(keys, np.bincount(places, np.concatenate([part.counts for part in parts])).astype(np.int64))

    def _counted_pairs(self, folded: str) -> Pairs:
        """Count the Han characters of a text, and give its pairs of them."""
        codes = np.frombuffer(folded.encode("utf-32-le", "replace"), np.uint32)
        han = (codes >= FIRST) & (codes <= LAST)
        self._characters += np.bincount(codes[han] - FIRST, minlength=CHARACTERS)
        both = han[:-1] & han[1:]
        return Pairs(*np.unique(pair_keys(codes[:-1][both], codes[1:][both]), return_counts=True))

    def counted(self) -> Counted:
        """Give all that was added."""
        self._count()
        return Counted(self._characters, self._pairs, self._words)

    def write(self, file: Path) -> None:
        """Write the vocabulary as one file of arrays."""
        self._count()
        syllables, readings = reading_table()
        sounds, sounding = sound_index(self._pairs.keys, syllables, readings)
        np.savez(
            file,
            allow_pickle=False,
            characters=self._characters.astype(np.uint32),
            pairs=self._pairs.keys,
            counts=self._pairs.counts.astype(np.uint32),
            syllables=packed(syllables),
            readings=readings,
            sounds=sounds,
            sounding=sounding,
            **_word_arrays(self._words),
        )


def _word_arrays(words: Mapping[tuple[str, str], int]) -> dict[str, npt.NDArray[Any]]:
    """Give the words by spelling: how often each occurs, its commonest surface form, its letters; and all index terms."""
    surfaces: dict[str, Counter[str]] = {}
    for (surface, _), count in words.items():
        surfaces.setdefault(spelled(surface), Counter())[surface] += count
    spellings = sorted(spelling for spelling in surfaces if spelling)
    return {
        "spellings": packed(spellings),
        "surfaces": packed(surfaces[spelling].most_common(1)[0][0] for spelling in spellings),
        "frequencies": np.array([surfaces[spelling].total() for spelling in spellings], np.uint32),
        "masks": np.array([letter_mask(spelling) for spelling in spellings], np.uint64),
        "terms": packed(sorted({f"{language} {word_form(surface, language)}" for surface, language in words})),
    }


def packed(texts: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Store texts as one array of bytes, a line each."""
    return np.frombuffer("\n".join(texts).encode("utf-8", "replace"), np.uint8)
