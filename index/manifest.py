"""What a generation says of itself, and where its parts lie in its folder."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SCHEMA_VERSION = 5
"""Raised with every change of what is stored; an index of another version is not read."""

MANIFEST = "manifest.json"

READERS = 4
"""Threads that checksums are made by: hashing leaves the interpreter to others, and disks like more than one reader."""


class ManifestError(Exception):
    """A manifest that cannot be read; the message says why, and is part of a longer one."""


class OtherVersionError(ManifestError):
    """A manifest of another version of the index."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    ``checksums`` are SHA-256 by path inside the generation, ``created`` is UTC.

    ``samples`` are questions that the articles' own headings ask: to show a visitor what can be asked here. ``encoders`` are the
    names of those whose vectors there are, by key.
    """

    revision: str
    created: str
    sources: list[str]
    documents: int
    passages: int
    languages: dict[str, int]
    segmenter: str
    samples: list[str] = field(default_factory=list)
    encoders: dict[str, str] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class GenerationFolder:
    """Where the parts of a generation lie."""

    folder: Path

    @property
    def whoosh(self) -> Path:
        """Where the Whoosh index is."""
        return self.folder / "whoosh"

    @property
    def postings(self) -> Path:
        """Where the posting arrays derived from it are."""
        return self.folder / "postings"

    @property
    def documents(self) -> Path:
        """Where the documents are stored."""
        return self.folder / "documents.sqlite"

    def vectors(self, encoder: str) -> Path:
        """Where the vectors of an encoder are, by its name."""
        return self.folder / "vectors" / f"{encoder}.i8"

    def means(self, encoder: str) -> Path:
        """Where the means that an encoder's vectors were centred by are, by its name."""
        return self.folder / "vectors" / f"{encoder}.means.npz"

    def nearest(self, encoder: str) -> Path:
        """Where the approximate index of an encoder's vectors is, by its name; only a large generation has one."""
        return self.folder / "vectors" / f"{encoder}.faiss"

    @property
    def vocabulary(self) -> Path:
        """Where the vocabulary for corrections is stored."""
        return self.folder / "vocabulary.npz"

    @property
    def suggestions(self) -> Path:
        """Where what is suggested while a question is typed is stored."""
        return self.folder / "suggestions.npz"

    def files(self) -> list[Path]:
        """List all files but the manifest, in order."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file() and path != self.folder / MANIFEST)

    def size(self) -> int:
        """Give the bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def checksums(self) -> dict[str, str]:
        """Give the SHA-256 of all files but the manifest, by path inside the folder."""
        files = self.files()
        with ThreadPoolExecutor(READERS) as pool:
            found = pool.map(checksum, files)
            return {path.relative_to(self.folder).as_posix(): one for path, one in zip(files, found, strict=True)}


def checksum(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest, and with it a checksum of its own content."""
    stated = asdict(manifest)
    text = json.dumps(stated | {"checksum": _own_checksum(stated)}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, "utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a generation.

    Raises OtherVersionError if it is of another version, ManifestError if it cannot be read or is not as it was written.
    """
    try:
        stated = json.loads((folder / MANIFEST).read_text("utf-8"))
        version = stated["schema_version"]
    except OSError as error:
        raise ManifestError(f"{MANIFEST}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ManifestError(f"{MANIFEST}: {error}") from error
    if version != SCHEMA_VERSION:
        raise OtherVersionError(f"the index has version {version}, this Wenda reads {SCHEMA_VERSION}")
    if stated.pop("checksum", None) != _own_checksum(stated):
        raise ManifestError(f"{MANIFEST} is not as it was written")
    try:
        return Manifest(**stated)
    except TypeError as error:
        raise ManifestError(f"{MANIFEST}: {error}") from error


def _own_checksum(stated: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()


def differing(folder: GenerationFolder, stated: dict[str, str]) -> list[tuple[str, str]]:
    """Compare files with their stated checksums; give (path inside the folder, what is wrong) of each that differs."""
    present = {path.relative_to(folder.folder).as_posix() for path in folder.files()}
    found = [(name, "is missing") for name in sorted(stated.keys() - present)]
    found += [(name, "is not in the manifest") for name in sorted(present - stated.keys())]
    common = sorted(stated.keys() & present)
    with ThreadPoolExecutor(READERS) as pool:
        wrong = pool.map(lambda name: _wrong(folder.folder / name, stated[name]), common)
        return found + [(name, reason) for name, reason in zip(common, wrong, strict=True) if reason]


def _wrong(path: Path, stated: str) -> str:
    try:
        return "" if checksum(path) == stated else "is not as it was written"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
