"""Word lists in plain text, built in or the owner's: one entry a line, every mistake named with its line."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from index.answers import SearchError

Entry = TypeVar("Entry")

SHOWN = 5
"""Mistakes named in one message at most."""


class WordListError(SearchError):
    """A word list that cannot be read; the message names the file, the lines and what is wrong."""


def read_list(file: Path) -> str:
    """Read the text of a list, UTF-8. Raises WordListError."""
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise WordListError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise WordListError(f"{file}, line {line}: not UTF-8; save the file as UTF-8") from error


def parse_list(text: str, name: str, parse: Callable[[str], Entry]) -> tuple[Entry, ...]:
    """Parse each line but the empty ones and those that begin with #; ``name`` is what errors call the list.

    ``parse`` raises ValueError with what is wrong with a line; all such mistakes make one WordListError.
    """
    entries, mistakes = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        try:
            entries.append(parse(stripped))
        except ValueError as error:
            mistakes.append(f"line {number}: {error}")
    if mistakes:
        more = f"; and {len(mistakes) - SHOWN} more" if len(mistakes) > SHOWN else ""
        raise WordListError(f"{name}, {'; '.join(mistakes[:SHOWN])}{more}")
    return tuple(entries)
