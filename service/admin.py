"""The routes that change something: rebuild and its tasks, and feedback."""

from typing import Annotated
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, jsonify, redirect, request, url_for
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.wrappers import Response as BaseResponse

from index.answers import IndexLockedError
from service.api import QUESTION_LIMIT, json_body
from service.bodies import TaskBody, ThanksBody
from service.choosing import store_of
from service.current import live_engine
from service.errors import parameter_problem, problem
from service.feedback import Feedback, Judgement, today
from service.headers import STORED_BY_NOBODY
from service.keys import require_key
from service.limits import FEEDBACK_PER_MINUTE, take
from service.operations import operation
from service.settings import Settings
from service.tasks import Tasks

admin = Blueprint("admin", __name__, url_prefix="/api/v1")
forms = Blueprint("forms", __name__)

ID_LIMIT = 500
COMMENT_LIMIT = 500

REVISION = r"\d{8}[Tt]\d{6}[Zz]-[0-9a-f]{6}(\.\d{1,3})?"
"""What names a generation (index.generations.new_revision), in a cluster in lower case."""

OWN_SITES = frozenset({"same-origin", "none"})
"""What browsers say in Sec-Fetch-Site of a form on our own pages, or of an address typed in."""


class FeedbackParameters(BaseModel):
    """Whether a passage helped with a question; without a passage, whether what was found did."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    question: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    passage_id: str = Field("", max_length=ID_LIMIT)
    revision: Annotated[str, Field(pattern=f"^{REVISION}$")]
    helpful: bool
    comment: str = Field("", max_length=COMMENT_LIMIT)


class RebuildParameters(BaseModel):
    """A rebuild has no parameters yet; the body is empty or an empty object."""

    model_config = ConfigDict(extra="forbid")


def register_admin(app: Flask, settings: Settings) -> None:
    """Add the routes to the application, over the index directory of the settings."""
    app.extensions["wenda.settings"] = settings
    app.extensions["wenda.tasks"] = Tasks(settings.index)
    app.extensions["wenda.feedback"] = Feedback(settings.index)
    app.register_blueprint(admin)
    app.register_blueprint(forms)


@admin.post("/rebuild")
@operation(gives=TaskBody, status=202, body=RebuildParameters, errors=(400, 401, 403, 409, 413, 415, 503), key=True)
def rebuild() -> Response:
    """Start a rebuild of the sources that the settings name; the old index answers until the new one is whole."""
    refused = require_key()
    if refused:
        return refused
    if request.get_data() or request.is_json:
        RebuildParameters.model_validate_json(json_body() or b"{}", strict=True)
    settings: Settings = current_app.extensions["wenda.settings"]
    tasks: Tasks = current_app.extensions["wenda.tasks"]
    try:
        with store_of(settings).lock():  # whoever else rebuilds is named
            pass
        task = tasks.start(_command(settings))
    except IndexLockedError as error:
        return problem(409, str(error))
    response = _private(jsonify(tasks.get(task)))
    response.status_code = 202
    response.headers["Location"] = url_for("admin.task", task_id=task)
    return response


@admin.get("/tasks/<task_id>")
@operation(gives=TaskBody, errors=(401, 403, 404), key=True)
def task(task_id: str) -> Response:
    """Say how far a rebuild is, or how it ended."""
    refused = require_key()
    if refused:
        return refused
    tasks: Tasks = current_app.extensions["wenda.tasks"]
    return _private(jsonify(tasks.get(task_id)))


@admin.post("/feedback")
@operation(gives=ThanksBody, status=201, body=FeedbackParameters, errors=(400, 413, 415, 503))
def feedback() -> Response:
    """Say whether a passage helped with a question."""
    refused = take("feedback", FEEDBACK_PER_MINUTE)
    if refused:
        return refused
    refused = _store(FeedbackParameters.model_validate_json(json_body(), strict=True))
    if refused:
        return refused
    response = jsonify({"status": "stored"})
    response.status_code = 201
    return response


@forms.post("/feedback")
def feedback_form() -> BaseResponse:
    """Take the same from a form of our own page, and lead back there."""
    if not _from_own_page():
        return problem(403, "Feedback is taken from the forms of this site only; programs use POST /api/v1/feedback.")
    refused = take("feedback", FEEDBACK_PER_MINUTE)
    if refused:
        return refused
    form = request.form
    stated = {"question": form.get("q", ""), "passage_id": form.get("passage", ""), "revision": form.get("revision", "")}
    helpful = {"yes": True, "no": False}.get(form.get("helpful", ""))
    if helpful is None:
        return parameter_problem("helpful", "enum", "yes or no")
    given = FeedbackParameters.model_validate(stated | {"helpful": helpful, "comment": form.get("comment", "")})
    refused = _store(given)
    if refused:
        return refused
    return redirect(url_for("pages.search", q=given.question, lang=form.get("lang") or None, thanks="1"), 303)


def _store(given: FeedbackParameters) -> Response | None:
    """Store a judgement, unless it is of a passage that the live generation would have to know; then give the refusal."""
    engine = live_engine()
    known = given.revision != engine.manifest.revision or not given.passage_id or engine.passage(given.passage_id)
    if not known:
        return parameter_problem("passage_id", "unknown", f"there is no passage {given.passage_id!r}")
    store: Feedback = current_app.extensions["wenda.feedback"]
    store.store(Judgement(today(), given.question, given.passage_id, given.revision, given.helpful, given.comment))
    return None


def _from_own_page() -> bool:
    """Tell by what browsers say, and no page can make them say: where the form stood."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in OWN_SITES
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _command(settings: Settings) -> list[str]:
    """Give the arguments of the rebuild: where the settings are, which it reads anew, and what flags had changed."""
    command = ["rebuild", "--json", "--index", str(settings.index)]
    if settings.file:
        command += ["--config", str(settings.file)]
    return command if settings.semantic else [*command, "--no-semantic"]


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = STORED_BY_NOBODY
    return response
