"""Files and folders to Documents. The only I/O of this package."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.cleaning import clean_text, drop_furniture, squeeze
from corpus.documents import CorpusError, Document
from corpus.encodings import decode, detect_encoding
from corpus.formats.article import Article, assemble
from corpus.formats.html import declared_charset, parse_html
from corpus.formats.markdown import parse_markdown
from corpus.formats.plain import parse_plain
from corpus.formats.rows import parse_json_row
from corpus.language import language_of

PARSERS: dict[str, Callable[[str], Article]] = {
    ".txt": parse_plain,
    ".md": parse_markdown,
    ".markdown": parse_markdown,
    ".html": parse_html,
    ".htm": parse_html,
}
PAGE_SUFFIXES = frozenset({".html", ".htm"})
ROW_SUFFIXES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = frozenset(PARSERS) | ROW_SUFFIXES

SAMPLE_BYTES = 1 << 20
"""How much of a file of rows is read to tell its encoding."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was not read: the file, the row (from 1; 0 for the whole file) and why."""

    source: str
    row: int
    reason: str


@dataclass(slots=True)
class FileReport:
    """What became of one file."""

    source: str
    format: str
    encoding: str = ""
    documents: int = 0


@dataclass(slots=True)
class ReadingReport:
    """Filled while read_sources runs: every file met, and everything skipped. Nothing is dropped in silence."""

    files: list[FileReport] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)


def read_sources(sources: Sequence[Path], report: ReadingReport, *, encoding: str | None = None) -> Iterator[Document]:
    """Yield the documents of files and folders, in a fixed order; what cannot be read goes into the report.

    ``encoding`` overrides detection for every file. A folder is read with all its subfolders; names that begin with
    a dot are passed over. Raises CorpusError for a source that does not exist or names no readable format.
    """
    files = {path.resolve(): (path, root) for root in sources for path in find_files(root)}
    identify = _Identifiers()
    for path, root in files.values():
        file_report = FileReport(str(path), path.suffix.lower().lstrip("."))
        try:
            data_encoding, articles = _read_file(path, encoding)
            file_report.encoding = data_encoding
            for row, article in articles:
                if isinstance(article, CorpusError):
                    report.skips.append(Skip(str(path), row, str(article)))
                    continue
                document = _to_document(article, path, root, row, identify)
                if isinstance(document, Skip):
                    report.skips.append(document)
                    continue
                file_report.documents += 1
                yield document
        except (CorpusError, OSError) as error:
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            report.skips.append(Skip(str(path), 0, reason))
        report.files.append(file_report)


def find_files(root: Path) -> list[Path]:
    """List the files of a source in a fixed order: the file itself, or every file of a known format below a folder.

    Raises CorpusError if there is nothing there, or it is neither a file of a known format nor a folder.
    """
    try:
        mode = root.stat().st_mode
    except OSError as error:
        raise CorpusError(f"source {root}: {error.strerror}; check the path") from error
    if stat.S_ISREG(mode):
        if root.suffix.lower() not in SUFFIXES:
            raise CorpusError(f"source {root}: format {root.suffix or 'without a suffix'} is not read; use one of {_known()}")
        return [root]
    if not stat.S_ISDIR(mode):
        raise CorpusError(f"source {root}: neither a file nor a folder")
    found = list(_walk(root))
    if not found:
        raise CorpusError(f"source {root}: the folder holds no file that can be read ({_known()})")
    return found


def _known() -> str:
    return " ".join(sorted(SUFFIXES))


def _walk(root: Path) -> Iterator[Path]:
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES:
                yield path


def _read_file(path: Path, encoding: str | None) -> tuple[str, Iterable[tuple[int, Article | CorpusError]]]:
    """Give a file's encoding, and its articles with their row numbers (0 for a file that is one article)."""
    if not path.is_file():
        raise CorpusError("not a regular file")
    suffix = path.suffix.lower()
    if suffix in ROW_SUFFIXES:
        with path.open("rb") as file:
            encoding = encoding or detect_encoding(file.read(SAMPLE_BYTES))
        return encoding, _read_rows(path, encoding)
    data = path.read_bytes()
    text, encoding = _decode_page(data) if encoding is None and suffix in PAGE_SUFFIXES else (None, encoding)
    encoding = encoding or detect_encoding(data)
    return encoding, [(0, PARSERS[suffix](clean_text(text or decode(data, encoding))))]


def _decode_page(data: bytes) -> tuple[str | None, str | None]:
    """Decode a web page by the encoding it declares; nothing if it declares none, or a wrong one."""
    declared = declared_charset(data)
    if declared is None:
        return None, None
    try:
        return decode(data, declared), declared.lower()
    except CorpusError:
        return None, None


def _read_rows(path: Path, encoding: str) -> Iterator[tuple[int, Article | CorpusError]]:
    """Read a file of rows line by line, so that memory stays that of one row."""
    with path.open(encoding=encoding, errors="replace", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield number, parse_json_row(clean_text(line))
            except CorpusError as error:
                yield number, error


def _to_document(article: Article, path: Path, root: Path, row: int, identify: "_Identifiers") -> Document | Skip:
    kept = tuple(article.blocks[number] for number in drop_furniture([block.text for block in article.blocks]))
    text, headings = assemble(kept)
    if not text.strip():
        return Skip(str(path), row, "no text in it")
    if row:
        document_id = identify.row(article.id, path, text)
        title = squeeze(article.title)
    else:
        document_id = identify.file(article.id, path, root)
        title = squeeze(article.title) or path.stem
    if document_id is None:
        return Skip(str(path), row, f"the id {article.id!r} was used before; ids must differ")
    language = article.language.split("-")[0].split("_")[0].lower() or language_of(text)
    return Document(document_id, title, text, str(path), article.url, language, headings)


class _Identifiers:
    """Hands out document ids, each once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def file(self, stated: str, path: Path, root: Path) -> str | None:
        """Take the stated id; else the path below the source, without its suffix where that is enough."""
        if stated:
            return self._take(stated)
        relative = path.relative_to(root) if path != root else Path(path.name)
        longer = (relative.with_suffix(""), relative, root.name / relative, path.absolute())
        return next(name for name in (self._take(candidate.as_posix()) for candidate in longer) if name)

    def row(self, stated: str, path: Path, text: str) -> str | None:
        """Take the stated id; else the file's name and a digest of the text, which outlives a reordering."""
        return self._take(stated or f"{path.stem}/{hashlib.sha256(text.encode()).hexdigest()[:12]}")

    def _take(self, name: str) -> str | None:
        if name in self._used:
            return None
        self._used.add(name)
        return name
