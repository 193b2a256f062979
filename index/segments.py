"""Merged postings to the files of a Whoosh segment, byte for byte in the layout of Whoosh 2.7's own codec, W3.

Whoosh's writer takes a posting at a time, in Python, through a pool of pickles on disk. Here whole arrays of postings become
blocks, and nothing but the layout is Whoosh's: its reader, its scoring and its tools read the segment like any other.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from pickle import dumps
from struct import Struct
from typing import IO, Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC
from whoosh.util.numeric import length_to_byte

from index.inversion import Integers, Merged, Share, merge

BLOCK = 128
"""Postings of a block, as in W3Codec."""

PICKLE = 2
"""The protocol of Whoosh's pickles."""

COMPRESSION = 3
"""The level of zlib, as in W3Codec."""

WINDOW_BITS, MEMORY_LEVEL = 12, 5
"""A window of 4 KB: with zlib's own 32 KB, which take longer to make than to use, 600 bytes cost 18 us instead of 7."""

COMPRESSED_FROM = 256
"""Bytes from which a block is compressed; Whoosh compresses all, which makes small ones larger and takes most of the time."""

BLOCK_LENGTH = Struct("!i")

TERM_INFO = np.dtype(
    [
        ("inline", "u1"),
        ("weight", ">f4"),
        ("passages", ">u4"),
        ("shortest", "u1"),
        ("longest", "u1"),
        ("most", ">f4"),
        ("first", ">u4"),
        ("last", ">u4"),
        ("offset", ">i8"),
        ("size", ">i4"),
    ]
)
"""W3TermInfo._struct, and where the blocks are."""

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A share's blocks, in a file of their own, and a TERM_INFO for each of its terms, whose offsets count from that file."""

    terms: tuple[str, ...]
    infos: npt.NDArray[Any]
    blocks: Path


def compressed(data: bytes) -> bytes:
    """Compress as zlib does, but with a window and tables of a few KB, for what is no larger."""
    stream = zlib.compressobj(COMPRESSION, zlib.DEFLATED, WINDOW_BITS, MEMORY_LEVEL)
    return stream.compress(data) + stream.flush()


def length_bytes(lengths: Sequence[int]) -> Bytes:
    """Give the lengths of fields as Whoosh stores them: a byte each, on a logarithmic scale."""
    return np.fromiter(map(length_to_byte, lengths), np.uint8, len(lengths))


def encode(share: Share, lengths: Mapping[int, Path], folder: Path) -> Encoded:
    """Merge a share and write its blocks to a file; ``lengths`` are files of length bytes, by number of the scored field."""
    merged = merge(share)
    blocks = folder / f"{share.first}.blocks"
    infos = np.zeros(len(share.terms), TERM_INFO)
    with blocks.open("wb") as stream:
        for number, (start, stop) in _fields(share.terms).items():
            known = np.fromfile(lengths[number], np.uint8) if number in lengths else None
            _encode_field(merged, slice(start, stop), known, infos[start:stop], stream)
    return Encoded(share.terms, infos, blocks)


def _fields(terms: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Give the range of each field's terms, which begin with its number."""
    numbers = np.fromiter((ord(term[0]) for term in terms), np.int64, len(terms))
    return {
        number: (int(start), int(stop))
        for number in np.unique(numbers).tolist()
        for start, stop in [np.searchsorted(numbers, [number, number + 1])]
    }


def _encode_field(merged: Merged, terms: slice, lengths: Bytes | None, infos: npt.NDArray[Any], stream: IO[bytes]) -> None:
    """Write the blocks of one field's terms, and fill in their infos; ``lengths`` are None where a field has none."""
    starts = merged.starts[terms.start : terms.stop + 1]
    posted = slice(int(starts[0]), int(starts[-1]))
    starts = starts - starts[0]
    blocks = _Blocks(merged.passages[posted], merged.times[posted], starts, lengths)
    infos["weight"] = np.add.reduceat(blocks.times.astype(np.float64), starts[:-1])
    infos["passages"] = np.diff(starts)
    infos["first"], infos["last"] = blocks.passages[starts[:-1]], blocks.passages[starts[1:] - 1]
    firsts = blocks.firsts
    infos["most"] = np.maximum.reduceat(blocks.most, firsts)
    infos["shortest"], infos["longest"] = (
        np.minimum.reduceat(blocks.shortest, firsts),
        np.maximum.reduceat(blocks.longest, firsts),
    )
    base = stream.tell()
    ends = np.cumsum(blocks.write(stream))
    sizes = np.add.reduceat(np.diff(ends, prepend=0), firsts)
    infos["size"] = sizes
    infos["offset"] = base + np.cumsum(sizes) - sizes


class _Blocks:
    """The postings of one field's terms in blocks: no block has more than BLOCK, or those of two terms."""

    def __init__(self, passages: Integers, times: Integers, starts: npt.NDArray[np.int64], lengths: Bytes | None) -> None:
        self.passages, self.times, self.lengths = passages, times, lengths
        counts = -(-np.diff(starts) // BLOCK)
        self.firsts = np.cumsum(counts) - counts
        within = np.arange(counts.sum()) - np.repeat(self.firsts, counts)
        self.begins = np.repeat(starts[:-1], counts) + within * BLOCK
        self.ends = np.append(self.begins[1:], len(passages))
        self.is_first = within == 0
        self.is_last = np.append(self.is_first[1:], True)
        self.most, self.least = np.maximum.reduceat(times, self.begins), np.minimum.reduceat(times, self.begins)
        if lengths is None:
            self.shortest = self.longest = np.zeros(len(self.begins), np.uint8)
        else:
            each = lengths[passages]
            self.shortest, self.longest = np.minimum.reduceat(each, self.begins), np.maximum.reduceat(each, self.begins)

    def write(self, stream: IO[bytes]) -> list[int]:
        """Write the blocks; give the bytes of each."""
        steps = np.diff(self.passages, prepend=np.uint32(0))
        steps[self.begins] = self.passages[self.begins]
        values = self.times.astype(">u4").tobytes()
        weights = self.times.astype(np.float64)
        sizes = []
        rows = (self.begins, self.ends, self.passages[self.ends - 1], self.most, self.least, self.shortest, self.longest)
        flags = (self.is_first, self.is_last)
        for begin, end, last_id, most, least, shortest, longest, is_first, is_last in zip(
            *(column.tolist() for column in (*rows, *flags)), strict=True
        ):
            data = dumps(
                (
                    tuple(steps[begin:end].tolist()),
                    _weights(weights, begin, end, most, least),
                    None if self.lengths is None else values[4 * begin : 4 * end],
                ),
                PICKLE,
            )
            level = COMPRESSION if len(data) >= COMPRESSED_FROM else 0
            if level:
                data = compressed(data)
            info = dumps((end - begin, last_id, float(most), level, shortest, longest), PICKLE)
            size = len(info) + len(data)
            block = BLOCK_LENGTH.pack(-size if is_last else size) + info + data
            sizes.append(stream.write(WHOOSH3_HEADER_MAGIC + block if is_first else block))
        return sizes


def _weights(weights: npt.NDArray[np.float64], begin: int, end: int, most: int, least: int) -> float | tuple[float, ...] | None:
    """Give the weights of a block as W3 abbreviates them: None for ones, a number for equal ones."""
    if most == least:
        return None if most == 1 else float(most)
    return tuple(weights[begin:end].tolist())
