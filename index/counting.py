"""How often each term stands in a text: the terms of index.analysis without their places, for writing an index.

The same terms as ``words`` and ``grams`` give, several times faster: where a text is plain, as Chinese and most alphabetic text
is, nothing is made for each place. Any other text goes through those functions themselves.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from operator import add

from index.analysis import HANGUL_RUN, RUNS, grams, grams_of_word, word_form, words
from index.languages.chinese import ONLY_COMMON, cut_chinese
from index.languages.normalization import fold, normalize
from index.languages.table import language

REMEMBERED_TEXTS = 4
"""A passage's heading and text, each asked for its words and its grams."""

REMEMBERED_WORDS = 1 << 14
"""Alphabetic words whose grams are remembered: the words of some hundred passages."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """The runs of a folded text that is plain: common Han characters, and words of a script with spaces but not Hangul."""

    han: tuple[str, ...]
    spaced: tuple[str, ...]


def word_counts(text: str, code: str) -> Counter[str]:
    """Count the words of a text of a language, as ``index.analysis.words`` gives them."""
    row = language(code)
    plain = _plain(text)
    if plain is None or not row.han_words:
        return Counter(term.text for term in words(text, code))
    # Normalising changes no common Han character; a stemmer might.
    cut = Counter(cut_chinese(plain.han))
    counts = _formed(cut, code) if row.stemmer else cut
    if plain.spaced:
        counts.update(_formed(Counter(plain.spaced), code))
    return counts


def _formed(spellings: Counter[str], code: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for spelling, count in spellings.items():
        if form := word_form(spelling, code):
            counts[form] += count
    return counts


def gram_counts(text: str, code: str) -> Counter[str]:
    """Count the grams of a text of a language, as ``index.analysis.grams`` gives them."""
    plain = _plain(text)
    if plain is None:
        return Counter(gram.text for gram in grams(text, code))
    spaced = [normalize(word) for word in plain.spaced]
    found = chain(
        chain.from_iterable(map(_pairs, plain.han)),
        chain.from_iterable(plain.han),
        chain.from_iterable(map(_grams_of_word, spaced)),
    )
    counts = Counter(found)
    if language(code).tones:
        counts.update(f"{one} {two}" for one, two in pairwise(spaced))
    return counts


def _pairs(run: str) -> Iterator[str]:
    return map(add, run, run[1:]) if len(run) > 1 else iter(run)


@lru_cache(REMEMBERED_WORDS)
def _grams_of_word(form: str) -> tuple[str, ...]:
    return tuple(grams_of_word(form))


@lru_cache(REMEMBERED_TEXTS)
def _plain(text: str) -> _Plain | None:
    """Give the runs of a plain text, or None: then pairs and words are more than strings put side by side."""
    han, spaced = [], []
    for common, kana, asian, word in RUNS.findall(fold(text)):
        if kana or asian:
            return None
        if common:
            han.append(common)
        else:
            spaced.append(word)
    # A combining mark behind a Han character is part of its run, so it is not common either.
    if not ONLY_COMMON.fullmatch("".join(han)) or HANGUL_RUN.search(" ".join(spaced)):
        return None
    return _Plain(tuple(han), tuple(spaced))
