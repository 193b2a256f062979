"""What is suggested of a generation's documents, collected from the cluster as index.suggesting does it from a file."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import Document
from index.opensearch.asking import ask
from index.opensearch.connection import Cluster, Json
from index.opensearch.filling import document_of
from index.opensearch.queries import by_words, words_query
from index.opensearch.reading import rows
from index.opensearch.statistics import Statistics
from index.questions import understand
from index.ranking import GIVEN, certainty_of_share
from index.suggesting.collecting import candidates
from index.suggesting.storing import write_suggestions

ASKING = 8
"""Searches under way at once: a cluster answers them side by side, and each waits for the network most of its time."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The documents that an index holds, and the code points of their texts."""

    cluster: Cluster
    index: str
    length: int

    def characters(self) -> int:
        """Give the code points of all texts."""
        return self.length

    def documents(self) -> Iterator[Document]:
        """Yield every document, by id."""
        for hit in rows(self.cluster, self.index, "id", {"match_all": {}}):
            yield document_of(hit["_source"])


def write_suggested(file: Path, documents: Stored, passages: str, count: int) -> None:
    """Write the suggestions of documents, of which those that are searched for find an answer among the ``count`` passages."""
    cluster = documents.cluster
    statistics = Statistics(count, lambda body: ask(cluster, passages, body).response)

    def finds(text: str, code: str) -> bool:
        words = by_words(understand(text, code), statistics)
        if not words.groups:
            return False
        best: Json = {"size": 1, "track_total_hits": False, "_source": False, "query": words_query(words, [], named=False)}
        hits = ask(cluster, passages, best).hits
        return bool(hits) and certainty_of_share(min(1.0, hits[0]["_score"] / words.best), same_language=True) >= GIVEN

    with ThreadPoolExecutor(ASKING) as pool:
        write_suggestions(file, candidates(documents).answered(finds, pool.map))
