"""Raw text to a Question: its language, its type, the terms it is matched by and the words left out."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from corpus.language import language_of
from index.analysis import Term, grams, searched_words
from index.answers import Question, QuestionType
from index.languages.normalization import fold
from index.languages.table import language
from index.synonyms import Synonyms, built_in_synonyms
from index.translation.phrases import INTO, translations

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
    kept, ignored = searched_words(text, code)
    if not kept:
        kept, ignored = ignored, []

    def typed(term: Term) -> str:
        return unicodedata.normalize("NFKC", text[term.start : term.end]).lower()

    question = Question(
        text=text,
        language=code,
        type=_type(text, code),
        terms=_distinct(term.text for term in kept),
        grams=_distinct(gram.text for gram in grams(text, code) if not _inside(gram, ignored)),
        shown=_distinct(map(typed, kept)),
        ignored=_distinct(map(typed, ignored)),
        expansions=(synonyms or built_in_synonyms()).expansions(text, code, kept, ignored),
    )
    if INTO not in into:
        return question
    return replace(question, expansions=(*question.expansions, *translations(question)))


def _type(text: str, code: str) -> QuestionType:
    folded = fold(text).casefold()
    return next((kind for kind, pattern in language(code).questions if pattern.search(folded)), QuestionType.STATEMENT)


def _inside(gram: Term, ignored: list[Term]) -> bool:
    """Tell whether every character of a gram belongs to an ignored word."""
    return all(any(word.start <= position < word.end for word in ignored) for position in range(gram.start, gram.end))


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
