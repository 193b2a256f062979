"""How far a rebuild is, in a file for another process to read."""

import json
import time
from pathlib import Path

from index.encoding import Progress as EncodingProgress
from index.stores import Built
from index.writing import Progress
from service.bodies import ProgressBody
from service.rebuilding import Watcher

INTERVAL = 0.5
"""Seconds between two looks at the file that are worth a new one."""


class ProgressFile:
    """Tells another watcher all that it is told, and writes it down."""

    def __init__(self, file: Path, other: Watcher) -> None:
        self._file = file
        self._other = other
        self._documents = 0
        self._written = 0.0

    def counting(self) -> Progress:
        """Count documents and passages, into the file too."""
        told = self._other.counting()

        def count(documents: int, passages: int) -> None:
            told(documents, passages)
            self._documents = documents
            self._write({"stage": "reading", "documents": documents, "passages": passages, "of": 0})

        return count

    def live(self, generation: Built, key: str) -> None:
        """Pass on that a generation is live."""
        self._documents = generation.manifest.documents
        self._other.live(generation, key)

    def encoding(self, key: str, passages: int) -> EncodingProgress:
        """Count the passages encoded, into the file too."""
        told = self._other.encoding(key, passages)

        def count(done: int, encoded: int) -> None:
            told(done, encoded)
            stage = f"encoding with {key}"
            self._write({"stage": stage, "documents": self._documents, "passages": done, "of": passages}, last=done == passages)

        return count

    def _write(self, progress: ProgressBody, *, last: bool = False) -> None:
        now = time.monotonic()
        if last or now - self._written >= INTERVAL:
            self._written = now
            beside = self._file.with_suffix(".progress.new")
            beside.write_text(json.dumps(progress), "utf-8")
            beside.replace(self._file)
