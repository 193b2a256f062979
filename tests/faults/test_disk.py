"""Disks that are full, closed or damaged: a clear message, the documented exit code, and the old index stays live."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.generations import MANIFEST, Generations
from tests.faults.conftest import write_version
from tests.faults.forking import Forking, Ran
from tests.soak import LONG

SHARES = [number / 20 for number in range(1, 20)] if LONG else [0.2, 0.6, 0.95]
"""Of the space that a rebuild needs: each is too little at another step."""

NOBODY = 65534


def _assert_failed_in_words(ran: Ran, *words: str) -> None:
    assert ran.code == 1, (ran.code, ran.stderr)
    assert ran.stderr.splitlines()[-1].startswith("wenda: "), ran.stderr
    assert "Traceback" not in ran.stderr
    for word in words:
        assert word in ran.stderr


def _assert_as_before(wenda: Forking, index: Path, live: str) -> None:
    assert Generations(index).current_name() == live
    assert [path.name for path in (index / "generations").iterdir()] == [live]
    assert wenda.run("check", "--all", "--index", index).code == 0
    assert wenda.run("search", "会被起诉吗", "--index", index).code == 0


@pytest.fixture
def index(wenda: Forking, articles: Path, tmp_path: Path) -> Path:
    """Give an index of the first version."""
    assert wenda.run("rebuild", articles, "--index", tmp_path / "index").code == 0
    return tmp_path / "index"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder where a small disk can be mounted, or skip where that is not allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _used(folder: Path) -> int:
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


@pytest.mark.parametrize("share", SHARES)
def test_a_full_disk_leaves_the_old_index(wenda: Forking, index: Path, articles: Path, small_disk: Path, share: float) -> None:
    """Whatever step it is that has no space any more; with space again the next rebuild succeeds."""
    there = small_disk / "index"
    shutil.copytree(index, there)
    live, before = Generations(index).current_name(), _used(small_disk)
    assert wenda.run("rebuild", articles, "--index", index).code == 0
    needed = Generations(index).open_current().size()
    subprocess.run(["mount", "-o", f"remount,size={before + int(needed * share)}", small_disk], check=True)
    write_version(articles, 1)
    _assert_failed_in_words(wenda.run("rebuild", articles, "--index", there), "look for space", str(there))
    _assert_as_before(wenda, there, live)
    subprocess.run(["mount", "-o", f"remount,size={before + 4 * needed}", small_disk], check=True)
    assert wenda.run("rebuild", articles, "--index", there).code == 0


@pytest.mark.parametrize("share", SHARES)
def test_a_limit_to_the_size_of_files_leaves_the_old_index(wenda: Forking, index: Path, articles: Path, share: float) -> None:
    """As a quota that is used up; whichever file it is that grows over the limit."""
    largest = max(path.stat().st_size for path in Generations(index).open_current().files())
    live = Generations(index).current_name()
    write_version(articles, 1)
    _assert_failed_in_words(wenda.run("rebuild", articles, "--index", index, file_size=int(largest * share)), str(index))
    _assert_as_before(wenda, index, live)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("closed", [".", "generations", "lock", "cache"])
def test_without_permission_the_old_index_stays(wenda: Forking, index: Path, articles: Path, closed: str) -> None:
    """Whichever part of the index directory may not be written to; the message names it. Reading goes on."""
    with tempfile.TemporaryDirectory(prefix="wenda-") as temporary:
        there = Path(temporary) / "index"
        shutil.copytree(index, there)
        shutil.copytree(articles, Path(temporary) / "articles")
        subprocess.run(["chmod", "-R", "a+rwX", temporary], check=True)
        write_version(Path(temporary) / "articles", 1)
        (there / closed).chmod(0o555 if (there / closed).is_dir() else 0o444)
        # One process: another user may not be able to start this Python.
        ran = wenda.run("rebuild", Path(temporary) / "articles", "--index", there, "--jobs", "1", user=NOBODY)
        _assert_failed_in_words(ran, "Permission denied", str(there))
        _assert_as_before(wenda, there, Generations(index).current_name())
        assert wenda.run("search", "会被起诉吗", "--index", there, user=NOBODY).code == 0


def test_a_damaged_byte_a_missing_file_a_cut_manifest(wenda: Forking, index: Path, articles: Path) -> None:
    """`check` names it, a search refuses in words with the remedy, and a rebuild or going back mends it.

    In some files, and in every one in the long form; tests/index/test_checking.py has every one, too.
    """
    assert wenda.run("rebuild", articles, "--index", index).code == 0
    generation = Generations(index).open_current()
    files = generation.files() if LONG else [generation.documents, next(generation.postings.iterdir())]
    damages = [(path, damage) for path in [*files, generation.folder / MANIFEST] for damage in ("byte", "missing")]
    for path, damage in [*damages, (generation.folder / MANIFEST, "cut")]:
        whole = path.read_bytes()
        if damage == "missing":
            path.unlink()
        elif whole:
            path.write_bytes(whole[: len(whole) // 2] + (b"" if damage == "cut" else bytes([whole[len(whole) // 2] ^ 4])))
            if damage == "byte":
                path.write_bytes(path.read_bytes() + whole[len(whole) // 2 + 1 :])
        checked = wenda.run("check", "--index", index)
        assert checked.code == (1 if whole or damage == "missing" else 0)
        if checked.code:
            assert path.relative_to(generation.folder).as_posix() in checked.stdout
            _assert_failed_in_words(wenda.run("search", "会被起诉吗", "--index", index), path.name, "wenda rebuild")
        path.write_bytes(whole)
    (generation.folder / MANIFEST).unlink()
    assert wenda.run("rollback", "--index", index).code == 0
    assert wenda.run("rebuild", articles, "--index", index).code == 0
    assert wenda.run("check", "--index", index).code == 0
