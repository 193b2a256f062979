"""A search in an index, complete if that can be had, and what is missing if not."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from index.opensearch.connection import Cluster, Json, part, pause


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search gave. ``warnings`` say what is missing from it."""

    response: Json
    hits: list[Json]
    warnings: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """The number of all rows that match."""
        return int(self.response["hits"].get("total", {}).get("value", 0))


def ask(cluster: Cluster, index: str, body: Json, *, explain: bool = False) -> Asked:
    """Search an index. Where shards fail, the search is repeated; if that does not help, the answer of the others counts.

    Raises ClusterError if no shard answers.
    """
    path = f"/{part(index)}/_search"
    limited = _limited(cluster, body)
    wishes = {"include_named_queries_score": "true"} if explain else {}
    for attempt in range(cluster.access.retries + 1):
        response = cluster.request("POST", path, limited, **wishes)
        warnings = _missing(response)
        if not warnings or attempt == cluster.access.retries:
            break
        pause(attempt)
    return Asked(response, response["hits"]["hits"], warnings)


def ask_all(cluster: Cluster, index: str, bodies: Sequence[Json]) -> list[Asked]:
    """Search an index for several things in one request; what failed or is incomplete is asked again, as ``ask`` does."""
    lines = "".join(f"{{}}\n{json.dumps(_limited(cluster, body), ensure_ascii=False)}\n" for body in bodies)
    responses = cluster.request("POST", f"/{part(index)}/_msearch", lines.encode("utf-8", "replace"))["responses"]
    return [
        ask(cluster, index, body) if "error" in response or _missing(response) else Asked(response, response["hits"]["hits"])
        for body, response in zip(bodies, responses, strict=True)
    ]


def _limited(cluster: Cluster, body: Json) -> Json:
    return body | {"timeout": f"{cluster.access.timeout * 1000:.0f}ms"}


def _missing(response: Json) -> tuple[str, ...]:
    shards = response["_shards"]
    if shards["failed"]:
        answered = shards["total"] - shards["failed"]
        return (f"{answered} of {shards['total']} parts of the index answered; passages of the others are missing",)
    if response.get("timed_out"):
        return ("the search was cut short for want of time; passages may be missing",)
    return ()
