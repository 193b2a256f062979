"""Work on many documents at a time, by this process or by several: pure functions of batches, their results in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Protocol, TypeVar

BATCH_ITEMS = 500
BATCH_CHARACTERS = 200_000
"""A batch ends with the item that reaches either: a tenth of a second of reading."""

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class Each(Protocol):
    """Applies a function to every piece of work, and yields the results in order."""

    def __call__(self, work: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Result]:
        """Apply ``work``, a function of a module, to each piece."""
        ...


def one_by_one(work: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Result]:
    """Apply a function to every piece of work in this process."""
    return map(work, pieces)


def in_batches(items: Iterable[Piece], size: Callable[[Piece], int]) -> Iterator[tuple[Piece, ...]]:
    """Put items together, in order; ``size`` gives the characters of one."""
    batch: list[Piece] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += size(item)
        if len(batch) >= BATCH_ITEMS or characters >= BATCH_CHARACTERS:
            yield tuple(batch)
            batch, characters = [], 0
    if batch:
        yield tuple(batch)


def with_results(
    each: Each, work: Callable[[tuple[Piece, ...]], Sequence[Result]], batches: Iterable[tuple[Piece, ...]]
) -> Iterator[tuple[Piece, Result]]:
    """Yield every item of the batches with its result; ``work`` gives one for each item of a batch.

    A single batch is done in this process: to start others takes a second.
    """
    batches = iter(batches)
    begun = list(islice(batches, 2))
    waiting: deque[tuple[Piece, ...]] = deque()

    def kept() -> Iterator[tuple[Piece, ...]]:
        for batch in chain(begun, batches):
            waiting.append(batch)
            yield batch

    for results in (each if len(begun) > 1 else one_by_one)(work, kept()):
        yield from zip(waiting.popleft(), results, strict=True)
