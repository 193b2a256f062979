"""The search box for other sites: one script, which pages of any origin may load."""

from flask import Blueprint, Response, request

embedding = Blueprint("embedding", __name__)

LOADER = 'import "./static/embed.js";\n'
"""What a short address needs so that the modules beside the real one are found."""


@embedding.get("/embed.js")
def embed() -> Response:
    """Give the script that defines <wenda-search>."""
    response = Response(LOADER, mimetype="text/javascript")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@embedding.after_app_request
def _share_modules(response: Response) -> Response:
    """Let pages of any origin load our modules: browsers fetch modules by CORS, and these are no secret."""
    if request.endpoint == "static" and request.path.endswith(".js"):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response
