"""Word documents (.docx): paragraphs, headings by style, lists and tables, by python-docx."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from corpus.cleaning import clean_text, squeeze
from corpus.documents import CorpusError
from corpus.formats.article import Article, Block, stated_title

PARTS_LIMIT = 5_000
UNPACKED_LIMIT = 200_000_000
"""Bytes that all parts of a document may have when unpacked, pictures included."""

MARKUP_LIMIT = 32_000_000
"""Bytes that its parts in XML may have together: their tree takes about ten times as much memory."""

CHUNK = 1 << 20

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING_STYLE = re.compile(r"(?i)(?:heading|标题|標題|見出し)\s*([1-9])")

NOT_READ = frozenset({f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"})
"""Deleted text, and the second copy of a text box for old programs."""


def parse_docx(data: bytes) -> Article:
    """Read a Word document; the title is its metadata's, else its Title paragraph or first heading.

    Raises CorpusError, with the reason alone, if it is damaged, protected, or unpacks to more than the limits.
    """
    check_package(data)
    import docx  # noqa: PLC0415 - a fifth of a second to import, only for those who have Word documents

    try:
        document = docx.Document(io.BytesIO(data))
        styles = {style.style_id: style for style in document.styles if style.style_id}
        blocks = [block for block in _blocks(document.element.body, styles) if block.text]
        blocks += _notes(document)
        properties = document.core_properties
        stated, language = stated_title(properties.title or ""), properties.language or ""
    except Exception as error:  # python-docx answers a damaged part with whatever error its code meets
        raise CorpusError(f"not a readable Word document ({type(error).__name__}: {error}); save it anew") from error
    first_heading = next((block.text for block in blocks if block.level), "")
    return Article(stated or first_heading, tuple(blocks), language=language)


def check_package(data: bytes) -> None:
    """Refuse what is no zip file, and a zip bomb: by the sizes it declares, then by those it really unpacks to.

    Raises CorpusError, with the reason alone.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CorpusError("protected by a password, or an old .doc under a new name; save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _check_sizes([(part.filename, part.file_size) for part in parts])
            _check_sizes([(part.filename, _unpacked(package, part)) for part in parts])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise CorpusError(f"not a readable Word document ({error}); save it anew") from error


def _check_sizes(sizes: list[tuple[str, int]]) -> None:
    markup = sum(size for name, size in sizes if name.lower().endswith((".xml", ".rels")))
    if len(sizes) > PARTS_LIMIT or markup > MARKUP_LIMIT or sum(size for _, size in sizes) > UNPACKED_LIMIT:
        raise CorpusError(
            f"it unpacks to more than {PARTS_LIMIT} parts, {UNPACKED_LIMIT / 1e6:.0f} MB "
            f"or {MARKUP_LIMIT / 1e6:.0f} MB of text and markup; split it"
        )


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    size = 0
    with package.open(part) as file:
        while size <= UNPACKED_LIMIT and (chunk := file.read(CHUNK)):
            size += len(chunk)
    return size


def _blocks(body: Any, styles: dict[str, Any]) -> Iterator[Block]:
    """Walk the body; python-docx itself leaves out content controls and text that was inserted as a tracked change."""
    for element in body:
        if element.tag == f"{W}p":
            level = _level(element, styles)
            yield from (Block(squeeze(line), level) for line in _text(element).split("\n"))
        elif element.tag == f"{W}tbl":
            yield from _table(element, styles)
        elif element.tag not in NOT_READ:
            yield from _blocks(element, styles)


def _table(table: Any, styles: dict[str, Any]) -> Iterator[Block]:
    """Give a row a line; a row of one cell, or with tables inside, is a frame around running text."""
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not table:
            continue
        cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
        if len(cells) == 1 or next(row.iter(f"{W}tbl"), None) is not None:
            for cell in cells:
                yield from _blocks(cell, styles)
        else:
            texts = (squeeze(" ".join(map(_text, cell.iter(f"{W}p")))) for cell in cells)
            yield Block(" | ".join(text for text in texts if text))


def _text(paragraph: Any) -> str:
    """Give the text of a paragraph as it is printed, its line breaks as line feeds."""
    pieces: list[str] = []
    pending = [paragraph]
    while pending:
        element = pending.pop()
        if element.tag == f"{W}t":
            pieces.append(element.text or "")
        elif element.tag in {f"{W}br", f"{W}cr"}:
            pieces.append("\n")
        elif element.tag == f"{W}tab":
            pieces.append(" ")
        elif element.tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif element.tag == f"{W}p" and element is not paragraph:  # a paragraph of a text box
            pieces.append("\n")
            pending.extend(reversed(element))
        elif element.tag not in NOT_READ:
            pending.extend(reversed(element))
    return clean_text("".join(pieces))


def _level(paragraph: Any, styles: dict[str, Any]) -> int:
    """Give a paragraph's heading level 1-6, by its outline level or its style's or that of one it is based on; else 0."""
    outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None:
        return _outline(outline)
    style = styles.get(paragraph.style or "")
    for _ in range(10):  # styles based on each other in a ring would never end
        if style is None:
            break
        if (style.name or "").lower() == "title":
            return 1
        named = HEADING_STYLE.fullmatch(style.name or "")
        if named:
            return min(6, int(named[1]))
        outline = style.element.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            return _outline(outline)
        style = style.base_style if hasattr(style, "base_style") else None
    return 0


def _outline(element: Any) -> int:
    level = int(element.get(f"{W}val", "9")) + 1
    return level if level <= 6 else 0


def _notes(document: Any) -> Iterator[Block]:
    """Give the footnotes and endnotes, which stand in parts of their own, as paragraphs at the end."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - see parse_docx

    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            for paragraph in parse_xml(relation.target_part.blob).iter(f"{W}p"):
                text = squeeze(_text(paragraph))
                if text:
                    yield Block(text)
