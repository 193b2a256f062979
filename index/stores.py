"""Where generations are kept: in a directory of this machine, or by an engine of its own elsewhere."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from corpus.documents import Document
from index.build_cache import BuildCache
from index.building import Changes, add_vectors, build, changes, encoded, writing
from index.checking import Problem, check, require_whole
from index.encoding import Progress as EncodingProgress
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine
from index.generations import Generation, Generations, Manifest, Unfinished
from index.rollback import roll_back
from index.synonyms import Synonyms
from index.writing import Progress


class Built(Protocol):
    """A finished generation."""

    @property
    def manifest(self) -> Manifest:
        """What it says of itself."""
        ...


@dataclass(frozen=True, slots=True)
class Gate:
    """What a new generation goes through before it is live.

    It gets the vectors of ``encoders``, by key, and ``encoding`` is asked for whom to tell how many of so many passages are done.
    Then ``judge`` is given an engine over it, with the ``synonyms``, and raises if it must not go live.
    """

    encoders: tuple[str, ...]
    encoding: Callable[[str, int], EncodingProgress]
    synonyms: Synonyms | None
    judge: Callable[[Engine], None]


class Store(Protocol):
    """Generations, of which one is live."""

    def current_name(self) -> str:
        """Give the live revision; cheap, since every request asks. Raises NoIndexError if there is none."""
        ...

    def open_current(self) -> Built:
        """Open the live generation. Raises NoIndexError if there is none, IndexDamagedError if it cannot be read."""
        ...

    def open(self, revision: str) -> Built:
        """Open a generation by its revision. Raises IndexDamagedError if it cannot be read."""
        ...

    def kept(self) -> Sequence[str]:
        """Give the revisions of the builds that are kept, oldest first, each in its last stage or the live one."""
        ...

    def open_engine(self, synonyms: Synonyms | None) -> Engine:
        """Give an engine over the live generation; raises as ``open_current`` does, and if it is not as it was written."""
        ...

    def lock(self) -> AbstractContextManager[None]:
        """Hold the one right to write. Raises IndexLockedError if another process has it that does not give way."""
        ...

    def lock_until_wanted(self) -> AbstractContextManager[Callable[[], bool]]:
        """Hold the right to write; what is given tells whether another process wants it: then let go."""
        ...

    def open_cache(self, *, fresh: bool) -> BuildCache:
        """Open what earlier builds worked out, for the holder of the lock; nothing of it is used that is to be made ``fresh``."""
        ...

    def build(  # noqa: PLR0913 - what, where to, and how
        self,
        documents: Iterable[Document],
        sources: list[str],
        progress: Progress,
        *,
        jobs: int,
        cache: BuildCache | None = None,
        gate: Gate | None = None,
    ) -> Built:
        """Build a generation and make it live; for the holder of the lock. Raises as index.building.build and the gate do."""
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

    def check(self, revision: str) -> Sequence[Problem]:
        """Find all that is wrong with a generation, by its revision."""
        ...

    def roll_back(self, revision: str | None = None) -> Built:
        """Go back to a build; for the holder of the lock. Raises as index.rollback.roll_back does."""
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
        self.open = generations.open
        self.kept = generations.kept
        self.lock = generations.lock
        self.lock_until_wanted = generations.lock_until_wanted

    def open_engine(self, synonyms: Synonyms | None) -> Engine:
        """See Store. Its files stay on disk as long as the engine is in use."""
        generation = self._generations.lease_current()
        require_whole(generation)
        return EmbeddedEngine(generation, synonyms)

    def open_cache(self, *, fresh: bool) -> BuildCache:
        """See Store. Raises IndexWriteError."""
        with writing(self._generations):
            return BuildCache.open(self._generations.cache, fresh=fresh)

    def build(  # noqa: PLR0913 - what, where to, and how
        self,
        documents: Iterable[Document],
        sources: list[str],
        progress: Progress,
        *,
        jobs: int,
        cache: BuildCache | None = None,
        gate: Gate | None = None,
    ) -> Generation:
        """See Store."""

        def finish(unfinished: Unfinished, manifest: Manifest) -> Manifest:
            return manifest if gate is None else self._passed(gate, unfinished, manifest, jobs)

        return build(self._generations, documents, sources, progress, jobs=jobs, cache=cache, finish=finish)

    def _passed(self, gate: Gate, unfinished: Unfinished, manifest: Manifest, jobs: int) -> Manifest:
        for key in gate.encoders:
            progress = gate.encoding(key, manifest.passages)
            manifest = encoded(self._generations, unfinished, manifest, key, jobs=jobs, progress=progress)
        gate.judge(EmbeddedEngine(Generation(unfinished.folder, manifest), gate.synonyms))
        return manifest

    def add_vectors(self, key: str, *, jobs: int, progress: EncodingProgress) -> Generation:
        """See Store."""
        return add_vectors(self._generations, key, jobs=jobs, progress=progress)

    def changes(self, documents: Iterable[Document]) -> Changes:
        """See Store."""
        return changes(self._generations, documents)

    def facts(self) -> Mapping[str, str | int]:
        """See Store."""
        return {"index": str(self._generations.root), "bytes": self._generations.open_current().size()}

    def check(self, revision: str) -> list[Problem]:
        """See Store."""
        return check(self._generations, revision)

    def roll_back(self, revision: str | None = None) -> Generation:
        """See Store."""
        return roll_back(self._generations, revision)

    def remove(self) -> None:
        """See Store."""
        shutil.rmtree(self._generations.root)
