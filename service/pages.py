"""The pages: search, and reading an article. Server-rendered; nothing on them needs JavaScript."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response as BaseResponse

from corpus.documents import Document, Passage
from index.answers import Answer, NoTermsError, Span
from service.answering import ask
from service.api import QUESTION_LIMIT, SearchParameters, found_document, found_passage
from service.current import live_engine

pages = Blueprint("pages", __name__)

TITLES_SHOWN = 30
"""Articles listed on the first page."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is all marked alike."""

    text: str
    term: bool
    answer: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (level 1-6) or a paragraph (level 0): runs of text, each with the id of the passage that begins it, if any."""

    level: int
    runs: tuple[tuple[str, str], ...]


def pieces(text: str, highlights: Sequence[Span], answer_span: Span | None) -> Iterator[Piece]:
    """Cut a text at the borders of its marks, so that a template can nest nothing wrongly."""
    borders = sorted({0, len(text), *(edge for span in highlights for edge in span), *(answer_span or ())})
    for start, end in pairwise(borders):
        yield Piece(
            text[start:end],
            term=any(begin <= start and end <= stop for begin, stop in highlights),
            answer=answer_span is not None and answer_span[0] <= start and end <= answer_span[1],
        )


def direction(language: str) -> str:
    """Give the writing direction of a language, for the dir attribute."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def is_web_address(url: str) -> bool:
    """Tell whether a source's address may become a link; javascript: and the like may not."""
    return url.lower().startswith(("https://", "http://"))


@pages.get("/")
def search() -> Response:
    """Show the search field and, where a question is asked, what answers it."""
    engine = live_engine()
    asked = request.args.get("q", "")
    view = {
        "q": asked,
        "limit": QUESTION_LIMIT,
        "languages": sorted(engine.manifest.languages),
        "manifest": engine.manifest,
    }
    if not asked.strip():
        return make_response(render_template("home.html", **view, titles=engine.titles(TITLES_SHOWN)))
    message = ""
    found: Answer | None = None
    parameters: SearchParameters | None = None
    try:
        wishes = {name: value for name, value in request.args.items() if name != "thanks"}
        parameters = SearchParameters.model_validate(wishes)
        found = ask(parameters.query())
    except NoTermsError:
        message = "这个问题里没有可以搜索的文字，请用词语来提问。"
    except ValidationError as error:
        names = {str(one["loc"][0]) for one in error.errors()}
        too_long = "q" in names and len(asked) > QUESTION_LIMIT
        message = (
            f"问题太长了，请缩短到 {QUESTION_LIMIT} 个字以内。"
            if too_long
            else f"网址里的参数不正确：{'、'.join(sorted(names))}。"
        )
    page = render_template("search.html", **view, found=found, parameters=parameters, message=message)
    return make_response(page, 400 if message else 200)


@pages.get("/documents/<path:document_id>")
def document(document_id: str) -> Response:
    """Show an article; every passage has an anchor of its own."""
    found, passages = found_document(document_id)
    sections = list(_sections(found, passages))
    return make_response(render_template("document.html", document=found, sections=sections, q=request.args.get("q", "")))


@pages.get("/passages/<path:passage_id>")
def passage(passage_id: str) -> BaseResponse:
    """Lead to the passage inside its article."""
    found = found_passage(passage_id)
    return redirect(url_for("pages.document", document_id=found.passage.document_id, _anchor=anchor(passage_id)))


def anchor(passage_id: str) -> str:
    """Give the anchor of a passage in its article's page."""
    return "p" + passage_id.rpartition(":")[2]


def _sections(found: Document, passages: list[Passage]) -> Iterator[Section]:
    levels = {heading.start: heading.level for heading in found.headings}
    begins = {one.start: one.id for one in passages}
    for line in re.finditer(r"[^\n]+", found.text):
        start, end = line.span()
        if line[0] == found.title and start in levels:
            continue  # the page has the title already
        borders = sorted({start, *(one for one in begins if start <= one < end), end})
        runs = tuple((begins.get(one, ""), found.text[one:two]) for one, two in pairwise(borders))
        yield Section(levels.get(start, 0), runs)
