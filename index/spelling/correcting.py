"""A question to another spelling of it that the collection answers better.

Proposals are made from the collection's own vocabulary, for what the collection does not know; whether one is used is
decided by what the search finds with it.
"""

from collections.abc import Callable, Iterable, Iterator
from math import inf

from corpus.language import chinese_script
from index.analysis import SPACED_WORD, word_form, words
from index.answers import Correction
from index.languages.chinese import is_chinese_word, to_traditional
from index.languages.normalization import fold, normalize
from index.languages.table import language
from index.spelling.decoding import decode, typed_slots
from index.spelling.edits import edits_allowed, spelled
from index.spelling.romanized import HAN_RUN, Edit, changed, romanized_edits, romanized_words
from index.spelling.vocabulary import Vocabulary

CONTENT = 0.75
"""A best score from which on no other spelling is looked for."""

GOOD = 0.6
"""A best score from which on another spelling is only offered."""

RISE, RATIO = 0.05, 1.15
"""How much better another spelling must score, by difference and by ratio; measured in docs/languages.md."""

WORD, FUNCTION = 3.0, 6.0
"""Reluctance (nats) to change a character of a word of the general dictionary, and of a function or question word."""


def correct(text: str, vocabulary: Vocabulary, ask: Callable[[str], tuple[float, str]]) -> Correction | None:
    """Look for a spelling of a question that is answered better; ``ask`` gives a text's best score (0-1) and its language.

    The result differs from ``text``, has itself no better spelling, and is applied only if ``text`` finds nothing good.
    """
    typed, code = ask(text)
    best, spelling = typed, text
    while best < CONTENT:
        ranked = [(ask(other)[0], -order, other) for order, other in enumerate(proposals(spelling, code, vocabulary))]
        after, _, other = max(ranked, default=(0.0, 0, ""))
        if after < best + RISE or after < best * RATIO:
            break
        (best, code), spelling = ask(other), other
    return None if spelling == text else Correction(spelling, applied=typed < GOOD)


def proposals(text: str, code: str, vocabulary: Vocabulary) -> list[str]:
    """Give other spellings of a question of a language, at most three, each once.

    With what is typed wrongly in its own script; with the Latin words that the collection does not know read as pinyin;
    with all Latin words read so.
    """
    folded = fold(text)
    characters = vocabulary.characters
    firmness = _firmness(text, code) if code == "zh" else [(inf, False)] * len(text)

    def is_asked(word: str) -> bool:
        return normalize(word, marks=language(code).tones) in language(code).ignored

    def is_known(word: str) -> bool:
        return is_asked(word) or word in vocabulary.words or f"{code} {word_form(word, code)}" in vocabulary.terms

    edits = list(_word_edits(folded, is_known, vocabulary))
    if code == "zh":
        for run in HAN_RUN.finditer(folded):
            found = decode(characters, typed_slots(characters, run[0], firmness[slice(*run.span())]))
            edits += changed(folded, run.start(), found)
    spellings = [_apply(text, edits)]
    latin = romanized_words(folded, characters, is_known, is_asked)
    unknown = [word for word in latin if not word.known]
    if unknown:
        spellings += [_apply(text, romanized_edits(folded, characters, chosen, firmness)) for chosen in (unknown, latin)]
    return [other for other in dict.fromkeys(spellings) if other != text]


def _apply(text: str, edits: Iterable[Edit]) -> str:
    """Make the edits, which do not overlap; Han characters come in the script of the text."""
    edits = sorted(edits)
    parts, end = [], 0
    for start, stop, spelling in edits:
        parts += [text[end:start], spelling]
        end = stop
    edited = "".join([*parts, text[end:]])
    if not edits or chinese_script(text) != "Hant":
        return edited
    # Converted whole, since neighbours tell which of several Traditional characters is meant; the rest stays as typed.
    converted, shift = list(edited), 0
    shown = to_traditional(edited)
    for start, stop, spelling in edits:
        place = slice(start + shift, start + shift + len(spelling))
        converted[place] = shown[place]
        shift += len(spelling) - (stop - start)
    return "".join(converted)


def _word_edits(folded: str, is_known: Callable[[str], bool], vocabulary: Vocabulary) -> Iterator[Edit]:
    """Yield the words with spaces around them that the collection lacks, each with the nearest that it has."""
    for word in SPACED_WORD.finditer(folded):
        if edits_allowed(spelled(word[0])) and not is_known(word[0]):
            nearest = vocabulary.words.nearest(word[0])
            if nearest:
                yield *word.span(), _in_case_of(word[0], nearest)


def _in_case_of(typed: str, word: str) -> str:
    if typed.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if typed[0].isupper() else word


def _firmness(text: str, code: str) -> list[tuple[float, bool]]:
    """Give for each character how reluctantly it is changed (nats), and whether it goes on with a word of the dictionary."""
    ignored = language(code).ignored
    costs, within = [0.0] * len(text), [False] * len(text)
    for word in words(text, code):
        is_word = len(word.text) > 1 and is_chinese_word(word.text)
        cost = FUNCTION if word.text in ignored else WORD if is_word else 0.0
        for at in range(word.start, word.end):
            costs[at] = max(cost, costs[at])
            within[at] |= is_word and at > word.start
    return [
        (FUNCTION if letter in ignored else cost, inside) for letter, cost, inside in zip(fold(text), costs, within, strict=True)
    ]
