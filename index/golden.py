"""Golden questions: what an index must answer before it goes live.

A line of the owner's file is a question, a tab, and the id of the passage or document that must be found, or ``-`` where nothing
may be given as the answer; behind another tab, the number of hits among which it must be, FIRST unless said. Empty lines and
those that begin with ``#`` do not count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.answers import Answer, Hit, NoTermsError, QualityGateError, Query, SearchError
from index.engines.protocol import Engine
from index.retrieval import answer

FIRST = 3
"""Hits among which the expected one must be."""

NOTHING = "-"
"""Expected where no answer may be given."""

DEEPEST = 50
"""The most hits that can be asked for."""


class GoldenFileError(SearchError):
    """The file of golden questions cannot be read; the message names the line and says what is expected."""


@dataclass(frozen=True, slots=True)
class Golden:
    """A question, the id of what must be among its ``first`` hits, or NOTHING."""

    question: str
    expected: str
    first: int = FIRST


@dataclass(frozen=True, slots=True)
class Failure:
    """A golden question that is answered otherwise, and what came instead: ids of hits, best first."""

    golden: Golden
    found: tuple[str, ...]
    known: bool

    def __str__(self) -> str:
        wanted = self.golden
        if wanted.expected == NOTHING:
            return f"{wanted.question}: expected no answer, got one from {self.found[0]}"
        unknown = "" if self.known else ", which is not in the new index,"
        found = ", ".join(self.found) or "nothing"
        return f"{wanted.question}: expected {wanted.expected}{unknown} among the first {wanted.first}, got {found}"


def load_golden(file: Path) -> list[Golden]:
    """Read golden questions. Raises GoldenFileError."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not in UTF-8"
        raise GoldenFileError(f"golden questions {file}: {reason}; check the setting `golden`") from error
    return [
        _parsed(line, f"{file}, line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#")
    ]


def _parsed(line: str, place: str) -> Golden:
    question, *rest = (part.strip() for part in line.split("\t"))
    first = rest[1] if len(rest) > 1 else str(FIRST)
    if not question or not rest or not rest[0] or len(rest) > 2:
        raise GoldenFileError(
            f"{place}: a question, a tab and an id (or {NOTHING}) are expected, and if need be a tab and a number"
        )
    if not first.isdecimal() or not 1 <= int(first) <= DEEPEST:
        raise GoldenFileError(f"{place}: {first} is no number of hits from 1 to {DEEPEST}")
    return Golden(question, rest[0], int(first))


def failures(engine: Engine, questions: Sequence[Golden]) -> Iterator[Failure]:
    """Ask golden questions, and yield those that are answered otherwise."""
    for golden in questions:
        try:
            found = answer(engine, Query(golden.question, limit=golden.first, bare=golden.expected != NOTHING))
        except NoTermsError:
            found = None
        if not _as_expected(golden, found):
            known = engine.document(golden.expected) is not None or engine.passage(golden.expected) is not None
            yield Failure(golden, tuple(hit.passage.id for hit in found.hits) if found else (), known)


def _as_expected(golden: Golden, found: Answer | None) -> bool:
    if golden.expected == NOTHING:
        return found is None or found.best is None
    return found is not None and any(_is(golden.expected, hit) for hit in found.hits)


def _is(expected: str, hit: Hit) -> bool:
    return expected in {hit.passage.id, hit.passage.document_id, *hit.copies}


def refuse(failed: Sequence[Failure], asked: int) -> None:
    """Raise QualityGateError with every failure, a line each, if there is any."""
    if failed:
        lines = "\n".join(f"  {one}" for one in failed)
        raise QualityGateError(
            f"{len(failed)} of {asked} golden questions fail; the index is unchanged (--force puts the new one live)\n{lines}"
        )
