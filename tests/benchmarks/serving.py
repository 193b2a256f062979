"""Measure the whole service: questions a second and latency through HTTP, memory of a worker, cold start.

    python -m tests.benchmarks.serving [--part lexical|hybrid|memory|cold] [--folder .benchmarks] [--seconds 15]

The load comes from wrk over loopback, on the same cores as the server: what it takes is not the server's. Each of the clients
waits for its answer before it asks again. Questions are either all different, so that nothing can be remembered, or repeated as
visitors do (Zipf). Indexes are built by `wenda rebuild`'s own code, once, and used again.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from service.console import Console
from service.rebuilding import Account, rebuild_index
from service.settings import Settings
from tests.benchmarks import results
from tests.benchmarks.collection import asked, different_questions, repeated_questions, write_rows

LEXICAL, LARGE, HYBRID = 60_358, 482_864, 1_000
"""Passages of the collections. Encoding takes a tenth of a second of a core for each, asking hardly depends on their number."""
CLIENTS = (1, 16, 64)
LONG = 60
"""Seconds of the run that looks for errors, with 16 clients."""
QUESTIONS = 60_000
WARM = 5
STARTS = 3
SCRIPT = Path(__file__).with_name("questions.lua")
PARTS = ("lexical", "hybrid", "memory", "cold")


def main() -> None:
    """Run the parts that are asked for and can be run, and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--folder", type=Path, default=results.FOLDER)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--again", action="store_true", help="measure what was measured before")
    options = parser.parse_args()
    for part in options.part or PARTS:
        if results.read(options.folder, part) is not None and not options.again:
            continue
        if part in {"lexical", "hybrid"} and shutil.which("wrk") is None:
            print(f"{part}: skipped, there is no wrk here; `apt-get install wrk`", file=sys.stderr)
            continue
        found = _measure(part, options.folder, options.seconds)
        print(part, json.dumps(found), flush=True)
        results.write(options.folder, part, found)


def _measure(part: str, folder: Path, seconds: int) -> Any:
    if part == "lexical":
        return load(index_of(folder, LEXICAL), "lexical", folder, seconds)
    if part == "hybrid":
        return load(index_of(folder, HYBRID, semantic=True), "hybrid", folder, seconds)
    if part == "memory":
        return memory(index_of(folder, LARGE))
    return cold(index_of(folder, LEXICAL))


def index_of(folder: Path, size: int, *, semantic: bool = False) -> Path:
    """Give an index of raw text, built unless it is there."""
    index, corpus = folder / f"index-{size}", folder / f"corpus-{size}.jsonl"
    if not (index / "current").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        write_rows(corpus, size)
        rebuild_index(Settings(sources=(corpus,), index=index, semantic=semantic), Account(), Console())
        corpus.unlink()
    return index


@contextmanager
def serving(index: Path, workers: int, *, semantic: bool = False) -> Iterator[tuple[str, "subprocess.Popen[bytes]", float]]:
    """Run `wenda serve`; give its address, its process, and the seconds to its first answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "service", "serve", "--index", str(index), "--port", str(port)]
    started = time.perf_counter()
    # Without the vectors that an index by words lacks: making them beside the server is not measured here.
    environment = results.installed() | {"WENDA_SEMANTIC": str(semantic).lower()}
    command += ["--workers", str(workers)]
    process = subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/api/v1/search?mode=lexical&q={quote(asked()[0])}"
    try:
        while not _answers(address):
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", process, time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def load(index: Path, mode: str, folder: Path, seconds: int) -> list[dict[str, Any]]:
    """Ask with 1, 16 and 64 clients, for some seconds each, and once for LONG seconds."""
    files = {}
    for name, asking in (("different", different_questions(QUESTIONS)), ("repeated", repeated_questions(QUESTIONS))):
        files[name] = folder / f"{mode}-{name}.txt"
        lines = (f"/api/v1/search?mode={mode}&q={quote(question)}" for question in asking)
        files[name].write_text("\n".join(lines), "utf-8")
    runs = [("different", clients, seconds) for clients in CLIENTS]
    runs += [("repeated", clients, seconds) for clients in CLIENTS]
    if mode == "lexical":
        runs.append(("different", 16, LONG))
    found = []
    with serving(index, len(os.sched_getaffinity(0)), semantic=mode != "lexical") as (address, process, _):
        _wrk(address, files["different"], 16, WARM, begin=QUESTIONS // 2)
        begin = 0
        for questions, clients, length in runs:
            before = _processor(process.pid)
            one = _wrk(address, files[questions], clients, length, begin=begin)
            one |= {"questions": questions, "clients": clients, "seconds": length}
            one["processor"] = (_processor(process.pid) - before) * 1000 / max(1, one["requests"])
            found.append(one)
            begin = (begin + one["requests"]) % QUESTIONS
    return found


def _wrk(address: str, questions: Path, clients: int, seconds: int, *, begin: int) -> dict[str, Any]:
    command = ["wrk", "--threads", "1", "--connections", str(clients), "--duration", f"{seconds}s", "--timeout", "30s"]
    environment = os.environ | {"QUESTIONS": str(questions), "BEGIN": str(begin)}
    output = subprocess.run(
        [*command, "--script", str(SCRIPT), address], env=environment, check=True, capture_output=True, text=True
    ).stdout
    measured: dict[str, Any] = json.loads(output[output.rindex("{") :])
    return measured | {"rate": measured["requests"] / measured["took"]}


def _workers(pid: int) -> list[int]:
    """Give a process and its descendants."""
    children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    return [pid, *(one for child in children for one in _workers(child))]


def _processor(pid: int) -> float:
    """Give the seconds of processor time of a process and its descendants."""
    ticks = 0
    for one in _workers(pid):
        fields = Path(f"/proc/{one}/stat").read_text("utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(index: Path) -> dict[str, float]:
    """Give the MB that the largest worker is resident with after some hundred questions: mapped of the index, and all else."""
    with serving(index, 1) as (address, process, _):
        for question in asked()[:300]:
            _answers(f"{address}/api/v1/search?mode=lexical&q={quote(question)}")
        inside = [_resident(pid, index.resolve()) for pid in _workers(process.pid)]
    beyond, mapped, private = max(inside)
    return {"beyond": beyond, "mapped": mapped, "private": private}


def _resident(pid: int, index: Path) -> tuple[float, float, float]:
    """Sum up /proc/<pid>/smaps: MB resident beside the maps of the index's files, of those maps, and private."""
    sums = dict.fromkeys(("beyond", "mapped", "private"), 0)
    kind = "beyond"
    for line in Path(f"/proc/{pid}/smaps").read_text("utf-8").splitlines():
        if header := re.match(r"[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(.*)", line):
            kind = "mapped" if header[1].startswith(f"{index}/") else "beyond"
        elif line.startswith("Rss:"):
            sums[kind] += int(line.split()[1])
        elif line.startswith(("Private_Clean:", "Private_Dirty:")):
            sums["private"] += int(line.split()[1])
    return sums["beyond"] / 1024, sums["mapped"] / 1024, sums["private"] / 1024


def cold(index: Path) -> dict[str, float]:
    """Give the seconds from nothing to the first answer: of the command, and of the server; the first start of each compiles."""
    command = [sys.executable, "-W", "ignore", "-m", "service", "search", "--index", str(index), "--mode", "lexical", asked()[0]]
    times = []
    for _ in range(1 + STARTS):
        started = time.perf_counter()
        subprocess.run(command, env=results.installed(), check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    starts = []
    for _ in range(1 + STARTS):
        with serving(index, 1) as (_, _, seconds):
            starts.append(seconds)
    return {"command": median(times[1:]), "server": median(starts[1:])}


if __name__ == "__main__":
    main()
