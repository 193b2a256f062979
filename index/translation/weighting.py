"""What the translations of a question weigh in a passage's score, beside the question's own words."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from math import sqrt
from statistics import fmean

from index.analysis import words
from index.answers import Expansion, ExpansionKind, Question


def weighed(question: Question, own: float, idf: Callable[[str, str], float]) -> Question:
    """Give a question with the weights that its translations are searched by; these may exceed 1.

    Each translation scores besides all else, in grams as much as in words. ``own``: the sum of
    weight times idf over the clauses of the question's own words and grams, the supremum of its score without the factor of
    BM25. ``idf`` takes a field, "words" or "grams", and a term. The translations can reach what the words that they stand for
    can, given that a passage holds one or two of a phrase's translations, not all: together they reach the root of the sum of
    their squares. Words without a translation leave their part of the supremum out of reach.
    """
    reachable: dict[str, float] = defaultdict(float)
    for expansion in filter(_is_translation, question.expansions):
        best = fmean(idf("words", term) for term in expansion.terms) + fmean(idf("grams", gram) for gram in expansion.grams)
        reachable[expansion.source] += (expansion.weight * best) ** 2
    total = sum(map(sqrt, reachable.values()))
    if not total:
        return question
    known = {term.text for source in reachable for term in words(source, question.language)}
    covered = sum(term in known for term in question.terms) / max(1, len(question.terms))
    factor = covered * own / total
    expansions = (
        replace(expansion, weight=expansion.weight * factor) if _is_translation(expansion) else expansion
        for expansion in question.expansions
    )
    return replace(question, expansions=tuple(expansions))


def _is_translation(expansion: Expansion) -> bool:
    return expansion.kind is ExpansionKind.TRANSLATION
