"""Several searches in one request."""

from collections.abc import Iterator

import pytest

from index.opensearch.asking import ask_all
from index.opensearch.bulk import write
from index.opensearch.connection import Access, Cluster, Json
from index.opensearch.schema import documents_body
from tests.opensearch.fake import FakeCluster, serving_fake

EVERYTHING: Json = {"query": {"match_all": {}}}


@pytest.fixture
def fake() -> Iterator[FakeCluster]:
    """Serve a cluster that holds nothing."""
    with serving_fake() as serving:
        yield serving


@pytest.fixture
def cluster(fake: FakeCluster) -> Cluster:
    """Connect to a cluster with an index of one row."""
    connected = Cluster(Access((fake.address,), retries=1))
    connected.request("PUT", "/rows", documents_body(1))
    write(connected, "rows", [("a", {"id": "a"})])
    return connected


def test_each_search_has_its_own_answer(cluster: Cluster) -> None:
    """Answers come in the order of the searches."""
    found = ask_all(cluster, "rows", [EVERYTHING, EVERYTHING | {"size": 0}])
    assert [len(one.hits) for one in found] == [1, 0]


def test_half_a_character_is_searched_as_it_was_written(cluster: Cluster) -> None:
    """A lone surrogate, which UTF-8 has no bytes for, is no reason for a rebuild to fail."""
    assert ask_all(cluster, "rows", [{"query": {"term": {"id": {"value": "\ud800", "boost": 1.0}}}}])[0].hits == []


def test_what_is_incomplete_is_asked_again(fake: FakeCluster, cluster: Cluster) -> None:
    """A search that shards failed for is repeated by itself, and says what is missing."""
    fake.failed_shards = 1
    assert ask_all(cluster, "rows", [EVERYTHING])[0].warnings
    assert fake.requests.count("POST /rows/_search") == 2
