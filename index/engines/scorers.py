"""Ways to score every passage of a generation for one question: by words, or by words and meaning."""

from dataclasses import replace
from typing import Protocol

import numpy as np

from index.answers import Mode, Query, Question
from index.lexical import LexicalIndex, Ranking, largest
from index.meaning import Meaning
from index.ranking import by_language, certainty, certainty_of_share, log_odds, weights

WORTH_SHOWING = 0.02
"""A passage less certain than this, and without a word of the question, is not found."""


class Scorer(Protocol):
    """The passages' scores for one question."""

    def best(self, limit: int) -> Ranking:
        """Give the best ``limit`` passages; equal ones in the order of the passages."""
        ...

    def certainty(self, passage: int, score: float) -> float:
        """Give the probability (0-1) that a passage with its score answers."""
        ...

    def explain(self, passage: int) -> dict[str, float]:
        """Give the parts that a passage's score is made of."""
        ...


class Words:
    """Scores by words alone: the share of the best score possible."""

    def __init__(self, lexical: LexicalIndex, question: Question, query: Query) -> None:
        self._lexical = lexical
        self._question = replace(question, associations=lexical.associations.of(question))
        self._allowed = lexical.allowed(query)

    def best(self, limit: int) -> Ranking:
        """See Scorer."""
        return self._lexical.best(self._question, limit, self._allowed)

    def certainty(self, passage: int, score: float) -> float:
        """See Scorer."""
        same = self._lexical.postings.language(passage) == self._question.language
        return certainty_of_share(score, same_language=same)

    def explain(self, passage: int) -> dict[str, float]:
        """Give each term's part of the share, as ``field:term``."""
        return self._lexical.explain(self._question, passage)


class WordsAndMeaning:
    """Scores by the probability that a passage answers; of mode SEMANTIC the words have no part in it."""

    def __init__(self, lexical: LexicalIndex, meaning: Meaning, question: Question, query: Query) -> None:
        self._lexical = lexical
        self._question = question
        self._by_words = query.mode is not Mode.SEMANTIC and bool(question.terms or question.grams)
        self._allowed = lexical.allowed(query)
        self._cosines = meaning.cosines(question.text, question.language, self._allowed)
        count = lexical.postings.passages
        self._shares = lexical.shares(question) if self._by_words else np.zeros(count, np.float32)
        self._same = None if query.mode is Mode.SEMANTIC else lexical.in_languages(question.language.__eq__)
        asked = meaning.understands(question.language)
        self._heard = {
            key: lexical.in_languages(lambda code, key=key: asked[key] and meaning.understands(code)[key])  # type: ignore[misc]
            for key in self._cosines
        }
        self._log_odds = log_odds(self._cosines, self._heard, self._shares, self._same)

    def best(self, limit: int) -> Ranking:
        """See Scorer."""
        certain = certainty(self._log_odds)
        found = (certain >= WORTH_SHOWING) | (self._shares > 0)
        if self._allowed is not None:
            found &= self._allowed
        numbers = np.flatnonzero(found)
        passages = largest(self._log_odds, numbers, limit)
        return Ranking(passages, certain[passages], len(numbers))

    def certainty(self, passage: int, score: float) -> float:  # noqa: ARG002 - the score is one
        """See Scorer."""
        return score

    def explain(self, passage: int) -> dict[str, float]:
        """Give the parts of the logarithm of the odds: each encoder's, each term's, and the constant."""
        chosen = by_language(tuple(self._cosines), self._same, len(self._shares))
        regression = next(regression for regression, passages in chosen if passages[passage])
        hearing = [key for key, passages in self._heard.items() if passages[passage]]
        factors = weights(regression.parts, hearing)
        parts = {f"meaning:{key}": regression.closeness * factors[key] * float(self._cosines[key][passage]) for key in hearing}
        if self._by_words:
            words = self._lexical.explain(self._question, passage)
            parts |= {term: regression.share * part for term, part in words.items()}
        return parts | {"constant": regression.constant}
