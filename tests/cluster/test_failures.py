"""What a cluster goes through: nodes that die, rebuilds that die, full disks, two at once."""

import os
import random
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.documents import Document
from index.answers import IndexDamagedError, IndexLockedError, Query
from index.generations import Generations
from index.live import LiveIndex
from index.opensearch.connection import Access, ClusterReadOnlyError
from index.opensearch.generations import Layout
from index.opensearch.store import ClusterStore
from index.retrieval import answer
from index.rollback import NoSuchBuildError
from tests.cluster.conftest import put
from tests.cluster.nodes import Nodes
from tests.serving import WENDA, get, serving

CLIENTS = 16
QUESTIONS = ("微粒贷会起诉吗", "信用卡分期提前还款", "征信报告多久更新", "Will WeiLiDai sue me?")
SECONDS = 10
ROWS = 3000


def _text(seed: int) -> str:
    """Give a text that is like no other."""
    return "".join(random.Random(seed).choices("贷款逾期起诉协商还征信报告利息分期法院传票催收电话银行卡额度", k=200)) + "。"


def _document(number: int, text: str = "逾期会被起诉。") -> Document:
    return Document(f"d{number}", f"第{number}篇", f"{text}第{number}条说的是还款、协商和征信。" * 3, "a.txt", "", "zh")


def test_no_request_fails_while_a_node_dies(nodes: Nodes, store: ClusterStore, articles: list[Document]) -> None:
    """Sixteen clients ask without a pause; one of three nodes is killed; nothing is lost, and all is green when it is back."""
    put(store, articles)
    engine = LiveIndex(store).engine()
    expected = {question: [hit.passage.id for hit in answer(engine, Query(question)).hits] for question in QUESTIONS}
    ended = threading.Event()

    def ask(client: int) -> int:
        asked = 0
        while not ended.is_set():
            question = QUESTIONS[(client + asked) % len(QUESTIONS)]
            found = answer(engine, Query(question))
            assert [hit.passage.id for hit in found.hits] == expected[question]
            assert not found.warnings
            asked += 1
        return asked

    victim = next(one for one in nodes.ask("/_cat/shards/test_no*?format=json") if one["prirep"] == "p" and "-20" in one["index"])
    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(ask, number) for number in range(CLIENTS)]
        time.sleep(SECONDS / 5)
        nodes.kill(int(victim["node"].removeprefix("node-")))
        time.sleep(SECONDS)
        ended.set()
        assert all(client.result() for client in clients)
    nodes.start(int(victim["node"].removeprefix("node-")))
    nodes.wait("green")
    assert store.facts()["health"] == "green"
    assert [hit.passage.id for hit in answer(engine, Query(QUESTIONS[0])).hits] == expected[QUESTIONS[0]]


def test_a_rebuild_that_dies_leaves_the_index_as_it_was(
    nodes: Nodes, store: ClusterStore, access: Access, tmp_path: Path
) -> None:
    """Killed while it writes: the old one answers; the next rebuild of this machine goes on at once, and leaves no orphan."""
    first = put(store, [_document(number) for number in range(20)])
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(f'{{"id": "r{number}", "title": "{number}", "text": "{_text(number)}"}}\n' for number in range(ROWS)))
    alias = "test_a_rebuild_that_dies_leaves_the_index_as_it_was"
    environment = os.environ | {
        "WENDA_ENGINE": "opensearch",
        "WENDA_OPENSEARCH_HOSTS": ",".join(access.hosts),
        "WENDA_OPENSEARCH_ALIAS": alias,
        "WENDA_INDEX": str(tmp_path / "index"),
        "WENDA_REPAIR": "false",  # which looks long at texts without sense
    }
    command = [*WENDA, "rebuild", str(rows)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    while not any("-documents" in name for name in _unfinished(nodes, alias, first)):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert _unfinished(nodes, alias, first)
    assert LiveIndex(store).engine().manifest.revision == first
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    live = LiveIndex(store).engine().manifest
    assert live.documents == ROWS
    kept = {first, live.revision}
    assert {name.removeprefix(f"{alias}-")[: len(first)] for name in _ours(nodes, alias)} == kept


def _ours(nodes: Nodes, alias: str) -> list[str]:
    return sorted(nodes.ask(f"/{alias}-*/_settings/index.uuid"))


def _unfinished(nodes: Nodes, alias: str, finished: str) -> list[str]:
    return [name for name in _ours(nodes, alias) if finished not in name]


def test_rolling_back_puts_the_build_before_live(store: ClusterStore) -> None:
    """And only so far as builds are kept; the next rebuild deletes those beyond."""
    revisions = [put(store, [_document(0, text)]) for text in ("一", "二", "三", "四")]
    live = LiveIndex(store)
    assert live.engine().manifest.revision == revisions[3]
    assert store.roll_back().manifest.revision == revisions[2]
    assert store.current_name() == revisions[2]
    assert store.roll_back().manifest.revision == revisions[1]
    with pytest.raises(NoSuchBuildError, match="no build before"):
        store.roll_back()
    assert store.current_name() == revisions[1]


def test_two_rebuilds_at_once_are_one(store: ClusterStore, access: Access, tmp_path: Path) -> None:
    """The second is told who is at work, from wherever it comes."""
    with store.lock():
        other = ClusterStore(access, Layout(alias="test_two_rebuilds_at_once_are_one"), Generations(tmp_path / "other"))
        with pytest.raises(IndexLockedError, match=f"process {os.getpid()}"), other.lock():
            raise AssertionError("two hold the lock")
    with store.lock():
        pass


def test_a_full_disk_is_told_from_other_faults(nodes: Nodes, store: ClusterStore) -> None:
    """The cluster takes no writes any more: the rebuild says what to do, and the old index answers."""
    first = put(store, [_document(0)])
    block = {"persistent": {"cluster.blocks.read_only_allow_delete": True}}
    nodes.ask("/_cluster/settings", method="PUT", body=block)
    try:
        with pytest.raises(ClusterReadOnlyError, match="free disk space"):
            put(store, [_document(1)])
        assert LiveIndex(store).engine().manifest.revision == first
    finally:
        nodes.ask("/_cluster/settings", method="PUT", body={"persistent": {"cluster.blocks.read_only_allow_delete": None}})
    assert put(store, [_document(1)]) != first


def test_an_index_of_another_version_is_not_read(nodes: Nodes, store: ClusterStore) -> None:
    """It says which one it is, and that a rebuild mends it."""
    revision = put(store, [_document(0)])
    index = f"test_an_index_of_another_version_is_not_read-{revision}"
    nodes.ask(f"/{index}/_mapping", method="PUT", body={"_meta": {"schema": 99}})
    with pytest.raises(IndexDamagedError, match=r"version 99.*wenda rebuild"):
        LiveIndex(store).engine()
    put(store, [_document(1)])
    LiveIndex(store).engine()


def test_a_server_says_why_it_is_not_ready(nodes: Nodes, access: Access, tmp_path: Path) -> None:
    """It builds the index that is missing, answers, and stays up when the cluster is gone."""
    settings = {
        "WENDA_ENGINE": "opensearch",
        "WENDA_OPENSEARCH_HOSTS": ",".join(access.hosts),
        "WENDA_OPENSEARCH_ALIAS": "served",
        "WENDA_OPENSEARCH_RETRIES": "0",
        "WENDA_OPENSEARCH_TIMEOUT": "10",
    }
    with serving(tmp_path / "index", **settings) as served:
        assert get(f"{served.address}/api/v1/search?q=%E8%B5%B7%E8%AF%89")[0] == 200
        for number in range(len(nodes.http)):
            nodes.kill(number)
        time.sleep(1.5)
        status, body = get(f"{served.address}/readyz")
        assert (status, b"cluster does not answer" in body) == (503, True)
        assert get(f"{served.address}/healthz")[0] == 200
        for number in range(len(nodes.http)):
            nodes.start(number)
        nodes.wait("green")
        assert get(f"{served.address}/readyz")[0] == 200
