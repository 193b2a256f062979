"""What the worker processes of one server share: a folder that lives as long as the server."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder to worker processes; prometheus_client asks for this name, and asks when it is first imported."""


@contextmanager
def shared_by_workers() -> Iterator[None]:
    """Have a folder for the workers of a server while the block runs; to be entered before the server is imported."""
    with tempfile.TemporaryDirectory(prefix="wenda-serve-") as folder:
        os.environ[VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[VARIABLE]


def shared_folder() -> Path | None:
    """Give the folder, or None where there is one process only."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None
