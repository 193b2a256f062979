"""Phrases that a collection often uses: words that stand side by side, neither end of them empty of meaning."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.analysis import UNSPACED, word_ranges
from index.answers import Span
from index.languages.normalization import fold, normalize
from index.languages.table import language

MOST_WORDS = 4
"""Words of a phrase at most."""

LINES_FOR_EACH = 5
"""Lines read for every phrase that is given: a short text has few that are worth it."""

FEWEST_LINES = 3
"""Lines of text that hold a phrase at least."""

SHORTEST, LONGEST = 3, 40
"""Code points of a phrase."""

NEARLY_ALWAYS = 0.7
"""A phrase that stands inside a longer one in this share of its places says less than the longer one."""

UNSPACED_END = re.compile(f"[{UNSPACED}]$")

ENDINGS = re.compile("[\u3040-\u309f]+")
"""Hiragana alone: particles, and endings that were cut off their words."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it stands in the collection, its language, and in how many lines it stands."""

    text: str
    language: str
    lines: int


def frequent_phrases(texts: Iterable[tuple[str, str]], limit: int) -> list[Phrase]:
    """Give the phrases of texts and their languages, the most telling first: those of many words in many lines."""
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    surfaces: dict[tuple[str, tuple[str, ...]], str] = {}
    lines = [(line, code) for text, code in texts for line in text.split("\n")]
    for line, code in lines:
        found = {(code, words): surface for words, surface in _phrases(line, code)}
        counts.update(found.keys())
        for phrase, surface in found.items():
            surfaces.setdefault(phrase, surface)
    often = {phrase: count for phrase, count in counts.items() if count >= FEWEST_LINES}
    covered = {
        (code, part)
        for (code, words), count in often.items()
        for part in _parts(words)
        if count >= NEARLY_ALWAYS * often.get((code, part), 0)
    }
    chosen = sorted(often.keys() - covered, key=lambda one: (-often[one] * len(one[1]), one))
    return [Phrase(surfaces[one], one[0], often[one]) for one in chosen[: min(limit, len(lines) // LINES_FOR_EACH)]]


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(words) > 1:
        yield words[1:]
        yield words[:-1]


def _phrases(line: str, code: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the phrases of a line: their words as compared, and the text."""
    row = language(code)
    folded = fold(line)
    for run in _runs(line, outermost(word_ranges(line, code))):
        forms = [normalize(folded[start:end], marks=row.tones) for start, end in run]
        telling = [form not in row.ignored and not form.isdigit() and not ENDINGS.fullmatch(form) for form in forms]
        for first in range(len(run)):
            for last in range(first, min(first + MOST_WORDS, len(run))):
                text = line[run[first][0] : run[last][1]]
                # One word of a script with spaces completes itself; one of a script without may be a name.
                alone = first == last and not UNSPACED_END.search(text)
                if telling[first] and telling[last] and not alone and SHORTEST <= len(text) <= LONGEST:
                    yield tuple(forms[first : last + 1]), text


def _runs(line: str, words: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the words between which stands nothing, or one space."""
    run = list(words[:1])
    for before, word in pairwise(words):
        if line[before[1] : word[0]] not in {"", " "}:
            yield run
            run = []
        run.append(word)
    yield run


def outermost(ranges: Iterable[Span]) -> list[Span]:
    """Give those ranges that lie in no other, in order; of words that overlap, the one that begins first."""
    found: list[Span] = []
    for start, end in sorted(ranges, key=lambda span: (span[0], -span[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found
