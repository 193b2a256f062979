"""A cluster of three nodes for all tests of this folder, which `make test-cluster` runs; `make test` passes them by."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.documents import Document
from index.generations import Generations
from index.opensearch.connection import Access
from index.opensearch.generations import Layout
from index.opensearch.store import ClusterStore
from tests.cluster.nodes import NoClusterHereError, Nodes, running

if "CLUSTER_TESTS" not in os.environ:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Run three nodes."""
    try:
        with running(tmp_path_factory.mktemp("cluster")) as started:
            yield started
    except NoClusterHereError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def access(nodes: Nodes) -> Access:
    """Give access to all nodes."""
    return Access(tuple(nodes.addresses), timeout=20, retries=7)


@pytest.fixture
def store(access: Access, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[ClusterStore]:
    """Give a store of one shard and one replica under an alias of the test's own."""
    layout = Layout(alias=request.node.name.lower().replace("[", "-").rstrip("]"), shards=1, replicas=1)
    made = ClusterStore(access, layout, Generations(tmp_path / "index"))
    yield made
    made.remove()


def put(store: ClusterStore, documents: list[Document]) -> str:
    """Build a generation of documents; give its revision."""
    with store.lock():
        return store.build(documents, ["test"], lambda *_: None, jobs=1).manifest.revision
