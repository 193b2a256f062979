"""What stands around the answers: request ids, hosts, other origins, caches, compression."""

import gzip
import json
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.compression import SMALLEST
from service.settings import Settings

SEARCH = "/api/v1/search?q=微粒贷会起诉吗"
OWN = "https://www.example.com"


def _client(index: Path, **stated: object) -> FlaskClient:
    return create_app(Settings.model_validate({"index": index, **stated})).test_client()


@pytest.mark.parametrize(
    ("stated", "kept"), [("abc-1.2_3", True), ("a" * 128, True), ("a" * 129, False), ("a b", False), ("ü", False)]
)
def test_a_sane_request_id_is_kept(client: FlaskClient, stated: str, kept: bool) -> None:  # noqa: FBT001
    """So that a proxy's id runs through; anything else is replaced, in errors too."""
    for path in ("/healthz", "/nothing"):
        given = client.get(path, headers={"X-Request-ID": stated}).headers["X-Request-ID"]
        assert (given == stated) is kept
        assert given.isascii()


def test_a_host_that_is_not_ours_is_refused(index_folder: Path) -> None:
    """400 on every route, for browsers too; a dot in front means all below."""
    client = _client(index_folder, hosts=("ask.example.com", ".example.org"))
    for host in ("ask.example.com", "ask.example.com:8080", "example.org", "www.example.org"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 200
    for host in ("evil.example", "ask.example.com.evil.example", "ask.example.com@evil.example", "", "a b"):
        for path in ("/", SEARCH, "/nothing", "/metrics"):
            response = client.get(path, headers={"Host": host, "Accept": "text/html"})
            assert response.status_code == 400, (host, path)
            assert response.mimetype == "application/problem+json"


def test_only_listed_origins_may_read(index_folder: Path) -> None:
    """And only the API; caches are told; the admin key has no place in a page."""
    client = _client(index_folder, cors_origins=(OWN,))
    allowed = client.get(SEARCH, headers={"Origin": OWN})
    assert allowed.headers["Access-Control-Allow-Origin"] == OWN
    assert "ETag" in allowed.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    refused = client.get(SEARCH, headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert "Origin" in allowed.headers["Vary"]
    assert "Origin" in refused.headers["Vary"]
    assert "Access-Control-Allow-Origin" not in client.get("/", headers={"Origin": OWN}).headers
    asked = {"Origin": OWN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflight = client.options("/api/v1/search", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Headers"] == "Content-Type, If-None-Match, X-Request-ID"
    assert client.get("/api/v1/nothing", headers={"Origin": OWN}).headers["Access-Control-Allow-Origin"] == OWN


def test_all_origins_may_read_where_the_owner_says_so(index_folder: Path, client: FlaskClient) -> None:
    """An asterisk is all of them; without the setting there is none."""
    everyone = _client(index_folder, cors_origins=("*",))
    assert everyone.get(SEARCH, headers={"Origin": OWN}).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get(SEARCH, headers={"Origin": OWN}).headers


@pytest.mark.parametrize("path", [SEARCH, "/api/v1/documents/weilidai-overdue", "/api/v1/passages/weilidai-overdue:2"])
def test_an_answer_that_is_known_is_not_sent_again(client: FlaskClient, path: str) -> None:
    """304 to the ETag, strong or weak, alone or among others; without a body."""
    first = client.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_etag_is_of_the_request_and_the_revision(client: FlaskClient, folder_with_meaning: Path) -> None:
    """Another question and another index have others; an error has none, whatever the client claims to know."""
    tags = {client.get(path).headers["ETag"] for path in (SEARCH, SEARCH + "&limit=3", SEARCH + "&lang=zh")}
    tags.add(_client(folder_with_meaning).get(SEARCH).headers["ETag"])
    assert len(tags) == 4
    for path, status in (("/api/v1/search?q=", 400), ("/api/v1/documents/none", 404)):
        wrong = client.get(path, headers={"If-None-Match": "*"})
        assert wrong.status_code == status
        assert "ETag" not in wrong.headers
        assert wrong.headers["Cache-Control"] == "no-store"


def test_the_same_index_with_other_synonyms_has_other_etags(index_folder: Path, tmp_path: Path) -> None:
    """What is found depends on them, without any rebuild."""
    synonyms = tmp_path / "synonyms.txt"
    synonyms.write_text("甲 / 乙\n", "utf-8")
    plain, other = _client(index_folder), _client(index_folder, synonyms=synonyms)
    assert plain.get(SEARCH).headers["ETag"] != other.get(SEARCH).headers["ETag"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0.1, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0", None),
        ("", None),
    ],
)
def test_text_is_compressed_as_the_client_likes(client: FlaskClient, accepted: str, encoding: str | None) -> None:
    """Answers, pages and static files come out the same; caches are told, and the validator becomes weak."""
    for path in (SEARCH + "&mode=lexical", "/?q=起诉", "/static/wenda.css"):
        plain = client.get(path, buffered=True)
        response = client.get(path, headers={"Accept-Encoding": accepted}, buffered=True)
        assert response.headers.get("Content-Encoding") == encoding
        assert "Accept-Encoding" in response.headers["Vary"]
        assert int(response.headers["Content-Length"]) == len(response.data)
        decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
        assert len(decode(response.data)) >= SMALLEST
        assert (len(response.data) < len(plain.data) / 2) is (encoding is not None)
        if path.startswith("/api"):
            assert json.loads(decode(response.data))["hits"] == plain.get_json()["hits"]
        if path.startswith("/static") and encoding:
            assert response.headers["ETag"].startswith("W/")
            tag = {"If-None-Match": response.headers["ETag"]}
            assert client.get(path, headers={"Accept-Encoding": accepted, **tag}, buffered=True).status_code == 304


def test_what_is_small_is_sent_as_it_is(client: FlaskClient) -> None:
    """It would only grow, or fit into one packet all the same."""
    for path in ("/healthz", "/api/v1/status", "/api/v1/nothing"):
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "br, gzip"}).headers


def test_robots_are_told_what_is_no_content(client: FlaskClient) -> None:
    """Results of searches and the API; articles may be found."""
    response = client.get("/robots.txt")
    assert response.mimetype == "text/plain"
    assert "Disallow: /*?q=" in response.text
    assert "/documents" not in response.text


def test_no_header_can_be_put_into_a_response(client: FlaskClient) -> None:
    """Line breaks in whatever comes back in a header stay data, or are refused."""
    for path in ("/passages/a%0d%0aSet-Cookie:x=1", "/?q=%0d%0aSet-Cookie:x=1", "/api/v1/documents/%0d%0aSet-Cookie:x=1"):
        assert "Set-Cookie" not in client.get(path).headers
    form = {"q": "a\r\nSet-Cookie: x=1", "helpful": "yes", "revision": "20260101T000000Z-000000", "lang": "\r\nSet-Cookie: x=1"}
    response = client.post("/feedback", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("kind", ["documents", "passages"])
@pytest.mark.parametrize(
    "id_",
    [
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "....//etc/passwd",
        "%00",
        "a%00b",
        "..\\..",
        "current",
        "%E2%80%AE",
    ],
)
def test_no_id_leads_out_of_the_index(client: FlaskClient, kind: str, id_: str) -> None:
    """Ids are looked up in the index, never in the file system."""
    for path in (f"/api/v1/{kind}/{id_}", f"/{kind}/{id_}", f"/static/{id_}"):
        response = client.get(path, follow_redirects=True)
        assert response.status_code == 404, path
        assert "root:" not in response.text
