"""Documents as read to documents as indexed: damage mended, page furniture dropped, copies set aside.

What is damage and what is furniture shows only over the whole collection, so documents pass twice: once to learn, from a
temporary file once more to mend. Memory stays bounded whatever their number.
"""

import pickle
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import IO

from corpus.batching import Each, in_batches, one_by_one, with_results
from corpus.documents import Document, Heading
from corpus.duplicates import DuplicateFinder, Traits, traits_of
from corpus.furniture import Edges, FurnitureSurvey, edges_of, remove_furniture
from corpus.language import language_of
from corpus.repair import Discover, RemovedPair, discover_removed_pairs, find_damage, repair_text
from corpus.repair.edits import Repair, RepairKind, Suspicion

REREAD = frozenset({RepairKind.UTF8_READ_AS_LATIN, RepairKind.GBK_READ_AS_LATIN})
"""Repairs after which a text may be in another language than it seemed."""


@dataclass(frozen=True, slots=True)
class DocumentRepairs:
    """What was mended in one document, and where a word seems to be missing; offsets are in its text as it was read."""

    document_id: str
    source: str
    repairs: tuple[Repair, ...]
    suspicions: tuple[Suspicion, ...]


@dataclass(slots=True)
class PreparationReport:
    """Filled while prepare runs.

    ``furniture`` counts the documents each dropped line stood in; ``copies`` gives, for each document set aside, the id of
    the earlier one that says the same.
    """

    pairs: tuple[RemovedPair, ...] = ()
    repaired: list[DocumentRepairs] = field(default_factory=list)
    furniture: Counter[str] = field(default_factory=Counter)
    copies: dict[str, str] = field(default_factory=dict)


def prepare(
    documents: Iterable[Document],
    report: PreparationReport,
    *,
    repair: bool = True,
    discover: Discover = discover_removed_pairs,
    each: Each = one_by_one,
) -> Iterator[Document]:
    """Yield the documents ready to be split, in their order; ``repair=False`` leaves damaged text as it is.

    ``discover`` finds what a filter removed; it may know what it found before. With ``each`` other processes do a part of it.
    """
    with tempfile.TemporaryFile(prefix="wenda-") as file:
        survey = FurnitureSurvey()
        studied = with_results(each, _study, in_batches(documents, lambda document: len(document.text)))
        texts = _survey(studied, file, survey, report.copies)
        if repair:
            report.pairs = find_damage(texts, discover=discover)
        else:
            for _ in texts:
                pass
        furniture = survey.furniture()
        copies = _by_original(report.copies)
        for document in _stored(file):
            if document.id in report.copies:
                continue
            mended = _repaired(document, report) if repair else document
            clean, dropped = remove_furniture(mended, furniture)
            report.furniture.update(dropped)
            yield replace(clean, copies=tuple(copies.get(document.id, ())))


def _study(documents: tuple[Document, ...]) -> list[tuple[Traits, Edges]]:
    """Work out what documents are compared by."""
    return [(traits_of(document), edges_of(document)) for document in documents]


def _survey(
    studied: Iterable[tuple[Document, tuple[Traits, Edges]]], file: IO[bytes], survey: FurnitureSurvey, copies: dict[str, str]
) -> Iterator[str]:
    """Store the documents, learn what needs all of them, and hand on the texts that are no copies."""
    finder = DuplicateFinder()
    for document, (traits, edges) in studied:
        pickle.dump(document, file, pickle.HIGHEST_PROTOCOL)
        first = finder.first(document.id, traits)
        if first is None:
            survey.add(edges)
            yield document.text
        else:
            copies[document.id] = first


def _stored(file: IO[bytes]) -> Iterator[Document]:
    end = file.tell()
    file.seek(0)
    while file.tell() < end:
        yield pickle.load(file)  # noqa: S301 - written a moment ago, in a file that nobody else can open


def _by_original(copies: dict[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for copy, first in copies.items():
        grouped.setdefault(first, []).append(copy)
    return grouped


def _repaired(document: Document, report: PreparationReport) -> Document:
    mended = repair_text(document.text, report.pairs)
    if mended.repairs or mended.suspicions:
        report.repaired.append(DocumentRepairs(document.id, document.source, mended.repairs, mended.suspicions))
    if not mended.repairs:
        return document
    headings = tuple(Heading(*_moved(heading, mended.repairs), heading.level) for heading in document.headings)
    reread = any(repair.kind in REREAD for repair in mended.repairs)
    return replace(
        document,
        title=repair_text(document.title, report.pairs).text,
        text=mended.text,
        headings=headings,
        language=language_of(mended.text, default=document.language) if reread else document.language,
    )


def _moved(heading: Heading, repairs: tuple[Repair, ...]) -> tuple[int, int]:
    """Give the range of a heading after the repairs; one that reaches over its border belongs to it."""
    before = sum(len(repair.after) - len(repair.before) for repair in repairs if repair.end <= heading.start)
    inside = sum(
        len(repair.after) - len(repair.before) for repair in repairs if heading.start < repair.end and repair.start < heading.end
    )
    return heading.start + before, heading.end + before + inside
