"""One file to its articles: opened within bounds, decoded, and handed to the parser of its format."""

import codecs
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from corpus.documents import CorpusError
from corpus.encodings import decode, detect_encoding
from corpus.formats.article import Article
from corpus.formats.known import TABLES, WHOLE, Mend
from corpus.formats.rows import Line
from corpus.formats.table import parse_table
from corpus.opening import open_regular, read_rows, read_whole
from corpus.reports import FileReport

SAMPLE_BYTES = 1 << 20
"""How much of a file of rows is read to tell its encoding, from the first part on that is not plain ASCII."""

ROW_LIMIT = 8_000_000
"""Bytes that a row may have."""

Unparsed = str
"""A row of JSON Lines as it stands: parse_json_row reads it, which another process may do."""

Rows = Generator[tuple[int, Article | Unparsed | CorpusError]]


def parse_file(path: Path, encoding: str | None, report: FileReport, *, repair: bool = True) -> Rows:
    """Yield the articles of a file with their row numbers (0 for a file that is one article).

    Sets the report's encoding. Text that somebody decoded wrongly before it was saved is mended first, while all of its
    bytes are still there, and the report told, unless ``repair`` is False.

    A row of no use comes as a CorpusError with the reason alone. Raises CorpusError, likewise, for the whole file, and
    OSError where the system refuses.
    """
    mend = report.mend if repair else _as_it_is
    reader = _read_whole if path.suffix.lower() in WHOLE else _read_rows
    return reader(path, encoding, report, mend)


def _as_it_is(text: str, _row: int = 0) -> str:
    return text


def _read_whole(path: Path, encoding: str | None, report: FileReport, mend: Mend) -> Rows:
    known = WHOLE[path.suffix.lower()]
    data = read_whole(path, known.limit)
    try:
        article, report.encoding = known.parse(data, encoding, mend)
    except CorpusError:
        raise
    except Exception as error:  # five libraries parse what strangers wrote; one file must not end the rebuild
        problem = "nested too deep" if isinstance(error, RecursionError) else f"{type(error).__name__}: {error}"
        raise CorpusError(f"it cannot be parsed ({problem}); save it anew or in another format") from error
    yield 0, article


def _read_rows(path: Path, encoding: str | None, report: FileReport, mend: Callable[[str, int], str]) -> Rows:
    """Read a file of rows line by line, so that memory stays that of one row."""
    with open_regular(path) as file:
        head = sample = file.read(SAMPLE_BYTES)
        while encoding is None and sample.isascii() and b"\0" not in sample and (more := file.read(SAMPLE_BYTES)):
            sample = more
        report.encoding = encoding or detect_encoding(sample, whole=len(sample) < SAMPLE_BYTES)
        file.seek(0)
        codec = _byte_order(head, report.encoding)
        numbered = enumerate(read_rows(file, "\n".encode(codec), ROW_LIMIT), start=1)
        lines = (_line(number, data, codec, mend) for number, data in numbered)
        yield from parse_table(lines) if path.suffix.lower() in TABLES else _json_rows(lines)


def _json_rows(lines: Iterator[Line]) -> Rows:
    for line in lines:
        if line.problem:
            yield line.number, line.problem
        elif line.text.strip():
            yield line.number, line.text


def _line(number: int, data: bytes | CorpusError, codec: str, mend: Callable[[str, int], str]) -> Line:
    if isinstance(data, CorpusError):
        return Line(number, "", data)
    try:
        return Line(number, mend(decode(data, codec), number).removesuffix("\r"))
    except CorpusError as error:
        # With its bad bytes replaced the line still shows where a row of a table ends.
        return Line(number, data.decode(codec, "replace"), error)


def _byte_order(head: bytes, encoding: str) -> str:
    """Name the byte order of UTF-16 and UTF-32: only a file's start has the mark, not each of its lines."""
    codec = codecs.lookup(encoding).name
    if codec not in {"utf-16", "utf-32"}:
        return "utf-8" if codec == "utf-8-sig" else codec
    marks = {"utf-16": codecs.BOM_UTF16_BE, "utf-32": codecs.BOM_UTF32_BE}
    return f"{codec}-be" if head.startswith(marks[codec]) else f"{codec}-le"
