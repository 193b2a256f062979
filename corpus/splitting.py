"""A Document to its Passages: whole sentences of one section, 80-400 characters where the text allows it."""

import re
from collections.abc import Iterator

from corpus.cleaning import RULE
from corpus.documents import Document, Passage
from corpus.language import identify
from corpus.sentences import sentence_spans

SHORTEST = 80
"""Characters below which a paragraph is joined to its neighbour under the same heading."""

LONGEST = 400
"""Characters that a passage has at most."""

CLAUSE = re.compile(r"[,，、;；:：،؛]\s*|\s+")
"""Where a sentence longer than LONGEST may be cut: after a clause, else at white space."""

SURE = 0.9
"""Confidence from which a passage's own language overrides its document's."""

Span = tuple[int, int]


def split(document: Document) -> list[Passage]:
    """Cut a document into passages, in order; ``document.text[start:end] == passage.text`` for each.

    Every character outside headings and white space is in exactly one passage. A passage is shorter than SHORTEST only
    where its section is, and never longer than LONGEST.
    """
    passages: list[Passage] = []
    for heading, start, end in _sections(document):
        for span in _passages(document.text, start, end):
            begin, stop = _trim(document.text, *span)
            text = document.text[begin:stop]
            ordinal = len(passages) + 1
            passages.append(
                Passage(
                    f"{document.id}:{ordinal}",
                    document.id,
                    document.title,
                    heading,
                    _language(text, document),
                    text,
                    begin,
                    stop,
                )
            )
    return passages


def _language(text: str, document: Document) -> str:
    guess = identify(text)
    return guess.code if guess.confidence >= SURE else document.language


def _sections(document: Document) -> Iterator[tuple[str, int, int]]:
    """Yield (heading, start, end) of the text between headings; the title itself is no heading of a passage."""
    name, begin = "", 0
    for heading in document.headings:
        yield name, begin, heading.start
        text = document.text[heading.start : heading.end]
        name, begin = ("" if text == document.title else text), heading.end
    yield name, begin, len(document.text)


def _passages(text: str, start: int, end: int) -> list[Span]:
    """Group a section's paragraphs: long ones cut at sentences, a short one joined to the next, the last to the one before."""
    grouped: list[Span] = []
    for span in _paragraphs(text, start, end):
        for piece in _fit(text, *span):
            if grouped and _size(text, grouped[-1]) < SHORTEST:
                _join_or_append(text, grouped, piece)
            else:
                grouped.append(piece)
    if len(grouped) > 1 and _size(text, grouped[-1]) < SHORTEST:
        _join_or_append(text, grouped, grouped.pop())
    return grouped


def _join_or_append(text: str, grouped: list[Span], piece: Span) -> None:
    joined = (grouped[-1][0], piece[1])
    if _size(text, joined) <= LONGEST:
        grouped[-1] = joined
    else:
        grouped.append(piece)


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for line in text[start:end].split("\n"):
        if line.strip() and not RULE.fullmatch(line):
            yield begin, begin + len(line)
        begin += len(line) + 1


def _size(text: str, span: Span) -> int:
    begin, end = _trim(text, *span)
    return end - begin


def _trim(text: str, start: int, end: int) -> Span:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


def _fit(text: str, start: int, end: int) -> list[Span]:
    """Cut a paragraph longer than LONGEST into near-equal runs of whole sentences."""
    size = _size(text, (start, end))
    if size <= LONGEST:
        return [(start, end)]
    pieces = [part for sentence in sentence_spans(text, start, end) for part in _cut(text, *sentence)]
    target = size / -(-size // LONGEST)
    runs = [pieces[0]]
    for piece in pieces[1:]:
        grown = (runs[-1][0], piece[1])
        # Stop nearest to the target, so that the last run is not a crumb.
        if _size(text, grown) <= LONGEST and _size(text, grown) - target <= target - _size(text, runs[-1]):
            runs[-1] = grown
        else:
            runs.append(piece)
    return runs


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a sentence longer than LONGEST at clauses, at spaces, or, where it has neither, at LONGEST."""
    while end - start > LONGEST:
        borders = [match.end() for match in CLAUSE.finditer(text, start, start + LONGEST)]
        stop = max((border for border in borders if border - start >= SHORTEST), default=start + LONGEST)
        yield start, stop
        start = stop
    yield start, end
