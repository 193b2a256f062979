"""Formats: what of a text, Markdown, web page, JSON row or table becomes title, headings and paragraphs."""

import json
from collections.abc import Iterable, Iterator

import pytest

from corpus.documents import CorpusError
from corpus.formats.article import Article, stated_language, stated_title
from corpus.formats.html import decode_page, parse_html
from corpus.formats.markdown import parse_markdown
from corpus.formats.plain import parse_plain
from corpus.formats.rows import Line, parse_json_row
from corpus.formats.table import parse_table

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="gb2312"><title>花呗逾期怎么办 - 某某网</title>
<script>var a=1;</script></head><body>
<div id="cookie-banner" class="cookie-consent">本网站使用 Cookie 以改善体验。<button>接受</button></div>
<header><div class="logo">某某网</div><nav><ul><li><a href="/">首页</a></li><li><a href="/loan">贷款</a></li></ul></nav></header>
<div class="breadcrumb"><a href="/">首页</a> &gt; <a href="/loan">贷款</a> &gt; 正文</div>
<div class="main"><div class="content"><h1>花呗逾期怎么办</h1>
<p>花呗逾期之后，首先要弄清楚欠款的总额，包括本金、利息和违约金，然后根据自己的收入安排还款计划。</p>
<h2>会不会上征信</h2><p>花呗已经接入征信系统，逾期记录可能会被报送，所以应当尽快还清欠款，避免影响以后的贷款。</p>
<ul><li>先还金额小的<ul><li>嵌套的项目</li></ul></li><li>再还金额大的</li></ul>
<blockquote><p>引文第一段在这里。</p><p>引文第二段在这里。</p></blockquote>
<table><tr><th>项目</th><th>费用</th></tr><tr><td>逾期利息</td><td>每日万分之五</td></tr></table>
<h2>如何协商</h2><p>拨打客服电话，说明自己的困难，并提出一个可以做到的还款方案，例如分十二期归还，保留沟通记录。</p></div>
<div class="sidebar"><h3>热门文章</h3><ul><li><a href="/1">借呗逾期三天会怎样</a></li>
<li><a href="/2">提前还款</a></li></ul></div></div>
<footer>版权所有 © 某某网 京ICP备12345678号</footer></body></html>"""


def _shape(article: Article) -> list[tuple[str, int]]:
    return [(block.text, block.level) for block in article.blocks]


def test_a_page_gives_its_article_alone() -> None:
    """Navigation, the cookie banner, the sidebar and the footer are left out; headings, lists, quotations and tables stay."""
    article = parse_html(PAGE)
    assert article.title == "花呗逾期怎么办"
    assert [text for text, level in _shape(article) if level] == ["花呗逾期怎么办", "会不会上征信", "如何协商"]
    texts = [text for text, _ in _shape(article)]
    for kept in ("先还金额小的", "嵌套的项目", "引文第一段在这里。", "逾期利息 | 每日万分之五"):
        assert texts.count(kept) == 1
    for dropped in ("Cookie", "首页", "热门文章", "借呗", "版权"):
        assert not any(dropped in text for text in texts)


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<p>没有标题的短页面。<p>第二段没有结束标签<div>第三段", ["没有标题的短页面。", "第二段没有结束标签", "第三段"]),
        ("<html><body><h1>标题</h1>正文<!-- 注释 -->继续<br>另一行<nav>导航</nav>尾巴", ["标题", "正文继续", "另一行", "尾巴"]),
        ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", ["甲 | 乙", "丙 | 丁"]),
        ("", []),
        ("   \n ", []),
        ("<html></html>", []),
    ],
)
def test_a_malformed_page_keeps_its_text(page: str, texts: list[str]) -> None:
    """Missing tags cost no text."""
    assert [text for text, _ in _shape(parse_html(page))] == texts


def test_a_page_nested_too_deep_is_refused() -> None:
    """Nesting that the parser would cut off without a word is an error; nesting that only looks absurd is read."""
    deep = "<div>" * 20_000 + "<p>里面</p>"
    with pytest.raises(CorpusError, match="nested too deep"):
        parse_html(deep)
    assert ("里面", 0) in _shape(parse_html("<div>" * 400 + "<p>里面</p>"))


def test_a_large_page_is_read_in_linear_time() -> None:
    """Beyond trafilatura's reach every visible block is taken."""
    assert len(parse_html("<body>" + "<p>一段普通的话，说的是贷款。</p>" * 100_000).blocks) == 100_000


def test_the_declared_encoding_is_used_unless_it_is_wrong() -> None:
    """GB2312 is read as GB18030; a page turned into UTF-8 with its old declaration, or a false one, is read all the same."""
    assert decode_page(PAGE.encode("gb18030")) == (PAGE, "gb2312")
    assert decode_page(PAGE.encode()) == (PAGE, "utf-8")
    false = PAGE.replace("gb2312", "utf-8")
    assert decode_page(false.encode("gb18030")) == (false, "gb18030")
    assert decode_page(PAGE.encode("utf-16"))[0] == PAGE


def test_numbered_short_lines_are_headings() -> None:
    """一、 and 1. are two levels where text follows each; the items of a list are not."""
    text = (
        "微粒贷逾期指南\n\n一、会不会被起诉\n有可能，但不是每个人。\n1. 看金额\n金额大的更容易。\n2. 看时间\n拖得久的更容易。\n"
        "二、怎么协商？\n需要准备：\n（1）身份证\n（2）收入证明\n（3）合同\n"
    )
    headings = {text: level for text, level in _shape(parse_plain(text)) if level}
    assert headings == {"微粒贷逾期指南": 1, "一、会不会被起诉": 2, "1. 看金额": 3, "2. 看时间": 3, "二、怎么协商？": 2}
    chapters = "第一章 总则\n这里是总则的内容。\n第二章 分则\n这里是分则的内容。"
    assert [level for _, level in _shape(parse_plain(chapters))] == [2, 0, 2, 0]


def test_numbered_sentences_are_no_headings() -> None:
    """A numbered line that ends as a sentence, stands alone, or does not begin at one is text."""
    for text in (
        "一、这是一句话。\n内容\n二、这又是一句话。\n内容",
        "前言在此。\n3、第三\n内容。\n4、第四\n内容。",
        "开头一句。\n一、独一个\n内容。",
    ):
        assert not any(level for _, level in _shape(parse_plain(text)))


def test_wrapped_text_is_joined() -> None:
    """Lines wrapped at one width are one paragraph: joined with a space, or without one in Chinese."""
    english = "The lender may take you to court if the loan stays\nunpaid for a long time, but not every borrower is sued\n" * 3
    chinese = "微粒贷逾期有可能被起诉长期拖欠不还贷款方可以向法院提起诉讼\n" * 4
    assert len(parse_plain(english + "in practice.").blocks) == 1
    assert _shape(parse_plain(chinese + "完。")) == [(chinese.replace("\n", "") + "完。", 0)]


def test_markdown_gives_the_text_that_a_reader_sees() -> None:
    """Front matter, links, tables and code."""
    article = parse_markdown(
        "---\ntitle: 标题\nlang: zh\nid: a1\n---\n# 一\n\n见[链接](http://x)和**重点**。\n\n|a|b|\n|-|-|\n|1|2|\n"
    )
    assert (article.title, article.language, article.id) == ("标题", "zh", "a1")
    assert _shape(article) == [("一", 1), ("见链接和重点。", 0), ("a | b", 0), ("1 | 2", 0)]


@pytest.mark.parametrize("bomb", [">" * 50_000 + " text", "\n".join(" " * (2 * depth) + "- x" for depth in range(2000))])
def test_markdown_nested_too_deep_is_refused(bomb: str) -> None:
    """Text that the parser would leave out without a word is an error."""
    with pytest.raises(CorpusError, match="nested more than 100 levels"):
        parse_markdown(bomb)


@pytest.mark.parametrize("bomb", ["[" * 20_000, "![" * 10_000, "*a " * 20_000, "<a " * 20_000, "*" * 5_000 + "a" + "*" * 5_000])
def test_markdown_bombs_are_read_in_time(bomb: str) -> None:
    """Brackets and stars without a partner neither hang nor break the parser."""
    parse_markdown(bomb)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("[1, 2]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ("{'text': 1}", "not valid JSON .*character 2"),
        ('{"text": "cut', "not valid JSON"),
        ('{"title": "no text"}', "no text; give"),
        ('{"text": ""}', "no text"),
        ('{"text": null}', "no text"),
        ('{"text": ["a"]}', "no text"),
        ('{"text": true}', "no text"),
        ('{"question": "没有答案？"}', "no text"),
        ("[" * 100_000, "nested too deep"),
        ('{"text": ' + "1" * 5000 + "}", "not usable JSON"),
    ],
)
def test_a_row_of_no_use_says_why(row: str, reason: str) -> None:
    """Every bad row is an error with a reason."""
    with pytest.raises(CorpusError, match=reason):
        parse_json_row(row)


def test_a_row_is_cleaned_after_parsing() -> None:
    """Escaped NULs and lone surrogates go, and a line separator inside a string does not break the row."""
    row = json.dumps({"id": 7, "text": "一\0二\ud800三\u2028四"}) + "\r"
    article = parse_json_row(row)
    assert article.id == "7"
    assert _shape(article) == [("一二三", 0), ("四", 0)]
    assert _shape(parse_json_row('{"text": "一\u2028二"}')) == [("一", 0), ("二", 0)]


def test_a_question_becomes_the_heading_of_its_answer() -> None:
    """An FAQ row is titled by its question, unless it has a title."""
    article = parse_json_row('{"question": "会上征信吗？", "answer": "会。\\n五年。", "lang": "zh", "url": "https://x.test/1"}')
    assert (article.title, article.url, article.language) == ("会上征信吗？", "https://x.test/1", "zh")
    assert _shape(article) == [("会上征信吗？", 1), ("会。", 0), ("五年。", 0)]


def _lines(text: str | Iterable[str]) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n") if isinstance(text, str) else text, start=1):
        yield Line(number, line)


def _rows(text: str | Iterable[str]) -> list[tuple[int, str]]:
    return [
        (row, str(found) if isinstance(found, CorpusError) else found.blocks[-1].text) for row, found in parse_table(_lines(text))
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_is_split_where_its_header_says(mark: str) -> None:
    """Commas in the text do not make a semicolon table a comma table."""
    table = mark.join(["id", "Title", "text"]) + "\n" + mark.join(["a", "题", '"一，二, 三; 四\t五|六"'])
    assert [row for row, _ in _rows(table)] == [2]
    assert _rows(table)[0][1].startswith("一，二, 三; 四")


def test_tables_as_spreadsheets_write_them() -> None:
    """Chinese headers, a sep= line, quoted line breaks and quotes, empty rows, columns of no use, text in two columns."""
    assert _rows("问题,备注,答案\n会吗？,x,会。") == [(2, "会。")]
    assert _rows("sep=;\nid;text\n1;好") == [(3, "好")]
    assert _rows('text,id\n"一\n二 ""三""",1\n,\n四,2') == [(2, '二 "三"'), (5, "四")]
    assert _rows("正文,内容\n一,二") == [(2, "二")]


def test_a_table_row_with_wrong_quotes_is_left_out_alone() -> None:
    """A quotation mark that is never closed costs its row, not the rest of the file."""
    found = _rows('id,text\n1,"never closed\n2,fine\n3,"a "b" c"\n4,also fine')
    assert [row for row, _ in found] == [2, 3, 4, 5]
    assert [text for _, text in found if "quotation" not in text] == ["fine", "also fine"]


def test_a_table_row_with_too_many_fields_is_left_out() -> None:
    """A text with commas and no quotation marks would lose its end."""
    assert "3 fields where the header has 2" in _rows("id,text\n1,a,b")[0][1]


@pytest.mark.parametrize("table", ["", "1,贷款\n2,起诉", "id,title\n1,x", "question\nonly"])
def test_a_table_without_a_header_is_refused(table: str) -> None:
    """Without the names of its fields a table says nothing."""
    with pytest.raises(CorpusError, match="add a header row"):
        _rows(table)


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("zh-Hant", "zh"),
        ("zh_TW", "zh"),
        ("EN-us", "en"),
        ("nb", "no"),
        ("iw", "he"),
        ("cmn", "zh"),
        ("cn", "zh"),
        ("tlh", ""),
        ("", ""),
    ],
)
def test_language_tags_become_our_codes(stated: str, code: str) -> None:
    """A tag of no language we know leaves it to the text."""
    assert stated_language(stated) == code


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Microsoft Word - 合同.docx", "合同"),
        ("文档1", ""),
        ("untitled", ""),
        ("Document1.docx", ""),
        ("  贷款\0 指南 ", "贷款 指南"),
    ],
)
def test_titles_that_programs_make_up_are_ignored(stated: str, title: str) -> None:
    """The metadata of an office document often has a title that nobody wrote."""
    assert stated_title(stated) == title
