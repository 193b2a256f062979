"""The documents of a generation, whole, in one SQLite file: for reading pages, not for searching."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from corpus.documents import Document, Heading

SCHEMA = """
create table document (
    id text primary key, title text not null, text text not null, source text not null, url text not null,
    language text not null, headings text not null, copies text not null, digest text not null
) without rowid
"""
INSERT = "insert into document values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
SELECT = "select id, title, text, source, url, language, headings, copies from document"


def write_documents(file: Path, documents: Iterable[Document]) -> Iterator[Document]:
    """Store documents in a new file, and hand each on as it is stored, so that one pass over them is enough."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(SCHEMA)
        for document in documents:
            headings = json.dumps([(heading.start, heading.end, heading.level) for heading in document.headings])
            fields = (document.id, document.title, document.text, document.source, document.url, document.language)
            database.execute(INSERT, (*fields, headings, json.dumps(document.copies), digest(document)))
            yield document


def digest(document: Document) -> str:
    """Give the SHA-256 of all of a document that answers depend on; where its file lies is no part of that."""
    parts = (document.title, document.text, document.url, document.language, document.headings, document.copies)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Library:
    """Reads documents back; safe for threads, since every call has a connection of its own."""

    def __init__(self, file: Path) -> None:
        self._uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"

    def document(self, document_id: str) -> Document | None:
        """Give the document of an id, or None."""
        with closing(sqlite3.connect(self._uri, uri=True)) as database:
            row = database.execute(f"{SELECT} where id = ?", (document_id,)).fetchone()
        return None if row is None else _document(row)

    def documents(self) -> Iterator[Document]:
        """Yield every document."""
        with closing(sqlite3.connect(self._uri, uri=True)) as database:
            yield from map(_document, database.execute(SELECT))

    def characters(self) -> int:
        """Give the code points of all texts."""
        with closing(sqlite3.connect(self._uri, uri=True)) as database:
            found: int = database.execute("select coalesce(sum(length(text)), 0) from document").fetchone()[0]
        return found

    def digests(self) -> dict[str, str]:
        """Give the digest of every document, by id."""
        with closing(sqlite3.connect(self._uri, uri=True)) as database:
            return dict(database.execute("select id, digest from document"))

    def titles(self, limit: int) -> list[tuple[str, str, str]]:
        """Give (id, title, language) of the first ``limit`` documents, by id."""
        with closing(sqlite3.connect(self._uri, uri=True)) as database:
            return database.execute("select id, title, language from document order by id limit ?", (limit,)).fetchall()


def _document(row: tuple[str, ...]) -> Document:
    found, title, text, source, url, language, headings, copies = row
    places = tuple(Heading(*heading) for heading in json.loads(headings))
    return Document(found, title, text, source, url, language, places, tuple(json.loads(copies)))
