"""The commands that keep an index up: the quality gate, going back, checking, watching."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from time import sleep

import pytest
from click.testing import CliRunner, Result

from index.generations import Generations
from service import watching
from service.cli import main
from service.options import LOCKED, REFUSED
from service.settings import load_settings
from tests.serving import WENDA

SUED = "微粒贷长期逾期不还，贷款方可能会起诉借款人。"
CARD = "信用卡分期要付手续费，办理之前应当比较总费用。"
SECONDS = 60


def _wenda(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a folder with settings, and an article in a folder of sources."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "sued.txt").write_text(SUED, "utf-8")
    (tmp_path / "wenda.toml").write_text('sources = ["articles"]\nindex = "index"\ngolden = "golden.tsv"\n')
    (tmp_path / "golden.tsv").write_text("# what must be found\n微粒贷会起诉吗\tsued\n", "utf-8")
    return tmp_path


def _rebuild(site: Path, *flags: str) -> Result:
    return _wenda("rebuild", "--config", site / "wenda.toml", *flags)


def _live(site: Path) -> str:
    return Generations(site / "index").current_name()


def test_an_index_that_fails_golden_questions_does_not_go_live(site: Path) -> None:
    """Exit 4; the message names the question, what was expected and what came; --force puts it live, and says the same."""
    assert _rebuild(site).exit_code == 0
    live = _live(site)
    (site / "articles" / "sued.txt").write_text(CARD, "utf-8")
    refused = _rebuild(site)
    assert refused.exit_code == REFUSED == 4
    assert "1 of 1 golden questions fail" in refused.stderr
    assert "微粒贷会起诉吗: expected sued among the first 3, got nothing" in refused.stderr
    assert _live(site) == live
    assert [path.name for path in (site / "index" / "generations").iterdir()] == [live]
    forced = _rebuild(site, "--force")
    assert forced.exit_code == 0
    assert "golden    微粒贷会起诉吗: expected sued" in forced.stderr
    assert _live(site) != live
    assert json.loads(_rebuild(site, "--force", "--json").stdout)["golden"]


def test_golden_questions_that_are_named_must_be_there(site: Path) -> None:
    """A file that the settings name and that is missing is an error; the one that is looked for by default need not be there."""
    (site / "golden.tsv").unlink()
    assert "golden.tsv" in _rebuild(site).stderr
    (site / "wenda.toml").write_text('sources = ["articles"]\nindex = "index"\n')
    assert _rebuild(site).exit_code == 0


def test_golden_questions_lie_where_the_command_is_run_unless_said_otherwise(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any setting, golden.tsv of the working folder judges."""
    (site / "wenda.toml").write_text('index = "index"\nsources = ["articles"]\n')
    (site / "golden.tsv").write_text("微粒贷会起诉吗\tother\n", "utf-8")
    assert _rebuild(site).exit_code == 0
    monkeypatch.chdir(site)
    assert _rebuild(site).exit_code == REFUSED


def test_one_can_go_back_and_status_tells_where_to(site: Path) -> None:
    """Every kept build is listed with its time and counts; the live one is marked."""
    assert _rebuild(site).exit_code == 0
    first = _live(site)
    (site / "articles" / "card.txt").write_text(CARD, "utf-8")
    assert _rebuild(site).exit_code == 0
    second = _live(site)
    gone = _wenda("rollback", "--index", site / "index")
    assert gone.exit_code == 0
    assert f"1 documents, 1 passages by words; live now: {first}" in gone.stdout
    told = json.loads(_wenda("status", "--index", site / "index", "--json").stdout)["kept"]
    assert [(one["revision"], one["live"], one["documents"]) for one in told] == [(first, True, 1), (second, False, 2)]
    shown = _wenda("status", "--index", site / "index").stdout
    assert f"kept       {first} of {told[0]['created']}, 1 documents, 1 passages, live" in shown
    refused = _wenda("rollback", "--index", site / "index")
    assert (refused.exit_code, second in refused.stderr) == (1, True)
    assert _wenda("rollback", "--to", second, "--index", site / "index").exit_code == 0
    with Generations(site / "index").lock():
        assert _wenda("rollback", "--index", site / "index").exit_code == LOCKED


def test_a_check_names_what_is_broken_and_exits_1(site: Path) -> None:
    """The live build, or every one that is kept; whole ones are said to be."""
    for _ in range(2):
        assert _rebuild(site).exit_code == 0
    index = site / "index"
    generations = Generations(index)
    whole = _wenda("check", "--index", index)
    assert (whole.exit_code, whole.stdout) == (0, f"{_live(site)} is whole\n")
    before = generations.open(generations.kept()[0])
    before.vocabulary.unlink()
    assert _wenda("check", "--index", index).exit_code == 0
    every = _wenda("check", "--all", "--index", index)
    assert every.exit_code == 1
    assert every.stdout == f"{before.manifest.revision}/vocabulary.npz is missing\n{_live(site)} is whole\n"
    told = json.loads(_wenda("check", "--all", "--json", "--index", index).stdout)
    assert told["problems"] == [{"revision": before.manifest.revision, "file": "vocabulary.npz", "reason": "is missing"}]
    shown = _wenda("status", "--index", index)
    assert shown.exit_code == 0
    (before.folder / "manifest.json").write_text("{")
    assert "is damaged" in _wenda("status", "--index", index).stdout


@contextmanager
def _watching(site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Queue[str]"]:
    """Watch the sources, looking often; give the lines as they come."""
    monkeypatch.setattr(watching, "LOOK_MS", 200)
    monkeypatch.setattr(watching, "QUIET_MS", 100)
    lines: Queue[str] = Queue()
    stop = Event()

    def tell() -> None:
        for line in watching.watch_sources(load_settings(site / "wenda.toml"), stop):
            lines.put(line)

    thread = Thread(target=tell)
    thread.start()
    try:
        yield lines
    finally:
        stop.set()
        thread.join(SECONDS)


def test_watching_rebuilds_at_each_change_and_survives_what_fails(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However files are written; a line each time. A rebuild that cannot be done leaves the old index, and the next one works."""
    golden, articles = site / "golden.tsv", site / "articles"
    with _watching(site, monkeypatch) as lines:
        assert "start: 1 documents, 1 passages by words" in lines.get(timeout=SECONDS)
        golden.write_text("微粒贷会起诉吗\tother\n", "utf-8")
        line = lines.get(timeout=SECONDS)
        assert "1 changed: failed, the old index stays live: 1 of 1 golden questions fail" in line
        assert "expected other" in line
        golden.write_text("微粒贷会起诉吗\tsued\n", "utf-8")
        assert "1 changed: 1 documents" in lines.get(timeout=SECONDS)
        articles.rename(site / "away")
        assert "failed" in lines.get(timeout=SECONDS)
        (site / "away" / "card.txt").write_text(CARD, "utf-8")
        (site / "away").rename(articles)
        assert "added: 2 documents" in lines.get(timeout=SECONDS)
        (articles / "card.txt").unlink()
        assert "1 removed: 1 documents" in lines.get(timeout=SECONDS)
        (articles / "picture.png").write_bytes(b"")
        sleep(1)
        assert lines.empty()


def test_watching_waits_for_a_rebuild_that_is_under_way(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no failure: the change is taken up when the lock is free."""
    with ExitStack() as stack:
        stack.enter_context(Generations(site / "index").lock())
        with _watching(site, monkeypatch) as lines:
            sleep(1)
            assert lines.empty()
            stack.close()
            assert "start: 1 documents" in lines.get(timeout=SECONDS)


def test_watching_from_the_command_line_sees_files_that_editors_put_in_place(site: Path) -> None:
    """A real process: a file written beside and renamed over the old one, twice; Ctrl-C ends it with exit 0."""
    command = [*WENDA, "watch", "--config", str(site / "wenda.toml")]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    sued = site / "articles" / "sued.txt"
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert "start: 1 documents" in process.stdout.readline()
        for text in ("收到传票要及时应诉。", "也可以请律师帮忙。"):
            beside = sued.with_suffix(".swp")
            beside.write_text(SUED + text, "utf-8")
            beside.replace(sued)
            line = process.stdout.readline()
            assert "1 changed: 1 documents" in line
            assert line.endswith(f"live now: {_live(site)}\n")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=SECONDS) == 0
