"""What a build worked out, kept for the next one, so that only documents that changed are worked on again.

Each thing is known by all that it depends on: documents, the code that looks at them, the libraries it uses, the owner's words.
So nothing in the cache can be out of date, and a build gives the same with it as without.
"""

import hashlib
import pickle
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import chain, groupby, islice
from pathlib import Path

import regex

import corpus
import index
from corpus.repair import RemovedPair, discover_removed_pairs
from index.analysis import analyzer_name
from index.batches import Analysed, AnalysedBatch, Batch, analyse
from index.languages.chinese import owners_words
from index.workers import Each, one_by_one

DIGEST_BYTES = 32
"""Of SHA-256: a file begins with that of the rest of it, so that damage is noticed."""

BATCHES = "batches"
PAIRS = "removed-pairs"

DISTRIBUTION = regex.compile(r"^[\w.-]+")


@dataclass(frozen=True, slots=True)
class BuildCache:
    """A folder of what builds worked out; for the holder of the lock, and the processes that work for it.

    ``fresh``: what is there is not used, only renewed.
    """

    folder: Path
    maker: str
    fresh: bool = False

    @classmethod
    def open(cls, folder: Path, *, fresh: bool = False) -> "BuildCache":
        """Open a folder, made if need be, for what this process would work out as it does now."""
        (folder / BATCHES).mkdir(parents=True, exist_ok=True)
        return cls(folder, f"{_maker()} {analyzer_name()} {owners_words()!r}", fresh)

    def analysed(self, each: Each, batches: Iterable[Batch]) -> Iterator[AnalysedBatch]:
        """Analyse batches, in order: with ``each`` where several come together that the cache lacks, else here.

        For what the cache has, and for one batch, other processes are not worth starting.
        """
        for known, group in groupby(batches, self._knows):
            analyse = self._known if known else self._new
            yield from analyse(each, group)

    def _known(self, _each: Each, batches: Iterator[Batch]) -> Iterator[AnalysedBatch]:
        return one_by_one(self.analyse, batches)

    def _new(self, each: Each, batches: Iterator[Batch]) -> Iterator[AnalysedBatch]:
        first = list(islice(batches, 2))
        return (each if len(first) > 1 else one_by_one)(self.analyse, chain(first, batches))

    def _knows(self, batch: Batch) -> bool:
        return not self.fresh and self._file(batch).is_file()

    def _file(self, batch: Batch) -> Path:
        return self.folder / BATCHES / self._name(map(repr, batch.documents))

    def analyse(self, batch: Batch) -> AnalysedBatch:
        """Do what index.batches.analyse does, or take it from the cache."""
        file = self._file(batch)
        stored = None if self.fresh else _read(file)
        if stored is not None:
            return _unpacked(stored, batch.prefix)
        found = replace(analyse(batch), name=file.name)
        _write(file, _packed(found))
        return found

    def keep(self, names: Iterable[str]) -> None:
        """Delete all analysed batches but the named ones."""
        kept = set(names)
        for path in (self.folder / BATCHES).iterdir():
            if path.name not in kept:
                path.unlink()

    def discover(self, sample: list[str]) -> tuple[RemovedPair, ...]:
        """Do what corpus.repair.discover_removed_pairs does, or take it from the cache, which has that of the last build."""
        file, name = self.folder / PAIRS, self._name(sample)
        stored = None if self.fresh else _read(file)
        known, pairs = pickle.loads(stored) if stored else ("", ())  # noqa: S301 - as below
        if known != name:
            pairs = discover_removed_pairs(sample)
            _write(file, pickle.dumps((name, pairs), pickle.HIGHEST_PROTOCOL))
        return tuple(pairs)

    def _name(self, texts: Iterable[str]) -> str:
        found = hashlib.sha256(self.maker.encode("utf-8", "surrogatepass"))
        for text in texts:
            data = text.encode("utf-8", "surrogatepass")
            found.update(len(data).to_bytes(8) + data)
        return found.hexdigest()


@cache
def _maker() -> str:
    """Name what analyses: every file of the packages corpus and index, Python, and the libraries that we depend on."""
    found = hashlib.sha256(sys.version.encode())
    for package in (corpus, index):
        root = Path(package.__file__ or "").parent
        for path in sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            found.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    try:
        names = [match[0] for line in requires("wenda") or () if (match := DISTRIBUTION.match(line)) and "extra ==" not in line]
    except PackageNotFoundError:  # run from its source without being installed
        names = []
    for name in names:
        found.update(f"{name} {version(name)}".encode())
    return found.hexdigest()


def _packed(batch: AnalysedBatch) -> bytes:
    """Give a batch with the contents of its files."""
    contents = [(part.run.file.read_bytes(), part.stored.read_bytes()) for part in batch.parts]
    return pickle.dumps((batch, contents), pickle.HIGHEST_PROTOCOL)


def _unpacked(data: bytes, prefix: Path) -> AnalysedBatch:
    """Write the files of a batch anew, their names begun with ``prefix``, and give the batch."""
    batch: AnalysedBatch
    # Written by us, by its digest, where only the owner of the index can write.
    batch, contents = pickle.loads(data)  # noqa: S301
    parts = (
        _placed(part, prefix.with_name(f"{prefix.name}-{number}"), *files)
        for number, (part, files) in enumerate(zip(batch.parts, contents, strict=True))
    )
    return replace(batch, parts=tuple(parts), known=True)


def _placed(part: Analysed, prefix: Path, run: bytes, stored: bytes) -> Analysed:
    placed = replace(part, run=replace(part.run, file=prefix.with_suffix(".run")), stored=prefix.with_suffix(".stored"))
    placed.run.file.write_bytes(run)
    placed.stored.write_bytes(stored)
    return placed


def _write(file: Path, data: bytes) -> None:
    """Write a file of the cache; a process that is killed leaves no part of one under its name."""
    beside = file.with_suffix(".new")
    with beside.open("wb") as stream:
        stream.write(hashlib.sha256(data).digest())
        stream.write(data)
    beside.replace(file)


def _read(file: Path) -> bytes | None:
    """Read a file of the cache; None if there is none, or a damaged one."""
    try:
        whole = file.read_bytes()
    except FileNotFoundError:
        return None
    digest, data = whole[:DIGEST_BYTES], whole[DIGEST_BYTES:]
    return data if hashlib.sha256(data).digest() == digest else None
