"""Sources to files: which files of a folder are read, and what is said of the others."""

import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from corpus.documents import CorpusError

SAVE_AS = {
    ".doc": ".docx or .pdf",
    ".rtf": ".docx or .pdf",
    ".odt": ".docx or .pdf",
    ".pages": ".docx or .pdf",
    ".ppt": ".pdf",
    ".pptx": ".pdf",
    ".xls": ".csv",
    ".xlsx": ".csv",
    ".ods": ".csv",
    ".epub": ".html or .txt",
    ".mobi": ".html or .txt",
    ".mht": ".html",
    ".mhtml": ".html",
    ".json": ".jsonl, one object a line",
}
"""Documents in formats that are not read, and what to save them as; other files (pictures, styles) are only counted."""


@dataclass(slots=True)
class Found:
    """What a source holds: files to read in a fixed order, what was refused and why, and other files by suffix."""

    files: list[Path] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


def search(root: Path, suffixes: Iterable[str], *, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Found:
    """List the files of a source: the file itself, or every file with one of ``suffixes`` below a folder.

    Inside a folder a file is taken if a pattern of ``include`` matches it (or there is none) and no pattern of
    ``exclude`` does. Links are followed, each folder is entered once. Names that begin with a dot are passed over.

    Raises CorpusError if there is nothing there, or it is neither a file of a known format nor a folder.
    """
    suffixes = frozenset(suffixes)
    known = " ".join(sorted(suffixes))
    if not _is_folder(root):
        if root.suffix.lower() not in suffixes:
            advice = _advice(root) or f"use one of {known}"
            raise CorpusError(f"source {root}: format {root.suffix or 'without a suffix'} is not read; {advice}")
        return Found([root])
    found = Found()
    for path in _walk(root, found):
        relative = path.relative_to(root).as_posix()
        if (include and not matches(relative, include)) or matches(relative, exclude):
            continue
        if path.suffix.lower() in suffixes:
            found.files.append(path)
        elif path.suffix.lower() in SAVE_AS:
            found.refused.append((path, f"format {path.suffix} is not read; {_advice(path)}"))
        else:
            found.others[path.suffix.lower()] += 1
    if not found.files and not found.refused:
        chosen = " and that the include and exclude patterns let through" if include or exclude else ""
        raise CorpusError(f"source {root}: the folder holds no file that can be read ({known}){chosen}")
    return found


def matches(relative: str, patterns: Sequence[str]) -> bool:
    """Tell whether a path below the source, or a folder it lies in, matches a pattern.

    In a pattern ``*`` and ``?`` stop at ``/`` and ``**`` does not; a pattern without ``/`` matches in every folder:
    ``drafts``, ``*.md``, ``blog/**/2019-*.html``.
    """
    names = relative.split("/")
    folders = ["/".join(names[:end]) for end in range(1, len(names) + 1)]
    return any(_pattern(pattern).fullmatch(candidate) for pattern in patterns for candidate in folders)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    anchored = "/" in pattern.rstrip("/")
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.strip("/"))
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile(("" if anchored else "(?:.*/)?") + "".join(wild.get(part) or re.escape(part) for part in parts), re.DOTALL)


def _is_folder(root: Path) -> bool:
    try:
        mode = root.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CorpusError(f"source {root}: {reason}; check the path") from error
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise CorpusError(f"source {root}: neither a file nor a folder")
    return stat.S_ISDIR(mode)


def _advice(path: Path) -> str:
    saved = SAVE_AS.get(path.suffix.lower())
    return f"save it as {saved}" if saved else ""


def _walk(root: Path, found: Found) -> Iterator[Path]:
    """Yield the files below a folder, its own first, by name; a folder that was entered before is left out."""
    entered: set[tuple[int, int]] = set()

    def refuse(error: OSError) -> None:
        found.refused.append((Path(error.filename or root), f"{error.strerror}; make the folder readable or leave it out"))

    for folder, subfolders, names in os.walk(root, onerror=refuse, followlinks=True):
        here = os.stat(folder)  # noqa: PTH116 - os.walk gives strings
        if (here.st_dev, here.st_ino) in entered:
            subfolders.clear()
            continue
        entered.add((here.st_dev, here.st_ino))
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
