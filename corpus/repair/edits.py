"""What a repair changed, and the way back from the repaired text to the original. Imports nothing of ours."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class RepairKind(StrEnum):
    """What had happened to the text."""

    UTF8_READ_AS_LATIN = "utf8-read-as-latin"
    GBK_READ_AS_LATIN = "gbk-read-as-latin"
    REMOVED_PAIR = "removed-pair"


@dataclass(frozen=True, slots=True)
class Repair:
    """One change: ``original[start:end] == before`` became ``after``; offsets are code points of the original text."""

    kind: RepairKind
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A place where a whole word seems to be missing; nothing was changed.

    ``offset`` is the code point of the original text before which the word is missing, ``context`` the text around it
    with ``□`` at the place, ``reason`` one sentence.
    """

    offset: int
    context: str
    reason: str


def apply_repairs(text: str, repairs: Sequence[Repair]) -> str:
    """Return ``text`` with the repairs made; they are in order and do not overlap."""
    parts: list[str] = []
    position = 0
    for repair in repairs:
        parts += (text[position : repair.start], repair.after)
        position = repair.end
    parts.append(text[position:])
    return "".join(parts)


class OffsetMap:
    """Maps offsets in a repaired text to offsets in the original one."""

    def __init__(self, repairs: Iterable[Repair]) -> None:
        self._repairs = tuple(repairs)
        self._starts: list[int] = []
        grown = 0
        for repair in self._repairs:
            self._starts.append(repair.start + grown)
            grown += len(repair.after) - len(repair.before)

    def original(self, offset: int) -> int:
        """Return the offset in the original text of the code point at ``offset`` of the repaired one.

        Exact outside repairs and at both edges of one; inside a repair in proportion, which is exact for text read in
        the wrong encoding whose characters all have the same number of bytes. Never decreases with ``offset``.
        """
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return offset
        repair, inside = self._repairs[at], offset - self._starts[at]
        if inside >= len(repair.after):
            return repair.end + inside - len(repair.after)
        return repair.start + inside * len(repair.before) // len(repair.after)


def chain(first: Sequence[Repair], second: Sequence[Repair], original: str) -> tuple[Repair, ...]:
    """Return the repairs of two steps as one list over ``original``; ``second`` has offsets in what ``first`` produced.

    A repair of the second step that falls inside one of the first becomes part of it.
    """
    if not first or not second:
        return tuple(first or second)
    back = OffsetMap(first)
    pending = list(second)
    merged: list[Repair] = []
    grown = 0
    for repair in first:
        start = repair.start + grown
        end = start + len(repair.after)
        grown += len(repair.after) - len(repair.before)
        inside = [later for later in pending if start <= later.start and later.end <= end]
        pending = [later for later in pending if later not in inside]
        local = [Repair(r.kind, r.start - start, r.end - start, r.before, r.after) for r in inside]
        merged.append(Repair(repair.kind, repair.start, repair.end, repair.before, apply_repairs(repair.after, local)))
    for later in pending:
        start, end = back.original(later.start), back.original(later.end)
        merged.append(Repair(later.kind, start, end, original[start:end], later.after))
    return tuple(sorted(merged, key=lambda repair: repair.start))
