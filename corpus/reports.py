"""What reading leaves behind beside the documents: the record of every file, and of everything that was not read."""

from collections import Counter
from dataclasses import dataclass, field

from corpus.documents import CorpusError
from corpus.repair import Repair, repair_encoding

SKIPS_LISTED = 1000
"""Skipped rows that are listed one by one for each file; the others are counted. A wrong file may have millions."""


REPAIRS_LISTED = 1000
"""Repairs that are listed one by one for each file."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was not read: the file, the row or line (from 1; 0 for the whole file) and why."""

    source: str
    row: int
    reason: str


@dataclass(slots=True)
class FileReport:
    """What became of one file: its encoding, how many documents it gave, and how many rows (or 1 for it all) were skipped.

    ``repairs`` are the stretches that had been decoded wrongly, each with its row (0 in a file that is one article);
    offsets are in the decoded file or row. Those beyond REPAIRS_LISTED are only counted, in ``repaired``. ``furniture``
    counts the lines left out because they belong to the page, not to the article.
    """

    source: str
    format: str
    encoding: str = ""
    documents: int = 0
    skipped: int = 0
    repaired: int = 0
    repairs: list[tuple[int, Repair]] = field(default_factory=list)
    furniture: Counter[str] = field(default_factory=Counter)

    def mend(self, text: str, row: int = 0) -> str:
        """Read what was decoded wrongly rightly, and keep account of it."""
        mended, repairs = repair_encoding(text)
        self.repaired += len(repairs)
        self.repairs += [(row, repair) for repair in repairs[: REPAIRS_LISTED - len(self.repairs)]]
        return mended


@dataclass(slots=True)
class ReadingReport:
    """Filled while documents are read: every file met, and everything skipped. Nothing is dropped in silence.

    ``others`` counts, by suffix, the files of a folder that are in no format of documents, such as pictures. With
    ``strict`` the first skip raises CorpusError instead.
    """

    files: list[FileReport] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    strict: bool = False

    def skip(self, skip: Skip, file: FileReport | None = None) -> None:
        """Record what was not read, of ``file`` if it was begun."""
        if self.strict:
            place = f"{skip.source}, row {skip.row}" if skip.row else skip.source
            raise CorpusError(f"{place}: {skip.reason}")
        if file:
            file.skipped += 1
        if file is None or file.skipped <= SKIPS_LISTED:
            self.skips.append(skip)

    def close(self, file: FileReport) -> None:
        """Record how many rows of a file that is done were skipped beyond those listed."""
        if file.skipped > SKIPS_LISTED:
            self.skips.append(Skip(file.source, 0, f"{file.skipped - SKIPS_LISTED} more rows were skipped for such reasons"))
