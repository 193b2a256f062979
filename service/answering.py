"""Answers to the questions of visitors: remembered, measured, and noted where there is none."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Flask, current_app

from index.answers import Answer, Mode, Query
from index.retrieval import answer
from service.current import live_engine
from service.feedback import Feedback
from service.settings import Settings

if TYPE_CHECKING:  # prometheus_client must not be imported before service.shared has said where it counts
    from service.metrics import Metrics

ANSWERS_KEPT = 512
"""Answers remembered by a process; with ten hits of 400 characters each takes some 20 KB."""


class AnswerCache:
    """The answers given last, by generation and query; safe for threads. The synonyms of a process never change."""

    def __init__(self, size: int = ANSWERS_KEPT) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[str, Query], Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, revision: str, query: Query) -> Answer | None:
        """Give the answer to a query by a generation, if it is remembered."""
        with self._lock:
            found = self._kept.get((revision, query))
            if found is not None:
                self._kept.move_to_end((revision, query))
            return found

    def put(self, revision: str, query: Query, found: Answer) -> None:
        """Remember an answer, and forget the one that was not asked for the longest."""
        with self._lock:
            self._kept[revision, query] = found
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)


def register_answers(app: Flask, settings: Settings) -> None:
    """Give the application its memory, and the turns that questions by words take.

    Such a question is Python alone: threads that take the interpreter from one another answer a tenth fewer in a second. The
    encoders work outside of it, and a cluster in other processes.
    """
    app.extensions["wenda.answers"] = AnswerCache()
    app.extensions["wenda.turns"] = threading.Semaphore() if settings.engine == "embedded" else nullcontext()
    app.config["WENDA_LOG_UNANSWERED"] = settings.log_unanswered


def ask(query: Query) -> Answer:
    """Answer a query by the generation that this request sees; raises what index.retrieval.answer raises."""
    started = time.perf_counter()
    engine = live_engine()
    cache: AnswerCache = current_app.extensions["wenda.answers"]
    metrics: Metrics = current_app.extensions["wenda.metrics"]
    found = cache.get(engine.manifest.revision, query)
    metrics.cache.labels("hit" if found else "miss").inc()
    if found:
        found = replace(found, took_ms=(time.perf_counter() - started) * 1000)
    else:
        turns: AbstractContextManager[object] = current_app.extensions["wenda.turns"]
        with turns if query.mode is Mode.LEXICAL else nullcontext():
            found = answer(engine, query)
        if not found.warnings:
            cache.put(engine.manifest.revision, query, found)
    if found.best is None and query.offset == 0 and current_app.config["WENDA_LOG_UNANSWERED"]:
        feedback: Feedback = current_app.extensions["wenda.feedback"]
        feedback.note_unanswered(found.question.text, found.question.language, hits=len(found.hits))
    return found
