"""A question of another language to expansions in Chinese."""

from collections.abc import Iterator

from index.analysis import Term, bigrams, words
from index.answers import Expansion, Question
from index.translation.lexicon import LONGEST, Lexicon, lexicon, searched_terms

INTO = "zh"
"""The language translated into."""


def translations(question: Question) -> tuple[Expansion, ...]:
    """Give the Chinese words for the words of a question, longest phrases first; none for a Chinese question.

    The weights of the translations of a phrase add up to at most 1, so that many senses together weigh as one. Words that the
    question's language ignores, numbers and what the lexicon lacks have none.
    """
    if question.language == INTO:
        return ()
    return tuple(
        Expansion(
            text=chinese,
            terms=terms,
            source=question.text[phrase[0].start : phrase[-1].end],
            weight=weight,
            grams=_distinct(bigrams(chinese)),
        )
        for phrase, found in _phrases(lexicon(), question.text, question.language)
        for chinese, weight in found
        if (terms := _outermost(words(chinese, INTO)))
    )


def _phrases(known: Lexicon, text: str, code: str) -> Iterator[tuple[list[Term], list[tuple[str, float]]]]:
    """Yield the known phrases of a text, each once, from left to right, at each place the longest, with their Chinese words."""
    terms = searched_terms(text, code)
    seen = set()
    at = 0
    while at < len(terms):
        for length in range(min(LONGEST, len(terms) - at), 0, -1):
            phrase = terms[at : at + length]
            forms = tuple(term.text for term in phrase)
            found = [] if all(map(str.isdecimal, forms)) else known.find(code, forms)
            if found:
                break
        if found and forms not in seen:
            seen.add(forms)
            yield phrase, found
        at += length


def _outermost(found: list[Term]) -> tuple[str, ...]:
    """Leave out the words inside longer words, as of the words of a question."""
    return _distinct(
        [
            term
            for term in found
            if not any(
                other.start <= term.start and term.end <= other.end and len(other.text) > len(term.text) for other in found
            )
        ]
    )


def _distinct(terms: list[Term]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.text for term in terms))
