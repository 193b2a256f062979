"""The engine of whichever generation is live now."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from index.answers import IndexDamagedError, NoIndexError, SearchError
from index.engines.protocol import Engine
from index.generations import Generations
from index.stores import EmbeddedStore, Store
from index.synonyms import Synonyms

log = logging.getLogger(__name__)

Prepare = Callable[[Engine], None]
"""Asks an engine what makes it load all that its first questions would wait for."""

RETRY_SECONDS = 10.0
"""A generation that cannot be used is tried again after so long: its files may have been restored."""


@dataclass(frozen=True, slots=True)
class _Unusable:
    """A generation that cannot be used, why, and until when (``time.monotonic``) that is believed."""

    revision: str
    error: SearchError | OSError
    until: float


class LiveIndex:
    """Gives the current engine, and moves to a new generation between two calls; safe for threads."""

    def __init__(self, store: Store | Generations, synonyms: Synonyms | None = None, prepare: Prepare | None = None) -> None:
        """``store``: where the generations are; an index directory's, as a rule.

        ``synonyms``: what questions are expanded with; the built-in ones if there is nothing else.

        With ``prepare`` a new generation is opened and prepared in the background, while the one before goes on answering.
        """
        self.store = EmbeddedStore(store) if isinstance(store, Generations) else store
        self.synonyms = synonyms
        self._prepare = prepare
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._moving = False
        self._unusable: _Unusable | None = None

    def engine(self) -> Engine:
        """Give the engine of the live generation; hold it for one request, so that a request sees one generation.

        What it reads stays there as long as it is held. Raises NoIndexError if there is no index, IndexDamagedError if it cannot
        be read or a file of it is not as it was written, UnavailableError if what keeps it does not answer.
        """
        engine, name = self._engine, self.store.current_name()
        if engine is not None and engine.manifest.revision == name:
            return engine
        with self._lock:
            engine = self._engine
            if engine is None or self._prepare is None:
                if engine is None or engine.manifest.revision != name:
                    self._engine = engine = self._first(name)
            elif not self._moving and name != engine.manifest.revision and self._known_unusable(name) is None:
                self._moving = True
                threading.Thread(target=self._move, args=(engine.manifest.revision, name), daemon=True).start()
            return engine

    def engine_if_any(self) -> Engine | None:
        """Give the engine of the live generation, or None if there is no index. Raises IndexDamagedError as above."""
        try:
            return self.engine()
        except NoIndexError:
            return None

    def _known_unusable(self, name: str) -> _Unusable | None:
        known = self._unusable
        return known if known and known.revision == name and time.monotonic() < known.until else None

    def _first(self, name: str) -> Engine:
        """Open the live generation where there is nothing else to answer; not each time anew where that cannot be done."""
        if known := self._known_unusable(name):
            raise known.error.with_traceback(None)
        try:
            return self._opened()
        except (SearchError, OSError) as error:
            self._unusable = _Unusable(name, error, time.monotonic() + RETRY_SECONDS)
            raise

    def _opened(self) -> Engine:
        engine = self.store.open_engine(self.synonyms)
        if self._prepare:
            self._prepare(engine)
        return engine

    def _move(self, old: str, new: str) -> None:
        """Put the live generation in the place of the one before."""
        engine = None
        reason: SearchError | OSError = IndexDamagedError(f"{new} cannot be used")
        try:
            engine = self._opened()
        except (SearchError, OSError) as error:
            log.warning("the new index %s cannot be used, %s goes on answering: %s", new, old, error)
            reason = error
        finally:
            with self._lock:
                self._moving = False
                self._engine = engine or self._engine
                self._unusable = None if engine else _Unusable(new, reason, time.monotonic() + RETRY_SECONDS)
