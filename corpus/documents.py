"""The records that leave this package: documents, their headings, and passages.

Offsets everywhere are in code points, half-open ``[start, end)``.
"""

from dataclasses import dataclass


class CorpusError(Exception):
    """A source that cannot be used; the message names it, gives the reason and says what to do."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line of a document: ``document.text[start:end]`` is its text, ``level`` 1-6."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Document:
    """One article as plain text.

    ``text`` holds the headings too, each on a line of its own; ``headings`` says where they are, in order.
    ``source`` is the file it came from, ``url`` a public address or empty, ``language`` a code of corpus.language.
    ``copies`` are the ids of later documents that say the same and are not indexed themselves.
    """

    id: str
    title: str
    text: str
    source: str
    url: str
    language: str
    headings: tuple[Heading, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A few whole sentences of one document: ``document.text[start:end] == text``.

    ``heading`` is the heading it stands under, or empty; ``id`` is the document's id, a colon and the passage's ordinal.
    """

    id: str
    document_id: str
    title: str
    heading: str
    language: str
    text: str
    start: int
    end: int
