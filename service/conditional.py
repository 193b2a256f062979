"""Answers that a client has already: ETag, and 304 without answering again."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, current_app, request

from service.current import live_engine

Asked = ParamSpec("Asked")

REVALIDATED = "no-cache"
"""A copy may be kept, and used when the server says that it is still the answer."""


def conditional(view: Callable[Asked, Response]) -> Callable[Asked, Response]:
    """Give what a view gives an ETag of revision and request, and answer 304 to a client that has that.

    The tag is weak: the time that an answer took, which the body holds, is not part of it. What a view says is not to be stored,
    as an incomplete answer, has none.
    """

    @wraps(view)
    def answered(*given: Asked.args, **named: Asked.kwargs) -> Response:
        tag = _tag()
        if not request.if_none_match.star_tag and request.if_none_match.contains_weak(tag):
            response = Response(status=304)
        else:
            response = view(*given, **named)
        if response.status_code in {200, 304} and not response.cache_control.no_store:
            response.set_etag(tag, weak=True)
            response.headers["Cache-Control"] = REVALIDATED
        return response

    return answered


def _tag() -> str:
    asked = "\n".join((current_app.extensions["wenda.edition"], live_engine().manifest.revision, request.full_path))
    return hashlib.blake2b(asked.encode("utf-8", "replace"), digest_size=16).hexdigest()
