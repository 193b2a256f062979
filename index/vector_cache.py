"""Vectors kept from one generation to the next, so that a rebuild encodes only text that is new."""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.generations import KEPT

Floats = NDArray[np.float32]

SCHEMA = "create table if not exists vector (hash blob primary key, used integer not null, numbers blob not null)"
ASKED = 500
"""Hashes in one query; SQLite takes 999 or more."""

HASH_BYTES = 16
"""Two texts of a billion have the same hash with a probability of 1 in 10^21."""


def text_hash(text: str) -> bytes:
    """Give what a text is known by: HASH_BYTES of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:HASH_BYTES]


class VectorCache:
    """One encoder's vectors by the hash of their texts, in 16-bit floats, in an SQLite file; for the holder of the lock only.

    What has been put survives ``kill -9``. A file that is damaged is made anew: all it holds can be encoded again. It is a
    context manager; leaving it closes the file.
    """

    def __init__(self, file: Path, dimension: int) -> None:
        self._file = file
        self._dimension = dimension
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database, self._build = self._open()
        except sqlite3.OperationalError:  # a full disk, or no right to write: not the file's fault
            raise
        except sqlite3.DatabaseError:
            self._renew()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()

    def get(self, hashes: Sequence[bytes]) -> dict[bytes, Floats]:
        """Give the vectors there are, ``(dimension,)`` each, by hash, and note that this build uses them."""
        found: dict[bytes, Floats] = {}
        try:
            for start in range(0, len(hashes), ASKED):
                part = hashes[start : start + ASKED]
                chosen = f"where hash in ({','.join('?' * len(part))})"
                rows = self._database.execute(f"select hash, numbers from vector {chosen}", part)  # noqa: S608 - question marks
                found.update((name, self._vector(numbers)) for name, numbers in rows if len(numbers) == 2 * self._dimension)
                with self._database:
                    self._database.execute(f"update vector set used = {self._build} {chosen}", part)  # noqa: S608 - as above
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._renew()
        return found

    def put(self, vectors: Mapping[bytes, Floats]) -> None:
        """Keep vectors; they are safe when this returns."""
        rows = [(name, self._build, vector.astype(np.float16).tobytes()) for name, vector in vectors.items()]
        with self._database:
            self._database.executemany("insert or replace into vector values (?, ?, ?)", rows)

    def finish(self) -> None:
        """End this build: drop what none of the last KEPT builds that came to their end used."""
        with self._database:
            self._database.execute("delete from vector where used <= ?", [self._build - KEPT])
            self._database.execute(f"pragma user_version = {self._build}")
        self._database.execute("pragma wal_checkpoint(truncate)")

    def __len__(self) -> int:
        return int(self._database.execute("select count(*) from vector").fetchone()[0])

    def _vector(self, numbers: bytes) -> Floats:
        return np.frombuffer(numbers, np.float16).astype(np.float32)

    def _open(self) -> tuple[sqlite3.Connection, int]:
        """Open the file, and number this build: one more than the last that came to its end."""
        database = sqlite3.connect(self._file)
        try:
            database.execute("pragma journal_mode = wal")
            database.execute("pragma synchronous = normal")
            database.execute(SCHEMA)
            return database, int(database.execute("pragma user_version").fetchone()[0]) + 1
        except sqlite3.DatabaseError:
            database.close()
            raise

    def _renew(self) -> None:
        with suppress(AttributeError):  # none is open if the file was bad from the start
            self._database.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)
        self._database, self._build = self._open()
