"""Raw text to a Question: its language, its type, the terms it is matched by and the words left out."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from corpus.language import language_of
from index.analysis import Term, grams, searched_words
from index.answers import Question, QuestionType
from index.languages.normalization import fold
from index.languages.table import language
from index.synonyms import Synonyms, built_in_synonyms
from index.translation.phrases import INTO, translations

Item = TypeVar("Item")

DEFAULT_LANGUAGE = "zh"
"""What a question without letters is analysed as."""


def understand(text: str, code: str = "", synonyms: Synonyms | None = None, into: frozenset[str] = frozenset()) -> Question:
    """Analyse a question; ``code`` is its language where the asker stated it, else it is told from the text.

    Words that carry no meaning of their own are ignored, unless there are no others. A text without a letter or a
    digit gives a Question without terms. ``synonyms``: what it is expanded with; the built-in ones if there is nothing else.
    ``into``: the languages of the passages; where there are Chinese ones, the words of a question of another language are
    translated.
    """
    code = code or language_of(text, default=DEFAULT_LANGUAGE)
    kept, ignored = _kept_and_ignored(text, code)
    question = Question(
        text=text,
        language=code,
        type=question_type(text, code),
        terms=_distinct(term.text for term in kept),
        grams=_distinct(gram.text for gram in grams(text, code) if not _inside(gram, ignored)),
        shown=_distinct(_typed(text, term) for term in kept),
        ignored=_distinct(_typed(text, term) for term in ignored),
        expansions=(synonyms or built_in_synonyms()).expansions(text, code, kept, ignored),
    )
    if INTO not in into:
        return question
    return replace(question, expansions=(*question.expansions, *translations(question)))


def typed_and_indexed(text: str, code: str) -> tuple[tuple[str, str], ...]:
    """Give each word that a question of a language is searched by, as it is shown and as it is indexed."""
    kept, _ = _kept_and_ignored(text, code)
    return _distinct((_typed(text, term), term.text) for term in kept)


def question_type(text: str, code: str) -> QuestionType:
    """Tell by the words that ask what kind of answer a text of a language wants."""
    folded = fold(text).casefold()
    return next((kind for kind, pattern in language(code).questions if pattern.search(folded)), QuestionType.STATEMENT)


def _kept_and_ignored(text: str, code: str) -> tuple[list[Term], list[Term]]:
    kept, ignored = searched_words(text, code)
    return (kept, ignored) if kept else (ignored, [])


def _typed(text: str, term: Term) -> str:
    return unicodedata.normalize("NFKC", text[term.start : term.end]).lower()


def _inside(gram: Term, ignored: list[Term]) -> bool:
    """Tell whether every character of a gram belongs to an ignored word."""
    return all(any(word.start <= position < word.end for word in ignored) for position in range(gram.start, gram.end))


def _distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))
