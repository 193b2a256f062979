"""The table of formats: by suffix, how a file becomes articles and how large it may be."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from corpus.encodings import decode, detect_encoding
from corpus.formats.article import Article
from corpus.formats.docx import parse_docx
from corpus.formats.html import decode_page, parse_html
from corpus.formats.markdown import parse_markdown
from corpus.formats.pdf import parse_pdf
from corpus.formats.plain import parse_plain

Mend = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Format:
    """A format whose files are one article each.

    ``parse`` takes the file's bytes, the encoding to use, if one is prescribed, and what is done to the text as soon as
    it is decoded; it gives the article and the encoding found (empty where the format has its own). ``limit`` is in
    bytes: such a file is held in memory whole, about ten times over while it is parsed. ``hint`` says that the language
    it states is often its template's.
    """

    parse: Callable[[bytes, str | None, Mend], tuple[Article, str]]
    limit: int
    hint: bool = False


def _text(parser: Callable[[str], Article], data: bytes, encoding: str | None, mend: Mend) -> tuple[Article, str]:
    encoding = encoding or detect_encoding(data)
    return parser(mend(decode(data, encoding))), encoding


def _page(data: bytes, encoding: str | None, mend: Mend) -> tuple[Article, str]:
    text, encoding = (decode(data, encoding), encoding) if encoding else decode_page(data)
    return parse_html(mend(text)), encoding


def _binary(parser: Callable[[bytes], Article], data: bytes, _encoding: str | None, _mend: Mend) -> tuple[Article, str]:
    return parser(data), ""


_PLAIN = Format(partial(_text, parse_plain), 32_000_000)
_MARKDOWN = Format(partial(_text, parse_markdown), 8_000_000)
_PAGE = Format(_page, 8_000_000, hint=True)

WHOLE = {
    ".txt": _PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _PAGE,
    ".htm": _PAGE,
    ".xhtml": _PAGE,
    ".pdf": Format(partial(_binary, parse_pdf), 200_000_000),
    ".docx": Format(partial(_binary, parse_docx), 50_000_000, hint=True),
}
TABLES = frozenset({".csv", ".tsv"})
ROWS = TABLES | {".jsonl", ".ndjson"}
READABLE = ROWS | WHOLE.keys()
