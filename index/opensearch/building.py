"""Documents to a new generation in a cluster: written beside the live one, verified, then published."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.documents import Document
from index.analysis import analyzer_name
from index.answers import IndexDamagedError, NoIndexError
from index.batches import in_batches
from index.building import Changes, NothingToIndexError, compared, sampled
from index.encoders.catalogue import load
from index.encoding import Progress as EncodingProgress
from index.encoding import encode_generation
from index.generations import Generation, Generations, Manifest
from index.opensearch.engine import FREQUENCIES, OpenSearchEngine
from index.opensearch.filling import Spooled, Target, send_documents, send_passages, spool
from index.opensearch.frequencies import save_frequencies
from index.opensearch.generations import ClusterGeneration, ClusterGenerations
from index.opensearch.reading import rows
from index.opensearch.schema import (
    SCORED_FIELDS,
    documents_body,
    documents_index,
    files_body,
    files_index,
    keeps_originals,
    passages_body,
    passages_index,
)
from index.opensearch.staging import Stage, passages_in_order, send_stage, texts
from index.opensearch.suggesting import Kept, Searched, collect, write_suggested
from index.spelling.collecting import VocabularyWriter
from index.stores import Gate
from index.vectors import PassageVectors
from index.workers import Each, call, processes
from index.writing import Progress

COLLECTED = "collected"
"""The file of what may be suggested, until the cluster can be asked."""

Check = Callable[[], None]
"""Raises if this process may write no longer."""


@dataclass(slots=True)
class _Analysed:
    """What is known of all documents when they have been analysed."""

    documents: int = 0
    characters: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    lengths: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    vocabulary: VocabularyWriter = field(default_factory=VocabularyWriter)
    prefixes: list[Path] = field(default_factory=list)

    def add(self, one: Spooled) -> None:
        """Add a batch."""
        self.documents += one.documents
        self.characters += one.characters
        self.languages += one.languages
        self.lengths += one.lengths
        self.held.update(one.held)
        self.vocabulary.add_counted(one.vocabulary)
        self.prefixes.append(one.prefix)

    def averages(self) -> dict[str, float]:
        """Give the mean length of each field over all passages, as index.deriving has it."""
        return {name: self.lengths[name] / (self.languages.total() or 1) or 1.0 for name in SCORED_FIELDS}

    def manifest(self, revision: str, sources: list[str], samples: list[str]) -> Manifest:
        """Give what a generation says of itself. Raises NothingToIndexError if there are no passages."""
        if not self.languages:
            raise NothingToIndexError("nothing to index: no source holds any text; the index is unchanged")
        return Manifest(
            revision=revision,
            created=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            sources=sources,
            documents=self.documents,
            passages=self.languages.total(),
            languages=dict(sorted(self.languages.items())),
            samples=samples,
            segmenter=analyzer_name(),
        )


def build(  # noqa: PLR0913, PLR0917 - what, where to, and how
    generations: ClusterGenerations,
    local: Generations,
    documents: Iterable[Document],
    sources: list[str],
    progress: Progress,
    check: Check,
    *,
    jobs: int = 1,
    gate: Gate | None = None,
) -> ClusterGeneration:
    """Build a generation of the documents, with ``jobs`` processes, and make it the live one.

    ``local`` keeps vectors from one build to the next, on the disk of the machine that builds. The caller holds the lock, and
    local's, too; ``check`` raises if it lost it. Raises NothingToIndexError if there are no passages,
    index.workers.WorkerLostError, ClusterError, and whatever the documents' iterator and the gate raise; in every such case the
    live generation stays as it is, and what was written is deleted, now or by the next build.
    """
    generations.prune_unfinished()
    with TemporaryDirectory(prefix="wenda-") as temporary, ExitStack() as stack:
        samples: list[str] = []
        batches = in_batches(sampled(documents, samples), Path(temporary))
        first, second = next(batches, None), next(batches, None)
        each = stack.enter_context(processes(1 if second is None else jobs))
        begun = chain((batch for batch in (first, second) if batch is not None), batches)
        analysed = _Analysed()
        for spooled in each(spool, begun):
            analysed.add(spooled)
            progress(analysed.documents, analysed.languages.total())
        manifest = analysed.manifest(generations.new_revision(), sources, samples)
        with generations.undone():
            files = Generation(Path(temporary), manifest)
            _fill(generations, files, analysed, each)
            with _beside(partial(_suggest, generations, files, each)):
                generation = _whole(generations, manifest, analysed.averages())
            if gate is not None:
                generation = _passed(generations, local, generation, gate, jobs)
            check()
            return generations.publish(generation)


def _fill(generations: ClusterGenerations, files: Generation, analysed: _Analysed, each: Each) -> None:
    """Make the indices of a generation, and send them all that was analysed; and collect what may be suggested."""
    alias, shards, manifest = generations.layout.alias, generations.layout.shards, files.manifest
    passages, documents = passages_index(alias, manifest.revision), documents_index(alias, manifest.revision)
    generations.create(passages, passages_body(shards, (), generations.cluster.version))
    generations.create(documents, documents_body(shards))
    generations.create(files_index(alias, manifest.revision), files_body(generations.layout.replicas))
    target = Target(generations.cluster.access, passages, documents, analysed.averages())
    for _ in each(partial(send_documents, target=target), analysed.prefixes):
        pass
    collecting = partial(collect, Kept(analysed.prefixes, analysed.characters), files.folder / COLLECTED)
    with _beside(partial(_by_another, each, collecting)), _beside(partial(_finish_documents, generations, files, analysed)):
        for _ in each(partial(send_passages, target=target), analysed.prefixes):
            pass


def _by_another(each: Each, work: Callable[[], None]) -> None:
    """Have a piece of work done by one of the processes."""
    for _ in each(call, (work,)):
        pass


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    """Do a piece of work while the block does another; both are done at the block's end."""
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(work)
        yield
        done.result()


def _finish(generations: ClusterGenerations, index: str, written: int) -> None:
    """Make a filled index searchable, with its replicas, and see that it holds what was written."""
    generations.complete(index)
    verified(generations, index, written)


def _whole(generations: ClusterGenerations, manifest: Manifest, lengths: dict[str, float]) -> ClusterGeneration:
    """Finish the filled index of passages."""
    index = passages_index(generations.layout.alias, manifest.revision)
    _finish(generations, index, manifest.passages)
    if not keeps_originals(generations.cluster.version):
        generations.require_alike(index)
    return ClusterGeneration(index, manifest, lengths)


def _finish_documents(generations: ClusterGenerations, files: Generation, analysed: _Analysed) -> None:
    """Finish the filled index of documents, and store what servers read of a generation besides it, but for suggestions."""
    manifest = files.manifest
    _finish(generations, documents_index(generations.layout.alias, manifest.revision), manifest.documents)
    analysed.vocabulary.write(files.vocabulary)
    save_frequencies(files.folder / FREQUENCIES, analysed.held)
    for file in (files.vocabulary, files.folder / FREQUENCIES):
        generations.store_file(manifest, file.name, file)


def _suggest(generations: ClusterGenerations, files: Generation, each: Each) -> None:
    """Have a process that knows words write the suggestions, and store them: the last of the files."""
    manifest = files.manifest
    index = passages_index(generations.layout.alias, manifest.revision)
    searched = Searched(generations.cluster.access, index, manifest.passages)
    _by_another(each, partial(write_suggested, files.suggestions, files.folder / COLLECTED, searched))
    generations.store_file(manifest, files.suggestions.name, files.suggestions)
    generations.complete(files_index(generations.layout.alias, manifest.revision))


def _passed(
    generations: ClusterGenerations, local: Generations, generation: ClusterGeneration, gate: Gate, jobs: int
) -> ClusterGeneration:
    """Give a generation the vectors that a gate wants, and let it be judged; nothing is live yet."""
    for key in gate.encoders:
        progress = gate.encoding(key, generation.manifest.passages)
        generation = _with_vectors(generations, local, generation, key, jobs=jobs, progress=progress)
    gate.judge(OpenSearchEngine(generations, generation, gate.synonyms))
    return generation


def verified(generations: ClusterGenerations, index: str, written: int) -> None:
    """Raise IndexDamagedError if an index does not hold what was written."""
    found = generations.count(index)
    if found != written:
        raise IndexDamagedError(f"{index} holds {found} rows where {written} were written; the live index is unchanged")


def add_vectors(  # noqa: PLR0913 - what, where to, and how
    generations: ClusterGenerations, local: Generations, key: str, check: Check, *, jobs: int, progress: EncodingProgress
) -> ClusterGeneration:
    """Give the live generation the vectors of an encoder, by its key, and publish it with them as a new stage.

    ``local`` keeps vectors from one build to the next, on the disk of the machine that builds. The caller holds the lock, and
    local's, too. Raises EncoderError if there is no such encoder, index.workers.WorkerLostError, ClusterError; whatever goes
    wrong, the live generation stays as it is.
    """
    live = generations.open_current()
    if live.manifest.encoders.get(key) == load(key).name:
        return live
    generations.prune_unfinished()
    with generations.undone():
        generation = _with_vectors(generations, local, live, key, jobs=jobs, progress=progress)
        check()
        return generations.publish(generation)


def _with_vectors(  # noqa: PLR0913 - what, where to, and how
    generations: ClusterGenerations,
    local: Generations,
    before: ClusterGeneration,
    key: str,
    *,
    jobs: int,
    progress: EncodingProgress,
) -> ClusterGeneration:
    """Write the next stage of a generation, with the vectors of one more encoder; give it whole, but not live."""
    with TemporaryDirectory(prefix="wenda-") as temporary:
        folder = Generation(Path(temporary), before.manifest)
        passages = partial(texts, generations.cluster, before.index)
        name = encode_generation(local, folder, key, passages, jobs=jobs, progress=progress)
        manifest = replace(
            before.manifest,
            revision=generations.next_stage(before.manifest.revision),
            encoders=before.manifest.encoders | {key: name},
            checksums=dict(before.manifest.checksums),
        )
        generations.store_file(manifest, f"vectors/{folder.means(name).name}", folder.means(name))
        generations.complete(files_index(generations.layout.alias, manifest.revision))
        vectors = PassageVectors(folder.vectors(name), manifest.passages, load(key).dimension)
        _fill_stage(generations, before, manifest, (key, vectors), jobs)
        return _whole(generations, manifest, before.lengths)


def _fill_stage(
    generations: ClusterGenerations, live: ClusterGeneration, manifest: Manifest, new: tuple[str, PassageVectors], jobs: int
) -> None:
    index = passages_index(generations.layout.alias, manifest.revision)
    generations.create(index, passages_body(generations.layout.shards, tuple(manifest.encoders), generations.cluster.version))
    target = Stage(generations.cluster.access, index, live.lengths)
    with processes(jobs) as each:
        pieces = passages_in_order(generations.cluster, live, *new)
        for _ in each(partial(send_stage, target=target), pieces):
            pass


def changes(generations: ClusterGenerations, documents: Iterable[Document]) -> Changes:
    """Compare documents with the live generation; with none that can be read, everything is added."""
    try:
        live = dict(_digests(generations))
    except (NoIndexError, IndexDamagedError):
        live = {}
    return compared(live, documents)


def _digests(generations: ClusterGenerations) -> Iterator[tuple[str, str]]:
    live = generations.open_current()
    index = documents_index(generations.layout.alias, live.manifest.revision)
    for hit in rows(generations.cluster, index, "id", {"match_all": {}}, _source=["id", "digest"]):
        yield hit["_source"]["id"], hit["_source"]["digest"]
