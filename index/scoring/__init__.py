"""Posting lists to scores: a compiled kernel, and one of array operations that gives the same where numba is missing."""

import functools
import importlib
import logging
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from index.postings import Lists, Postings

log = logging.getLogger(__name__)


class Kernel(Protocol):
    """What both kernels do; each keeps the buffers it needs for each thread."""

    def top(
        self, postings: Postings, lists: Lists, limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], int]:
        """Give the best ``limit`` passages, best first, their scores, and the number of all with a score.

        A score is the sum of weight times impact over the lists, added in their order. Equal scores come in the order of
        the passages. Passages that are not ``allowed`` neither appear nor count.
        """
        ...

    def scores(self, postings: Postings, lists: Lists) -> NDArray[np.float32]:
        """Give the score of every passage: ``(passages,)``, 0 where no list holds it."""
        ...


@functools.cache
def kernel() -> Kernel:
    """Give the fastest kernel there is; the first call loads it, or compiles it on a machine that has not run it before."""
    try:
        module = importlib.import_module("index.scoring.compiled")
    except ImportError as error:
        log.warning("scoring without a compiled kernel, several times slower (%s); install numba", error)
        module = importlib.import_module("index.scoring.plain")
    return cast("Kernel", module)
