"""A server as its owner runs it, in real processes: rebuilds over HTTP, metrics, logs, examples, slow clients."""

import json
import os
import re
import selectors
import shlex
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from click.testing import CliRunner

from service.cli import main
from service.limits import BODIES_AT_ONCE
from service.server import HEADER_BYTES, HEADER_SECONDS
from tests.serving import Served, get, serving, start_server, wait_until_ready

KEY = "a key that nobody guesses"
QUESTION = "微粒贷会起诉吗"
API = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")
DONE_SECONDS = 60
GONE_SECONDS = 10


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory, index_folder: Path) -> Iterator[Served]:
    """Run a server with an admin key, two workers, and an access log, over an index that tests may rebuild."""
    root = tmp_path_factory.mktemp("owned")
    shutil.copytree(index_folder, root / "index")
    (root / "article.md").write_text("# 微粒贷\n\n## 微粒贷会起诉吗\n\n长期逾期不还，微粒贷可能会起诉借款人。\n", "utf-8")
    environment = {"WENDA_ADMIN_KEY": KEY, "WENDA_ACCESS_LOG": str(root / "access.log")}
    with serving(root / "index", root / "article.md", **environment) as server:
        yield server


def _curl(*arguments: str) -> str:
    ran = subprocess.run(["curl", "--silent", "--show-error", *arguments], capture_output=True, text=True, check=True, timeout=30)
    return ran.stdout


def _ended(served: Served, task: str) -> dict[str, object]:
    """Wait until a task has ended, asking whichever worker takes the request; give what is said of it."""
    deadline = time.monotonic() + DONE_SECONDS
    while time.monotonic() < deadline:
        status, body = get(f"{served.address}/api/v1/tasks/{task}", Authorization=f"Bearer {KEY}")
        assert status == 200
        found: dict[str, object] = json.loads(body)
        if found["state"] != "running":
            return found
        assert found["result"] is None
        assert found["error"] is None
        time.sleep(0.2)
    raise AssertionError(f"the task did not end in {DONE_SECONDS} s")


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_the_examples_of_the_documentation_work(owned: Served) -> None:
    """Every one of docs/api.md, as printed but for address, revision and task; together they ask every route there is."""
    (block,) = re.findall(r"## Examples.*?```sh\n(.*?)```", API, re.DOTALL)
    revision = json.loads(get(f"{owned.address}/api/v1/status")[1])["revision"]
    task, asked = "", set()
    for line in block.splitlines():
        line = line.replace("127.0.0.1:8080", owned.address.removeprefix("http://")).replace("$WENDA_ADMIN_KEY", KEY)  # noqa: PLW2901
        line = re.sub(r"20261123T101500Z-\w{8}", lambda _: task, line)  # noqa: B023, PLW2901
        line = line.replace("20261123T101500Z-ab12cd", revision)  # noqa: PLW2901
        program, *arguments = shlex.split(line)
        assert program == "curl"
        answer = _curl("--include", *arguments)
        assert re.match(r"HTTP/1.1 (200|201|202|303) ", answer), f"{line}\n{answer}"
        task = (re.findall(r"(?m)^location: /api/v1/tasks/(\S+)", answer) or [task])[0]
        method = "POST" if {"-d", "POST"} & set(arguments) else "GET"
        path = re.search(r"\d(/[^?'\s]*)", line).group(1)  # type: ignore[union-attr]
        asked.add((method, re.sub(r"(documents|passages|tasks)/.*", r"\1/{id}", path)))
    assert asked == set(re.findall(r"^\| `(GET|POST) ([^?`]+)", API, re.MULTILINE))
    assert _ended(owned, task)["state"] == "done"


def _start_rebuild(served: Served) -> tuple[int, dict[str, object]]:
    answer = _curl("-X", "POST", "-w", "\n%{http_code}", f"{served.address}/api/v1/rebuild", "-H", f"Authorization: Bearer {KEY}")
    body, _, status = answer.rpartition("\n")
    return int(status), json.loads(body)


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_a_rebuild_over_http_goes_live_and_can_be_asked_for(owned: Served) -> None:
    """Its sources are the server's; another is refused meanwhile, with the holder; the end is told by every worker."""
    status, task = _start_rebuild(owned)
    assert (status, task["state"]) == (202, "running")
    status, refused = _start_rebuild(owned)
    assert status == 409
    assert "wait until it is done" in str(refused["detail"])
    ended = _ended(owned, str(task["id"]))
    assert ended["state"] == "done", ended
    result = ended["result"]
    assert isinstance(result, dict)
    assert (result["documents"], result["skipped"]) == (1, [])
    assert isinstance(ended["progress"], dict)
    assert (owned.index / "current").read_text().strip() == result["revision"]


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_a_rebuild_that_fails_or_is_killed_says_so(owned: Served) -> None:
    """In the words of the command, or that there are none; the old index stays."""
    live = (owned.index / "current").read_text()
    article = owned.index.parent / "article.md"
    text = article.read_text("utf-8")
    article.unlink()
    try:
        failed = _ended(owned, str(_start_rebuild(owned)[1]["id"]))
    finally:
        article.write_text(text, "utf-8")
    assert failed["state"] == "failed"
    assert "article.md" in str(failed["error"])
    task = str(_start_rebuild(owned)[1]["id"])
    (rebuild,) = (one for one in psutil.process_iter(["cmdline"]) if any(task in part for part in one.info["cmdline"] or ()))
    rebuild.kill()
    killed = _ended(owned, task)
    assert (killed["state"], killed["result"]) == ("failed", None)
    assert killed["error"]
    assert (owned.index / "current").read_text() == live
    assert _start_rebuild(owned)[0] == 202


def test_metrics_are_of_all_workers(owned: Served) -> None:
    """A hundred requests over as many connections reach both; whichever is asked has counted them all."""
    for _ in range(100):
        get(f"{owned.address}/api/v1/analyze?text=a")
    told = {get(f"{owned.address}/metrics")[1].decode() for _ in range(5)}
    for text in told:
        counted = re.search(r'wenda_requests_total\{method="GET",route="/api/v1/analyze",status="200"\} (\d+)', text)
        assert counted
        assert int(counted[1]) >= 100
        assert re.search(r'wenda_index_info\{revision="\d{8}T\d{6}Z-\w{6}"\} 1', text)
        assert 'wenda_request_seconds_bucket{le="0.01",route="/api/v1/analyze"}' in text
    get(f"{owned.address}/api/v1/search?q={quote(QUESTION)}")
    get(f"{owned.address}/?q={quote(QUESTION)}")
    text = get(f"{owned.address}/metrics")[1].decode()
    stages = set(re.findall(r'wenda_stage_seconds_count\{stage="(\w+)"\}', text))
    assert stages >= {"understand", "retrieve", "extract", "render"}
    assert "wenda_answer_cache_total" in text


def test_the_access_log_has_a_line_for_each_request_and_no_question(owned: Served) -> None:
    """JSON, whole lines from all workers; neither what was asked nor who asked it."""
    for _ in range(20):
        get(f"{owned.address}/api/v1/search?q={quote(QUESTION)}", **{"X-Request-ID": "logged-here"})
    text = (owned.index.parent / "access.log").read_text("utf-8")
    entries = [json.loads(line) for line in text.splitlines()]
    assert sum(entry["id"] == "logged-here" for entry in entries) == 20
    assert set(entries[0]) == {"time", "id", "method", "route", "status", "bytes", "ms", "revision"}
    assert "127.0.0.1" not in text
    assert "起诉" not in text
    assert quote(QUESTION) not in text
    assert KEY not in text


def _connected(served: Served) -> socket.socket:
    host, _, port = served.address.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=2 * HEADER_SECONDS)


def test_slow_clients_hold_up_no_question(owned: Served) -> None:
    """Bodies that do not come, more than there are threads: questions go on; when the clients are gone, bodies are read."""
    head = b"POST /api/v1/search HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    with ExitStack() as stack:
        late, *slow = [stack.enter_context(_connected(owned)) for _ in range(4 * BODIES_AT_ONCE)]
        late.sendall(b"GET /api/v1/status HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        for connection in slow:
            connection.sendall(head)
        for _ in range(10):
            assert get(f"{owned.address}/api/v1/status")[0] == 200
        answers = selectors.PollSelector()  # select() takes no descriptor above 1,023
        for connection in slow:
            answers.register(connection, selectors.EVENT_READ, connection.recv)
        answered = [key.data for key, _ in answers.select(1)]
        assert {receive(12) for receive in answered} == {b"HTTP/1.1 503"}
        assert late.recv(1) == b"", "headers that do not come end the connection"
    answer = _posted(owned, {"q": QUESTION})
    assert answer["answer"]


def _posted(served: Served, body: dict[str, object]) -> dict[str, object]:
    """Ask until the server has noticed that the slow clients are gone."""
    request = urllib.request.Request(
        f"{served.address}/api/v1/search", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    deadline = time.monotonic() + GONE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                found: dict[str, object] = json.load(response)
                return found
        except urllib.error.HTTPError as error:
            with error:
                if error.code != 503 or time.monotonic() > deadline:
                    raise
            time.sleep(0.1)


@pytest.mark.parametrize("head", [b"X: " + b"a" * 2 * HEADER_BYTES, b"\r\n".join(b"X%d: a" % n for n in range(5000))])
def test_oversized_headers_are_refused(owned: Served, head: bytes) -> None:
    """431, before any of our code sees them."""
    with _connected(owned) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + head + b"\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 431")


def test_a_server_that_is_killed_leaves_nothing_running(index_folder: Path, tmp_path: Path) -> None:
    """SIGKILL of the process that was started: its workers end, and the port is free."""
    shutil.copytree(index_folder, tmp_path / "index")
    address, process = start_server(tmp_path / "index")
    try:
        wait_until_ready(address, process)
        workers = psutil.Process(process.pid).children(recursive=True)
        assert len(workers) >= 2
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    _, alive = psutil.wait_procs(workers, timeout=5)
    assert not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]
    with pytest.raises(OSError, match="refused"):
        get(f"{address}/healthz")


@pytest.mark.parametrize(("variable", "value", "code"), [("ADMIN_KEY_FILE", "none", 2), ("ACCESS_LOG", "none/log", 1)])
def test_what_a_server_cannot_use_is_said_before_it_starts(variable: str, value: str, code: int, tmp_path: Path) -> None:
    """In words, once: workers would fail again and again."""
    result = CliRunner().invoke(main, ["serve", "--index", str(tmp_path)], env={f"WENDA_{variable}": str(tmp_path / value)})
    assert result.exit_code == code
    assert "none" in result.stderr
    assert not list(tmp_path.iterdir())
