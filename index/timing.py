"""How long the stages of a question take, told to whoever asked to be told in this thread; nobody is as a rule."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Observer = Callable[[str, float], None]
"""Is told a stage and the seconds it took."""

ENCODING = "encode:"
"""What the stage of an encoder is called, before its key; it lies inside another stage."""

_observer: ContextVar[Observer | None] = ContextVar("observer", default=None)


def tell(observer: Observer | None) -> None:
    """Tell an observer of every stage that ends in this thread from now on; None ends that."""
    _observer.set(observer)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Time a stage: ``understand``, ``retrieve``, ``correct``, ``extract``, ``render``, or ENCODING and an encoder's key."""
    observer = _observer.get()
    if observer is None:
        yield
        return
    started = time.perf_counter()
    try:
        yield
    finally:
        observer(name, time.perf_counter() - started)
