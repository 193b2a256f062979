"""Text to index terms, each with its place in the text.

Two fields are made of every text: words, stemmed where the language has stems; and grams, pieces of a fixed number of
characters, so that neither a wrong segmentation nor an unknown ending can lose a match. Questions and passages go through
the same functions.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from index.languages.breaking import BREAKER, break_words, pairs
from index.languages.chinese import ONLY_COMMON, common_words, dictionary_changes, segment_chinese, segmenter
from index.languages.normalization import FULL_WIDTH, fold, normalize
from index.languages.record import Language
from index.languages.stemming import stem
from index.languages.table import language

SOUTH_EAST_ASIAN = "\u0e01-\u0e4e\u0e81-\u0edf\u1000-\u109f\u1780-\u17d3"
"""Thai, Lao, Myanmar, Khmer."""
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Han characters, and the iteration marks and the zero that are used as such."""
HANGUL = "\uac00-\ud7a3"
UNSPACED = f"{SOUTH_EAST_ASIAN}{KANA}{HAN}"

SPACED = rf"(?:(?![{UNSPACED}])[\p{{L}}\p{{M}}\p{{N}}\u200c\u200d])"
WORD = rf"{SPACED}+(?:['’.]{SPACED}+)*(?:\+\+|\#(?![\p{{L}}\p{{N}}]))?"
"""A word of a script with spaces; C++ and C# are words."""

MARKS = r"[\p{M}\uff9e\uff9f]*"
"""What belongs to the character before it: vowel signs, voicing marks of any width."""

RUNS = regex.compile(
    rf"(?P<han>(?:[{HAN}]{MARKS})+)|(?P<kana>(?:[{KANA}]{MARKS})+)|(?P<asian>(?:[{SOUTH_EAST_ASIAN}]{MARKS})+)|(?P<word>{WORD})"
)
"""Runs of Han, of Kana, of a South-East Asian script; a word of a script with spaces."""

JAPANESE_RUNS = regex.compile(
    rf"(?P<kana>(?:[{KANA}{HAN}]{MARKS})+)|(?P<asian>(?:[{SOUTH_EAST_ASIAN}]{MARKS})+)|(?P<word>{WORD})"
)
"""The same where Han and Kana make words together."""

COMMON_RUNS = regex.compile("(?P<han>[\u4e00-\u9fd5]+)")
UNCOMMON = regex.compile(rf"(?V1)[[\p{{L}}\p{{M}}\p{{N}}\u200c\u200d{SOUTH_EAST_ASIAN}{KANA}{HAN}]--[\u4e00-\u9fd5]]")
"""What only RUNS finds: in a text without it the runs are those of common Han characters."""

UNIT = regex.compile(rf"[{UNSPACED}]{MARKS}")
PAIRED_RUN = regex.compile(rf"(?:[{KANA}{HAN}]{MARKS})+")
ASIAN_RUN = regex.compile(rf"(?:[{SOUTH_EAST_ASIAN}]{MARKS})+")
SPACED_WORD = regex.compile(WORD)
HAN_CHARACTER = regex.compile(f"[{HAN}]")
HANGUL_RUN = regex.compile(f"[{HANGUL}]+")

COMPOSED = regex.compile(r"[\p{M}\uff66-\uff9f\uf900-\ufaff]")
"""Characters that do not stand for themselves in a pair."""
PLAIN_PAIR = regex.compile(rf"[{KANA}{HAN}]{{2}}|[{HANGUL}]{{2}}")

GRAM = 4
"""Characters of a gram of an alphabetic word with its borders; 4 was best of 3-5 for English, German and Spanish."""
REMEMBERED_TEXTS = 1 << 9
"""Texts whose words are remembered: of a question they are asked for some times, of a synonym with every question."""

BORDER = "_"
"""The border of a word in a gram; no word holds one."""


class Term(NamedTuple):
    """An index term and the range of the text it stands for, in code points."""

    text: str
    start: int
    end: int


def analyzer_name() -> str:
    """Name what cuts words now; an index answers well only while this is what it was built with."""
    return f"{segmenter()}, {BREAKER}"


def words(text: str, code: str) -> list[Term]:
    """Cut a text of a language into words, in reading order; a longer Chinese word comes after the words inside it."""
    return list(_words(text, code, dictionary_changes()))


@lru_cache(REMEMBERED_TEXTS)
def _words(text: str, code: str, _dictionary: int) -> tuple[Term, ...]:
    folded = fold(text)
    ranges = _word_ranges(text, folded, language(code))
    return tuple(Term(form, start, end) for start, end in ranges if (form := word_form(folded[start:end], code)))


def wanted_words(text: str, code: str, wanted: Collection[str]) -> list[Term]:
    """Give those of the words that ``words`` gives, and that are wanted, in the same order."""
    row = language(code)
    folded = fold(text)
    if row.stemmer or not row.han_words:
        return [term for term in words(text, code) if term.text in wanted]
    # Without stems a common Chinese word stands in the text as it is indexed.
    present = [term for term in wanted if term in folded]
    uncommon = UNCOMMON.search(folded)
    if not present and not uncommon:
        return []
    beginnings = {term[:1] for term in present}
    found = []
    for run in (RUNS if uncommon else COMMON_RUNS).finditer(folded):
        if run.lastgroup == "han" and ONLY_COMMON.fullmatch(run[0]):
            held = not beginnings.isdisjoint(run[0]) and any(term in run[0] for term in present)
            inside = common_words(run[0]) if held else ()
            found += [Term(word, run.start() + start, run.start() + end) for word, start, end in inside if word in wanted]
        else:
            found += [
                Term(form, start, end)
                for start, end in _run_ranges(text, folded, run)
                if (form := word_form(folded[start:end], code)) in wanted
            ]
    return found


def searched_words(text: str, code: str) -> tuple[list[Term], list[Term]]:
    """Cut a text into the words that it is searched by, and the ignored ones, which carry no meaning of their own.

    Words inside longer words are in neither: a passage that holds the long word need not score for its parts too.
    """
    row = language(code)
    folded = fold(text)
    kept: list[Term] = []
    ignored: list[Term] = []
    frames = [match.span() for match in row.frames.finditer(folded)] if row.frames else []
    for term in _outermost(words(text, code)):
        form = normalize(folded[term.start : term.end], marks=row.tones)
        framed = any(start <= term.start and term.end <= end for start, end in frames)
        (ignored if framed or form in row.ignored else kept).append(term)
    return kept, ignored


def _outermost(found: list[Term]) -> list[Term]:
    return [
        term
        for term in found
        if not any(other.start <= term.start and term.end <= other.end and len(other.text) > len(term.text) for other in found)
    ]


def word_form(word: str, code: str) -> str:
    """Give the form in which a folded word of a language is indexed: normalised, and stemmed if the language has stems."""
    row = language(code)
    return stem(normalize(word, marks=row.tones), row.stemmer)


def word_ranges(text: str, code: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of a text of a language are; those inside a longer Chinese word come before it."""
    return _word_ranges(text, fold(text), language(code))


def _word_ranges(text: str, folded: str, row: Language) -> Iterator[tuple[int, int]]:
    for run in (RUNS if row.han_words else JAPANESE_RUNS).finditer(folded):
        yield from _run_ranges(text, folded, run)


def _run_ranges(text: str, folded: str, run: regex.Match[str]) -> Iterator[tuple[int, int]]:
    begin = run.start()
    if run.lastgroup == "word":
        return iter((run.span(),))
    if run.lastgroup == "han":
        inside = segment_chinese(run[0])
    else:
        # Folding to Simplified would hide Japanese words from ICU's dictionary.
        shown = text[begin : run.end()].translate(FULL_WIDTH)
        inside = break_words(shown, [(unit.start() - begin, unit.end() - begin) for unit in _units(folded, run)])
    return ((begin + start, begin + end) for start, end in inside)


def _units(folded: str, run: regex.Match[str]) -> list[regex.Match[str]]:
    return list(UNIT.finditer(folded, *run.span()))


def bigrams(text: str) -> list[Term]:
    """Give the overlapping pairs of characters of each run of Han, Kana or Hangul; a run of one gives that one."""
    folded = fold(text)
    found = []
    for run in PAIRED_RUN.finditer(folded):
        found += _terms(folded, pairs([unit.span() for unit in _units(folded, run)]))
    for run in HANGUL_RUN.finditer(folded):
        found += _terms(folded, pairs([(position, position + 1) for position in range(*run.span())]))
    return found


def wanted_bigrams(text: str, wanted: Iterable[str]) -> list[Term]:
    """Give those of the pairs that ``bigrams`` gives, and that are wanted, in any order: by search, which is faster."""
    folded = fold(text)
    if COMPOSED.search(folded):
        found = set(wanted)
        return [pair for pair in bigrams(text) if len(pair.text) > 1 and pair.text in found]
    pairs_wanted = [pair for pair in wanted if len(pair) == 2 and pair in folded and PLAIN_PAIR.match(pair)]
    return [Term(pair, at, at + 2) for pair in pairs_wanted for at in _places(folded, pair)]


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def grams(text: str, code: str) -> list[Term]:
    """Give the grams of a text: see docs/languages.md for what each script gets. Order: by script, then reading order."""
    folded = fold(text)
    found = bigrams(text)
    found += _terms(folded, (match.span() for match in HAN_CHARACTER.finditer(folded)))
    for run in ASIAN_RUN.finditer(folded):
        found += _terms(
            folded, ((at, min(at + GRAM, run.end())) for at in range(run.start(), max(run.start() + 1, run.end() - GRAM + 1)))
        )
    spaced = [(match.start(), match.end(), normalize(match[0])) for match in SPACED_WORD.finditer(folded)]
    for start, end, form in spaced:
        found += _word_grams(start, end, form)
    if language(code).tones:
        found += [Term(f"{one} {two}", start, end) for (start, _, one), (_, end, two) in pairwise(spaced)]
    return found


def _word_grams(start: int, end: int, form: str) -> Iterator[Term]:
    """Give the grams of a word at a place."""
    found = grams_of_word(form)
    if found and HANGUL_RUN.match(form):
        yield Term(found[0], start, start + 1)
        return
    aligned = len(form) == end - start
    for at, gram in enumerate(found):
        # Where normalising changed the length, a gram stands for the whole word.
        place = (start + max(0, at - 1), min(end, start + at + GRAM - 1)) if aligned else (start, end)
        yield Term(gram, *place)


def grams_of_word(form: str) -> list[str]:
    """Give the grams of a normalised word with its borders; of one in Hangul only the first, since its pairs are grams too."""
    if not form:
        return []
    if HANGUL_RUN.match(form):
        return [BORDER + form[0]]
    bordered = f"{BORDER}{form}{BORDER}"
    return [bordered[at : at + GRAM] for at in range(max(1, len(bordered) - GRAM + 1))]


def _terms(folded: str, ranges: Iterator[tuple[int, int]]) -> list[Term]:
    return [Term(form, start, end) for start, end in ranges if (form := normalize(folded[start:end]))]
