"""From a passage and a question: the ranges to mark, and the sentence that answers."""

from collections.abc import Callable, Iterable, Sequence

from corpus.documents import Passage
from corpus.sentences import sentence_spans
from index.analysis import Term, bigrams, words
from index.answers import Question, Span

EARLY = 0.1
"""A first sentence counts this much more than one without its place: passages open with what they say."""

HEADED = 0.3
"""What the terms of the heading count for the first sentence below it: it answers what the heading asks."""


def term_weights(question: Question) -> dict[str, tuple[str, float]]:
    """Give the words that a question is searched by: each with the question's term that it counts for, and its weight.

    Those of the question count for themselves and weigh 1, those of its expansions their share of that.
    """
    weights = {
        term: (next(iter(expansion.stands_for), term), expansion.weight / len(expansion.terms))
        for expansion in question.expansions
        for term in expansion.terms
    }
    return weights | {term: (term, 1.0) for term in question.terms}


def matching_terms(passage: Passage, question: Question) -> list[Term]:
    """Give the words and pairs of characters of the passage's text that the question, expanded, asks for."""
    wanted_words, wanted_pairs = term_weights(question), set(question.grams)
    found = [term for term in words(passage.text, passage.language) if term.text in wanted_words]
    return found + [pair for pair in bigrams(passage.text) if pair.text in wanted_pairs]


def highlights(found: Iterable[Term]) -> tuple[Span, ...]:
    """Give the ranges of the matching terms, merged, in order."""
    return _merge((term.start, term.end) for term in found)


def answering_sentence(passage: Passage, question: Question, found: Sequence[Term], idf: Callable[[str], float]) -> Span | None:
    """Give the range of the sentence that holds most of the matching terms, each distinct one weighing its idf.

    A word of an expansion weighs its share of that, and only where the word that it stands for is not there too.
    None where neither a sentence nor the heading holds a term. The range is trimmed of white space, so that
    ``text[start:end]`` is the sentence verbatim.
    """
    weights = term_weights(question)

    def weigh(terms: set[str]) -> float:
        best: dict[str, float] = {}
        for term in terms:
            slot, weight = weights.get(term, (term, 1.0))
            best[slot] = max(best.get(slot, 0.0), weight * idf(term))
        return sum(best.values())

    asked = {term.text for term in words(passage.heading, passage.language) if term.text in weights}
    best_score, best = 0.0, None
    for order, (start, end) in enumerate(sentence_spans(passage.text)):
        inside = {term.text for term in found if start <= term.start and term.end <= end}
        score = weigh(inside) * (1 + EARLY / (1 + order))
        if order == 0:
            score += HEADED * weigh(asked)
        if score > best_score:
            best_score, best = score, (start, end)
    return None if best is None else _trim(passage.text, *best)


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
