"""Work for several processes, its results in the order of the work.

Processes are spawned, not forked: a fork copies the locks of the server's threads in whatever state they are.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar

from corpus.batching import Each, Piece, Result, one_by_one
from index.answers import SearchError
from index.languages.chinese import owners_words, use_dictionary
from index.languages.dictionary import Entry

__all__ = ["Each", "WorkerLostError", "all_cores", "call", "end_with_parent", "one_by_one", "processes"]

AHEAD = 2
"""Pieces of work that wait for each process, so that none is idle and memory does not grow with the collection."""

_open: ContextVar[Each | None] = ContextVar("_open", default=None)
"""The processes of the block around this one."""


class WorkerLostError(SearchError):
    """A process ended without a result, as one does that the system kills for want of memory."""


def all_cores() -> int:
    """Give the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def processes(count: int) -> Iterator[Each]:
    """Give what applies functions in ``count`` processes, which know the owner's words; they end with the block.

    They start with the first piece of work; inside such a block another gives the same processes. Of one this process does
    the work itself. An error in one of them is raised here. Raises WorkerLostError if one ends by itself.
    """
    if around := one_by_one if count == 1 else _open.get():
        yield around
        return
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begin, (owners_words(),))

    def each(work: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Result]:
        waiting: deque[Future[Result]] = deque()
        for piece in pieces:
            waiting.append(pool.submit(work, piece))
            if len(waiting) > count * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    token = _open.set(each)
    try:
        yield each
    except BrokenProcessPool as error:
        raise WorkerLostError(
            "a process of the rebuild was ended by the system, for want of memory as a rule; try fewer with --jobs 1"
        ) from error
    finally:
        _open.reset(token)
        pool.shutdown(cancel_futures=True)


def call(work: Callable[[], Result]) -> Result:
    """Do a piece of work that is a function itself, for pieces of several kinds."""
    return work()


def _begin(owners: tuple[Entry, ...]) -> None:
    """Prepare a new process."""
    # Ctrl-C reaches every process of a terminal; this one is ended by the one that started it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    use_dictionary(owners)


def end_with_parent() -> None:
    """Have this process, which multiprocessing started, end when the one that started it is gone, even if that was killed."""
    threading.Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
