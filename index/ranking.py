"""Meaning and words to one score: a calibrated sum, not a fusion of ranks, which would let noise in words outrank meaning.

The score of a passage is the logarithm of the odds that it answers, by logistic regression on two features: how close it is in
meaning, and its share of the best score in words. Where passage and question differ in language, words say little, and meaning
has to say the rest; that regression has coefficients of its own. docs/quality.md tells how the numbers were chosen.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

DEVIATIONS: Mapping[str, float] = {"e5": 0.072, "use": 0.056}
"""Standard deviation of the centred cosine of a question and a passage that does not answer it, by encoder."""

OTHER_DEVIATION = 0.07
"""That of an encoder without a measured one."""


@dataclass(frozen=True, slots=True)
class Regression:
    """The odds of answering: ``closeness * meaning + share * words + constant``.

    ``parts`` are the encoders' weights in the closeness; those of the encoders at hand are scaled to a sum of 1.
    """

    parts: Mapping[str, float]
    closeness: float
    share: float
    constant: float


@dataclass(frozen=True, slots=True)
class Regressions:
    """One for passages in the question's language, one for the others; and for all where only meaning counts.

    ``abroad`` is for all where none is in the question's language: translated words then have none of its own to compete with.
    """

    same: Regression
    other: Regression
    abroad: Regression
    alone: Regression


FOREIGN = 1.5
"""How much more certain an answer in another language must be to stand before one in the question's own."""

FULL = Regressions(
    same=Regression({"e5": 0.9, "use": 0.1}, closeness=0.8, share=11.0, constant=-9.55),
    other=Regression({"e5": 0.7, "use": 0.3}, closeness=1.5, share=5.0, constant=-9.0 - FOREIGN),
    abroad=Regression({"e5": 0.7, "use": 0.3}, closeness=1.5, share=8.0, constant=-9.0 - FOREIGN),
    alone=Regression({"e5": 0.7, "use": 0.3}, closeness=1.5, share=0.0, constant=-9.0),
)
FAST_ONLY = Regressions(
    same=Regression({"use": 1.0}, closeness=0.4, share=16.0, constant=-8.5),
    other=Regression({"use": 1.0}, closeness=1.2, share=5.0, constant=-8.0 - FOREIGN),
    abroad=Regression({"use": 1.0}, closeness=1.2, share=8.0, constant=-8.0 - FOREIGN),
    alone=Regression({"use": 1.0}, closeness=1.2, share=0.0, constant=-8.0),
)
"""With USE alone, whose order is worse than that of words where both can judge."""

EVEN = -2.67
"""The log-odds at which half of the best passages are right ones..."""
SPREAD = 1.25
"""...and how fast their share grows around it: fitted to the best passages of 2,700 questions that have an answer in the
collection and 1,800 that have none, in nine and six pairs of sets. Between .4 and .95 it is off by at most .1."""

EVEN_SHARE = 0.34
"""The same where there are words alone: the share of the best score possible."""
EVEN_SHARE_OTHER = 0.43
"""The same for a passage in another language than the question's: translated words meet many that they do not mean."""
SPREAD_SHARE = 0.06

GIVEN = 0.25
"""The certainty from which on an answer is given: it refuses few that are right, and one in seven questions that have no
answer gets one, with a certainty that says so."""

GIVEN_SHARE = EVEN_SHARE - SPREAD_SHARE * math.log(1 / GIVEN - 1)
"""The share of the best score from which on an answer in the question's language is given, where there are words alone."""


def regressions(encoders: tuple[str, ...]) -> Regressions:
    """Give the regressions for a set of encoders, by key."""
    return FAST_ONLY if encoders == ("use",) else FULL


def weights(parts: Mapping[str, float], encoders: Collection[str]) -> dict[str, float]:
    """Give each encoder's factor of its cosine, in standard deviations; an encoder of the owner's choice counts as e5 does."""
    shares = {key: parts.get(key, parts.get("e5", 1.0)) for key in encoders}
    total = sum(shares.values())
    return {key: share / total / DEVIATIONS.get(key, OTHER_DEVIATION) for key, share in shares.items()}


def log_odds(cosines: Mapping[str, Floats], heard: Mapping[str, Mask], shares: Floats, same_language: Mask | None) -> Floats:
    """Give the logarithm of the odds that each passage answers, ``(n,)``.

    ``cosines`` are by encoder, ``(n,)``, centred by language; ``heard`` says for which passages an encoder knows both languages,
    ``(n,)``; ``shares`` are of the best score possible in words, 0-1; ``same_language`` says which passages are in the
    question's language, None where only meaning counts.
    """
    result = np.empty(len(shares), np.float32)
    for regression, of_language in by_language(tuple(cosines), same_language, len(shares)):
        for hearing, rows in _by_hearing(heard, of_language):
            factors = weights(regression.parts, hearing)
            closeness = sum((factors[key] * cosines[key][rows] for key in hearing), np.zeros(np.count_nonzero(rows), np.float32))
            result[rows] = regression.closeness * closeness + regression.share * shares[rows] + regression.constant
    return result


def by_language(encoders: tuple[str, ...], same: Mask | None, count: int) -> list[tuple[Regression, Mask]]:
    """Give the regressions for ``count`` passages, each with those that it is for; ``same`` as for ``log_odds``."""
    chosen = regressions(encoders)
    if same is None:
        return [(chosen.alone, np.ones(count, np.bool_))]
    if not same.any():
        return [(chosen.abroad, ~same)]
    return [(chosen.same, same), (chosen.other, ~same)]


def _by_hearing(heard: Mapping[str, Mask], rows: Mask) -> Iterator[tuple[list[str], Mask]]:
    """Part the rows by the encoders that know both languages; where none does, meaning has no say."""
    for pattern in product((True, False), repeat=len(heard)):
        part = rows.copy()
        for mask, wanted in zip(heard.values(), pattern, strict=True):
            part &= mask if wanted else ~mask
        if part.any():
            yield [key for key, wanted in zip(heard, pattern, strict=True) if wanted], part


def certainty(log_odds: Floats) -> Floats:
    """Give the probability (0-1) that each passage answers, ``(n,)``."""
    probability: Floats = 1 / (1 + np.exp((EVEN - log_odds) / SPREAD))
    return probability


def certainty_of_share(share: float, *, same_language: bool) -> float:
    """Give the probability (0-1) that a passage answers, from its share of the best score in words alone."""
    even = EVEN_SHARE if same_language else EVEN_SHARE_OTHER
    return 1 / (1 + math.exp((even - share) / SPREAD_SHARE))
