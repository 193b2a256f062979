"""A query to an Answer, over an Engine."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.language import chinese_script, identify
from index.answers import Analysis, Answer, BestAnswer, Correction, Hit, Mode, NoTermsError, Query, Question, SearchedWord
from index.engines.protocol import Engine
from index.extraction import Sought, answering_sentence, highlights, matching_terms, sought
from index.languages.normalization import fold
from index.lexical import Match
from index.questions import typed_and_indexed, understand
from index.ranking import GIVEN
from index.related import related_questions
from index.spelling.correcting import correct
from index.synonyms import Synonyms
from index.timing import stage
from index.translation.phrases import INTO

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
    Raises NoTermsError if the question holds no letter and no digit, NoVectorsError as the engine does.
    """
    started = time.perf_counter()
    query = replace(query, text=_encodable(query.text))
    found = _search(engine, query, query.text)
    if not _says_something(found.question):
        raise NoTermsError("the question holds no letter or digit to search for; ask in words")
    correction = None
    if not query.literal:
        found, correction = _corrected(engine, query, found)
    ordered = _without_repetition(found.matches)
    matches = ordered[: query.offset + query.limit]
    shown = enumerate(matches[query.offset :], start=query.offset)
    asked = sought(found.question, engine.idf)
    with stage("extract"):
        hits = tuple(_hit(engine, asked, match, query, rank) for rank, match in shown)
    question = replace(found.question, text=query.text, correction=correction)
    return Answer(
        question=question,
        best=_best(hits[0], matches[0]) if hits and query.offset == 0 else None,
        hits=hits,
        related=related_questions([match.passage for match in ordered[:WINDOW]], question),
        total=found.total,
        revision=engine.manifest.revision,
        warnings=found.warnings,
        took_ms=(time.perf_counter() - started) * 1000,
    )


def analyze(engine: Engine | None, text: str, code: str = "", synonyms: Synonyms | None = None) -> Analysis:
    """Understand a text as ``answer`` does, and say what the index knows of its words.

    ``code`` is its language where that is stated. Without an engine the text is expanded with ``synonyms``, or the built-in
    ones, and translated as for Chinese passages.
    """
    text = _encodable(text)
    question = _spelled(engine, text, code) if engine else understand(text, code, synonyms, frozenset([INTO]))
    return Analysis(
        question=question,
        confidence=1.0 if code else identify(text).confidence,
        script=chinese_script(text) if question.language == "zh" else "",
        folded=fold(text),
        words=tuple(_known(engine, *word) for word in typed_and_indexed(text, question.language)),
        passages=engine.manifest.passages if engine else 0,
        revision=engine.manifest.revision if engine else "",
    )


def _spelled(engine: Engine, text: str, code: str) -> Question:
    """Understand a question as typed, with the better spelling that it would be searched in or that would be offered."""
    query = Query(text, question_language=code)
    found = _search(engine, query, text)
    if not _says_something(found.question):
        return found.question
    return replace(found.question, correction=_corrected(engine, query, found)[1])


def _known(engine: Engine | None, typed: str, term: str) -> SearchedWord:
    return SearchedWord(typed, term, engine.frequency(term), engine.idf(term)) if engine else SearchedWord(typed, term)


def _encodable(text: str) -> str:
    """Give a text with lone surrogates as question marks: native code and output take none."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _says_something(question: Question) -> bool:
    return bool(question.terms or question.grams)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search gave: the best ``offset + limit`` passages, how many there are, and what is missing."""

    question: Question
    matches: list[Match]
    total: int
    warnings: tuple[str, ...]

    @property
    def certainty(self) -> float:
        """The probability that the best passage answers."""
        return self.matches[0].certainty if self.matches else 0.0


def understood(engine: Engine, query: Query, text: str) -> Question:
    """Understand a question as it is asked of a collection: with its synonyms, and translated into its languages."""
    present = frozenset(engine.manifest.languages)
    return understand(text, query.question_language, engine.synonyms, query.languages & present or present)


def _search(engine: Engine, query: Query, text: str) -> _Found:
    with stage("understand"):
        question = understood(engine, query, text)
    with stage("retrieve"):
        return _Found(question, *engine.search(question, _widened(query)))


def _corrected(engine: Engine, query: Query, typed: _Found) -> tuple[_Found, Correction | None]:
    """Give what the question finds in its best spelling, or what it found as typed, and that spelling.

    Words decide, since a spelling is a matter of words; but where meaning is heard, it must not grow less certain.
    """
    by_words = replace(query, mode=Mode.LEXICAL, limit=1, offset=0, explain=False)
    # Untranslated: what other languages call it says nothing of how it is spelt.
    as_typed = _untranslated(typed.question)

    @cache
    def ask(text: str) -> tuple[float, str]:
        question = as_typed if text == query.text else understand(text, query.question_language, engine.synonyms)
        known = question is typed.question and query.mode is Mode.LEXICAL
        matches = typed.matches if known else engine.search(question, by_words).matches
        return matches[0].score if matches else 0.0, question.language

    with stage("correct"):
        correction = correct(query.text, engine.vocabulary(), ask)
    if correction is None or not correction.applied:
        return typed, correction
    corrected = _search(engine, query, correction.text)
    if corrected.certainty < typed.certainty:
        return typed, replace(correction, applied=False)
    return corrected, correction


def _untranslated(question: Question) -> Question:
    if not any(one.grams for one in question.expansions):
        return question
    return replace(question, expansions=tuple(one for one in question.expansions if not one.grams))


def _hit(engine: Engine, asked: Sought, match: Match, query: Query, rank: int) -> Hit:
    """Make a hit of a match, with marks and answering sentence unless the query wants it bare.

    The best one's sentence is chosen by its meaning too; of a passage in another language there is little else. Only of
    that one: every sentence of it has to be encoded for this question.
    """
    passage = match.passage
    found = [] if query.bare else matching_terms(passage, asked)

    def likeness(sentences: Sequence[str]) -> Sequence[float]:
        return engine.likeness(asked.question, sentences, passage.language)

    by_meaning = likeness if rank == 0 and query.mode is not Mode.LEXICAL else None
    return Hit(
        passage=passage,
        url=match.url,
        copies=match.copies,
        score=match.score,
        highlights=highlights(found),
        answer=None if query.bare else answering_sentence(passage, asked, found, by_meaning),
        explanation=match.explanation,
    )


def _widened(query: Query) -> Query:
    """Ask for enough passages to choose the first hits from."""
    return replace(query, limit=max(query.limit, WINDOW - query.offset))


def _without_repetition(matches: list[Match]) -> list[Match]:
    """Move passages that are near-equal to an earlier one behind the first hits; the rest keep their order."""
    first: list[Match] = []
    repeated: list[Match] = []
    pieces: list[frozenset[str]] = []
    for match in matches[:WINDOW]:
        if len(first) < FIRST:
            found = _pieces(match.passage.text)
            if any(len(found & other) > NEAR_EQUAL * len(found | other) for other in pieces):
                repeated.append(match)
                continue
            pieces.append(found)
        first.append(match)
    return first[:FIRST] + repeated + first[FIRST:] + matches[WINDOW:]


def _pieces(text: str) -> frozenset[str]:
    return frozenset([text[at : at + PIECE] for at in range(max(1, len(text) - PIECE + 1))])


def _best(hit: Hit, match: Match) -> BestAnswer | None:
    if hit.answer is None or match.certainty < GIVEN:
        return None
    return BestAnswer(hit.passage, *hit.answer, confidence=match.certainty)
