"""What is suggested of a generation's documents, collected from the cluster as index.suggesting does it from a file."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import Document
from index.answers import Suggestion
from index.opensearch.asking import ask
from index.opensearch.bulk import connected
from index.opensearch.connection import Access, Json, part
from index.opensearch.filling import document_of
from index.opensearch.queries import by_words, wanted, words_query
from index.opensearch.reading import rows
from index.opensearch.statistics import Statistics
from index.questions import understand
from index.ranking import GIVEN_SHARE
from index.suggesting.collecting import Candidates
from index.suggesting.storing import write_suggestions

ASKING = 4
"""Searches under way at once: a cluster answers them side by side, and each waits for the network most of its time."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The documents that an index holds, and the code points of their texts."""

    access: Access
    index: str
    length: int

    def characters(self) -> int:
        """Give the code points of all texts."""
        return self.length

    def documents(self) -> Iterator[Document]:
        """Yield every document, by id."""
        for hit in rows(connected(self.access), self.index, "id", {"match_all": {}}):
            yield document_of(hit["_source"])


@dataclass(frozen=True, slots=True)
class Searched:
    """A filled index of passages, and how many it holds."""

    access: Access
    index: str
    count: int


def write_suggested(file: Path, collected: Candidates, passages: Searched) -> None:
    """Write what is suggested of what may be: what is searched for must find an answer among the passages."""
    cluster = connected(passages.access)
    statistics = Statistics(passages.count, lambda body: ask(cluster, passages.index, body).response)
    searched = [one.suggestion for one in (*collected.checked, *collected.phrases)]
    questions = {one: understand(one.text, one.language) for one in searched}
    cluster.request("POST", f"/{part(passages.index)}/_refresh")
    statistics.learn(term for question in questions.values() for term in wanted(question))

    def finds(one: Suggestion) -> bool:
        words = by_words(questions[one], statistics)
        # The first passage that scores enough ends the search.
        enough: Json = {"size": 1, "min_score": GIVEN_SHARE * words.best, "terminate_after": 1, "track_total_hits": False}
        asked = enough | {"_source": False, "query": words_query(words, [], named=False)}
        return bool(words.groups) and bool(ask(cluster, passages.index, asked).hits)

    with ThreadPoolExecutor(ASKING) as pool:
        write_suggestions(file, collected.answered(finds, pool.map))
