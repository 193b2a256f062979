"""Printed lines to paragraphs: joins wrapped lines, drops running headers and page numbers. Pure functions."""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from corpus.cleaning import join_lines
from corpus.formats.article import Block

EDGE_SHARE = 0.1
"""Share of a page's height, at its top and at its bottom, where running headers and page numbers stand."""

PAGE_NUMBER = re.compile(
    r"(?i)[-–—·|\s]*(?:第\s*\d+\s*[页頁](?:\s*[/,，]?\s*共\s*\d+\s*[页頁])?|(?:page\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?)[-–—·|\s]*"
)
HEADING_RATIO = 1.15
"""How much larger than the body's a heading's type is, at least."""

HEADING_LIMIT = 120
"""Characters that a heading has at most; larger type that goes on is a motto or an advertisement."""

PARAGRAPH_PITCH = 1.35
"""How much farther apart than the lines of a paragraph two paragraphs are, at least."""

INDENT = 0.8
"""How far a paragraph's first line is indented, at least, in type sizes."""

SHORT_LINE = 0.15
"""Share of the width that a line's end must leave free for it to end a paragraph."""

ENDED = re.compile(r"""[.!?:。！？：…؟۔।]["'”’」』)）】»]*$""")
"""How a paragraph ends."""

ITEM = re.compile(
    r"[•·▪◦●○■□◆➢✓–—*-]\s|[(（]?(?:\d{1,2}|[a-z])[.)）]\s|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、"
)
"""How an item of a list begins."""


class PageLine(NamedTuple):
    """A line of a page: its text, its place in points from the bottom left, its type size and the page's height."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    page_height: float


def paragraphs(pages: list[list[PageLine]]) -> list[Block]:
    """Join the lines of all pages into paragraphs and headings, in reading order."""
    body = _body(pages)
    lines = [line for page in body for line in page]
    if not lines:
        return []
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body_size = max(sizes, key=lambda size: (sizes[size], size))
    larger = sorted({round(line.size, 1) for line in lines if line.size >= HEADING_RATIO * body_size}, reverse=True)
    levels = {size: min(6, rank) for rank, size in enumerate(larger, start=1)}
    pitch = _usual_pitch(body, body_size)
    right = max(line.right for line in lines)
    width = right - min(line.left for line in lines)
    groups = [[lines[0]]]
    for above, line in pairwise(lines):
        if _breaks(above, line, pitch, right - SHORT_LINE * width):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_block(group, levels) for group in groups]


def _block(group: list[PageLine], levels: dict[float, int]) -> Block:
    text = group[0].text
    for line in group[1:]:
        text = _join(text, line.text)
    text = text.replace("\xad", "")
    return Block(text, levels.get(round(group[0].size, 1), 0) if len(text) <= HEADING_LIMIT else 0)


def _join(text: str, following: str) -> str:
    """Join two printed lines; a hyphen that divides a word goes, one before a capital or a digit stays."""
    if text.endswith("\xad"):  # PDFium's sign for any hyphen at a line's end
        return text[:-1] + ("" if following[:1].islower() else "-") + following
    if len(text) > 1 and text[-1] in "-‐" and text[-2].isalpha():
        return (text[:-1] if following[:1].islower() else text) + following
    return join_lines([text, following])


def _body(pages: list[list[PageLine]]) -> list[list[PageLine]]:
    """Drop page numbers, and lines that repeat at the edges of at least three pages and of a third of all.

    Numbers in them may differ: `Annual report · 12`.
    """
    edges = Counter(key for page in pages for key in {_edge_key(line) for line in page} if key)
    least = max(3, len(pages) / 3)

    def running(line: PageLine) -> bool:
        key = _edge_key(line)
        return key is not None and (edges[key] >= least or PAGE_NUMBER.fullmatch(line.text) is not None)

    return [[line for line in page if not running(line)] for page in pages]


def _edge_key(line: PageLine) -> tuple[bool, str] | None:
    """Give what is the same of a running header on every page, or None for a line inside the page."""
    if line.top > (1 - EDGE_SHARE) * line.page_height:
        return True, re.sub(r"\d+", "#", line.text)
    if line.bottom < EDGE_SHARE * line.page_height:
        return False, re.sub(r"\d+", "#", line.text)
    return None


def _usual_pitch(pages: list[list[PageLine]], body_size: float) -> float:
    """Give the commonest distance in points between the tops of two lines of body text."""
    distances: Counter[float] = Counter()
    for page in pages:
        for above, line in pairwise(page):
            if above.top > line.top and abs(line.size - body_size) < 0.1 * body_size:
                distances[round(above.top - line.top, 1)] += 1
    return max(distances, key=lambda distance: (distances[distance], -distance)) if distances else 1.2 * body_size


def _breaks(above: PageLine, line: PageLine, pitch: float, short: float) -> bool:
    """Tell whether a new paragraph begins with ``line``; ``short`` is where a line ends that is not full."""
    if abs(line.size - above.size) > 0.1 * above.size or ITEM.match(line.text):
        return True
    ended = ENDED.search(above.text) is not None
    fell = above.top - line.top
    if fell <= -0.5 * line.size or fell > 20 * line.size:  # the next column or page: the sentence decides
        return ended
    if fell > PARAGRAPH_PITCH * max(pitch, line.size if line.size > 1.1 * pitch else 0):
        return True
    return line.left - above.left > INDENT * line.size or (ended and above.right < short)
