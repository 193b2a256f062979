"""robots.txt: articles may be found by search engines, results of searches here are no content of their own."""

from flask import Blueprint, Response

robots = Blueprint("robots", __name__)

RULES = """\
User-agent: *
Disallow: /api/
Disallow: /*?q=
Disallow: /*&q=
"""


@robots.get("/robots.txt")
def robots_txt() -> Response:
    """Say what search engines should leave out."""
    return Response(RULES, mimetype="text/plain")
