"""All rows of an index in their order, some at a time, and the vectors that passages have there."""

import base64
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.opensearch.connection import Cluster, Json, part
from index.opensearch.schema import SCALE, VECTOR

PAGE = 1000
"""Rows asked for at a time; the cluster gives 10,000 at most."""


def rows(cluster: Cluster, index: str, order: str, query: Json, **wishes: object) -> Iterator[Json]:
    """Yield the hits of a query in the order of a field that no two rows have the same; the index must not change meanwhile."""
    body: Json = {"size": PAGE, "sort": [{order: "asc"}], "query": query, "track_total_hits": False, **wishes}
    while True:
        hits = cluster.request("POST", f"/{part(index)}/_search", body, allow_partial_search_results="false")["hits"]["hits"]
        yield from hits
        if len(hits) < PAGE:
            return
        body["search_after"] = hits[-1]["sort"]


def vector_wishes(encoders: Sequence[str]) -> Json:
    """Ask for the vectors of some encoders besides what is stored."""
    return {"docvalue_fields": [name + key for key in encoders for name in (VECTOR, SCALE)]}


def vector_of(hit: Json, key: str) -> tuple[NDArray[np.int8], float]:
    """Give a passage's vector by an encoder, ``(dimension,)``, and what a step of it is worth."""
    text = hit["fields"][VECTOR + key][0]
    # The cluster leaves the padding away.
    numbers = base64.b64decode(text + "=" * (-len(text) % 4))
    return np.frombuffer(numbers, np.int8), float(hit["fields"][SCALE + key][0])
