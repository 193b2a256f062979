"""The engine of whichever generation is live now."""

import threading

from index.answers import NoIndexError
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine
from index.generations import Generations
from index.synonyms import Synonyms


class LiveIndex:
    """Gives the current engine, and moves to a new generation between two calls; safe for threads."""

    def __init__(self, generations: Generations, synonyms: Synonyms | None = None) -> None:
        """``synonyms``: what questions are expanded with; the built-in ones if there is nothing else."""
        self._generations = generations
        self.synonyms = synonyms
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    def engine(self) -> Engine:
        """Give the engine of the live generation; hold it for one request, so that a request sees one generation.

        Raises NoIndexError if there is no index, IndexDamagedError if it cannot be read.
        """
        engine, name = self._engine, self._generations.current_name()
        if engine is not None and engine.manifest.revision == name:
            return engine
        with self._lock:
            if self._engine is None or self._engine.manifest.revision != name:
                self._engine = EmbeddedEngine(self._generations.open_current(), self.synonyms)
            return self._engine

    def engine_if_any(self) -> Engine | None:
        """Give the engine of the live generation, or None if there is no index. Raises IndexDamagedError as above."""
        try:
            return self.engine()
        except NoIndexError:
            return None
