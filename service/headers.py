"""What every response says besides its body: a policy for browsers, and who may read it from another site."""

from flask import Flask, Response, request

from service.settings import Settings

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Of every response, where the route does not say otherwise. Nothing is loaded from elsewhere, no script stands in a page."""

SHARED = "/api/"
"""Where the routes begin that other origins may read."""

ANSWERED = ("ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID")
"""Headers of a response that a script of another origin may read."""

ASKED = ("Content-Type", "If-None-Match", "X-Request-ID")
"""Headers that it may send; Authorization is none of them: the admin key has no place in a page."""

PREFLIGHT_SECONDS = 7200
"""How long a browser remembers what it may ask: the most that Chromium takes."""

STORED_BY_NOBODY = "no-store"


def register_headers(app: Flask, settings: Settings) -> None:
    """Add the headers to every response of the application."""
    origins = frozenset(settings.cors_origins)

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        if response.status_code >= 400:
            response.headers.setdefault("Cache-Control", STORED_BY_NOBODY)
        return _share(response, origins) if origins and request.path.startswith(SHARED) else response


def _share(response: Response, origins: frozenset[str]) -> Response:
    """Let pages of the listed origins read a response (CORS); of others the browser keeps it."""
    origin = request.headers.get("Origin", "")
    allowed = "*" if "*" in origins else origin if origin in origins else ""
    if "*" not in origins:
        response.vary.add("Origin")
    if not allowed:
        return response
    response.headers["Access-Control-Allow-Origin"] = allowed
    response.headers["Access-Control-Expose-Headers"] = ", ".join(ANSWERED)
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = ", ".join(ASKED)
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    return response
