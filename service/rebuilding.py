"""What a rebuild does, and the account it gives: for people as lines, for machines as JSON."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import corpus
from corpus.documents import Document
from corpus.preparing import DocumentRepairs, PreparationReport, prepare
from corpus.reading import ReadingReport, Skip, read_sources
from corpus.repair import Discover, Repair, discover_removed_pairs
from corpus.splitting import split
from index.building import Changes
from index.encoders.catalogue import available
from index.encoding import Progress as EncodingProgress
from index.engines.protocol import Engine
from index.generations import Manifest
from index.golden import Failure, failures, refuse
from index.locking import LockWantedError
from index.stores import Built, Gate, Store
from index.synonyms import load_synonyms
from index.workers import Each, all_cores, processes
from index.writing import Progress
from service.choosing import store_of
from service.gate import golden_questions
from service.representation import status_json
from service.settings import Settings

BUILT_IN_ARTICLES = Path(corpus.__file__).parent / "articles"

SHOWN = 5
"""Repairs of one document shown in the short account of a rebuild."""


@dataclass(slots=True)
class Account:
    """All that was met on the way from the sources to the index."""

    reading: ReadingReport = field(default_factory=ReadingReport)
    preparation: PreparationReport = field(default_factory=PreparationReport)
    passages: Counter[str] = field(default_factory=Counter)
    """Passages by source file; counted in a dry run."""
    languages: dict[str, Counter[str]] = field(default_factory=dict)
    """Languages of the passages by source file; counted in a dry run."""
    failures: list[Failure] = field(default_factory=list)
    """Golden questions that the new index answers otherwise."""


def sources_of(settings: Settings) -> list[Path]:
    """Give the sources to read: the owner's, else the built-in articles."""
    return list(settings.sources or [BUILT_IN_ARTICLES])


def documents_of(
    settings: Settings, account: Account, each: Each, discover: Discover = discover_removed_pairs
) -> Iterator[Document]:
    """Yield the documents ready to be indexed, and keep account; raises what corpus.reading.read_sources raises."""
    documents = read_sources(
        sources_of(settings),
        account.reading,
        encoding=settings.encoding,
        include=settings.include,
        exclude=settings.exclude,
        strict=settings.strict,
        repair=settings.repair,
        each=each,
    )
    return prepare(documents, account.preparation, repair=settings.repair, discover=discover, each=each)


class Watcher(Protocol):
    """Is told how far a rebuild is."""

    def counting(self) -> Progress:
        """Begin to be told of documents and passages."""
        ...

    def live(self, generation: Built, key: str) -> None:
        """Hear that a generation is live and can be searched, while the vectors of an encoder are made."""
        ...

    def encoding(self, key: str, passages: int) -> EncodingProgress:
        """Begin to be told how many of the passages an encoder has done."""
        ...


def rebuild_index(settings: Settings, account: Account, watcher: Watcher, *, full: bool = False, force: bool = False) -> Built:
    """Build a generation of the sources, put it live, and add the vectors, which puts it live again for each encoder.

    Only documents that changed since the build before are analysed, unless ``full``, and only new text is encoded.

    Where there are golden questions, it goes live once, with its vectors, which they judge too; ``force`` puts it live though
    some fail, and the account names these. Raises what index.building.build and add_vectors raise, GoldenFileError, and
    QualityGateError.
    """
    sources = [str(source) for source in sources_of(settings)]
    golden = golden_questions(settings)

    def judge(engine: Engine) -> None:
        account.failures = list(failures(engine, golden))
        if not force:
            refuse(account.failures, len(golden))

    gate = None
    if golden:
        gate = Gate(available(encoders_of(settings)), watcher.encoding, load_synonyms(settings.synonyms), judge)
    store = store_of(settings)
    with store.lock():
        cache = store.open_cache(fresh=full)
        progress, jobs = watcher.counting(), jobs_of(settings)
        with processes(jobs) as each:
            documents = documents_of(settings, account, each, cache.discover)
            generation = store.build(documents, sources, progress, jobs=jobs, cache=cache, gate=gate)
        return _completed(settings, store, generation, watcher)


def complete_index(settings: Settings, watcher: Watcher) -> Built:
    """Add the vectors that the live generation lacks; raises what index.building.add_vectors raises.

    Waits until nobody else writes to the index. Raises LockWantedError when somebody wants to; what was encoded is kept.
    """
    store = store_of(settings)
    with store.lock_until_wanted() as wanted:
        return _completed(settings, store, store.open_current(), watcher, wanted)


def _completed(
    settings: Settings, store: Store, generation: Built, watcher: Watcher, wanted: Callable[[], bool] = lambda: False
) -> Built:
    for key in lacking(settings, generation.manifest):
        watcher.live(generation, key)
        progress = _until_wanted(watcher.encoding(key, generation.manifest.passages), wanted)
        generation = store.add_vectors(key, jobs=jobs_of(settings), progress=progress)
    return generation


def _until_wanted(progress: EncodingProgress, wanted: Callable[[], bool]) -> EncodingProgress:
    def told(done: int, encoded: int) -> None:
        if wanted():
            raise LockWantedError("another process wants to write to the index")
        progress(done, encoded)

    return told


def jobs_of(settings: Settings) -> int:
    """Give how many processes a rebuild works with."""
    return settings.jobs or all_cores()


def encoders_of(settings: Settings) -> tuple[str, ...]:
    """Give the keys of the encoders that are wanted."""
    return settings.encoders if settings.semantic else ()


def lacking(settings: Settings, manifest: Manifest) -> tuple[str, ...]:
    """Give the keys of the encoders whose vectors an index lacks, of those that are wanted and installed; loads none."""
    return tuple(key for key in available(encoders_of(settings)) if key not in manifest.encoders)


def rehearse(settings: Settings, account: Account, progress: Progress) -> Changes:
    """Do all of a rebuild but the index; say what it would add, change and remove."""

    def counted() -> Iterator[Document]:
        with processes(jobs_of(settings)) as each:
            for number, document in enumerate(documents_of(settings, account, each), start=1):
                passages = split(document)
                account.passages[document.source] += len(passages)
                account.languages.setdefault(document.source, Counter()).update(passage.language for passage in passages)
                progress(number, account.passages.total())
                yield document

    return store_of(settings).changes(counted())


def account_json(account: Account) -> dict[str, Any]:
    """Give the account for machines."""
    preparation = account.preparation
    return {
        "files": [
            {
                "source": file.source,
                "format": file.format,
                "encoding": file.encoding,
                "documents": file.documents,
                "passages": account.passages[file.source],
                "languages": dict(account.languages.get(file.source, {})),
                "repaired": file.repaired,
                "repairs": [_repair_json(repair) | {"row": row} for row, repair in file.repairs],
            }
            for file in account.reading.files
        ],
        "skipped": [{"source": skip.source, "row": skip.row, "reason": skip.reason} for skip in account.reading.skips],
        "others": dict(account.reading.others),
        "repaired": [_repaired_json(one) for one in preparation.repaired],
        "furniture": dict(_furniture(account)),
        "copies": preparation.copies,
        "golden": list(map(str, account.failures)),
    }


def rebuilt_json(generation: Built, account: Account, seconds: float) -> dict[str, Any]:
    """Give the result of a rebuild for machines."""
    return status_json(generation.manifest) | account_json(account) | {"seconds": round(seconds, 3)}


def rehearsed_json(found: Changes, account: Account) -> dict[str, Any]:
    """Give the result of a dry run for machines."""
    changed = {"added": list(found.added), "changed": list(found.changed), "removed": list(found.removed)}
    return account_json(account) | changed | {"unchanged": found.unchanged}


def short_lines(account: Account) -> Iterator[str]:
    """Give the account in a few lines: what was read, skipped, mended, dropped and set aside."""
    files = [file for file in account.reading.files if file.documents]
    encodings = Counter(file.encoding for file in files)
    named = ", ".join(f"{name} {count}" for name, count in encodings.most_common())
    yield f"read      {len(files)} files" + (f" ({named})" if named else "")
    yield from map(_skip_line, account.reading.skips)
    for suffix, count in account.reading.others.most_common():
        yield f"passed by {count} files {suffix or 'without a suffix'}"
    yield from _all_repair_lines(account, SHOWN)
    yield from _dropped_lines(account)
    yield from (f"golden    {failure}" for failure in account.failures)


def full_lines(found: Changes, account: Account) -> Iterator[str]:
    """Give all that a dry run found: every file, every repair before and after, and what would change."""
    for file in account.reading.files:
        languages = " ".join(account.languages.get(file.source, ())) or "-"
        counts = f"{file.documents} documents, {account.passages[file.source]} passages"
        yield f"{file.source}  {file.format}  {file.encoding or '-'}  {languages}  {counts}"
    yield from map(_skip_line, account.reading.skips)
    yield from _all_repair_lines(account, None)
    yield from _dropped_lines(account)
    for name, ids in (("add", found.added), ("change", found.changed), ("remove", found.removed)):
        yield from (f"would {name} {document_id}" for document_id in ids)
    yield (
        f"{len(found.added)} to add, {len(found.changed)} to change, {len(found.removed)} to remove, "
        f"{found.unchanged} unchanged; nothing was written"
    )


def _skip_line(skip: Skip) -> str:
    place = f"{skip.source}, row {skip.row}" if skip.row else skip.source
    return f"skipped   {place}: {skip.reason}"


def _all_repair_lines(account: Account, shown: int | None) -> Iterator[str]:
    """Give a line for each repair, at most ``shown`` of a file or document (None: all)."""
    for file in account.reading.files:
        yield from _repair_lines(file.source, [repair for _, repair in file.repairs], file.repaired, shown)
    for one in account.preparation.repaired:
        yield from _repair_lines(one.source, one.repairs, len(one.repairs), shown)
        for suspicion in one.suspicions:
            yield f"suspect   {one.source} at {suspicion.offset}: {_excerpt(suspicion.context)} ({suspicion.reason})"


def _repair_lines(source: str, repairs: Sequence[Repair], total: int, shown: int | None) -> Iterator[str]:
    for repair in repairs[:shown]:
        yield f"repaired  {source} at {repair.start}: {_excerpt(repair.before)} -> {_excerpt(repair.after)}"
    if total > len(repairs[:shown]):
        yield f"repaired  {source}: {total - len(repairs[:shown])} more places"


def _furniture(account: Account) -> Counter[str]:
    """Count the lines dropped as page furniture, whether known by their words or by their repetition."""
    return sum((file.furniture for file in account.reading.files), account.preparation.furniture)


def _dropped_lines(account: Account) -> Iterator[str]:
    for line, count in _furniture(account).most_common():
        yield f"dropped   {_excerpt(line)} ({count} times)"
    for copy, first in account.preparation.copies.items():
        yield f"copy      {copy} says the same as {first}"


def _excerpt(text: str, longest: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _repaired_json(one: DocumentRepairs) -> dict[str, Any]:
    return {
        "document_id": one.document_id,
        "source": one.source,
        "repairs": list(map(_repair_json, one.repairs)),
        "suspicions": [
            {"offset": suspicion.offset, "context": suspicion.context, "reason": suspicion.reason} for suspicion in one.suspicions
        ],
    }


def _repair_json(repair: Repair) -> dict[str, Any]:
    return {"kind": repair.kind.value, "start": repair.start, "end": repair.end, "before": repair.before, "after": repair.after}
