"""A real server process for tests: wenda serve, on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WENDA = [sys.executable, "-m", "service"]
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, without a slash at the end, and its index directory."""

    address: str
    index: Path


def get(address: str, **headers: str) -> tuple[int, bytes]:
    """Ask for an address; give the status and the body, whatever the status."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def start_server(index: Path, *sources: Path, **environment: str) -> tuple[str, "subprocess.Popen[str]"]:
    """Start `wenda serve` with two workers, and do not wait for it; give its address and the process."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    command = [*WENDA, "serve", "--index", str(index), "--port", str(port), "--workers", "2"]
    if sources:
        environment["WENDA_SOURCES"] = os.pathsep.join(map(str, sources))
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=index.parent,
        env=os.environ | environment,
        start_new_session=True,
    )
    return f"http://127.0.0.1:{port}", process


@contextmanager
def serving(index: Path, *sources: Path, **environment: str) -> Iterator[Served]:
    """Run `wenda serve` with two workers until the block ends; SIGTERM must end it cleanly."""
    address, process = start_server(index, *sources, **environment)
    try:
        wait_until_ready(address, process)
        yield Served(address, index)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.communicate()


def wait_until_ready(address: str, process: "subprocess.Popen[str]") -> None:
    """Wait until a server says that questions can be answered; fail if it ends, or in START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[1]
        try:
            if get(f"{address}/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server was not ready in {START_SECONDS} s")
