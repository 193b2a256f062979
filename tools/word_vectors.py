"""Writes index/languages/word_vectors.npz: ``python -m tools.word_vectors``, after a change of jieba's dictionary or of e5."""

import re
from pathlib import Path

import jieba
import numpy as np

import index.associations
from index.associations import DIMENSIONS, FILE, save_vectors
from index.encoders.catalogue import load

WORDS = 50_000
"""The most frequent ones of jieba's dictionary: 80,000 were no better (docs/quality.md)."""

WORD = re.compile("[\u4e00-\u9fff]{2,5}")
NAMES = ("nr", "ns", "nt")
"""Parts of speech that are left out: of people, places and organisations, which mean only themselves."""

BATCH = 2_000
FITTED = 20_000
"""Words whose principal components are taken."""


def frequent_words() -> list[str]:
    """Give the words of jieba's dictionary that are no names, the most frequent first."""
    found = []
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, frequency, kind = line.split(" ")
        if WORD.fullmatch(word) and not kind.startswith(NAMES):
            found.append((-int(frequency), word))
    return [word for _, word in sorted(found)][:WORDS]


def main() -> None:
    """Encode the words, and keep the components in which they differ most; some five minutes."""
    words, encoder = frequent_words(), load("e5")
    vectors = np.concatenate([encoder.encode_passages(words[at : at + BATCH]) for at in range(0, len(words), BATCH)])
    vectors -= vectors.mean(axis=0)
    _, _, components = np.linalg.svd(vectors[:FITTED], full_matrices=False)
    save_vectors(Path(index.associations.__file__).parent / FILE, words, vectors @ components[:DIMENSIONS].T)


if __name__ == "__main__":
    main()
