"""What a rebuild tells: skipped, mended, dropped and set aside; and what a dry run finds without touching the index."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from index.generations import Generations
from service.app import create_app
from service.cli import main
from service.settings import Settings

SUED = "微粒贷逾期之后，平台一般会先催收和协商。借款人长期拖欠又拒绝沟通，平台可能会起诉，法院会寄来传票。"
CARD = "信用卡分期可以缓解还款压力，但要付手续费。办理之前，持卡人应当比较总费用，再决定分几期。"


def _wenda(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with an article, a copy of it, an article read in the wrong encoding, and one that cannot be read."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(f"微粒贷逾期\n{SUED}\n", "utf-8")
    (articles / "b.txt").write_text(f"微粒贷逾期\n{SUED}\n", "utf-8")
    (articles / "card.txt").write_text(CARD.encode().decode("latin-1"), "utf-8")
    (articles / "empty.txt").write_text("")
    return articles


def _rehearse(folder: Path, index: Path) -> dict[str, Any]:
    result = _wenda("rebuild", folder, "--index", index, "--dry-run", "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_a_dry_run_finds_everything_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    """Formats, encodings, languages, passages, repairs, skips and copies; no index appears."""
    found = _rehearse(folder, tmp_path / "index")
    assert not (tmp_path / "index").exists()
    files = {Path(file["source"]).name: file for file in found["files"]}
    assert files["a.txt"]["format"] == "txt"
    assert files["a.txt"]["encoding"] == "utf-8"
    assert files["a.txt"]["languages"] == {"zh": 1}
    assert files["a.txt"]["passages"] == 1
    assert files["card.txt"]["languages"] == {"zh": 1}
    assert [Path(skip["source"]).name for skip in found["skipped"]] == ["empty.txt"]
    assert found["copies"] == {"b": "a"}
    assert found["added"] == ["a", "card"]
    assert files["card.txt"]["repaired"] == len(files["card.txt"]["repairs"]) > 0
    assert any("信用卡" in repair["after"] for repair in files["card.txt"]["repairs"])


def test_a_dry_run_says_what_a_rebuild_would_change(folder: Path, tmp_path: Path) -> None:
    """Against the live index: added, changed, removed, unchanged; and the live index stays as it is."""
    index = tmp_path / "index"
    assert _wenda("rebuild", folder, "--index", index).exit_code == 0
    live = Generations(index).current_name()
    assert _rehearse(folder, index)["unchanged"] == 2
    (folder / "a.txt").write_text(f"微粒贷逾期\n{SUED}\n收到传票要及时应诉，不要逃避，也可以请律师帮忙看材料。\n", "utf-8")
    (folder / "b.txt").unlink()
    (folder / "card.txt").unlink()
    (folder / "new.txt").write_text("个人可以查询自己的征信报告，查询本身不会影响信用记录，也不需要付钱给中介。", "utf-8")
    found = _rehearse(folder, index)
    assert (found["added"], found["changed"], found["removed"]) == (["new"], ["a"], ["card"])
    shown = _wenda("rebuild", folder, "--index", index, "--dry-run").stdout
    for words in ("would add new", "would change a", "would remove card", "nothing was written"):
        assert words in shown
    assert Generations(index).current_name() == live


def test_a_rebuild_ends_with_the_same_account_in_short(folder: Path, tmp_path: Path) -> None:
    """On stderr: what was read, skipped, mended and set aside."""
    account = _wenda("rebuild", folder, "--index", tmp_path / "index").stderr
    for words in ("read      3 files (utf-8 3)", "skipped", "empty.txt", "repaired", "b says the same as a"):
        assert words in account


def test_a_copy_is_named_with_the_hit(folder: Path, tmp_path: Path) -> None:
    """Text that stands in two places is found once, and both places are told."""
    _wenda("rebuild", folder, "--index", tmp_path / "index")
    hits = json.loads(_wenda("search", "会起诉吗", "--index", tmp_path / "index", "--json").stdout)["hits"]
    assert [(hit["document_id"], hit["copies"]) for hit in hits if hit["document_id"] in "ab"] == [("a", ["b"])]
    assert "the same in: b" in _wenda("search", "会起诉吗", "--index", tmp_path / "index").stdout
    page = create_app(Settings(index=tmp_path / "index")).test_client().get("/?q=会起诉吗").get_data(as_text=True)
    assert "同样的内容还在： <bdi>b</bdi>" in page


def test_repair_can_be_switched_off(folder: Path, tmp_path: Path) -> None:
    """--no-repair and `repair = false` leave text as it is."""
    result = _wenda("rebuild", folder, "--index", tmp_path / "index", "--dry-run", "--json", "--no-repair")
    assert not any(file["repaired"] for file in json.loads(result.stdout)["files"])
    config = tmp_path / "wenda.toml"
    config.write_text("repair = false\n")
    result = _wenda("rebuild", folder, "--index", tmp_path / "index", "--dry-run", "--json", "--config", config)
    assert not any(file["repaired"] for file in json.loads(result.stdout)["files"])


def test_strict_fails_at_what_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    """Exit 1; the file is named; nothing is published."""
    result = _wenda("rebuild", folder, "--index", tmp_path / "index", "--strict")
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr
    assert not (tmp_path / "index" / "current").exists()


def test_patterns_choose_the_files_of_a_folder(folder: Path, tmp_path: Path) -> None:
    """As include and exclude in wenda.toml."""
    config = tmp_path / "wenda.toml"
    config.write_text('sources = ["articles"]\ninclude = ["*.txt"]\nexclude = ["b.txt", "empty*"]\n')
    result = _wenda("rebuild", "--index", tmp_path / "index", "--dry-run", "--json", "--config", config)
    assert json.loads(result.stdout)["added"] == ["a", "card"]


def test_the_damaged_article_is_mended(seed: Path, tmp_path: Path) -> None:
    """The five places where a filter ate 撸 out of the bytes come back, and nothing else is changed."""
    (article,) = _rehearse(seed, tmp_path / "index")["repaired"]
    assert sorted(repair["before"] for repair in article["repairs"]) == sorted(["爽", "爽", "丝", "嘶", "粳"])
    assert sorted(repair["after"][0] for repair in article["repairs"]) == sorted("诉诉诉诉具")
    assert _wenda("rebuild", seed, "--index", tmp_path / "index").exit_code == 0
    hits = json.loads(_wenda("search", "微粒贷会起诉吗", "--index", tmp_path / "index", "--json").stdout)["hits"]
    assert not [hit for hit in hits if "起爽" in hit["text"]]
    assert any(hit["text"].startswith(("微粒贷平台会综合评估", "需要留意的是", "在微粒贷的采用期间")) for hit in hits[:3])
