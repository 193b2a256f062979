"""Text to index terms, each with its place in the text.

Two fields are made of every text: words, and character bigrams of the scripts that write without spaces, so that a wrong
segmentation cannot lose a match. Questions and passages go through the same functions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from index.languages.chinese import segment_chinese
from index.languages.normalization import fold, normalize
from index.languages.table import language

UNSPACED = (
    "\u0e01-\u0e4e\u0e81-\u0edf\u1000-\u109f\u1780-\u17d3"  # Thai, Lao, Myanmar, Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"  # iteration marks and Kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"

SPACED = rf"(?:(?![{UNSPACED}])[\p{{L}}\p{{M}}\p{{N}}\u200c\u200d])"

UNIT = rf"[{UNSPACED}][\p{{M}}\uff9e\uff9f]*"
"""A character of an unspaced script with the marks that belong to it (vowel signs, voicing marks of any width)."""

RUN = regex.compile(rf"(?P<han>[{HAN}]+(?!\p{{M}}))|(?P<unspaced>{UNIT})|(?P<word>{SPACED}+(?:['’.]{SPACED}+)*)")
"""A run of Han characters, one unit of another unspaced script, or a word of a script with spaces."""

PAIRED_RUNS = (regex.compile(rf"(?:{UNIT})+"), regex.compile("[\uac00-\ud7a3]+"))
"""Runs of which pairs are made: unspaced scripts, and Hangul, whose words carry their endings."""

PAIRED_UNIT = regex.compile(rf"{UNIT}|[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Term:
    """An index term and the range of the text it stands for, in code points."""

    text: str
    start: int
    end: int


def words(text: str, code: str) -> list[Term]:
    """Cut a text of a language into words, in reading order; a longer Chinese word comes after the words inside it."""
    folded = fold(text)
    return [Term(form, start, end) for start, end in _word_ranges(folded, code) if (form := normalize(folded[start:end]))]


def _word_ranges(folded: str, code: str) -> Iterator[tuple[int, int]]:
    han_words = language(code).han_words
    for match in RUN.finditer(folded):
        if match.lastgroup != "han":
            yield match.span()
        elif han_words:
            yield from ((match.start() + start, match.start() + end) for start, end in segment_chinese(match[0]))
        else:
            yield from ((position, position + 1) for position in range(*match.span()))


def bigrams(text: str) -> list[Term]:
    """Give the overlapping pairs of characters of each unspaced or Hangul run; a run of one gives that one."""
    folded = fold(text)
    pairs = []
    for pattern in PAIRED_RUNS:
        for run in pattern.finditer(folded):
            units = [unit.span() for unit in PAIRED_UNIT.finditer(folded, *run.span())]
            for (start, _), (_, end) in zip(units, units[1:] or units, strict=False):
                pairs.append(Term(normalize(folded[start:end]), start, end))
    return pairs
