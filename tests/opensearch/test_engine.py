"""The engine over a cluster, on a fake of one: what is asked of it gives what the embedded engine gives."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.documents import Document
from index.answers import Mode, NoVectorsError, Query
from index.encoders.catalogue import available
from index.engines.protocol import Engine
from index.generations import Generations
from index.live import LiveIndex
from index.opensearch.connection import Access
from index.opensearch.generations import Layout
from index.opensearch.store import ClusterStore
from index.retrieval import answer
from index.stores import EmbeddedStore
from tests.opensearch.comparing import (
    WISHES,
    assert_same_answers,
    assert_same_documents,
    assert_same_hits,
    assert_same_parts,
    assert_same_suggestions,
    filled,
)
from tests.opensearch.fake import FakeCluster, serving_fake

MODES = list(Mode) if "use" in available() else [Mode.LEXICAL]


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeCluster]:
    """Serve a fake cluster."""
    with serving_fake() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def two(articles: list[Document]) -> list[Document]:
    """Give an article in two languages."""
    return [article for article in articles if article.id in {"weilidai-overdue", "weilidai-overdue.en"}]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory, two: list[Document]) -> Engine:
    """Give the embedded engine over them."""
    return filled(EmbeddedStore(Generations(tmp_path_factory.mktemp("embedded"))), two, available(("use",)))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, fake: FakeCluster, two: list[Document]) -> Engine:
    """Give the engine over them in the fake."""
    store = ClusterStore(Access((fake.address,)), Layout("wenda"), Generations(tmp_path_factory.mktemp("local")))
    return filled(store, two, available(("use",)))


@pytest.mark.parametrize("mode", MODES)
def test_hits_are_those_of_the_embedded_engine(embedded: Engine, engine: Engine, mode: Mode) -> None:
    """Passages, order, scores, totals and the parts of scores, whatever is wished for."""
    for wishes in WISHES:
        assert_same_hits(engine, embedded, mode, wishes)
    assert_same_parts(engine, embedded, mode)


def test_answers_and_documents_are_the_same(embedded: Engine, engine: Engine) -> None:
    """Answers are made by the same code of the same passages; documents come back whole."""
    assert_same_answers(engine, embedded)
    assert_same_documents(engine, embedded)


def test_suggestions_travel_with_the_index(embedded: Engine, engine: Engine) -> None:
    """They are collected of the same documents, by the same rules."""
    assert_same_suggestions(engine, embedded)


def test_frequencies_are_asked_once(fake: FakeCluster, engine: Engine) -> None:
    """A question asked again costs one search."""
    query = Query("贷款逾期", mode=Mode.LEXICAL, literal=True)
    answer(engine, query)
    before = len(fake.requests)
    answer(engine, query)
    assert len(fake.requests) - before == 1


def test_a_question_without_known_words_finds_nothing(engine: Engine) -> None:
    """By words alone; the cluster is not asked for what no passage holds."""
    assert answer(engine, Query("zzzz qqqq", mode=Mode.LEXICAL, literal=True)).total == 0


def test_shards_that_fail_are_told_of(fake: FakeCluster, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search is repeated; if it stays incomplete, what there is comes with a warning."""
    monkeypatch.setattr("index.opensearch.asking.pause", lambda _: None)
    monkeypatch.setattr(fake, "failed_shards", 2)
    found = answer(engine, Query("微粒贷会起诉吗", mode=Mode.LEXICAL))
    assert found.hits
    assert found.warnings == ("1 of 3 parts of the index answered; passages of the others are missing",)


def test_meaning_alone_needs_vectors(fake: FakeCluster, two: list[Document], tmp_path: Path) -> None:
    """An index by words says that it has none."""
    store = ClusterStore(Access((fake.address,)), Layout("words"), Generations(tmp_path))
    by_words = filled(store, two, ())
    with pytest.raises(NoVectorsError):
        answer(by_words, Query("微粒贷会起诉吗", mode=Mode.SEMANTIC))
    assert answer(by_words, Query("微粒贷会起诉吗")).best is not None


def test_a_new_generation_takes_over(fake: FakeCluster, two: list[Document], tmp_path: Path) -> None:
    """A server notices within a second or so that the alias has moved, there and back."""
    store = ClusterStore(Access((fake.address,)), Layout("moving"), Generations(tmp_path))
    filled(store, two[:1], ())
    live = LiveIndex(store)
    assert live.engine().manifest.documents == 1
    first = live.engine().manifest.revision
    other = ClusterStore(Access((fake.address,)), Layout("moving"), Generations(tmp_path))
    # A revision tells seconds apart, and this is the same one or the next.
    while (second := filled(other, two, ()).manifest.revision) < first:
        continue
    store.forget()
    assert live.engine().manifest.revision == second
    assert live.engine().manifest.documents == 2
