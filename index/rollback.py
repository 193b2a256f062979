"""Going back to a build that is kept."""

from collections.abc import Sequence

from index.answers import IndexDamagedError, NoIndexError, SearchError
from index.checking import require_whole
from index.generations import Generation, Generations


class NoSuchBuildError(SearchError):
    """There is no build to go back to, or none of that revision; the message lists those that are kept."""


def roll_back(generations: Generations, revision: str | None = None) -> Generation:
    """Make the build before the live one live again, or the one of a revision, after checking that it is whole.

    The caller holds ``generations.lock()``. Raises NoSuchBuildError, and IndexDamagedError if it is not whole; then the live
    generation stays as it is.
    """
    chosen = generations.open(chosen_build(generations.kept(), _live(generations), revision))
    require_whole(chosen)
    generations.point_to(chosen.manifest.revision)
    return chosen


def _live(generations: Generations) -> str:
    try:
        return generations.current_name()
    except (NoIndexError, IndexDamagedError):
        return ""


def chosen_build(kept: Sequence[str], live: str, revision: str | None) -> str:
    """Choose of the builds kept, oldest first, the one of a revision, or the one before the live one. Raises NoSuchBuildError."""
    if revision is not None:
        if revision in kept:
            return revision
        raise NoSuchBuildError(f"there is no build {revision}; {_listed(kept)}")
    # Where the live one is lost, the latest is the one to go to.
    before = kept[: kept.index(live)] if live in kept else kept
    if not before:
        raise NoSuchBuildError(f"there is no build before {live or 'this'}; {_listed(kept)}")
    return before[-1]


def _listed(kept: Sequence[str]) -> str:
    return f"kept are {', '.join(kept)}; choose one with --to" if kept else "none is kept"
