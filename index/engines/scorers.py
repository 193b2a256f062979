"""Ways to score every passage of a generation for one question: by words, or by words and meaning."""

from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.answers import Mode, Query, Question
from index.lexical import LexicalIndex, Ranking, largest
from index.meaning import Meaning
from index.nearest import FOUND, LARGE
from index.ranking import by_language, certainty, certainty_of_share, log_odds, weights

WORTH_SHOWING = 0.02
"""A passage less certain than this, and without a word of the question, is not found."""

UNCOMPARED = 0.0
"""The cosine that a passage counts with which was not compared: the mean of all, since vectors are centred."""


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
    """Scores by the probability that a passage answers; of mode SEMANTIC the words have no part in it.

    Of a large index with approximate indexes only the passages that these find, and the best by words, are compared with the
    question. The others count as no nearer to it than any passage is.
    """

    def __init__(self, lexical: LexicalIndex, meaning: Meaning, question: Question, query: Query) -> None:
        self._lexical = lexical
        self._question = question
        self._by_words = query.mode is not Mode.SEMANTIC and bool(question.terms or question.grams)
        self._allowed = lexical.allowed(query)
        count = lexical.postings.passages
        self._shares = lexical.shares(question) if self._by_words else np.zeros(count, np.float32)
        candidates = self._candidates(meaning)
        among = self._allowed if candidates is None else candidates
        self._cosines = meaning.cosines(question.text, question.language, among)
        if candidates is not None:
            for cosines in self._cosines.values():
                cosines[~candidates] = UNCOMPARED
        self._same = None if query.mode is Mode.SEMANTIC else lexical.in_languages(question.language.__eq__)
        asked = meaning.understands(question.language)
        self._heard = {
            key: lexical.in_languages(lambda code, key=key: asked[key] and meaning.understands(code)[key])  # type: ignore[misc]
            for key in self._cosines
        }
        self._log_odds = log_odds(self._cosines, self._heard, self._shares, self._same)

    def _candidates(self, meaning: Meaning) -> NDArray[np.bool_] | None:
        """Give which passages are compared with the question, ``(passages,)``; None where all that are allowed are."""
        if self._allowed is not None and np.count_nonzero(self._allowed) < LARGE:
            return None
        near = meaning.nearest(self._question.text, self._question.language, self._allowed)
        if near is None:
            return None
        holding = self._shares > 0 if self._allowed is None else (self._shares > 0) & self._allowed
        compared = np.zeros(len(self._shares), np.bool_)
        compared[near] = True
        compared[largest(self._shares, np.flatnonzero(holding), FOUND)] = True
        return compared

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
