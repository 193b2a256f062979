"""Golden questions: how they are written, and which answers fail them."""

import re
from pathlib import Path

import pytest

from index.answers import QualityGateError
from index.engines.protocol import Engine
from index.golden import Golden, GoldenFileError, failures, load_golden, refuse


def test_a_file_is_read_line_by_line(tmp_path: Path) -> None:
    """Empty lines and comments do not count; a byte order mark is no part of a question."""
    file = tmp_path / "golden.tsv"
    file.write_text("\ufeff会起诉吗\ta:1\n\n# later\n怎么协商\tb\t10\n信用卡的颜色\t-\n", "utf-8")
    assert load_golden(file) == [Golden("会起诉吗", "a:1"), Golden("怎么协商", "b", 10), Golden("信用卡的颜色", "-")]


@pytest.mark.parametrize("line", ["起诉", "起诉\t", "\ta", "起诉\ta\t0", "起诉\ta\t51", "起诉\ta\tx", "a\tb\t1\tc"])
def test_a_line_that_is_wrong_is_named(tmp_path: Path, line: str) -> None:
    """With the file and its number."""
    file = tmp_path / "golden.tsv"
    file.write_text(f"会起诉吗\ta\n{line}\n", "utf-8")
    with pytest.raises(GoldenFileError, match=f"{re.escape(str(file))}, line 2"):
        load_golden(file)


def test_a_file_that_cannot_be_read_is_an_error_in_words(tmp_path: Path) -> None:
    """Missing, or in another encoding."""
    with pytest.raises(GoldenFileError, match="No such file"):
        load_golden(tmp_path / "golden.tsv")
    (tmp_path / "golden.tsv").write_bytes("会起诉吗\ta".encode("gb18030"))
    with pytest.raises(GoldenFileError, match="UTF-8"):
        load_golden(tmp_path / "golden.tsv")


@pytest.mark.parametrize(
    "golden",
    [
        Golden("微粒贷会起诉吗", "weilidai-overdue"),
        Golden("微粒贷会起诉吗", "weilidai-overdue:2", 1),
        Golden("信用卡的颜色和材质", "-"),
        Golden("？？", "-"),
    ],
)
def test_what_is_answered_as_it_must_be_passes(engine: Engine, golden: Golden) -> None:
    """By document, by passage, and where nothing may be answered."""
    assert list(failures(engine, [golden])) == []


@pytest.mark.parametrize(
    ("golden", "words"),
    [
        (Golden("微粒贷会起诉吗", "credit-report", 1), "expected credit-report among the first 1, got weilidai-overdue:2"),
        (Golden("微粒贷会起诉吗", "nonsense:7"), "expected nonsense:7, which is not in the new index, among the first 3"),
        (Golden("微粒贷会起诉吗", "-"), "expected no answer, got one from weilidai-overdue:2"),
        (Golden("zzzz", "weilidai-overdue"), "got nothing"),
        (Golden("？？", "weilidai-overdue"), "got nothing"),
    ],
)
def test_what_is_answered_otherwise_is_told_with_what_came_instead(engine: Engine, golden: Golden, words: str) -> None:
    """The message has the question, what was expected, and what was found; the passing ones are not in it."""
    failed = list(failures(engine, [Golden("微粒贷会起诉吗", "weilidai-overdue"), golden]))
    with pytest.raises(QualityGateError, match="1 of 2 golden questions fail") as raised:
        refuse(failed, 2)
    assert f"{golden.question}: " in str(raised.value)
    assert words in str(raised.value)


def test_nothing_is_refused_where_all_pass() -> None:
    """No failure, no error."""
    refuse([], 5)
