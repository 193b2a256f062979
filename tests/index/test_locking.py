"""Who may write to an index directory, and what happens to those who want to meanwhile."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import locking
from index.answers import IndexLockedError
from index.locking import Lease, WriteLock, unleased

SECONDS = 20

HOLDER = """
import sys, pathlib
from index.locking import WriteLock
with WriteLock(pathlib.Path(sys.argv[1])).hold():
    print("held", flush=True)
    sys.stdin.read()
"""

GIVING_WAY = """
import sys, pathlib, time
from index.locking import WriteLock
with WriteLock(pathlib.Path(sys.argv[1])).hold_until_wanted() as wanted:
    print("held", flush=True)
    while not wanted():
        time.sleep(0.01)
with WriteLock(pathlib.Path(sys.argv[1])).hold_until_wanted() as wanted:
    print("again", flush=True)
"""


@contextmanager
def _process(code: str, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def _words(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "lock").read_text("utf-8")))


def test_the_file_says_who_holds_the_lock_and_only_while_it_is_held(tmp_path: Path) -> None:
    """Process, host and time; nothing once it is free."""
    with WriteLock(tmp_path).hold():
        words = _words(tmp_path)
        assert words["pid"] == os.getpid()
        assert str(words["since"]).endswith(" UTC")
    assert (tmp_path / "lock").read_text() == ""


def test_the_lock_of_a_killed_process_is_free_and_its_words_do_not_last(tmp_path: Path) -> None:
    """What is left in the file is the dead process's; the next holder puts its own in place of it."""
    with _process(HOLDER, tmp_path) as process:
        with pytest.raises(IndexLockedError, match=f"process {process.pid} on"), WriteLock(tmp_path).hold():
            pass
        process.kill()
        process.wait()
        assert _words(tmp_path)["pid"] == process.pid
        with WriteLock(tmp_path).hold():
            assert _words(tmp_path)["pid"] == os.getpid()


def test_a_holder_that_gives_way_is_waited_for_and_comes_after(tmp_path: Path) -> None:
    """Whoever wants the lock gets it; who gave way gets it back when that one is done, not before."""
    with _process(GIVING_WAY, tmp_path) as process:
        assert process.stdout is not None
        with WriteLock(tmp_path).hold():
            assert _words(tmp_path)["pid"] == os.getpid()
            time.sleep(0.2)
            assert process.poll() is None
        assert process.stdout.readline() == "again\n"


def test_a_holder_that_does_not_keep_its_word_is_not_waited_for_forever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After PATIENCE the lock is refused as any other, and its holder named."""
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with WriteLock(tmp_path).hold_until_wanted():
            held.set()
            assert done.wait(SECONDS)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(SECONDS)
    with pytest.raises(IndexLockedError, match=f"process {os.getpid()}"), WriteLock(tmp_path).hold():
        pass
    done.set()
    thread.join()


@pytest.mark.parametrize("words", ["", "{", "[1]", '{"pid": 1}', "process 7 on x since 2026"])
def test_words_that_cannot_be_read_are_no_holder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """A lock whose file holds something else is refused all the same while somebody holds it."""
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    with _process(HOLDER, tmp_path):
        (tmp_path / "lock").write_text(words)
        with pytest.raises(IndexLockedError, match="another process"), WriteLock(tmp_path).hold():
            pass
    with WriteLock(tmp_path).hold():
        pass


def test_a_lease_lasts_as_long_as_its_object(tmp_path: Path) -> None:
    """Any number of readers have one; when the last is gone, so is the lease."""
    file = tmp_path / "manifest.json"
    file.write_text("{}")
    first, second = Lease(file), Lease(file)
    for expected in (False, False, True):
        with unleased(file) as free:
            assert free is expected
        if first:
            first = None  # type: ignore[assignment]
        else:
            second = None  # type: ignore[assignment]
    assert second is None


def test_there_is_no_lease_on_what_is_gone(tmp_path: Path) -> None:
    """And nothing keeps it from being deleted."""
    with pytest.raises(FileNotFoundError):
        Lease(tmp_path / "manifest.json")
    with unleased(tmp_path / "manifest.json") as free:
        assert free
