"""A query to an Answer, over an Engine."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.answers import Answer, BestAnswer, Correction, Hit, Mode, NoTermsError, Query, Question
from index.engines.protocol import Engine
from index.extraction import answering_sentence, highlights, matching_terms
from index.lexical import Match
from index.questions import understand
from index.ranking import GIVEN
from index.related import related_questions
from index.spelling.correcting import correct

NEAR_EQUAL = 0.8
"""Of two passages that share this much of their pieces of text, the later one says nothing new."""
PIECE = 4
"""Characters of such a piece."""
FIRST = 5
"""Hits among which none near-equal to an earlier one stands: it comes after them."""
WINDOW = 2 * FIRST
"""Passages among which the first hits are chosen, and whose headings are looked at for related questions."""


def answer(engine: Engine, query: Query) -> Answer:
    """Understand the question, find its passages, and mark in them what answers.

    A question that finds nothing good is searched in another spelling where that is answered better, unless it is to be
    taken literally: then terms and hits are of that spelling, and the question's text is what was typed.
    Raises NoTermsError if the question holds no letter and no digit.
    """
    started = time.perf_counter()
    found = _search(engine, query, query.text)
    if not found.question.terms and not found.question.grams:
        raise NoTermsError("the question holds no letter or digit to search for; ask in words")
    correction = None
    if not query.literal:
        found, correction = _corrected(engine, query, found)
    ordered = _without_repetition(found.matches)
    matches = ordered[: query.offset + query.limit]
    hits = tuple(_hit(engine, found.question, match, bare=query.bare) for match in matches[query.offset :])
    hits = _answered_by_meaning(engine, found.question, query, hits)
    question = replace(found.question, text=query.text, correction=correction)
    return Answer(
        question=question,
        best=_best(hits[0], matches[0]) if hits and query.offset == 0 else None,
        hits=hits,
        related=related_questions([match.passage for match in ordered[:WINDOW]], question),
        total=found.total,
        revision=engine.manifest.revision,
        took_ms=(time.perf_counter() - started) * 1000,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search gave: the best ``offset + limit`` passages, and how many there are."""

    question: Question
    matches: list[Match]
    total: int

    @property
    def certainty(self) -> float:
        """The probability that the best passage answers."""
        return self.matches[0].certainty if self.matches else 0.0


def understood(engine: Engine, query: Query, text: str) -> Question:
    """Understand a question as it is asked of a collection: with its synonyms, and translated into its languages."""
    present = frozenset(engine.manifest.languages)
    return understand(text, query.question_language, engine.synonyms, query.languages & present or present)


def _search(engine: Engine, query: Query, text: str) -> _Found:
    question = understood(engine, query, text)
    return _Found(question, *engine.search(question, _widened(query)))


def _corrected(engine: Engine, query: Query, typed: _Found) -> tuple[_Found, Correction | None]:
    """Give what the question finds in its best spelling, or what it found as typed, and that spelling.

    Words decide, since a spelling is a matter of words; but where meaning is heard, it must not grow less certain.
    """
    by_words = replace(query, mode=Mode.LEXICAL, limit=1, offset=0, explain=False)

    @cache
    def ask(text: str) -> tuple[float, str]:
        # Untranslated: what other languages call it says nothing of how it is spelt.
        question = understand(text, query.question_language, engine.synonyms)
        matches, _ = engine.search(question, by_words)
        return matches[0].score if matches else 0.0, question.language

    correction = correct(query.text, engine.vocabulary(), ask)
    if correction is None or not correction.applied:
        return typed, correction
    corrected = _search(engine, query, correction.text)
    if corrected.certainty < typed.certainty:
        return typed, replace(correction, applied=False)
    return corrected, correction


def _hit(engine: Engine, question: Question, match: Match, *, bare: bool) -> Hit:
    passage = match.passage
    found = [] if bare else matching_terms(passage, question)
    return Hit(
        passage=passage,
        url=match.url,
        copies=match.copies,
        score=match.score,
        highlights=highlights(found),
        answer=None if bare else answering_sentence(passage, question, found, engine.idf),
        explanation=match.explanation,
    )


def _answered_by_meaning(engine: Engine, question: Question, query: Query, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Choose the sentence of the best hit by its meaning too; of a passage in another language there is little else.

    Only of the best one: every sentence of it has to be encoded for this question.
    """
    if query.bare or query.offset or query.mode is Mode.LEXICAL or not hits:
        return hits
    passage = hits[0].passage
    found = matching_terms(passage, question)

    def likeness(sentences: Sequence[str]) -> Sequence[float]:
        return engine.likeness(question, sentences, passage.language)

    return (replace(hits[0], answer=answering_sentence(passage, question, found, engine.idf, likeness)), *hits[1:])


def _widened(query: Query) -> Query:
    """Ask for enough passages to choose the first hits from."""
    return replace(query, limit=max(query.limit, WINDOW - query.offset))


def _without_repetition(matches: list[Match]) -> list[Match]:
    """Move passages that are near-equal to an earlier one behind the first hits; the rest keep their order."""
    first: list[Match] = []
    repeated: list[Match] = []
    pieces: list[frozenset[str]] = []
    for match in matches[:WINDOW]:
        found = _pieces(match.passage.text)
        if len(first) < FIRST and any(len(found & other) > NEAR_EQUAL * len(found | other) for other in pieces):
            repeated.append(match)
        else:
            first.append(match)
            pieces.append(found)
    return first[:FIRST] + repeated + first[FIRST:] + matches[WINDOW:]


def _pieces(text: str) -> frozenset[str]:
    return frozenset(text[at : at + PIECE] for at in range(max(1, len(text) - PIECE + 1)))


def _best(hit: Hit, match: Match) -> BestAnswer | None:
    if hit.answer is None or match.certainty < GIVEN:
        return None
    return BestAnswer(hit.passage, *hit.answer, confidence=match.certainty)
