"""Scoring compiled by numba: term at a time into a window that stays in the processor's cache, selection while it is there.

Importing this module compiles, or loads what an earlier process compiled on this machine.
"""

import functools
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from index.postings import Lists, Postings

WINDOW = 1 << 16
"""Passages scored at a time: 256 KB. A power of two, so that a broken id is cut off and cannot write outside of it."""
CHUNK = 128
"""Scores compared with the worst of the best so far at once; divides WINDOW."""

Compiled = TypeVar("Compiled", bound=Callable[..., object])
_compiler: Any = functools.partial(njit, nogil=True, boundscheck=False)


def _inner(function: Compiled) -> Compiled:
    """Let a function be compiled into those that call it."""
    return cast("Compiled", _compiler()(function))


def _entry(result: Any, *arguments: object) -> Callable[[Compiled], Compiled]:
    """Compile a function now, or load it, so that no question waits for it."""

    def compile_now(function: Compiled) -> Compiled:
        try:
            return cast("Compiled", _compiler(result(*arguments), cache=True)(function))
        except RuntimeError:
            # Nowhere to keep what is compiled: neither beside this file nor in the user's cache folder.
            return cast("Compiled", _compiler(result(*arguments))(function))

    return compile_now


def _read(kind: Any) -> object:
    """Give the type of an array that is only read, which may be mapped read-only."""
    return types.Array(kind, 1, "C", readonly=True)


LISTS = (
    _read(types.uint32),  # ids
    _read(types.float32),  # impacts
    _read(types.float32),  # dense
    types.int64[::1],  # places: where to go on in each list
    _read(types.int64),  # ends
    _read(types.int32),  # rows
    _read(types.float32),  # weights
    _read(types.int32),  # groups
)


@_inner
def _boundary(ids: NDArray[np.uint32], low: int, high: int, wanted: int) -> int:
    """Give the first place in ``ids[low:high]`` whose id is not below the wanted one."""
    while low < high:
        middle = (low + high) >> 1
        if ids[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@_inner
def _add_most(
    ids: NDArray[np.uint32],
    impacts: NDArray[np.float32],
    places: NDArray[np.int64],
    ends: NDArray[np.int64],
    weights: NDArray[np.float32],
    first: int,
    last: int,
    stop: int,
    window: NDArray[np.float32],
    most: NDArray[np.float32],
) -> None:
    """Add the most that one of the terms ``[first, last)`` gives to each passage before ``stop``; ``most`` stays zeros."""
    inside = np.uint32(WINDOW - 1)
    for term in range(first, last):
        end = _boundary(ids, places[term], ends[term], stop)
        held = ids[places[term] : end]
        gains = impacts[places[term] : end]
        for place in range(len(held)):
            most[held[place] & inside] = max(most[held[place] & inside], weights[term] * gains[place])
    for term in range(first, last):
        end = _boundary(ids, places[term], ends[term], stop)
        held = ids[places[term] : end]
        for place in range(len(held)):
            window[held[place] & inside] += most[held[place] & inside]
            most[held[place] & inside] = np.float32(0)
        places[term] = end


@_inner
def _add_window(
    ids: NDArray[np.uint32],
    impacts: NDArray[np.float32],
    dense: NDArray[np.float32],
    places: NDArray[np.int64],
    ends: NDArray[np.int64],
    rows: NDArray[np.int32],
    weights: NDArray[np.float32],
    groups: NDArray[np.int32],
    base: int,
    stop: int,
    size: int,
    window: NDArray[np.float32],
    most: NDArray[np.float32],
) -> None:
    """Add what the terms give to passages ``[base, stop)`` of ``size``."""
    inside = np.uint32(WINDOW - 1)
    first = 0
    for term in range(len(places)):
        if term + 1 < len(places) and groups[term + 1] == groups[term]:
            continue
        if first < term:
            _add_most(ids, impacts, places, ends, weights, first, term + 1, stop, window, most)
            first = term + 1
            continue
        first = term + 1
        weight = weights[term]
        # Loops over slices from 0 on: a place that could be negative costs a test each time, and the vector instructions.
        if rows[term] >= 0:
            begin = rows[term] * size
            row = dense[begin + base : begin + stop]
            for place in range(len(row)):
                window[place] += weight * row[place]
        else:
            end = _boundary(ids, places[term], ends[term], stop)
            held = ids[places[term] : end]
            gains = impacts[places[term] : end]
            for place in range(len(held)):
                window[held[place] & inside] += weight * gains[place]
            places[term] = end


@_inner
def _replace_worst(scores: NDArray[np.float32], passages: NDArray[np.int64], score: float, passage: int) -> None:
    """Put a passage in the place of the worst, which is the root of the heap; of equal ones the last is the worst."""
    size = len(scores)
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        other = child + 1
        if other < size and (
            scores[other] < scores[child] or (scores[other] == scores[child] and passages[other] > passages[child])
        ):
            child = other
        if scores[child] > score or (scores[child] == score and passages[child] <= passage):
            break
        scores[place] = scores[child]
        passages[place] = passages[child]
        place = child
    scores[place] = score
    passages[place] = passage


@_inner
def _select_window(
    window: NDArray[np.float32], size: int, base: int, scores: NDArray[np.float32], passages: NDArray[np.int64]
) -> int:
    """Move what is better than the worst of the best into the heap, clear the window, and count what had a score."""
    total = 0
    for begin in range(0, size, CHUNK):
        chunk = window[begin : begin + CHUNK]
        worst = scores[0]
        better = np.int32(0)
        scored = np.int32(0)
        for place in range(CHUNK):
            # Without a branch and in 32 bits, so that it is compiled to vector instructions.
            better = np.int32(better | np.int32(chunk[place] > worst))
            scored = np.int32(scored + np.int32(chunk[place] > np.float32(0)))
        if better:
            for place in range(CHUNK):
                if chunk[place] > scores[0]:
                    _replace_worst(scores, passages, chunk[place], base + begin + place)
        if scored:
            chunk[:] = np.float32(0)
        total += int(scored)
    return total


@_entry(
    types.int64,
    *LISTS,
    types.int64,
    _read(types.boolean),
    types.float32[::1],
    types.float32[::1],
    types.float32[::1],
    types.int64[::1],
)
def _top(
    ids: NDArray[np.uint32],
    impacts: NDArray[np.float32],
    dense: NDArray[np.float32],
    places: NDArray[np.int64],
    ends: NDArray[np.int64],
    rows: NDArray[np.int32],
    weights: NDArray[np.float32],
    groups: NDArray[np.int32],
    size: int,
    allowed: NDArray[np.bool_],
    window: NDArray[np.float32],
    most: NDArray[np.float32],
    scores: NDArray[np.float32],
    passages: NDArray[np.int64],
) -> int:
    """Fill the heap of scores and passages; give the number of passages with a score."""
    total = 0
    for base in range(0, size, WINDOW):
        stop = min(base + WINDOW, size)
        _add_window(ids, impacts, dense, places, ends, rows, weights, groups, base, stop, size, window, most)
        if len(allowed):
            inside = allowed[base:stop]
            for place in range(len(inside)):
                window[place] *= np.float32(inside[place])
        total += _select_window(window, stop - base, base, scores, passages)
    return total


@_entry(types.void, *LISTS, types.float32[::1], types.float32[::1], types.float32[::1])
def _all(
    ids: NDArray[np.uint32],
    impacts: NDArray[np.float32],
    dense: NDArray[np.float32],
    places: NDArray[np.int64],
    ends: NDArray[np.int64],
    rows: NDArray[np.int32],
    weights: NDArray[np.float32],
    groups: NDArray[np.int32],
    window: NDArray[np.float32],
    most: NDArray[np.float32],
    scores: NDArray[np.float32],
) -> None:
    """Fill in the score of every passage."""
    for base in range(0, len(scores), WINDOW):
        stop = min(base + WINDOW, len(scores))
        _add_window(ids, impacts, dense, places, ends, rows, weights, groups, base, stop, len(scores), window, most)
        scores[base:stop] = window[: stop - base]
        window[:] = np.float32(0)


class _Buffers(threading.local):
    """Two windows of zeros for each thread; every call leaves them as they were."""

    def __init__(self) -> None:
        self.window = np.zeros(WINDOW, dtype=np.float32)
        self.most = np.zeros(WINDOW, dtype=np.float32)


_buffers = _Buffers()
_EVERYTHING = np.zeros(0, dtype=np.bool_)


def top(
    postings: Postings, lists: Lists, limit: int, allowed: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.float32], int]:
    """Give the best passages, their scores, and the number of all with a score; see scoring.Kernel."""
    scores = np.zeros(max(1, limit), dtype=np.float32)
    passages = np.full(len(scores), postings.passages, dtype=np.int64)
    mask = _EVERYTHING if allowed is None else allowed
    windows = (_buffers.window, _buffers.most)
    total = _top(*_arguments(postings, lists), postings.passages, mask, *windows, scores, passages)
    order = np.lexsort((passages, -scores))[: min(limit, total)]
    return passages[order], scores[order], total


def scores(postings: Postings, lists: Lists) -> NDArray[np.float32]:
    """Give the score of every passage; see scoring.Kernel."""
    totals = np.empty(postings.passages, dtype=np.float32)
    _all(*_arguments(postings, lists), _buffers.window, _buffers.most, totals)
    return totals


_Arguments = tuple[
    NDArray[np.uint32],
    NDArray[np.float32],
    NDArray[np.float32],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int32],
    NDArray[np.float32],
    NDArray[np.int32],
]


def _arguments(postings: Postings, lists: Lists) -> _Arguments:
    # The kernel moves the places on, and the lists are the caller's.
    places = lists.starts.copy()
    return postings.ids, postings.impacts, postings.dense, places, *lists[1:]
