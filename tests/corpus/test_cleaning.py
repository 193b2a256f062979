"""White space, characters nobody sees, and the known pieces of page furniture."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import EDGE_LINES, RULE, SENTENCE_END, clean_text, drop_furniture, is_furniture, join_lines, squeeze

BODY = [f"第{number}段，说的是还款。" for number in range(2 * EDGE_LINES)]


def kept(lines: list[str]) -> list[str]:
    """Give the lines that are not dropped."""
    return [lines[number] for number in drop_furniture(lines)]


def test_line_breaks_become_line_feeds_and_unseen_characters_go() -> None:
    """Windows, old Mac and Unicode line breaks; NUL, byte order mark, zero-width space. The joiners of Persian stay."""
    assert clean_text("a\r\nb\rc\u2028d\x85e\x0bf") == "a\nb\nc\nd\ne\nf"
    assert clean_text("\ufeffa\x00b\u200bc می\u200cخواهم") == "abc می\u200cخواهم"


def test_white_space_is_squeezed() -> None:
    """Any run of it is one space, whatever it is made of; none is left at the ends."""
    assert squeeze(" \u3000a \t\u00a0 b\nc ") == "a b c"


def test_wrapped_lines_are_joined_as_their_script_asks() -> None:
    """With a space between words, with none between characters of scripts that write no spaces."""
    assert join_lines(["one", "two"]) == "one two"
    assert join_lines(["微粒贷", "逾期"]) == "微粒贷逾期"
    assert join_lines(["แบบ", "ไทย"]) == "แบบไทย"
    assert join_lines(["APP", "逾期"]) == "APP 逾期"


@pytest.mark.parametrize(
    "line",
    [
        "精彩评论",
        "大家还看了:",
        " 相关推荐：",
        "上一篇：花呗逾期怎么办",
        "责任编辑：王小明",
        "阅读(1234)",
        "发布时间：2024-05-01 10:33",
        "延伸閱讀",
        "Related Articles",
        "You may also like",
        "12 comments",
        "Share this:",
        "Read more »",
        "© 2024 Example Ltd.",
        "関連記事",
        "댓글 3",
        "Artículos relacionados",
        "Ähnliche Artikel",
        "Lire aussi",
        "Читайте также:",
        "مقالات ذات صلة",
        "Bài viết liên quan",
        "İlgili yazılar",
    ],
)
def test_known_furniture_is_dropped_at_the_edges_alone(line: str) -> None:
    """A known line goes at the top and at the bottom; inside the text it stays."""
    assert kept([line, *BODY, line]) == BODY
    inside = [*BODY[:EDGE_LINES], line, *BODY[EDGE_LINES:]]
    assert kept(inside) == inside


@pytest.mark.parametrize(
    "line",
    [
        "相关推荐算法的原理",
        "评论区的留言可信吗？",
        "收藏夹在哪里",
        "更多的钱",
        "常见问题",
        "免责声明",
        "登录",
        "参考文献",
        "Comments on the law",
        "Share capital",
        "Previous convictions",
        "Print shops",
        "Menu of the day",
        "版权所有" + "人" * 100,
        "★★★",
        "--",
        "a---",
    ],
)
def test_lines_that_only_resemble_furniture_stay(line: str) -> None:
    """A line must match whole, and be short."""
    assert kept([line, *BODY, line]) == [line, *BODY, line]


def test_any_number_of_furniture_lines_in_a_row_is_dropped() -> None:
    """The edge is counted in lines that stay, so a long footer goes as a whole."""
    footer = ["分享到：微信", "收藏", "点赞", "打印本页", "关闭窗口", "上一篇：甲", "下一篇：乙", "相关推荐"]
    assert kept([*footer, *BODY, "", *footer]) == [*BODY, ""]


@pytest.mark.parametrize("line", ["---", "===", "* * *", "——————", "────", "  ___  ", "＝＝＝", "-=-=-"])
def test_rules_are_dropped_everywhere(line: str) -> None:
    """A line of dashes or the like says nothing."""
    assert RULE.fullmatch(line)
    assert kept(["a", line, "b"]) == ["a", "b"]


LINES = st.lists(st.sampled_from(["", "  ", "---", "正文", "相关推荐", "精彩评论", "Related posts", "text."]), max_size=30)


@given(LINES)
def test_dropping_twice_changes_nothing(lines: list[str]) -> None:
    """What is kept once is kept; blank lines are kept, and nothing is dropped but rules and furniture."""
    once = kept(lines)
    assert kept(once) == once
    dropped = [line for number, line in enumerate(lines) if number not in drop_furniture(lines)]
    assert all(RULE.fullmatch(line) or is_furniture(line) for line in dropped)


@pytest.mark.parametrize("end", "。 ！ ？ . ! ? … 」 。” .) ։ ። ។ ။ ؟ ۔ । ；".split())
def test_a_sentences_end_is_known_in_every_script(end: str) -> None:
    """Closing marks and white space may follow it."""
    assert (SENTENCE_END.search(f"text{end} ") is not None) == (end != "」")


@pytest.mark.parametrize("line", ["-" * 10**6 + "x", "---" + " " * 10**6 + "x", "版权所有" + " " * 10**6 + "\nx", ". " * 10**6])
def test_time_is_linear(line: str) -> None:
    """A line of a million characters takes no more than a moment."""
    began = time.perf_counter()
    drop_furniture([line])
    SENTENCE_END.search(line)
    assert time.perf_counter() - began < 2
