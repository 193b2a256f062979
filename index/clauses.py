"""What a passage scores by: the terms of a question and of its expansions, by field and weight."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from index.answers import Expansion, ExpansionKind, Question

FIELD_WEIGHTS: Mapping[str, float] = {"title": 0.3, "heading": 1.2, "words": 1.0, "grams": 0.35}
"""Each field's share in a passage's score; measured in docs/quality.md."""

GRAM_WEIGHTS: Mapping[str, float] = {"zh": 0.7, "ja": 0.7, "ko": 1.0}
"""Where the grams of a question weigh otherwise: Korean words carry endings that no list of particles covers."""

WORD_FIELDS = ("title", "heading", "words")

TRANSLATED_HEADING = 0.5
"""What a translation counts of its weight in title and heading: more, and passages in the question's own language lose to it."""


class Clause(NamedTuple):
    """A term of a field and what it weighs in a passage's score.

    ``slot`` is the question's term that it counts for. Of the clauses of one field and slot only the best one counts, and none
    as rarer than the slot's own term: a synonym may take a word's place, but not add to it or surpass it.
    """

    field: str
    term: str
    weight: float
    slot: str


def clauses(question: Question) -> list[Clause]:
    """Give all that a passage scores by, the question's own words and grams first.

    An expansion of several terms weighs as much as one of one, its terms an equal share each; so do the words it stands for.
    """
    found = supremum_clauses(question)
    found += [Clause(name, term, FIELD_WEIGHTS[name], term) for name in ("title", "heading") for term in question.terms]
    for expansion in question.expansions:
        found += _expanded(expansion)
    weight = FIELD_WEIGHTS["words"]
    return found + [Clause("words", one.word, weight * one.weight, one.term) for one in question.associations]


def _expanded(expansion: Expansion) -> Iterator[Clause]:
    translated = expansion.kind is ExpansionKind.TRANSLATION
    for term in expansion.terms:
        slots = expansion.stands_for or (term,)
        share = expansion.weight / len(expansion.terms) / len(slots)
        for name in WORD_FIELDS:
            weight = FIELD_WEIGHTS[name] * (TRANSLATED_HEADING if translated and name != "words" else 1)
            yield from (Clause(name, term, weight * share, slot) for slot in slots)
    for gram in expansion.grams:
        yield Clause("grams", gram, expansion.weight / len(expansion.grams), gram)


def supremum_clauses(question: Question) -> list[Clause]:
    """Give the clauses that the best possible score is made of: the question's own words and grams in a passage's text."""
    gram_weight = GRAM_WEIGHTS.get(question.language, FIELD_WEIGHTS["grams"])
    found = [Clause("words", term, FIELD_WEIGHTS["words"], term) for term in question.terms]
    return found + [Clause("grams", gram, gram_weight, gram) for gram in question.grams]
