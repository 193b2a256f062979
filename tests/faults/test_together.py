"""Several at once: rebuilds, going back, and clients of a real server with several workers."""

import json
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count, cycle
from pathlib import Path
from threading import Event
from urllib.parse import quote

import pytest

from index.generations import Generations
from index.manifest import write_manifest
from service.options import LOCKED
from tests.faults.conftest import write_version
from tests.faults.forking import Forking
from tests.serving import WENDA, Served, get, serving
from tests.soak import LONG

CLIENTS = 16
SECONDS = 60 if LONG else 5
MOVED_SECONDS = 30

SEARCH = f"/api/v1/search?q={quote('会被起诉吗')}&limit=10&mode=lexical"
PAGE = f"/?q={quote('会被起诉吗')}&mode=lexical"
VERSION = re.compile(r"本文是第(\d+)版")


def test_of_two_rebuilds_at_once_one_works_and_the_other_exits_75(wenda: Forking, articles: Path, tmp_path: Path) -> None:
    """At once and in words; so does going back. The one that works is not disturbed."""
    index = tmp_path / "index"
    rows = "".join(json.dumps({"id": str(row), "text": f"逾期{row}天，可能会被起诉。"}) + "\n" for row in range(600))
    (tmp_path / "rows.jsonl").write_text(rows, "utf-8")
    command = [*WENDA, "rebuild", str(tmp_path / "rows.jsonl"), "--jobs", "1", "--index", str(index), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        while not (index / "lock").is_file() or not (index / "lock").read_text():
            assert first.poll() is None
            time.sleep(0.01)
        for second in (("rebuild", articles), ("rollback",)):
            ran = wenda.run(*second, "--index", index)
            assert ran.code == LOCKED == 75, ran.stderr
            assert f"is being rebuilt by process {first.pid} " in ran.stderr
        told = json.loads(first.communicate()[0])
    assert first.returncode == 0
    assert told["revision"] == Generations(index).current_name()


@pytest.fixture(scope="module")
def server(wenda: Forking, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve an index with several workers."""
    folder = tmp_path_factory.mktemp("together")
    write_version(folder, 0)
    assert wenda.run("rebuild", folder, "--index", folder / "index").code == 0
    with serving(folder / "index") as served:
        yield served


@dataclass(slots=True)
class _Seen:
    """What clients saw: the versions of each revision, statuses and failures."""

    versions: dict[str, set[str]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    mixed: list[str] = field(default_factory=list)


def _ask(address: str, seen: _Seen, stop: Event) -> None:
    """Ask over one connection until told to stop; the body of every answer must be of one version, and of one revision's."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=30)
    for path in cycle([SEARCH, PAGE]):
        if stop.is_set():
            break
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read().decode("utf-8")
        seen.statuses[response.status] += 1
        versions = set(VERSION.findall(re.sub(r"<[^>]*>", "", body)))
        if len(versions) != 1:
            seen.mixed.append(f"{response.status} {path}: versions {sorted(versions)}")
        elif path == SEARCH:
            seen.versions.setdefault(json.loads(body)["revision"], set()).update(versions)
    connection.close()


def test_no_answer_fails_or_mixes_two_revisions_while_the_index_changes(
    wenda: Forking, articles: Path, server: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    """CLIENTS ask for SECONDS, of the API and the page, while the index is rebuilt and gone back from all the time."""
    seen, stop = _Seen(), Event()
    written: dict[str, str] = {Generations(server.index).current_name(): "0"}
    with ThreadPoolExecutor(CLIENTS) as pool:
        asking = [pool.submit(_ask, server.address, seen, stop) for _ in range(CLIENTS)]
        started, back = time.monotonic(), 0
        for version in count(1):
            if time.monotonic() - started > SECONDS:
                break
            write_version(articles, version)
            ran = wenda.run("rebuild", articles, "--jobs", "1", "--index", server.index, "--json")
            assert ran.code == 0, ran.stderr
            written[json.loads(ran.stdout)["revision"]] = str(version)
            time.sleep(0.2)
            assert wenda.run("rollback", "--index", server.index).code == 0
            back += 1
            time.sleep(0.2)
        stop.set()
        for one in asking:
            one.result()
    assert set(seen.statuses) == {200}
    assert not seen.mixed
    assert {revision: {written[revision]} for revision in seen.versions} == seen.versions
    assert len(seen.versions) > 1
    with capsys.disabled():
        print(f"\n{seen.statuses[200]} answers of {len(seen.versions)} revisions; {len(written)} builds, {back} times gone back")


def test_every_worker_moves_to_a_new_index(wenda: Forking, articles: Path, server: Served) -> None:
    """Soon after a rebuild all answers are of the new one, from whichever process, and none failed; after going back, too."""
    write_version(articles, 1)
    for command in (("rebuild", articles, "--jobs", "1"), ("rollback",)):
        assert wenda.run(*command, "--index", server.index).code == 0
        _wait_for(server, Generations(server.index).current_name())


def _wait_for(server: Served, revision: str) -> None:
    deadline = time.monotonic() + MOVED_SECONDS
    while {json.loads(get(server.address + SEARCH)[1])["revision"] for _ in range(20)} != {revision}:
        assert time.monotonic() < deadline


def test_a_damaged_index_does_not_take_over_in_any_worker(server: Served) -> None:
    """Every answer goes on being of the one before; when the file is whole again, the workers move."""
    generations = Generations(server.index)
    live = generations.open_current()
    name = generations.new_revision()
    folder = live.folder.with_name(name)
    shutil.copytree(live.folder, folder)
    stated = {part: getattr(live.manifest, part) for part in live.manifest.__slots__}
    write_manifest(folder, type(live.manifest)(**stated | {"revision": name}))
    damaged = folder / "vocabulary.npz"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    generations.point_to(name)
    for _ in range(40):
        status, body = get(server.address + SEARCH)
        assert (status, json.loads(body)["revision"]) == (200, live.manifest.revision)
        time.sleep(0.02)
    damaged.write_bytes(whole)
    if LONG:
        _wait_for(server, name)
