"""The owner's dictionary, from the settings to the terms of index and question."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.serving import WENDA

TEXT = "乐惠贷逾期以后，平台会先打电话提醒，长期不还才会考虑起诉。"


def _run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*WENDA, *arguments], capture_output=True, text=True, check=False, cwd=folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an owner's folder: an article, a dictionary, settings."""
    (tmp_path / "article.txt").write_text(TEXT, "utf-8")
    (tmp_path / "userdict.txt").write_text("# our products\n乐惠贷\n", "utf-8")
    (tmp_path / "wenda.toml").write_text('sources = ["article.txt"]\ndictionary = "userdict.txt"\n')
    return tmp_path


def test_a_name_of_the_owner_stays_whole(folder: Path) -> None:
    """In the index and in the question; the manifest says whose words it was segmented with."""
    assert _run(folder, "rebuild").returncode == 0
    assert "1 words of the owner" in _run(folder, "status").stdout
    found = json.loads(_run(folder, "search", "乐惠贷会起诉吗", "--json").stdout)
    assert found["question"]["terms"] == ["乐惠贷", "起诉"]
    assert found["answer"] is not None


def test_another_dictionary_than_the_index_was_built_with_is_told(folder: Path) -> None:
    """A warning that says what to do; the search goes on."""
    _run(folder, "rebuild")
    (folder / "userdict.txt").write_text("惠贷\n", "utf-8")
    ran = _run(folder, "search", "会起诉吗")
    assert ran.returncode == 0
    assert "wenda rebuild" in ran.stderr


def test_a_mistake_in_the_dictionary_is_named_with_its_line(folder: Path) -> None:
    """Every command refuses it in words."""
    (folder / "userdict.txt").write_text("乐惠贷\n乐惠贷 many n\n", "utf-8")
    for command in (["rebuild"], ["search", "问"], ["serve"]):
        ran = _run(folder, *command)
        assert ran.returncode == 1
        assert "userdict.txt, line 2" in ran.stderr
