"""Web pages: the main text and its headings, without navigation, by trafilatura."""

import re
from typing import Any

from lxml import etree, html

from corpus.cleaning import squeeze
from corpus.documents import CorpusError
from corpus.encodings import BOMS, decode, detect_encoding
from corpus.formats.article import Article, Block

DECLARED_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
"""The encoding a page declares for itself; looked for in its first kilobytes (HTML standard, 13.2.3.2)."""

DECLARATION_WINDOW = 4096

MARKS = tuple(mark for mark, _ in BOMS)

NOT_CONTENT = frozenset(
    """aside button canvas embed footer form head header iframe input menu nav noscript object script select style svg
    template""".split()
)
BLOCKS = frozenset(
    """address article aside blockquote body br dd details div dl dt figcaption figure footer form header hr li main menu nav
    ol p pre section summary table tr ul""".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CELLS = frozenset({"td", "th"})

MAIN_BLOCKS = frozenset("body code div head item lb list p quote row table".split())
"""The block elements of trafilatura's own tree; its `head` has the level in `rend`."""

DEEPEST = 200
"""Nesting up to which trafilatura is used: its parser leaves out what lies deeper than 255, without a word."""

LARGEST = 2_000_000
"""Characters up to which trafilatura is used: it takes 3 seconds for as many, and 46 for four times as many."""


def decode_page(data: bytes) -> tuple[str, str]:
    """Decode a web page and name its encoding: by its byte order mark, as UTF-8, as it declares, or by its bytes.

    Raises CorpusError, with the reason alone, if none of them fits.
    """
    declared = DECLARED_CHARSET.search(data[:DECLARATION_WINDOW])
    name = declared[1].decode("ascii").lower() if declared else ""
    if not data.startswith(MARKS) and not name.startswith(("utf-16", "utf-32")):
        # A server or an editor that turned the page into UTF-8 often left the old declaration.
        for encoding in ("utf-8", name):
            try:
                return decode(data, encoding), encoding
            except CorpusError:
                continue
    detected = detect_encoding(data)
    return decode(data, detected), detected


def parse_html(text: str) -> Article:
    """Read a web page: trafilatura's main text where it finds structure, else every visible block of the body.

    A page nested deeper than DEEPEST or longer than LARGEST is read by its visible blocks alone.
    Raises CorpusError, with the reason alone, if it is nested so deep that it cannot be read whole.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - half a second to import, only for those who have web pages

    tree = _parse(text)
    if tree is None:
        return Article("", ())
    title = squeeze(tree.findtext(".//title") or "")
    extracted: Any = None
    if len(text) <= LARGEST and _depth(tree) <= DEEPEST:
        extracted = bare_extraction(text, with_metadata=True, include_comments=False, include_tables=True)
    url = ""
    blocks: list[Block] = []
    if extracted is not None:
        title, url = extracted.title or title, extracted.url or ""
        blocks = _blocks(extracted.body, MAIN_BLOCKS, frozenset({"cell"}), frozenset())
    if not any(block.level for block in blocks):
        # On short pages trafilatura falls back to one run of text in which the headings are lost.
        blocks = _blocks(tree, BLOCKS | HEADINGS.keys(), CELLS, NOT_CONTENT) or blocks
    return Article(squeeze(title), tuple(blocks), url=url, language=tree.get("lang") or "")


def _parse(text: str) -> etree._Element | None:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        # lxml refuses a str with an encoding declaration; bytes and a stated encoding are always taken.
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):  # an empty page
        return None
    if any("depth" in entry.message for entry in parser.error_log):
        raise CorpusError("its elements are nested too deep to be read; close them where they end")
    return tree


def _depth(tree: etree._Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _blocks(root: etree._Element, borders: frozenset[str], cells: frozenset[str], left_out: frozenset[str]) -> list[Block]:
    """Collect the text between block borders; inline elements stay within their block, the cells of a row too.

    Without recursion: pages may be nested deeper than Python's stack.
    """
    collected = _Collected()
    levels = [0]
    walk: Any = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag in borders:
            collected.close(levels[-1])
        if event == "end":
            levels.pop()
            collected.run.append((element.tail or "") if element is not root else "")
            continue
        levels.append(_level(element) or levels[-1])
        if element.tag in left_out:
            walk.skip_subtree()
            continue
        if element.tag in cells and any(map(str.strip, collected.run)):
            collected.run.append(" | ")
        collected.run.append(element.text or "")
    collected.close(0)
    return collected.blocks


class _Collected:
    """Blocks done, and the run of text since the last border."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.run: list[str] = []

    def close(self, level: int) -> None:
        text = squeeze("".join(self.run)).strip(" |")
        if text:
            self.blocks.append(Block(text, level))
        self.run.clear()


def _level(element: etree._Element) -> int:
    if element.tag == "head":  # trafilatura's
        return HEADINGS.get(element.get("rend") or "", 2)
    return HEADINGS.get(element.tag, 0)
