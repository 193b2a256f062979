"""Many writes in few requests, each item as often as it takes."""

import json
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count

from index.opensearch.connection import PASSING, Access, Cluster, ClusterBusyError, ClusterError, Json, pause, read_only

BULK_BYTES = 3 << 20
"""Bytes of a request: more is no faster, and the cluster holds a request in memory several times over."""

BUSY_SECONDS = 120
"""How long rows are sent again to a cluster that is too busy for them: a node that collects its garbage needs seconds, and a
rebuild of hours must not fail for it."""


@lru_cache(4)
def connected(access: Access) -> Cluster:
    """Give this process's connection to a cluster."""
    return Cluster(access)


def write(cluster: Cluster, index: str, rows: Iterable[tuple[str, Json]]) -> int:
    """Write rows, each an id and fields, over what has these ids; return how many. Raises as ``Cluster.request`` does."""
    written = 0
    for chunk in _chunks(rows):
        written += len(chunk)
        _send(cluster, index, chunk)
    return written


def _chunks(rows: Iterable[tuple[str, Json]]) -> Iterator[list[bytes]]:
    """Put rows together, each as its two lines, to requests of BULK_BYTES."""
    chunk: list[bytes] = []
    size = 0
    for name, fields in rows:
        lines = f'{{"index":{{"_id":{json.dumps(name)}}}}}\n{json.dumps(fields, ensure_ascii=False)}\n'.encode("utf-8", "replace")
        if chunk and size + len(lines) > BULK_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(lines)
        size += len(lines)
    if chunk:
        yield chunk


def _send(cluster: Cluster, index: str, chunk: list[bytes]) -> None:
    """Send a request's rows, and those again that the cluster was too busy for, for BUSY_SECONDS."""
    deadline = time.monotonic() + BUSY_SECONDS
    for attempt in count():
        try:
            chunk = _left(cluster, index, chunk)
        except ClusterBusyError:
            if time.monotonic() > deadline:
                raise
        if not chunk:
            return
        if time.monotonic() > deadline:
            raise ClusterBusyError(f"{', '.join(cluster.access.hosts)}: the cluster stays too busy to write; try --jobs 1")
        pause(attempt)


def _left(cluster: Cluster, index: str, chunk: list[bytes]) -> list[bytes]:
    """Send rows, and give those that the cluster was too busy for."""
    given = cluster.request("POST", f"/{index}/_bulk", b"".join(chunk), filter_path="errors,items.*.status,items.*.error")
    if not given.get("errors"):
        return []
    items = [next(iter(item.values())) for item in given["items"]]
    failed = [(lines, item) for lines, item in zip(chunk, items, strict=True) if "error" in item]
    for _, item in failed:
        if item["status"] not in PASSING:
            raise _refused(cluster, item)
    return [lines for lines, _ in failed]


def _refused(cluster: Cluster, item: Json) -> ClusterError:
    error = item["error"]
    hosts = ", ".join(cluster.access.hosts)
    if error.get("type") == "cluster_block_exception":
        return read_only(hosts, str(error.get("reason", "")))
    return ClusterError(f"{hosts} refuses a passage: {item['status']} {error.get('reason', error)}")
