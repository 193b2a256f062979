"""Token buckets in memory that the worker processes of a server share."""

import fcntl
import hashlib
import math
import mmap
import os
import secrets
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SLOTS = 1 << 16
"""Buckets. A key has the bucket of its hash; two keys rarely share one, 1 in 65,536, and are then counted together."""

SECRET = 16
"""Bytes before the buckets: the key of the hash, so that nobody can choose whose bucket to share."""

SLOT = struct.Struct("d")
SIZE = SECRET + SLOTS * SLOT.size

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may be made, how many more may be at once, and the seconds until all of them may be again.

    ``wait`` is the seconds until the next may be made; 0 if it may be now.
    """

    allowed: bool
    remaining: int
    reset: int
    wait: int


class Buckets:
    """Counts what each key takes; safe for threads and for processes that open the same file.

    A bucket is one number, the time at which it will be full again: the generic cell rate algorithm (ITU-T I.371), which allows
    just what a bucket allows that holds ``per_minute`` tokens and gets them back evenly.
    """

    def __init__(self, file: Path | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """``file`` is made if it is not there; without one the buckets are this process's own. ``clock`` is in seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._descriptor = -1
        if file is None:
            self._memory = mmap.mmap(-1, SIZE)
            self._memory[:SECRET] = secrets.token_bytes(SECRET)
        else:
            self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
            with self._held():
                if os.fstat(self._descriptor).st_size < SIZE:
                    os.ftruncate(self._descriptor, SIZE)
                    os.pwrite(self._descriptor, secrets.token_bytes(SECRET), 0)
            self._memory = mmap.mmap(self._descriptor, SIZE)
        self._secret = self._memory[:SECRET]

    def take(self, key: str, per_minute: int, tokens: int = 1) -> Verdict:
        """Take tokens out of a key's bucket if it has so many; with 0 tokens only look whether it has one."""
        place = SECRET + self._slot(key) * SLOT.size
        interval = MINUTE / per_minute
        with self._held():
            now = self._clock()
            full = max(SLOT.unpack_from(self._memory, place)[0], now)
            after = full + max(tokens, 1) * interval
            allowed = after <= now + MINUTE
            if allowed and tokens:
                full = after
                SLOT.pack_into(self._memory, place, full)
        remaining = math.floor((now + MINUTE - full) / interval + 1e-9)
        return Verdict(allowed, remaining, math.ceil(full - now), 0 if allowed else max(1, math.ceil(after - now - MINUTE)))

    def _slot(self, key: str) -> int:
        digest = hashlib.blake2b(key.encode("utf-8", "replace"), key=self._secret, digest_size=8).digest()
        return int.from_bytes(digest, "big") % SLOTS

    @contextmanager
    def _held(self) -> Iterator[None]:
        with self._lock:
            if self._descriptor < 0:
                yield
                return
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._descriptor, fcntl.LOCK_UN)
