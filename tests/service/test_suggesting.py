"""Suggestions over HTTP: for the page, for browsers' address bars, and the description by which they find it."""

import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree

from corpus.documents import Document, Heading
from service.app import create_app
from service.settings import Settings
from tests.conftest import Build
from tests.serving import Served, get

SUGGEST = "/api/v1/suggest"
FLAGSHIP = "微粒贷逾期会被起诉吗"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_suggestions_have_the_shape_of_the_contract(client: FlaskClient) -> None:
    """What was typed, the suggestions with what was typed of them, and the generation."""
    response = client.get(SUGGEST, query_string={"q": " 起诉 ", "limit": 3, "lang": "zh-Hans"})
    body = response.get_json()
    assert body == {
        "q": "起诉",
        "suggestions": body["suggestions"],
        "revision": client.get("/api/v1/status").get_json()["revision"],
    }
    assert len(body["suggestions"]) == 3
    for one in body["suggestions"]:
        assert set(one) == {"text", "kind", "document_id", "language", "highlights"}
        assert [one["text"][start:end] for start, end in one["highlights"]] == ["起诉"]
        assert client.get(f"/api/v1/documents/{one['document_id']}").status_code == 200
    assert response.cache_control.max_age == 60


def test_the_languages_of_the_browser_count_where_none_are_named(client: FlaskClient) -> None:
    """Those of the parameter come before; either way other languages follow."""

    def first(**headers: str) -> str:
        response = client.get(SUGGEST, query_string={"q": "WeiLiDai"}, headers=headers)
        assert "Accept-Language" in response.vary
        return str(response.get_json()["suggestions"][0]["language"])

    assert first(**{"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}) == "es"
    assert first(**{"Accept-Language": "tlh, en;q=0.5"}) == "en"
    asked = {"q": "WeiLiDai", "lang": "ja,en"}
    found = client.get(SUGGEST, query_string=asked, headers={"Accept-Language": "es"}).get_json()["suggestions"]
    assert found[0]["language"] == "ja"


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ({}, "q", "missing"),
        ({"q": " "}, "q", "string_too_short"),
        ({"q": "问" * 101}, "q", "string_too_long"),
        ({"q": "问", "limit": "0"}, "limit", "greater_than_equal"),
        ({"q": "问", "limit": "9"}, "limit", "less_than_equal"),
        ({"q": "问", "lang": "klingon"}, "lang", "value_error"),
        ({"q": "问", "mode": "hybrid"}, "mode", "extra_forbidden"),
        ({"q": ["a", "b"]}, "q", "repeated"),
    ],
)
def test_a_bad_parameter_is_named(client: FlaskClient, query: dict[str, object], parameter: str, code: str) -> None:
    """As those of a search are."""
    response = client.get(SUGGEST, query_string=query)
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    errors = response.get_json(force=True)["errors"]
    assert [(error["parameter"], error["code"]) for error in errors] == [(parameter, code)]


@pytest.mark.parametrize("path", [f"{SUGGEST}?q=a", "/suggest.json?q=a"])
def test_without_an_index_there_is_a_problem(tmp_path: Path, path: str) -> None:
    """503, as on every route."""
    response = create_app(Settings(index=tmp_path / "none")).test_client().get(path)
    assert response.status_code == 503
    assert response.mimetype == "application/problem+json"


def test_a_browser_gets_suggestions_in_its_own_form(client: FlaskClient) -> None:
    """[what was typed, [texts]]; nothing for what is empty or too long, since nobody would see an error."""
    response = client.get("/suggest.json", query_string={"q": "weilidai"}, headers={"Accept-Language": "zh-CN"})
    assert response.mimetype == "application/x-suggestions+json"
    typed, found = response.get_json(force=True)
    assert typed == "weilidai"
    assert FLAGSHIP in found
    for typed in ("", "？", "问" * 101):
        assert client.get("/suggest.json", query_string={"q": typed}).get_json(force=True) == [typed, []]


def test_a_browser_can_add_this_search(client: FlaskClient) -> None:
    """Every page links to the description, whose addresses are absolute and work when the terms are filled in."""
    assert 'rel="search"' in client.get("/").get_data(as_text=True)
    response = client.get("/opensearch.xml", base_url="https://ask.example/")
    assert response.mimetype == "application/opensearchdescription+xml"
    root = etree.fromstring(response.data)
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert 0 < len(root.findtext(f"{OPENSEARCH}ShortName")) <= 16
    urls = {url.get("type"): url.get("template") for url in root.findall(f"{OPENSEARCH}Url")}
    assert all(template.startswith("https://ask.example/") for template in urls.values())
    for kind in ("text/html", "application/x-suggestions+json"):
        address = urls[kind].replace("{searchTerms}", "%E8%B5%B7%E8%AF%89").removeprefix("https://ask.example")
        assert client.get(address).mimetype == kind


def test_a_keystroke_takes_a_few_milliseconds(build_index: Build, tmp_path: Path) -> None:
    """In a collection of 2,000 questions: far below what a hand notices, with room for a busy machine."""
    subjects = "微粒贷 信用卡 征信报告 房贷 车贷 网贷 消费贷 分期 账单 额度".split()
    acts = "逾期 还款 协商 起诉 催收 查询 注销 提额 冻结 扣款".split()
    questions = [f"{one}{act}{number}次以后要怎么办？" for one in subjects for act in acts for number in range(1, 21)]
    documents = [
        Document(f"faq-{number}", text, f"{text}\n请联系客服办理。", "faq.csv", "", "zh", (Heading(0, len(text), 1),))
        for number, text in enumerate(questions)
    ]
    build_index(tmp_path / "index", documents)
    client = create_app(Settings(index=tmp_path / "index")).test_client()
    client.get(SUGGEST, query_string={"q": "weilidai"})
    taken = []
    for typed in (
        "微",
        "微粒贷",
        "逾期",
        "xyk",
        "xinyongka",
        "怎么办",
        "征信报告协商",
        "weilidaixieshang",
        "没有的",
        "not there",
    ):
        started = time.thread_time()
        assert client.get(SUGGEST, query_string={"q": typed, "lang": "zh"}).status_code == 200
        taken.append(time.thread_time() - started)
    assert sorted(taken)[-2] < 0.05


def test_a_server_suggests(served: Served) -> None:
    """Through a real server, from an index that it built itself."""
    status, body = get(f"{served.address}/api/v1/suggest?q=wld&lang=zh")
    assert status == 200
    assert FLAGSHIP in body.decode()
