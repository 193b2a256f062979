"""The pages: search, reading an article, and what is searched here. Server-rendered; nothing on them needs JavaScript."""

from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, send_from_directory, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response as BaseResponse

from corpus.language import language_of
from index.answers import NoTermsError, NoVectorsError
from index.engines.protocol import Engine
from service import interface
from service.answering import ask
from service.api import QUESTION_LIMIT, SearchParameters, found_document, found_passage
from service.articles import contents, sections, summary
from service.current import live_engine
from service.links import anchor, is_web_address, passage_address, search_address
from service.results import pieces, results

pages = Blueprint("pages", __name__)

TITLES_SHOWN = 30
"""Articles listed on the first page."""

STATIC = Path(__file__).parent / "static"


def install(app: Flask) -> None:
    """Serve the pages."""
    interface.install(app)
    app.register_blueprint(pages)
    app.jinja_env.globals.update(
        pieces=pieces,
        anchor=anchor,
        is_web_address=is_web_address,
        passage_address=passage_address,
        question_limit=QUESTION_LIMIT,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


@pages.get("/")
def search() -> Response:
    """Show the search field and, where a question is asked, what answers it."""
    engine = live_engine()
    asked = request.args.get("q", "")
    if not asked.strip():
        return _home(engine)
    fault, names = "", []
    parameters = SearchParameters.model_construct(q=asked)
    found = None
    try:
        parameters = SearchParameters.model_validate(_known(request.args.to_dict()))
        found = ask(parameters.query())
    except NoTermsError:
        fault = "no_terms"
    except NoVectorsError:
        fault = "no_vectors"
    except ValidationError as error:
        names = sorted({str(one["loc"][0]) for one in error.errors()})
        fault = "too_long" if "q" in names and len(asked) > QUESTION_LIMIT else "parameters"
    page = render_template(
        "search.html",
        q=asked,
        found=found,
        shown=results(engine, found, parameters) if found else None,
        fault=fault,
        names=names,
        thanked=request.args.get("thanks") == "1",
        **_around_results(engine, parameters),
    )
    return make_response(page, 400 if fault else 200)


def _around_results(engine: Engine, parameters: SearchParameters) -> dict[str, Any]:
    """Give what a page of results offers besides them: filters, other questions, and the addresses of both."""
    link = partial(search_address, parameters)
    return {
        "parameters": parameters,
        "link": link,
        "chosen_document": _title(engine, parameters.document),
        "languages": sorted(engine.manifest.languages),
        "samples": _samples(engine),
        "canonical": _absolute(link(offset=parameters.offset)),
    }


@pages.get("/documents/<path:document_id>")
def document(document_id: str) -> Response:
    """Show an article; every passage has an anchor of its own, and the one asked for is marked."""
    found, passages = found_document(document_id)
    place = "p" + request.args.get("p", "")
    parts = list(sections(found, passages, place))
    page = render_template(
        "document.html",
        document=found,
        sections=parts,
        contents=contents(parts),
        summary=summary(parts),
        q=request.args.get("q", ""),
        canonical=_absolute(url_for("pages.document", document_id=document_id)),
    )
    return make_response(page)


@pages.get("/passages/<path:passage_id>")
def passage(passage_id: str) -> BaseResponse:
    """Lead to the passage inside its article."""
    return redirect(passage_address(found_passage(passage_id).passage, ""))


@pages.get("/about")
def about() -> Response:
    """Tell what is searched here, how, and since when."""
    manifest = live_engine().manifest
    languages = sorted(manifest.languages.items(), key=lambda one: -one[1])
    canonical = _absolute(url_for("pages.about"))
    page = render_template("about.html", manifest=manifest, languages=languages, version=version("wenda"), canonical=canonical)
    return make_response(page)


@pages.get("/favicon.ico")
def favicon() -> Response:
    """Give the icon to browsers that ask for it by this name."""
    return send_from_directory(STATIC, "icon.png")


def _home(engine: Engine) -> Response:
    titles = sorted(engine.titles(TITLES_SHOWN), key=lambda one: not _spoken(one[2]))
    canonical = _absolute(url_for("pages.search"))
    page = render_template("home.html", manifest=engine.manifest, samples=_samples(engine), titles=titles, canonical=canonical)
    return make_response(page)


def _known(parameters: dict[str, str]) -> dict[str, str]:
    """Leave out what is no parameter of a search: other sites add some of their own to links."""
    return {name: value for name, value in parameters.items() if name in SearchParameters.model_fields}


def _samples(engine: Engine) -> list[str]:
    """Give questions that can be asked here, those in the visitor's language first."""
    return sorted(engine.manifest.samples, key=lambda sample: not _spoken(language_of(sample)))


def _spoken(language: str) -> bool:
    return bool(interface.interface().locale.language == language)


def _title(engine: Engine, document_id: str) -> str:
    """Give the title of the article that is searched alone, if one is."""
    found = engine.document(document_id) if document_id else None
    return (found.title if found else "") or document_id


def _absolute(address: str) -> str:
    return request.host_url.rstrip("/") + address
