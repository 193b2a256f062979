"""Whether a generation in a cluster is whole: its counts, its files, and that every part has a copy that answers."""

from pathlib import Path
from tempfile import TemporaryDirectory

from index.answers import IndexDamagedError
from index.checking import Problem
from index.opensearch.connection import part
from index.opensearch.generations import ClusterGeneration, ClusterGenerations
from index.opensearch.schema import documents_index, files_index, passages_index


def check(generations: ClusterGenerations, revision: str) -> list[Problem]:
    """Find all that is wrong with a generation, by its revision. Raises ClusterError if the cluster cannot say.

    What is not looked at is every row: the cluster keeps checksums of its own files, and gives up a copy that differs.
    """
    index = passages_index(generations.layout.alias, revision)
    try:
        generation = generations.open(index)
    except IndexDamagedError as error:
        return [Problem(revision, index, f"cannot be used: {error}")]
    return [
        *_without_copies(generations, generation),
        *_miscounted(generations, generation),
        *_broken_files(generations, generation),
    ]


def require_whole(generations: ClusterGenerations, revision: str) -> None:
    """Raise IndexDamagedError, with the first thing that is wrong with a generation, if there is one."""
    for problem in check(generations, revision):
        raise IndexDamagedError(f"{problem}; `wenda check` shows all, `wenda rebuild` builds the index anew")


def _parts(generations: ClusterGenerations, generation: ClusterGeneration) -> dict[str, int | None]:
    """Give the indices of a generation, and how many rows the first two hold."""
    alias, manifest = generations.layout.alias, generation.manifest
    return {
        generation.index: manifest.passages,
        documents_index(alias, manifest.revision): manifest.documents,
        files_index(alias, manifest.revision): None,
    }


def _without_copies(generations: ClusterGenerations, generation: ClusterGeneration) -> list[Problem]:
    found = []
    for index in _parts(generations, generation):
        if not generations.cluster.exists(f"/{part(index)}"):
            found.append(Problem(generation.manifest.revision, index, "is missing"))
        elif generations.cluster.request("GET", f"/_cluster/health/{part(index)}")["status"] == "red":
            found.append(Problem(generation.manifest.revision, index, "has parts without a copy that answers"))
    return found


def _miscounted(generations: ClusterGenerations, generation: ClusterGeneration) -> list[Problem]:
    found = []
    for index, stated in _parts(generations, generation).items():
        if stated is not None and generations.cluster.exists(f"/{part(index)}"):
            held = generations.count(index)
            if held != stated:
                found.append(Problem(generation.manifest.revision, index, f"holds {held} rows instead of {stated}"))
    return found


def _broken_files(generations: ClusterGenerations, generation: ClusterGeneration) -> list[Problem]:
    found = []
    with TemporaryDirectory(prefix="wenda-") as temporary:
        for name in generation.manifest.checksums:
            try:
                generations.fetch_file(generation.manifest, name, Path(temporary) / "file")
            except IndexDamagedError as error:
                found.append(Problem(generation.manifest.revision, name, str(error)))
    return found
