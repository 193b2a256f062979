"""The flagship path through real processes: wenda rebuild, wenda serve, and HTTP over a socket."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html

from tests.serving import WENDA, Served, get, serving

FLAGSHIP = "微粒贷会起诉吗"
MOVED_SECONDS = 30


def test_the_index_is_built_first_and_the_question_answered(served: Served) -> None:
    """A fresh machine: the first hit of the flagship question says when a lender sues."""
    status, body = get(f"{served.address}/api/v1/search?q={quote(FLAGSHIP)}")
    assert status == 200
    found = json.loads(body)
    assert found["hits"][0]["document_id"] == "weilidai-overdue"
    assert "起诉" in found["answer"]["text"]


def test_a_question_in_raw_utf8_is_understood(served: Served) -> None:
    """Curl sends the address as it is typed, without percent-encoding."""
    host, _, port = served.address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"GET /api/v1/search?q={FLAGSHIP} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    assert FLAGSHIP.encode() in answer


def test_the_page_answers_too(served: Served) -> None:
    """The same through the page, without JavaScript, its style sheet included."""
    status, body = get(f"{served.address}/?q={quote(FLAGSHIP)}", Accept="text/html")
    assert status == 200
    page = html.document_fromstring(body.decode())
    assert "起诉" in page.find_class("card")[0].text_content()
    for link in page.xpath("//link/@href"):
        assert get(served.address + link)[0] == 200


def test_bodies_are_limited_however_they_are_sent(served: Served) -> None:
    """Over 64 KiB: 413, with a length stated and in chunks without one; the answer is seen although it comes early."""
    for data in (b"{" + b" " * 70_000 + b"}", iter([b"{", b" " * 70_000, b"}"])):
        request = urllib.request.Request(
            f"{served.address}/api/v1/search", data=data, headers={"Content-Type": "application/json"}, method="POST"
        )
        with pytest.raises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(request, timeout=10)
        with raised.value as error:
            assert error.code == 413
            assert error.headers["Content-Type"] == "application/problem+json"


def test_a_body_in_chunks_is_read(served: Served) -> None:
    """A client that does not state the length gets its answer."""
    body = iter([b'{"q": "', FLAGSHIP.encode(), b'"}'])
    request = urllib.request.Request(
        f"{served.address}/api/v1/search", data=body, headers={"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        assert json.load(response)["answer"]


def test_the_command_line_answers_from_the_same_index(served: Served) -> None:
    """Wenda search, as a process of its own."""
    command = [*WENDA, "search", FLAGSHIP, "--index", str(served.index), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=served.index.parent)
    assert json.loads(ran.stdout)["hits"][0]["document_id"] == "weilidai-overdue"


def test_output_that_nobody_reads_to_its_end_is_no_error(served: Served) -> None:
    """As in `wenda search ... | head -1`."""
    command = [*WENDA, "search", FLAGSHIP, "--index", str(served.index), "--limit", "50"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=served.index.parent) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        messages = process.stderr.read()
    assert b"wenda:" not in messages
    assert b"Traceback" not in messages


def test_a_rebuild_reaches_every_worker_without_a_restart(tmp_path: Path) -> None:
    """While questions go on, a rebuild publishes; then every answer is of the new generation, and none fails."""
    with serving(tmp_path / "index") as served:
        _rebuild_and_ask(served.address, served.index, tmp_path)


def _rebuild_and_ask(address: str, index: Path, tmp_path: Path) -> None:
    article = tmp_path / "new.md"
    article.write_text("# 新文章\n\n微粒贷逾期之后，平台可能会起诉长期拖欠的借款人，收到传票要及时应诉。\n", "utf-8")
    rebuild = subprocess.Popen(
        [*WENDA, "rebuild", str(article), "--index", str(index), "--json"], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    while rebuild.poll() is None:
        assert get(f"{address}/api/v1/search?q={quote(FLAGSHIP)}")[0] == 200
    revision = json.loads(rebuild.communicate()[0])["revision"]
    deadline = time.monotonic() + MOVED_SECONDS
    while _revisions(address) != {revision}:
        assert time.monotonic() < deadline
    assert _revisions(address) == {revision}


def _revisions(address: str) -> set[str]:
    return {json.loads(get(f"{address}/api/v1/search?q={quote(FLAGSHIP)}")[1])["revision"] for _ in range(40)}


def test_a_port_in_use_is_said_in_words(served: Served) -> None:
    """No traceback; the port is named."""
    port = re.sub(r".*:", "", served.address)
    command = [*WENDA, "serve", "--index", str(served.index), "--port", port]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=served.index.parent)
    assert ran.returncode == 1
    assert port in ran.stderr
    assert "Traceback" not in ran.stderr


def test_no_cache_is_left_in_the_shared_temporary_folder(tmp_path: Path) -> None:
    """The cache of jieba, which segments where the owner changes words it knows, and loads it blindly, is private."""
    home, shared = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    shared.mkdir()
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "TMPDIR": str(shared)}
    code = (
        "from index.analysis import words; from index.languages.chinese import use_dictionary; "
        "from index.languages.dictionary import Entry; use_dictionary([Entry('起诉', 9)]); words('微粒贷', 'zh')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=tmp_path)
    assert not list(shared.iterdir())
    (cache,) = (home / "cache" / "wenda").iterdir()
    assert cache.parent.stat().st_mode & 0o077 == 0
