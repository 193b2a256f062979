"""Posting lists to scores: by a compiled kernel, or by array operations that give the same.

The compiled one takes a second to load, and some seconds to compile where it has not run before; a process that answers one
question does without, and a server answers by array operations until it is there.
"""

import functools
import importlib
import logging
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from index.postings import Lists, Postings
from index.scoring import plain

log = logging.getLogger(__name__)


class Kernel(Protocol):
    """What both kernels do; each keeps the buffers it needs for each thread."""

    def top(
        self, postings: Postings, lists: Lists, limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], int]:
        """Give the best ``limit`` passages, best first, their scores, and the number of all with a score.

        A score is the sum of weight times impact over the lists, added in their order, of a group only the most. Equal scores
        come in the order of the passages. Passages that are not ``allowed`` neither appear nor count.
        """
        ...

    def scores(self, postings: Postings, lists: Lists) -> NDArray[np.float32]:
        """Give the score of every passage: ``(passages,)``, 0 where no list holds it."""
        ...


_fastest: list[Kernel] = [cast("Kernel", plain)]


def kernel() -> Kernel:
    """Give the fastest kernel that is loaded."""
    return _fastest[-1]


@functools.cache
def load_compiled() -> bool:
    """Load the compiled kernel, for all of this process; tell whether there is one."""
    try:
        _fastest.append(cast("Kernel", importlib.import_module("index.scoring.compiled")))
    except ImportError as error:
        log.warning("scoring without a compiled kernel, several times slower (%s); install numba", error)
        return False
    return True
