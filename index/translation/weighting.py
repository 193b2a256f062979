"""What the translations of a question weigh in a passage's score, beside the question's own words."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import sqrt
from statistics import fmean

from index.analysis import words
from index.answers import Expansion, Question

REACH = 1.2
"""What translations can reach, as a share of what the words they stand for can: with it a passage in another language that
answers scores near one in the question's own (docs/languages.md), and does not displace it."""


def weigh(
    question: Question, translated: Sequence[Expansion], own: float, idf: Callable[[str, str], float]
) -> tuple[Expansion, ...]:
    """Give the translations of a question with the weights that they are searched by; these may exceed 1.

    ``own``: the sum of weight times idf over the clauses of the question's own words and grams, the supremum of its score
    without the factor of BM25. ``idf`` takes a field, "words" or "grams", and a term. A passage holds one or two of a phrase's
    translations, not all: what they can reach together is the root of the sum of the squares. Words without a translation
    leave their part of the supremum out of reach.
    """
    reachable: dict[str, float] = defaultdict(float)
    for expansion in translated:
        in_words = fmean(idf("words", term) for term in expansion.terms)
        in_grams = fmean(idf("grams", gram) for gram in expansion.grams) if expansion.grams else 0.0
        reachable[expansion.source] += (expansion.weight * (in_words + in_grams)) ** 2
    known = {term.text for source in reachable for term in words(source, question.language)}
    covered = sum(term in known for term in question.terms) / max(1, len(question.terms))
    total = sum(map(sqrt, reachable.values()))
    factor = REACH * covered * own / total if total else 0.0
    return tuple(replace(expansion, weight=expansion.weight * factor) for expansion in translated)
