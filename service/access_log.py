"""One line of JSON for each request; what was asked, and by whom, only where the owner wants that."""

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Flask, Response, g, request

from service.settings import JSON, OFF, Settings

log = logging.getLogger(__name__)

MODE = 0o640
"""The owner's, and his group's to read."""


def register_access_log(app: Flask, settings: Settings) -> None:
    """Log the requests of the application, if the settings say so. Raises OSError if the file cannot be written."""
    write = open_log(settings)
    if write is None:
        return

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        try:
            write(json.dumps(_entry(settings, response), ensure_ascii=False) + "\n")
        except OSError as error:  # a full disk keeps nobody from an answer
            log.warning("the access log cannot be written: %s", error)
        return response


def open_log(settings: Settings) -> Callable[[str], None] | None:
    """Give what writes to the log, or None if there is none. Raises OSError if the file cannot be written."""
    if settings.access_log == OFF:
        return None
    write: Callable[[str], None] = _print if settings.access_log == JSON else partial(_append, settings.access_log)
    write("")
    return write


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _append(file: str, text: str) -> None:
    """Write at the end of a file in one step, so that the workers' lines stay whole; opened each time, it may be renamed."""
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, MODE)
    try:
        os.write(descriptor, text.encode("utf-8", "backslashreplace"))
    finally:
        os.close(descriptor)


def _entry(settings: Settings, response: Response) -> dict[str, Any]:
    entry = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "id": g.request_id,
        "method": request.method if request.url_rule else "none",
        "route": request.url_rule.rule if request.url_rule else "none",
        "status": response.status_code,
        "bytes": response.content_length,
        "ms": round((time.perf_counter() - g.began) * 1000, 1),
        "revision": g.engine.manifest.revision if "engine" in g else None,
    }
    if settings.log_questions:
        entry["path"] = request.path
        entry["query"] = request.args.to_dict()
    if settings.log_addresses:
        entry["address"] = request.remote_addr
    return entry
