"""The owner's dictionary (``userdict.txt``): names that shall stay whole, in jieba's format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.answers import SearchError

LINE = re.compile(r"(?P<word>\S+)(?:\s+(?P<frequency>\d+))?(?:\s+(?P<tag>[A-Za-z]+))?")
"""A word, how often it occurs (optional), and its part of speech (optional, not used)."""

HAN_WORD = re.compile("[\u3400-\u9fff]+")
FREQUENCY_LIMIT = 100_000_000
"""More than all words of jieba's dictionary together: a higher number is a mistake."""

SHOWN = 5
"""Mistakes named in one message at most."""


class DictionaryError(SearchError):
    """A dictionary that cannot be read; the message names the file, the lines and what is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word to keep whole; without a frequency it gets the least that keeps it so."""

    word: str
    frequency: int | None = None


def read_dictionary(file: Path) -> tuple[Entry, ...]:
    """Read a dictionary: ``word [frequency] [tag]`` a line, UTF-8; empty lines and lines that begin with # are skipped.

    Raises DictionaryError.
    """
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise DictionaryError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DictionaryError(f"{file}, line {line}: not UTF-8; save the file as UTF-8") from error
    return parse_dictionary(text, str(file))


def parse_dictionary(text: str, name: str) -> tuple[Entry, ...]:
    """Read the text of a dictionary; ``name`` is what errors call it. Raises DictionaryError."""
    entries, mistakes = [], []
    for number, line in _lines(text):
        found = LINE.fullmatch(line)
        if found is None:
            mistakes.append(f"line {number}: {line!r} is not `word [frequency] [tag]`")
        elif not HAN_WORD.fullmatch(found["word"]):
            mistakes.append(f"line {number}: {found['word']!r} has other than Chinese characters; such words need no entry")
        elif int(found["frequency"] or 0) > FREQUENCY_LIMIT:
            mistakes.append(f"line {number}: the frequency {found['frequency']} is above {FREQUENCY_LIMIT}")
        else:
            entries.append(Entry(found["word"], int(found["frequency"]) if found["frequency"] else None))
    if mistakes:
        more = f"; and {len(mistakes) - SHOWN} more" if len(mistakes) > SHOWN else ""
        raise DictionaryError(f"{name}, {'; '.join(mistakes[:SHOWN])}{more}")
    return tuple(entries)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped
