"""The owner's synonyms, from the settings to what a search finds."""

import json
import subprocess
from pathlib import Path

import pytest

from service.app import create_app
from service.settings import Settings
from tests.serving import WENDA

TEXT = "在星云商城下单之后，三天之内可以换货，运费由商城承担。"
QUESTION = "掉包能行吗"


def _run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*WENDA, *arguments], capture_output=True, text=True, check=False, cwd=folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an owner's folder: two articles, settings, an index, and synonyms that came after it."""
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    (tmp_path / "two.txt").write_text("积分满一百可以抵现金。", "utf-8")
    (tmp_path / "wenda.toml").write_text('sources = ["one.txt", "two.txt"]\n')
    assert _run(tmp_path, "rebuild").returncode == 0
    (tmp_path / "synonyms.txt").write_text("# what customers say\n换货 / 掉包\nexchange / swap\n", "utf-8")
    return tmp_path


def test_a_synonym_of_the_owner_finds_and_needs_no_rebuild(folder: Path) -> None:
    """Found, marked and explained as soon as the setting names the file."""
    before = json.loads(_run(folder, "search", QUESTION, "--json").stdout)
    assert before["hits"] == []
    with (folder / "wenda.toml").open("a") as settings:
        settings.write('synonyms = "synonyms.txt"\n')
    found = json.loads(_run(folder, "search", QUESTION, "--json", "--explain").stdout)
    assert found["question"]["expansions"] == [{"text": "换货", "kind": "synonym", "source": "掉包", "weight": 0.9}]
    hit = found["hits"][0]
    assert hit["document_id"] == "one"
    assert [hit["text"][start:end] for start, end in hit["highlights"]] == ["换货"]
    assert list(hit["explanation"]) == ["words:换货"]


def test_a_mistake_in_the_synonyms_is_named_with_its_line(folder: Path) -> None:
    """Every command that answers refuses it in words."""
    (folder / "synonyms.txt").write_text("换货 / 掉包\n换货\n", "utf-8")
    (folder / "wenda.toml").write_text('synonyms = "synonyms.txt"\n')
    for command in (["search", QUESTION], ["analyze", QUESTION], ["serve"]):
        ran = _run(folder, *command)
        assert ran.returncode == 1
        assert "synonyms.txt, line 2" in ran.stderr


def test_the_api_takes_the_synonyms(folder: Path) -> None:
    """The application hands them to every question."""
    client = create_app(Settings(index=folder / "wenda-index", synonyms=folder / "synonyms.txt")).test_client()
    body = client.get("/api/v1/search", query_string={"q": "swap"}).get_json()
    assert body["question"]["expansions"][0]["text"] == "exchange"
    without = create_app(Settings(index=folder / "none", synonyms=folder / "synonyms.txt")).test_client()
    for each in (client, without):
        assert each.get("/api/v1/analyze", query_string={"text": "swap"}).get_json()["expansions"][0]["text"] == "exchange"
