"""The one right to write under an alias, held in the cluster by a process that says every few seconds that it still lives."""

import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from index.answers import IndexLockedError
from index.opensearch.connection import Cluster, ClusterError, ConflictError, Json, NotThereError, part

LEASE = 60
"""Seconds after which a holder that has said nothing has lost the lock."""

RENEWAL = 10
"""Seconds between two signs of life."""


class ClusterLock:
    """The lock of an alias: a document that one process at a time may write."""

    def __init__(self, cluster: Cluster, alias: str) -> None:
        self._cluster = cluster
        self._index = f"{alias}.lock"
        self._path = f"/{part(self._index)}/_doc/rebuild"
        self._token = secrets.token_hex(8)
        self._lost = threading.Event()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock. Raises IndexLockedError at once if another process has it."""
        self._prepare()
        self._take()
        ended = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(ended,), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            ended.set()
            renewing.join()
            self._give_back()

    def require(self) -> None:
        """Raise IndexLockedError if the lock was lost, as by a process that was stopped for longer than LEASE."""
        holder = self._holder()[0]
        if self._lost.is_set() or holder.get("token") != self._token:
            raise IndexLockedError("another rebuild took over, for this one gave no sign of life; the index is unchanged")

    def remove(self) -> None:
        """Delete the lock itself."""
        self._cluster.request("DELETE", f"/{part(self._index)}", ignore_unavailable="true")

    def _prepare(self) -> None:
        if not self._cluster.exists(f"/{part(self._index)}"):
            settings = {"index.number_of_shards": 1, "index.auto_expand_replicas": "0-1", "index.hidden": True}
            mappings = {"dynamic": False}
            try:
                self._cluster.request("PUT", f"/{part(self._index)}", {"settings": settings, "mappings": mappings})
            except ClusterError:
                if not self._cluster.exists(f"/{part(self._index)}"):  # else another one made it first
                    raise

    def _stated(self) -> Json:
        return {"token": self._token, "host": socket.gethostname(), "process": os.getpid(), "until": time.time() + LEASE}

    def _holder(self) -> tuple[Json, Json]:
        """Give what the holder states, and what a write must name so that nothing came between."""
        try:
            found = self._cluster.request("GET", self._path)
        except NotThereError:
            return {}, {"op_type": "create"}
        return found["_source"], {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}

    def _take(self) -> None:
        holder, condition = self._holder()
        if holder and _alive(holder):
            since = f"{datetime.fromtimestamp(holder['until'] - LEASE, UTC):%Y-%m-%d %H:%M:%S} UTC"
            raise IndexLockedError(
                f"the index is being rebuilt by process {holder['process']} on {holder['host']} (last heard of {since}); "
                "wait until it is done"
            )
        try:
            self._cluster.request("PUT", self._path, self._stated(), **condition)
        except ConflictError as error:
            if self._holder()[0].get("token") != self._token:  # else a repeated request met its own first try
                raise IndexLockedError("the index is being rebuilt by another process; wait until it is done") from error

    def _renew(self, ended: threading.Event) -> None:
        last = time.monotonic()
        while not ended.wait(RENEWAL):
            try:
                holder, condition = self._holder()
                if holder.get("token") != self._token:
                    self._lost.set()
                    return
                self._cluster.request("PUT", self._path, self._stated(), **condition)
                last = time.monotonic()
            except ClusterError:
                if time.monotonic() - last > LEASE:
                    self._lost.set()
                    return

    def _give_back(self) -> None:
        try:
            holder, condition = self._holder()
            if holder.get("token") == self._token:
                self._cluster.request("DELETE", self._path, **condition)
        except ClusterError:
            return  # the lease ends by itself


def _alive(holder: Json) -> bool:
    """Say whether a holder may still be at work; of a process of this machine the system knows."""
    if holder["until"] < time.time():
        return False
    if holder["host"] != socket.gethostname():
        return True
    try:
        os.kill(int(holder["process"]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
