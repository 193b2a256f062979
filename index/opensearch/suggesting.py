"""What is suggested of a generation's documents, collected from a rebuild's files and checked by asking the cluster."""

import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import Document
from index.answers import Suggestion
from index.opensearch.asking import ask
from index.opensearch.bulk import connected
from index.opensearch.connection import Access, Json, part
from index.opensearch.filling import documents_in
from index.opensearch.queries import by_words, wanted, words_query
from index.opensearch.statistics import Statistics
from index.questions import understand
from index.ranking import GIVEN_SHARE
from index.suggesting.collecting import candidates
from index.suggesting.storing import write_suggestions

ASKING = 4
"""Searches under way at once: a cluster answers them side by side, and each waits for the network most of its time."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The documents of a rebuild, in spooled batches, and the code points of their texts."""

    prefixes: Sequence[Path]
    length: int

    def characters(self) -> int:
        """Give the code points of all texts."""
        return self.length

    def documents(self) -> Iterator[Document]:
        """Yield every document."""
        for prefix in self.prefixes:
            yield from documents_in(prefix)


@dataclass(frozen=True, slots=True)
class Searched:
    """A filled index of passages, and how many it holds."""

    access: Access
    index: str
    count: int


def collect(documents: Kept, file: Path) -> None:
    """Write what may be suggested to a file, with the questions that it is checked by."""
    collected = candidates(documents)
    searched = [one.suggestion for one in (*collected.checked, *collected.phrases)]
    file.write_bytes(pickle.dumps((collected, {one: understand(one.text, one.language) for one in searched})))


def write_suggested(file: Path, collected_file: Path, passages: Searched) -> None:
    """Write what is suggested of what was collected: what is searched for must find an answer among the passages."""
    collected, questions = pickle.loads(collected_file.read_bytes())  # noqa: S301 - what this very rebuild wrote a moment ago
    cluster = connected(passages.access)
    cluster.request("POST", f"/{part(passages.index)}/_refresh")
    statistics = Statistics(passages.count, lambda body: ask(cluster, passages.index, body).response)
    statistics.learn(term for question in questions.values() for term in wanted(question))

    def finds(one: Suggestion) -> bool:
        words = by_words(questions[one], statistics)
        # The first passage that scores enough ends the search.
        enough: Json = {"size": 1, "min_score": GIVEN_SHARE * words.best, "terminate_after": 1, "track_total_hits": False}
        asked = enough | {"_source": False, "query": words_query(words, [], named=False)}
        return bool(words.groups) and bool(ask(cluster, passages.index, asked).hits)

    with ThreadPoolExecutor(ASKING) as pool:
        write_suggestions(file, collected.answered(finds, pool.map))
