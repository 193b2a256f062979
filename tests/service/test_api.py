"""The REST contract, through a test client."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.app import BODY_LIMIT, create_app
from service.settings import Settings

SEARCH = "/api/v1/search"
ANALYZE = "/api/v1/analyze"
FLAGSHIP = "微粒贷会起诉吗"


def _assert_problem(response: TestResponse, status: int) -> dict[str, object]:
    """Check the one shape that every error has."""
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    body = response.get_json(force=True)
    assert set(body) == {"type", "title", "status", "detail", "errors", "request_id"}
    assert body["status"] == status
    assert body["detail"]
    assert body["request_id"] == response.headers["X-Request-ID"]
    assert all(set(error) == {"parameter", "code", "detail"} for error in body["errors"])
    return dict(body)


def test_a_search_has_the_shape_of_the_contract(client: FlaskClient) -> None:
    """Question, answer, hits, related, total, revision and time, each as documented."""
    body = client.get(SEARCH, query_string={"q": FLAGSHIP}).get_json()
    assert set(body) == {"question", "answer", "hits", "related", "total", "revision", "took_ms"}
    assert body["question"] == {
        "text": FLAGSHIP,
        "language": "zh",
        "type": "yes_no",
        "terms": ["微粒贷", "起诉"],
        "ignored": ["会", "吗"],
        "correction": None,
        "expansions": body["question"]["expansions"],
    }
    assert {"text": "诉讼", "kind": "synonym", "source": "起诉", "weight": 0.8} in body["question"]["expansions"]
    first, found = body["hits"][0], body["answer"]
    assert found["passage_id"] == first["id"]
    assert first["text"][found["start"] : found["end"]] == found["text"]
    assert first["answer"] == [found["start"], found["end"]]
    assert 0 < found["confidence"] <= 1
    assert body["total"]["relation"] == "eq"
    assert body["total"]["value"] >= len(body["hits"]) == 10


def test_post_answers_as_get_does(client: FlaskClient) -> None:
    """The same names in a JSON body give the same hits."""
    got = client.get(SEARCH, query_string={"q": FLAGSHIP, "limit": 3, "lang": "zh"}).get_json()
    posted = client.post(SEARCH, json={"q": FLAGSHIP, "limit": 3, "lang": "zh"}).get_json()
    assert posted["hits"] == got["hits"]


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ({}, "q", "missing"),
        ({"q": ""}, "q", "string_too_short"),
        ({"q": "   "}, "q", "string_too_short"),
        ({"q": "问" * 501}, "q", "string_too_long"),
        ({"q": "？？"}, "q", "no_terms"),
        ({"q": "问", "limit": "0"}, "limit", "greater_than_equal"),
        ({"q": "问", "limit": "51"}, "limit", "less_than_equal"),
        ({"q": "问", "limit": "many"}, "limit", "int_parsing"),
        ({"q": "问", "offset": "-1"}, "offset", "greater_than_equal"),
        ({"q": "问", "offset": "1001"}, "offset", "less_than_equal"),
        ({"q": "问", "lang": "klingon"}, "lang", "value_error"),
        ({"q": "问", "mode": "magic"}, "mode", "enum"),
        ({"q": "问", "mode": "semantic"}, "mode", "no_encoder"),
        ({"q": "问", "per_document": "11"}, "per_document", "less_than_equal"),
        ({"q": "问", "per_document": "-1"}, "per_document", "greater_than_equal"),
        ({"q": "问", "colour": "red"}, "colour", "extra_forbidden"),
    ],
)
def test_a_bad_parameter_is_named(client: FlaskClient, query: dict[str, str], parameter: str, code: str) -> None:
    """400, with the parameter, a code for machines, and words for people."""
    body = _assert_problem(client.get(SEARCH, query_string=query), 400)
    assert [(error["parameter"], error["code"]) for error in body["errors"]] == [(parameter, code)]  # type: ignore[attr-defined]
    assert parameter in str(body["detail"])


def test_500_characters_are_not_too_many(client: FlaskClient) -> None:
    """The limit is in code points, whatever their bytes."""
    assert client.get(SEARCH, query_string={"q": "诉" * 500}).status_code == 200


def test_a_repeated_parameter_is_refused(client: FlaskClient) -> None:
    """Which of two questions was meant cannot be told."""
    body = _assert_problem(client.get(f"{SEARCH}?q=a&q=b"), 400)
    assert body["errors"] == [{"parameter": "q", "code": "repeated", "detail": "given more than once"}]


@pytest.mark.parametrize("query", ["q=%ff", "q=%E5%BE", "%ff=1&q=a"])
def test_a_query_that_is_not_utf8_is_refused(client: FlaskClient, query: str) -> None:
    """Damaged bytes are not searched as something else."""
    body = _assert_problem(client.get(f"{SEARCH}?{query}"), 400)
    assert "UTF-8" in str(body["detail"])
    errors = body["errors"]
    assert isinstance(errors, list)
    assert [error["code"] for error in errors] == ["not_utf8"]
    assert errors[0]["parameter"] in {"q", "\ufffd"}


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'"text"', "application/json", 400),
        (b'{"q": 5}', "application/json", 400),
        (b'{"q": "a", "limit": "5"}', "application/json", 400),
        (b'{"q": "a", "x": 1}', "application/json", 400),
        (b'{"q": "a", "lang": 5}', "application/json", 400),
        (rb'{"q": "\ud800"}', "application/json", 400),
        (b"", "application/json", 400),
        (b"q=a", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        (json.dumps({"q": "a" * BODY_LIMIT}).encode(), "application/json", 413),
    ],
)
def test_a_bad_body_is_refused(client: FlaskClient, data: bytes, content_type: str, status: int) -> None:
    """Not JSON, not an object, wrong types, too large: each has its status, and the one shape."""
    body = _assert_problem(client.post(SEARCH, data=data, content_type=content_type), status)
    assert body["errors"]


def test_nothing_in_a_question_is_executed(client: FlaskClient) -> None:
    """Query syntax of search engines is text here."""
    for question in ("NOT 起诉", "title:微粒贷 AND (", "*", "起诉~5 ^2 [a TO b]", "'; drop table document; --"):
        assert client.get(SEARCH, query_string={"q": question}).status_code in {200, 400}
    both = client.get(SEARCH, query_string={"q": "NOT 起诉"}).get_json()
    assert both["hits"]


def test_documents_and_passages_are_given_whole(client: FlaskClient) -> None:
    """A passage is the stated slice of its document; where the file lies on disk is not told."""
    passage = client.get("/api/v1/passages/weilidai-overdue:2").get_json()
    document = client.get(f"/api/v1/documents/{passage['document_id']}").get_json()
    assert document["text"][passage["start"] : passage["end"]] == passage["text"]
    assert {"id": passage["id"], "start": passage["start"], "end": passage["end"]} in document["passages"]
    assert all(document["text"][one["start"] : one["end"]] for one in document["headings"])
    assert "source" not in document


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/documents/none", 404),
        ("/api/v1/passages/none:1", 404),
        ("/api/v1/nothing", 404),
        ("/nothing", 404),
        ("/documents/none", 404),
        ("/passages/none:1", 404),
    ],
)
def test_what_is_not_there_is_a_problem(client: FlaskClient, path: str, status: int) -> None:
    """Routes, documents and passages that do not exist."""
    _assert_problem(client.get(path), status)


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(client: FlaskClient) -> None:
    """405 carries Allow."""
    response = client.delete(SEARCH)
    _assert_problem(response, 405)
    assert "POST" in response.headers["Allow"]


def test_status_and_health(client: FlaskClient) -> None:
    """The live generation, that the process lives, and that it can answer."""
    status = client.get("/api/v1/status").get_json()
    assert status["documents"] == 8
    assert status["passages"] == sum(status["languages"].values())
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json()["revision"] == status["revision"]


@pytest.mark.parametrize("path", [f"{SEARCH}?q=a", "/api/v1/status", "/api/v1/documents/a", "/readyz", "/"])
def test_without_an_index_every_route_says_so(tmp_path: Path, path: str) -> None:
    """503 in words, without the paths of the machine; the process itself is healthy."""
    client = create_app(Settings(index=tmp_path / "none")).test_client()
    body = _assert_problem(client.get(path), 503)
    assert str(tmp_path) not in str(body)
    assert client.get("/healthz").status_code == 200


def test_a_damaged_index_is_a_problem_without_details(tmp_path: Path) -> None:
    """The owner finds the reason in the log; the visitor learns that the index cannot be read."""
    (tmp_path / "current").write_text("20260101T000000Z-000000\n")
    body = _assert_problem(create_app(Settings(index=tmp_path)).test_client().get("/api/v1/status"), 503)
    assert str(tmp_path) not in str(body)


def test_an_unexpected_error_shows_no_traceback(app: Flask) -> None:
    """500 with the request's id, under which it is logged."""

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("a secret")

    app.testing = False
    body = _assert_problem(app.test_client().get("/broken"), 500)
    assert "secret" not in str(body)


def test_every_response_has_its_security_headers(client: FlaskClient) -> None:
    """A strict policy on pages, answers and errors alike."""
    for path in ("/", f"{SEARCH}?q=a", "/nothing"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_correction_is_told_and_can_be_refused(client: FlaskClient) -> None:
    """The question comes back as typed, with the spelling that was searched; literal=true searches it as typed."""
    typed = "微立贷会起素吗"
    corrected = client.get(SEARCH, query_string={"q": typed}).get_json()
    assert corrected["question"]["text"] == typed
    assert corrected["question"]["correction"] == {"text": FLAGSHIP, "applied": True}
    assert corrected["hits"] == client.get(SEARCH, query_string={"q": FLAGSHIP}).get_json()["hits"]
    for literal in (
        client.get(SEARCH, query_string={"q": typed, "literal": "true"}),
        client.post(SEARCH, json={"q": typed, "literal": True}),
    ):
        assert literal.get_json()["question"]["correction"] is None
        assert literal.get_json()["hits"] != corrected["hits"]


def test_the_mode_reaches_the_search(folder_with_meaning: Path) -> None:
    """Each mode explains its own score; POST takes the same names."""
    client = create_app(Settings(index=folder_with_meaning)).test_client()
    for mode, part in (("lexical", "words:起诉"), ("semantic", "meaning:use"), ("hybrid", "meaning:use")):
        wishes = {"q": FLAGSHIP, "mode": mode, "limit": 1}
        (hit,) = client.get(SEARCH, query_string=wishes | {"explain": "true"}).get_json()["hits"]
        assert part in hit["explanation"]
        assert ("constant" in hit["explanation"]) == (mode != "lexical")
        assert client.post(SEARCH, json=wishes | {"explain": True}).get_json()["hits"] == [hit]


def test_hits_of_one_document_can_be_limited(client: FlaskClient) -> None:
    """per_document=1 gives every hit another document."""
    for body in (
        client.get(SEARCH, query_string={"q": "逾期", "limit": 5, "per_document": 1}).get_json(),
        client.post(SEARCH, json={"q": "逾期", "limit": 5, "per_document": 1}).get_json(),
    ):
        documents = [hit["document_id"] for hit in body["hits"]]
        assert len(documents) == len(set(documents)) == 5


def test_an_analysis_has_the_shape_of_the_contract(client: FlaskClient) -> None:
    """Each step from the text to what is searched, as documented."""
    body = client.get(ANALYZE, query_string={"text": "微立貸會起訴嗎", "lang": "zh-Hant"}).get_json()
    status = client.get("/api/v1/status").get_json()
    assert body == {
        "text": "微立貸會起訴嗎",
        "language": "zh",
        "language_confidence": 1.0,
        "script": "Hant",
        "folded": "微立贷会起诉吗",
        "type": "yes_no",
        "terms": body["terms"],
        "grams": body["grams"],
        "ignored": ["嗎"],
        "expansions": body["expansions"],
        "correction": {"text": "微粒貸會起訴嗎", "applied": True},
        "passages": status["passages"],
        "revision": status["revision"],
    }
    assert [set(term) for term in body["terms"]] == [{"text", "term", "passages", "idf"}] * 3
    assert (body["terms"][-1]["text"], body["terms"][-1]["term"]) == ("起訴", "起诉")
    assert 0 < body["terms"][-1]["passages"] < body["passages"]
    assert "微立" in body["grams"]
    synonym = {"text": "诉讼", "kind": "synonym", "source": "起訴", "weight": 0.8, "terms": ["诉讼"], "stands_for": ["起诉"]}
    assert synonym | {"grams": []} in body["expansions"]


def test_an_analysis_needs_no_index(tmp_path: Path) -> None:
    """What only an index can tell is null."""
    client = create_app(Settings(index=tmp_path / "none")).test_client()
    body = client.get(ANALYZE, query_string={"text": FLAGSHIP}).get_json()
    assert body["terms"][0] == {"text": "微粒贷", "term": "微粒贷", "passages": None, "idf": None}
    assert (body["correction"], body["passages"], body["revision"], body["folded"]) == (None, None, None, None)


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ({}, "text", "missing"),
        ({"text": " "}, "text", "string_too_short"),
        ({"text": "问" * 501}, "text", "string_too_long"),
        ({"text": "问", "lang": "klingon"}, "lang", "value_error"),
        ({"text": "问", "lang": "zh,en"}, "lang", "value_error"),
        ({"text": "问", "q": "问"}, "q", "extra_forbidden"),
        ({"text": ["a", "b"]}, "text", "repeated"),
    ],
)
def test_a_bad_parameter_of_an_analysis_is_named(
    client: FlaskClient, query: dict[str, object], parameter: str, code: str
) -> None:
    """As those of a search are."""
    body = _assert_problem(client.get(ANALYZE, query_string=query), 400)
    assert [(error["parameter"], error["code"]) for error in body["errors"]] == [(parameter, code)]  # type: ignore[attr-defined]
