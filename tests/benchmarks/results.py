"""What the benchmarks leave for the report: one file of JSON for each piece, beside the indexes."""

import json
import os
import platform
import resource
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path(".benchmarks")
VERSIONS = ("whoosh", "jieba", "rjieba", "numba", "numpy", "bm25s", "tantivy", "flask", "granian")


def write(folder: Path, piece: str, found: Any) -> None:
    """Keep what a piece found, with the time, the machine and its load."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {"at": f"{datetime.now(UTC):%Y-%m-%d %H:%MZ}", "load": round(os.getloadavg()[0], 1), "found": found}
    (folder / f"{piece}.json").write_text(json.dumps(kept, indent=1), "utf-8")


def read(folder: Path, piece: str) -> dict[str, Any] | None:
    """Give what a piece found, or None where it was not run."""
    path = folder / f"{piece}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def installed() -> dict[str, str]:
    """Give an environment in which modules are compiled once, as installing does, even where a developer's keeps them from it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str((FOLDER / "bytecode").resolve())}


def machine() -> str:
    """Name the processor, its cores, the memory and the versions."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    packages = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    cores = len(os.sched_getaffinity(0))
    return f"{model}, {cores} cores, {memory:.0f} GB; Python {platform.python_version()}, {packages}"


def folder_megabytes(folder: Path) -> float:
    """Give what a folder takes on disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def peak_megabytes() -> float:
    """Give the most memory that this process was resident with."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
