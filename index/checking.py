"""Whether a generation on disk is whole: every file as it was written, and all parts in agreement."""

import sqlite3
from dataclasses import dataclass

from index.answers import IndexDamagedError
from index.generations import Generation, Generations
from index.lexical import LexicalIndex
from index.library import Library
from index.manifest import MANIFEST, differing
from index.spelling.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file of a generation, or with a part of it; ``file`` is a path inside the generation."""

    revision: str
    file: str
    reason: str

    def __str__(self) -> str:
        return f"{self.revision}/{self.file} {self.reason}"


def check(generations: Generations, revision: str) -> list[Problem]:
    """Find all that is wrong with a generation, by its revision."""
    try:
        generation = generations.open(revision)
    except IndexDamagedError as error:
        return [Problem(revision, MANIFEST, f"cannot be used: {error}")]
    found = [Problem(revision, *one) for one in differing(generation, generation.manifest.checksums)]
    # What is not as it was written need not be opened to know.
    return found or _disagreements(generation)


def require_whole(generation: Generation) -> None:
    """Raise IndexDamagedError, with the first file that is not as it was written, if there is one."""
    for name, reason in differing(generation, generation.manifest.checksums):
        raise IndexDamagedError(
            f"{generation.folder / name} {reason}; `wenda check` shows all, `wenda rebuild` builds the index anew, "
            "`wenda rollback` goes back to the one before"
        )


def _disagreements(generation: Generation) -> list[Problem]:
    """Open all parts, and compare what they hold with what the manifest says."""
    manifest = generation.manifest
    try:
        index = LexicalIndex(generation.whoosh, generation.postings)
        counts = {
            "whoosh": (index.count(), manifest.passages, "passages"),
            "postings": (index.postings.live, manifest.passages, "passages"),
            generation.documents.name: (len(Library(generation.documents).digests()), manifest.documents, "documents"),
        }
        for encoder in manifest.encoders.values():
            size = generation.vectors(encoder).stat().st_size
            counts[f"vectors/{encoder}.i8"] = (size % manifest.passages, 0, "bytes more than whole vectors")
        Vocabulary(generation.vocabulary).terms  # noqa: B018 - reads the file
    except (IndexDamagedError, OSError, sqlite3.Error) as error:
        return [Problem(manifest.revision, "", str(error))]
    return [
        Problem(manifest.revision, name, f"holds {found} {what} instead of {stated}")
        for name, (found, stated, what) in counts.items()
        if found != stated
    ]
