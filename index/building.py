"""Documents to a new generation: written beside the live one, verified, then published."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from corpus.documents import Document, Passage
from corpus.splitting import split
from index.analysis import analyzer_name
from index.answers import IndexDamagedError, NoIndexError, QuestionType, SearchError
from index.deriving import derive
from index.encoders.catalogue import load
from index.encoding import Progress as EncodingProgress
from index.encoding import encode_generation
from index.generations import Generation, Generations, Manifest, new_revision
from index.lexical import LexicalIndex, write_passages
from index.library import Library, digest, write_documents
from index.questions import understand
from index.spelling.collecting import VocabularyWriter
from index.translation.lexicon import lexicon
from index.translation.phrases import INTO

Progress = Callable[[int, int], None]
"""Called after each document with the documents and the passages done so far."""


SAMPLES = 8
"""Sample questions kept, at most one of each document."""


class NothingToIndexError(SearchError):
    """The sources gave not one passage; an empty index is never published."""


def build(generations: Generations, documents: Iterable[Document], sources: list[str], progress: Progress) -> Generation:
    """Build a generation of the documents and make it the live one.

    The caller holds ``generations.lock()``. Raises NothingToIndexError if there are no passages, and whatever the documents'
    iterator raises; in every such case the live generation stays as it is.
    """
    revision = new_revision()
    with generations.begin(revision) as unfinished:
        tally = _Tally(progress)
        stored = write_documents(unfinished.documents, documents)
        passages = write_passages(unfinished.whoosh, tally.passages(stored))
        if not passages:
            raise NothingToIndexError("nothing to index: no source holds any text; the index is unchanged")
        derive(unfinished.whoosh, unfinished.postings)
        _verify(unfinished, passages, tally.documents)
        if INTO in tally.languages:
            lexicon()  # made now, so that the first question need not wait for it
        tally.vocabulary.write(unfinished.vocabulary)
        manifest = Manifest(
            revision=revision,
            created=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            sources=sources,
            documents=tally.documents,
            passages=passages,
            languages=dict(sorted(tally.languages.items())),
            samples=tally.samples,
            segmenter=analyzer_name(),
        )
        return generations.publish(unfinished, manifest)


def add_vectors(generations: Generations, key: str, *, jobs: int, progress: EncodingProgress) -> Generation:
    """Give the live generation the vectors of an encoder, by its key, and publish it with them as a new stage.

    The caller holds ``generations.lock()``. A generation that has them already is given back as it is. Raises EncoderError if
    there is no such encoder; whatever goes wrong, the live generation stays as it is.
    """
    live = generations.open_current()
    if load(key).name in live.manifest.encoders:
        return live
    passages = LexicalIndex(live.whoosh, live.postings)
    with generations.extend(live) as unfinished:
        name = encode_generation(generations, unfinished, key, passages.texts, jobs=jobs, progress=progress)
        encoders = [*live.manifest.encoders, name]
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
    found = {document.id: digest(document) for document in documents}
    changed = tuple(name for name, value in found.items() if name in live and live[name] != value)
    return Changes(
        added=tuple(name for name in found if name not in live),
        changed=changed,
        removed=tuple(name for name in live if name not in found),
        unchanged=sum(1 for name in found if name in live) - len(changed),
    )


class _Tally:
    """Counts what passes through on its way to the index."""

    def __init__(self, progress: Progress) -> None:
        self.documents = 0
        self.languages: Counter[str] = Counter()
        self.samples: list[str] = []
        self.vocabulary = VocabularyWriter()
        self._progress = progress

    def passages(self, documents: Iterable[Document]) -> Iterator[tuple[Passage, Document]]:
        for document in documents:
            for passage in split(document):
                self.languages[passage.language] += 1
                self.vocabulary.add(passage)
                yield passage, document
            if len(self.samples) < SAMPLES:
                self.samples += islice(_questions(document), 1)
            self.documents += 1
            self._progress(self.documents, self.languages.total())


def _questions(document: Document) -> Iterator[str]:
    """Yield the headings of a document that ask something."""
    for heading in document.headings:
        text = document.text[heading.start : heading.end]
        if text != document.title and understand(text, document.language).type is not QuestionType.STATEMENT:
            yield text


def _verify(unfinished: Generation, passages: int, documents: int) -> None:
    index = LexicalIndex(unfinished.whoosh, unfinished.postings)
    found = {index.count(), index.postings.live}
    if found != {passages}:
        raise IndexDamagedError(f"the new index holds {found} passages where {passages} were written; the index is unchanged")
    grouped = int(index.postings.documents.max()) + 1
    if grouped > documents:
        raise IndexDamagedError(f"the new index holds {grouped} documents where {documents} were written; the index is unchanged")
