"""The forms under which text is compared: scripts, widths, cases and optional marks folded."""

import re
import unicodedata

from index.languages.chinese import fold_script

# Marks that many leave out when they type: accents, Hebrew and Arabic vowel points, the Arabic tatweel.
OPTIONAL_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]")

ARABIC_LETTERS = str.maketrans("أإآٱىة", "اااايه")
"""Spellings of alif, ya and ta marbuta that are used one for another (Larkey et al., 2002, "light stemming")."""

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def fold(text: str) -> str:
    """Fold Traditional to Simplified characters and full-width forms to ASCII, at unchanged length."""
    return fold_script(text).translate(FULL_WIDTH)


def normalize(word: str) -> str:
    """Give the form in which a word is indexed: NFKC, case-folded, without optional marks. Idempotent."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    bare = OPTIONAL_MARKS.sub("", unicodedata.normalize("NFD", folded))
    return unicodedata.normalize("NFKC", bare).translate(ARABIC_LETTERS).replace("’", "'")
