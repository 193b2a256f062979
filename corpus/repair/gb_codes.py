"""Texts as arrays of their GB2312 bytes: the form in which a filter on GBK web pages saw them."""

from functools import cache

import numpy as np
import numpy.typing as npt

FIRST_BYTE = 0xA1
LAST_BYTE = 0xFE
HAN_FIRST_BYTE = 0xB0
"""Rows B0-F7 of GB2312 are Han characters, the rows before them marks, digits and foreign letters."""

FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
ASCII_MARKS = {full: mark for mark, full in FULL_WIDTH.items()}

NORMALISED_SHARE = 10
"""Ten ASCII marks to one full-width: the text was normalised after it had left its GBK page."""

Codes = npt.NDArray[np.uint16]


def gb_character(first: int, second: int) -> str:
    """Return the character with these two bytes in GB2312, or an empty string when there is none."""
    try:
        return bytes((first, second)).decode("gb2312")
    except UnicodeDecodeError:
        return ""


def gb_bytes(character: str) -> tuple[int, int]:
    """Return the two bytes of one character in GB2312; ValueError when it has none."""
    try:
        first, second = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError) as error:
        raise ValueError(f"{character!r} is not one two-byte character of GB2312") from error
    return first, second


@cache
def _code_table(*, ascii_marks: bool) -> Codes:
    table = np.zeros(0x10000, np.uint16)
    for first in range(FIRST_BYTE, LAST_BYTE + 1):
        for second in range(FIRST_BYTE, LAST_BYTE + 1):
            if character := gb_character(first, second):
                table[ord(character)] = first << 8 | second
    if ascii_marks:
        for mark, full in FULL_WIDTH.items():
            table[ord(mark)] = table[ord(full)]
    return table


def has_ascii_marks(text: str) -> bool:
    """Tell whether the marks of a Chinese text are ASCII ones, as if someone had normalised them."""
    full = sum(map(text.count, ASCII_MARKS))
    return sum(map(text.count, ",;?")) > full * NORMALISED_SHARE


def code_points(text: str) -> npt.NDArray[np.uint16]:
    """Return ``(len(text),) uint16``: the code points, 0 for those above U+FFFF."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return np.where(points < 0x10000, points, 0).astype(np.uint16)


def gb_codes(text: str, *, ascii_marks: bool) -> Codes:
    """Return ``(len(text),) uint16``: first byte * 256 + second byte of every character in GB2312, 0 for the others.

    With ``ascii_marks`` the ASCII marks count as the full-width ones they once were.
    """
    codes: Codes = _code_table(ascii_marks=ascii_marks)[code_points(text)]
    return codes
