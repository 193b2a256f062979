"""Documents to what is written of them: batches of documents, split, analysed and inverted, each by one process."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from pickle import dumps
from typing import Any

from corpus.documents import Document, Passage
from corpus.splitting import split
from index.counting import gram_counts, word_counts
from index.inversion import Run, RunWriter
from index.segments import PICKLE, Bytes, compressed, length_bytes
from index.spelling.collecting import Counted, VocabularyWriter

FIELDS = ("document_id", "grams", "heading", "id", "language", "title", "words")
"""The indexed fields in the order of their names, as Whoosh writes them; a field's number is its place."""

SCORED = tuple(FIELDS.index(name) for name in ("grams", "heading", "title", "words"))
"""The numbers of the fields that have lengths."""

Counts = Mapping[str, int]

BATCH_DOCUMENTS = 500
BATCH_CHARACTERS = 200_000
"""A batch ends with the document that reaches either: half a second of work."""

USUAL_CHARACTERS = 50_000
"""Characters of a batch on average, where documents are not very short or long."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to be analysed together; files made of them begin with ``prefix``."""

    documents: tuple[Document, ...]
    prefix: Path


@dataclass(frozen=True, slots=True)
class Analysed:
    """A run, and what its passages have beside postings: length bytes and total lengths of the scored fields, and what is stored.

    ``stored`` is a file of W3's stored fields, one after the other, ``sizes`` the bytes of each.
    """

    run: Run
    lengths: dict[int, Bytes]
    totals: dict[int, int]
    stored: Path
    sizes: "array[int]"
    languages: Counter[str]


@dataclass(frozen=True, slots=True)
class AnalysedBatch:
    """What became of a batch: its passages in one or more parts, in order, and what they are written in."""

    parts: tuple[Analysed, ...]
    documents: int
    vocabulary: Counted
    name: str = ""
    """The file of index.build_cache that keeps it."""
    known: bool = False
    """Whether it was taken from there."""


def in_batches(documents: Iterable[Document], folder: Path) -> Iterator[Batch]:
    """Put documents together in batches, in order; ``folder`` is where files of theirs go.

    Most batches end with a document that is chosen by its id. So, where a document is added, changed or removed, the others soon
    come together as before, and index.build_cache knows them.
    """
    batch: list[Document] = []
    number = characters = 0
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if len(batch) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS or _ends_batch(document):
            yield Batch(tuple(batch), folder / str(number))
            number += 1
            batch, characters = [], 0
    if batch:
        yield Batch(tuple(batch), folder / str(number))


def _ends_batch(document: Document) -> bool:
    """Choose documents by their ids, as if by chance: the longer, the likelier."""
    chance = int.from_bytes(blake2b(document.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()) / (1 << 64)
    return chance < len(document.text) / USUAL_CHARACTERS


def analyse(batch: Batch) -> AnalysedBatch:
    """Split, analyse and invert documents: one run, or several where one would be too large."""
    done: list[Analysed] = []
    vocabulary = VocabularyWriter()
    collected = _Collected(batch.prefix)
    for document in batch.documents:
        for passage in split(document):
            if collected.run.full:
                done.append(collected.finish())
                collected = _Collected(batch.prefix.with_name(f"{batch.prefix.name}-{len(done)}"))
            collected.add(passage, document)
            vocabulary.add(passage)
    return AnalysedBatch((*done, collected.finish()), len(batch.documents), vocabulary.counted())


class _Collected:
    """The passages of a run on their way to the disk."""

    def __init__(self, prefix: Path) -> None:
        self.run = RunWriter()
        self._prefix = prefix
        self._lengths: dict[int, list[int]] = {number: [] for number in SCORED}
        self._stored: list[bytes] = []
        self._languages: Counter[str] = Counter()
        self._titled = ("", "")
        self._title: Counts = {}

    def add(self, passage: Passage, document: Document) -> None:
        titled = (passage.title, passage.language)
        if titled != self._titled:
            # All passages of a document have its title.
            self._titled, self._title = titled, word_counts(*titled)
        fields = field_counts(passage, self._title)
        self.run.add(fields)
        for number, lengths in self._lengths.items():
            lengths.append(sum(fields[number].values()))
        self._stored.append(compressed(dumps(_stored(passage, document), PICKLE)))
        self._languages[passage.language] += 1

    def finish(self) -> Analysed:
        stored = self._prefix.with_suffix(".stored")
        stored.write_bytes(b"".join(self._stored))
        return Analysed(
            self.run.write(self._prefix.with_suffix(".run")),
            {number: length_bytes(lengths) for number, lengths in self._lengths.items()},
            {number: sum(lengths) for number, lengths in self._lengths.items()},
            stored,
            array("I", map(len, self._stored)),
            self._languages,
        )


def field_counts(passage: Passage, title: Counts) -> tuple[Counts, ...]:
    """Give the terms of each of FIELDS; ``title`` are those of the title."""
    code = passage.language
    grams = gram_counts(passage.text, code)
    if passage.heading:
        # The heading's too: the answer of an FAQ row need not repeat a word of its question.
        grams.update(gram_counts(passage.heading, code))
    return (
        {passage.document_id: 1},
        grams,
        word_counts(passage.heading, code),
        {passage.id: 1},
        {code: 1},
        title,
        word_counts(passage.text, code),
    )


def _stored(passage: Passage, document: Document) -> dict[str, Any]:
    return {
        "document_id": passage.document_id,
        "id": passage.id,
        "language": passage.language,
        "stored": (passage.title, passage.heading, passage.text, passage.start, passage.end, document.url, document.copies),
    }
