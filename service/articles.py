"""An article as its reading page shows it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.documents import Document, Passage
from service.links import anchor

CONTENTS = 3
"""Headings from which on an article gets a table of contents."""

SUMMARY = 150
"""Characters of the beginning of an article that describe it to search engines and in links."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph: the anchor of the passage that it begins, if any, and whether it is of the passage asked for."""

    anchor: str
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (level 1-6, with an anchor) or a paragraph (level 0)."""

    level: int
    anchor: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """All of its text."""
        return "".join(run.text for run in self.runs)


def sections(found: Document, passages: Sequence[Passage], marked: str = "") -> Iterator[Section]:
    """Yield an article line by line, without its title; the passage whose anchor is ``marked`` is marked."""
    levels = {heading.start: heading.level for heading in found.headings}
    begins = {one.start: anchor(one.id) for one in passages}
    chosen = next((range(one.start, one.end) for one in passages if anchor(one.id) == marked), range(0))
    edges = {*begins, chosen.stop}
    for line in re.finditer(r"[^\n]+", found.text):
        start, end = line.span()
        if line[0] == found.title and start in levels:
            continue  # the page has the title already
        borders = sorted({start, *(one for one in edges if start <= one < end), end})
        runs = tuple(Run(begins.get(one, ""), found.text[one:two], one in chosen) for one, two in pairwise(borders))
        level = levels.get(start, 0)
        yield Section(level, f"s{start}" if level else "", runs)


def contents(parts: Sequence[Section]) -> list[Section]:
    """Give the headings for a table of contents; none where there are too few to need one."""
    headings = [part for part in parts if part.level]
    return headings if len(headings) >= CONTENTS else []


def summary(parts: Sequence[Section]) -> str:
    """Give the beginning of an article's text."""
    text = " ".join(part.text for part in parts if not part.level)
    return text if len(text) <= SUMMARY else text[: SUMMARY - 1].rstrip() + "…"
