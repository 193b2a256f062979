"""Questions to go on with: headings of the passages found, as they stand there."""

from collections.abc import Sequence

import regex

from corpus.documents import Passage
from index.answers import Question, QuestionType
from index.languages.normalization import fold, normalize
from index.questions import question_type

LIMIT = 5
"""Related questions given at most."""

BETWEEN_WORDS = regex.compile(r"[\p{P}\p{Z}\p{C}]+")
"""Punctuation and white space: two questions that differ in nothing else are one."""


def related_questions(passages: Sequence[Passage], question: Question) -> tuple[str, ...]:
    """Give headings of the passages found, best first, that lead on from a question: at most LIMIT, each once.

    Those in the question's language come first, and of these the ones that ask something. The question itself is none of them,
    in whatever script, case or punctuation, nor is the heading of the best passage, which is read already.
    """
    asked = [question.text, *(passage.heading for passage in passages[:1])]
    if question.correction:
        asked.append(question.correction.text)
    known = {"", *map(_essence, asked)}
    found: list[Passage] = []
    for passage in passages:
        essence = _essence(passage.heading)
        if essence not in known:
            known.add(essence)
            found.append(passage)

    def order(passage: Passage) -> tuple[bool, bool]:
        asks = question_type(passage.heading, passage.language) is not QuestionType.STATEMENT
        return passage.language != question.language, not asks

    return tuple(passage.heading for passage in sorted(found, key=order)[:LIMIT])


def _essence(text: str) -> str:
    return BETWEEN_WORDS.sub("", normalize(fold(text)))
