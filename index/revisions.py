"""What builds and their stages are called, and which of them are kept, wherever they are."""

import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

TIME = "%Y%m%dT%H%M%SZ"
REVISION = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}(\.[1-9]\d*)?")
"""A revision: when the build began, three random bytes, and from the second on the stage: a build is published when it is
searchable, and again when it has more."""


def new_revision(names: Iterable[str]) -> str:
    """Name a build: the time, so that names sort by age, and three random bytes, so that no two are the same.

    Where the clock went backwards, or this second has a build already, it is a second after the latest of the names.
    """
    latest = max((name.partition("-")[0] for name in names), default="")
    now = datetime.now(UTC)
    if latest >= now.strftime(TIME):
        now = datetime.fromisoformat(latest) + timedelta(seconds=1)
    return f"{now.strftime(TIME)}-{secrets.token_hex(3)}"


def next_stage(revision: str, names: Iterable[str]) -> str:
    """Name the next stage of a revision; ``names`` are all there are."""
    # Not simply the next number: one that was not pointed to, or gone back from, may have it.
    last = max(age(name)[1] for name in [revision, *names] if build_of(name) == build_of(revision))
    return f"{build_of(revision)}.{last + 1}"


def kept_builds(names: Iterable[str], live: str) -> list[str]:
    """Give the builds among revisions, oldest first, each by its last stage or the live one."""
    ordered = sorted(names, key=age)
    return list({build_of(name): name for name in ordered if build_of(name) != build_of(live) or name == live}.values())


def worth_keeping(names: Iterable[str], live: str, keep: int) -> set[str]:
    """Give the revisions to keep: the live one and the stage before it, and of the others the last, ``keep`` builds in all."""
    ordered = sorted(names, key=age)
    others = [name for name in kept_builds(ordered, live) if name != live]
    stages = [name for name in ordered if build_of(name) == build_of(live)]
    return {live, *others[max(0, len(others) - keep + 1) :], *stages[-2:]}


def build_of(revision: str) -> str:
    """Give a revision without its stage."""
    return revision.partition(".")[0]


def age(revision: str) -> tuple[str, int]:
    """Give what revisions sort by: the build, and which of its stages."""
    build, _, stage = revision.partition(".")
    return build, int(stage or 1)
