"""PDF by PDFium: the lines of every page with their places, which corpus.formats.layout makes paragraphs of."""

import re
import threading
from collections.abc import Iterator
from typing import Any

from corpus.cleaning import clean_text, squeeze
from corpus.documents import CorpusError
from corpus.formats.article import Article, stated_title
from corpus.formats.layout import PageLine, paragraphs

TEXT_LIMIT = 20_000_000
"""Characters that a PDF may hold: a small file can unfold into any amount of text."""

HYPHENS = ("\ufffe", "\x02")
LINE = re.compile("[^\r\n\ufffe\x02]+")
"""A printed line. For a line that ends with a hyphen PDFium gives U+FFFE (older ones 02) and no line feed."""

_pdfium = threading.Lock()  # PDFium may be used by one thread at a time

REASONS = {
    "password": "protected by a password; save a copy without one",
    "format": "not a readable PDF (damaged or cut off); get the file again or save it anew",
    "security": "protected by a method that cannot be read; save an unprotected copy",
}


def parse_pdf(data: bytes) -> Article:
    """Read a PDF; the title is its metadata's, else its largest heading.

    Raises CorpusError, with the reason alone, if it is damaged, protected by a password, or holds no text.
    """
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - 8 MB of native code, only for those who have PDFs

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(data)
            try:
                metadata_title = document.get_metadata_value("Title")
                pages = [list(_lines(document[number])) for number in range(len(document))]
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            known = next((reason for word, reason in REASONS.items() if word in str(error).lower()), None)
            raise CorpusError(known or f"not a readable PDF ({error}); save it anew") from error
    if sum(len(line.text) for page in pages for line in page) > TEXT_LIMIT:
        raise CorpusError(f"the PDF holds more than {TEXT_LIMIT:,} characters; split it")
    blocks = paragraphs(pages)
    if not blocks:
        raise CorpusError("the PDF holds no text, only pictures; run text recognition (OCR) on it first")
    headings = [block for block in blocks if block.level]
    largest = min(headings, key=lambda block: block.level).text if headings else ""
    return Article(stated_title(metadata_title) or largest, tuple(blocks))


def _lines(page: Any) -> Iterator[PageLine]:
    """Yield the lines of a page; places are in points, from the bottom left."""
    from pypdfium2 import raw  # noqa: PLC0415 - see parse_pdf

    textpage = page.get_textpage()
    try:
        height, count = page.get_height(), textpage.count_chars()
        page_text = textpage.get_text_range() if count else ""
        for match in LINE.finditer(page_text):
            text = squeeze(clean_text(match[0]))
            if not text:
                continue
            begin, raw_line = match.start(), match[0]
            first = min(count - 1, begin + len(raw_line) - len(raw_line.lstrip()))
            last = min(count - 1, begin + len(raw_line.rstrip()) - 1)
            left, bottom, _, top = textpage.get_charbox(first, loose=True)
            right = textpage.get_charbox(last, loose=True)[2]
            text += "\xad" if page_text[match.end() : match.end() + 1] in HYPHENS else ""
            yield PageLine(text, left, right, top, bottom, raw.FPDFText_GetFontSize(textpage, first), height)
    finally:
        textpage.close()
        page.close()
