"""Every error that leaves over HTTP, made by one function: application/problem+json (RFC 9457)."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus

from flask import Flask, Response, g, json, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, SecurityError

from index.answers import IndexDamagedError, NoIndexError, NoTermsError, NotFoundError, NoVectorsError
from service.feedback import FeedbackError

log = logging.getLogger(__name__)

DRAINED = 1 << 20
"""Bytes of a body that is too large that are read all the same before the answer; who sends more is cut off."""

BODY_CODES = {413: "too_large", 415: "not_json"}
"""Statuses that are the fault of the body, and their codes."""

FieldError = dict[str, str]


def problem(status: int, detail: str, errors: Sequence[FieldError] = ()) -> Response:
    """Make an error response; ``errors`` are {"parameter", "code", "detail"} for each parameter at fault.

    A browser that asks for a page gets one that says it in the visitor's language.
    """
    title = HTTPStatus(status).phrase
    if _wants_page():
        page = render_template("error.html", status=status, title=title, detail=detail, errors=errors)
        return Response(page, status, mimetype="text/html")
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "errors": list(errors),
        "request_id": g.request_id,
    }
    return Response(json.dumps(body), status, mimetype="application/problem+json")


def parameter_problem(parameter: str, code: str, detail: str) -> Response:
    """Make the 400 response for one parameter."""
    return problem(HTTPStatus.BAD_REQUEST, f"{parameter}: {detail}", [{"parameter": parameter, "code": code, "detail": detail}])


def validation_problem(error: ValidationError) -> Response:
    """Make the 400 response that names every parameter at fault."""
    errors = [
        {"parameter": ".".join(map(str, one["loc"])) or "body", "code": one["type"], "detail": one["msg"]}
        for one in error.errors()
    ]
    detail = "; ".join(f"{one['parameter']}: {one['detail']}" for one in errors)
    return problem(HTTPStatus.BAD_REQUEST, detail, errors)


def register_errors(app: Flask) -> None:
    """Route every exception to problem()."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ValidationError, validation_problem)
    app.register_error_handler(NoTermsError, lambda error: parameter_problem("q", "no_terms", str(error)))
    app.register_error_handler(NoVectorsError, lambda error: parameter_problem("mode", "no_encoder", str(error)))
    app.register_error_handler(NotFoundError, lambda error: problem(HTTPStatus.NOT_FOUND, str(error)))
    app.register_error_handler(NoIndexError, _no_index)
    app.register_error_handler(IndexDamagedError, _damaged)
    app.register_error_handler(FeedbackError, _not_stored)
    app.register_error_handler(Exception, _unexpected)


def _wants_page() -> bool:
    if request.path.startswith("/api/") or isinstance(request.routing_exception, SecurityError):
        return False  # of a host that is not ours there are no addresses to put into a page
    accepted = request.accept_mimetypes
    return "text/html" in accepted.values() and accepted["text/html"] >= accepted["application/problem+json"]


def _http(error: HTTPException) -> Response:
    if error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        # A client that is cut off while it sends never sees the answer.
        with suppress(HTTPException):  # too many are awaited
            request.environ["wsgi.input"].read(DRAINED)
    detail = error.description or error.name
    code = BODY_CODES.get(error.code or 0)
    errors = [{"parameter": "body", "code": code, "detail": detail}] if code else []
    response = problem(error.code or HTTPStatus.INTERNAL_SERVER_ERROR, detail, errors)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _no_index(error: NoIndexError) -> Response:
    # The message names the index directory, which is the owner's business: it goes to the log.
    log.warning("%s", error)
    return problem(
        HTTPStatus.SERVICE_UNAVAILABLE, "There is no index yet; the owner of this site builds it with `wenda rebuild`."
    )


def _damaged(error: IndexDamagedError) -> Response:
    log.error("%s", error)
    return problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The index cannot be read; the owner of this site rebuilds it with `wenda rebuild`.",
    )


def _not_stored(error: FeedbackError) -> Response:
    log.error("%s", error)
    return problem(
        HTTPStatus.SERVICE_UNAVAILABLE, "Feedback cannot be stored at the moment; the owner of this site finds out why."
    )


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error in request %s", g.request_id, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "An unexpected error happened; it has been logged under this request's id.")
