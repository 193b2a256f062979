"""Lines that repeat at the edges of a collection's documents."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import furniture
from corpus.documents import Document, Heading
from corpus.furniture import FurnitureSurvey, edges_of, remove_furniture

MENU = ["首页 | 贷款 | 信用卡", "今天是星期三", "客户端下载"]
FOOTER = ["联系我们 - 网站地图", "某某网出品"]


def document(
    number: int, text: str, headings: tuple[Heading, ...] = (), source: str = "site/{}.html", title: str = ""
) -> Document:
    """Make a document of one site."""
    return Document(f"d{number}", title, text, source.format(number), "", "zh", headings)


def article(number: int) -> str:
    """Give the lines of an article like no other."""
    return "\n".join(f"第{number}篇第{line}段，讲的是{number * 100 + line}元的还款。" for line in range(12))


def survey(documents: Sequence[Document]) -> furniture.Furniture:
    """Give the furniture of documents."""
    counter = FurnitureSurvey()
    for made in documents:
        counter.add(edges_of(made))
    return counter.furniture()


def page(number: int) -> Document:
    """Make a page with menu and footer around its article."""
    return document(number, "\n".join([*MENU, article(number), *FOOTER]))


def test_lines_of_many_documents_are_dropped_at_their_edges() -> None:
    """A menu and a footer go, the article stays, and the lines dropped are given."""
    pages = [page(number) for number in range(5)]
    found = survey(pages)
    for number, made in enumerate(pages):
        left, dropped = remove_furniture(made, found)
        assert left.text == article(number)
        assert dropped == (*MENU, *FOOTER)


def test_case_and_white_space_do_not_count() -> None:
    """One page's indented and capitalised menu line is another's."""
    texts = [f"  Our   Menu \n{article(0)}", f"our menu\n{article(1)}", f"OUR MENU\n{article(2)}"]
    pages = [document(number, text) for number, text in enumerate(texts)]
    assert [remove_furniture(made, survey(pages))[1] for made in pages] == [("Our Menu",), ("our menu",), ("OUR MENU",)]


def test_two_documents_or_a_small_share_are_not_enough() -> None:
    """A line must stand in three documents and in three of ten of the folder's."""
    assert not survey([page(0), page(1)])
    others = [document(number, article(number)) for number in range(10, 18)]
    assert not survey([page(0), page(1), page(2), *others])
    assert survey([page(0), page(1), page(2), *others[:7]])


def test_folders_and_formats_are_counted_apart() -> None:
    """Three pages of one site have furniture, whatever number of rows or of other sites' pages is read with them."""
    rows = [document(number, article(number), source="site/faq.jsonl") for number in range(10, 40)]
    others = [document(number, "\n".join([*MENU, article(number)]), source="other/{}.html") for number in range(40, 42)]
    found = survey([*rows, *others, page(0), page(1), page(2)])
    assert remove_furniture(page(0), found)[1]
    assert not remove_furniture(others[0], found)[1]


def test_a_line_inside_the_text_stays() -> None:
    """Furniture has fewer than five other lines above or below it."""
    found = survey([page(number) for number in range(3)])
    inside = document(0, f"{article(7)}\n{MENU[0]}\n{article(8)}")
    assert remove_furniture(inside, found) == (inside, ())


def test_a_document_of_nothing_else_keeps_it() -> None:
    """What is mostly made of what repeats is left alone."""
    found = survey([page(number) for number in range(3)])
    for text in (MENU[0], "\n".join([*MENU, *FOOTER]), "\n".join([*MENU, "短。"])):
        made = document(9, text)
        assert remove_furniture(made, found) == (made, ())


def test_long_lines_and_titles_stay() -> None:
    """A sentence that repeats may be what matters; a title may be shared by a series."""
    long = "本文仅代表作者个人观点，不构成任何投资建议，" * 3
    pages = [document(number, f"还款指南\n{article(number)}\n{long}", title="还款指南") for number in range(4)]
    assert remove_furniture(pages[0], survey(pages)) == (pages[0], ())


def with_headings(number: int, last: str) -> Document:
    """Make a page with a heading 常见问题 at its top, and one, with or without text below it, at its end."""
    opening, ending = "常见问题", "相关推荐文章"
    body = article(number)
    text = f"{MENU[0]}\n{opening}\n{body}\n{ending}" + (f"\n{last}" if last else "")
    start = len(MENU[0]) + 1
    end = start + len(opening) + 1 + len(body) + 1
    return document(number, text, (Heading(start, start + len(opening), 2), Heading(end, end + len(ending), 2)))


def test_headings_stay_over_their_text_and_keep_their_places() -> None:
    """A heading that all documents share is dropped only if nothing stands below it; offsets move with the text."""
    pages = [with_headings(number, "") for number in range(4)]
    found = survey(pages)
    left, dropped = remove_furniture(pages[0], found)
    assert dropped == (MENU[0], "相关推荐文章")
    assert [left.text[heading.start : heading.end] for heading in left.headings] == ["常见问题"]
    kept, _ = remove_furniture(with_headings(9, "这里有一段别处没有的话，所以标题要留下。"), found)
    assert [kept.text[heading.start : heading.end] for heading in kept.headings] == ["常见问题", "相关推荐文章"]


LINES = st.lists(st.sampled_from([*MENU, *FOOTER, "", "甲乙丙丁" * 20, "一段话。", "常见问题", "---"]), min_size=1, max_size=12)


@settings(deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6), st.data())
def test_removal_only_drops_whole_lines_and_headings_stay_true(texts: list[list[str]], data: st.DataObject) -> None:
    """What is left are the document's lines in order; each heading left is one of its headings, at its own text."""
    documents = []
    for number, lines in enumerate(texts):
        starts = [sum(len(line) + 1 for line in lines[:place]) for place in range(len(lines))]
        chosen = data.draw(st.sets(st.sampled_from([place for place, line in enumerate(lines) if line] or [-1])))
        headings = [Heading(starts[place], starts[place] + len(lines[place]), 2) for place in sorted(chosen - {-1})]
        documents.append(document(number, "\n".join(lines), tuple(headings)))
    found = survey(documents)
    for made in documents:
        left, dropped = remove_furniture(made, found)
        assert sorted([*left.text.split("\n"), *dropped]) == sorted(made.text.split("\n"))
        before = [made.text[heading.start : heading.end] for heading in made.headings]
        after = [left.text[heading.start : heading.end] for heading in left.headings]
        assert all(after.count(line) <= before.count(line) for line in after)
        assert left.text.strip() or not made.text.strip()


def test_the_table_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that repeat outlive many that do not."""
    monkeypatch.setattr(furniture, "LINES_COUNTED", 100)
    counter = FurnitureSurvey()
    for number in range(50):
        counter.add(edges_of(page(number)))
        assert len(counter._lines) <= 100
    assert remove_furniture(page(1), counter.furniture())[1] == (*MENU, *FOOTER)
