"""Locks on files of the index directory: who may write to it, and which generations are being read.

All are flock's, so the system frees them when their holder ends, however it ends: no lock can be stale, only the words in its
file, and these are believed only while somebody holds the lock.
"""

import fcntl
import json
import os
import socket
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from index.answers import IndexLockedError, SearchError

PATIENCE = 60.0
"""Seconds in which a holder that gives way must have done so; it finishes what its processes are encoding, a few seconds."""

POLL = 0.05
"""Seconds between two attempts to get a lock."""


class LockWantedError(SearchError):
    """Raised by whoever holds a lock that gives way, to let go of it: another process wants it."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock: a process, where, since when (UTC), and whether it gives way to one that wants it."""

    pid: int
    host: str
    since: str
    gives_way: bool

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host} since {self.since}"


class WriteLock:
    """The one right to write to an index directory."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / "lock"
        self._wanted = root / "lock.wanted"

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the lock. Raises IndexLockedError if another process has it that does not give way."""
        self._root.mkdir(parents=True, exist_ok=True)
        with self._file.open("a+", encoding="utf-8") as file, self._wanted.open("a") as wanted:
            self._acquire(file, wanted)
            fcntl.flock(wanted, fcntl.LOCK_UN)
            with _named(file, gives_way=False):
                yield

    @contextmanager
    def hold_until_wanted(self) -> Iterator[Callable[[], bool]]:
        """Wait for the lock, and hold it; ask what is given, often, whether another process wants it, and then let go."""
        self._root.mkdir(parents=True, exist_ok=True)
        with self._file.open("a+", encoding="utf-8") as file, self._wanted.open("a") as wanted:
            # Whoever wants the lock comes first.
            fcntl.flock(wanted, fcntl.LOCK_SH)
            fcntl.flock(wanted, fcntl.LOCK_UN)
            fcntl.flock(file, fcntl.LOCK_EX)
            with _named(file, gives_way=True):
                yield lambda: not _try(wanted, fcntl.LOCK_SH)

    def _acquire(self, file: IO[str], wanted: IO[str]) -> None:
        deadline = time.monotonic() + PATIENCE
        asking = False
        while not _try(file, fcntl.LOCK_EX):
            holder = _holder(file)
            # Without words the holder came a moment ago, or is about to go.
            if time.monotonic() > deadline or (holder is not None and not holder.gives_way):
                who = holder or "another process"
                raise IndexLockedError(f"the index in {self._root} is being rebuilt by {who}; wait until it is done")
            asking = asking or _try(wanted, fcntl.LOCK_EX)
            time.sleep(POLL)


def _try(file: IO[str], kind: int) -> bool:
    """Try to get a lock; a shared one is given back at once."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    if kind == fcntl.LOCK_SH:
        fcntl.flock(file, fcntl.LOCK_UN)
    return True


@contextmanager
def _named(file: IO[str], *, gives_way: bool) -> Iterator[None]:
    """Have a lock's file say who holds it, while the block runs."""
    since = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    file.truncate(0)
    file.write(json.dumps(asdict(Holder(os.getpid(), socket.gethostname(), since, gives_way))))
    file.flush()
    try:
        yield
    finally:
        file.truncate(0)


def _holder(file: IO[str]) -> Holder | None:
    file.seek(0)
    with suppress(ValueError, TypeError):
        return Holder(**json.loads(file.read()))
    return None


class Lease:
    """Keeps a generation on disk while this object lives; of any number of readers each has one."""

    def __init__(self, manifest: Path) -> None:
        """Take a lease on a generation by its manifest, which no other generation shares.

        Raises FileNotFoundError if it is gone.
        """
        descriptor = os.open(manifest, os.O_RDONLY)
        weakref.finalize(self, os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        # Between opening and locking it may have been deleted.
        if not os.path.samestat(os.fstat(descriptor), manifest.stat()):
            raise FileNotFoundError(manifest)


@contextmanager
def unleased(manifest: Path) -> Iterator[bool]:
    """Tell whether nobody has a lease on a generation; if so, nobody gets one while the block runs."""
    try:
        # NFS gives an exclusive lock only to those who may write.
        file = manifest.open("r+b")
    except FileNotFoundError:
        yield True
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
