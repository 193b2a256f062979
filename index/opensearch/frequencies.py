"""How many passages hold each of the words whose meaning is known: what associations are chosen by, in a file of a generation."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.answers import IndexDamagedError
from index.associations import word_vectors


def known_among(terms: Iterable[str]) -> frozenset[str]:
    """Give the terms whose meaning is known."""
    return _words().intersection(terms)


@cache
def _words() -> frozenset[str]:
    return frozenset(word_vectors().words.tolist())


def save_frequencies(file: Path, held: Mapping[str, int]) -> None:
    """Write the number of passages that hold each word, by word: another version may know other words."""
    words = "\n".join(held).encode("utf-8")
    with file.open("wb") as target:
        np.savez_compressed(target, words=np.frombuffer(words, np.uint8), counts=np.array(list(held.values()), np.int64))


def load_frequencies(file: Path) -> NDArray[np.int64]:
    """Read how many passages hold each of the index.associations.word_vectors, ``(n,)``. Raises IndexDamagedError."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            words = stored["words"].tobytes().decode("utf-8").split("\n")
            counts = stored["counts"].tolist()
    except (OSError, ValueError, KeyError) as error:
        raise IndexDamagedError(f"{file.name} cannot be read ({error}); rebuild the index with `wenda rebuild`") from error
    held = dict(zip(words, counts, strict=False))
    return np.array([held.get(word, 0) for word in word_vectors().words.tolist()], np.int64)
