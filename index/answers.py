"""The records that leave this package: question, hits, answer; and its errors.

Offsets are in code points, half-open ``[start, end)``; those of a hit count from the start of its passage's text.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from corpus.documents import Passage

Span = tuple[int, int]


class SearchError(Exception):
    """Something a user can mend; the message says what to do."""


class NoIndexError(SearchError):
    """There is no index yet."""


class IndexDamagedError(SearchError):
    """The index cannot be read: files are missing or broken, or another version wrote it."""


class IndexLockedError(SearchError):
    """Another rebuild holds the lock."""


class IndexWriteError(SearchError):
    """The new index could not be written: the disk is full, or nobody may write there; the live one stays as it is."""


class QualityGateError(SearchError):
    """Golden questions are answered otherwise than they must be; the live index stays as it is."""


class NotFoundError(SearchError):
    """No passage or document has the id asked for."""


class NoTermsError(SearchError):
    """The question holds nothing to search for."""


class NoVectorsError(SearchError):
    """A question by meaning alone, and the index has no vectors that can be used."""


class QuestionType(StrEnum):
    """What kind of answer a question wants."""

    YES_NO = "yes_no"
    HOW = "how"
    WHY = "why"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    HOW_MUCH = "how_much"
    DEFINITION = "definition"
    STATEMENT = "statement"


class Mode(StrEnum):
    """What the score of a passage is made of."""

    LEXICAL = "lexical"
    SEMANTIC = "semantic"
    HYBRID = "hybrid"


class ExpansionKind(StrEnum):
    """Where a word searched besides those of the question comes from."""

    SYNONYM = "synonym"
    TRANSLATION = "translation"


@dataclass(frozen=True, slots=True)
class Correction:
    """Another spelling of the question, and whether it was searched in place of the question as typed."""

    text: str
    applied: bool


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word searched besides those of the question: the index terms that it is made of, the question's word it stands for.

    ``weight`` (0-1) is its share of the weight of that word. ``stands_for`` are the question's index terms of that word: a
    passage scores by the better of the two, not by both; where there are none, it scores besides all others. ``grams``, where
    there are any, are matched besides the terms: those of a translation.
    """

    text: str
    terms: tuple[str, ...]
    source: str
    weight: float
    stands_for: tuple[str, ...] = ()
    grams: tuple[str, ...] = ()

    @property
    def kind(self) -> ExpansionKind:
        """Tell translations, which alone have grams, from synonyms."""
        return ExpansionKind.TRANSLATION if self.grams else ExpansionKind.SYNONYM


class Association(NamedTuple):
    """A word of the collection that is near one of a question's terms in meaning, and what it weighs in its place."""

    term: str
    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: the words it is matched by, and those left out.

    ``terms`` and ``grams`` are index terms, each once, in the question's order; ``shown`` are the words that the terms were
    made of, as typed but for case and width: for people to read. ``associations`` only count where words alone judge.
    """

    text: str
    language: str
    type: QuestionType
    terms: tuple[str, ...]
    grams: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    correction: Correction | None = None
    expansions: tuple[Expansion, ...] = ()
    associations: tuple[Association, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchedWord:
    """A word that a question is searched by: as typed but for case and width, and its index term.

    ``passages`` are those whose text holds it, ``idf`` its inverse document frequency; None where there is no index.
    """

    typed: str
    term: str
    passages: int | None = None
    idf: float | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text understood as a question, and what the index knows of it.

    ``confidence`` (0-1) is that of the language: 1 where it was stated, 0 where it cannot be told. ``script`` of Chinese is
    "Hans" or "Hant", and empty where both write it so; ``folded`` is the text as words are cut from it. Without an index
    ``passages``, how many it has, is 0, ``revision`` is empty, and no correction is looked for.
    """

    question: Question
    confidence: float
    script: str
    folded: str
    words: tuple[SearchedWord, ...]
    passages: int = 0
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found.

    ``score`` (0-1) is, by words alone, its share of the best score that the question could have; with meaning, the probability
    that it answers.
    """

    passage: Passage
    url: str
    copies: tuple[str, ...]
    score: float
    highlights: tuple[Span, ...] = ()
    answer: Span | None = None
    explanation: dict[str, float] | None = None


@dataclass(frozen=True, slots=True)
class BestAnswer:
    """The sentence that answers: a range of its passage's text, and how sure we are (0-1)."""

    passage: Passage
    start: int
    end: int
    confidence: float

    @property
    def text(self) -> str:
        """The sentence itself, verbatim."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a question gets; ``best`` is None where nothing answers with enough confidence."""

    question: Question
    best: BestAnswer | None
    hits: tuple[Hit, ...]
    related: tuple[str, ...]
    total: int
    revision: str
    took_ms: float


class SuggestionKind(StrEnum):
    """Where a suggestion stands in the collection; those that ask something come first, phrases last."""

    QUESTION = "question"
    TITLE = "title"
    HEADING = "heading"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text of the collection that what is typed may become; ``highlights`` are the ranges of it that were typed.

    ``document_id`` is a document that it stands in, empty for a phrase, which stands in many.
    """

    text: str
    kind: SuggestionKind
    document_id: str
    language: str
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the wishes around it.

    ``mode``: what to score by; HYBRID is all that the index has. ``per_document``: hits of one document at most, 0 for any
    number. ``literal``: search the question as typed, without another spelling. A ``bare`` answer has hits without marks and
    sentences, which cost time.
    """

    text: str
    limit: int = 10
    offset: int = 0
    languages: frozenset[str] = field(default_factory=frozenset)
    document: str = ""
    question_language: str = ""
    mode: Mode = Mode.HYBRID
    per_document: int = 0
    explain: bool = False
    literal: bool = False
    bare: bool = False
