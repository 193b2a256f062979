"""The index directory: generations, the pointer to the live one, and the lock. Nothing else knows its layout."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from index.answers import IndexDamagedError, IndexLockedError, NoIndexError

SCHEMA_VERSION = 4
"""Raised with every change of what is stored; an index of another version is not read."""

KEPT = 3
"""Builds kept: the live one and those to go back to."""

MANIFEST = "manifest.json"
UNFINISHED = ".building-"

STAGE = "."
"""What a revision's stage follows, from the second on: a build is published when it is searchable, and again when it has more."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    ``checksums`` are SHA-256 by path inside the generation, ``created`` is UTC.

    ``samples`` are questions that the articles' own headings ask: to show a visitor what can be asked here. ``encoders`` are the
    names of those whose vectors there are, by key.
    """

    revision: str
    created: str
    sources: list[str]
    documents: int
    passages: int
    languages: dict[str, int]
    segmenter: str
    samples: list[str] = field(default_factory=list)
    encoders: dict[str, str] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished generation on disk."""

    folder: Path
    manifest: Manifest

    @property
    def whoosh(self) -> Path:
        """Where the Whoosh index is."""
        return self.folder / "whoosh"

    @property
    def postings(self) -> Path:
        """Where the posting arrays derived from it are."""
        return self.folder / "postings"

    @property
    def documents(self) -> Path:
        """Where the documents are stored."""
        return self.folder / "documents.sqlite"

    def vectors(self, encoder: str) -> Path:
        """Where the vectors of an encoder are, by its name."""
        return self.folder / "vectors" / f"{encoder}.i8"

    def means(self, encoder: str) -> Path:
        """Where the means that an encoder's vectors were centred by are, by its name."""
        return self.folder / "vectors" / f"{encoder}.means.npz"

    @property
    def vocabulary(self) -> Path:
        """Where the vocabulary for corrections is stored."""
        return self.folder / "vocabulary.npz"

    def size(self) -> int:
        """Give the bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


class Generations:
    """One index directory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._generations = root / "generations"
        self._pointer = root / "current"

    def vector_cache(self, encoder: str) -> Path:
        """Where the vectors of an encoder are kept for the next generation, by its name; for the holder of the lock."""
        return self.root / "cache" / f"{encoder}.sqlite"

    def current_name(self) -> str:
        """Give the live revision. Raises NoIndexError if there is none."""
        try:
            return self._pointer.read_text("utf-8").strip()
        except FileNotFoundError as error:
            raise NoIndexError(f"there is no index in {self.root}; build one with `wenda rebuild`") from error

    def open_current(self) -> Generation:
        """Open the live generation.

        Raises NoIndexError if there is none, IndexDamagedError if it cannot be read or another version wrote it.
        """
        return self._open(self.current_name())

    def _open(self, revision: str) -> Generation:
        folder = self._generations / revision
        remedy = "rebuild it with `wenda rebuild`"
        try:
            stated = json.loads((folder / MANIFEST).read_text("utf-8"))
            version = stated["schema_version"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(f"generation {revision} in {self.root} is damaged ({error}); {remedy}") from error
        if version != SCHEMA_VERSION:
            raise IndexDamagedError(
                f"the index in {self.root} has version {version}, this Wenda reads {SCHEMA_VERSION}; {remedy}"
            )
        try:
            return Generation(folder, Manifest(**stated))
        except TypeError as error:
            raise IndexDamagedError(f"generation {revision} in {self.root} is damaged ({error}); {remedy}") from error

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the one right to write. Raises IndexLockedError at once if another process has it.

        The system drops the lock when its holder ends, however it ends.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("a+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                file.seek(0)
                holder = file.read().strip() or "another process"
                raise IndexLockedError(f"the index in {self.root} is being rebuilt by {holder}; wait until it is done") from error
            file.truncate(0)
            file.write(f"process {os.getpid()} on {socket.gethostname()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
            file.flush()
            yield

    @contextmanager
    def begin(self, revision: str) -> Iterator[Generation]:
        """Give an empty folder to build a generation in; it is deleted again if the block fails."""
        folder = self._generations / (UNFINISHED + revision)
        self._generations.mkdir(parents=True, exist_ok=True)
        for abandoned in self._generations.glob(UNFINISHED + "*"):
            shutil.rmtree(abandoned)
        folder.mkdir()
        try:
            yield Generation(folder, Manifest(revision, "", [], 0, 0, {}, ""))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def extend(self, finished: Generation) -> Iterator[Generation]:
        """Give a folder with all the files of a finished generation, to add to and publish as its next stage.

        The files are shared, not copied, where the disk can do that: they are never written again.
        """
        with self.begin(next_stage(finished.manifest.revision)) as unfinished:
            for path in finished.folder.rglob("*"):
                target = unfinished.folder / path.relative_to(finished.folder)
                if path.is_dir():
                    target.mkdir(exist_ok=True, parents=True)
                elif path.name != MANIFEST:
                    target.parent.mkdir(exist_ok=True, parents=True)
                    _share(path, target)
            yield unfinished

    def publish(self, unfinished: Generation, manifest: Manifest) -> Generation:
        """Make a built generation the live one, in one step, and delete those beyond KEPT.

        Everything is on disk before the pointer moves: after a crash at any moment the old or the new one is live, and whole.
        """
        files = sorted(path for path in unfinished.folder.rglob("*") if path.is_file())
        manifest.checksums.update({path.relative_to(unfinished.folder).as_posix(): _checksum(path) for path in files})
        (unfinished.folder / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")
        for path in unfinished.folder.rglob("*"):
            _sync(path)
        _sync(unfinished.folder)
        target = self._generations / manifest.revision
        unfinished.folder.rename(target)
        _sync(self._generations)
        self._point_to(manifest.revision)
        self._prune(manifest.revision)
        return Generation(target, manifest)

    def _point_to(self, revision: str) -> None:
        beside = self.root / ".current"
        beside.write_text(revision + "\n", "utf-8")
        _sync(beside)
        beside.replace(self._pointer)
        _sync(self.root)

    def _prune(self, live: str) -> None:
        """Keep KEPT builds, each by its last stage; of the live one also the stage before, which requests may still read."""
        names = sorted((path.name for path in self._generations.iterdir() if not path.name.startswith(".")), key=_stage)
        last = {_stage(name)[0]: name for name in names}
        others = [name for build, name in last.items() if build != _stage(live)[0]]
        kept = {live, *others[-(KEPT - 1) :], *[name for name in names if _stage(name)[0] == _stage(live)[0]][-2:]}
        for name in set(names) - kept:
            shutil.rmtree(self._generations / name, ignore_errors=True)


def new_revision() -> str:
    """Name a generation: the time, so that names sort by age, and three random bytes, so that no two are the same."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def _stage(revision: str) -> tuple[str, int]:
    """Take a revision apart: the build, and which of its stages."""
    build, _, stage = revision.partition(STAGE)
    return build, int(stage) if stage.isdigit() else 1


def next_stage(revision: str) -> str:
    """Name the stage after a revision."""
    build, stage = _stage(revision)
    return f"{build}{STAGE}{stage + 1}"


def _share(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # a disk without hard links
        shutil.copyfile(source, target)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
