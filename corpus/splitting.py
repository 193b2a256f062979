"""A Document to its Passages: whole sentences of one section, 80-400 characters where the text allows it.

A section is cut into atoms: sentences, and parts of sentences where there is no other way. Of all ways to group its atoms into
passages the cheapest is taken, by dynamic programming over a window of LONGEST characters, so the time is linear.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from corpus.atoms import Atom, Border, atoms
from corpus.cleaning import RULE
from corpus.documents import Document, Passage
from corpus.language import identify

SHORTEST = 80
"""Characters that a passage has at least, unless its whole section is shorter."""

LONGEST = 400
"""Characters that a passage has at most."""

SURE = 0.9
"""Confidence from which a passage's own language overrides its document's."""

CUT_COST = {
    Border.PARAGRAPH: 0.0,
    Border.LEAD: 1.0,
    Border.SENTENCE: 1.2,
    Border.CLAUSE: 10.0,
    Border.SPACE: 20.0,
    Border.INSIDE: 40.0,
}
"""What a passage costs that ends at such a border. A joined paragraph costs JOIN_COST, so that paragraphs stay as they are
where they can, and a line that leads in what follows ("The steps are:") is rather joined than left behind."""

JOIN_COST = 1.0

SHORT_COST = 1000.0
"""What a passage below SHORTEST costs: more than any way to avoid it."""

Span = tuple[int, int]


def split(document: Document) -> list[Passage]:
    """Cut a document into passages, in order; ``document.text[start:end] == passage.text`` for each.

    Every character outside headings, rules (``---``) and white space is in exactly one passage. A passage never crosses a
    heading or a rule, is never longer than LONGEST, and shorter than SHORTEST only where the text between two headings is,
    or an address fills it that cannot be cut. It ends with a sentence unless a sentence is longer than LONGEST, or stands
    beside one too short to be alone; then it ends with a clause, else a word, and never inside a number, an address or a
    character with its combining marks, short of one longer than LONGEST.
    """
    passages: list[Passage] = []
    for heading, section in _sections(document):
        for start, end in _group(document.text, section):
            text = document.text[start:end]
            passages.append(
                Passage(
                    id=f"{document.id}:{len(passages) + 1}",
                    document_id=document.id,
                    title=document.title,
                    heading=heading,
                    language=_language(text, document),
                    text=text,
                    start=start,
                    end=end,
                )
            )
    return passages


def _language(text: str, document: Document) -> str:
    guess = identify(text)
    return guess.code if guess.confidence >= SURE else document.language


def _sections(document: Document) -> Iterator[tuple[str, list[Span]]]:
    """Yield (heading, paragraphs) between headings and rules.

    Where there are others, the title itself is no heading of a passage; alone, as the question of an FAQ row is, it heads all.
    """
    name, begin = "", 0
    for heading in document.headings:
        yield from ((name, section) for section in _between_rules(document.text, begin, heading.start))
        text = document.text[heading.start : heading.end]
        is_title = text == document.title and len(document.headings) > 1
        name, begin = ("" if is_title else text), heading.end
    yield from ((name, section) for section in _between_rules(document.text, begin, len(document.text)))


def _between_rules(text: str, start: int, end: int) -> Iterator[list[Span]]:
    paragraphs: list[Span] = []
    for line in text[start:end].split("\n"):
        if RULE.fullmatch(line):
            yield paragraphs
            paragraphs = []
        elif not line.isspace() and line:
            paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    yield paragraphs


def _group(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Group the sentences of a section; parts of sentences only where whole ones leave a passage too short."""
    spans = _cheapest(atoms(text, paragraphs, LONGEST))
    if len(spans) > 1 and any(end - start < SHORTEST for start, end in spans):
        spans = _cheapest(atoms(text, paragraphs, SHORTEST))
    return spans


def _cheapest(parts: list[Atom]) -> list[Span]:
    """Find the cheapest passages of the atoms ``parts``, none of which is longer than LONGEST."""
    ends_paragraph = (part.border <= Border.LEAD for part in parts)
    joins = list(accumulate(ends_paragraph, initial=0))
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(parts) + 1):
        last = parts[stop - 1]
        fixed = CUT_COST[last.border] if stop < len(parts) else 0.0
        choices: list[tuple[float, int]] = []
        for first in range(stop - 1, -1, -1):
            size = last.end - parts[first].start
            if size > LONGEST:
                break
            cost = (size / LONGEST) ** 2 + JOIN_COST * (joins[stop - 1] - joins[first])
            choices.append((best[first][0] + fixed + cost + (SHORT_COST if size < SHORTEST else 0.0), first))
        best.append(min(choices))
    spans: list[Span] = []
    stop = len(parts)
    while stop:
        first = best[stop][1]
        spans.append((parts[first].start, parts[stop - 1].end))
        stop = first
    return spans[::-1]
