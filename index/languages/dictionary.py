"""The owner's dictionary (``userdict.txt``): names that shall stay whole, in jieba's format."""

import re
from dataclasses import dataclass
from pathlib import Path

from index.languages.lists import parse_list, read_list

LINE = re.compile(r"(?P<word>\S+)(?:\s+(?P<frequency>\d+))?(?:\s+(?P<tag>[A-Za-z]+))?")
"""A word, how often it occurs (optional), and its part of speech (optional, not used)."""

HAN_WORD = re.compile("[\u3400-\u9fff]+")
FREQUENCY_LIMIT = 100_000_000
"""More than all words of jieba's dictionary together: a higher number is a mistake."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word to keep whole; without a frequency it gets the least that keeps it so."""

    word: str
    frequency: int | None = None


def read_dictionary(file: Path) -> tuple[Entry, ...]:
    """Read a dictionary: ``word [frequency] [tag]`` a line, UTF-8; empty lines and lines that begin with # are skipped.

    Raises WordListError.
    """
    return parse_dictionary(read_list(file), str(file))


def parse_dictionary(text: str, name: str) -> tuple[Entry, ...]:
    """Read the text of a dictionary; ``name`` is what errors call it. Raises WordListError."""
    return parse_list(text, name, _entry)


def _entry(line: str) -> Entry:
    found = LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"{line!r} is not `word [frequency] [tag]`")
    if not HAN_WORD.fullmatch(found["word"]):
        raise ValueError(f"{found['word']!r} has other than Chinese characters; such words need no entry")
    if int(found["frequency"] or 0) > FREQUENCY_LIMIT:
        raise ValueError(f"the frequency {found['frequency']} is above {FREQUENCY_LIMIT}")
    return Entry(found["word"], int(found["frequency"]) if found["frequency"] else None)
