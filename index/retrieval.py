"""A query to an Answer, over an Engine."""

import time

from index.answers import Answer, BestAnswer, Hit, NoTermsError, Query, Question
from index.engines.protocol import Engine
from index.extraction import answering_sentence, highlights, matching_terms
from index.lexical import Match
from index.questions import understand

ENOUGH = 0.27
"""The best hit's score below which nothing is said to answer; measured in docs/quality.md."""

RELATED = 5
"""Related questions given at most."""


def answer(engine: Engine, query: Query) -> Answer:
    """Understand the question, find its passages, and mark in them what answers.

    Raises NoTermsError if the question holds no letter and no digit.
    """
    started = time.perf_counter()
    present = frozenset(engine.manifest.languages)
    question = understand(query.text, query.question_language, query.languages & present or present)
    if not question.terms and not question.grams:
        raise NoTermsError("the question holds no letter or digit to search for; ask in words")
    matches, total = engine.search(question, query)
    hits = tuple(_hit(engine, question, match, bare=query.bare) for match in matches[query.offset :])
    best = hits[0] if hits and query.offset == 0 else None
    return Answer(
        question=question,
        best=_best(best) if best else None,
        hits=hits,
        related=_related(matches, question),
        total=total,
        revision=engine.manifest.revision,
        took_ms=(time.perf_counter() - started) * 1000,
    )


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


def _best(hit: Hit) -> BestAnswer | None:
    if hit.answer is None or hit.score < ENOUGH:
        return None
    return BestAnswer(hit.passage, *hit.answer, confidence=hit.score)


def _related(matches: list[Match], question: Question) -> tuple[str, ...]:
    """Give the headings of the passages found, other than the best one's, as questions to go on with."""
    asked = {question.text, matches[0].passage.heading} if matches else set()
    headings = dict.fromkeys(match.passage.heading for match in matches if match.passage.heading not in asked)
    return tuple(heading for heading in headings if heading)[:RELATED]
