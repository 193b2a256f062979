"""Rebuilds asked for over HTTP: processes of their own, which outlive the worker that started them, and the files they leave.

A task is running while its process holds the lock on ``<id>.lock``, whoever started it; the system drops that lock when the
process ends, however it ends. Then there is a result in ``<id>.out``, or the reason why there is none in ``<id>.err``.
"""

import fcntl
import json
import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from index.answers import IndexLockedError, NotFoundError
from service.bodies import ProgressBody, RebuiltBody, TaskBody

FOLDER = "tasks"

KEPT = 20
"""Tasks that can be asked for, the newest."""

ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
"""The time, so that names sort by age, and random bytes."""

UNFINISHED = "the process of the rebuild ended without a result; the log of the system may say why"

ERROR_CHARACTERS = 2000
"""The end of what the rebuild said, where it failed without a message of its own."""


class Tasks:
    """The rebuilds of one index directory."""

    def __init__(self, index: Path) -> None:
        """``index`` is the index directory."""
        self._folder = index / FOLDER

    def start(self, command: Sequence[str]) -> str:
        """Start a rebuild by `python -m service` with the arguments given, and give the id of its task.

        Raises IndexLockedError if one of these tasks is running.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._one_at_a_time():
            running = next(filter(self._is_running, self._ids()), None)
            if running:
                raise IndexLockedError(f"the index is being rebuilt by task {running}; wait until it is done")
            self._prune()
            task = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
            self._spawn(task, command)
        return task

    def get(self, task: str) -> TaskBody:
        """Say how far a task is, or how it ended. Raises NotFoundError."""
        if not ID.fullmatch(task) or not self._path(task, "lock").exists():
            raise NotFoundError(f"there is no task {task!r}; the last {KEPT} are kept")
        # The lock first: what the process wrote before it ended is there when the lock is free.
        running = self._is_running(task)
        result = None if running else self._result(task)
        return {
            "id": task,
            "state": "running" if running else "done" if result else "failed",
            "created": f"{datetime.strptime(task.partition('-')[0], '%Y%m%dT%H%M%SZ').replace(tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}",
            "progress": self._progress(task),
            "result": result,
            "error": None if running or result else self._error(task),
        }

    def _path(self, task: str, kind: str) -> Path:
        return self._folder / f"{task}.{kind}"

    def _ids(self) -> list[str]:
        return sorted(path.stem for path in self._folder.glob("*.lock"))

    def _spawn(self, task: str, command: Sequence[str]) -> None:
        with (
            self._path(task, "lock").open("w") as lock,
            self._path(task, "out").open("wb") as out,
            self._path(task, "err").open("wb") as err,
        ):
            fcntl.flock(lock, fcntl.LOCK_EX)
            progress = ["--progress", str(self._path(task, "progress"))]
            process = subprocess.Popen(  # noqa: S603 - our own command; nothing in it comes from a request
                [sys.executable, "-m", "service", *command, *progress],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                pass_fds=[lock.fileno()],
                start_new_session=True,
            )
        # Its lock is now held by that process alone. If this process is still there at its end, it takes note of it.
        threading.Thread(target=process.wait, daemon=True).start()

    def _is_running(self, task: str) -> bool:
        with self._path(task, "lock").open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _result(self, task: str) -> RebuiltBody | None:
        try:
            found = json.loads(self._path(task, "out").read_bytes())
        except (OSError, ValueError):
            return None
        names = (*RebuiltBody.__required_keys__,)
        return cast("RebuiltBody", {name: found[name] for name in found if name in names})

    def _progress(self, task: str) -> ProgressBody | None:
        try:
            return cast("ProgressBody", json.loads(self._path(task, "progress").read_bytes()))
        except (OSError, ValueError):
            return None

    def _error(self, task: str) -> str:
        said = self._path(task, "err").read_text("utf-8", "replace").strip()
        own = [line.removeprefix("wenda: ") for line in said.splitlines() if line.startswith("wenda: ")]
        return own[-1] if own else said[-ERROR_CHARACTERS:] or UNFINISHED

    def _prune(self) -> None:
        for task in self._ids()[: -(KEPT - 1)]:
            for path in self._folder.glob(f"{task}.*"):
                path.unlink(missing_ok=True)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        descriptor = os.open(self._folder / ".starting", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
