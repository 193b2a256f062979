"""Words of the scripts that write without spaces, by ICU's dictionaries; overlapping pairs where ICU is not installed."""

import threading
from collections.abc import Iterator, Sequence

try:
    import icu
except ImportError:
    icu = None

BREAKER = f"ICU {icu.ICU_VERSION}" if icu else "pairs"
"""What cuts words here; an index is searched with what it was built with."""

_local = threading.local()


def break_words(run: str, units: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the words of a run; ``units`` are the ranges of its characters with their marks.

    No range ends inside a unit.
    """
    if icu is None:
        yield from pairs(units)
        return
    borders = {end for _, end in units}
    start = 0
    for end in _breaks(run):
        if end in borders and end > start:
            yield start, end
            start = end


def pairs(units: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the range of each two neighbours; of a lone one, its own."""
    for (start, _), (_, end) in zip(units, units[1:] or units, strict=False):
        yield start, end


def _breaks(run: str) -> Iterator[int]:
    """Yield where words end, in code points; ICU counts UTF-16 units."""
    # An iterator holds its text: one for each thread.
    if not hasattr(_local, "iterator"):
        _local.iterator = icu.BreakIterator.createWordInstance(icu.Locale.getRoot())
    _local.iterator.setText(run)
    ends = list(_local.iterator)
    if run.isascii() or max(run) <= "\uffff":
        yield from ends
        return
    at = {0: 0}
    units = 0
    for position, character in enumerate(run, start=1):
        units += 1 + (character > "\uffff")
        at[units] = position
    yield from (at[end] for end in ends if end in at)
