"""The command in processes that start at once: one that has loaded everything forks for each.

Starting Python and loading what a rebuild needs takes seconds, the rebuild of a few articles a fraction of one: so a kill at a
random moment meets the rebuild itself, and hundreds of them take minutes.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

SECONDS = 120


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: its exit code, or minus the signal that ended it, and what it printed."""

    code: int
    stdout: str
    stderr: str


class Forking:
    """Runs commands, one at a time."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="wenda-forking-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forking", self._folder.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parents[2],
        )
        assert self._read() == "ready"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def start(self, *arguments: str | Path, file_size: int | None = None, user: int | None = None) -> int:
        """Start a command, where wanted with a limit to the bytes of each file, or as another user; give its process."""
        assert self._process.stdin is not None
        what = {"arguments": list(map(str, arguments)), "file_size": file_size, "user": user}
        print(json.dumps(what), file=self._process.stdin, flush=True)
        return int(self._read())

    def wait(self) -> Ran:
        """Wait for the end of the command that was started."""
        status = self._read()
        folder = Path(self._folder.name)
        return Ran(os.waitstatus_to_exitcode(status), *((folder / name).read_text("utf-8") for name in ("out", "err")))

    def run(self, *arguments: str | Path, file_size: int | None = None, user: int | None = None) -> Ran:
        """Run a command to its end."""
        self.start(*arguments, file_size=file_size, user=user)
        return self.wait()

    def kill_after(self, seconds: float, *arguments: str | Path) -> Ran:
        """Kill a command after some time, unless it comes to its end before."""
        process = self.start(*arguments)
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        return self.wait()


def _serve(folder: Path) -> None:
    """Load everything by doing it once; then read commands, fork for each, and tell its process and its end."""
    from service.cli import main  # noqa: PLC0415 - only the process that forks needs it

    main(["rebuild", "--jobs", "1", "--index", str(folder / "warm")], standalone_mode=False)
    main(["search", "微粒贷会起诉吗", "--index", str(folder / "warm")], standalone_mode=False)
    _tell("ready")
    for line in sys.stdin:
        what = json.loads(line)
        process = os.fork()
        if not process:
            _run(folder, **what)
        _tell(process)
        _tell(os.waitpid(process, 0)[1])


def _tell(what: object) -> None:
    print(json.dumps(what), file=sys.__stdout__, flush=True)


def _run(folder: Path, arguments: Sequence[str], file_size: int | None, user: int | None) -> None:
    from service.cli import main  # noqa: PLC0415 - as above

    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder / name, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o666), number)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", buffering=1) for number in (1, 2))
    if file_size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    if user is not None:
        os.setegid(user)
        os.seteuid(user)
    code = 70
    try:
        main(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001 - the test is told, whatever it is
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    sys.stdout = sys.stderr
    _serve(Path(sys.argv[1]))
