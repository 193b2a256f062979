"""Rebuilding whenever the sources change: what `wenda watch` does.

The system's notifications only say when to look; what changed is told by looking, so that none of them can be misleading: files
written beside and renamed, notifications lost or never sent, the index itself among the sources.
"""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Event

from watchfiles import watch

from corpus.documents import CorpusError
from corpus.reading import find_files
from index.answers import IndexLockedError, SearchError
from index.languages.chinese import use_dictionary
from index.languages.dictionary import read_dictionary
from index.stores import Built
from service.console import Console, searched_by
from service.rebuilding import Account, rebuild_index, sources_of
from service.settings import Settings

QUIET_MS = 500
"""Milliseconds without a change after which a rebuild begins: an editor, or a copy of many files, has come to its end."""

LONGEST_MS = 30_000
"""Milliseconds after which it begins in any case."""

LOOK_MS = 10_000
"""Milliseconds between two looks where no notification comes, as from most network file systems."""

Snapshot = dict[Path, tuple[int, ...]]
"""The files that a rebuild reads, each with its device, inode, size and time of change."""


class _Silent(Console):
    """Tells nothing before the end."""

    def __init__(self) -> None:
        super().__init__(counts=False)

    def live(self, generation: Built, key: str) -> None:
        """See service.rebuilding.Watcher."""


def watch_sources(settings: Settings, stop: Event | None = None) -> Iterator[str]:
    """Rebuild at once, and then whenever sources, dictionary or golden questions change; yield a line for each rebuild.

    One that fails leaves the live index as it is, and the next change is waited for; where another one is under way, it is
    tried again. Ends when told to stop.
    """
    done: Snapshot | None = None
    for _ in _occasions(settings, stop or Event()):
        found = _look(settings)
        if found == done:
            continue
        try:
            line = _rebuilt(settings)
        except IndexLockedError:
            continue
        except (CorpusError, SearchError, OSError) as error:
            line = f"failed, the old index stays live: {'; '.join(str(error).split(chr(10)))}"
        yield f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {_difference(done, found)}: {line}"
        done = found


def _occasions(settings: Settings, stop: Event) -> Iterator[None]:
    """Yield when there may be something new: at once, after changes that came to their end, and every LOOK_MS."""
    yield
    while not stop.is_set():
        places = _places(settings)
        paths = [path for path in places if places[path]]
        if not paths:
            stop.wait(LOOK_MS / 1000)
            yield
            continue
        for _ in watch(
            *paths,
            watch_filter=None,
            debounce=LONGEST_MS,
            step=QUIET_MS,
            stop_event=stop,
            rust_timeout=LOOK_MS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            yield
            # A file or folder that was replaced is another one, which has to be watched anew.
            if _places(settings) != places:
                break


def _places(settings: Settings) -> dict[Path, tuple[int, ...]]:
    """Give what is to be watched, each with what tells it from one put in its place, or nothing where it is not there."""
    return {path: _identity(path)[:2] for path in [*sources_of(settings), *_lists(settings)]}


def _lists(settings: Settings) -> list[Path]:
    return [path for path in (settings.dictionary, settings.golden) if path is not None]


def _identity(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _look(settings: Settings) -> Snapshot:
    paths = _lists(settings)
    for source in sources_of(settings):
        try:
            paths += find_files(source, include=settings.include, exclude=settings.exclude)
        except CorpusError:  # it is gone for now; the rebuild says so
            paths.append(source)
    return {path: identity for path in paths if (identity := _identity(path))}


def _difference(before: Snapshot | None, now: Snapshot) -> str:
    if before is None:
        return "start"
    counts = {
        "added": len(now.keys() - before.keys()),
        "changed": sum(before[path] != now[path] for path in now.keys() & before.keys()),
        "removed": len(before.keys() - now.keys()),
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def _rebuilt(settings: Settings) -> str:
    if settings.dictionary:
        use_dictionary(read_dictionary(settings.dictionary))
    started = time.perf_counter()
    manifest = rebuild_index(settings, Account(), _Silent()).manifest
    return (
        f"{manifest.documents} documents, {manifest.passages} passages {searched_by(manifest)} "
        f"in {time.perf_counter() - started:.1f} s; live now: {manifest.revision}"
    )
