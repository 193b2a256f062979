"""The forms under which text is compared: scripts, widths, cases and optional marks folded."""

import re
import unicodedata
from functools import lru_cache

from index.languages.chinese import fold_script

# Marks that many leave out when they type: accents, Hebrew and Arabic vowel points, the Arabic tatweel.
OPTIONAL_MARKS = re.compile("(?<![иу])\u0306|[\u0300-\u0305\u0307-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]")
"""The breve of Cyrillic й and ў is none of them: they are letters of their own, which Russian stems end before."""

LETTERS = str.maketrans("أإآٱىةđłøı’", "اااايهdloi'")
"""Letters used one for another: alif, ya and ta marbuta (Larkey et al., 2002, "light stemming"); Latin letters whose
stroke is part of the character; the dotless i, without which Turkish I, İ, ı and i cannot be told from English ones."""

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

REMEMBERED_TEXTS = 1 << 8
"""Texts whose folded form is remembered: a question and the passages found for it, for each of some threads."""

REMEMBERED = 1 << 16
"""Words whose form is remembered: more than the words of a few thousand passages."""


@lru_cache(REMEMBERED_TEXTS)
def fold(text: str) -> str:
    """Fold Traditional to Simplified characters and full-width forms to ASCII, at unchanged length."""
    return fold_script(text).translate(FULL_WIDTH)


@lru_cache(REMEMBERED)
def normalize(word: str, *, marks: bool = False) -> str:
    """Give the form in which a word is compared: NFKC, case-folded, without optional marks unless asked for. Idempotent."""
    if word.isascii():
        return word.lower()
    if marks:
        return _compatible(_compatible(word).casefold())
    bare = OPTIONAL_MARKS.sub("", unicodedata.normalize("NFD", _compatible(word).casefold()))
    return _compatible(bare).translate(LETTERS)


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
