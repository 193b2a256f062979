"""What visitors say of answers, and the questions that found none, in one SQLite file of the index directory.

Of who asked nothing is kept, and of the time only the day.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.answers import SearchError

log = logging.getLogger(__name__)

SCHEMA = """
create table if not exists feedback (
    id integer primary key, day text not null, question text not null, passage_id text not null, revision text not null,
    helpful integer not null, comment text not null
);
create table if not exists unanswered (
    day text not null, language text not null, question text not null, hits integer not null, times integer not null,
    primary key (day, language, question)
) without rowid;
"""

FILE = "feedback.sqlite"

FEEDBACK_KEPT = 100_000
"""Judgements stored, some 50 MB; from then on they are refused, so that nobody can fill the disk or flush out what is there."""

UNANSWERED_A_DAY = 10_000
"""Different questions noted on one day."""

UNANSWERED_DAYS = 90
"""Days that unanswered questions are kept."""

WAIT = 5.0
"""Seconds to wait while another process writes; each write takes a millisecond."""


class FeedbackError(SearchError):
    """Feedback cannot be stored, or no more of it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a passage, or with no passage all that was found, helped with a question."""

    day: str
    question: str
    passage_id: str
    revision: str
    helpful: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that got no answer, how often on that day, and how many passages were shown instead."""

    day: str
    language: str
    question: str
    hits: int
    times: int


def today() -> str:
    """Give the day in UTC."""
    return datetime.now(UTC).date().isoformat()


class Feedback:
    """The file; safe for threads and processes, since every call has a connection of its own."""

    def __init__(self, index: Path) -> None:
        """``index`` is the index directory."""
        self._file = index / FILE

    def store(self, judgement: Judgement) -> None:
        """Store a judgement. Raises FeedbackError if there are FEEDBACK_KEPT, or the disk takes none."""
        try:
            self._insert(judgement)
        except sqlite3.Error as error:
            raise FeedbackError(f"{self._file} cannot be written ({error}); check rights and free space") from error

    def _insert(self, judgement: Judgement) -> None:
        with self._open() as database:
            (count,) = database.execute("select count(*) from feedback").fetchone()
            if count >= FEEDBACK_KEPT:
                raise FeedbackError(
                    f"{self._file} holds {count} judgements, no more are stored; "
                    "keep them with `wenda feedback export`, then remove the file"
                )
            fields = (judgement.day, judgement.question, judgement.passage_id, judgement.revision)
            database.execute(
                "insert into feedback (day, question, passage_id, revision, helpful, comment) values (?, ?, ?, ?, ?, ?)",
                (*fields, judgement.helpful, judgement.comment),
            )

    def note_unanswered(self, question: str, language: str, hits: int, day: str | None = None) -> None:
        """Count a question that got no answer today; what is older than UNANSWERED_DAYS is dropped. Errors only go to the log."""
        day = day or today()
        oldest = (datetime.fromisoformat(day) - timedelta(days=UNANSWERED_DAYS)).date().isoformat()
        try:
            with self._open() as database:
                database.execute("delete from unanswered where day < ?", (oldest,))
                database.execute(
                    "insert into unanswered select ?, ?, ?, ?, 0 where (select count(*) from unanswered where day = ?) < ? "
                    "on conflict do nothing",
                    (day, language, question, hits, day, UNANSWERED_A_DAY),
                )
                database.execute(
                    "update unanswered set times = times + 1, hits = ? where day = ? and language = ? and question = ?",
                    (hits, day, language, question),
                )
        except sqlite3.Error as error:  # the visitor gets the hits all the same
            log.warning("a question without an answer was not noted in %s: %s", self._file, error)

    def judgements(self) -> Iterator[Judgement]:
        """Yield all judgements in the order they came."""
        if self._file.exists():
            with self._open() as database:
                for row in database.execute(
                    "select day, question, passage_id, revision, helpful, comment from feedback order by id"
                ):
                    day, question, passage_id, revision, helpful, comment = row
                    yield Judgement(day, question, passage_id, revision, bool(helpful), comment)

    def unanswered(self) -> Iterator[Unanswered]:
        """Yield the questions that got no answer, the day's most frequent first."""
        if self._file.exists():
            with self._open() as database:
                for row in database.execute(
                    "select day, language, question, hits, times from unanswered order by day, times desc, question"
                ):
                    yield Unanswered(*row)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, timeout=WAIT)) as database, database:
            # Readers and one writer do not wait for each other; what a power failure takes is the last judgement at most.
            database.execute("pragma journal_mode = wal")
            database.execute("pragma synchronous = normal")
            database.executescript(SCHEMA)
            yield database
