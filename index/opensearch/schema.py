"""What the indices of a generation are called, how they are made, and what a passage is in them.

Terms are ours, never the cluster's: a scored field is text such as ``起诉|41120 协商|73801``, each term with its impact, which
the cluster keeps as the term's frequency. So a score is a sum of impacts times weights, the same to the last digits as the
embedded engine's (docs/decisions/0007-opensearch.md).
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from whoosh.util.numeric import byte_to_length, length_to_byte

from index.postings import K1, B
from index.revisions import build_of

Json = dict[str, Any]

CLUSTER_SCHEMA = 1
"""Raised with every change of what is stored in a cluster; an index of another version is not read."""

SCORED_FIELDS = {"title": "title_terms", "heading": "heading_terms", "words": "words", "grams": "grams"}
"""The fields of index.clauses by their names in the cluster; ``title`` and ``heading`` are there as they are read, too."""

STEPS = 1 << 16
"""An impact of 1 in the cluster: frequencies are whole numbers. Steps are finer than a 32-bit score can tell apart."""

IMPACT, SPACE = "|", "/"
"""What stands between a term and its impact, and for a space inside a term: no word and no gram holds either."""

LONGEST_TERM = 10_000
"""Characters of a term; Lucene takes 32,766 bytes."""

VECTOR, SCALE = "vector_", "scale_"
"""Before an encoder's key: a passage's vector, a byte a number, and what a step of it is worth."""

WITHOUT_ORIGINALS = (2, 15)
"""The first version of a cluster that need not keep what each row was made of, to repeat single writes to a replica: that is more
than half of an index. Ours is whole before it has replicas, which are copies of its files (``ClusterGenerations.complete``)."""

REVISION = re.compile(r"\d{8}t\d{6}z-[0-9a-f]{6}(\.\d+)?")
"""As index.generations names them, in lower case: names of indices have no other."""
DOCUMENTS, FILES = "-documents", "-files"


def passages_index(alias: str, revision: str) -> str:
    """Name the index of a generation's passages."""
    return f"{alias}-{revision}"


def documents_index(alias: str, revision: str) -> str:
    """Name the index of a generation's documents, which all its stages share."""
    return passages_index(alias, build_of(revision)) + DOCUMENTS


def files_index(alias: str, revision: str) -> str:
    """Name the index of a generation's files, which all its stages share."""
    return passages_index(alias, build_of(revision)) + FILES


def revision_of(alias: str, index: str) -> str | None:
    """Give the revision that an index belongs to; None if it is none of ours."""
    name = index.removeprefix(f"{alias}-").removesuffix(DOCUMENTS).removesuffix(FILES)
    return name if index.startswith(f"{alias}-") and REVISION.fullmatch(name) else None


def keeps_originals(version: str) -> bool:
    """Say whether a cluster of a version keeps what each passage was made of."""
    return tuple(map(int, version.split(".")[:2])) < WITHOUT_ORIGINALS


def passages_body(shards: int, encoders: Iterable[str], version: str) -> Json:
    """Give the settings and mappings of an index of passages; ``encoders`` are the keys of those whose vectors it will hold.

    It is made to be filled: without replicas, and searched only when it is whole. ``version`` is the cluster's.
    """
    keyword, number = {"type": "keyword"}, {"type": "long"}
    terms = {
        "type": "text",
        "analyzer": "impacts",
        "search_analyzer": "keyword",
        "similarity": "impact",
        "norms": False,
        "index_options": "freqs",
    }
    fields: Json = {
        "number": number,
        "id": keyword,
        "document_id": keyword,
        "language": keyword,
        "stored": {"type": "object", "enabled": False},
        **dict.fromkeys(SCORED_FIELDS.values(), terms),
    }
    for key in encoders:
        fields[VECTOR + key] = {"type": "binary", "doc_values": True}
        fields[SCALE + key] = {"type": "float", "index": False}
    source: Json = {"excludes": [*SCORED_FIELDS.values(), f"{VECTOR}*", f"{SCALE}*"]}
    if not keeps_originals(version):
        source["recovery_source_enabled"] = False
    return {
        "settings": filling(shards) | {"analysis": _analysis(), "similarity": {"impact": _similarity()}},
        "mappings": {"dynamic": "strict", "_source": source, "properties": fields},
    }


def _analysis() -> Json:
    return {
        "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": LONGEST_TERM}},
        "filter": {"frequency": {"type": "delimited_term_freq", "delimiter": IMPACT}},
        "analyzer": {"impacts": {"type": "custom", "tokenizer": "spaces", "filter": ["frequency"]}},
    }


def _similarity() -> Json:
    return {"type": "scripted", "script": {"source": f"return query.boost * doc.freq / {STEPS}.0"}}


def filling(shards: int) -> Json:
    """Give the settings of an index while it is filled; replicas are copied when it is whole, which is less work."""
    return {
        "index.number_of_shards": shards,
        "index.number_of_replicas": 0,
        "index.refresh_interval": "-1",
        "index.translog.durability": "async",
    }


DURABLE: Json = {"index.translog.durability": None}
"""The settings of an index that is filled."""


def whole(replicas: int) -> Json:
    """Give the settings of an index that is whole."""
    return {"index.number_of_replicas": replicas, "index.refresh_interval": None}


def documents_body(shards: int) -> Json:
    """Give the settings and mappings of an index of documents, whose text is only stored."""
    fields = {"id": {"type": "keyword"}, "digest": {"type": "keyword"}, "stored": {"type": "object", "enabled": False}}
    return {"settings": filling(shards), "mappings": {"dynamic": "strict", "properties": fields}}


def files_body(replicas: int) -> Json:
    """Give the settings and mappings of an index of files, in parts: so few that each goes to the replicas at once."""
    fields = {"name": {"type": "keyword"}, "part": {"type": "integer"}, "bytes": {"type": "binary"}}
    settings = filling(1) | {"index.number_of_replicas": replicas}
    return {"settings": settings, "mappings": {"dynamic": "strict", "properties": fields}}


def term_in_index(term: str) -> str:
    """Give a term as it stands in the cluster."""
    return term.replace(" ", SPACE)


Grouped = tuple[int, dict[int, str]]
"""A scored field's terms on their way: how many there are, counted each time, and the terms by how often each stands."""


def grouped(counts: Mapping[str, int]) -> Grouped:
    """Put a field's terms together by their counts, so that impacts can be added when the mean length is known."""
    groups: dict[int, list[str]] = {}
    for term, count in [one for one in counts.items() if one[1] > 1]:
        groups.setdefault(count, []).append(term)
    if once := [term for term, count in counts.items() if count == 1]:  # most of them
        groups[1] = once
    together = {count: text for count, terms in groups.items() if (text := _together(terms))}
    return sum(counts.values()), together


def _together(terms: list[str]) -> str:
    """Put terms into one text, a space between two of them and none inside; without those that are too long."""
    text = "\n".join(terms)
    if len(text) > LONGEST_TERM:
        text = "\n".join(term for term in terms if len(term) <= LONGEST_TERM)
    return text.replace(" ", SPACE).replace("\n", " ")


def field_text(terms: Grouped, average_length: float) -> str:
    """Give a scored field's terms with their impacts: BM25F as index.deriving has it, lengths rounded as Whoosh keeps them."""
    total, groups = terms
    length = byte_to_length(length_to_byte(total)) or 1
    return " ".join(_with_impact(inside, _impact(count, length, average_length)) for count, inside in groups.items())


def _with_impact(terms: str, impact: int) -> str:
    behind = f"{IMPACT}{impact}"
    return terms.replace(" ", f"{behind} ") + behind


@lru_cache(1 << 14)
def _impact(count: int, length: int, average_length: float) -> int:
    norm = K1 * ((1 - B) + B * length / average_length)
    return max(1, round((K1 + 1) * count / (count + norm) * STEPS))
