"""Documents to the rows of a generation's indices: analysed into files first, and sent when the lengths of all are known."""

import base64
import hashlib
import marshal
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document, Heading, Passage
from corpus.splitting import split
from index.batches import FIELDS, Batch, field_counts
from index.counting import word_counts
from index.lexical import Match
from index.library import digest
from index.opensearch.bulk import connected, write
from index.opensearch.connection import Access, Json
from index.opensearch.frequencies import known_among
from index.opensearch.schema import SCALE, SCORED_FIELDS, VECTOR, Grouped, field_text, grouped
from index.spelling.collecting import Counted, VocabularyWriter

Terms = dict[str, Grouped]
"""The terms of each scored field."""

Row = tuple[Json, Terms]
"""A passage's fields but for the scored ones, and its terms."""

QUICK = 1
"""zlib's level: files that are read once."""

STRIDE = 1 << 32
"""Numbers of passages between two batches: passages are in the order of their numbers, which need not follow each other."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """A batch on its way: where its files begin, of documents and of passages, and what is known of all of them.

    ``characters`` are code points of the documents' texts; ``held`` are the passages with each word whose meaning is known.
    """

    prefix: Path
    documents: int
    characters: int
    lengths: Counter[str]
    languages: Counter[str]
    held: Counter[str]
    vocabulary: Counted


@dataclass(frozen=True, slots=True)
class Target:
    """Where rows go: the indices, and the mean lengths that impacts are made with."""

    access: Access
    passages: str
    documents: str
    lengths: Mapping[str, float]


def spool(batch: Batch) -> Spooled:
    """Split and analyse documents, and keep what comes of them in a file."""
    rows: list[Row] = []
    vocabulary = VocabularyWriter()
    lengths: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for document in batch.documents:
        for passage in split(document):
            counts = _counts(passage)
            terms = _grouped(counts)
            held.update(known_among(counts["words"]))
            rows.append((passage_fields(passage, document), terms))
            for name, (length, _) in terms.items():
                lengths[name] += length
            vocabulary.add(passage)
    _keep(_documents_file(batch.prefix), list(map(document_row, batch.documents)))
    _keep(_passages_file(batch.prefix), rows)
    languages = Counter(str(fields["language"]) for fields, _ in rows)
    characters = sum(len(document.text) for document in batch.documents)
    return Spooled(batch.prefix, len(batch.documents), characters, lengths, languages, held, vocabulary.counted())


def documents_in(prefix: Path) -> Iterator[Document]:
    """Yield the documents of a spooled batch."""
    for _, fields in _kept(_documents_file(prefix)):
        yield document_of(fields)


def _documents_file(prefix: Path) -> Path:
    return prefix.with_suffix(".documents")


def _passages_file(prefix: Path) -> Path:
    return prefix.with_suffix(".passages")


def _keep(file: Path, rows: list[Any]) -> None:
    # marshal: several times as fast as pickle, and what it cannot carry is not needed.
    file.write_bytes(zlib.compress(marshal.dumps(rows), QUICK))


def _kept(file: Path) -> Any:
    return marshal.loads(zlib.decompress(file.read_bytes()))  # noqa: S302 - what this very rebuild wrote a moment ago


def terms_of(passage: Passage) -> Terms:
    """Count the terms of each scored field."""
    return _grouped(_counts(passage))


def _counts(passage: Passage) -> dict[str, Mapping[str, int]]:
    counts = field_counts(passage, _title_counts(passage.title, passage.language))
    return {name: counts[FIELDS.index(name)] for name in SCORED_FIELDS}


def _grouped(counts: Mapping[str, Mapping[str, int]]) -> Terms:
    return {name: grouped(inside) for name, inside in counts.items()}


@lru_cache(1)
def _title_counts(title: str, code: str) -> Mapping[str, int]:
    """All passages of a document have its title, and they come together."""
    return word_counts(title, code)


def send_documents(prefix: Path, target: Target) -> int:
    """Write a spooled batch's documents; return how many there were."""
    return write(connected(target.access), target.documents, _kept(_documents_file(prefix)))


def send_passages(prefix: Path, target: Target) -> int:
    """Write a spooled batch's passages, and delete their file; return how many there were."""
    file = _passages_file(prefix)
    numbered = enumerate(_kept(file), start=int(prefix.name) * STRIDE)
    rows = (passage_row(number, fields, terms, target.lengths) for number, (fields, terms) in numbered)
    written = write(connected(target.access), target.passages, rows)
    file.unlink()
    return written


def passage_fields(passage: Passage, document: Document) -> Json:
    """Give a passage's fields in the cluster, but for the scored ones."""
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "language": passage.language,
        "stored": {
            "title": passage.title,
            "heading": passage.heading,
            "text": passage.text,
            "start": passage.start,
            "end": passage.end,
            "url": document.url,
            "copies": document.copies,
        },
    }


def passage_row(number: int, fields: Json, terms: Terms, lengths: Mapping[str, float]) -> tuple[str, Json]:
    """Give a passage's id and all its fields in the cluster."""
    texts = {SCORED_FIELDS[name]: field_text(inside, lengths[name]) for name, inside in terms.items() if inside[1]}
    return str(number), {"number": number, **fields, **texts}


def match_of(source: Json, score: float = 0.0, certainty: float = 0.0, explanation: dict[str, float] | None = None) -> Match:
    """Give the passage of a row that the cluster holds."""
    stored = source["stored"]
    passage = Passage(
        source["id"],
        source["document_id"],
        stored["title"],
        stored["heading"],
        source["language"],
        stored["text"],
        stored["start"],
        stored["end"],
    )
    return Match(passage, stored["url"], tuple(stored["copies"]), score, certainty, explanation)


def vector_fields(key: str, steps: NDArray[np.int8], scale: float) -> Json:
    """Give the fields of an encoder's vector, ``(dimension,)``."""
    return {VECTOR + key: base64.b64encode(steps.tobytes()).decode("ascii"), SCALE + key: scale}


def row_id(name: str) -> str:
    """Give what a document is found by in the cluster, whose own ids have 512 bytes at most."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def document_row(document: Document) -> tuple[str, Json]:
    """Give a document's id and fields in the cluster."""
    stored = {
        "title": document.title,
        "text": document.text,
        "source": document.source,
        "url": document.url,
        "language": document.language,
        "headings": [[heading.start, heading.end, heading.level] for heading in document.headings],
        "copies": document.copies,
    }
    return row_id(document.id), {"id": document.id, "digest": digest(document), "stored": stored}


def document_of(source: Json) -> Document:
    """Give the document of a row that the cluster holds."""
    stored = source["stored"]
    return Document(
        source["id"],
        stored["title"],
        stored["text"],
        stored["source"],
        stored["url"],
        stored["language"],
        tuple(Heading(*place) for place in stored["headings"]),
        tuple(stored["copies"]),
    )
