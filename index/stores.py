"""Where generations are kept: in a directory of this machine, or by an engine of its own elsewhere."""

import shutil
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from corpus.documents import Document
from index.building import Changes, add_vectors, build, changes
from index.encoding import Progress as EncodingProgress
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine
from index.generations import Generations, Manifest
from index.synonyms import Synonyms
from index.writing import Progress


class Built(Protocol):
    """A finished generation."""

    @property
    def manifest(self) -> Manifest:
        """What it says of itself."""
        ...


class Store(Protocol):
    """Generations, of which one is live."""

    def current_name(self) -> str:
        """Give the live revision; cheap, since every request asks. Raises NoIndexError if there is none."""
        ...

    def open_current(self) -> Built:
        """Open the live generation. Raises NoIndexError if there is none, IndexDamagedError if it cannot be read."""
        ...

    def open_engine(self, synonyms: Synonyms | None) -> Engine:
        """Give an engine over the live generation; raises as ``open_current`` does."""
        ...

    def lock(self) -> AbstractContextManager[None]:
        """Hold the one right to write. Raises IndexLockedError at once if another process has it."""
        ...

    def build(self, documents: Iterable[Document], sources: list[str], progress: Progress, *, jobs: int) -> Built:
        """Build a generation and make it live; for the holder of the lock. Raises as index.building.build does."""
        ...

    def add_vectors(self, key: str, *, jobs: int, progress: EncodingProgress) -> Built:
        """Give the live generation an encoder's vectors; for the holder of the lock. Raises as index.building's does."""
        ...

    def changes(self, documents: Iterable[Document]) -> Changes:
        """Say what a rebuild of documents would change."""
        ...

    def facts(self) -> Mapping[str, str | int]:
        """Say where the live generation is and how large, in bytes and otherwise; raises as ``open_current`` does."""
        ...

    def remove(self) -> None:
        """Delete all generations; for the holder of the lock, or where no other process knows of them."""
        ...


class EmbeddedStore:
    """An index directory."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self.current_name = generations.current_name
        self.open_current = generations.open_current
        self.lock = generations.lock

    def open_engine(self, synonyms: Synonyms | None) -> Engine:
        """See Store."""
        return EmbeddedEngine(self._generations.open_current(), synonyms)

    def build(self, documents: Iterable[Document], sources: list[str], progress: Progress, *, jobs: int) -> Built:
        """See Store."""
        return build(self._generations, documents, sources, progress, jobs=jobs)

    def add_vectors(self, key: str, *, jobs: int, progress: EncodingProgress) -> Built:
        """See Store."""
        return add_vectors(self._generations, key, jobs=jobs, progress=progress)

    def changes(self, documents: Iterable[Document]) -> Changes:
        """See Store."""
        return changes(self._generations, documents)

    def facts(self) -> Mapping[str, str | int]:
        """See Store."""
        return {"index": str(self._generations.root), "bytes": self._generations.open_current().size()}

    def remove(self) -> None:
        """See Store."""
        shutil.rmtree(self._generations.root)
