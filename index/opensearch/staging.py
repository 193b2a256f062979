"""A finished generation's passages to the next stage of it, with the vectors of one more encoder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from index.encoding import Text
from index.opensearch.bulk import connected, write
from index.opensearch.connection import Access, Cluster, Json
from index.opensearch.filling import match_of, passage_row, terms_of, vector_fields
from index.opensearch.generations import ClusterGeneration
from index.opensearch.reading import rows, vector_of, vector_wishes
from index.vectors import PassageVectors

PIECE = 500
"""Passages that a process analyses and sends at a time: half a second of work."""

Piece = list[tuple[Json, Json]]
"""Passages as the cluster holds them, each with its vectors' fields."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where passages go: the index, and the mean lengths that impacts are made with."""

    access: Access
    index: str
    lengths: Mapping[str, float]


def texts(cluster: Cluster, index: str) -> Iterator[Text]:
    """Yield what every passage says, its heading first, and its language, in the order of the passages."""
    for hit in rows(cluster, index, "number", {"match_all": {}}):
        passage = match_of(hit["_source"]).passage
        yield f"{passage.heading}\n{passage.text}" if passage.heading else passage.text, passage.language


def passages_in_order(cluster: Cluster, live: ClusterGeneration, key: str, vectors: PassageVectors) -> Iterator[Piece]:
    """Yield the passages of a generation in pieces, with the vectors they have there and those by one more encoder."""
    known = [one for one in live.manifest.encoders if one != key]
    hits = enumerate(rows(cluster, live.index, "number", {"match_all": {}}, **vector_wishes(known)))
    while piece := list(islice(hits, PIECE)):
        yield [(hit["_source"], _fields(hit, known) | vector_fields(key, *vectors.steps(place))) for place, hit in piece]


def _fields(hit: Json, known: list[str]) -> Json:
    fields: Json = {}
    for key in known:
        fields |= vector_fields(key, *vector_of(hit, key))
    return fields


def send_stage(piece: Piece, target: Stage) -> int:
    """Analyse passages again, and write them with their vectors; return how many."""
    cluster = connected(target.access)
    return write(cluster, target.index, (_row(source, vectors, target.lengths) for source, vectors in piece))


def _row(source: Json, vectors: Json, lengths: Mapping[str, float]) -> tuple[str, Json]:
    number = source.pop("number")
    name, fields = passage_row(number, source, terms_of(match_of(source).passage), lengths)
    return name, fields | vectors
