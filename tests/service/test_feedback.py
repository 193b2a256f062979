"""What visitors say, and what found no answer: stored, counted, exported, and nobody's name in it."""

import csv
import io
import json
import sqlite3
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service import feedback as module
from service.app import create_app
from service.cli import main
from service.feedback import Feedback, FeedbackError, Judgement, today
from service.settings import Settings

FLAGSHIP = "微粒贷会起诉吗"
PASSAGE = "weilidai-overdue:2"
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def index(index_folder: Path, tmp_path: Path) -> Path:
    """Give an index directory of the built-in articles that a test may write to."""
    (tmp_path / "current").write_bytes((index_folder / "current").read_bytes())
    (tmp_path / "generations").symlink_to(index_folder / "generations")
    return tmp_path


@pytest.fixture
def client(index: Path) -> FlaskClient:
    """Give a test client over that index."""
    return create_app(Settings(index=index, log_unanswered=True)).test_client()


def _revision(client: FlaskClient) -> str:
    return str(client.get("/api/v1/status").get_json()["revision"])


def _judge(client: FlaskClient, **changed: object) -> TestResponse:
    body = {"question": FLAGSHIP, "passage_id": PASSAGE, "revision": _revision(client), "helpful": True, "comment": "清楚"}
    return client.post("/api/v1/feedback", json=body | changed)


def _exported(index: Path, kind: str, *flags: str) -> str:
    result = CliRunner().invoke(main, ["feedback", kind, "--index", str(index), *flags], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_a_judgement_is_stored_and_exported(client: FlaskClient, index: Path) -> None:
    """All of it, with the day; as lines of JSON and as a table."""
    assert _judge(client).status_code == 201
    stored = {"day": today(), "question": FLAGSHIP, "passage_id": PASSAGE, "revision": _revision(client), "helpful": True}
    assert json.loads(_exported(index, "export", "--json")) == stored | {"comment": "清楚"}
    (row,) = csv.DictReader(io.StringIO(_exported(index, "export")), dialect="excel-tab")
    assert row == {name: str(value) for name, value in stored.items()} | {"comment": "清楚"}


@pytest.mark.parametrize(
    ("changed", "parameter"),
    [
        ({"question": ""}, "question"),
        ({"question": "问" * 501}, "question"),
        ({"helpful": "yes"}, "helpful"),
        ({"comment": "字" * 501}, "comment"),
        ({"revision": "20260101"}, "revision"),
        ({"revision": "20260101T000000Z-00000g"}, "revision"),
        ({"passage_id": "none:1"}, "passage_id"),
        ({"passage_id": "x" * 501}, "passage_id"),
        ({"address": "192.0.2.1"}, "address"),
    ],
)
def test_a_bad_judgement_is_refused(client: FlaskClient, index: Path, changed: dict[str, object], parameter: str) -> None:
    """Named by what is wrong with it, and not stored."""
    response = _judge(client, **changed)
    assert response.status_code == 400
    assert [error["parameter"] for error in response.get_json(force=True)["errors"]] == [parameter]
    assert not list(Feedback(index).judgements())


def test_a_judgement_of_an_older_index_is_taken(client: FlaskClient, index: Path) -> None:
    """Its passage may be gone by now."""
    assert _judge(client, revision="20260101T000000Z-000000.2", passage_id="gone:1").status_code == 201
    assert [one.passage_id for one in Feedback(index).judgements()] == ["gone:1"]


def test_the_form_of_the_page_leads_back_to_it(client: FlaskClient, index: Path) -> None:
    """303 to the question, in its language, with thanks."""
    form = {"q": FLAGSHIP, "passage": PASSAGE, "revision": _revision(client), "helpful": "no", "lang": "zh"}
    response = client.post("/feedback", data=form, headers=OWN)
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/?q=%E5%BE%AE")
    assert response.headers["Location"].endswith("&lang=zh&thanks=1")
    assert client.get(response.headers["Location"]).status_code == 200
    (stored,) = Feedback(index).judgements()
    assert (stored.question, stored.passage_id, stored.helpful) == (FLAGSHIP, PASSAGE, False)
    assert client.post("/feedback", data=form | {"helpful": "maybe"}, headers=OWN).status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_form_on_another_site_is_refused(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    """By what the browser says of where it stood."""
    form = {"q": FLAGSHIP, "revision": _revision(client), "helpful": "yes"}
    assert client.post("/feedback", data=form, headers=headers).status_code == status


def test_one_client_cannot_judge_without_end(client: FlaskClient) -> None:
    """30 a minute, whether there is a rate limit or not."""
    assert [_judge(client).status_code for _ in range(31)] == [201] * 30 + [429]


def test_a_full_store_takes_no_more_and_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can fill the disk, or flush out what is there."""
    monkeypatch.setattr(module, "FEEDBACK_KEPT", 1)
    assert _judge(client).status_code == 201
    refused = _judge(client)
    assert refused.status_code == 503
    assert "sqlite" not in refused.text


def test_a_store_that_cannot_be_written_is_a_problem_in_words(client: FlaskClient, index: Path) -> None:
    """503 without a traceback; questions are answered all the same."""
    (index / "feedback.sqlite").write_bytes(b"not a database, but long enough to be taken for one " * 40)
    assert _judge(client).status_code == 503
    assert client.get("/api/v1/search", query_string={"q": "qqqqqq zzzzzz"}).status_code == 200


def test_processes_and_threads_may_write_at_once(tmp_path: Path) -> None:
    """Every judgement arrives."""
    judgement = Judgement(today(), "a", "", "20260101T000000Z-000000", helpful=True, comment="")

    def store() -> None:
        for _ in range(10):
            Feedback(tmp_path).store(judgement)

    threads = [threading.Thread(target=store) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(Feedback(tmp_path).judgements())) == 40


def test_a_table_holds_nothing_that_a_spreadsheet_would_calculate(tmp_path: Path) -> None:
    """Visitors' words that begin like a formula become text; as JSON they stay as they are."""
    Feedback(tmp_path).store(Judgement(today(), "=1+1", "", "20260101T000000Z-000000", helpful=True, comment='@SUM("a\tb")'))
    (row,) = csv.DictReader(io.StringIO(_exported(tmp_path, "export")), dialect="excel-tab")
    assert (row["question"], row["comment"]) == ("'=1+1", '\'@SUM("a\tb")')
    assert json.loads(_exported(tmp_path, "export", "--json"))["question"] == "=1+1"


def test_questions_without_an_answer_are_counted_by_day(client: FlaskClient, index: Path) -> None:
    """From the API and the page, whether passages were shown or not, and once for each time; answered ones are not."""
    for question in ("qqqqqq zzzzzz", "qqqqqq zzzzzz", FLAGSHIP):
        assert client.get("/api/v1/search", query_string={"q": question}).status_code == 200
    client.get("/", query_string={"q": "qqqqqq zzzzzz"})
    client.get("/api/v1/search", query_string={"q": "qqqqqq zzzzzz", "offset": 10})
    (noted,) = map(json.loads, _exported(index, "unanswered", "--json").splitlines())
    assert noted == {"day": today(), "language": noted["language"], "question": "qqqqqq zzzzzz", "hits": 0, "times": 3}


def test_unanswered_questions_are_kept_for_a_while_and_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """90 days, and so many different ones a day; those known are counted on."""
    monkeypatch.setattr(module, "UNANSWERED_A_DAY", 2)
    store = Feedback(tmp_path)
    for day, question in (
        ("2025-12-31", "old"),
        ("2026-03-01", "a"),
        ("2026-04-01", "a"),
        ("2026-04-01", "b"),
        ("2026-04-01", "c"),
    ):
        store.note_unanswered(question, "en", 0, day)
    store.note_unanswered("b", "en", 3, "2026-04-01")
    assert [(one.day, one.question, one.hits, one.times) for one in store.unanswered()] == [
        ("2026-03-01", "a", 0, 1),
        ("2026-04-01", "b", 3, 2),
        ("2026-04-01", "a", 0, 1),
    ]


def test_unanswered_questions_are_not_kept_by_default(index: Path) -> None:
    """The owner switches it on."""
    client = create_app(Settings(index=index)).test_client()
    client.get("/api/v1/search", query_string={"q": "qqqqqq zzzzzz"})
    assert not (index / "feedback.sqlite").exists()
    assert _exported(index, "unanswered", "--json") == ""


def test_nothing_of_the_visitor_has_a_place_in_the_file(tmp_path: Path) -> None:
    """The columns are all there is: no address, no browser, no time of day."""
    Feedback(tmp_path).store(Judgement(today(), "a", "", "20260101T000000Z-000000", helpful=True, comment=""))
    with sqlite3.connect(tmp_path / "feedback.sqlite") as database:
        columns = {
            table: [row[1] for row in database.execute(f"pragma table_info({table})")] for table in ("feedback", "unanswered")
        }
    database.close()
    assert columns == {
        "feedback": ["id", "day", "question", "passage_id", "revision", "helpful", "comment"],
        "unanswered": ["day", "language", "question", "hits", "times"],
    }


def test_an_error_names_the_file_for_the_owner(tmp_path: Path) -> None:
    """Who looks into the log learns what to do."""
    (tmp_path / "feedback.sqlite").mkdir()
    with pytest.raises(FeedbackError, match=r"feedback\.sqlite"):
        Feedback(tmp_path).store(Judgement(today(), "a", "", "r", helpful=True, comment=""))
