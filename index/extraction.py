"""From a passage and a question: the ranges to mark, and the sentence that answers."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.documents import Passage
from corpus.sentences import sentence_spans
from index.analysis import Term, wanted_bigrams, wanted_words
from index.answers import Question, QuestionType, Span

RARE = 4.0
"""Above this idf a term says no more about where in the passage the answer stands: names would outweigh all else."""

PAIR = 0.5
"""What a pair of characters counts of a word."""

NAMED = 1
"""Sentences that a term of the heading counts as standing in: what the whole section is about tells its sentences less apart."""

NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万两半]\s*(?:年|月|日|天|周|次|期|元|块|个|人|倍|成)")
NUMBERED = frozenset({QuestionType.WHEN, QuestionType.HOW_MUCH})
"""Questions that a number answers."""
TYPED = 1.2
"""How much more a sentence counts that holds what the question's type asks for."""

ALIKE = 1.0
"""What closeness in meaning counts beside the words, both relative to the best sentence's."""

COMPARED = 12
"""Sentences compared in meaning at most, the best by words first: USE takes 1-3 ms for each."""

SECOND = 0.35
"""A neighbouring sentence with this share of the best one's score belongs to the answer..."""
LONGEST = 320
"""...if both together are not wider than this: a Chinese character is as wide as two Latin letters."""

Likeness = Callable[[Sequence[str]], Sequence[float]]
"""Closeness in meaning of some sentences to the question; empty if there is no way to tell."""


def term_weights(question: Question) -> dict[str, tuple[str, float]]:
    """Give the words that a question is searched by: each with the question's term that it counts for, and its weight.

    Those of the question count for themselves and weigh 1, those of its expansions their share of that, pairs of
    characters PAIR.
    """
    weights = {gram: (gram, PAIR) for gram in question.grams}
    for expansion in question.expansions:
        for term in expansion.terms:
            weights[term] = (next(iter(expansion.stands_for), term), expansion.weight / len(expansion.terms))
    return weights | {term: (term, 1.0) for term in question.terms}


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought in the passages found for a question: the same in each, so worked out once.

    ``slots``: each word with the question's term that it counts for; ``worth``: what it says of where the answer stands.
    """

    question: Question
    slots: Mapping[str, str]
    worth: Callable[[str], float]


def sought(question: Question, idf: Callable[[str], float]) -> Sought:
    """Give what a question, expanded, asks for; ``idf`` tells how rare a word is."""
    weights = term_weights(question)

    @cache
    def worth(term: str) -> float:
        return weights[term][1] * min(RARE, idf(term))

    return Sought(question, {term: slot for term, (slot, _) in weights.items()}, worth)


def matching_terms(passage: Passage, asked: Sought) -> list[Term]:
    """Give the words and pairs of characters of the passage's text that are asked for."""
    pairs = wanted_bigrams(passage.text, asked.question.grams)
    return wanted_words(passage.text, passage.language, asked.slots) + pairs


def highlights(found: Iterable[Term]) -> tuple[Span, ...]:
    """Give the ranges of the matching terms, merged, in order."""
    return _merge((term.start, term.end) for term in found)


def answering_sentence(passage: Passage, asked: Sought, found: Sequence[Term], likeness: Likeness | None = None) -> Span | None:
    """Give the range of the sentence, or of two that belong together, that answers best.

    A sentence scores by the matching terms in it, each by its idf, and the less the more sentences hold it; by
    ``likeness`` where that is given; and by what the question's type asks for. None where nothing speaks for any sentence.
    The range is trimmed of white space, so that ``text[start:end]`` is verbatim.
    """
    spans = [_trim(passage.text, *span) for span in sentence_spans(passage.text)]
    scores = _word_scores(passage, asked, found, spans)
    if likeness is not None:
        compared = _compared(scores)
        closeness = likeness([passage.text[slice(*spans[number])] for number in compared])
        scores = _mixed(scores, dict(zip(compared, closeness, strict=False)))
    if asked.question.type in NUMBERED:
        scores = [
            score * (TYPED if NUMBER.search(passage.text, start, end) else 1)
            for score, (start, end) in zip(scores, spans, strict=True)
        ]
    if not any(scores):
        return None
    best = scores.index(max(scores))
    return _with_neighbour(passage.text, spans, scores, best)


def _word_scores(passage: Passage, asked: Sought, found: Sequence[Term], spans: Sequence[Span]) -> list[float]:
    above = f"{passage.heading}\n{passage.title}"
    given = {asked.slots[term.text] for term in wanted_words(above, passage.language, asked.slots)}
    held = _best_by_slot(found, asked, spans)
    places = Counter(slot for inside in held for slot in inside)
    return [sum(weight / (places[slot] + NAMED * (slot in given)) for slot, weight in inside.items()) for inside in held]


def _best_by_slot(found: Iterable[Term], asked: Sought, spans: Sequence[Span]) -> list[dict[str, float]]:
    """Give what the terms inside each range weigh: of words that stand for one of the question, the best."""
    starts = [start for start, _ in spans]
    held: list[dict[str, float]] = [{} for _ in spans]
    for term in found:
        at = bisect_right(starts, term.start) - 1
        if at >= 0 and term.end <= spans[at][1]:
            slot = asked.slots[term.text]
            held[at][slot] = max(held[at].get(slot, 0.0), asked.worth(term.text))
    return held


def _compared(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda number: -scores[number])[:COMPARED]


def _mixed(scores: Sequence[float], closeness: Mapping[int, float]) -> list[float]:
    if not closeness:
        return list(scores)
    best = max(scores) or 1.0
    nearest = max(*closeness.values(), 0.0) or 1.0
    return [score / best + ALIKE * max(0.0, closeness.get(number, 0.0)) / nearest for number, score in enumerate(scores)]


def _with_neighbour(text: str, spans: Sequence[Span], scores: Sequence[float], best: int) -> Span:
    neighbours = [number for number in (best - 1, best + 1) if 0 <= number < len(spans)]
    start, end = spans[best]
    for number in sorted(neighbours, key=lambda number: -scores[number]):
        low, high = min(start, spans[number][0]), max(end, spans[number][1])
        short = 2 * (high - low) <= LONGEST
        if scores[number] >= SECOND * scores[best] and (short or width(text[low:high]) <= LONGEST):
            return low, high
    return start, end


def width(text: str) -> int:
    """Give the columns that a text takes where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _trim(text: str, start: int, end: int) -> Span:
    sentence = text[start:end]
    return start + len(sentence) - len(sentence.lstrip()), end - len(sentence) + len(sentence.rstrip())


def _merge(ranges: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
