"""Documents to a new generation: written beside the live one, verified, then published."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from corpus.documents import Document
from index.analysis import analyzer_name
from index.answers import IndexDamagedError, IndexWriteError, NoIndexError, QuestionType, SearchError, Suggestion
from index.build_cache import BuildCache
from index.deriving import derive
from index.encoders.catalogue import load
from index.encoding import Progress as EncodingProgress
from index.encoding import encode_generation
from index.generations import Generation, Generations, Manifest, Unfinished
from index.lexical import LexicalIndex
from index.library import Library, digest, write_documents
from index.nearest import write_nearest
from index.questions import understand
from index.ranking import GIVEN_SHARE
from index.suggesting.collecting import Candidates, candidates
from index.suggesting.storing import write_suggestions
from index.translation.lexicon import lexicon
from index.translation.phrases import INTO
from index.vectors import PassageVectors
from index.workers import call, processes
from index.writing import Progress, Written, write_passages

Write = Callable[[Path, Iterator[Document]], Written]
"""Writes passages into a folder, as index.writing.write_passages does."""

MANY = 5000
"""Passages from which what follows their writing is done by several processes: starting one takes as long as some thousand."""

SAMPLES = 8
"""Sample questions kept, at most one of each document."""


class NothingToIndexError(SearchError):
    """The sources gave not one passage; an empty index is never published."""


Finish = Callable[[Unfinished, Manifest], Manifest]
"""Done with a generation before it is published: adds to it and gives its new manifest, or refuses it by an error."""


def build(  # noqa: PLR0913 - what, where to, and how
    generations: Generations,
    documents: Iterable[Document],
    sources: list[str],
    progress: Progress,
    *,
    jobs: int = 1,
    cache: BuildCache | None = None,
    finish: Finish | None = None,
) -> Generation:
    """Build a generation of the documents, with ``jobs`` processes, and make it the live one.

    Documents of which the ``cache`` has the analysis are not analysed again; the result is the same.

    The caller holds ``generations.lock()``. Raises NothingToIndexError if there are no passages, IndexWriteError,
    index.workers.WorkerLostError, and whatever the documents' iterator and ``finish`` raise; in every such case the live
    generation stays as it is.
    """
    with writing(generations), generations.begin() as unfinished:
        write = partial(write_passages, progress=progress, jobs=jobs, cache=cache)
        manifest = _fill(unfinished, documents, sources, write, jobs)
        if finish:
            manifest = finish(unfinished, manifest)
        return generations.publish(unfinished, manifest)


def _fill(unfinished: Unfinished, documents: Iterable[Document], sources: list[str], write: Write, jobs: int) -> Manifest:
    samples: list[str] = []
    stored = sampled(write_documents(unfinished.documents, documents), samples)
    written = write(unfinished.whoosh, stored)
    if not written.passages:
        raise NothingToIndexError("nothing to index: no source holds any text; the index is unchanged")
    suggested = _derived(unfinished, jobs if written.passages > MANY else 1)
    _verify(unfinished, written)
    if INTO in written.languages:
        lexicon()  # made now, so that the first question need not wait for it
    written.vocabulary.write(unfinished.vocabulary)
    _write_suggestions(unfinished, suggested)
    return Manifest(
        revision=unfinished.revision,
        created=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        sources=sources,
        documents=written.documents,
        passages=written.passages,
        languages=dict(sorted(written.languages.items())),
        samples=samples,
        segmenter=analyzer_name(),
    )


def add_vectors(generations: Generations, key: str, *, jobs: int, progress: EncodingProgress) -> Generation:
    """Give the live generation the vectors of an encoder, by its key, and publish it with them as a new stage.

    The caller holds ``generations.lock()``. A generation that has them already is given back as it is. Raises EncoderError if
    there is no such encoder, IndexWriteError, index.workers.WorkerLostError, and what ``progress`` raises; whatever goes wrong,
    the live generation stays as it is.
    """
    live = generations.open_current()
    if live.manifest.encoders.get(key) == load(key).name:
        return live
    with writing(generations), generations.extend(live) as unfinished:
        manifest = replace(live.manifest, revision=unfinished.revision, checksums=dict(live.manifest.checksums))
        return generations.publish(unfinished, encoded(generations, unfinished, manifest, key, jobs=jobs, progress=progress))


def encoded(  # noqa: PLR0913 - what, where to, and how
    generations: Generations, unfinished: Unfinished, manifest: Manifest, key: str, *, jobs: int, progress: EncodingProgress
) -> Manifest:
    """Add the vectors of an encoder to a generation that is being built, and of many an index; give the manifest that names it.

    Raises what add_vectors raises.
    """
    passages = LexicalIndex(unfinished.whoosh, unfinished.postings)
    name = encode_generation(generations, unfinished, key, passages.texts, jobs=jobs, progress=progress)
    write_nearest(unfinished.nearest(name), PassageVectors(unfinished.vectors(name), manifest.passages, load(key).dimension))
    return replace(manifest, encoders=manifest.encoders | {key: name})


@contextmanager
def writing(generations: Generations) -> Iterator[None]:
    """Turn what the system says of a full disk or a missing right, in whichever way, into IndexWriteError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise IndexWriteError(
            f"the new index could not be written to {generations.root}: {reason}; look for space and rights there, and in "
            f"{gettempdir()}; the index is unchanged"
        ) from error


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


def _derived(unfinished: Unfinished, jobs: int) -> Candidates:
    """Derive the posting arrays, and give what may be suggested: neither needs the other."""
    work: tuple[Callable[[], Any], ...] = (
        partial(_derive, unfinished.whoosh, unfinished.postings),
        partial(_candidates, unfinished.documents),
    )
    found: Candidates
    with processes(jobs) as each:
        _, found = each(call, work)
    return found


def _derive(whoosh: Path, postings: Path) -> None:
    derive(whoosh, postings)


def _candidates(documents: Path) -> Candidates:
    return candidates(Library(documents))


def _write_suggestions(unfinished: Unfinished, suggested: Candidates) -> None:
    passages = LexicalIndex(unfinished.whoosh, unfinished.postings)

    def finds(one: Suggestion) -> bool:
        found = passages.best(understand(one.text, one.language), 1, None)
        return bool(len(found.scores)) and float(found.scores[0]) >= GIVEN_SHARE

    write_suggestions(unfinished.suggestions, suggested.answered(finds))


def _verify(unfinished: Unfinished, written: Written) -> None:
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
