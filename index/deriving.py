"""Whoosh segments to posting arrays.

Two sweeps over the terms: the first measures the lists, the second fills them, some hundred thousand postings at a time, so
that memory grows with the terms and the passages, not with the postings.
"""

import json
import os
import pickle
import zlib
from array import array
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import repeat
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3TermInfo
from whoosh.filedb.filestore import FileStorage
from whoosh.util.numeric import byte_to_length

from index.postings import ABSENT, ARRAYS, HEADER, HEAVY, K1, B, Postings, key

SCORED = frozenset({"title", "heading", "words", "grams"})
LISTED = frozenset({"language", "document_id"})
"""Fields that passages are chosen by, not scored by."""
NAMES = "id"

BATCH = 1 << 18
"""Postings worked on at once: about 10 MB."""

ENTRY_LENGTHS = Struct("!ii")
"""What stands before each entry of Whoosh's table of terms: the bytes of its key and of its value."""

FREQUENCY = 2
"""The place of a term's passages among the numbers of W3TermInfo._struct."""

OFFSET = Struct("!q")
"""What follows them: where the term's blocks are."""

LENGTHS = np.array([max(1, byte_to_length(byte)) for byte in range(256)], dtype=np.float64)
"""The length of a field that each length byte stands for."""

BLOCK_HEADER = 4
"""Bytes: Whoosh's tag before the first block of a list, and the length before each block."""


def derive(whoosh: Path, folder: Path) -> Postings:
    """Write the posting arrays of a Whoosh index into a new folder, and open them.

    Scores from them are those of Whoosh's own BM25F over the same segments, deleted passages included in its statistics.
    """
    folder.mkdir()
    reader = FileStorage(str(whoosh)).open_index().reader()
    try:
        filler = _Filler(folder, reader, *_measure(reader))
        for segment, base in reader.leaf_readers():
            filler.fill(segment, base)
        filler.finish()
    finally:
        reader.close()
    return Postings(folder)


def _measure(reader: Any) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Give the key and the frequency of every term of every segment, in the order of a sweep."""
    keys, frequencies = bytearray(), array("I")
    for segment, _ in reader.leaf_readers():
        for field, text, info in _entries(segment):
            keys += key(field, text)
            frequencies.append(W3TermInfo._struct.unpack_from(info)[FREQUENCY])  # noqa: SLF001
    return np.frombuffer(bytes(keys), dtype=np.uint64), np.array(frequencies, dtype=np.uint32)


class _Filler:
    """The arrays being written: where each term's list begins, and how much of it is there."""

    def __init__(self, folder: Path, reader: Any, sweep_keys: NDArray[np.uint64], sweep_frequencies: NDArray[np.uint32]) -> None:
        self.folder = folder
        self.keys, first, self.slots = np.unique(sweep_keys, return_index=True, return_inverse=True)
        self.frequencies = np.bincount(self.slots, sweep_frequencies, len(self.keys)).astype(np.uint32)
        # Lists lie in the order of the sweep, not of the hashes, so that they are written from front to back.
        order = np.argsort(first)
        ends = np.cumsum(self.frequencies[order], dtype=np.int64)
        self.starts = np.empty(len(self.keys), dtype=np.int64)
        self.starts[order] = ends - self.frequencies[order]
        self.counts = np.zeros(len(self.keys), dtype=np.uint32)
        postings = int(ends[-1]) if len(ends) else 0
        self.ids = self._create("ids", postings)
        self.impacts = self._create("impacts", postings)
        self.swept = 0

        self.passages = int(reader.doc_count_all())
        self.average_lengths = {field: reader.field_length(field) / (self.passages or 1) or 1.0 for field in SCORED}
        self.languages = np.full(self.passages, ABSENT, dtype=np.int16)
        self.language_codes: list[str] = []
        self.documents = np.full(self.passages, ABSENT, dtype=np.int64)
        self.names = [b""] * self.passages

    def _create(self, name: str, length: int) -> NDArray[Any]:
        path = self.folder / f"{name}.npy"
        array: NDArray[Any] = np.lib.format.open_memmap(path, mode="w+", dtype=ARRAYS[name], shape=(length,))
        # Else a disk that fills up would end the process, by a signal, when the array is written to.
        with path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
        return array

    def fill(self, segment: Any, base: int) -> None:
        """Add a segment's postings, whose passages count from ``base``."""
        size = segment.doc_count_all()
        live = np.array([not segment.is_deleted(number) for number in range(size)], dtype=np.bool_)
        norms = {field: self._norms(segment, field) for field in SCORED}
        for field, texts, ids, weights, lengths in _batches(segment):
            kept = live[ids]
            impacts = (K1 + 1) * weights / (weights + norms[field][ids]) if field in SCORED else np.zeros(len(ids))
            terms = np.repeat(np.arange(len(texts)), lengths)[kept]
            self._add(field, texts, terms, ids[kept] + base, impacts[kept])

    def _norms(self, segment: Any, field: str) -> NDArray[np.float64]:
        return K1 * ((1 - B) + B * _lengths(segment, field) / self.average_lengths[field])

    def _add(
        self, field: str, texts: list[str], terms: NDArray[np.int64], ids: NDArray[np.int64], impacts: NDArray[np.float64]
    ) -> None:
        """Add postings of consecutive terms of the sweep; ``terms`` says of each posting whose it is."""
        slots = self.slots[self.swept : self.swept + len(texts)]
        self.swept += len(texts)
        added = np.bincount(terms, minlength=len(texts))
        begins = self.starts[slots] + self.counts[slots] - (np.cumsum(added) - added)
        places = np.repeat(begins, added) + np.arange(len(ids))
        self.ids[places] = ids
        self.impacts[places] = impacts
        self.counts[slots] += added.astype(np.uint32)
        if field == "language":
            numbers = np.array([self._language(text) for text in texts], dtype=np.int16)
            self.languages[ids] = numbers[terms]
        elif field == "document_id":
            self.documents[ids] = slots[terms]
        elif field == NAMES:
            for term, passage in zip(terms.tolist(), ids.tolist(), strict=True):
                self.names[passage] = texts[term].encode("utf-8")

    def _language(self, code: str) -> int:
        if code not in self.language_codes:
            self.language_codes.append(code)
        return self.language_codes.index(code)

    def finish(self) -> None:
        """Write what was collected beside the lists."""
        self._save("keys", self.keys)
        self._save("starts", self.starts)
        self._save("counts", self.counts)
        self._save("frequencies", self.frequencies)
        self._save("rows", self._spread())
        self._save("languages", self.languages)
        self._save("documents", _numbered(self.documents))
        self._save("names", np.frombuffer(b"".join(self.names), dtype=np.uint8))
        self._save("name_ends", np.cumsum([len(name) for name in self.names], dtype=np.int64))
        header = {"k1": K1, "b": B, "passages": self.passages, "languages": self.language_codes}
        (self.folder / HEADER).write_text(json.dumps(header), "utf-8")

    def _spread(self) -> NDArray[np.int64]:
        """Write the dense rows of the heaviest terms; give each slot's row."""
        # Terms that are not scored have no impact at all.
        heavy = [slot for slot in np.flatnonzero(self.counts > self.passages / HEAVY) if self.impacts[self.starts[slot]] > 0]
        rows = np.full(len(self.keys), ABSENT, dtype=np.int64)
        rows[heavy] = np.arange(len(heavy))
        dense = self._create("dense", len(heavy) * self.passages)
        for row, slot in enumerate(heavy):
            held = slice(self.starts[slot], self.starts[slot] + self.counts[slot])
            dense[row * self.passages : (row + 1) * self.passages][self.ids[held]] = self.impacts[held]
        return rows

    def _save(self, name: str, values: NDArray[Any]) -> None:
        np.save(self.folder / f"{name}.npy", values.astype(ARRAYS[name]), allow_pickle=False)


def _numbered(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give groups the numbers 0, 1, 2 in the order in which they first stand; ABSENT stays what it is."""
    present = groups != ABSENT
    _, first, members = np.unique(groups[present], return_index=True, return_inverse=True)
    ranks = np.empty(len(first), dtype=np.int64)
    ranks[np.argsort(first)] = np.arange(len(first))
    numbered = np.full(len(groups), ABSENT, dtype=np.int64)
    numbered[present] = ranks[members]
    return numbered


def _entries(segment: Any) -> Iterator[tuple[str, str, bytes]]:
    """Yield the field, the text and the W3TermInfo of each term, as iterating the segment does, but no objects."""
    terms = segment._terms  # noqa: SLF001 - Whoosh gives its table of terms away only as objects
    table, names = terms._tindex, terms._fieldunmap  # noqa: SLF001
    data = table.dbfile.get(table.startofdata, table.endofdata - table.startofdata)
    position = 0
    while position < len(data):
        key_size, info_size = ENTRY_LENGTHS.unpack_from(data, position)
        begin = position + ENTRY_LENGTHS.size
        middle, position = begin + key_size, begin + key_size + info_size
        yield names[data[begin] << 8 | data[begin + 1]], data[begin + 2 : middle].decode("utf-8"), data[middle:position]


def _lengths(segment: Any, field: str) -> NDArray[np.float64]:
    """Give what ``segment.doc_field_length`` gives for each passage, 1 where it gives none, but read all at once."""
    lengths = np.zeros(segment.doc_count_all(), dtype=np.uint8)
    storage, name = segment.storage(), W3Codec.column_filename(segment.segment(), f"_{field}_len")
    if storage.file_exists(name):
        # Whoosh leaves passages at the end out that have no terms of the field.
        stored = np.frombuffer(_content(storage, name), dtype=np.uint8)
        lengths[: len(stored)] = stored
    return LENGTHS[lengths]


def _content(storage: Any, name: str) -> bytes:
    file = storage.open_file(name)
    try:
        return bytes(file.read(storage.file_length(name)))
    finally:
        file.close()


_Batch = tuple[str, list[str], NDArray[np.int64], NDArray[np.float64], list[int]]


def _batches(segment: Any) -> Iterator[_Batch]:
    """Yield runs of terms of one field: their texts, their passages and frequencies there, and each one's number of postings."""
    file = segment.segment().open_file(segment.storage(), W3Codec.POSTS_EXT)
    field = ""
    texts: list[str] = []
    lengths: list[int] = []
    read = _Read([], [], [])
    try:
        for name, text, info in _entries(segment):
            if texts and (name != field or len(read.steps) >= BATCH):
                yield field, texts, *read.arrays(), lengths
                texts, lengths, read = [], [], _Read([], [], [])
            field = name
            before = len(read.steps)
            read.add(file, info)
            texts.append(text)
            lengths.append(len(read.steps) - before)
        if texts:
            yield field, texts, *read.arrays(), lengths
    finally:
        file.close()


class _Read(NamedTuple):
    """Postings as they stand in blocks: steps from passage to passage, which begin anew with each block; weights; block sizes."""

    steps: list[int]
    weights: list[float]
    sizes: list[int]

    def add(self, file: Any, info: bytes) -> None:
        """Add a term's postings, as whoosh.codec.whoosh3.W3LeafMatcher reads them, but whole blocks at once."""
        size = W3TermInfo._struct.size  # noqa: SLF001
        if info[0]:
            # Pickles of our own making, here and below: Whoosh wrote them a moment ago.
            ids, weights, _ = pickle.loads(info[size:])  # noqa: S301 - Whoosh packs them so; the files are our own
            for passage, weight in zip(ids, weights, strict=True):
                self._add((passage,), weight, 1)
            return
        position = OFFSET.unpack_from(info, size)[0] + BLOCK_HEADER
        last = False
        while not last:
            length = int.from_bytes(file.get(position, BLOCK_HEADER), "big", signed=True)
            last, length = length < 0, abs(length)
            block = BytesIO(file.get(position + BLOCK_HEADER, length))
            count, _, _, compressed, _, _ = pickle.load(block)  # noqa: S301 - Whoosh packs them so; the files are our own
            data = block.read()
            steps, weights, _ = pickle.loads(zlib.decompress(data) if compressed else data)  # noqa: S301 - Whoosh packs them so; the files are our own
            self._add(steps, weights, count)
            position += BLOCK_HEADER + length

    def _add(self, steps: Sequence[int], weights: float | Sequence[float] | None, count: int) -> None:
        self.steps.extend(steps)
        # Whoosh leaves weights out that are all 1, and keeps one number where all are equal.
        self.weights.extend(repeat(weights or 1.0, count) if not isinstance(weights, Sequence) else weights)
        self.sizes.append(count)

    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Give the passages and the weights."""
        steps, sizes = np.array(self.steps, dtype=np.int64), np.array(self.sizes, dtype=np.int64)
        sums, firsts = np.cumsum(steps), np.cumsum(sizes) - sizes
        return sums - np.repeat(sums[firsts] - steps[firsts], sizes), np.array(self.weights, dtype=np.float64)
