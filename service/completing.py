"""The vectors that an index lacks, made by a process beside the server, so that it answers by words meanwhile."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from index.answers import SearchError
from index.languages.chinese import use_dictionary
from index.languages.dictionary import read_dictionary
from index.locking import LockWantedError
from index.workers import end_with_parent
from service.choosing import store_of
from service.console import Console, say
from service.rebuilding import complete_index, lacking
from service.settings import Settings

BEHIND = 10
"""Added to the nice value of that process: questions go first."""

PATIENCE = 5
"""Seconds that it has to end; what it has encoded is kept in any case."""


@contextmanager
def completing(settings: Settings) -> Iterator[None]:
    """Make the vectors that the live index lacks while the block runs; what is not done at its end is left to the next time."""
    if _is_complete(settings):
        yield
        return
    # Spawned, and no daemon: it has processes of its own.
    process = multiprocessing.get_context("spawn").Process(target=_complete, args=(settings,))
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join(PATIENCE)
        process.kill()


def _is_complete(settings: Settings) -> bool:
    try:
        return not lacking(settings, store_of(settings).open_current().manifest)
    except SearchError:  # nothing that could be completed; whoever asks a question is told
        return True


def _complete(settings: Settings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    os.nice(BEHIND)
    started = time.monotonic()
    try:
        if settings.dictionary:
            use_dictionary(read_dictionary(settings.dictionary))
        while not _is_complete(settings):
            # A rebuild that wants the lock makes the vectors too, unless it is told not to or ends before.
            with suppress(LockWantedError):
                manifest = complete_index(settings, Console(counts=False)).manifest
                seconds = time.monotonic() - started
                say([f"vectors of {', '.join(manifest.encoders.values())} are live after {seconds:.0f} s: {manifest.revision}"])
    except (SearchError, OSError) as error:
        say([f"wenda: no vectors were made, questions are answered without them: {error}"])
