"""A query to an Answer, over an Engine."""

import time
from dataclasses import dataclass, replace

from index.answers import Answer, BestAnswer, Hit, NoTermsError, Query, Question
from index.engines.protocol import Engine
from index.extraction import answering_sentence, highlights, matching_terms
from index.lexical import Match
from index.questions import understand
from index.spelling.correcting import correct

ENOUGH = 0.27
"""The best hit's score below which nothing is said to answer; measured in docs/quality.md."""

RELATED = 5
"""Related questions given at most."""


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
    if not query.literal:
        found = _corrected(engine, query, found)
    question, matches = found.question, found.matches
    hits = tuple(_hit(engine, question, match, bare=query.bare) for match in matches[query.offset :])
    best = hits[0] if hits and query.offset == 0 else None
    return Answer(
        question=question,
        best=_best(best) if best else None,
        hits=hits,
        related=_related(matches, question),
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
    def score(self) -> float:
        """The best passage's score."""
        return self.matches[0].score if self.matches else 0.0


def _search(engine: Engine, query: Query, text: str) -> _Found:
    question = understand(text, query.question_language)
    matches, total = engine.search(question, query)
    return _Found(question, matches, total)


def _corrected(engine: Engine, query: Query, typed: _Found) -> _Found:
    """Give what the question finds in its best spelling, or what it found as typed with that spelling as an offer."""
    tried = {query.text: typed}

    def ask(text: str) -> tuple[float, str]:
        if text not in tried:
            tried[text] = _search(engine, query, text)
        return tried[text].score, tried[text].question.language

    correction = correct(query.text, engine.vocabulary(), ask)
    chosen = tried[correction.text] if correction and correction.applied else typed
    return replace(chosen, question=replace(chosen.question, text=query.text, correction=correction))


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
    spellings = {question.text, question.correction.text if question.correction else question.text}
    asked = {*spellings, matches[0].passage.heading} if matches else spellings
    headings = dict.fromkeys(match.passage.heading for match in matches if match.passage.heading not in asked)
    return tuple(heading for heading in headings if heading)[:RELATED]
