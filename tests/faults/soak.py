"""A real server under mixed load, its index rebuilt every minute: memory and file descriptors stay flat, and nothing fails.

    python -m tests.faults.soak [--minutes 30] [--rebuild-seconds 60] [--clients 4] [--no-semantic]

Prints a section of docs/reliability.md; ends with exit code 1 where the verdict is no.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import mean
from urllib.parse import quote

import psutil

from index.encoders.catalogue import available
from index.generations import Generations
from service.rebuilding import BUILT_IN_ARTICLES
from tests.serving import START_SECONDS, WENDA, get, start_server, wait_until_ready

QUESTIONS = (
    "微粒贷会起诉吗",
    "怎么协商还款",
    "Will WeiLiDai sue me?",
    "微立贷会起素吗",
    "信用卡的颜色",
    "逾期多久上征信",
    "¿Me pueden demandar?",
)

SAMPLE_SECONDS = 5
FLAT = 1.05
"""The mean of the last third, in terms of that of the second third, that is still flat."""

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Sample:
    """The server's processes at a time: bytes resident and open files, over all of them."""

    seconds: float
    resident: int
    files: int
    processes: int


@dataclass(slots=True)
class Seen:
    """What happened: answers by kind, failures in words, samples, builds."""

    answers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    builds: int = 0
    slowest: float = 0.0


def paths(address: str) -> dict[str, str]:
    """Give the kinds of requests, each with its path up to the question; suggestions where the server has them."""
    kinds = {
        "search by words": "/api/v1/search?mode=lexical&q=",
        "search by words and meaning": "/api/v1/search?mode=hybrid&q=",
        "page": "/?q=",
        "article": "/documents/weilidai-overdue?q=",
        "suggestions": "/api/v1/suggest?q=",
    }
    return {kind: path for kind, path in kinds.items() if get(address + path + quote("微粒贷"))[0] != 404}


def ask(address: str, kinds: dict[str, str], seen: Seen, stop: threading.Event) -> None:
    """Ask one question after the other over one connection; anything but 200 is a failure."""
    chance = random.Random()
    connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
    while not stop.is_set():
        kind = chance.choice(list(kinds))
        started = time.monotonic()
        try:
            connection.request("GET", kinds[kind] + quote(chance.choice(QUESTIONS)))
            response = connection.getresponse()
            body = response.read()
        except (OSError, HTTPException) as error:
            seen.failures.append(f"{kind}: {error!r}")
            connection.close()
            continue
        seen.slowest = max(seen.slowest, time.monotonic() - started)
        if response.status == 200:
            seen.answers[kind] += 1
        else:
            seen.failures.append(f"{kind}: {response.status} {body[:200]!r}")
        stop.wait(0.02)
    connection.close()


def rebuild(command: list[str], article: Path, every: float, seen: Seen, stop: threading.Event) -> None:
    """Change an article and rebuild, again and again."""
    while not stop.wait(every):
        text = f"微粒贷逾期之后，平台可能会起诉长期拖欠的借款人，这是第{seen.builds}版。"
        article.write_text(f"# 第{seen.builds}次\n\n{text}\n", "utf-8")
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            seen.failures.append(f"rebuild: exit {ran.returncode}, {ran.stderr[-300:]}")
        seen.builds += 1


def sample(server: psutil.Process, seen: Seen, stop: threading.Event) -> None:
    """Measure the server's processes every SAMPLE_SECONDS."""
    started = time.monotonic()
    while not stop.wait(SAMPLE_SECONDS):
        resident = files = processes = 0
        for process in [server, *server.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                resident += process.memory_info().rss
                files += process.num_fds()
                processes += 1
        seen.samples.append(Sample(time.monotonic() - started, resident, files, processes))


def verdict(seen: Seen) -> Iterator[str]:
    """Give what is wrong: nothing, if all is well."""
    third = len(seen.samples) // 3
    second, last = seen.samples[third : 2 * third], seen.samples[2 * third :]
    for name in ("resident", "files"):
        before, after = (mean(getattr(one, name) for one in part) for part in (second, last))
        if after > before * FLAT:
            yield f"{name}: {after / before:.3f} times the second third's in the last third"
    yield from (f"failure: {failure}" for failure in seen.failures[:10])


def report(seen: Seen, minutes: float, options: argparse.Namespace) -> Iterator[str]:
    """Give the section of docs/reliability.md."""
    third = max(1, len(seen.samples) // 3)
    thirds = [seen.samples[begin : begin + third] for begin in (0, third, 2 * third)]
    yield "## Soak\n"
    yield (
        f"{minutes:.0f} minutes, {options.clients} clients, two workers, a rebuild every {options.rebuild_seconds:.0f} s "
        f"({seen.builds} in all): {seen.answers.total()} answers, the slowest {seen.slowest:.2f} s; "
        f"{len(seen.failures)} failures.\n"
    )
    yield "| | first third | second third | last third |\n|---|---|---|---|"
    for label, name, unit in (("resident, MB, all processes", "resident", MEGABYTE), ("open files", "files", 1)):
        yield f"| {label} | " + " | ".join(f"{mean(getattr(one, name) for one in part) / unit:.0f}" for part in thirds) + " |"
    yield "\n" + ", ".join(f"{kind} {count}" for kind, count in seen.answers.most_common()) + ".\n"
    wrong = list(verdict(seen))
    yield "Verdict: " + ("flat, and nothing failed." if not wrong else "; ".join(wrong))


def soak(options: argparse.Namespace, folder: Path) -> Seen:
    """Serve, ask, rebuild and measure for as long as is wanted."""
    articles, index = folder / "articles", folder / "index"
    shutil.copytree(BUILT_IN_ARTICLES, articles)
    encoders = () if options.no_semantic else available(("use",))
    os.environ |= {"WENDA_SEMANTIC": "true", "WENDA_ENCODERS": "use"} if encoders else {"WENDA_SEMANTIC": "false"}
    seen, stop = Seen(), threading.Event()
    address, server = start_server(index, articles)
    for stream in (server.stdout, server.stderr):
        # Else the server would stop when what it logs fills the pipe.
        threading.Thread(target=deque, args=(stream, 0), daemon=True).start()
    try:
        wait_until_ready(address, server)
        deadline = time.monotonic() + START_SECONDS
        while encoders and not Generations(index).open_current().manifest.encoders and time.monotonic() < deadline:
            time.sleep(0.5)
        kinds, command = paths(address), [*WENDA, "rebuild", str(articles), "--index", str(index)]
        work = [
            threading.Thread(target=sample, args=(psutil.Process(server.pid), seen, stop)),
            threading.Thread(target=rebuild, args=(command, articles / "soak.md", options.rebuild_seconds, seen, stop)),
            *(threading.Thread(target=ask, args=(address, kinds, seen, stop)) for _ in range(options.clients)),
        ]
        for thread in work:
            thread.start()
        time.sleep(options.minutes * 60)
        stop.set()
        for thread in work:
            thread.join()
    finally:
        server.terminate()
        server.wait(timeout=30)
    return seen


def main() -> None:
    """Soak, print the section, and say by the exit code whether all is well."""
    parser = argparse.ArgumentParser(description="Mixed load on a real server whose index is rebuilt all the time.")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rebuild-seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--no-semantic", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wenda-soak-") as temporary:
        seen = soak(options, Path(temporary))
    print("\n".join(report(seen, options.minutes, options)))
    sys.exit(1 if list(verdict(seen)) else 0)


if __name__ == "__main__":
    main()
