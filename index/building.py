"""Documents to a new generation: written beside the live one, verified, then published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from corpus.documents import Document
from index.analysis import analyzer_name
from index.answers import IndexDamagedError, NoIndexError, QuestionType, SearchError
from index.deriving import derive
from index.encoders.catalogue import load
from index.encoding import Progress as EncodingProgress
from index.encoding import encode_generation
from index.generations import Generation, Generations, Manifest, new_revision
from index.lexical import LexicalIndex
from index.library import Library, digest, write_documents
from index.questions import understand
from index.translation.lexicon import lexicon
from index.translation.phrases import INTO
from index.writing import Progress, Written, write_passages

SAMPLES = 8
"""Sample questions kept, at most one of each document."""


class NothingToIndexError(SearchError):
    """The sources gave not one passage; an empty index is never published."""


def build(
    generations: Generations, documents: Iterable[Document], sources: list[str], progress: Progress, *, jobs: int = 1
) -> Generation:
    """Build a generation of the documents, with ``jobs`` processes, and make it the live one.

    The caller holds ``generations.lock()``. Raises NothingToIndexError if there are no passages, index.workers.WorkerLostError,
    and whatever the documents' iterator raises; in every such case the live generation stays as it is.
    """
    revision = new_revision()
    with generations.begin(revision) as unfinished:
        samples: list[str] = []
        stored = sampled(write_documents(unfinished.documents, documents), samples)
        written = write_passages(unfinished.whoosh, stored, progress, jobs=jobs)
        if not written.passages:
            raise NothingToIndexError("nothing to index: no source holds any text; the index is unchanged")
        derive(unfinished.whoosh, unfinished.postings)
        _verify(unfinished, written)
        if INTO in written.languages:
            lexicon()  # made now, so that the first question need not wait for it
        written.vocabulary.write(unfinished.vocabulary)
        manifest = Manifest(
            revision=revision,
            created=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            sources=sources,
            documents=written.documents,
            passages=written.passages,
            languages=dict(sorted(written.languages.items())),
            samples=samples,
            segmenter=analyzer_name(),
        )
        return generations.publish(unfinished, manifest)


def add_vectors(generations: Generations, key: str, *, jobs: int, progress: EncodingProgress) -> Generation:
    """Give the live generation the vectors of an encoder, by its key, and publish it with them as a new stage.

    The caller holds ``generations.lock()``. A generation that has them already is given back as it is. Raises EncoderError if
    there is no such encoder, index.workers.WorkerLostError; whatever goes wrong, the live generation stays as it is.
    """
    live = generations.open_current()
    if live.manifest.encoders.get(key) == load(key).name:
        return live
    passages = LexicalIndex(live.whoosh, live.postings)
    with generations.extend(live) as unfinished:
        name = encode_generation(generations, unfinished, key, passages.texts, jobs=jobs, progress=progress)
        encoders = live.manifest.encoders | {key: name}
        manifest = replace(live.manifest, revision=unfinished.manifest.revision, encoders=encoders, checksums={})
        return generations.publish(unfinished, manifest)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a rebuild would do to the live generation: ids of documents, and how many stay as they are."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def changes(generations: Generations, documents: Iterable[Document]) -> Changes:
    """Compare documents with the live generation; with none that can be read, everything is added."""
    try:
        live = Library(generations.open_current().documents).digests()
    except (NoIndexError, IndexDamagedError):
        live = {}
    return compared(live, documents)


def compared(live: Mapping[str, str], documents: Iterable[Document]) -> Changes:
    """Compare documents with those of the live generation, whose digests are given by id."""
    found = {document.id: digest(document) for document in documents}
    changed = tuple(name for name, value in found.items() if name in live and live[name] != value)
    return Changes(
        added=tuple(name for name in found if name not in live),
        changed=changed,
        removed=tuple(name for name in live if name not in found),
        unchanged=sum(1 for name in found if name in live) - len(changed),
    )


def sampled(documents: Iterable[Document], samples: list[str]) -> Iterator[Document]:
    """Hand on the documents, and keep sample questions of the first that have any."""
    for document in documents:
        if len(samples) < SAMPLES:
            samples += islice(_questions(document), 1)
        yield document


def _questions(document: Document) -> Iterator[str]:
    """Yield the headings of a document that ask something."""
    for heading in document.headings:
        text = document.text[heading.start : heading.end]
        if text != document.title and understand(text, document.language).type is not QuestionType.STATEMENT:
            yield text


def _verify(unfinished: Generation, written: Written) -> None:
    index = LexicalIndex(unfinished.whoosh, unfinished.postings)
    found = {index.count(), index.postings.live}
    if found != {written.passages}:
        raise IndexDamagedError(
            f"the new index holds {found} passages where {written.passages} were written; the index is unchanged"
        )
    grouped = int(index.postings.documents.max()) + 1
    if grouped > written.documents:
        raise IndexDamagedError(
            f"the new index holds {grouped} documents where {written.documents} were written; the index is unchanged"
        )
