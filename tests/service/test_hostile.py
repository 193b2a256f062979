"""Whatever is asked, in whatever way: an answer or a problem, in time, and nothing of it runs.

In the long form (SOAK=1) 100,000 questions.
"""

import gc
import json
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html
from werkzeug.test import TestResponse

from service.app import create_app
from service.server import WARM_UP
from service.settings import Settings
from tests.hostile import INJECTIONS, QUESTIONS
from tests.soak import LONG

HOSTILE = 100_000 if LONG else 500

SLOWEST = 1.0
"""Seconds of one question, in time of the processor that its thread used: other work on this machine does not count."""

Ask = Callable[[FlaskClient, str], TestResponse]


def _bytes(question: str) -> str:
    return quote_from_bytes(question.encode("utf-8", "surrogatepass"), safe="")


WAYS: tuple[Ask, ...] = (
    lambda client, question: client.get(f"/api/v1/search?limit=3&q={_bytes(question)}"),
    lambda client, question: client.post("/api/v1/search", data=json.dumps({"q": question}), content_type="application/json"),
    lambda client, question: client.get(f"/api/v1/analyze?text={_bytes(question)}"),
    lambda client, question: client.get(f"/?q={_bytes(question)}", headers={"Accept": "text/html"}),
    lambda client, question: client.get(f"/{_bytes(question)}", headers={"Accept": "text/html"}),
    lambda client, question: client.get(f"/documents/{_bytes(question)}?q={_bytes(question)}", headers={"Accept": "text/html"}),
)


@pytest.fixture(scope="module")
def by_words(index_folder: Path) -> FlaskClient:
    """Give a client of one application for all questions; an unexpected error becomes a 500, as in the server."""
    app = create_app(Settings(index=index_folder))
    app.testing = False
    client = app.test_client()
    for question in WARM_UP:
        for way in WAYS:
            way(client, question)
    return client


def _check(response: TestResponse) -> None:
    assert response.status_code in {200, 308, 400, 404}, response.text
    assert "Traceback (most recent call last)" not in response.text
    if response.mimetype == "text/html":
        _check_page(response.text)


def _check_page(text: str) -> None:
    """Check that a page runs nothing but our own files."""
    page = html.document_fromstring(text)
    assert not page.xpath(
        "//script[not(starts-with(@src, '/static/'))] | //script[normalize-space()] | //iframe | //object | //embed"
    )
    assert not page.xpath("//@*[starts-with(name(), 'on')] | //@style")
    for address in page.xpath("//@href | //@src | //@action"):
        assert address.startswith(("/", "#", "?", "http://", "https://")), address


@settings(
    max_examples=HOSTILE,
    deadline=None,
    database=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
@given(QUESTIONS, st.sampled_from(range(len(WAYS))))
@example("a" + "\u0301" * 499, 0)
@example("\u202e" * 500, 3)
@example("\ud800", 1)
@example("(a+)+" * 100, 3)
def test_no_question_breaks_anything(by_words: FlaskClient, question: str, way: int) -> None:
    """No 5xx, no script in a page, no traceback, nothing that takes a second."""
    # A garbage collection walks through all that Hypothesis keeps of the questions before: up to a second that is not this one's.
    gc.disable()
    started = time.thread_time()
    try:
        response = WAYS[way](by_words, question)
        taken = time.thread_time() - started
    finally:
        gc.enable()
    assert taken < SLOWEST
    _check(response)


@pytest.mark.parametrize("injection", INJECTIONS)
def test_known_injections_stay_text(by_words: FlaskClient, injection: str) -> None:
    """Each by every way; where a page shows it, it shows it as it was typed."""
    for way in WAYS:
        _check(way(by_words, injection))
    page = html.document_fromstring(WAYS[3](by_words, injection + " 起诉").text)
    (field,) = page.xpath("//main//input[@name='q'] | //header//input[@name='q']")[:1]
    shown = " ".join(injection.replace("\x00", "").split())
    assert " ".join(field.value.replace("\ufffd", "").split()) == f"{shown} 起诉".strip()
