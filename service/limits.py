"""Limits of what one client may do: requests a minute, and bodies that do not come."""

import ipaddress
import threading
from typing import Any

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import ServiceUnavailable

from service.buckets import Buckets, Verdict
from service.errors import problem
from service.settings import Settings

UNLIMITED = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths that whoever watches over the server asks all the time; the style sheet and the like are not limited either."""

FEEDBACK_PER_MINUTE = 30
"""Far more than anybody reads passages; what fills the disk is slower by it."""

BODIES_AT_ONCE = 16
"""Bodies that a process waits for at the same time. The server gives a body no time limit, and cannot be made to give one up
(granian's issue 728), so it has as many threads more: questions go on, whoever is slow."""

_NETWORK_BITS = {4: 32, 6: 64}
"""One client: an IPv4 address, or the IPv6 network that a provider gives to one customer."""


def register_limits(app: Flask, settings: Settings, buckets: Buckets) -> None:
    """Limit the requests of the application, and say in every response what is left (draft-ietf-httpapi-ratelimit-headers)."""
    app.extensions["wenda.buckets"] = buckets
    per_minute = settings.requests_per_minute
    if not per_minute:
        return

    @app.before_request
    def limit() -> Response | None:
        if request.path in UNLIMITED or request.endpoint == "static":
            return None
        g.verdict = verdict = buckets.take("request " + client(), per_minute)
        return None if verdict.allowed else refusal(verdict)

    @app.after_request
    def state(response: Response) -> Response:
        verdict: Verdict | None = g.get("verdict")
        if verdict:
            response.headers["RateLimit-Policy"] = f'"requests";q={per_minute};w=60'
            response.headers["RateLimit"] = f'"requests";r={verdict.remaining};t={verdict.reset}'
        return response


def take(name: str, per_minute: int, tokens: int = 1) -> Response | None:
    """Count something else that the client of this request does; give the response that refuses it, or None."""
    buckets: Buckets = current_app.extensions["wenda.buckets"]
    verdict = buckets.take(f"{name} {client()}", per_minute, tokens)
    return None if verdict.allowed else refusal(verdict)


def refusal(verdict: Verdict) -> Response:
    """Make the response to one request too many."""
    response = problem(429, f"Too many requests; ask again in {verdict.wait} seconds.")
    response.headers["Retry-After"] = str(verdict.wait)
    return response


def client() -> str:
    """Name the client of this request by its address; where that is no address, all such clients are one."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, _NETWORK_BITS[address.version]), strict=False))


class GuardedInput:
    """A request's body, read by BODIES_AT_ONCE requests of a process at most: one that does not come holds its thread up."""

    _places = threading.BoundedSemaphore(BODIES_AT_ONCE)

    def __init__(self, body: Any) -> None:
        """``body`` is the input that WSGI gives."""
        self._body = body

    def read(self, size: int = -1) -> bytes:
        """Read as the input does. Raises ServiceUnavailable if too many bodies are awaited already."""
        if not self._places.acquire(blocking=False):
            raise ServiceUnavailable("Too many requests are being received; try again in a few seconds.")
        try:
            read: bytes = self._body.read(size)
        finally:
            self._places.release()
        return read
