"""Markdown (CommonMark and tables) by markdown-it-py, as the text a reader sees."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.cleaning import join_lines, squeeze
from corpus.documents import CorpusError
from corpus.formats.article import Article, Block

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)(?:\n|\Z)", re.DOTALL)
"""The `key: value` header of many site generators; only flat keys are read."""


CELLS = frozenset({"th_open", "td_open"})

DEEPEST = 100
"""Nesting of quotations and lists from which markdown-it leaves out the text, without a word; its own default is 20."""


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")


def parse_markdown(text: str) -> Article:
    """Read Markdown; the title is the front matter's, else the first heading, else empty.

    Raises CorpusError, with the reason alone, if it is nested too deep.
    """
    fields, body = _front_matter(text)
    tokens = _parser().parse(body)
    if any(token.level >= DEEPEST - 2 for token in tokens):
        raise CorpusError(f"nested more than {DEEPEST} levels deep; flatten its lists or quotations")
    blocks = tuple(block for block in _blocks(tokens) if block.text)
    first_heading = next((block.text for block in blocks if block.level), "")
    return Article(
        title=fields.get("title", "") or first_heading,
        blocks=blocks,
        id=fields.get("id", ""),
        url=fields.get("url", ""),
        language=fields.get("lang", ""),
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = FRONT_MATTER.match(text)
    if not match:
        return {}, text
    pairs = (line.partition(":") for line in match[1].split("\n") if ":" in line and not line.startswith((" ", "#", "-")))
    return {key.strip().lower(): value.strip().strip("'\"") for key, _, value in pairs}, text[match.end() :]


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    level, row = 0, list[str]()
    for previous, token in pairwise([Token("", "", 0), *tokens]):
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "heading_close":
                level = 0
            case "tr_open" | "tr_close":
                yield Block(" | ".join(row))
                row = []
            case "inline" if previous.type in CELLS:
                row.append(_visible(token))
            case "inline":
                yield Block(_visible(token), level)
            case "fence" | "code_block":
                yield from (Block(squeeze(line)) for line in token.content.split("\n"))


def _visible(inline: Token) -> str:
    """Render a run of inline tokens as plain text; a soft line break joins as the script demands."""
    lines = [""]
    for child in inline.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            lines.append("")
        elif child.type in {"text", "code_inline", "image"}:
            lines[-1] += child.content
    return squeeze(join_lines([line.strip() for line in lines]))
