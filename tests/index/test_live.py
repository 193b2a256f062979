"""The engine in use, while another generation is put live."""

import gc
import threading
import weakref
from pathlib import Path

import pytest

from corpus.documents import Document
from index.answers import IndexDamagedError, Query
from index.engines.protocol import Engine
from index.generations import MANIFEST, Generations
from index.live import LiveIndex
from index.retrieval import answer
from tests.conftest import Build

SECONDS = 20


def _document(text: str) -> Document:
    return Document("a", "微粒贷", text, "a.txt", "", "zh")


class _Preparing:
    """Holds an engine back until it is let through."""

    def __init__(self) -> None:
        self.let = threading.Event()
        self.seen: list[str] = []

    def __call__(self, engine: Engine) -> None:
        assert self.let.wait(SECONDS)
        self.seen.append(engine.manifest.revision)


def _wait_for(live: LiveIndex, revision: str) -> None:
    for _ in range(SECONDS * 100):
        if live.engine().manifest.revision == revision:
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"{revision} did not take over")


def test_the_old_engine_answers_until_the_new_one_is_prepared(tmp_path: Path, build_index: Build) -> None:
    """No question waits for a new generation, and each is prepared once, however many ask; the newest one wins."""
    preparing = _Preparing()
    preparing.let.set()
    first = build_index(tmp_path, [_document("逾期会被起诉。")]).manifest.revision
    live = LiveIndex(Generations(tmp_path), prepare=preparing)
    assert live.engine().manifest.revision == first
    preparing.let.clear()
    second = build_index(tmp_path, [_document("先协商，再起诉。")]).manifest.revision
    assert {live.engine().manifest.revision for _ in range(50)} == {first}
    third = build_index(tmp_path, [_document("起诉之前会催收。")]).manifest.revision
    assert live.engine().manifest.revision == first
    preparing.let.set()
    _wait_for(live, third)
    assert preparing.seen in ([first, second, third], [first, third])


def test_a_generation_that_cannot_be_read_does_not_take_over(tmp_path: Path, build_index: Build) -> None:
    """The one before goes on answering; a later one that is whole takes over."""
    preparing = _Preparing()
    preparing.let.set()
    first = build_index(tmp_path, [_document("逾期会被起诉。")]).manifest.revision
    live = LiveIndex(Generations(tmp_path), prepare=preparing)
    live.engine()
    broken = build_index(tmp_path, [_document("先协商，再起诉。")])
    (broken.folder / MANIFEST).write_text("{}")
    for _ in range(20):
        assert live.engine().manifest.revision == first
        threading.Event().wait(0.01)
    with pytest.raises(IndexDamagedError):
        LiveIndex(Generations(tmp_path)).engine()
    third = build_index(tmp_path, [_document("起诉之前会催收。")]).manifest.revision
    _wait_for(live, third)


def test_an_engine_that_nobody_uses_any_more_is_gone_at_once(tmp_path: Path, build_index: Build) -> None:
    """Its open files and its lease with it, without a garbage collection, which may come late."""
    build_index(tmp_path, [_document("逾期会被起诉。")])
    live = LiveIndex(Generations(tmp_path))
    gc.disable()
    try:
        engine = live.engine()
        answer(engine, Query("会被起诉吗"))
        parts = [weakref.ref(engine), weakref.ref(engine._lexical)]  # type: ignore[attr-defined]
        build_index(tmp_path, [_document("先协商，再起诉。")])
        engine = live.engine()
        assert [part() for part in parts] == [None, None]
    finally:
        gc.enable()
