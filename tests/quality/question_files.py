"""The questions written for this project: reading them, asking them, and counting what was found."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import Document
from corpus.preparing import PreparationReport, prepare
from corpus.reading import ReadingReport, read_sources
from index.answers import Hit, Query
from index.engines.protocol import Engine
from index.retrieval import answer
from service.rebuilding import BUILT_IN_ARTICLES

HERE = Path(__file__).resolve().parent
QUESTIONS = HERE / "questions"
FLOORS = HERE / "floors.tsv"
ALTERNATIVES = " | "
"""Between the headings or the fragments of which any is right."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the headings of the sections that answer it, and verbatim parts of the sentences that do."""

    text: str
    headings: tuple[str, ...]
    fragments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """What must be reached: the number of questions, and the shares (0-1) of Found."""

    questions: int
    hit_1: float
    hit_3: float
    sentence: float


@dataclass(frozen=True, slots=True)
class Found:
    """Shares (0-1) of questions whose first, or one of whose first three passages is of a right section.

    ``sentence``: of those whose first passage is right, the share whose answering sentence holds a fragment.
    ``missed``: the questions whose first passage is of another section, and that section.
    """

    questions: int
    hit_1: float
    hit_3: float
    sentence: float
    missed: tuple[tuple[str, str], ...]


def documents() -> Iterator[Document]:
    """Yield the built-in articles and those of this folder, read and prepared as a rebuild does."""
    return prepare(read_sources([BUILT_IN_ARTICLES, HERE / "articles"], ReadingReport()), PreparationReport(), repair=True)


def rows(file: Path) -> list[dict[str, str]]:
    """Read a table with a line of names; tabs between cells, no quoting."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def alternatives(cell: str) -> tuple[str, ...]:
    """Split a cell of several right values."""
    return tuple(cell.split(ALTERNATIVES))


def questions_of(code: str) -> list[Asked]:
    """Read the questions of a language on the articles in it."""
    return [
        Asked(row["question"], alternatives(row["headings"]), alternatives(row["fragments"]))
        for row in rows(QUESTIONS / f"{code}.tsv")
    ]


def floors() -> dict[str, Floor]:
    """Read what every language must reach."""
    return {
        row["language"]: Floor(int(row["questions"]), float(row["hit_1"]), float(row["hit_3"]), float(row["sentence"]))
        for row in rows(FLOORS)
    }


def ask(engine: Engine, code: str) -> Found:
    """Ask every question of a language among the passages in that language; its own language is told from its words."""
    asked = questions_of(code)
    hits = [answer(engine, Query(one.text, limit=3, languages=frozenset({code}))).hits for one in asked]
    first = [_right(one, found[:1]) for one, found in zip(asked, hits, strict=True)]
    third = [_right(one, found) for one, found in zip(asked, hits, strict=True)]
    answered = [_answers(one, found[0]) for one, found, right in zip(asked, hits, first, strict=True) if right]
    missed = [
        (one.text, found[0].passage.heading if found else "")
        for one, found, right in zip(asked, hits, first, strict=True)
        if not right
    ]
    return Found(
        questions=len(asked),
        hit_1=sum(first) / len(asked),
        hit_3=sum(third) / len(asked),
        sentence=sum(answered) / max(1, len(answered)),
        missed=tuple(missed),
    )


def _right(asked: Asked, hits: Sequence[Hit]) -> bool:
    return any(hit.passage.heading in asked.headings for hit in hits)


def _answers(asked: Asked, hit: Hit) -> bool:
    sentence = hit.passage.text[slice(*hit.answer)] if hit.answer else ""
    return any(fragment in sentence for fragment in asked.fragments)
