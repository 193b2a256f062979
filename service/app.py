"""create_app: where the parts meet."""

import hashlib
from importlib.metadata import version

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from index.generations import Generations
from index.languages.chinese import use_dictionary
from index.languages.dictionary import read_dictionary
from index.live import LiveIndex, Prepare
from index.synonyms import load_synonyms
from service import api, embedding, openapi, pages, robots, suggesting
from service.access_log import register_access_log
from service.admin import register_admin
from service.admission import register_admission
from service.answering import register_answers
from service.buckets import Buckets
from service.compression import compress
from service.errors import register_errors
from service.headers import register_headers
from service.keys import register_key
from service.limits import register_limits
from service.measuring import register_metrics
from service.settings import Settings
from service.shared import shared_folder

BODY_LIMIT = 64 * 1024
"""Bytes of a request's body."""

BUCKETS = "buckets"
"""The file of the rate limits, in the folder that worker processes share."""


def create_app(settings: Settings, prepare: Prepare | None = None) -> Flask:
    """Make the WSGI application that serves the index of the settings, whichever generation is live.

    With ``prepare`` a new generation is opened and prepared in the background (index.live.LiveIndex).
    Raises WordListError if the owner's dictionary or synonyms cannot be read, SettingsError if the admin key cannot, and
    OSError if the access log cannot be written.
    """
    if settings.dictionary:
        use_dictionary(read_dictionary(settings.dictionary))
    app = Flask("service")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.config["TRUSTED_HOSTS"] = list(settings.hosts) or None
    live = LiveIndex(Generations(settings.index), load_synonyms(settings.synonyms), prepare)
    app.extensions["wenda"] = live
    app.extensions["wenda.edition"] = _edition(settings)
    _register_around(app, settings, live)
    register_errors(app)
    blueprints = (api.api, api.health, openapi.documents, robots.robots, suggesting.suggesting, embedding.embedding)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    pages.install(app)
    register_admin(app, settings)
    return app


def _register_around(app: Flask, settings: Settings, live: LiveIndex) -> None:
    """Add what happens around every request: before it in this order, after it in the other."""
    folder = shared_folder()
    register_access_log(app, settings)
    register_metrics(app, settings, live)
    app.after_request(compress)
    register_headers(app, settings)
    register_admission(app)
    register_limits(app, settings, Buckets(folder / BUCKETS if folder else None))
    register_key(app, settings)
    register_answers(app, settings)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]


def _edition(settings: Settings) -> str:
    """Name all besides the index that answers depend on: this version, and the owner's words."""
    lists = [file.read_bytes() for file in (settings.synonyms, settings.dictionary) if file]
    return hashlib.blake2b(b"\0".join([version("wenda").encode(), *lists]), digest_size=8).hexdigest()
