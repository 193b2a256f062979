"""Undo text that was decoded in the wrong encoding: UTF-8 or GBK bytes read as Latin-1 or Windows-1252.

Line by line, so that one broken line among good ones is found. A line without the letters that such reading makes is
never looked at twice, which is nearly every line of nearly every text.
"""

import re
from collections.abc import Callable, Iterator

import ftfy

from corpus.repair.edits import Repair, RepairKind, apply_repairs
from corpus.repair.word_model import word_model

_HIGH_1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What Windows-1252 has where Latin-1 has control characters."""

_UTF8_TRACE = re.compile(rf"[\u00c2-\u00f4][\u0080-\u00bf{_HIGH_1252}]")
"""A lead byte and a continuation byte of UTF-8, read as single letters."""

_GBK_RUN = re.compile(rf"(?:[\u0081-\u00fe{_HIGH_1252}][@-~\u0080-\u00fe{_HIGH_1252}]){{2,}}")
"""Two characters of GBK or more, read as single letters."""

_BYTES = {**{chr(code): code for code in range(0x100)}, **{c: c.encode("cp1252")[0] for c in _HIGH_1252}}

_NON_ASCII = re.compile(r"[^\x00-\x7f]+")

_FTFY = ftfy.TextFixerConfig(
    fix_c1_controls=False,  # clean text may hold them
    replace_lossy_sequences=False,  # would put U+FFFD for what cannot be known
)

GBK_CHARACTER_SCORE = -7.5
"""Mean score of a character of real Chinese as segmented by the word model: about -4.5; of bytes at random: -14."""

GBK_MINIMUM_CHARACTERS = 4
"""Fewer Chinese characters in a line than this may be letters that happen to make sense: ÉÉ is 缮."""


def repair_utf8_read_as_latin(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Read UTF-8 that was read as Latin-1 or Windows-1252 rightly; return the text and the repairs in order."""
    return _by_line(text, _UTF8_TRACE, RepairKind.UTF8_READ_AS_LATIN, _read_utf8)


def repair_gbk_read_as_latin(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Read GBK that was read as Latin-1 or Windows-1252 rightly; return the text and the repairs in order."""
    return _by_line(text, _GBK_RUN, RepairKind.GBK_READ_AS_LATIN, _read_gbk)


def _by_line(
    text: str, trace: re.Pattern[str], kind: RepairKind, read: Callable[[str], Iterator[tuple[int, int, str]]]
) -> tuple[str, tuple[Repair, ...]]:
    repairs: list[Repair] = []
    done = 0
    while not text.isascii() and (found := trace.search(text, done)):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        for first, last, after in read(text[start:end]):
            repairs.append(Repair(kind, start + first, start + last, text[start + first : start + last], after))
        done = end
    return apply_repairs(text, repairs), tuple(repairs)


def _read_utf8(line: str) -> Iterator[tuple[int, int, str]]:
    fixed = ftfy.fix_encoding(line, config=_FTFY)
    if fixed == line:
        return
    before, after = list(_NON_ASCII.finditer(line)), _NON_ASCII.findall(fixed)
    if len(before) == len(after) and _NON_ASCII.split(line) == _NON_ASCII.split(fixed):
        changes = zip(before, after, strict=True)
        yield from ((found.start(), found.end(), new) for found, new in changes if found.group() != new)
    else:
        # A byte was read as a space or dropped: the line's runs cannot be told apart.
        yield _difference(line, fixed)


def _read_gbk(line: str) -> Iterator[tuple[int, int, str]]:
    readings = []
    for found in _GBK_RUN.finditer(line):
        try:
            readings.append((found.start(), found.end(), bytes(map(_BYTES.__getitem__, found.group())).decode("gbk")))
        except UnicodeDecodeError:
            return
    run = "".join(new for _, _, new in readings)
    han = sum("\u4e00" <= character <= "\u9fff" for character in run)
    if han >= GBK_MINIMUM_CHARACTERS and word_model().prefixes(run)[-1] >= GBK_CHARACTER_SCORE * len(run):
        yield from readings


def _difference(before: str, after: str) -> tuple[int, int, str]:
    """Find the one stretch in which two lines differ: its start and end in ``before``, and what ``after`` has there."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next((i for i in range(shorter - start) if before[-1 - i] != after[-1 - i]), shorter - start)
    return start, len(before) - tail, after[start : len(after) - tail]
