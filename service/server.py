"""The production server: granian, with one or more worker processes of several threads."""

import socket
from collections.abc import Callable
from functools import partial

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from index.questions import understand
from service.app import create_app
from service.settings import Settings

WARM_UP = ("微粒贷会起诉吗", "Will they sue me?", "จะถูกฟ้องไหม")
"""Questions that load what is loaded only when needed: the segmenter, the language model, word breaking."""


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
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=partial(_load, settings), wrap_loader=False)


def _require_free(host: str, port: int) -> None:
    """Try the address: granian shares a port that is in use with whoever has it, so that nobody notices."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"address {host}:{port}") from error


def _load(settings: Settings) -> Flask:
    """Make the application in a worker, with everything loaded that the first question would wait for."""
    for question in WARM_UP:
        understand(question)
    return create_app(settings)
