"""Answers remembered: the same as new ones, and never those of another index or another question."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.documents import Document
from index.answers import Answer, NoTermsError, Query
from index.engines.protocol import Engine
from index.retrieval import answer
from index.timing import stage, tell
from service import answering
from service.answering import AnswerCache
from service.app import create_app
from service.settings import Settings
from tests.conftest import Build

SEARCH = "/api/v1/search"
QUESTION = "微粒贷会起诉吗"


def _cached(client: FlaskClient, result: str) -> int:
    for line in client.get("/metrics").text.splitlines():
        if line.startswith(f'wenda_answer_cache_total{{result="{result}"}}'):
            return int(float(line.rpartition(" ")[2]))
    return 0


def test_a_remembered_answer_is_the_same(client: FlaskClient) -> None:
    """But for the time it took; GET, POST and the page share it."""
    wishes = {"q": QUESTION, "limit": "10"}
    first, again = (client.get(SEARCH, query_string=wishes).get_json() for _ in range(2))
    assert (_cached(client, "miss"), _cached(client, "hit")) == (1, 1)
    assert first | {"took_ms": 0} == again | {"took_ms": 0}
    client.post(SEARCH, json={"q": QUESTION})
    client.get("/", query_string={"q": QUESTION})
    assert (_cached(client, "miss"), _cached(client, "hit")) == (1, 3)


def test_every_wish_counts(client: FlaskClient) -> None:
    """Another limit, offset, language, mode or spelling is another question."""
    wishes = [{}, {"limit": "3"}, {"offset": "1"}, {"lang": "zh"}, {"mode": "lexical"}, {"literal": "true"}, {"explain": "true"}]
    for wish in (*wishes, {"per_document": "1"}, {"document": "weilidai-overdue"}):
        client.get(SEARCH, query_string={"q": QUESTION, **wish})
    assert _cached(client, "hit") == 0


@pytest.mark.parametrize(("mode", "together"), [("lexical", False), ("hybrid", True)])
def test_questions_by_words_take_turns(index_folder: Path, monkeypatch: pytest.MonkeyPatch, mode: str, *, together: bool) -> None:
    """One is answered at a time in a process, even where one before it failed; those by meaning go on side by side."""
    both, met = threading.Barrier(2), []

    def answered(engine: Engine, query: Query) -> Answer:
        try:
            both.wait(timeout=2.0 if together else 0.3)
            met.append(True)
        except threading.BrokenBarrierError:
            both.reset()
        if query.text.startswith("!"):
            raise NoTermsError(query.text)
        return answer(engine, query)

    monkeypatch.setattr(answering, "answer", answered)
    app = create_app(Settings(index=index_folder))

    def status(question: str) -> int:
        return app.test_client().get(SEARCH, query_string={"q": question, "mode": mode}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(status, (f"!{QUESTION}", QUESTION))) == [400, 200]
    assert bool(met) is together


def test_a_new_index_answers_anew(tmp_path: Path, build_index: Build) -> None:
    """The next request after a rebuild is answered by it, however often the question was asked before."""
    for text in ("贷款逾期之后会被起诉。", "贷款逾期之后不会被起诉。"):
        build_index(tmp_path, [Document("a", "贷款", text, "test", "", "zh")])
        client = create_app(Settings(index=tmp_path)).test_client()
        for _ in range(2):
            (hit,) = client.get(SEARCH, query_string={"q": "逾期会起诉吗"}).get_json()["hits"]
            assert hit["text"] == text


def test_one_application_moves_to_a_new_index(tmp_path: Path, build_index: Build) -> None:
    """The same, while it is running."""
    client = create_app(Settings(index=tmp_path)).test_client()
    for text in ("贷款逾期之后会被起诉。", "贷款逾期之后不会被起诉。"):
        build_index(tmp_path, [Document("a", "贷款", text, "test", "", "zh")])
        (hit,) = client.get(SEARCH, query_string={"q": "逾期会起诉吗"}).get_json()["hits"]
        assert hit["text"] == text


def test_the_memory_is_bounded_and_keeps_what_is_asked(engine: Engine) -> None:
    """The answer that was not asked for the longest goes first; threads may use it at once."""
    cache, given = AnswerCache(size=2), answer(engine, Query(QUESTION))
    first, second, third = (Query(text) for text in "abc")
    cache.put("r", first, given)
    cache.put("r", second, given)
    assert cache.get("r", first) is given
    assert cache.get("other", first) is None
    cache.put("r", third, given)
    assert (cache.get("r", first), cache.get("r", second), cache.get("r", third)) == (given, None, given)

    def fill() -> None:
        for number in range(200):
            cache.put("r", replace(first, text=str(number)), given)
            cache.get("r", first)

    threads = [threading.Thread(target=fill) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.get("r", replace(first, text="199")) is given


def test_stages_are_told_to_whoever_asked_in_this_thread(engine: Engine) -> None:
    """Each once and with its seconds, also where one fails; to nobody else."""
    told: list[tuple[str, float]] = []
    tell(lambda name, seconds: told.append((name, seconds)))
    try:
        answer(engine, Query(QUESTION))
        with stage("render"):
            pass
        thread = threading.Thread(target=lambda: answer(engine, Query(QUESTION)))
        thread.start()
        thread.join()
    finally:
        tell(None)
    answer(engine, Query(QUESTION))
    assert [name for name, _ in told] == ["understand", "retrieve", "correct", "extract", "render"]
    assert all(0 <= seconds < 10 for _, seconds in told)


def test_encoders_are_timed(folder_with_meaning: Path) -> None:
    """By their keys, apart from the stages that they are part of."""
    client = create_app(Settings(index=folder_with_meaning)).test_client()
    client.get(SEARCH, query_string={"q": "Will they take me to court?"})
    text = client.get("/metrics").text
    assert 'wenda_encoder_seconds_count{encoder="use"}' in text
    assert 'stage="encode' not in text
