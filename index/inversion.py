"""Passages inverted: a run of passages to postings on disk, and many runs to one order of terms.

A run is what one process makes of some documents at a time (Heinz and Zobel 2003, single-pass inversion). Its postings lie in a
file in the order of its terms; merging takes a range of terms out of every run, so that memory is bounded whatever their number.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.uint32]

RUN_POSTINGS = 400_000
"""Postings of a run, about 60 MB while they are collected in Python objects, 4 MB on disk."""

MERGED_POSTINGS = 1_000_000
"""Postings merged at a time, about 60 MB."""


@dataclass(frozen=True, slots=True)
class Run:
    """The postings of some passages, numbered from 0.

    ``file`` holds, as uint32, for each term how many passages have it; then for each term these passages, in order; then for
    each of these how often. ``terms`` are in order, each begun by the character whose code is its field's number.
    """

    file: Path
    passages: int
    terms: tuple[str, ...]
    postings: int


class RunWriter:
    """Collects the terms of passages, and writes them to a file as a run."""

    def __init__(self) -> None:
        self._terms: list[str] = []
        self._times: list[int] = []
        self._sizes = array("I")
        self.passages = 0

    @property
    def full(self) -> bool:
        """Whether there are RUN_POSTINGS postings or more."""
        return len(self._times) >= RUN_POSTINGS

    def add(self, fields: Sequence[Mapping[str, int]]) -> None:
        """Add a passage: for each field, how often each term stands in it."""
        before = len(self._times)
        for number, counts in enumerate(fields):
            self._terms += map(chr(number).__add__, counts)
            self._times += counts.values()
        self._sizes.append(len(self._times) - before)
        self.passages += 1

    def write(self, file: Path) -> Run:
        """Write all that was added."""
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        met = np.fromiter(map(numbers.__getitem__, self._terms), np.uint32, len(self._terms))
        terms = sorted(numbers)
        places = np.empty(len(terms), np.uint32)
        places[np.fromiter(map(numbers.__getitem__, terms), np.uint32, len(terms))] = np.arange(len(terms), dtype=np.uint32)
        ranks = places[met]
        order = np.argsort(ranks, kind="stable")
        passages = np.repeat(np.arange(self.passages, dtype=np.uint32), self._sizes)
        with file.open("wb") as stream:
            np.bincount(ranks, minlength=len(terms)).astype(np.uint32).tofile(stream)
            passages[order].tofile(stream)
            np.array(self._times, np.uint32)[order].tofile(stream)
        return Run(file, self.passages, tuple(terms), len(order))


@dataclass(frozen=True, slots=True)
class Share:
    """A range of the terms of all runs, with all of their postings.

    ``terms`` are in order; ``first`` is the number of the first. ``runs`` are in the order of their passages, without terms.
    """

    terms: tuple[str, ...]
    first: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The postings of a share: those of term i are ``passages[starts[i]:starts[i + 1]]``, in order, and as many ``times``."""

    starts: npt.NDArray[np.int64]
    passages: Integers
    times: Integers


class RunMerger:
    """Gives the terms of all runs one order; memory grows with the different terms, not with their postings."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._runs: list[Run] = []

    def add(self, run: Run) -> None:
        """Add the next run."""
        numbers = np.fromiter(map(self._numbers.__getitem__, run.terms), np.uint32, len(run.terms))
        numbers.tofile(_order_file(run))
        self._runs.append(replace(run, terms=()))

    def shares(self) -> Iterator[Share]:
        """Yield the terms, in order, in shares of about MERGED_POSTINGS postings; once, after all runs were added."""
        terms = sorted(self._numbers)
        places = np.empty(len(terms), np.uint32)
        places[np.fromiter(map(self._numbers.__getitem__, terms), np.uint32, len(terms))] = np.arange(len(terms), dtype=np.uint32)
        self._numbers.clear()
        sizes = np.zeros(len(terms), np.int64)
        for run in self._runs:
            order = places[np.fromfile(_order_file(run), np.uint32)]
            order.tofile(_order_file(run))
            sizes[order] += np.fromfile(run.file, np.uint32, len(order))
        shares = sizes.cumsum() // MERGED_POSTINGS
        borders = [0, *(np.flatnonzero(np.diff(shares)) + 1).tolist(), len(terms)]
        # Without a term there is nothing to share.
        for first, last in pairwise(borders if terms else []):
            yield Share(tuple(terms[first:last]), first, tuple(self._runs))


def merge(share: Share) -> Merged:
    """Merge a share's postings."""
    parts: list[tuple[Integers, Integers, Integers]] = []
    begin = 0
    for run in share.runs:
        parts.append(_part(run, share.first, share.first + len(share.terms), begin))
        begin += run.passages
    terms, passages, times = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    # Stable, and runs come in the order of their passages: so do the passages of each term.
    order = np.argsort(terms, kind="stable")
    starts = np.zeros(len(share.terms) + 1, np.int64)
    np.cumsum(np.bincount(terms, minlength=len(share.terms)), out=starts[1:])
    return Merged(starts, passages[order], times[order])


def _part(run: Run, first: int, last: int, begin: int) -> tuple[Integers, Integers, Integers]:
    """Give (term, passage, times) of one run's postings of the terms from ``first`` up to ``last``."""
    order = np.fromfile(_order_file(run), np.uint32)
    start, stop = np.searchsorted(order, [first, last]).tolist()
    sizes = np.fromfile(run.file, np.uint32, len(order))
    before, count = int(sizes[:start].sum()), int(sizes[start:stop].sum())
    passages = _read(run.file, len(order) + before, count)
    times = _read(run.file, len(order) + run.postings + before, count)
    return np.repeat(order[start:stop] - np.uint32(first), sizes[start:stop]), passages + np.uint32(begin), times


def _read(file: Path, offset: int, count: int) -> Integers:
    return np.fromfile(file, np.uint32, count, offset=offset * 4)


def _order_file(run: Run) -> Path:
    return run.file.with_suffix(".order")
