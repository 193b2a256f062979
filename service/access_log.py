"""One line of JSON for each request; what was asked, and by whom, only where the owner wants that."""

import json
import logging
import sys
import time
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from typing import Any

from flask import Flask, Response, g, request

from service.settings import JSON, OFF, Settings


def register_access_log(app: Flask, settings: Settings) -> None:
    """Log the requests of the application, if the settings say so. Raises OSError if the file cannot be written."""
    if settings.access_log == OFF:
        return
    log = logging.Logger("wenda.access", logging.INFO)  # noqa: LOG001 - its own: of this application, and nothing else's
    log.addHandler(_handler(settings))

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        log.info("%s", json.dumps(_entry(settings, response), ensure_ascii=False))
        return response


def _handler(settings: Settings) -> logging.Handler:
    """Write whole lines: workers append to the same file, and one that was renamed by logrotate is opened anew."""
    if settings.access_log == JSON:
        return logging.StreamHandler(sys.stdout)
    return WatchedFileHandler(settings.access_log, encoding="utf-8", errors="backslashreplace")


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
