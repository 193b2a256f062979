"""Suggestions while a question is typed: for the page and the embedded box as JSON, for browsers' address bars as OpenSearch."""

from collections.abc import Sequence
from typing import Annotated

from flask import Blueprint, Response, json, jsonify, make_response, render_template, request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from corpus.language import LANGUAGES
from index.answers import Suggestion
from service.api import language_codes, repeated_parameters
from service.bodies import SuggestBody, SuggestionBody
from service.current import live_engine
from service.errors import problem
from service.operations import operation

TYPED_LIMIT = 100
"""Code points of what is typed; no suggestion is longer."""

SUGGESTIONS_LIMIT = 8
"""As many as a phone shows above its keyboard."""

FRESH = 60
"""Seconds that what was suggested may be used again: as long as someone types, far shorter than an index stays live."""

suggesting = Blueprint("suggesting", __name__)


class SuggestionParameters(BaseModel):
    """The parameters of suggestions; ``lang`` are the user's languages, the preferred one first."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    q: str = Field(min_length=1, max_length=TYPED_LIMIT)
    limit: int = Field(SUGGESTIONS_LIMIT, ge=1, le=SUGGESTIONS_LIMIT)
    lang: Annotated[str, BeforeValidator(language_codes)] = ""


@suggesting.get("/api/v1/suggest")
@operation(gives=SuggestBody, query=SuggestionParameters, errors=(400, 503))
def suggest() -> Response:
    """Give what may be meant by what is typed so far."""
    repeated = repeated_parameters(request.args)
    if repeated:
        return problem(400, f"{repeated[0]['parameter']}: {repeated[0]['detail']}", repeated)
    asked = SuggestionParameters.model_validate(request.args.to_dict())
    engine = live_engine()
    languages = [code for code in asked.lang.split(",") if code] or _accepted_languages()
    found = engine.suggest(asked.q, languages, asked.limit)
    body: SuggestBody = {
        "q": asked.q,
        "suggestions": [_suggestion(one) for one in found],
        "revision": engine.manifest.revision,
    }
    return _fresh(jsonify(body))


@suggesting.get("/suggest.json")
def suggest_to_browser() -> Response:
    """Give suggestions as browsers read them from search engines: what was typed, and texts. Nothing for what is too long."""
    typed = request.args.get("q", "")
    found: Sequence[Suggestion] = ()
    if len(typed) <= TYPED_LIMIT:
        found = live_engine().suggest(typed, _accepted_languages(), SUGGESTIONS_LIMIT)
    body = json.dumps([typed, [one.text for one in found]])
    return _fresh(Response(body, mimetype="application/x-suggestions+json"))


@suggesting.get("/opensearch.xml")
def description() -> Response:
    """Describe this search to browsers, so that it can be asked from the address bar (OpenSearch 1.1)."""
    response = make_response(render_template("opensearch.xml"))
    response.mimetype = "application/opensearchdescription+xml"
    return response


def _accepted_languages() -> list[str]:
    """Give the languages that the browser asks for, those that are known here, the preferred one first."""
    codes = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return [code for code in dict.fromkeys(codes) if code in LANGUAGES]


def _suggestion(one: Suggestion) -> SuggestionBody:
    return {
        "text": one.text,
        "kind": one.kind,
        "document_id": one.document_id or None,
        "language": one.language,
        "highlights": list(one.highlights),
    }


def _fresh(response: Response) -> Response:
    response.cache_control.max_age = FRESH
    response.vary.add("Accept-Language")
    return response
