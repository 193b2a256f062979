"""Files and folders to Documents, and the record of what was not read and why."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpus.cleaning import RULE, clean_text, drop_furniture, squeeze
from corpus.documents import CorpusError, Document
from corpus.encodings import decode
from corpus.finding import search
from corpus.formats.article import Article, Block, assemble, stated_language
from corpus.formats.known import READABLE, WHOLE
from corpus.identifiers import Identifiers
from corpus.language import identify, language_of
from corpus.opening import plain_reason
from corpus.parsing import Rows, parse_file
from corpus.reports import FileReport, ReadingReport, Skip

__all__ = ["FileReport", "ReadingReport", "Skip", "find_files", "read_sources"]

SURE = 0.9
"""Confidence from which a text's language overrides the one it states, where templates say `en` around any text."""


def find_files(root: Path, *, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> list[Path]:
    """List the files of a source in a fixed order; the patterns are those of corpus.finding.matches.

    Raises CorpusError if there is nothing there, or it is neither a file of a known format nor a folder.
    """
    return search(root, READABLE, include=include, exclude=exclude).files


def read_sources(  # noqa: PLR0913 - each is an option of the command line, by name
    sources: Sequence[Path],
    report: ReadingReport,
    *,
    encoding: str | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    strict: bool = False,
    repair: bool = True,
) -> Iterator[Document]:
    """Yield the documents of files and folders, in a fixed order; what cannot be read goes into the report.

    ``encoding`` overrides detection for every text file. A folder is read with all its subfolders; names that begin
    with a dot are passed over, and so is what ``include`` and ``exclude`` keep out (corpus.finding.matches). ``repair``
    mends text that was decoded wrongly before it was saved.

    Raises CorpusError for a source that does not exist or names no readable format, for an unknown encoding, and, with
    ``strict``, for the first thing that would be skipped.
    """
    report.strict = strict
    if encoding is not None:
        decode(b"", encoding)
    files: dict[Path, tuple[Path, Path]] = {}
    for root in sources:
        found = search(root, READABLE, include=include, exclude=exclude)
        report.others.update(found.others)
        for path in found.files:
            files.setdefault(_real(path), (path, root))
        for path, reason in found.refused:
            report.skip(Skip(str(path), 0, reason))
    identifiers = Identifiers()
    for path, root in files.values():
        file = FileReport(str(path), path.suffix.lower().lstrip("."))
        report.files.append(file)
        with closing(_documents(path, root, identifiers, file, parse_file(path, encoding, file, repair=repair))) as outcomes:
            for outcome in outcomes:
                if isinstance(outcome, Skip):
                    report.skip(outcome, file)
                else:
                    file.documents += 1
                    yield outcome
        report.close(file)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a ring of symbolic links; reading it will say so
        return path.absolute()


def _documents(path: Path, root: Path, identifiers: Identifiers, file: FileReport, rows: Rows) -> Generator[Document | Skip]:
    """Yield what one file gives; whatever is wrong with it ends this file only."""
    try:
        with closing(rows) as articles:
            for row, article in articles:
                name = partial(identifiers.row, path=path) if row else partial(identifiers.file, path=path, root=root)
                try:
                    cleaned = _cleaned(article)
                    file.furniture.update(cleaned.furniture)
                    yield _to_document(cleaned, path, name, numbered=row > 0)
                except CorpusError as error:
                    yield Skip(str(path), row, str(error))
    except CorpusError as error:
        yield Skip(str(path), 0, str(error))
    except OSError as error:
        yield Skip(str(path), 0, plain_reason(error))


def _to_document(article: Article, path: Path, name: Callable[..., str], *, numbered: bool) -> Document:
    """Make an article a document; ``name`` gives its id. Raises CorpusError, with the reason alone, if there is no text."""
    text, headings = assemble(article.blocks)
    if not text.strip():
        raise CorpusError("no text in it; add text or leave it out")
    title = squeeze(clean_text(article.title))
    if numbered:
        document_id = name(article.id, text=text)
    else:
        document_id, title = name(article.id), title or path.stem
    known = WHOLE.get(path.suffix.lower())
    language = _language(text, article.language, hint=known is not None and known.hint)
    return Document(document_id, title, text, str(path), article.url, language, headings)


def _cleaned(article: Article | CorpusError) -> Article:
    """Clean the blocks, and leave out page furniture at the edges; raises the error if it is one."""
    if isinstance(article, CorpusError):
        raise article
    cleaned = (Block(squeeze(clean_text(block.text)), block.level) for block in article.blocks)
    blocks = [block for block in cleaned if block.text]
    kept = drop_furniture([block.text for block in blocks])
    dropped = (blocks[number].text for number in sorted(set(range(len(blocks))).difference(kept)))
    furniture = article.furniture + tuple(line for line in dropped if not RULE.fullmatch(line))
    return replace(article, blocks=tuple(blocks[number] for number in kept), furniture=furniture)


def _language(text: str, stated: str, *, hint: bool) -> str:
    """Take the stated language if it is one we know, and, where it is only a hint, the text does not clearly differ."""
    code = stated_language(stated)
    if not code:
        return language_of(text)
    if hint:
        guess = identify(text)
        return guess.code if guess.confidence >= SURE else code
    return code
