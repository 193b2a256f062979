"""The forward pass of a BERT encoder (Devlin et al. 2019) in numpy: token ids in, a mean of their vectors out.

Of all texts of a batch the tokens stand below each other in one matrix, so that each weight is read once for all of them; only
attention looks at each text by itself. numpy gives up the interpreter's lock in the products, so that threads run side by side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.encoders.packed import Floats, PackedModel, unpack

BATCH_TOKENS = 384
"""Tokens of a batch, about: more are not faster, and the widest layer of so many just stays in a cache of 2 MB."""

GELU_SCALE = np.float32(np.sqrt(2 / np.pi))
GELU_CUBE = np.float32(0.044715)
"""Hendrycks & Gimpel 2016, section 2: the approximation by tanh, at most 0.0005 off."""


@dataclass(frozen=True, slots=True)
class _Dense:
    """A linear layer: ``weights`` is ``(inputs, outputs)``."""

    weights: Floats
    bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        result = rows @ self.weights
        result += self.bias
        return result


@dataclass(frozen=True, slots=True)
class _Norm:
    """A layer normalization."""

    gain: Floats
    bias: Floats
    epsilon: float

    def __call__(self, rows: Floats) -> Floats:
        """Normalize rows in place."""
        rows -= rows.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", rows, rows) / np.float32(rows.shape[1])
        rows *= (np.float32(1) / np.sqrt(variance + np.float32(self.epsilon)))[:, None]
        rows *= self.gain
        rows += self.bias
        return rows


@dataclass(frozen=True, slots=True)
class _Layer:
    attention_in: _Dense
    attention_out: _Dense
    attention_norm: _Norm
    wide: _Dense
    narrow: _Dense
    norm: _Norm


class Transformer:
    """The encoder of a model file; safe for threads."""

    def __init__(self, model: PackedModel) -> None:
        self.width = len(model.floats("emb.type")) // 2  # types of tokens: this model, as BERT, has two
        self.positions = model.positions
        self._heads = model.heads
        self._words = model.packed("emb.word", self.width)
        self._places = model.floats("emb.pos").reshape(-1, self.width) + model.floats("emb.type")[: self.width]
        self._norm = _norm(model, "emb.ln")
        self._layers = [_layer(model, f"l{number}", self.width) for number in range(model.layers)]

    def means(self, texts: Sequence[Sequence[int]]) -> Floats:
        """Give the mean of the last layer's vectors of each text, ``(n, width)``; texts are ids, ``positions`` at most."""
        rows = np.empty((len(texts), self.width), np.float32)
        for first, last in _batches(texts):
            rows[first:last] = self._batch(texts[first:last])
        return rows

    def _batch(self, texts: Sequence[Sequence[int]]) -> Floats:
        borders = [0, *np.cumsum([len(text) for text in texts]).tolist()]
        ids = np.fromiter((number for text in texts for number in text), np.int64, borders[-1])
        rows = unpack(self._words[ids])
        rows += np.concatenate([self._places[: len(text)] for text in texts])
        rows = self._norm(rows)
        for layer in self._layers:
            rows += layer.attention_out(self._attend(layer.attention_in(rows), borders))
            rows = layer.attention_norm(rows)
            rows += layer.narrow(_gelu(layer.wide(rows)))
            rows = layer.norm(rows)
        sums: Floats = np.add.reduceat(rows, borders[:-1], axis=0)
        sums /= np.diff(borders).astype(np.float32)[:, None]
        return sums

    def _attend(self, mixed: Floats, borders: Sequence[int]) -> Floats:
        """Let the tokens of each text look at one another; ``mixed`` has queries, keys and values side by side."""
        result = np.empty((len(mixed), self.width), np.float32)
        for start, end in pairwise(borders):
            queries, keys, values = mixed[start:end].reshape(end - start, 3, self._heads, -1).transpose(1, 2, 0, 3)
            weights = queries @ keys.transpose(0, 2, 1)
            weights -= weights.max(axis=2, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=2, keepdims=True)
            result[start:end] = (weights @ values).transpose(1, 0, 2).reshape(end - start, -1)
        return result


def _batches(texts: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Cut texts into ranges of about BATCH_TOKENS tokens."""
    first = tokens = 0
    for number, text in enumerate(texts):
        if tokens and tokens + len(text) > BATCH_TOKENS:
            yield first, number
            first, tokens = number, 0
        tokens += len(text)
    if tokens:
        yield first, len(texts)


def _gelu(rows: Floats) -> Floats:
    inner = rows * rows
    inner *= GELU_CUBE
    inner += 1
    inner *= rows
    inner *= GELU_SCALE
    np.tanh(inner, out=inner)
    inner += 1
    inner *= rows
    inner *= np.float32(0.5)
    return inner


def _layer(model: PackedModel, name: str, width: int) -> _Layer:
    parts = [_dense(model, f"{name}.{part}", width) for part in "qkv"]
    scale = np.float32(1 / np.sqrt(width / model.heads))  # that of attention, once and for all
    parts[0] = _Dense(parts[0].weights * scale, parts[0].bias * scale)
    mixed = _Dense(np.concatenate([part.weights for part in parts], axis=1), np.concatenate([part.bias for part in parts]))
    wide = _dense(model, f"{name}.fi", width)
    return _Layer(
        attention_in=mixed,
        attention_out=_dense(model, f"{name}.ao", width),
        attention_norm=_norm(model, f"{name}.aln"),
        wide=wide,
        narrow=_dense(model, f"{name}.fo", wide.weights.shape[1]),
        norm=_norm(model, f"{name}.oln"),
    )


def _dense(model: PackedModel, name: str, inputs: int) -> _Dense:
    return _Dense(np.ascontiguousarray(model.matrix(f"{name}.w", inputs).T), model.floats(f"{name}.b"))


def _norm(model: PackedModel, name: str) -> _Norm:
    return _Norm(model.floats(f"{name}.w"), model.floats(f"{name}.b"), model.epsilon)
