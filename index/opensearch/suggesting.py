"""What is suggested of a generation's documents, collected from a rebuild's files and checked by asking the cluster."""

import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from corpus.documents import Document
from index.answers import Suggestion
from index.opensearch.asking import ask, ask_all
from index.opensearch.bulk import connected
from index.opensearch.connection import Access, Json, part
from index.opensearch.filling import documents_in
from index.opensearch.queries import ByWords, by_words, wanted, words_query
from index.opensearch.statistics import Statistics
from index.questions import understand
from index.ranking import GIVEN_SHARE
from index.suggesting.collecting import candidates
from index.suggesting.storing import write_suggestions

ASKED = 100
"""Searches in a request: so many that the request itself is little beside them."""

ASKING = 2
"""Requests under way at once: one is made and read while the cluster answers another."""


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

    searches = {one: search for one, question in questions.items() if (search := _search(by_words(question, statistics)))}

    def found(some: Sequence[Suggestion]) -> list[Suggestion]:
        answers = ask_all(cluster, passages.index, [searches[one] for one in some])
        return [one for one, answer in zip(some, answers, strict=True) if answer.hits]

    searched = list(searches)
    with ThreadPoolExecutor(ASKING) as pool:
        answered = set(chain.from_iterable(pool.map(found, (searched[at : at + ASKED] for at in range(0, len(searched), ASKED)))))
    write_suggestions(file, collected.answered(answered.__contains__))


def _search(words: ByWords) -> Json | None:
    """Give the search for a passage that answers, which the first ends that scores enough; None if there is nothing to search."""
    if not words.groups:
        return None
    enough: Json = {"size": 1, "min_score": GIVEN_SHARE * words.best, "terminate_after": 1, "track_total_hits": False}
    return enough | {"_source": False, "query": words_query(words, [], named=False)}
