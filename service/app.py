"""create_app: where the parts meet."""

import uuid
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, g, request

from index.languages.chinese import use_dictionary
from index.languages.dictionary import read_dictionary
from index.live import LiveIndex, Prepare
from index.synonyms import load_synonyms
from service import api, pages
from service.choosing import store_of
from service.errors import parameter_problem, register_errors
from service.settings import Settings

BODY_LIMIT = 64 * 1024
"""Bytes of a request's body."""

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def create_app(settings: Settings, prepare: Prepare | None = None) -> Flask:
    """Make the WSGI application that serves the index of the settings, whichever generation is live.

    With ``prepare`` a new generation is opened and prepared in the background (index.live.LiveIndex).
    Raises WordListError if the owner's dictionary or synonyms cannot be read.
    """
    if settings.dictionary:
        use_dictionary(read_dictionary(settings.dictionary))
    app = Flask("service")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.extensions["wenda"] = LiveIndex(store_of(settings), load_synonyms(settings.synonyms), prepare)
    app.before_request(_admit)
    app.after_request(_finish)
    register_errors(app)
    app.register_blueprint(api.api)
    app.register_blueprint(api.health)
    app.register_blueprint(pages.pages)
    app.jinja_env.globals.update(
        pieces=pages.pieces, direction=pages.direction, anchor=pages.anchor, is_web_address=pages.is_web_address
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


def _admit() -> Response | None:
    """Name the request, and refuse what no route can read."""
    g.request_id = uuid.uuid4().hex
    for part in request.query_string.split(b"&"):
        try:
            unquote_to_bytes(part).decode("utf-8")
        except UnicodeDecodeError:
            name = unquote_to_bytes(part.partition(b"=")[0]).decode("utf-8", "replace")
            return parameter_problem(name, "not_utf8", "not valid UTF-8")
    return None


def _finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
