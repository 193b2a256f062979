"""A cluster finds what the embedded engine finds: the same passages, in the same order, for the same reasons."""

from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Document
from index.answers import Mode, Query
from index.encoders.catalogue import available
from index.engines.protocol import Engine
from index.generations import Generations
from index.live import LiveIndex
from index.opensearch.connection import Access
from index.opensearch.generations import Layout
from index.opensearch.schema import FILES
from index.opensearch.store import ClusterStore
from index.retrieval import answer
from index.stores import EmbeddedStore
from tests.cluster.nodes import Nodes
from tests.opensearch.comparing import (
    QUESTIONS,
    WISHES,
    assert_same_answers,
    assert_same_documents,
    assert_same_hits,
    assert_same_parts,
    assert_same_suggestions,
    filled,
)

MODES = list(Mode) if "use" in available() else [Mode.LEXICAL]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory, articles: list[Document]) -> Engine:
    """Give the embedded engine over the built-in articles, with vectors where there is an encoder."""
    return filled(EmbeddedStore(Generations(tmp_path_factory.mktemp("embedded"))), articles, available(("use",)))


@pytest.fixture(scope="module", params=[1, 3])
def cluster(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, access: Access, articles: list[Document]
) -> Engine:
    """Give an engine over the same in one and in three shards."""
    layout = Layout(alias=f"ranking-{request.param}", shards=request.param, replicas=1)
    store = ClusterStore(access, layout, Generations(tmp_path_factory.mktemp("cluster")))
    return filled(store, articles, available(("use",)))


@pytest.mark.parametrize("mode", MODES)
def test_hits_are_those_of_the_embedded_engine(embedded: Engine, cluster: Engine, mode: Mode) -> None:
    """Passages, order, scores and totals, whatever is wished for, however many shards there are; and so are their parts."""
    wishes: dict[str, Any]
    for wishes in WISHES:
        assert_same_hits(cluster, embedded, mode, wishes)
    assert_same_parts(cluster, embedded, mode)


def test_answers_and_documents_are_the_same(embedded: Engine, cluster: Engine) -> None:
    """Answers are made by the same code of the same passages; documents come back whole."""
    assert_same_answers(cluster, embedded)
    assert_same_documents(cluster, embedded)
    assert_same_suggestions(cluster, embedded)


def test_the_longest_question_is_answered(embedded: Engine, cluster: Engine, articles: list[Document]) -> None:
    """A cluster takes a thousand clauses, and a question of 500 different characters has more."""
    longest = "".join(dict.fromkeys("".join(article.text for article in articles if article.language == "zh")))[:500]
    assert len(longest) == 500
    for mode in MODES:
        query = Query(longest, mode=mode, literal=True)
        found, expected = answer(cluster, query), answer(embedded, query)
        assert found.hits[0].passage.id == expected.hits[0].passage.id


def test_replicas_are_copies_not_analysed_again(cluster: Engine, nodes: Nodes) -> None:
    """Every copy of a part of what is searched is made of the same files: none costs the cluster the work of a rebuild."""
    del cluster  # only built
    parts = nodes.ask(f"/ranking-*,-*{FILES}/_segments")["indices"]
    assert len(parts) >= 2
    for described in parts.values():
        for copies in described["shards"].values():
            files = [{name: one["size_in_bytes"] for name, one in copy["segments"].items()} for copy in copies]
            assert len(files) == 2
            assert files[0] == files[1]


def test_no_server_needs_the_folder_of_who_built_the_index(cluster: Engine, access: Access, tmp_path: Path) -> None:
    """An engine opened on another machine answers alike, spelling and meaning included."""
    del cluster  # only built
    engine = LiveIndex(ClusterStore(access, Layout(alias="ranking-1"), Generations(tmp_path))).engine()
    other = LiveIndex(ClusterStore(access, Layout(alias="ranking-1"), Generations(tmp_path / "other"))).engine()
    for question in QUESTIONS:
        found, expected = answer(engine, Query(question)), answer(other, Query(question))
        assert (found.question, found.hits) == (expected.question, expected.hits)
