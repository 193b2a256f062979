"""Token buckets: what they let through, and that processes share them."""

import multiprocessing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from service.buckets import Buckets


class _Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def _bucket(pauses: list[float], per_minute: int) -> list[bool]:
    """Say what a bucket lets through that is kept as tokens and a time, as textbooks have it."""
    tokens, allowed = float(per_minute), []
    for pause in pauses:
        tokens = min(per_minute, tokens + pause * per_minute / 60)
        allowed.append(tokens >= 1 - 1e-9)
        tokens -= allowed[-1]
    return allowed


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 40).map(lambda eighths: eighths / 8), max_size=80), st.integers(1, 30))
def test_requests_pass_as_through_a_token_bucket(pauses: list[float], per_minute: int) -> None:
    """Whatever the pauses between requests, in seconds, one number a client says the same as tokens do."""
    clock = _Clock()
    buckets = Buckets(clock=clock)
    passed = []
    for pause in pauses:
        clock.now += pause
        passed.append(buckets.take("a", per_minute).allowed)
    assert passed == _bucket(pauses, per_minute)


def test_a_verdict_says_what_is_left_and_how_long_to_wait() -> None:
    """Three a minute: 2, 1, 0 left, then 20 seconds until the next; who waits that long gets it."""
    clock = _Clock()
    buckets = Buckets(clock=clock)
    assert [buckets.take("a", 3).remaining for _ in range(3)] == [2, 1, 0]
    refused = buckets.take("a", 3)
    assert (refused.allowed, refused.remaining, refused.reset, refused.wait) == (False, 0, 60, 20)
    assert buckets.take("b", 3).allowed
    clock.now += refused.wait
    assert buckets.take("a", 3).allowed


def test_looking_takes_nothing() -> None:
    """With 0 tokens the bucket is only asked whether it holds one."""
    buckets = Buckets(clock=_Clock())
    assert all(buckets.take("a", 1, tokens=0).allowed for _ in range(3))
    assert buckets.take("a", 1).allowed
    assert not buckets.take("a", 1, tokens=0).allowed


def _take(file: Path, count: int) -> int:
    buckets = Buckets(file)
    return sum(buckets.take("a", 100).allowed for _ in range(count))


def test_processes_count_together(tmp_path: Path) -> None:
    """Four processes that ask 50 times each at once get 100 through, and what came back meanwhile: 2 in a second."""
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        allowed = sum(pool.starmap(_take, [(tmp_path / "buckets", 50)] * 4))
    assert 100 <= allowed <= 110
