"""Any string to one that an encoder can read, whatever it was."""

import re
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np

from index.encoders.protocol import Vectors

LONGEST = 1500
"""Characters of a text that are read. Passages have 400 at most, and 512 tokens, where models stop, are about 1,000."""

REMOVED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters, where C strings end, and lone surrogates, which no encoding has; white space is kept for SPACE."""

SPACE = re.compile(r"\s+")


def safe(text: str) -> str:
    """Give the text in NFKC, on one line, without control characters and lone surrogates, LONGEST characters at most.

    Some characters are many in NFKC (U+FDFA is 18), so the length is bounded before and after.
    """
    plain = unicodedata.normalize("NFKC", REMOVED.sub("", text[: 2 * LONGEST]))
    # Not before: a diaeresis that stands alone, as others of its kind, begins with a space in NFKC.
    return SPACE.sub(" ", plain)[:LONGEST].strip()


def encode_safely(texts: Sequence[str], dimension: int, encode: Callable[[list[str]], Vectors]) -> Vectors:
    """Have safe texts encoded, and give ``(n, dimension)`` float32 rows of unit length, zero for texts that say nothing.

    Rows that are not finite become zero too: one text must not spoil a whole index.
    """
    rows = np.zeros((len(texts), dimension), np.float32)
    plain = [safe(text) for text in texts]
    kept = [number for number, text in enumerate(plain) if text]
    if kept:
        rows[kept] = encode([plain[number] for number in kept])
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))[:, None]
    usable = np.isfinite(length) & (length > 0)
    return np.where(usable, rows / np.where(usable, length, 1), 0).astype(np.float32)
