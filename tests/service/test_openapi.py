"""The OpenAPI document: whole, well-formed, and true of what every route really answers."""

import copy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from pydantic import SecretStr
from werkzeug.test import TestResponse

from service.app import create_app
from service.settings import Settings

KEY = "a key that nobody guesses"
FLAGSHIP = "微粒贷会起诉吗"
Json = dict[str, Any]

NOT_DESCRIBED = {"/embed.js", "/feedback", "/metrics", "/opensearch.xml", "/robots.txt", "/suggest.json"}
"""Routes that are no JSON API."""


@pytest.fixture
def document(client: FlaskClient) -> Json:
    """Give the document as it is served."""
    found: Json = client.get("/api/v1/openapi.json").get_json()
    return found


def test_every_route_is_described(app: Flask, document: Json) -> None:
    """A new route of the API says what it takes and gives (service.operations), or is named here as none of it."""
    exist = {
        (rule.rule.replace("<path:", "{").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.endpoint.startswith(("pages.", "static")) and rule.rule not in NOT_DESCRIBED
    }
    assert {(path, method) for path, methods in document["paths"].items() for method in methods} == exist


def test_the_document_is_well_formed(document: Json) -> None:
    """OpenAPI 3.1: schemas are JSON Schema 2020-12, references lead somewhere, every operation has a name of its own."""
    assert document["openapi"].startswith("3.1.")
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    assert {one.rpartition("/")[2] for one in _references(document)} <= set(document["components"]["schemas"])
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["summary"] for operation in operations)


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        return {node["$ref"]} if isinstance(node.get("$ref"), str) else set().union(*map(_references, node.values()))
    return set().union(*map(_references, node)) if isinstance(node, list) else set()


def _closed(node: Any) -> Any:
    """Give a schema that allows no names but its own: a response must have none that is not described."""
    if isinstance(node, list):
        return [_closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    closed = {name: _closed(one) for name, one in node.items()}
    return closed | {"additionalProperties": False} if "properties" in node else closed


def _check(document: Json, method: str, path: str, response: TestResponse) -> None:
    """Check status, media type and body of a response against the document."""
    stated = document["paths"][path][method.lower()]["responses"][str(response.status_code)]
    for name in stated.get("headers", {}):
        assert name in response.headers or name.startswith("RateLimit"), name
    if "content" not in stated:
        assert response.data == b""
        return
    ((media, content),) = stated["content"].items()
    assert response.mimetype == media
    if media.endswith("json"):
        schema = _closed(copy.deepcopy(content["schema"])) | {"components": _closed(copy.deepcopy(document["components"]))}
        jsonschema_rs.Draft202012Validator(schema).validate(response.get_json(force=True))


DOCUMENT, PASSAGE = "/api/v1/documents/{document_id}", "/api/v1/passages/{passage_id}"
JUDGEMENT = {"question": "a", "helpful": True, "revision": "20260101T000000Z-000000"}


@pytest.mark.parametrize(
    ("method", "path", "wishes", "status"),
    [
        ("GET", "/api/v1/search", {"query_string": {"q": FLAGSHIP}}, 200),
        ("GET", "/api/v1/search", {"query_string": {"q": "微立贷会起素吗", "explain": "true"}}, 200),
        ("GET", "/api/v1/search", {"query_string": {"q": "Will WeiLiDai sue me?"}}, 200),
        ("GET", "/api/v1/search", {"query_string": {"q": "qqqqqq"}}, 200),
        ("GET", "/api/v1/search", {}, 400),
        ("POST", "/api/v1/search", {"json": {"q": FLAGSHIP}}, 200),
        ("POST", "/api/v1/search", {"json": {"q": 1}}, 400),
        ("POST", "/api/v1/search", {"data": "q"}, 415),
        ("POST", "/api/v1/search", {"data": "x" * 70_000, "content_type": "application/json"}, 413),
        ("GET", "/api/v1/analyze", {"query_string": {"text": "微立貸會起訴嗎"}}, 200),
        ("GET", "/api/v1/analyze", {"query_string": {"text": "Will they sue me?"}}, 200),
        ("GET", "/api/v1/analyze", {"query_string": {"lang": "xx"}}, 400),
        ("GET", DOCUMENT.format(document_id="weilidai-overdue"), {}, 200),
        ("GET", DOCUMENT.format(document_id="none"), {}, 404),
        ("GET", PASSAGE.format(passage_id="weilidai-overdue:2"), {}, 200),
        ("GET", PASSAGE.format(passage_id="none"), {}, 404),
        ("GET", "/api/v1/status", {}, 200),
        ("GET", "/api/v1/openapi.json", {}, 200),
        ("GET", "/api/v1/docs", {}, 200),
        ("POST", "/api/v1/feedback", {"json": JUDGEMENT}, 201),
        ("POST", "/api/v1/feedback", {"json": JUDGEMENT | {"revision": "now"}}, 400),
        ("POST", "/api/v1/rebuild", {}, 401),
        ("GET", "/api/v1/tasks/{task_id}", {}, 401),
        ("GET", "/healthz", {}, 200),
        ("GET", "/readyz", {}, 200),
    ],
)
def test_real_answers_are_as_described(index_folder: Path, method: str, path: str, wishes: Json, status: int) -> None:
    """Of every route, good answers and bad: status, headers, and a body with no name that is not described."""
    client = create_app(Settings(index=index_folder, admin_key=SecretStr(KEY))).test_client()
    document = client.get("/api/v1/openapi.json").get_json()
    response = client.open(path, method=method, **wishes)
    assert response.status_code == status
    above = path.rpartition("/")[0] + "/"
    template = next((one for one in document["paths"] if "{" in one and one.partition("{")[0] == above), path)
    _check(document, method, template, response)
    if status == 200 and "ETag" in response.headers:
        again = client.open(path, method=method, headers={"If-None-Match": response.headers["ETag"]}, **wishes)
        assert again.status_code == 304
        _check(document, method, template, again)


def test_without_an_index_the_answers_are_as_described(tmp_path: Path, document: Json) -> None:
    """503, or what can be said without one."""
    client = create_app(Settings(index=tmp_path / "none")).test_client()
    for path, status in (("/api/v1/search?q=a", 503), ("/api/v1/analyze?text=a", 200), ("/api/v1/status", 503), ("/readyz", 503)):
        response = client.get(path)
        assert response.status_code == status
        _check(document, "GET", path.partition("?")[0], response)


def test_the_page_of_it_needs_nothing_from_elsewhere(client: FlaskClient, document: Json) -> None:
    """Every route and every body is on it, linked; no script, nothing from another host."""
    page = html.document_fromstring(client.get("/api/v1/docs").text)
    assert not page.xpath("//script | //iframe | //*[@style] | //*[@onclick]")
    assert all(link.startswith(("/", "#")) for link in page.xpath("//@href | //@src"))
    ids = set(page.xpath("//@id"))
    assert {link[1:] for link in page.xpath("//@href") if link.startswith("#")} <= ids
    assert set(document["components"]["schemas"]) <= ids
    assert {code.text for code in page.xpath("//h3/code")} >= set(document["paths"])
