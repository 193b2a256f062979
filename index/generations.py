"""The index directory: generations, and the pointer to the live one. Nothing else knows its layout."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from index.answers import IndexDamagedError, NoIndexError
from index.locking import Lease, WriteLock, unleased
from index.manifest import (
    MANIFEST,
    SCHEMA_VERSION,
    GenerationFolder,
    Manifest,
    ManifestError,
    OtherVersionError,
    read_manifest,
    write_manifest,
)
from index.revisions import REVISION, age, kept_builds, new_revision, next_stage, worth_keeping

__all__ = ["KEPT", "MANIFEST", "SCHEMA_VERSION", "Generation", "Generations", "Manifest", "Unfinished"]

KEPT = 3
"""Builds kept unless the owner says otherwise: the live one and those to go back to."""

UNFINISHED = ".building-"
DELETED = ".deleted-"


@dataclass(frozen=True, slots=True)
class Unfinished(GenerationFolder):
    """A generation that is being built, under the revision that it will have."""

    revision: str


@dataclass(frozen=True, slots=True)
class Generation(GenerationFolder):
    """A finished generation on disk; with a lease it stays there as long as this record does."""

    manifest: Manifest
    lease: Lease | None = None


class Generations:
    """One index directory, of which ``keep`` builds are kept: the live one and those to go back to."""

    def __init__(self, root: Path, *, keep: int = KEPT) -> None:
        self.root = root
        self._keep = keep
        self._generations = root / "generations"
        self._pointer = root / "current"

    @property
    def cache(self) -> Path:
        """Where builds keep what the next one can use; for the holder of the lock. May be deleted when nobody is."""
        return self.root / "cache"

    def vector_cache(self, encoder: str) -> Path:
        """Where the vectors of an encoder are kept for the next generation, by its name."""
        return self.cache / f"{encoder}.sqlite"

    def lock(self) -> AbstractContextManager[None]:
        """Hold the one right to write.

        Raises IndexLockedError if another process has it; one that has it until it is wanted is waited for.
        """
        return WriteLock(self.root).hold()

    def lock_until_wanted(self) -> AbstractContextManager[Callable[[], bool]]:
        """Wait for the right to write, and hold it; what is given tells whether another process wants it: then let go."""
        return WriteLock(self.root).hold_until_wanted()

    def current_name(self) -> str:
        """Give the live revision. Raises NoIndexError if there is none, IndexDamagedError if the pointer names none."""
        try:
            name = self._pointer.read_text("utf-8", "replace").strip()
        except FileNotFoundError as error:
            raise NoIndexError(f"there is no index in {self.root}; build one with `wenda rebuild`") from error
        if not REVISION.fullmatch(name):
            raise IndexDamagedError(f"{self._pointer} names no index; go to one with `wenda rollback`, or `wenda rebuild` it")
        return name

    def open_current(self) -> Generation:
        """Open the live generation.

        Raises what current_name and open raise.
        """
        return self.open(self.current_name())

    def lease_current(self) -> Generation:
        """Open the live generation to read in it: it is not deleted while it is in use. Raises what open_current does."""
        while True:
            name = self.current_name()
            try:
                lease = Lease(self._generations / name / MANIFEST)
            except OSError:
                if name != self.current_name():
                    continue
                lease = None  # no manifest, which opening says in words; or a disk without locks
            return replace(self.open(name), lease=lease)

    def open(self, revision: str) -> Generation:
        """Open a generation by its revision. Raises IndexDamagedError if it cannot be read or another version wrote it."""
        folder, remedy = self._generations / revision, "rebuild it with `wenda rebuild`"
        try:
            return Generation(folder, read_manifest(folder))
        except OtherVersionError as error:
            raise IndexDamagedError(f"{self.root}: {error}; {remedy}") from error
        except ManifestError as error:
            raise IndexDamagedError(f"generation {revision} in {self.root} is damaged ({error}); {remedy}") from error

    def kept(self) -> list[str]:
        """Give the revisions of the builds on disk, oldest first, each in its last stage or the live one."""
        return kept_builds(self._names(), self._live())

    def new_revision(self) -> str:
        """Name a build that comes after all there are."""
        return new_revision(self._names())

    @contextmanager
    def begin(self, revision: str | None = None) -> Iterator[Unfinished]:
        """Give an empty folder to build a generation in; it is deleted again unless it was published."""
        revision = revision or self.new_revision()
        self._generations.mkdir(parents=True, exist_ok=True)
        for abandoned in [*self._generations.glob(UNFINISHED + "*"), *self._generations.glob(DELETED + "*")]:
            # What a process that was killed still writes there goes the next time.
            shutil.rmtree(abandoned, ignore_errors=True)
        folder = self._generations / f"{UNFINISHED}{revision}-{secrets.token_hex(3)}"
        folder.mkdir()
        try:
            yield Unfinished(folder, revision)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def extend(self, finished: Generation) -> Iterator[Unfinished]:
        """Give a folder with all the files of a finished generation, to add to and publish as its next stage.

        The files are shared, not copied, where the disk can do that: they are never written again.
        """
        with self.begin(next_stage(finished.manifest.revision, self._names())) as unfinished:
            for path in finished.files():
                target = unfinished.folder / path.relative_to(finished.folder)
                target.parent.mkdir(exist_ok=True, parents=True)
                _share(path, target)
            yield unfinished

    def publish(self, unfinished: Unfinished, manifest: Manifest) -> Generation:
        """Make a built generation the live one, in one step, and delete those that are not kept.

        Everything is on disk before the pointer moves: after a crash at any moment the old or the new one is live, and whole.
        Raises IndexDamagedError if a file is not what the manifest's checksums say, as one of an earlier stage may be.
        """
        found = unfinished.checksums()
        broken = [name for name, stated in manifest.checksums.items() if found.get(name) != stated]
        if broken:
            raise IndexDamagedError(f"{broken[0]} of {manifest.revision} is damaged; rebuild the index with `wenda rebuild`")
        manifest.checksums.update(found)
        write_manifest(unfinished.folder, manifest)
        for path in unfinished.folder.rglob("*"):
            _sync(path)
        _sync(unfinished.folder)
        target = self._generations / manifest.revision
        unfinished.folder.rename(target)
        try:
            _sync(self._generations)
            self.point_to(manifest.revision)
        except OSError:
            if self._live() != manifest.revision:
                self._delete(target)
            raise
        self._prune()
        return Generation(target, manifest)

    def point_to(self, revision: str) -> None:
        """Make a finished generation the live one; for the holder of the lock."""
        beside = self.root / ".current"
        beside.write_text(revision + "\n", "utf-8")
        _sync(beside)
        beside.replace(self._pointer)
        _sync(self.root)

    def _live(self) -> str:
        try:
            return self.current_name()
        except (NoIndexError, IndexDamagedError):
            return ""

    def _names(self) -> list[str]:
        """Give the revisions of all finished generations, oldest first."""
        if not self._generations.is_dir():
            return []
        return sorted((path.name for path in self._generations.iterdir() if REVISION.fullmatch(path.name)), key=age)

    def _prune(self) -> None:
        """Delete all but the builds kept, each by its last stage, and of the live one the stage before; and those being read."""
        names = self._names()
        for name in set(names) - worth_keeping(names, self._live(), self._keep):
            self._delete(self._generations / name)

    def _delete(self, folder: Path) -> None:
        """Delete a generation unless it is being read; it loses its name first, so that never a part of one has it."""
        beside = folder.with_name(f"{DELETED}{folder.name}-{secrets.token_hex(3)}")
        with suppress(OSError), unleased(folder / MANIFEST) as free:
            if free:
                folder.rename(beside)
        shutil.rmtree(beside, ignore_errors=True)


def _share(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # a disk without hard links
        shutil.copyfile(source, target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
