"""The wenda command: what it does, what it prints where, and its exit codes."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from index.extraction import width
from index.generations import Generations
from service.cli import main
from service.options import LOCKED

FLAGSHIP = "微粒贷会起诉吗"
EXPECTED_STARTS = ("微粒贷平台会综合评估", "需要留意的是", "在微粒贷的采用期间")


def _wenda(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def _search(index: Path, question: str, *flags: str) -> dict[str, object]:
    result = _wenda("search", question, "--index", index, "--json", *flags)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_the_built_in_articles_are_indexed_where_nothing_is_named(tmp_path: Path) -> None:
    """A newcomer's first rebuild works without arguments, and the flagship question is answered from it."""
    result = _wenda("rebuild", "--index", tmp_path)
    assert result.exit_code == 0
    assert "8 documents" in result.stdout
    assert _search(tmp_path, FLAGSHIP)["answer"]


def test_the_article_as_found_on_the_web_answers_the_flagship_question(tmp_path: Path, seed: Path) -> None:
    """Damaged, without headings, with page furniture: the passages on when one is sued come first all the same."""
    assert _wenda("rebuild", seed, "--index", tmp_path).exit_code == 0
    hits = _search(tmp_path, FLAGSHIP, "--limit", "50")["hits"]
    assert isinstance(hits, list)
    assert any(hit["text"].startswith(EXPECTED_STARTS) for hit in hits[:3])
    every = _search(tmp_path, "微粒贷 平台 逾期 协商 律师 征信 传票 还款 信用 管理 精彩评论 大家还看了", "--limit", "50")["hits"]
    assert isinstance(every, list)
    assert not [hit for hit in every if "精彩评论" in hit["text"] or "大家还看了" in hit["text"]]


def test_a_search_shows_passages_and_where_they_stand(index_folder: Path) -> None:
    """Number, title, heading, id, text: without colour codes where the output is no terminal."""
    result = _wenda("search", FLAGSHIP, "--index", index_folder, "--limit", "2")
    assert result.exit_code == 0
    assert "[weilidai-overdue:2]" in result.stdout
    assert "起诉" in result.stdout
    assert "\x1b" not in result.stdout


def test_a_search_says_when_nothing_answers(index_folder: Path) -> None:
    """No good answer, or nothing at all, is said in words; it is no failure."""
    assert "No good answer" in _wenda("search", "信用卡的颜色和材质", "--index", index_folder).stdout
    assert "Nothing found" in _wenda("search", "zzzz", "--index", index_folder).stdout


def test_an_explanation_names_the_terms(index_folder: Path) -> None:
    """--explain shows each term's part of the score."""
    assert "words:起诉" in _wenda("search", FLAGSHIP, "--index", index_folder, "--explain").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", ""], "1 to 500"),
        (["search", "问" * 501], "501"),
        (["search", "问", "--limit", "0"], "limit"),
        (["search", "问", "--lang", "xx"], "xx"),
        (["search", "问", "--mode", "magic"], "magic"),
        (["search", "问", "--per-document", "11"], "per-document"),
        (["search", "微粒\udcff贷"], "encoding"),
        (["search"], "QUESTION"),
        (["analyze", " "], "1 to 500"),
        (["analyze", "问", "--lang", "zh,en"], "zh,en"),
        (["analyze"], "TEXT"),
        (["nonsense"], "nonsense"),
        (["serve", "--port", "99999"], "port"),
        (["status", "--config", "none.toml"], "none.toml"),
    ],
)
def test_a_usage_error_exits_2_and_says_what_is_wrong(arguments: Sequence[str], words: str) -> None:
    """The message names what was given; nothing is done."""
    result = _wenda(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_without_an_index_the_message_says_how_to_build_one(tmp_path: Path) -> None:
    """Exit 1, no traceback."""
    for command in (["search", "问"], ["status"]):
        result = _wenda(*command, "--index", tmp_path / "none")
        assert result.exit_code == 1
        assert "wenda rebuild" in result.stderr


def test_a_question_without_words_exits_1(index_folder: Path) -> None:
    """There is nothing to search for, and the message says so."""
    result = _wenda("search", "？？", "--index", index_folder)
    assert result.exit_code == 1
    assert "ask in words" in result.stderr


def test_status_tells_what_is_live(tmp_path: Path) -> None:
    """For people and, the same, for machines."""
    _wenda("rebuild", "--index", tmp_path)
    shown = _wenda("status", "--index", tmp_path).stdout
    told = json.loads(_wenda("status", "--index", tmp_path, "--json").stdout)
    assert told["revision"] in shown
    assert told["documents"] == 8
    assert told["bytes"] > 0
    assert told["passages"] == sum(told["languages"].values())


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Give a folder with one good article, in an old encoding."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "overdue.txt").write_bytes("微粒贷逾期说明\n微粒贷长期逾期不还，贷款方可能会起诉借款人。".encode("gb18030"))
    return folder


def _live(index: Path) -> str:
    return Generations(index).current_name()


def test_what_cannot_be_read_is_skipped_by_name_and_the_rest_indexed(article: Path, tmp_path: Path) -> None:
    """The table names each file left out, and why."""
    (article / "empty.md").write_text("")
    (article / "binary.txt").write_bytes(bytes(range(256)) * 64)
    (article / "rows.jsonl").write_text(
        '{"text": "征信报告可以自己查询，查询不影响信用。"}\n[1]\n{"title": "no text"}\n', "utf-8"
    )
    (article / "picture.png").write_bytes(b"\x89PNG")
    result = _wenda("rebuild", article, "--index", tmp_path / "index", "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    skipped = {(Path(skip["source"]).name, skip["row"]) for skip in report["skipped"]}
    assert skipped == {("empty.md", 0), ("binary.txt", 0), ("rows.jsonl", 2), ("rows.jsonl", 3)}
    assert all(skip["reason"] for skip in report["skipped"])
    assert report["documents"] == 2
    encodings = {Path(file["source"]).name: file["encoding"] for file in report["files"]}
    assert encodings["overdue.txt"].lower().startswith("gb")


def test_a_table_of_what_was_skipped_goes_to_stderr(article: Path, tmp_path: Path) -> None:
    """Results on stdout, messages on stderr."""
    (article / "empty.md").write_text("")
    result = _wenda("rebuild", article, "--index", tmp_path / "index")
    assert "empty.md" in result.stderr
    assert "empty.md" not in result.stdout


@pytest.mark.parametrize("broken", ["missing", "empty folder", "nothing readable", "wrong suffix"])
def test_a_bad_source_exits_1_and_the_old_index_stays_live(article: Path, tmp_path: Path, broken: str) -> None:
    """The source is named with the reason."""
    index = tmp_path / "index"
    assert _wenda("rebuild", article, "--index", index).exit_code == 0
    live = _live(index)
    source = tmp_path / "source"
    if broken == "empty folder":
        source.mkdir()
    elif broken == "nothing readable":
        source.mkdir()
        (source / "empty.txt").write_text("")
    elif broken == "wrong suffix":
        source = tmp_path / "source.exe"
        source.write_bytes(b"MZ")
    result = _wenda("rebuild", source, "--index", index)
    assert result.exit_code == 1
    assert str(source) in result.stderr
    assert _live(index) == live
    assert _search(index, "起诉")["hits"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_skipped(article: Path, tmp_path: Path) -> None:
    """The reason is the system's."""
    secret = article / "secret.txt"
    secret.write_text("秘密")
    secret.chmod(0)
    result = _wenda("rebuild", article, "--index", tmp_path / "index")
    assert result.exit_code == 0
    assert "Permission denied" in result.stderr


def test_an_encoding_can_be_stated(article: Path, tmp_path: Path) -> None:
    """--encoding overrides detection; a wrong one skips the file in words; an unknown one too."""
    assert _wenda("rebuild", article, "--index", tmp_path / "index", "--encoding", "gb18030").exit_code == 0
    for encoding in ("utf-8", "no-such-encoding"):
        result = _wenda("rebuild", article, "--index", tmp_path / "other", "--encoding", encoding)
        assert result.exit_code == 1
        assert encoding in result.stderr


def test_a_rebuild_works_with_as_many_processes_as_are_asked_for(tmp_path: Path) -> None:
    """A collection too large for one batch; a number that cannot be is refused."""
    rows = "".join(
        f'{{"id": "{number}", "title": "第{number}条", "text": "逾期{number}天会被起诉。"}}\n' for number in range(600)
    )
    (tmp_path / "rows.jsonl").write_text(rows, "utf-8")
    result = _wenda("rebuild", tmp_path / "rows.jsonl", "--jobs", "2", "--index", tmp_path / "index")
    assert "600 documents, 600 passages" in result.stdout
    assert _wenda("rebuild", "--jobs", "-1", "--index", tmp_path / "index").exit_code == 2


def test_a_second_rebuild_is_refused_while_one_runs(article: Path, tmp_path: Path) -> None:
    """Exit 75, and who holds the lock is named."""
    with Generations(tmp_path / "index").lock():
        result = _wenda("rebuild", article, "--index", tmp_path / "index")
    assert result.exit_code == LOCKED
    assert str(os.getpid()) in result.stderr


def test_sources_and_index_come_from_the_settings_file(article: Path, tmp_path: Path) -> None:
    """Paths in wenda.toml count from its own folder."""
    config = tmp_path / "wenda.toml"
    config.write_text('index = "index"\nsources = ["articles"]\n')
    assert _wenda("rebuild", "--config", config).exit_code == 0
    told = json.loads(_wenda("status", "--config", config, "--json").stdout)
    assert told["documents"] == 1
    assert told["sources"] == [str(article)]
    assert (tmp_path / "index" / "current").is_file()


def test_a_correction_is_said_with_the_way_back(index_folder: Path) -> None:
    """What was searched instead, or what may have been meant; --literal searches the question as typed."""
    typed = "微立贷会起素吗"
    assert (
        f"Showing results for {FLAGSHIP}; search literally: --literal" in _wenda("search", typed, "--index", index_folder).stdout
    )
    assert "Showing results for" not in _wenda("search", typed, "--literal", "--index", index_folder).stdout
    offered = _wenda("search", "What is a cout summons?", "--index", index_folder).stdout
    assert "Did you mean: What is a court summons?" in offered


def test_an_analysis_is_shown_in_rows(index_folder: Path) -> None:
    """A name and a value a line; terms in columns that line up though Chinese characters are wide."""
    shown = _wenda("analyze", "微立貸會起訴嗎", "--index", index_folder).stdout
    rows = {line[:13].strip(): line[13:] for line in shown.splitlines() if line[:13].strip()}
    assert set(rows) == {"language", "folded", "type", "terms", "ignored", "grams", "synonyms", "correction", "index"}
    assert rows["language"].startswith("zh in Traditional characters, confidence 0.")
    assert rows["folded"] == "微立贷会起诉吗"
    assert rows["correction"] == "微粒貸會起訴嗎 (searched instead)"
    assert "诉讼 0.80" in rows["synonyms"]
    assert {width(line.partition("  in ")[0]) for line in shown.splitlines() if " passages, idf " in line} == {13 + 12}
    assert "             起訴 -> 起诉  in " in shown


def test_an_analysis_needs_no_index(tmp_path: Path) -> None:
    """It says what is left out, and how to get it."""
    shown = _wenda("analyze", "Will WeiLiDai sue me?", "--index", tmp_path / "none")
    assert shown.exit_code == 0
    assert "wenda rebuild" in shown.stdout
    assert "WeiLiDai: 微粒贷 1.00" in shown.stdout
    assert "idf" not in shown.stdout
    assert "none" in _wenda("analyze", "？？", "--index", tmp_path / "none").stdout


def test_an_analysis_as_json_is_that_of_the_api(index_folder: Path, client: FlaskClient) -> None:
    """One function makes both."""
    told = json.loads(_wenda("analyze", FLAGSHIP, "--lang", "zh", "--json", "--index", index_folder).stdout)
    assert told == client.get("/api/v1/analyze", query_string={"text": FLAGSHIP, "lang": "zh"}).get_json()


def test_mode_and_hits_of_one_document_can_be_chosen(index_folder: Path, folder_with_meaning: Path) -> None:
    """By meaning where there are vectors, else in words why not; one passage of each document."""
    refused = _wenda("search", FLAGSHIP, "--mode", "semantic", "--index", index_folder)
    assert refused.exit_code == 1
    assert "use the mode hybrid or lexical" in refused.stderr
    flags = ("--mode", "semantic", "--explain", "--per-document", "1", "--limit", "5")
    hits = _search(folder_with_meaning, FLAGSHIP, *flags)["hits"]
    assert isinstance(hits, list)
    assert [hit["document_id"] for hit in hits] == ["weilidai-overdue", "weilidai-overdue.en"]
    assert all(set(hit["explanation"]) == {"meaning:use", "constant"} for hit in hits)
