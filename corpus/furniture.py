"""Page furniture that shows only over a collection: short lines that stand at the edges of many of its documents.

Two passes: ``FurnitureSurvey`` counts, ``remove_furniture`` drops. Copies of a document must not be surveyed, or all their lines
would seem to be furniture (corpus.duplicates finds them).
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from corpus.cleaning import RULE, at_edges, squeeze
from corpus.documents import Document, Heading

LINE_LONGEST = 60
"""Characters of a line that may be furniture by repetition; a longer one is a sentence that bears repeating."""

DEPTH = 20
"""Lines counted from the top and from the bottom: menus and footers may be that long."""

FEWEST = 3
"""Documents of a group that a line must stand in."""

SHARE = 0.3
"""Share of a group's documents that a line must stand in. Site menus and footers come near 1, a section's own near 0.5;
headings that articles of one kind share ("Summary") are protected by what follows them, not by this."""

KEPT_SHARE = 0.5
"""A document keeps all its lines if more than this share of its characters would go: it is made of what repeats."""

LINES_COUNTED = 200_000
"""Different lines counted at a time, about 30 MB; the rarest are forgotten when there are more."""

REMEMBERED_SOURCES = 16
"""Files whose group is remembered: a table's documents, one after the other, come from one file."""

Furniture = frozenset[int]
"""Digests of (group, line)."""


class Edges(NamedTuple):
    """The digests of a document's group, and of the short lines at its edges, each once."""

    group: int
    lines: tuple[int, ...]


def edges_of(document: Document) -> Edges:
    """Give what a document counts with."""
    group = _group(document)
    lines = [line for line in document.text.split("\n") if line.strip() and not RULE.fullmatch(line)]
    short = {_digest(group, line) for line in lines[:DEPTH] + lines[-DEPTH:] if len(line) <= LINE_LONGEST}
    return Edges(_digest(group), tuple(short))


class FurnitureSurvey:
    """Counts in how many documents of its group each short edge line stands.

    A group is the documents of one folder and one format: one site saved to disk, or one export. Lines are compared without
    case and with white space squeezed. Memory is bounded by LINES_COUNTED: each time the table is full the lines counted least
    are forgotten, which those of a third of a folder outlive, as a folder's documents come together.
    """

    def __init__(self) -> None:
        self._documents: Counter[int] = Counter()
        self._lines: Counter[int] = Counter()
        self._groups: dict[int, int] = {}

    def add(self, edges: Edges) -> None:
        """Count a document."""
        self._documents[edges.group] += 1
        for line in edges.lines:
            self._lines[line] += 1
            self._groups[line] = edges.group
        if len(self._lines) > LINES_COUNTED:
            self._forget()

    def furniture(self) -> Furniture:
        """Give the lines that stand in at least FEWEST documents and a share of SHARE of their group."""
        return frozenset(
            line
            for line, count in self._lines.items()
            if count >= FEWEST and count >= SHARE * self._documents[self._groups[line]]
        )

    def _forget(self) -> None:
        least = min(self._lines.values())
        for line in [line for line, count in self._lines.items() if count == least]:
            del self._lines[line], self._groups[line]


def remove_furniture(document: Document, furniture: Furniture) -> tuple[Document, tuple[str, ...]]:
    """Drop a document's furniture from its edges; give what is left, headings moved along, and the lines dropped.

    The title stays, and so does a heading that has text of its own below it. A document of which little would be left is
    given back as it is.
    """
    if not furniture:
        return document, ()
    lines = document.text.split("\n")
    headings = _heading_lines(document, lines)
    group = _group(document)
    title = squeeze(document.title).casefold()

    def unwanted(number: int) -> bool:
        line = lines[number]
        if len(line) > LINE_LONGEST or squeeze(line).casefold() == title:
            return False
        return _digest(group, line) in furniture

    found = at_edges(lines, unwanted)
    dropped = found - _needed(lines, headings, found)
    size = sum(len(lines[number]) for number in dropped)
    if not dropped or size > KEPT_SHARE * sum(map(len, lines)):
        return document, ()
    return _without(document, lines, dropped), tuple(squeeze(lines[number]) for number in sorted(dropped))


def _needed(lines: Sequence[str], headings: dict[int, int], found: set[int]) -> set[int]:
    """Give the headings that head something: text that stays before the next heading of their level or above."""
    needed: set[int] = set()
    for number in found & headings.keys():
        for following in range(number + 1, len(lines)):
            if headings.get(following, 7) <= headings[number]:
                break
            if following not in headings and following not in found and lines[following].strip():
                needed.add(number)
                break
    return needed


def _heading_lines(document: Document, lines: Sequence[str]) -> dict[int, int]:
    """Give the level of each line that a heading begins in."""
    levels: dict[int, int] = {}
    begin, rest = 0, list(document.headings[::-1])
    for number, line in enumerate(lines):
        while rest and rest[-1].start <= begin + len(line):
            levels[number] = rest.pop().level
        begin += len(line) + 1
    return levels


def _without(document: Document, lines: Sequence[str], dropped: set[int]) -> Document:
    moved: list[Heading] = []
    pending = list(document.headings[::-1])
    begin = gone = 0
    for number, line in enumerate(lines):
        while pending and pending[-1].start <= begin + len(line):
            heading = pending.pop()
            if number not in dropped:
                moved.append(Heading(heading.start - gone, heading.end - gone, heading.level))
        begin += len(line) + 1
        gone += len(line) + 1 if number in dropped else 0
    text = "\n".join(line for number, line in enumerate(lines) if number not in dropped)
    return replace(document, text=text, headings=tuple(moved))


def _group(document: Document) -> str:
    return _group_of(document.source)


@lru_cache(REMEMBERED_SOURCES)
def _group_of(source: str) -> str:
    path = PurePath(source)
    return f"{path.parent}\0{path.suffix.lower()}"


def _digest(group: str, line: str | None = None) -> int:
    """Give 64 bits of a group, or of a line in it."""
    key = group if line is None else f"{group}\0{squeeze(line).casefold()}"
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest())
