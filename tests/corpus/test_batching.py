"""Work in batches, and its results."""

from collections.abc import Callable, Iterable, Iterator

import pytest

from corpus.batching import BATCH_CHARACTERS, BATCH_ITEMS, in_batches, one_by_one, with_results


def _doubled(numbers: tuple[int, ...]) -> list[int]:
    return [2 * number for number in numbers]


def test_a_batch_ends_by_number_or_by_characters() -> None:
    """So that neither many rows nor long ones fill the memory."""
    assert [len(batch) for batch in in_batches(range(2 * BATCH_ITEMS + 1), lambda _: 1)] == [BATCH_ITEMS, BATCH_ITEMS, 1]
    assert [len(batch) for batch in in_batches(range(3), lambda _: BATCH_CHARACTERS)] == [1, 1, 1]
    assert list(in_batches([], lambda _: 1)) == []


@pytest.mark.parametrize("size", [0, 1, BATCH_ITEMS, 3 * BATCH_ITEMS + 7])
def test_every_item_comes_with_its_result(size: int) -> None:
    """In order, however far ahead the work is."""

    def ahead(work: Callable[[tuple[int, ...]], list[int]], batches: Iterable[tuple[int, ...]]) -> Iterator[list[int]]:
        return iter([work(batch) for batch in list(batches)])

    expected = [(number, 2 * number) for number in range(size)]
    for each in (one_by_one, ahead):
        assert list(with_results(each, _doubled, in_batches(range(size), lambda _: 1))) == expected  # type: ignore[arg-type]


def test_a_single_batch_is_done_here() -> None:
    """To start other processes takes a second."""

    def forbidden(*_: object) -> Iterator[list[int]]:
        raise AssertionError("started other processes")

    found = with_results(forbidden, _doubled, in_batches(range(BATCH_ITEMS), lambda _: 1))  # type: ignore[arg-type]
    assert len(list(found)) == BATCH_ITEMS
