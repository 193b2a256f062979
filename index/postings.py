"""Posting arrays: a generation's terms and what each adds to which passage, memory-mapped and shared by all readers.

One ``.npy`` file an array, which opening maps. A passage is an ordinal: its number in Whoosh, which is
the order in which it was written. A term is a slot: the place of its 64-bit hash in ``keys``, which is sorted; the words
themselves are Whoosh's to keep.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.answers import IndexDamagedError

K1 = 0.75
"""Term frequency saturates early: hit@1 no lower than with 0.9 on 10 of 14 sets, lower by at most 0.2 points on the others."""
B = 0.75

HEADER = "postings.json"

ARRAYS = {
    "keys": np.uint64,  # hash of each term, ascending
    "starts": np.int64,  # where the term's postings begin
    "counts": np.uint32,  # how many there are
    "frequencies": np.uint32,  # passages holding the term as Whoosh counts them, deleted ones included
    "ids": np.uint32,  # the passages of each term, ascending
    "impacts": np.float32,  # what the term adds to each, before idf and weight; 0 in fields that are not scored
    "rows": np.int32,  # which row of "dense" a term's impacts are in as well; ABSENT for all but the heaviest terms
    "dense": np.float32,  # rows of one impact a passage, 0 where it does not hold the term; for terms in one of HEAVY
    "languages": np.int16,  # of each passage: index into the header's table; ABSENT where the passage was deleted
    "documents": np.int32,  # of each passage: its document, numbered in order of its first passage; or ABSENT
    "names": np.uint8,  # the passages' ids one after another, UTF-8
    "name_ends": np.int64,  # where each ends
}
ABSENT = -1

HEAVY = 4
"""A term in more than one of so many passages is added to all of them at once: measured in docs/decisions/0005-scoring.md."""


class Header(NamedTuple):
    """What the arrays cannot say: the constants the impacts were made with, the passages, and the languages' codes."""

    k1: float
    b: float
    passages: int
    languages: list[str]


class Lists(NamedTuple):
    """The posting lists of a question's clauses: ranges ``[start, end)`` of ``ids``, dense rows, and factors of the impacts.

    Of neighbours with the same number in ``groups``, which stand for each other, a passage gets the most that one gives.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    groups: NDArray[np.int32]


class Postings:
    """The open arrays; they never change, so any number of threads and processes may read."""

    def __init__(self, folder: Path) -> None:
        """Map the arrays. Raises IndexDamagedError if a file is missing, cut short, or does not fit the others."""
        try:
            self.header = Header(**json.loads((folder / HEADER).read_text("utf-8")))
            arrays = {name: _open(folder / f"{name}.npy", np.dtype(kind)) for name, kind in ARRAYS.items()}
        except (OSError, ValueError, TypeError) as error:
            raise _damaged(folder, str(error)) from error
        self.keys: NDArray[np.uint64] = arrays["keys"]
        self.starts: NDArray[np.int64] = arrays["starts"]
        self.counts: NDArray[np.uint32] = arrays["counts"]
        self.frequencies: NDArray[np.uint32] = arrays["frequencies"]
        self.ids: NDArray[np.uint32] = arrays["ids"]
        self.impacts: NDArray[np.float32] = arrays["impacts"]
        self.rows: NDArray[np.int32] = arrays["rows"]
        self.dense: NDArray[np.float32] = arrays["dense"]
        self.languages: NDArray[np.int16] = arrays["languages"]
        self.documents: NDArray[np.int32] = arrays["documents"]
        self._names: NDArray[np.uint8] = arrays["names"]
        self._name_ends: NDArray[np.int64] = arrays["name_ends"]
        self._check(folder)

    def _check(self, folder: Path) -> None:
        if (self.header.k1, self.header.b) != (K1, B):
            raise _damaged(folder, f"made with k1 = {self.header.k1}, b = {self.header.b}; this Wenda uses {K1}, {B}")
        terms, passages = len(self.keys), self.header.passages
        fits = (
            len(self.starts) == len(self.counts) == len(self.frequencies) == len(self.rows) == terms
            and len(self.impacts) == len(self.ids)
            and len(self.languages) == len(self.documents) == len(self._name_ends) == passages
            and (not terms or int(self.starts.min()) >= 0)
            and (not terms or int((self.starts + self.counts).max()) <= len(self.ids))
            and (not terms or (int(self.rows.max()) + 1) * passages <= len(self.dense))
            and (not passages or int(self._name_ends[-1]) == len(self._names))
        )
        if not fits:
            raise _damaged(folder, "the arrays do not fit each other")

    @property
    def passages(self) -> int:
        """The number of ordinals: of passages, deleted ones included."""
        return self.header.passages

    @cached_property
    def live(self) -> int:
        """The number of passages that are not deleted."""
        return int(np.count_nonzero(self.documents != ABSENT))

    def slots(self, terms: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
        """Find the slot of each (field, term); ABSENT where no passage holds it."""
        wanted = np.frombuffer(b"".join(key(field, term) for field, term in terms), dtype=np.uint64)
        found = np.searchsorted(self.keys, wanted)
        found[found == len(self.keys)] = 0
        if not len(self.keys):
            return np.full(len(terms), ABSENT, dtype=np.int64)
        return np.where(self.keys[found] == wanted, found, ABSENT)

    def idf(self, slots: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the inverse document frequency of each slot, as Whoosh has it: ``ln(passages / (frequency + 1)) + 1``."""
        frequencies = np.where(slots == ABSENT, 0, self.frequencies[slots]) if len(self.keys) else np.zeros(len(slots))
        return np.log(self.passages / (frequencies + 1.0)) + 1.0

    def lists(self, slots: NDArray[np.int64], weights: NDArray[np.float64], groups: NDArray[np.int32] | None = None) -> Lists:
        """Give the posting lists of those slots that are not ABSENT, each with its weight; without ``groups`` each is alone."""
        if groups is None:
            groups = np.arange(len(slots), dtype=np.int32)
        present = slots != ABSENT
        kept = slots[present]
        starts = self.starts[kept]
        ends = starts + self.counts[kept]
        return Lists(starts, ends, self.rows[kept], weights[present].astype(np.float32), groups[present])

    def holding(self, field: str, term: str) -> NDArray[np.uint32]:
        """Give the passages that hold a term, ascending."""
        slot = int(self.slots([(field, term)])[0])
        if slot == ABSENT:
            return self.ids[:0]
        start = int(self.starts[slot])
        return self.ids[start : start + int(self.counts[slot])]

    def impact(self, slot: int, passage: int) -> float:
        """Give what a slot's term adds to a passage, before idf and weight; 0 where the passage does not hold it."""
        if slot == ABSENT:
            return 0.0
        start = int(self.starts[slot])
        # np.uint32: with a Python int the whole list would be converted before it is searched.
        place = start + int(np.searchsorted(self.ids[start : start + int(self.counts[slot])], np.uint32(passage)))
        held = place < start + int(self.counts[slot]) and int(self.ids[place]) == passage
        return float(self.impacts[place]) if held else 0.0

    def language(self, passage: int) -> str:
        """Give the language of a passage."""
        return self.header.languages[int(self.languages[passage])]

    def passage_id(self, passage: int) -> str:
        """Give the id of a passage; empty where it was deleted."""
        start = int(self._name_ends[passage - 1]) if passage else 0
        return self._names[start : int(self._name_ends[passage])].tobytes().decode("utf-8")

    def filter(self, languages: Iterable[str], document: str) -> NDArray[np.bool_] | None:
        """Give which passages are in one of the languages and of the document; None where nothing is asked."""
        wanted = set(languages)
        allowed = None
        if wanted:
            # One more place at the end: ABSENT finds it.
            table = np.array([code in wanted for code in self.header.languages] + [False])
            allowed = table[self.languages]
        if document:
            inside = np.zeros(self.passages, dtype=np.bool_)
            inside[self.holding("document_id", document)] = True
            allowed = inside if allowed is None else allowed & inside
        return allowed


def key(field: str, term: str) -> bytes:
    """Hash a field's term to 8 bytes; a million terms have a chance of 3 in a hundred million that two of them meet."""
    return blake2b(f"{field}\0{term}".encode("utf-8", "surrogatepass"), digest_size=8).digest()


def supremum(weights: float) -> float:
    """Give what a score cannot exceed, however often the terms stand in a passage; from the sum of their weights times idf."""
    return weights * (K1 + 1)


def _open(path: Path, kind: np.dtype[Any]) -> NDArray[Any]:
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    if array.dtype != kind or array.ndim != 1:
        raise ValueError(f"{path.name} holds {array.dtype} of {array.ndim} dimensions instead of {kind}")
    # Without the memmap's own class, whose every slice costs some microseconds more.
    return np.asarray(array)


def _damaged(folder: Path, reason: str) -> IndexDamagedError:
    return IndexDamagedError(f"{folder} cannot be read ({reason}); rebuild the index with `wenda rebuild`")
