"""What one client may do: requests a minute, keys tried, and what counts as one client."""

import threading
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.test import TestResponse

from service.app import create_app
from service.limits import BODIES_AT_ONCE, GuardedInput
from service.settings import Settings, SettingsError

KEY = "a key that nobody guesses"
STATUS = "/api/v1/status"
TASK = "/api/v1/tasks/20260101T000000Z-00000000"


def _client(index: Path, **stated: object) -> FlaskClient:
    return create_app(Settings.model_validate({"index": index, **stated})).test_client()


def _asked_by(client: FlaskClient, address: str, path: str = STATUS, **headers: str) -> TestResponse:
    return client.get(path, environ_overrides={"REMOTE_ADDR": address}, headers=headers)


def test_one_request_too_many_is_told_when_to_come_back(index_folder: Path) -> None:
    """429 with Retry-After; every response before it says what is left."""
    client = _client(index_folder, rate_limit="2/minute")
    for left in ("1", "0"):
        response = client.get(STATUS)
        assert response.status_code == 200
        assert response.headers["RateLimit-Policy"] == '"requests";q=2;w=60'
        assert response.headers["RateLimit"].startswith(f'"requests";r={left};t=')
    refused = client.get(STATUS)
    assert refused.status_code == 429
    assert refused.mimetype == "application/problem+json"
    assert 0 < int(refused.headers["Retry-After"]) <= 30
    assert client.get("/?q=a", headers={"Accept": "text/html"}).status_code == 429
    assert client.get("/healthz").status_code == client.get("/static/wenda.css", buffered=True).status_code == 200


def test_without_a_limit_nothing_is_said_of_one(client: FlaskClient) -> None:
    """Off by default."""
    assert "RateLimit" not in client.get(STATUS).headers


def test_a_client_is_an_address_or_a_network_of_ipv6(index_folder: Path) -> None:
    """Whoever has a network of 64 bits has no limit for each of its addresses; IPv4 written as IPv6 is IPv4."""
    client = _client(index_folder, rate_limit="1/minute")
    assert _asked_by(client, "192.0.2.1").status_code == 200
    assert _asked_by(client, "192.0.2.2").status_code == 200
    assert _asked_by(client, "::ffff:192.0.2.1").status_code == 429
    assert _asked_by(client, "2001:db8::1").status_code == 200
    assert _asked_by(client, "2001:db8::2").status_code == 429
    assert _asked_by(client, "2001:db8:0:1::2").status_code == 200
    assert _asked_by(client, "").status_code == 200
    assert _asked_by(client, "nonsense").status_code == 429


def test_an_address_is_believed_from_trusted_proxies_only(index_folder: Path) -> None:
    """X-Forwarded-For counts from the right, as many as there are proxies; without any it is only words."""
    untrusting = _client(index_folder, rate_limit="1/minute")
    assert _asked_by(untrusting, "192.0.2.1", **{"X-Forwarded-For": "198.51.100.1"}).status_code == 200
    assert _asked_by(untrusting, "192.0.2.1", **{"X-Forwarded-For": "198.51.100.2"}).status_code == 429
    trusting = _client(index_folder, rate_limit="1/minute", trusted_proxies=1)
    for client, status in (("198.51.100.1", 200), ("198.51.100.2", 200), ("203.0.113.9, 198.51.100.1", 429)):
        assert _asked_by(trusting, "127.0.0.1", **{"X-Forwarded-For": client}).status_code == status


def test_without_a_key_the_routes_of_the_owner_say_how_to_set_one(client: FlaskClient) -> None:
    """403, whatever is sent."""
    for response in (client.post("/api/v1/rebuild"), client.get(TASK, headers={"Authorization": "Bearer x"})):
        assert response.status_code == 403
        assert "WENDA_ADMIN_KEY" in response.get_json(force=True)["detail"]


@pytest.mark.parametrize("stated", ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {KEY}", f"Bearer {KEY}x", "Bearer ключ"])
def test_a_wrong_key_is_refused(index_folder: Path, stated: str) -> None:
    """401, with the scheme that is wanted; the key is in no response."""
    client = _client(index_folder, admin_key=SecretStr(KEY))
    headers = {"Authorization": stated.encode().decode("latin-1")} if stated else {}
    response = client.post("/api/v1/rebuild", headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert KEY not in response.text


def test_guessing_keys_gets_nowhere(index_folder: Path) -> None:
    """After five wrong keys a client is refused before its key is looked at; others are not; feedback has a count of its own."""
    client = _client(index_folder, admin_key=SecretStr(KEY))
    right, wrong = {"Authorization": f"Bearer {KEY}"}, {"Authorization": "Bearer wrong"}
    assert _asked_by(client, "192.0.2.1", TASK, **right).status_code == 404
    assert [_asked_by(client, "192.0.2.1", TASK, **wrong).status_code for _ in range(6)] == [401] * 5 + [429]
    assert _asked_by(client, "192.0.2.1", TASK, **right).status_code == 429
    assert _asked_by(client, "192.0.2.2", TASK, **right).status_code == 404


def test_the_key_may_stand_in_a_file(index_folder: Path, tmp_path: Path) -> None:
    """White space at its end does not belong to it."""
    file = tmp_path / "key"
    file.write_text(KEY + "\n")
    client = _client(index_folder, admin_key_file=file)
    assert client.get(TASK, headers={"Authorization": f"Bearer {KEY}"}).status_code == 404


@pytest.mark.parametrize("content", ["short", None])
def test_a_key_file_that_is_no_use_is_said_at_the_start(index_folder: Path, tmp_path: Path, content: str | None) -> None:
    """Named, without what is in it."""
    file = tmp_path / "key"
    if content:
        file.write_text(content)
    with pytest.raises(SettingsError, match="admin_key_file") as raised:
        _client(index_folder, admin_key_file=file)
    assert "short" not in str(raised.value).replace("shorter", "")


class _Slow:
    """A body that comes when it is told to, and tells that it is awaited."""

    def __init__(self) -> None:
        self.awaited = threading.Semaphore(0)
        self.comes = threading.Event()

    def read(self, size: int) -> bytes:
        """Wait for it."""
        self.awaited.release()
        self.comes.wait()
        return b"body"


def test_so_many_bodies_are_awaited_and_no_more() -> None:
    """The next is refused at once; when they have come, others may."""
    body = _Slow()
    readers = [threading.Thread(target=GuardedInput(body).read) for _ in range(BODIES_AT_ONCE)]
    for reader in readers:
        reader.start()
        body.awaited.acquire()
    with pytest.raises(ServiceUnavailable):
        GuardedInput(body).read(1)
    body.comes.set()
    for reader in readers:
        reader.join()
    assert GuardedInput(body).read(1) == b"body"
