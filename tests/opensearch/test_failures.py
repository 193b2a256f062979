"""What can go wrong with a cluster, on a fake of one: what is repeated, what is said, what is left behind."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.documents import Document
from index.answers import IndexDamagedError, IndexLockedError, NoIndexError, QualityGateError, SearchError
from index.building import NothingToIndexError
from index.encoders.catalogue import available
from index.generations import Generations
from index.live import LiveIndex
from index.opensearch.connection import (
    Access,
    ClusterBusyError,
    ClusterError,
    ClusterReadOnlyError,
    ClusterRefusedError,
    ClusterUnavailableError,
    ClusterVersionError,
)
from index.opensearch.generations import Layout
from index.opensearch.store import ClusterStore
from index.rollback import NoSuchBuildError
from service.app import create_app
from service.choosing import store_of
from service.console import Console
from service.rebuilding import Account, rebuild_index
from service.settings import Settings
from tests.opensearch.fake import FakeCluster, Fault, serving_fake


@pytest.fixture
def fake() -> Iterator[FakeCluster]:
    """Serve a fake cluster."""
    with serving_fake() as cluster:
        yield cluster


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("connection", "asking", "bulk"):
        monkeypatch.setattr(f"index.opensearch.{module}.pause", lambda _: None)


@pytest.fixture
def store(fake: FakeCluster, tmp_path: Path) -> ClusterStore:
    """Give a store in the fake."""
    return ClusterStore(Access((fake.address,), retries=2), Layout("wenda", keep=2), Generations(tmp_path))


def _put(store: ClusterStore, text: str = "逾期会被起诉。") -> str:
    documents = [Document("a", "微粒贷", text, "a.txt", "", "zh")]
    with store.lock():
        return store.build(documents, ["test"], lambda *_: None, jobs=1).manifest.revision


@pytest.mark.parametrize("status", [0, 429, 502, 503, 504])
def test_what_passes_is_repeated(fake: FakeCluster, store: ClusterStore, status: int) -> None:
    """A connection that is cut, and a cluster that is busy, are no failure until the last try."""
    _put(store)
    fake.faults = [Fault(status), Fault(status)]
    store.open_current()
    fake.faults = [Fault(status, path="/_alias")] * 3
    with pytest.raises(ClusterUnavailableError):
        store.open_current()


def test_writes_are_repeated_without_doubling(fake: FakeCluster, store: ClusterStore) -> None:
    """Rows have ids of their own, so that a request sent twice writes them once."""
    fake.faults = [Fault(0, path="_bulk"), Fault(503, path="_bulk")]
    _put(store)
    assert store.open_current().manifest.passages == 1


def test_a_busy_cluster_is_waited_for(fake: FakeCluster, store: ClusterStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a rebuild writes is sent again for longer than a question is; at last the cluster's reason is told."""
    fake.faults = [Fault(429, "data too large", path="_bulk")] * 8
    _put(store)
    assert store.open_current().manifest.passages == 1
    monkeypatch.setattr("index.opensearch.bulk.BUSY_SECONDS", 0)
    fake.faults = [Fault(429, "data too large", path="_bulk")] * 3
    with pytest.raises(ClusterBusyError, match="data too large"):
        _put(store)


@pytest.mark.parametrize(
    ("fault", "error", "remedy"),
    [
        (Fault(401, "missing authentication"), ClusterRefusedError, r"opensearch\.password"),
        (Fault(403, "no permissions"), ClusterRefusedError, r"opensearch\.api_key"),
        (Fault(403, "blocked by: [FORBIDDEN/12/index read-only / allow delete (api)]"), ClusterReadOnlyError, "free disk"),
        (Fault(400, "nonsense"), ClusterError, "nonsense"),
    ],
)
def test_what_does_not_pass_says_what_to_do(
    fake: FakeCluster, store: ClusterStore, fault: Fault, error: type[Exception], remedy: str
) -> None:
    """At once, and with the cluster's own reason."""
    fake.faults = [fault]
    with pytest.raises(error, match=remedy):
        store.open_current()
    assert len(fake.requests) == 1


def test_credentials_are_sent_and_never_shown(fake: FakeCluster, tmp_path: Path) -> None:
    """By name and password, or by key; neither stands in an error or a log."""
    fake.password = "secret"
    for access in (Access((fake.address,), user="wenda", password="s3cret"), Access((fake.address,), api_key="s3cret")):
        with pytest.raises(NoIndexError):
            ClusterStore(access, Layout(), Generations(tmp_path)).open_current()
        assert "s3cret" not in repr(access)
    with pytest.raises(ClusterRefusedError):
        ClusterStore(Access((fake.address,)), Layout(), Generations(tmp_path)).open_current()


@pytest.mark.parametrize(("version", "distribution"), [("1.3.19", "opensearch"), ("4.0.0", "opensearch"), ("8.1.0", "other")])
def test_other_versions_are_refused(fake: FakeCluster, store: ClusterStore, version: str, distribution: str) -> None:
    """Before anything is read or written."""
    fake.version, fake.distribution = version, distribution
    with pytest.raises(ClusterVersionError, match=rf"{version}.*2\.x and 3\.x"):
        _put(store)
    assert fake.requests == ["GET /"]


def test_a_build_that_fails_leaves_nothing(fake: FakeCluster, store: ClusterStore) -> None:
    """Neither an index of its own nor a change of the live one."""
    first = _put(store)
    before = sorted(fake.indices)
    for fault in (Fault(400, "refused", "_bulk"), Fault(400, "refused", "_forcemerge"), Fault(400, "refused", "_count")):
        fake.faults = [fault]
        with pytest.raises(ClusterError):
            _put(store)
        assert sorted(fake.indices) == before
    with pytest.raises(NothingToIndexError), store.lock():
        store.build([], ["test"], lambda *_: None, jobs=1)
    assert store.open_current().manifest.revision == first


def test_a_replica_that_is_no_copy_never_goes_live(fake: FakeCluster, store: ClusterStore) -> None:
    """From 2.15 on a replica that the cluster made of single writes would lack every term: it is noticed before that counts."""
    first = _put(store)
    fake.copies = (7, 3)
    with pytest.raises(IndexDamagedError, match="no copy"):
        _put(store)
    assert store.open_current().manifest.revision == first


@pytest.mark.parametrize(("version", "kept"), [("2.14.0", True), ("2.15.0", False), ("3.1.0", False)])
def test_originals_are_kept_only_where_a_cluster_needs_them(
    fake: FakeCluster, store: ClusterStore, version: str, *, kept: bool
) -> None:
    """Where a cluster can do without what each passage was made of, the index is less than half as large."""
    fake.version = version
    _put(store)
    (source,) = [index.body["mappings"]["_source"] for index in fake.indices.values() if "_source" in index.body["mappings"]]
    assert source.get("recovery_source_enabled", True) is kept


def test_what_a_killed_build_left_is_deleted_by_the_next(fake: FakeCluster, store: ClusterStore) -> None:
    """An index without a manifest is nobody's; what is not ours stays."""
    orphan = "wenda-20200101t000000z-abcdef"
    for name in (orphan, f"{orphan}-documents", f"{orphan}-files", "wenda-of-somebody-else"):
        fake.answer("PUT", f"/{name}", {}, b'{"settings": {}}')
    _put(store)
    assert [name for name in fake.indices if "20200101" in name] == []
    assert "wenda-of-somebody-else" in fake.indices


def test_builds_are_kept_and_gone_back_to(fake: FakeCluster, store: ClusterStore) -> None:
    """As many as the settings say, or to one by its revision; going back never makes another one live than a whole one."""
    revisions = [_put(store, text) for text in ("一", "二", "三")]
    assert {name[6:22] for name in fake.indices if name.startswith("wenda-")} == {name[:16] for name in revisions[1:]}
    assert store.roll_back().manifest.revision == revisions[1]
    assert store.open_current().manifest.revision == revisions[1]
    assert store.kept() == revisions[1:]
    with pytest.raises(NoSuchBuildError, match="no build before"):
        store.roll_back()
    assert store.roll_back(revisions[2]).manifest.revision == revisions[2]


def _row_lost(fake: FakeCluster, revision: str) -> None:
    fake.indices[f"wenda-{revision}"].rows.popitem()


def _file_changed(fake: FakeCluster, revision: str) -> None:
    fake.indices[f"wenda-{revision}-files"].rows["vocabulary.npz.0"]["bytes"] = "AAAA"


def _file_lost(fake: FakeCluster, revision: str) -> None:
    fake.indices[f"wenda-{revision}-files"].rows.clear()


def _documents_lost(fake: FakeCluster, revision: str) -> None:
    del fake.indices[f"wenda-{revision}-documents"]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_row_lost, "holds 0 rows instead of 1"),
        (_file_changed, "not as it was written"),
        (_file_lost, "lacks vocabulary.npz"),
        (_documents_lost, "documents is missing"),
    ],
)
def test_a_build_that_is_not_whole_is_not_gone_back_to(
    fake: FakeCluster, store: ClusterStore, harm: Callable[[FakeCluster, str], None], said: str
) -> None:
    """Checking says what is wrong with it, and the live one stays."""
    first, second = _put(store, "一"), _put(store, "二")
    assert store.check(first) == store.check(second) == []
    harm(fake, first)
    assert said in " ".join(map(str, store.check(first)))
    with pytest.raises(IndexDamagedError, match=said):
        store.roll_back()
    assert store.open_current().manifest.revision == second
    assert store.check(second) == []


def test_golden_questions_judge_before_the_alias_moves(fake: FakeCluster, tmp_path: Path) -> None:
    """An index that fails them never goes live and leaves nothing; one that passes does; force puts it live all the same."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("微粒贷逾期会被起诉吗\n\n逾期会被起诉。", "utf-8")
    golden = tmp_path / "golden.tsv"
    golden.write_text("会被起诉吗\ta\n", "utf-8")
    settings = Settings(
        engine="opensearch",
        sources=(folder,),
        index=tmp_path / "index",
        opensearch_hosts=(fake.address,),
        golden=golden,
        semantic=True,
        encoders=available(("use",)),
        jobs=1,
    )
    first = rebuild_index(settings, Account(), Console(counts=False)).manifest
    assert tuple(first.encoders) == available(("use",))
    before = sorted(fake.indices)
    golden.write_text("会被起诉吗\tno-such\n", "utf-8")
    with pytest.raises(QualityGateError, match="1 of 1"):
        rebuild_index(settings, Account(), Console(counts=False))
    assert sorted(fake.indices) == before
    assert store_of(settings).current_name() == first.revision
    forced = Account()
    assert rebuild_index(settings, forced, Console(counts=False), force=True).manifest.revision > first.revision
    assert len(forced.failures) == 1


def test_an_index_of_another_version_is_not_read(fake: FakeCluster, store: ClusterStore) -> None:
    """It says which one it is; a rebuild mends it."""
    revision = _put(store)
    fake.indices[f"wenda-{revision}"].body["mappings"]["_meta"]["schema"] = 99
    with pytest.raises(IndexDamagedError, match=r"version 99.*wenda rebuild"):
        LiveIndex(store).engine()


def _hold(fake: FakeCluster, **holder: object) -> None:
    if "wenda.lock" not in fake.indices:
        fake.answer("PUT", "/wenda.lock", {}, b'{"settings": {}}')
    fake.answer("PUT", "/wenda.lock/_doc/rebuild", {}, json.dumps({"token": "x", **holder}).encode())


def test_a_lock_is_respected_while_its_holder_lives(fake: FakeCluster, store: ClusterStore) -> None:
    """Of another machine for as long as it gives signs of life; the error names it."""
    _hold(fake, host="elsewhere", process=7, until=time.time() + 60)
    with pytest.raises(IndexLockedError, match="process 7 on elsewhere"), store.lock():
        raise AssertionError("two hold the lock")


@pytest.mark.parametrize("ago", [True, False])
def test_a_lock_whose_holder_died_is_taken_over(fake: FakeCluster, store: ClusterStore, *, ago: bool) -> None:
    """After its lease; at once where its process was one of this machine."""
    dead = os.spawnlp(os.P_NOWAIT, "true", "true")
    os.waitpid(dead, 0)
    host = "elsewhere" if ago else os.uname().nodename
    _hold(fake, host=host, process=dead, until=time.time() + (-1 if ago else 60))
    _put(store)


def test_who_lost_the_lock_publishes_nothing(fake: FakeCluster, store: ClusterStore) -> None:
    """Another one took over meanwhile."""
    first = _put(store)

    def documents() -> Iterator[Document]:
        yield Document("b", "", "另一篇。", "b.txt", "", "zh")
        _hold(fake, host="elsewhere", process=7, until=time.time() + 60)

    with pytest.raises(IndexLockedError, match="took over"), store.lock():
        store.build(documents(), ["test"], lambda *_: None, jobs=1)
    assert store.open_current().manifest.revision == first


@pytest.fixture
def client(fake: FakeCluster, store: ClusterStore, tmp_path: Path) -> FlaskClient:
    """Give a client of the application over the fake."""
    del store
    settings = Settings(engine="opensearch", index=tmp_path, opensearch_hosts=(fake.address,), opensearch_retries=0)
    return create_app(settings).test_client()


def test_a_server_says_why_it_is_not_ready(fake: FakeCluster, store: ClusterStore, client: FlaskClient) -> None:
    """In words without names of hosts; it is alive all the same, and ready again when the cluster is."""
    assert "no index" in client.get("/readyz").get_json()["detail"]
    _put(store)
    assert client.get("/readyz").status_code == 200
    for fault, reason in ((Fault(0), "does not answer"), (Fault(401), "credentials"), (Fault(403, "read-only"), "no writes")):
        client.application.extensions["wenda"].store.forget()
        fake.faults = [fault]
        refused = client.get("/readyz")
        assert (refused.status_code, reason in refused.get_json()["detail"]) == (503, True)
        assert "127.0.0.1" not in refused.get_json()["detail"]
        assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_an_incomplete_answer_is_not_kept(fake: FakeCluster, store: ClusterStore, client: FlaskClient) -> None:
    """Neither by the server nor by who asked: it says what is missing, and is whole when the cluster is."""
    _put(store)
    fake.failed_shards = 1
    first = client.get("/api/v1/search?q=会被起诉吗&mode=lexical")
    assert "parts of the index answered" in first.get_json()["warnings"][0]
    assert ("no-store" in first.headers["Cache-Control"], first.headers.get("ETag")) == (True, None)
    fake.failed_shards = 0
    second = client.get("/api/v1/search?q=会被起诉吗&mode=lexical")
    assert "warnings" not in second.get_json()
    assert second.headers["ETag"]


def test_an_error_of_a_cluster_is_one_a_user_can_mend() -> None:
    """Commands print it and end with 1, like every other."""
    assert issubclass(ClusterError, SearchError)
