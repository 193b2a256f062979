"""Web pages: the main text and its headings, without navigation, by trafilatura."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from corpus.cleaning import squeeze
from corpus.formats.article import Article, Block

DECLARED_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
"""The encoding a page declares for itself; looked for in its first kilobytes (HTML standard, 13.2.3.2)."""

DECLARATION_WINDOW = 4096

NOT_CONTENT = frozenset(
    """aside button canvas embed footer form head header iframe input menu nav noscript object script select style svg
    template""".split()
)
BLOCKS = frozenset(
    """address article blockquote body dd div dl dt figcaption li main ol p pre section table td th tr ul""".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}


def declared_charset(data: bytes) -> str | None:
    """Give the charset that the page's <meta> declares, or None."""
    match = DECLARED_CHARSET.search(data[:DECLARATION_WINDOW])
    return match[1].decode("ascii") if match else None


def parse_html(text: str) -> Article:
    """Read a web page: trafilatura's main text where it finds structure, else every visible block of the body."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - half a second to import, only for those who have web pages

    if not text.strip():
        return Article("", ())
    extracted: Any = bare_extraction(text, with_metadata=True, include_comments=False, include_tables=True)
    tree = _parse(text)
    language = (tree.get("lang") or "") if tree is not None else ""
    title = url = ""
    blocks: list[Block] = []
    if extracted is not None:
        title, url = extracted.title or "", extracted.url or ""
        blocks = [block for block in _extracted_blocks(extracted.body) if block.text]
    if tree is not None and not any(block.level for block in blocks):
        # On short pages trafilatura falls back to one run of text in which the headings are lost.
        blocks = _merge(_visible_blocks(tree)) or blocks
    return Article(squeeze(title), tuple(blocks), url=url, language=language)


def _parse(text: str) -> html.HtmlElement | None:
    try:
        # lxml refuses a str with an encoding declaration; bytes and a stated encoding are always taken.
        return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None


def _extracted_blocks(body: etree._Element) -> Iterator[Block]:
    """Walk trafilatura's tree: head, p, quote, list/item, table/row/cell."""
    for element in body:
        if element.tag == "head":
            yield Block(_text(element), HEADINGS.get(element.get("rend", ""), 2))
        elif element.tag == "table":
            yield from (Block(" | ".join(_text(cell) for cell in row)) for row in element.iter("row"))
        elif element.tag == "list":
            yield from (Block(_text(item)) for item in element.iter("item"))
        else:
            yield from (Block(squeeze(line)) for line in "".join(element.itertext()).split("\n"))


def _text(element: etree._Element) -> str:
    return squeeze("".join(element.itertext()))


def _visible_blocks(element: etree._Element, level: int = 0) -> Iterator[Block]:
    """Yield the text of each block element in order; inline elements stay within their block."""
    level = HEADINGS.get(element.tag, level) if isinstance(element.tag, str) else level
    starts_block = element.tag in BLOCKS or element.tag in HEADINGS or element.tag == "br"
    if starts_block:
        yield Block("\n", level)
    if isinstance(element.tag, str) and element.tag not in NOT_CONTENT:
        yield Block(element.text or "", level)
        for child in element:
            yield from _visible_blocks(child, level)
            yield Block(child.tail or "", level)
    if starts_block:
        yield Block("\n", level)


def _merge(pieces: Iterator[Block]) -> list[Block]:
    """Join pieces of text up to the next block border, which _visible_blocks marks by a line feed of its own."""
    merged: list[Block] = []
    run, level = "", 0
    for piece in pieces:
        if piece.text == "\n":
            merged.append(Block(squeeze(run), level))
            run = ""
        elif piece.text:
            run += piece.text
            level = piece.level
    merged.append(Block(squeeze(run), level))
    return [block for block in merged if block.text]
