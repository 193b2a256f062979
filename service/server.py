"""The production server: granian, with one or more worker processes of several threads."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from corpus.language import identify
from index.answers import Query, SearchError
from index.engines.protocol import Engine
from index.retrieval import answer
from index.scoring import load_compiled
from index.workers import end_with_parent
from service.app import create_app
from service.limits import BODIES_AT_ONCE
from service.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WARM_UP = ("微粒贷会起诉吗", "Will they sue me?", "จะถูกฟ้องไหม")
"""Questions that load what is loaded only when needed: the segmenter, the language model, word breaking, the encoders."""


PATIENCE = 8
"""Seconds that the requests under way have to come to their end when the server is told to stop: containers give 10."""


HEADER_SECONDS = 5
"""Time for a request's line and headers, and for the next request of a connection to begin."""

HEADER_BYTES = 32 * 1024
"""A question of 500 characters, percent-encoded, is 6,000 bytes at most; the rest is for cookies of the site around it."""


def run_server(settings: Settings, announce: Callable[[], None]) -> None:
    """Announce, then serve until told to stop; SIGTERM and SIGINT finish the requests under way.

    Raises OSError, with the address as its filename, if the address cannot be had.
    """
    _require_free(settings.host, settings.port)
    announce()
    server = Server(
        "wenda",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads + BODIES_AT_ONCE,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=HEADER_BYTES),
        log_level=LogLevels.warning,
    )
    os.register_at_fork(after_in_child=_let_signals_end)
    logging.getLogger("_granian").addFilter(_says_something_new)
    server.serve(target_loader=partial(_load, settings), wrap_loader=False)


def _says_something_new(record: logging.LogRecord) -> bool:
    """Keep granian's doubts about the number of threads to ourselves: most of them only wait for bodies."""
    return "Python threads" not in record.getMessage()


def _require_free(host: str, port: int) -> None:
    """Try the address: granian shares a port that is in use with whoever has it, so that nobody notices."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"address {host}:{port}") from error


def _let_signals_end() -> None:
    """Have SIGTERM end this process while it still loads: handlers inherited from the parent would only note it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Out of reach of Ctrl-C, which the parent turns into SIGTERM: two signals at once can lock granian's workers up.
    os.setpgid(0, 0)


def _load(settings: Settings) -> Flask:
    """Make the application in a worker, with everything loaded that the first question would wait for."""
    _let_signals_end()  # where processes are spawned, not forked, it was not done yet
    end_with_parent()
    # The model of languages is unpacked while the index is opened: a third of a second, outside of the interpreter's lock.
    threading.Thread(target=identify, args=(WARM_UP[1],), daemon=True).start()
    app = create_app(settings, _warm_up)
    with suppress(SearchError, OSError):  # a server without an index that can be read says so to whoever asks
        app.extensions["wenda"].engine()
    # Beside the first questions, which need not wait for it.
    threading.Thread(target=load_compiled, daemon=True).start()
    app.wsgi_app = _ending_input(app.wsgi_app)  # type: ignore[method-assign, assignment]  # Flask's own way to add a layer
    return app


def _warm_up(engine: Engine) -> None:
    for question in WARM_UP:
        answer(engine, Query(question))
        engine.suggest(question, (), 1)


def _ending_input(application: WSGIApplication) -> WSGIApplication:
    """Say that reading a body ends where it ends, which granian sees to, so that bodies sent in chunks are read."""

    def with_flag(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input_terminated"] = True
        return application(environ, start_response)

    return with_flag
