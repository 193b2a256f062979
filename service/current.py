"""The index of the application, and the one generation of it that a request sees."""

from flask import current_app, g

from index.engines.protocol import Engine
from index.live import LiveIndex


def live_index() -> LiveIndex:
    """Give the index of the application."""
    live: LiveIndex = current_app.extensions["wenda"]
    return live


def live_engine() -> Engine:
    """Give the engine of the generation that was live when this request first asked. Raises NoIndexError, IndexDamagedError."""
    if "engine" not in g:
        g.engine = live_index().engine()
    engine: Engine = g.engine
    return engine


def live_engine_if_any() -> Engine | None:
    """Give that engine, or None if there is no index. Raises IndexDamagedError."""
    if "engine" not in g:
        found = live_index().engine_if_any()
        if found is None:
            return None
        g.engine = found
    return live_engine()
