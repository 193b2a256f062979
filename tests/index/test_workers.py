"""Work done by several processes."""

import os
import signal
import time

import pytest

from index.languages.chinese import owners_words, use_dictionary
from index.languages.dictionary import Entry
from index.workers import WorkerLostError, one_by_one, processes


def _square(number: int) -> int:
    # The first piece takes longest: order is not that of arrival.
    time.sleep(0.2 if number == 0 else 0)
    return number * number


def _fail(number: int) -> int:
    raise ValueError(f"no {number}")


def _die(_number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def _words(_number: int) -> list[str]:
    return [entry.word for entry in owners_words()]


def test_results_come_in_the_order_of_the_work() -> None:
    """However many processes there are."""
    with processes(2) as each:
        assert list(each(_square, range(20))) == list(one_by_one(_square, range(20)))


def test_work_is_taken_only_as_it_is_needed() -> None:
    """So that memory does not grow with the collection."""
    taken: list[int] = []

    def pieces() -> list[int]:
        taken.append(len(taken))
        return taken

    with processes(2) as each:
        results = each(_square, (pieces()[-1] for _ in range(100)))
        next(results)
        assert len(taken) < 10


def test_an_error_in_a_process_is_raised_here() -> None:
    """As it is, and the processes end."""
    with pytest.raises(ValueError, match="no 3"), processes(2) as each:
        list(each(_fail, [3]))


def test_a_process_that_the_system_kills_is_told_to_the_owner() -> None:
    """With what may help."""
    with pytest.raises(WorkerLostError, match="--jobs 1"), processes(2) as each:
        list(each(_die, [1]))


def test_the_owners_words_reach_every_process() -> None:
    """An index must be segmented alike throughout."""
    use_dictionary([Entry("贷会起诉")])
    try:
        with processes(2) as each:
            assert list(each(_words, range(4))) == [["贷会起诉"]] * 4
    finally:
        use_dictionary(())


def test_a_block_inside_another_has_its_processes() -> None:
    """A rebuild reads and writes with the same ones."""
    with processes(2) as around:
        before = set(around(_number, range(20)))
        with processes(3) as inside:
            assert set(inside(_number, range(20))) <= before
        assert set(around(_number, range(20))) <= before
    with processes(2) as another:
        assert before.isdisjoint(another(_number, range(20)))


def _number(_piece: int) -> int:
    time.sleep(0.01)
    return os.getpid()
