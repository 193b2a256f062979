"""What the page shows of an answer: hits by article, each with what stands around it, and the ways to go on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.documents import Passage
from index.answers import Answer, BestAnswer, Hit, Span
from index.engines.protocol import Engine
from service.api import OFFSET_LIMIT, SearchParameters

OPEN = 3
"""Passages of one article shown at once; the others unfold."""

EXPANSIONS_SHOWN = 8
"""Words searched besides the question's that are named."""

SURE, LIKELY = 0.75, 0.5
"""From which confidence on an answer is called sure, and likely: three in four and one in two are right."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is all marked alike."""

    text: str
    term: bool
    answer: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A hit, and the passages before and after it in its article, if any."""

    hit: Hit
    before: Passage | None
    after: Passage | None


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one article, best first: those shown at once, and those that unfold."""

    passage: Passage
    url: str
    copies: tuple[str, ...]
    first: tuple[Found, ...]
    more: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of the hits this is, of how many, and the offsets of its neighbours; None where there is none."""

    number: int
    count: int
    previous: int | None
    following: int | None


@dataclass(frozen=True, slots=True)
class Results:
    """All that the page shows of an answer.

    ``best`` is the hit of the best answer, ``words`` how sure it is: ``sure``, ``likely``, ``unsure``. ``groups`` are the other
    hits. ``related`` are questions, each with a hit of which it is the heading, if there is one. ``expansions`` are words
    searched besides those of the question.
    """

    best: Found | None
    words: str
    groups: tuple[Group, ...]
    related: tuple[tuple[str, Hit | None], ...]
    expansions: tuple[str, ...]
    paging: Paging


def results(engine: Engine, found: Answer, parameters: SearchParameters) -> Results:
    """Arrange an answer for the page."""
    first = _around(engine, found.hits[0]) if found.best else None
    under = {hit.passage.heading: hit for hit in reversed(found.hits)}
    return Results(
        best=first,
        words=confidence_words(found.best),
        groups=tuple(_groups(engine, found.hits[1:] if first else found.hits)),
        related=tuple((heading, under.get(heading)) for heading in found.related),
        expansions=tuple(dict.fromkeys(one.text for one in found.question.expansions))[:EXPANSIONS_SHOWN],
        paging=paging(found.total, parameters.offset, parameters.limit),
    )


def confidence_words(best: BestAnswer | None) -> str:
    """Tell how sure an answer is: ``sure``, ``likely`` or ``unsure``; empty where there is none."""
    if best is None:
        return ""
    if best.confidence >= SURE:
        return "sure"
    return "likely" if best.confidence >= LIKELY else "unsure"


def paging(total: int, offset: int, limit: int) -> Paging:
    """Say where a page of hits stands among all that can be paged to."""
    reachable = min(total, OFFSET_LIMIT + limit)
    onward = offset + limit
    return Paging(
        number=offset // limit + 1,
        count=max(1, -(-reachable // limit)),
        previous=max(offset - limit, 0) if offset else None,
        following=onward if onward < reachable and onward <= OFFSET_LIMIT else None,
    )


def pieces(text: str, highlights: Sequence[Span], answer_span: Span | None) -> Iterator[Piece]:
    """Cut a text at the borders of its marks, so that a template can nest nothing wrongly."""
    borders = sorted({0, len(text), *(edge for span in highlights for edge in span), *(answer_span or ())})
    for start, end in pairwise(borders):
        yield Piece(
            text[start:end],
            term=any(begin <= start and end <= stop for begin, stop in highlights),
            answer=answer_span is not None and answer_span[0] <= start and end <= answer_span[1],
        )


def _groups(engine: Engine, hits: Sequence[Hit]) -> Iterator[Group]:
    by_document: dict[str, list[Hit]] = {}
    for hit in hits:
        by_document.setdefault(hit.passage.document_id, []).append(hit)
    for together in by_document.values():
        shown = tuple(_around(engine, hit) for hit in together)
        best = together[0]
        yield Group(best.passage, best.url, best.copies, shown[:OPEN], shown[OPEN:])


def _around(engine: Engine, hit: Hit) -> Found:
    document, _, ordinal = hit.passage.id.rpartition(":")
    before, after = (engine.passage(f"{document}:{int(ordinal) + step}") for step in (-1, 1))
    return Found(hit, before.passage if before else None, after.passage if after else None)
