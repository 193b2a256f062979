"""Scoring compiled by numba: term at a time into a window that stays in the processor's cache, selection while it is there.

Pruning by upper bounds (MaxScore) was measured and left out: questions are sentences, whose terms weigh alike, so that too many
passages have to be looked up to pay; see docs/decisions/0004-scoring.md. Importing this module compiles, or loads what an
earlier process compiled on this machine.
"""

import threading
from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from index.postings import Lists, Postings

WINDOW = 1 << 16
"""Passages scored at a time: 256 KB. A power of two, so that a broken id is cut off and cannot write outside of it."""
CHUNK = 128
"""Scores compared with the worst of the best so far at once; divides WINDOW."""

Compiled = TypeVar("Compiled", bound=Callable[..., object])


def _compile(signature: object, function: Compiled) -> Compiled:
    options = {"nogil": True, "boundscheck": False}
    try:
        return cast("Compiled", njit(signature, cache=True, **options)(function))
    except RuntimeError:
        # Nowhere to keep what is compiled: neither beside this file nor in the user's cache folder.
        return cast("Compiled", njit(signature, **options)(function))


def _array(kind: object) -> object:
    """Give the type of an array; a read-only one, which a writable one can stand for."""
    return types.Array(kind, 1, "C", readonly=True)


def _boundary(ids: NDArray[np.uint32], low: int, high: int, wanted: int) -> int:
    """Give the first place in ``ids[low:high]`` whose id is not below the wanted one."""
    while low < high:
        middle = (low + high) >> 1
        if ids[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


boundary = _compile(types.int64(_array(types.uint32), types.int64, types.int64, types.int64), _boundary)


def _add_window(
    ids: NDArray[np.uint32],
    impacts: NDArray[np.float32],
    places: NDArray[np.int64],
    ends: NDArray[np.int64],
    weights: NDArray[np.float32],
    stop: int,
    window: NDArray[np.float32],
) -> None:
    """Add the postings from ``places`` on whose id is below ``stop`` to the window; move the places behind them."""
    inside = np.uint32(WINDOW - 1)
    for term in range(len(places)):
        end = boundary(ids, places[term], ends[term], stop)
        weight = weights[term]
        for place in range(places[term], end):
            window[ids[place] & inside] += weight * impacts[place]
        places[term] = end


add_window = _compile(
    types.void(
        _array(types.uint32),
        _array(types.float32),
        types.int64[::1],
        _array(types.int64),
        _array(types.float32),
        types.int64,
        types.float32[::1],
    ),
    _add_window,
)


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
        if scores[child] < score or (scores[child] == score and passages[child] > passage):
            scores[place] = scores[child]
            passages[place] = passages[child]
            place = child
        else:
            break
    scores[place] = score
    passages[place] = passage


replace_worst = _compile(types.void(types.float32[::1], types.int64[::1], types.float32, types.int64), _replace_worst)


def _select_window(
    window: NDArray[np.float32], size: int, base: int, scores: NDArray[np.float32], passages: NDArray[np.int64]
) -> int:
    """Move what is better than the worst of the best into the heap, clear the window, and count what had a score."""
    total = 0
    for begin in range(0, size, CHUNK):
        worst = scores[0]
        better = np.uint32(0)
        scored = np.uint32(0)
        for place in range(begin, begin + CHUNK):
            # Without a branch, so that it is compiled to vector instructions.
            better |= np.uint32(window[place] > worst)
            scored += np.uint32(window[place] > np.float32(0))
        if better:
            for place in range(begin, begin + CHUNK):
                if window[place] > scores[0]:
                    replace_worst(scores, passages, window[place], base + place)
        if scored:
            window[begin : begin + CHUNK] = np.float32(0)
        total += int(scored)
    return total


select_window = _compile(
    types.int64(types.float32[::1], types.int64, types.int64, types.float32[::1], types.int64[::1]), _select_window
)


def _mask_window(window: NDArray[np.float32], allowed: NDArray[np.bool_], base: int, size: int) -> None:
    for place in range(size):
        window[place] *= np.float32(allowed[base + place])


mask_window = _compile(types.void(types.float32[::1], _array(types.boolean), types.int64, types.int64), _mask_window)


def _top(
    ids: NDArray[np.uint32],
    impacts: NDArray[np.float32],
    places: NDArray[np.int64],
    ends: NDArray[np.int64],
    weights: NDArray[np.float32],
    size: int,
    allowed: NDArray[np.bool_],
    window: NDArray[np.float32],
    scores: NDArray[np.float32],
    passages: NDArray[np.int64],
) -> int:
    total = 0
    for base in range(0, size, WINDOW):
        stop = min(base + WINDOW, size)
        add_window(ids, impacts, places, ends, weights, stop, window)
        if len(allowed):
            mask_window(window, allowed, base, stop - base)
        total += select_window(window, stop - base, base, scores, passages)
    return total


_top_compiled = _compile(
    types.int64(
        _array(types.uint32),
        _array(types.float32),
        types.int64[::1],
        _array(types.int64),
        _array(types.float32),
        types.int64,
        _array(types.boolean),
        types.float32[::1],
        types.float32[::1],
        types.int64[::1],
    ),
    _top,
)


def _all(
    ids: NDArray[np.uint32],
    impacts: NDArray[np.float32],
    places: NDArray[np.int64],
    ends: NDArray[np.int64],
    weights: NDArray[np.float32],
    window: NDArray[np.float32],
    scores: NDArray[np.float32],
) -> None:
    for base in range(0, len(scores), WINDOW):
        stop = min(base + WINDOW, len(scores))
        add_window(ids, impacts, places, ends, weights, stop, window)
        scores[base:stop] = window[: stop - base]
        window[:] = np.float32(0)


_all_compiled = _compile(
    types.void(
        _array(types.uint32),
        _array(types.float32),
        types.int64[::1],
        _array(types.int64),
        _array(types.float32),
        types.float32[::1],
        types.float32[::1],
    ),
    _all,
)


class _Buffers(threading.local):
    """A window of zeros for each thread; every call leaves it as it was."""

    def __init__(self) -> None:
        self.window = np.zeros(WINDOW, dtype=np.float32)


_buffers = _Buffers()
_EVERYTHING = np.zeros(0, dtype=np.bool_)


def top(
    postings: Postings, lists: Lists, limit: int, allowed: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.float32], int]:
    """Give the best passages, their scores, and the number of all with a score; see scoring.Kernel."""
    scores = np.zeros(max(1, limit), dtype=np.float32)
    passages = np.full(len(scores), postings.passages, dtype=np.int64)
    total = _top_compiled(
        postings.ids,
        postings.impacts,
        lists.starts.copy(),
        lists.ends,
        lists.weights,
        postings.passages,
        _EVERYTHING if allowed is None else allowed,
        _buffers.window,
        scores,
        passages,
    )
    order = np.lexsort((passages, -scores))[: min(limit, total)]
    return passages[order], scores[order], total


def scores(postings: Postings, lists: Lists) -> NDArray[np.float32]:
    """Give the score of every passage; see scoring.Kernel."""
    totals = np.empty(postings.passages, dtype=np.float32)
    _all_compiled(postings.ids, postings.impacts, lists.starts.copy(), lists.ends, lists.weights, _buffers.window, totals)
    return totals
