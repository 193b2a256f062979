"""What comes before every route: the request gets its id, and what no route can read is refused."""

import re
import uuid
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, g, request

from service.errors import parameter_problem
from service.limits import GuardedInput

SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
"""Request ids that are taken from who asks, such as a proxy; others would be trouble in a log or a header."""


def register_admission(app: Flask) -> None:
    """Admit the requests of the application."""

    @app.before_request
    def admit() -> Response | None:
        stated = request.headers.get("X-Request-ID", "")
        g.request_id = stated if SANE_ID.fullmatch(stated) else uuid.uuid4().hex
        request.environ["wsgi.input"] = GuardedInput(request.environ["wsgi.input"])
        return _unreadable()

    @app.after_request
    def name(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.request_id
        return response


def _unreadable() -> Response | None:
    for part in request.query_string.split(b"&"):
        try:
            unquote_to_bytes(part).decode("utf-8")
        except UnicodeDecodeError:
            name = unquote_to_bytes(part.partition(b"=")[0]).decode("utf-8", "replace")
            return parameter_problem(name, "not_utf8", "not valid UTF-8")
    return None
