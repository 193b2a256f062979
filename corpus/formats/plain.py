"""Plain text: a line is a paragraph, unless the file is wrapped at a fixed width."""

from itertools import pairwise

from corpus.cleaning import SENTENCE_END, drop_furniture, join_lines, squeeze
from corpus.formats.article import Article, Block

TITLE_LIMIT = 60
"""A first line of at most this many characters, without a sentence's end, is taken for the title."""

WRAP_WIDTHS = range(50, 101)
"""Line lengths, in characters, of text wrapped by an editor or a mail program."""


def parse_plain(text: str) -> Article:
    """Read plain text; the title is its first line if that looks like one, else empty."""
    every = text.split("\n")
    lines = [every[number] for number in drop_furniture(every)]
    paragraphs = _unwrap(lines) if _is_wrapped(lines) else [squeeze(line) for line in lines if line.strip()]
    title = ""
    if len(paragraphs) > 1 and _looks_like_title(paragraphs[0]):
        title = paragraphs.pop(0)
    blocks = [Block(title, 1)] if title else []
    return Article(title, (*blocks, *map(Block, paragraphs)))


def _looks_like_title(line: str) -> bool:
    return len(line) <= TITLE_LIMIT and not SENTENCE_END.search(line)


def _is_wrapped(lines: list[str]) -> bool:
    """Tell whether most lines that are followed by another are cut at one width in mid-sentence."""
    inner = [line.strip() for line, following in pairwise(lines) if line.strip() and following.strip()]
    cut = [line for line in inner if len(line) in WRAP_WIDTHS and not SENTENCE_END.search(line)]
    return len(inner) >= 3 and len(cut) > 0.6 * len(inner)


def _unwrap(lines: list[str]) -> list[str]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return [squeeze(join_lines(paragraph)) for paragraph in paragraphs if paragraph]
