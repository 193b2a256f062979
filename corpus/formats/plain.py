"""Plain text: a line is a paragraph, unless the file is wrapped at a fixed width; numbered short lines are headings."""

import re
from itertools import pairwise

from corpus.cleaning import RULE, SENTENCE_END, UNSPACED, drop_furniture, join_lines, squeeze
from corpus.formats.article import Article, Block

TITLE_LIMIT = 60
"""A first line of at most this many characters, without a sentence's end, is taken for the title."""

WRAP_WIDTHS = range(50, 101)
"""Line widths, in columns, of text wrapped by an editor or a mail program; a Han character takes two."""

HEADING_LIMIT = 50
"""Characters that a numbered line has at most to be a heading."""

NUMBERED = (
    re.compile(
        r"第(?P<n>[一二三四五六七八九十百\d]{1,4})[章节節部编編回篇讲講]|(?:chapter|part|section)\s+(?P<m>[\divx]{1,5})\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})[、.．]"),
    re.compile(r"[(（](?P<n>[一二三四五六七八九十]{1,3})[)）]"),
    re.compile(r"(?P<n>\d{1,2})(?:[、．]|\.\s)"),
    re.compile(r"[(（](?P<n>\d{1,2})[)）]"),
)
"""How headings are numbered, each manner with a group for the number; which of them is above which the text decides."""

FIRST = frozenset({"1", "i", "一"})


def parse_plain(text: str) -> Article:
    """Read plain text; the title is its first line if that looks like one, else empty."""
    every = text.split("\n")
    kept = drop_furniture(every)
    lines = [every[number] for number in kept]
    dropped = [every[number] for number in sorted(set(range(len(every))).difference(kept))]
    paragraphs = _unwrap(lines) if _is_wrapped(lines) else [squeeze(line) for line in lines if line.strip()]
    levels = _levels(paragraphs)
    title = ""
    if len(paragraphs) > 1 and not levels[0] and _looks_like_title(paragraphs[0]):
        title, levels[0] = paragraphs[0], 1
    furniture = tuple(squeeze(line) for line in dropped if not RULE.fullmatch(line))
    return Article(title, tuple(map(Block, paragraphs, levels)), furniture=furniture)


def _looks_like_title(line: str) -> bool:
    return len(line) <= TITLE_LIMIT and not SENTENCE_END.search(line)


def _levels(paragraphs: list[str]) -> list[int]:
    """Give each paragraph's heading level, 0 for text.

    A manner of numbering makes headings if it begins at one, no number comes twice in a row, and at least two lines
    have it, each followed by text: a list's items follow each other. The manner met first is level 2, the next 3.
    """
    kinds = [_kind(paragraph) for paragraph in paragraphs]
    levels = [0] * len(paragraphs)
    level = 2
    for kind in dict.fromkeys(kind for kind, _ in kinds if kind is not None):
        places = [place for place, (other, _) in enumerate(kinds) if other == kind]
        numbers = [kinds[place][1] for place in places]
        lists = any(after - place == 1 for place, after in pairwise(places)) or places[-1] == len(paragraphs) - 1
        if len(places) >= 2 and not lists and numbers[0] in FIRST and all(a != b for a, b in pairwise(numbers)):
            for place in places:
                levels[place] = min(level, 6)
            level += 1
    return levels


def _kind(paragraph: str) -> tuple[int | None, str]:
    """Give the manner in which a line that may be a heading is numbered, and its number."""
    if len(paragraph) <= HEADING_LIMIT and (paragraph.endswith(("?", "？")) or not SENTENCE_END.search(paragraph)):
        for kind, pattern in enumerate(NUMBERED):
            match = pattern.match(paragraph)
            if match:
                return kind, next(filter(None, match.groups())).lower()
    return None, ""


def _is_wrapped(lines: list[str]) -> bool:
    """Tell whether most lines that are followed by another are cut at one width in mid-sentence."""
    inner = [line.strip() for line, following in pairwise(lines) if line.strip() and following.strip()]
    cut = [line for line in inner if _width(line) in WRAP_WIDTHS and not SENTENCE_END.search(line)]
    return len(inner) >= 3 and len(cut) > 0.6 * len(inner)


def _width(line: str) -> int:
    return len(line) + len(UNSPACED.findall(line)) if len(line) < WRAP_WIDTHS.stop else len(line)


def _unwrap(lines: list[str]) -> list[str]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return [squeeze(join_lines(paragraph)) for paragraph in paragraphs if paragraph]
