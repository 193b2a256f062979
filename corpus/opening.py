"""Files to bytes, within bounds: nothing here waits for a pipe, follows a growing file, or reads more than it is told."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from corpus.documents import CorpusError

CHUNK = 1 << 20
"""Bytes read at a time from a file of rows; a multiple of 4, so that UTF-16 and UTF-32 stay aligned."""

CHANGED = "it changed while it was read; run the rebuild again when nothing writes to it"

REASONS = {
    errno.ENOENT: "it disappeared before it could be read; run the rebuild again",
    errno.EACCES: "no permission to read it; change its permissions or leave it out",
    errno.EPERM: "no permission to read it; change its permissions or leave it out",
    errno.ELOOP: "a symbolic link that leads back to itself; remove it",
}


def plain_reason(error: OSError) -> str:
    """Say in plain words why the system refused a file, and what to do."""
    return REASONS.get(error.errno or 0) or f"{error.strerror or error}; check the disk and the file"


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading; a pipe or a device is never opened, for opening one may wait for ever.

    Raises CorpusError, with the reason alone, for anything else; OSError where the system refuses.
    """
    _refuse_special(path.stat())
    # Should the file have become a pipe just now: O_NONBLOCK opens it without waiting.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    file = os.fdopen(descriptor, "rb")
    try:
        _refuse_special(os.fstat(descriptor))
    except CorpusError:
        file.close()
        raise
    return file


def _refuse_special(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise CorpusError("not a regular file (a folder, pipe, socket or device); remove it or leave it out")


def read_whole(path: Path, limit: int) -> bytes:
    """Read a file of at most ``limit`` bytes.

    Raises CorpusError, with the reason alone, if it is larger or changes meanwhile; OSError where the system refuses.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit:
            raise CorpusError(
                f"too large ({size / 1e6:.1f} MB; at most {limit / 1e6:.1f} MB in this format); "
                "split it, or turn it into .jsonl, which is read row by row"
            )
        data = file.read(size + 1)
        if len(data) != size or os.fstat(file.fileno()).st_size != size:
            raise CorpusError(CHANGED)
        return data


def read_rows(file: BinaryIO, newline: bytes, limit: int) -> Iterator[bytes | CorpusError]:
    """Yield a file's lines without their line feeds, at most as many bytes as the file had at the start.

    ``newline`` is the line feed in the file's encoding. In place of a line longer than ``limit`` bytes, which is never
    held whole, and after the last line of a file that changed meanwhile, comes a CorpusError with the reason alone.
    """
    size = left = os.fstat(file.fileno()).st_size
    too_long = CorpusError(f"the row is longer than {limit / 1e6:.1f} MB; split it")
    rest, overlong = b"", False
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        *lines, rest = _split(rest + chunk, newline)
        for line in lines:
            yield too_long if overlong or len(line) > limit else line
            overlong = False
        if len(rest) > limit:
            rest, overlong = b"", True
    if os.fstat(file.fileno()).st_size != size:
        yield CorpusError(CHANGED + "; this row and those after it were not read")
    elif overlong:
        yield too_long
    elif rest:
        yield rest


def _split(data: bytes, newline: bytes) -> list[bytes]:
    width = len(newline)
    if width == 1:
        return data.split(newline)
    lines, begin, position = [], 0, data.find(newline)
    while position >= 0:
        if position % width == 0:
            lines.append(data[begin:position])
            begin = position + width
        position = data.find(newline, position + 1)
    return [*lines, data[begin:]]
