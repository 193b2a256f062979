"""Metrics and access log of one process: what is in them, and who may read them."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr

from service.app import create_app
from service.settings import Settings

KEY = "a key that nobody guesses"
QUESTION = "微粒贷会起诉吗"


def test_metrics_can_be_closed(index_folder: Path) -> None:
    """To those without the key, or to all."""
    keyed = create_app(Settings(index=index_folder, metrics="key", admin_key=SecretStr(KEY))).test_client()
    assert keyed.get("/metrics").status_code == 401
    assert keyed.get("/metrics", headers={"Authorization": f"Bearer {KEY}"}).status_code == 200
    assert create_app(Settings(index=index_folder, metrics="off")).test_client().get("/metrics").status_code == 404


def test_whatever_is_asked_the_metrics_stay_few(client: FlaskClient) -> None:
    """Labels are routes, not paths; methods and paths that a client makes up have one name."""
    for number in range(20):
        client.get(f"/nothing/{number}")
        client.open("/", method=f"METHOD{number}")
        client.get(f"/api/v1/documents/{number}")
    text = client.get("/metrics").text
    counted = [line for line in text.splitlines() if line.startswith("wenda_requests_total")]
    assert len(counted) == 3
    assert 'wenda_requests_total{method="none",route="none",status="404"} 20.0' in counted


def test_without_an_index_the_metrics_say_so(tmp_path: Path) -> None:
    """They are there all the same."""
    text = create_app(Settings(index=tmp_path / "none")).test_client().get("/metrics").text
    assert "wenda_index_up 0.0" in text
    assert "wenda_index_age_seconds" not in text


def test_the_age_of_the_index_is_told(client: FlaskClient) -> None:
    """In seconds since it was built."""
    (line,) = (line for line in client.get("/metrics").text.splitlines() if line.startswith("wenda_index_age_seconds "))
    assert 0 <= float(line.rpartition(" ")[2]) < 3600


@pytest.mark.parametrize(("questions", "addresses"), [(False, False), (True, False), (False, True)])
def test_the_log_holds_what_the_owner_wants(index_folder: Path, tmp_path: Path, *, questions: bool, addresses: bool) -> None:
    """Questions and addresses only if switched on; a line break in either makes no second line."""
    file = tmp_path / "access.log"
    stated = {"access_log": str(file), "log_questions": questions, "log_addresses": addresses}
    app = create_app(Settings.model_validate({"index": index_folder, **stated}))
    client = app.test_client()
    client.get("/api/v1/search", query_string={"q": QUESTION + "\n{}"}, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    client.get("/nothing\n", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    text = file.read_text("utf-8")
    first, second = map(json.loads, text.splitlines())
    assert (first["route"], first["status"], second["route"], second["status"]) == ("/api/v1/search", 200, "none", 404)
    assert first["revision"]
    assert first.get("query") == ({"q": QUESTION + "\n{}"} if questions else None)
    assert (QUESTION in text) is questions
    assert ("192.0.2.7" in text) is addresses


def test_a_log_that_was_renamed_is_begun_anew(index_folder: Path, tmp_path: Path) -> None:
    """As logrotate does it, without a signal."""
    file = tmp_path / "access.log"
    client = create_app(Settings(index=index_folder, access_log=str(file))).test_client()
    client.get("/healthz")
    file.rename(tmp_path / "access.log.1")
    client.get("/healthz")
    assert len(file.read_text().splitlines()) == len((tmp_path / "access.log.1").read_text().splitlines()) == 1


def test_the_log_can_go_to_standard_output(index_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a service manager that collects it."""
    create_app(Settings(index=index_folder, access_log="json")).test_client().get("/healthz")
    assert json.loads(capsys.readouterr().out)["route"] == "/healthz"


def test_a_log_that_cannot_be_written_is_said_at_the_start_and_stops_no_answer(index_folder: Path, tmp_path: Path) -> None:
    """A wrong path is an error then; a disk that fails later is one for the owner's messages only."""
    folder = tmp_path / "logs"
    with pytest.raises(OSError, match="logs"):
        create_app(Settings(index=index_folder, access_log=str(folder / "access.log")))
    folder.mkdir()
    client = create_app(Settings(index=index_folder, access_log=str(folder / "access.log"))).test_client()
    (folder / "access.log").unlink()
    folder.rmdir()
    assert client.get("/healthz").status_code == 200
