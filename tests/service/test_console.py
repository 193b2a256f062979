"""What a rebuild shows on a terminal while it runs."""

import sys
import time

import pytest

from service.console import Console, duration


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (59.6, "1:00"), (125, "2:05"), (7384, "2:03:04")])
def test_times_are_given_in_hours_minutes_and_seconds(seconds: float, shown: str) -> None:
    """As a clock shows them."""
    assert duration(seconds) == shown


def test_encoding_counts_along_with_the_time_left(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Passages done, of how many, how fast, how long still; what the cache has takes no time."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    now = iter([0.0, 1.0, 1.05, 10.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    show = Console().encoding("e5", 300)
    show(100, 0)
    show(101, 1)
    show(200, 50)
    first, last = capsys.readouterr().err.split("\r")[1:]
    assert first.startswith("e5: 100 of 300 passages, from the cache")
    assert last.startswith("e5: 200 of 300 passages, 5/s, 0:20 left")


def test_without_a_terminal_nothing_counts_along(capsys: pytest.CaptureFixture[str]) -> None:
    """Logs hold lines that stay, no others."""
    Console().counting()(1, 2)
    Console().encoding("use", 10)(1, 1)
    assert capsys.readouterr().err == ""
