"""The bodies of requests' answers, as types: what representation makes and the OpenAPI document is generated from."""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict  # typing's own is not known to pydantic before Python 3.12

from index.answers import ExpansionKind, QuestionType, SuggestionKind

Offset = Annotated[int, Field(ge=0, description="a place in a text, in code points")]
Range = Annotated[tuple[Offset, Offset], Field(description="half-open range of a text, in code points")]
Share = Annotated[float, Field(ge=0, le=1)]
Script = Literal["Hans", "Hant"]
Revision = Annotated[str, Field(description="the generation that answered")]


class CorrectionBody(TypedDict):
    """Another spelling of the question, and whether it was searched in place of the question as typed."""

    text: str
    applied: bool


class ExpansionBody(TypedDict):
    """Something searched besides the words of the question; `weight` is its share of the weight of `source`."""

    text: str
    kind: ExpansionKind
    source: str
    weight: Share


class QuestionBody(TypedDict):
    """How the question was understood."""

    text: str
    language: str
    type: QuestionType
    terms: list[str]
    ignored: list[str]
    correction: CorrectionBody | None
    expansions: list[ExpansionBody]


class AnswerBody(TypedDict):
    """The answering sentence of the best hit: a range of its passage's text, and how sure that is."""

    passage_id: str
    text: str
    start: Offset
    end: Offset
    confidence: Share


class PassageBody(TypedDict):
    """A passage, with its place in its document."""

    id: str
    document_id: str
    title: str
    heading: str
    url: str
    language: str
    text: str
    start: Offset
    end: Offset


class HitBody(PassageBody):
    """A passage found: the ranges of its text to mark, its answering sentence, and its score."""

    copies: list[str]
    highlights: list[Range]
    answer: Range | None
    score: Share
    explanation: NotRequired[dict[str, float]]


class TotalBody(TypedDict):
    """How many passages were found."""

    value: Annotated[int, Field(ge=0)]
    relation: Literal["eq"]


class SearchBody(TypedDict):
    """What a question finds."""

    question: QuestionBody
    answer: AnswerBody | None
    hits: list[HitBody]
    related: list[str]
    total: TotalBody
    revision: Revision
    took_ms: Annotated[float, Field(ge=0)]


class TermBody(TypedDict):
    """A word that a text is matched by; what only an index knows is null without one."""

    text: str
    term: str
    passages: int | None
    idf: float | None


class AnalysedExpansionBody(ExpansionBody):
    """An expansion with its index terms, and those of the question that it may take the place of."""

    terms: list[str]
    stands_for: list[str]
    grams: list[str]


class AnalysisBody(TypedDict):
    """How a text is understood."""

    text: str
    language: str
    language_confidence: Share
    script: Script | None
    folded: str | None
    type: QuestionType
    terms: list[TermBody]
    grams: list[str]
    ignored: list[str]
    expansions: list[AnalysedExpansionBody]
    correction: CorrectionBody | None
    passages: int | None
    revision: str | None


class HeadingBody(TypedDict):
    """A heading's place in its document, and its level, 1-6."""

    start: Offset
    end: Offset
    level: Annotated[int, Field(ge=1, le=6)]


class PlaceBody(TypedDict):
    """A passage's place in its document."""

    id: str
    start: Offset
    end: Offset


class DocumentBody(TypedDict):
    """A document whole."""

    id: str
    title: str
    url: str
    language: str
    text: str
    headings: list[HeadingBody]
    passages: list[PlaceBody]


class SuggestionBody(TypedDict):
    """A text of the collection that what is typed may become; `document_id` is null where it stands in many documents."""

    text: str
    kind: SuggestionKind
    document_id: str | None
    language: str
    highlights: list[Range]


class SuggestBody(TypedDict):
    """What may be meant by what is typed so far, the best first."""

    q: str
    suggestions: list[SuggestionBody]
    revision: Revision


class StatusBody(TypedDict):
    """The live generation, and what it holds."""

    revision: Revision
    created: str
    documents: int
    passages: int
    languages: Annotated[dict[str, int], Field(description="passages by language")]
    segmenter: str
    encoders: list[str]


class HealthBody(TypedDict):
    """The process lives."""

    status: Literal["ok"]


class ReadyBody(TypedDict):
    """Questions can be answered."""

    status: Literal["ready"]
    revision: Revision


class ProgressBody(TypedDict):
    """How far a rebuild is: what it does, and how many passages are done of how many; 0 where that is not known yet."""

    stage: str
    documents: int
    passages: int
    of: int


class SkippedBody(TypedDict):
    """A file, or a row of one, that could not be read."""

    source: str
    row: int | None
    reason: str


class RebuiltBody(StatusBody):
    """What a rebuild made, and what it had to leave out."""

    skipped: list[SkippedBody]
    seconds: float


class TaskBody(TypedDict):
    """A rebuild that was asked for over HTTP."""

    id: str
    state: Literal["running", "done", "failed"]
    created: str
    progress: ProgressBody | None
    result: RebuiltBody | None
    error: str | None


class ThanksBody(TypedDict):
    """Feedback was stored."""

    status: Literal["stored"]


class FieldErrorBody(TypedDict):
    """A parameter at fault: its name, a code for machines, words for people."""

    parameter: str
    code: str
    detail: str


class ProblemBody(TypedDict):
    """An error (RFC 9457)."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    errors: list[FieldErrorBody]
    request_id: str


OpenApiBody = dict[str, Any]
"""The OpenAPI document itself."""
