"""The pages, as a browser without JavaScript gets them."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from corpus.documents import Document
from index.answers import Span
from service.app import create_app
from service.pages import pieces
from service.settings import Settings
from tests.conftest import Build

FLAGSHIP = "微粒贷会起诉吗"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def _page(client: FlaskClient, path: str, status: int = 200, **query: str) -> html.HtmlElement:
    response = client.get(path, query_string=query or None, headers=BROWSER)
    assert response.status_code == status
    assert response.mimetype == "text/html"
    return html.document_fromstring(response.get_data(as_text=True))


def test_the_first_page_has_a_field_examples_and_articles(client: FlaskClient) -> None:
    """A visitor sees where to ask, what can be asked, and what there is to read."""
    page = _page(client, "/")
    (field,) = page.xpath("//form[@role='search']//input[@name='q']")
    assert page.xpath(f"//label[@for='{field.get('id')}']")
    assert page.xpath("//ul[@class='samples']//a")
    assert page.xpath("//a[contains(@href, '/documents/weilidai-overdue')]")


def test_the_answer_stands_on_top(client: FlaskClient) -> None:
    """The answering sentence, then the passages with the terms and the sentence marked, and links to the article."""
    page = _page(client, "/", q=FLAGSHIP)
    (card,) = page.find_class("card")
    sentence = card.find_class("sentence")[0].text_content()
    assert "起诉" in sentence
    first = page.find_class("hits")[0][0]
    assert first.find_class("passage")[0].xpath(".//mark")[0].text_content() == sentence
    assert {"微粒贷", "起诉"} <= {term.text_content() for term in first.iter("b")}
    assert page.xpath("//input[@name='q']/@value") == [FLAGSHIP]


def test_a_hit_leads_to_its_passage_in_the_article(client: FlaskClient) -> None:
    """The link's anchor exists in the article's page, on the paragraph of the passage."""
    link = _page(client, "/", q=FLAGSHIP).find_class("hits")[0][0].xpath(".//h2/a/@href")[0]
    path, _, anchor = link.partition("#")
    article = _page(client, path)
    assert "起诉" in article.get_element_by_id(anchor).text_content()
    assert article.xpath("//h1")[0].text_content().startswith("微粒贷逾期")


def test_a_passage_address_leads_into_its_article(client: FlaskClient) -> None:
    """A short address of a passage redirects to its anchor."""
    response = client.get("/passages/weilidai-overdue:3")
    assert response.status_code == 302
    assert response.headers["Location"].endswith("/documents/weilidai-overdue#p3")


def test_every_passage_has_an_anchor_in_its_article(client: FlaskClient) -> None:
    """However an article is cut, each of its passages can be linked to."""
    for name in ("weilidai-overdue", "weilidai-overdue.ar", "credit-report"):
        ids = {one["id"] for one in client.get(f"/api/v1/documents/{name}").get_json()["passages"]}
        anchors = set(_page(client, f"/documents/{name}").xpath("//p/span/@id"))
        assert anchors == {"p" + one.rpartition(":")[2] for one in ids}


def test_no_good_answer_is_said_honestly(client: FlaskClient) -> None:
    """Without an answer there is no card; the question is kept in the field."""
    page = _page(client, "/", q="今天的天气预报")
    assert not page.find_class("card")
    assert page.find_class("notice")
    assert page.xpath("//input[@name='q']/@value") == ["今天的天气预报"]


def test_what_a_visitor_types_is_shown_as_text(client: FlaskClient) -> None:
    """Markup in a question is not markup on the page."""
    page = client.get("/", query_string={"q": "<script>alert(1)</script>起诉"}, headers=BROWSER).get_data(as_text=True)
    assert "<script>" not in page


def test_markup_in_an_article_is_shown_as_text(tmp_path: Path, build_index: Build) -> None:
    """An article's text reaches the page escaped, with its marks around it."""
    text = "起诉之前 <img src=x onerror=alert(1)> 平台会催收，之后才会起诉借款人。"
    build_index(tmp_path, [Document("x", "<b>题</b>", text, "", "javascript:alert(1)", "zh")])
    client = create_app(Settings(index=tmp_path)).test_client()
    for path in ("/?q=起诉", "/documents/x"):
        page = client.get(path, headers=BROWSER).get_data(as_text=True)
        assert "<img src=x" not in page
        assert "<b>题" not in page
        assert 'href="javascript:' not in page


@pytest.mark.parametrize(
    ("query", "words"), [({"q": "？？"}, "没有可以搜索"), ({"q": "问" * 501}, "太长"), ({"q": "a", "limit": "0"}, "limit")]
)
def test_a_bad_question_is_answered_in_words(client: FlaskClient, query: dict[str, str], words: str) -> None:
    """The page says what is wrong, and keeps the question to be mended."""
    page = _page(client, "/", 400, **query)
    assert words in page.find_class("notice")[0].text_content()


def test_pages_and_languages_can_be_chosen(client: FlaskClient) -> None:
    """Paging leads on and back; a language filter keeps the question."""
    page = _page(client, "/", q="WeiLiDai", lang="es")
    assert {article.get("lang") for article in page.xpath("//ol[@class='hits']//article")} == {"es"}
    (onward,) = page.xpath("//a[@rel='next']/@href")
    second = _page(client, onward)
    assert second.xpath("//a[@rel='prev']")
    assert second.xpath("//ol[@class='hits']/@start") == ["11"]


def test_arabic_passages_run_from_right_to_left(client: FlaskClient) -> None:
    """Language and direction are stated on each passage."""
    page = _page(client, "/", q="هل يمكن رفع دعوى")
    assert page.xpath("//ol[@class='hits']//article[@lang='ar'][@dir='rtl']")


def test_a_missing_page_is_a_page_for_a_browser(client: FlaskClient) -> None:
    """A browser gets words and a way back; a program gets problem+json."""
    page = _page(client, "/nothing", 404)
    assert page.xpath("//main//a[@href='/']")
    assert client.get("/nothing").mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("highlights", "answer", "expected"),
    [
        ([], None, [("abcdef", False, False)]),
        ([(1, 3)], None, [("a", False, False), ("bc", True, False), ("def", False, False)]),
        (
            [(1, 3)],
            (2, 5),
            [("a", False, False), ("b", True, False), ("c", True, True), ("de", False, True), ("f", False, False)],
        ),
        ([(0, 6)], (0, 6), [("abcdef", True, True)]),
    ],
)
def test_text_is_cut_at_every_border(highlights: list[Span], answer: Span | None, expected: list[tuple[str, bool, bool]]) -> None:
    """Marks may overlap; each piece says which it is in."""
    assert [(piece.text, piece.term, piece.answer) for piece in pieces("abcdef", highlights, answer)] == expected


def test_a_correction_is_shown_with_links(client: FlaskClient) -> None:
    """What was searched instead and the way back, or what may have been meant; what was typed stays in the field."""
    typed = "微立贷会起素吗"
    page = _page(client, "/", q=typed)
    (line,) = page.find_class("correction")
    assert line.text_content() == f"已显示“{FLAGSHIP}”的结果。仍然搜索“{typed}”"
    assert page.xpath("//input[@name='q']/@value") == [typed]
    literal = _page(client, line.xpath(".//a/@href")[0])
    assert not literal.find_class("correction")
    assert all("literal=true" in link for link in literal.xpath("//a[@rel='next']/@href"))
    (offer,) = _page(client, "/", q="What is a cout summons?").find_class("correction")
    assert offer.text_content() == "您是不是要找：What is a court summons?"
    assert not _page(client, offer.xpath(".//a/@href")[0]).find_class("correction")
