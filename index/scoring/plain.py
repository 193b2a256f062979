"""Scoring by array operations alone."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.postings import ABSENT, Lists, Postings

BLOCK = 128
"""Passages of which only the best is looked at first: the selection then reads few of all scores twice."""


def top(
    postings: Postings, lists: Lists, limit: int, allowed: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.float32], int]:
    """Give the best passages, their scores, and the number of all with a score; see scoring.Kernel."""
    totals = scores(postings, lists)
    if allowed is not None:
        totals *= allowed
    best = _candidates(totals, limit)
    best = best[np.argsort(-totals[best], kind="stable")[:limit]]
    return best, totals[best], int(np.count_nonzero(totals))


def scores(postings: Postings, lists: Lists) -> NDArray[np.float32]:
    """Give the score of every passage; see scoring.Kernel."""
    totals = np.zeros(postings.passages, dtype=np.float32)
    borders = np.flatnonzero(np.diff(lists.groups, prepend=ABSENT, append=ABSENT))
    for first, last in pairwise(borders.tolist()):
        start, end, row, weight = (column[first] for column in lists[:4])
        if last - first > 1:
            passages, gains = _best_of(postings, lists, first, last)
            totals[passages] += gains
        elif row != ABSENT:
            totals += weight * postings.dense[row * len(totals) : (row + 1) * len(totals)]
        else:
            # A passage stands once in a list, so that this adds every one.
            totals[postings.ids[start:end]] += weight * postings.impacts[start:end]
    return totals


def _best_of(postings: Postings, lists: Lists, first: int, last: int) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Give the passages in any of the lists ``[first, last)``, ascending, and the most that one list adds to each."""
    ranges = [slice(*span) for span in zip(lists.starts[first:last], lists.ends[first:last], strict=True)]
    passages = np.concatenate([postings.ids[part] for part in ranges])
    gains = np.concatenate(
        [postings.impacts[part] * weight for part, weight in zip(ranges, lists.weights[first:last], strict=True)]
    )
    order = np.argsort(passages, kind="stable")
    passages, gains = passages[order], gains[order]
    starts = np.flatnonzero(np.r_[True, passages[1:] != passages[:-1]])
    return passages[starts], np.maximum.reduceat(gains, starts)


def _candidates(totals: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Give passages, ascending, among which the best ``limit`` are."""
    blocks = len(totals) // BLOCK
    threshold = np.float32(0)
    if blocks > limit:
        maxima = totals[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1)
        threshold = np.partition(maxima, blocks - limit)[blocks - limit]
    # The best of so many blocks reach the threshold that nothing below it is among the best of all.
    return np.flatnonzero(totals >= threshold if threshold > 0 else totals > 0)
