"""The pages, as a browser without JavaScript gets them."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from lxml import html

from corpus.documents import Document, Heading
from service.app import create_app
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
    """A visitor sees where to ask, what can be asked, and what there is to read; in the visitor's language first."""
    page = _page(client, "/")
    (field,) = page.xpath("//form[@role='search'][@id='search']//input[@name='q'][@id='q']")
    assert page.xpath(f"//label[@for='{field.get('id')}']")
    assert page.xpath("//ul[@class='samples']//a")
    assert page.xpath("//a[contains(@href, '/documents/weilidai-overdue')]")
    spanish = _page(client, "/", ui="es")
    assert spanish.xpath("//ul[@class='samples']//a")[0].text_content().startswith("¿")
    assert spanish.xpath("//ul[@class='titles']//a/@lang")[0] == "es"


def test_the_answer_stands_on_top(client: FlaskClient) -> None:
    """The passage with the answering sentence and the words marked, how sure it is, and where it comes from."""
    page = _page(client, "/", q=FLAGSHIP)
    (card,) = page.find_class("card")
    (passage,) = card.xpath("./p[@class='passage']")
    assert "起诉" in passage.xpath("./mark")[0].text_content()
    assert len(passage.text_content()) > len(passage.xpath("./mark")[0].text_content())
    assert {"微粒贷", "起诉"} <= {term.text_content() for term in passage.iter("b")}
    assert card.find_class("confidence")[0].text_content() == "基本可以确定"
    assert card.find_class("place")[0].text_content().split() == [
        "微粒贷逾期会被起诉吗",
        "微粒贷逾期会被起诉吗：起诉、协商与征信修复",
    ]
    assert page.xpath("//input[@id='q']/@value") == [FLAGSHIP]


def test_the_answer_leads_to_its_sentence_in_the_article(client: FlaskClient) -> None:
    """The link has the passage's anchor, which exists, the sentence for browsers that can find it, and marks the passage."""
    card = _page(client, "/", q=FLAGSHIP).find_class("card")[0]
    sentence = card.xpath(".//mark")[0].text_content()
    address, _, fragment = card.find_class("place")[0].xpath(".//a/@href")[0].partition("#")
    anchor, _, directive = fragment.partition(":~:text=")
    first, _, last = directive.partition(",")
    assert sentence.startswith(unquote(first))
    assert sentence.endswith(unquote(last or first))
    article = _page(client, address)
    marked = article.get_element_by_id(anchor)
    assert marked.get("class") == "here"
    assert sentence in marked.text_content()
    assert len(article.find_class("here")) == 1
    assert article.xpath("//h1")[0].text_content().startswith("微粒贷逾期")
    assert article.xpath("//p[@class='back']/a/@href") == [f"/?q={_quoted(FLAGSHIP)}"]


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def test_the_answer_can_be_judged(client: FlaskClient) -> None:
    """A form that any browser can send says what was asked and answered; who has sent it is thanked."""
    page = _page(client, "/", q=FLAGSHIP)
    (form,) = page.xpath("//form[@class='feedback'][@method='post'][@action='/feedback']")
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert fields == {
        "q": FLAGSHIP,
        "passage": "weilidai-overdue:2",
        "revision": client.get("/api/v1/status").get_json()["revision"],
    }
    assert form.xpath(".//button/@name") == ["helpful", "helpful"]
    assert form.xpath(".//button/@value") == ["yes", "no"]
    thanked = _page(client, "/", q=FLAGSHIP, thanks="1")
    assert not thanked.xpath("//form[@class='feedback']")
    assert "谢谢" in thanked.find_class("feedback")[0].text_content()


def test_hits_stand_together_by_article(client: FlaskClient) -> None:
    """Each article once, its best passages open, the others folded, none twice; the answer is above, not among them."""
    page = _page(client, "/", q="逾期会影响征信吗", limit="20")
    groups = page.find_class("group")
    titles = [group.xpath(".//h3/a/@href")[0] for group in groups]
    assert len(titles) == len(set(titles)) > 1
    assert all(len(group.xpath("./ol/li")) <= 3 for group in groups)
    assert page.xpath("//details[@class='more']")
    found = [hit["id"] for hit in client.get("/api/v1/search?q=逾期会影响征信吗&limit=20").get_json()["hits"]]
    links = page.xpath("//li[@class='hit']/h4/a/@href")
    shown = {_passage_of(link) for link in links}
    assert len(links) == len(shown) == len(found) - 1
    assert shown == set(found[1:])


def _passage_of(link: str) -> str:
    path, _, rest = link.removeprefix("/documents/").partition("?")
    return f"{path}:{rest.partition('#p')[2].partition(':~:')[0]}"


def test_a_passage_unfolds_to_its_neighbours(client: FlaskClient) -> None:
    """What stands before and after it in the article, in reading order, is there without another request."""
    page = _page(client, "/", q=FLAGSHIP)
    around = [one.text_content() for one in page.find_class("card")[0].xpath(".//details[@class='context']//p")]
    texts = [client.get(f"/api/v1/passages/weilidai-overdue:{number}").get_json()["text"] for number in (1, 2, 3)]
    assert around == texts


def test_a_passage_address_leads_into_its_article(client: FlaskClient) -> None:
    """A short address of a passage redirects to its anchor, where it is marked."""
    response = client.get("/passages/weilidai-overdue:3")
    assert response.status_code == 302
    assert response.headers["Location"].endswith("/documents/weilidai-overdue?p=3#p3")


def test_every_passage_has_an_anchor_in_its_article(client: FlaskClient) -> None:
    """However an article is cut, each of its passages can be linked to, and can be marked whole."""
    for name in ("weilidai-overdue", "weilidai-overdue.ar", "credit-report"):
        document = client.get(f"/api/v1/documents/{name}").get_json()
        ids = {one["id"] for one in document["passages"]}
        anchors = set(_page(client, f"/documents/{name}").xpath("//p/span/@id"))
        assert anchors == {"p" + one.rpartition(":")[2] for one in ids}
        for one in document["passages"]:
            marked = _page(client, f"/documents/{name}", p=one["id"].rpartition(":")[2]).find_class("here")
            assert "".join(run.text_content() for run in marked) == document["text"][one["start"] : one["end"]].replace("\n", "")


def test_an_article_has_a_table_of_contents(tmp_path: Path, build_index: Build, client: FlaskClient) -> None:
    """Its links lead to the headings; an article with few headings has none."""
    article = _page(client, "/documents/weilidai-overdue")
    links = article.xpath("//details[@class='contents']//a")
    assert len(links) > 10
    for link in links:
        assert article.get_element_by_id(link.get("href")[1:]).text_content() == link.text_content()
    build_index(tmp_path, [Document("x", "题", "起诉之前\n平台会催收。", "", "", "zh", (Heading(0, 4, 2),))])
    short = _page(create_app(Settings(index=tmp_path)).test_client(), "/documents/x")
    assert not short.find_class("contents")


def test_no_good_answer_is_said_honestly(client: FlaskClient) -> None:
    """Without an answer there is no card; the question is kept, and there are ways to go on."""
    page = _page(client, "/", q="今天的天气预报")
    assert not page.find_class("card")
    (notice,) = page.find_class("notice")
    assert "没有找到可靠的答案" in notice.text_content()
    assert notice.xpath(".//ul[@class='samples']//a")
    assert page.xpath("//input[@id='q']/@value") == ["今天的天气预报"]
    narrowed = _page(client, "/", q="zzzzqqq", lang="zh", document="credit-report").find_class("notice")[0]
    assert set(narrowed.xpath("./ul[1]//a/@href")) == {
        "/?q=zzzzqqq&document=credit-report",
        "/?q=zzzzqqq&lang=zh",
    }


def test_words_left_out_and_added_are_named(client: FlaskClient) -> None:
    """In one quiet line: what was searched, what besides, and what not."""
    (line,) = _page(client, "/", q=FLAGSHIP).xpath("//div[@class='account']/p")
    searched, besides, left_out = [set(part.xpath("./bdi/text()")) for part in line.xpath("./span[bdi]")]
    assert searched == {"微粒贷", "起诉"}
    assert "打官司" in besides
    assert left_out == {"会", "吗"}


def test_related_questions_unfold(client: FlaskClient) -> None:
    """Each with the passage that it is the heading of, and a link to ask it."""
    page = _page(client, "/", q=FLAGSHIP)
    (section,) = page.find_class("related")
    related = client.get(f"/api/v1/search?q={FLAGSHIP}").get_json()["related"]
    assert [one.text_content() for one in section.iter("summary")] == related
    for one in section.iter("details"):
        assert one.find_class("passage")
        assert one.xpath(".//a/@href")[-1] == f"/?q={_quoted(one.xpath('./summary')[0].text_content())}"


def test_what_a_visitor_types_is_shown_as_text(client: FlaskClient) -> None:
    """Markup in a question is not markup on the page."""
    page = client.get("/", query_string={"q": "<script>alert(1)</script>起诉"}, headers=BROWSER).get_data(as_text=True)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


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


def test_filters_and_pages_keep_each_other(client: FlaskClient) -> None:
    """Paging leads on and back within a language; another language begins at the first page; each can be taken back."""
    page = _page(client, "/", q="WeiLiDai", lang="es")
    assert set(page.xpath("//li[@class='hit']/p/@lang")) == {"es"}
    assert page.xpath("//nav[@class='filters']/a[@aria-current]")[0].text_content() == "西班牙语"
    (onward,) = page.xpath("//a[@rel='next']/@href")
    second = _page(client, onward)
    assert second.xpath("//a[@rel='prev']/@href") == ["/?q=WeiLiDai&lang=es"]
    assert "第 2 页" in second.find_class("paging")[0].text_content()
    assert all("offset" not in link for link in second.xpath("//nav[@class='filters']/a/@href"))
    (narrow,) = {*second.xpath("//a[@class='narrow']/@href")}
    one = _page(client, narrow)
    assert one.xpath("//form[@id='search']/input[@name='lang']/@value") == ["es"]
    assert one.xpath("//form[@id='search']/input[@name='document']/@value") == ["weilidai-overdue.es"]
    back = one.xpath("//nav[@class='filters']/a[bdi]")[0]
    assert "WeiLiDai" in back.text_content()
    assert back.get("href") == "/?q=WeiLiDai&lang=es"


def test_the_last_page_is_the_last(client: FlaskClient) -> None:
    """No link leads beyond what there is."""
    total = client.get("/api/v1/search?q=WeiLiDai").get_json()["total"]["value"]
    last = (total - 1) // 10 * 10
    page = _page(client, "/", q="WeiLiDai", offset=str(last))
    assert page.find_class("hit")
    assert not page.xpath("//a[@rel='next']")
    assert page.xpath("//a[@rel='prev']")


def test_language_and_direction_are_stated_on_each_passage(client: FlaskClient) -> None:
    """Its own, not the page's; its name is shown."""
    page = _page(client, "/", q="هل يمكن رفع دعوى")
    passages = page.find_class("passage")
    assert passages
    assert {one.get("dir") for one in passages if one.get("lang") == "ar"} == {"rtl"}
    assert {one.get("dir") for one in passages if one.get("lang") != "ar"} <= {"ltr"}
    assert "阿拉伯语" in {tag.text_content() for tag in page.find_class("tag")}


def test_a_missing_page_is_a_page_for_a_browser(client: FlaskClient) -> None:
    """A browser gets words, a field to search in and a way back; a program gets problem+json."""
    page = _page(client, "/nothing", 404)
    assert page.xpath("//main//a[@href='/']")
    assert page.xpath("//main//form[@role='search']")
    assert client.get("/nothing").mimetype == "application/problem+json"


def test_a_server_without_an_index_says_so(tmp_path: Path) -> None:
    """In words for visitors."""
    client = create_app(Settings(index=tmp_path)).test_client()
    assert "搜索还没有准备好" in _page(client, "/", 503).xpath("//h1")[0].text_content()


def test_a_question_by_meaning_alone_is_offered_by_words(client: FlaskClient) -> None:
    """Where the index has no vectors."""
    notice = _page(client, "/", 400, q="起诉", mode="semantic").find_class("notice")[0]
    assert notice.xpath(".//a/@href") == [f"/?q={_quoted('起诉')}"]


def test_parameters_of_others_do_no_harm(client: FlaskClient) -> None:
    """Links that pass through other sites come back with parameters of theirs."""
    assert _page(client, "/", q=FLAGSHIP, utm_source="mail").find_class("card")


def test_every_page_says_what_it_is(client: FlaskClient) -> None:
    """Title and description of its own; the address that it is known by; results and errors are not for search engines."""
    pages = {
        path: _page(client, path) for path in ("/", "/about", "/documents/credit-report", f"/?q={FLAGSHIP}&ui=en&theme=dark")
    }
    titles = [page.xpath("//title")[0].text_content() for page in pages.values()]
    assert len(set(titles)) == len(titles)
    for path, page in pages.items():
        properties = dict(zip(page.xpath("//meta[@property]/@property"), page.xpath("//meta[@property]/@content"), strict=True))
        assert properties["og:title"] == page.xpath("//title")[0].text_content()
        assert properties["og:description"] == page.xpath("//meta[@name='description']/@content")[0] != ""
        assert properties["og:image"] == "http://localhost/static/icon.png"
        if path == "/" or "?" not in path:
            assert page.xpath("//link[@rel='canonical']/@href") == [properties["og:url"]] == [f"http://localhost{path}"]
            assert not page.xpath("//meta[@name='robots']")
            assert len(page.xpath("//link[@rel='alternate'][@hreflang]")) == 13
        else:
            assert properties["og:url"] == f"http://localhost/?q={_quoted(FLAGSHIP)}"
            assert page.xpath("//meta[@name='robots'][@content='noindex']")
    assert _page(client, "/nothing", 404).xpath("//meta[@name='robots'][@content='noindex']")


def test_about_tells_what_is_searched(client: FlaskClient) -> None:
    """Counts, languages, revision and date of the index, and what it was made with."""
    page = _page(client, "/about", ui="en")
    status = client.get("/api/v1/status").get_json()
    text = page.xpath("//main")[0].text_content()
    assert status["revision"] in text
    assert status["segmenter"] in text
    assert page.xpath("//time/@datetime") == [status["created"]]
    rows = {row.xpath("./th")[0].text_content(): int(row.xpath("./td")[0].text_content()) for row in page.xpath("//tbody/tr")}
    assert rows["Chinese"] == status["languages"]["zh"]
    assert sum(rows.values()) == status["passages"]


def test_the_icon_is_found_by_its_old_name(client: FlaskClient) -> None:
    """Some browsers ask for it without being told."""
    with client.get("/favicon.ico") as icon:
        assert icon.mimetype == "image/png"
        assert icon.data.startswith(b"\x89PNG")


def test_a_correction_is_shown_with_links(client: FlaskClient) -> None:
    """What was searched instead and the way back, or what may have been meant; what was typed stays in the field."""
    typed = "微立贷会起素吗"
    page = _page(client, "/", q=typed)
    (line,) = page.find_class("correction")
    assert line.text_content().split() == [f"已显示“{FLAGSHIP}”的结果", f"仍然搜索：{typed}"]
    assert page.xpath("//input[@id='q']/@value") == [typed]
    literal = _page(client, line.xpath(".//a/@href")[1])
    assert not literal.find_class("correction")
    assert all("literal=true" in link for link in literal.xpath("//a[@rel='next']/@href"))
    (offer,) = _page(client, "/", q="What is a cout summons?").find_class("correction")
    assert offer.text_content().strip() == "您是不是要找：What is a court summons?"
    assert not _page(client, offer.xpath(".//a/@href")[0]).find_class("correction")
