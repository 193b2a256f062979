"""Files and folders to Documents, and the record of what was not read and why."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus.batching import Each, in_batches, one_by_one, with_results
from corpus.cleaning import RULE, clean_text, drop_furniture, squeeze
from corpus.documents import CorpusError, Document, Heading
from corpus.encodings import decode
from corpus.finding import search
from corpus.formats.article import Article, Block, assemble, stated_language
from corpus.formats.known import READABLE, WHOLE
from corpus.formats.rows import parse_json_row
from corpus.identifiers import Identifiers
from corpus.language import identify, language_of
from corpus.opening import plain_reason
from corpus.parsing import Rows, Unparsed, parse_file
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
    each: Each = one_by_one,
) -> Iterator[Document]:
    """Yield the documents of files and folders, in a fixed order; what cannot be read goes into the report.

    ``encoding`` overrides detection for every text file. A folder is read with all its subfolders; names that begin
    with a dot are passed over, and so is what ``include`` and ``exclude`` keep out (corpus.finding.matches). ``repair``
    mends text that was decoded wrongly before it was saved. With ``each`` other processes do a part of it.

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
        rows = parse_file(path, encoding, file, repair=repair)
        with closing(_documents(path, root, identifiers, file, rows, each)) as outcomes:
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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A document but for its id, the id that its source states, and the page furniture left out; or the reason for none."""

    title: str = ""
    text: str = ""
    headings: tuple[Heading, ...] = ()
    url: str = ""
    language: str = ""
    id: str = ""
    furniture: tuple[str, ...] = ()
    problem: str = ""


_Row = tuple[int, Article | Unparsed | CorpusError]


def _documents(  # noqa: PLR0913, PLR0917 - what there is to one file
    path: Path, root: Path, identifiers: Identifiers, file: FileReport, rows: Rows, each: Each
) -> Generator[Document | Skip]:
    """Yield what one file gives; whatever is wrong with it ends this file only."""
    known = WHOLE.get(path.suffix.lower())
    work = partial(_drafts, hint=known is not None and known.hint)
    with closing(_whole(rows)) as articles:
        for (row, _), draft in with_results(each, work, in_batches(articles, _size)):
            file.furniture.update(draft.furniture)
            if draft.problem:
                yield Skip(str(path), row, draft.problem)
                continue
            try:
                stated, text = draft.id, draft.text
                name = identifiers.row(stated, path=path, text=text) if row else identifiers.file(stated, path=path, root=root)
            except CorpusError as error:
                yield Skip(str(path), row, str(error))
                continue
            title = draft.title or ("" if row else path.stem)
            yield Document(name, title, text, str(path), draft.url, draft.language, draft.headings)


def _whole(rows: Rows) -> Generator[_Row]:
    """Yield the rows, and what ends them if that is an error, so that none before it is lost."""
    try:
        with closing(rows):
            yield from rows
    except CorpusError as error:
        yield 0, error
    except OSError as error:
        yield 0, CorpusError(plain_reason(error))


def _size(row: _Row) -> int:
    article = row[1]
    return sum(len(block.text) for block in article.blocks) if isinstance(article, Article) else len(str(article))


def _drafts(rows: tuple[_Row, ...], *, hint: bool) -> list[_Draft]:
    return [_drafted(article, hint=hint) for _, article in rows]


def _drafted(article: Article | Unparsed | CorpusError, *, hint: bool) -> _Draft:
    """Make of an article all of a document but its id; ``hint``: the language it states may be wrong."""
    try:
        cleaned = _cleaned(parse_json_row(article) if isinstance(article, Unparsed) else article)
    except CorpusError as error:
        return _Draft(problem=str(error))
    text, headings = assemble(cleaned.blocks)
    if not text.strip():
        return _Draft(furniture=cleaned.furniture, problem="no text in it; add text or leave it out")
    language = _language(text, cleaned.language, hint=hint)
    title = squeeze(clean_text(cleaned.title))
    return _Draft(title, text, headings, cleaned.url, language, cleaned.id, cleaned.furniture)


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
