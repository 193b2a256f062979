"""REST: /api/v1, and the health routes beside it."""

from typing import Annotated

from flask import Blueprint, Response, jsonify, request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from corpus.documents import Document, Passage
from corpus.language import LANGUAGES
from index.answers import Mode, NotFoundError, Query, SearchError
from index.lexical import Match
from index.retrieval import analyze
from index.timing import stage
from service.answering import ask
from service.bodies import AnalysisBody, DocumentBody, HealthBody, PassageBody, ReadyBody, SearchBody, StatusBody
from service.conditional import conditional
from service.current import live_engine, live_engine_if_any, live_index
from service.errors import FieldError, problem
from service.operations import operation
from service.representation import analysis_json, answer_json, document_json, passage_json, status_json

QUESTION_LIMIT = 500
HITS_LIMIT = 50
OFFSET_LIMIT = 1000
PER_DOCUMENT_LIMIT = 10

api = Blueprint("api", __name__, url_prefix="/api/v1")
health = Blueprint("health", __name__)


def language_codes(value: str) -> str:
    """Check a comma list of language codes; a script or region is dropped (zh-Hant is zh). Raises ValueError for others."""
    codes = [code.strip().lower().partition("-")[0] for code in value.split(",") if code.strip()]
    unknown = [code for code in codes if code not in LANGUAGES]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not a language code known here; known are {', '.join(sorted(LANGUAGES))}")
    return ",".join(codes)


def language_code(value: str) -> str:
    """Check one language code, or none. Raises ValueError for several and for others."""
    codes = language_codes(value)
    if "," in codes:
        raise ValueError(f"a text is in one language; {codes} are several")
    return codes


class SearchParameters(BaseModel):
    """The parameters of a search, the same for GET and POST."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    q: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    limit: int = Field(10, ge=1, le=HITS_LIMIT)
    offset: int = Field(0, ge=0, le=OFFSET_LIMIT)
    lang: Annotated[str, AfterValidator(language_codes)] = Field("", examples=["zh,en"])
    document: str = ""
    mode: Mode = Mode.HYBRID
    per_document: int = Field(0, ge=0, le=PER_DOCUMENT_LIMIT)
    explain: bool = False
    literal: bool = False

    def query(self) -> Query:
        """Give the query these parameters ask for."""
        return Query(
            text=self.q,
            limit=self.limit,
            offset=self.offset,
            languages=frozenset(code for code in self.lang.split(",") if code),
            document=self.document,
            mode=self.mode,
            per_document=self.per_document,
            explain=self.explain,
            literal=self.literal,
        )


class AnalysisParameters(BaseModel):
    """The parameters of an analysis."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    text: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    lang: Annotated[str, AfterValidator(language_code)] = Field("", examples=["zh"])


def found_document(document_id: str) -> tuple[Document, list[Passage]]:
    """Give a document and its passages in reading order. Raises NotFoundError."""
    engine = live_engine()
    document = engine.document(document_id)
    if document is None:
        raise NotFoundError(f"there is no document {document_id!r}")
    return document, list(engine.document_passages(document_id))


def found_passage(passage_id: str) -> Match:
    """Give a passage. Raises NotFoundError."""
    found = live_engine().passage(passage_id)
    if found is None:
        raise NotFoundError(f"there is no passage {passage_id!r}")
    return found


def repeated_parameters(parameters: MultiDict[str, str]) -> list[FieldError]:
    """Name the parameters that are given more than once."""
    return [
        {"parameter": name, "code": "repeated", "detail": "given more than once"}
        for name, values in parameters.lists()
        if len(values) > 1
    ]


@api.get("/search")
@operation(gives=SearchBody, query=SearchParameters, errors=(400, 503), conditional=True)
@conditional
def search_get() -> Response:
    """Answer the question in the query string."""
    return _repeated_problem() or _search(SearchParameters.model_validate(request.args.to_dict()))


@api.post("/search")
@operation(gives=SearchBody, body=SearchParameters, errors=(400, 413, 415, 503))
def search_post() -> Response:
    """Answer the question in the JSON body."""
    return _search(SearchParameters.model_validate_json(json_body(), strict=True))


def json_body() -> bytes:
    """Give the body of this request. Raises UnsupportedMediaType if it is not declared as JSON."""
    if not request.is_json:
        raise UnsupportedMediaType("The body must be JSON, with Content-Type: application/json.")
    body = request.get_data()
    if request.content_length is None:
        request.stream.read(1)  # werkzeug cuts a body in chunks off at the limit, and raises only here
    return body


def _search(parameters: SearchParameters) -> Response:
    found = ask(parameters.query())
    with stage("render"):
        return jsonify(answer_json(found))


@api.get("/analyze")
@operation(gives=AnalysisBody, query=AnalysisParameters, errors=(400, 503))
def analyze_get() -> Response:
    """Say how a text is understood; works without an index."""
    return _repeated_problem() or _analyze(AnalysisParameters.model_validate(request.args.to_dict()))


def _analyze(parameters: AnalysisParameters) -> Response:
    engine, synonyms = live_engine_if_any(), live_index().synonyms
    return jsonify(analysis_json(analyze(engine, parameters.text, parameters.lang, synonyms)))


def _repeated_problem() -> Response | None:
    repeated = repeated_parameters(request.args)
    if not repeated:
        return None
    return problem(400, f"{repeated[0]['parameter']}: {repeated[0]['detail']}", repeated)


@api.get("/documents/<path:document_id>")
@operation(gives=DocumentBody, errors=(404, 503), conditional=True)
@conditional
def document(document_id: str) -> Response:
    """Give one document whole."""
    return jsonify(document_json(*found_document(document_id)))


@api.get("/passages/<path:passage_id>")
@operation(gives=PassageBody, errors=(404, 503), conditional=True)
@conditional
def passage(passage_id: str) -> Response:
    """Give one passage."""
    found = found_passage(passage_id)
    return jsonify(passage_json(found.passage, found.url))


@api.get("/status")
@operation(gives=StatusBody, errors=(503,))
def status() -> Response:
    """Say which generation is live and what it holds."""
    return jsonify(status_json(live_engine().manifest))


@health.get("/healthz")
@operation(gives=HealthBody)
def healthz() -> Response:
    """Say that the process is alive."""
    return jsonify({"status": "ok"})


@health.get("/readyz")
@operation(gives=ReadyBody, errors=(503,))
def readyz() -> Response:
    """Say whether questions can be answered: 200, or 503 with the reason."""
    try:
        engine = live_engine()
    except SearchError:
        return problem(503, "There is no index that can be searched yet.")
    return jsonify({"status": "ready", "revision": engine.manifest.revision})
