"""kill -9 of a rebuild at any moment: the index answers as before or as after, and the next rebuild succeeds."""

import random
import re
import time
from collections import Counter, deque
from pathlib import Path
from statistics import median

import pytest

from index.checking import check
from index.generations import Generations
from tests.faults.conftest import write_version
from tests.faults.forking import Forking
from tests.soak import LONG

KILLS = 200 if LONG else 8

MOMENTS = 1.3
"""Times the duration of a rebuild, within which the moments lie: some come late, as some rebuilds do."""


def _version(wenda: Forking, index: Path) -> int:
    """Ask the index which version it is; every passage must say the same."""
    asked = wenda.run("search", "会被起诉吗", "--limit", "10", "--json", "--index", index)
    assert asked.code == 0, asked.stderr
    (version,) = {int(found) for found in re.findall(r"本文是第(\d+)版", asked.stdout)}
    return version


def _seconds(wenda: Forking, rebuild: tuple[str | Path, ...]) -> float:
    """Rebuild without being killed; give the time it takes."""
    started = time.perf_counter()
    ran = wenda.run(*rebuild)
    assert ran.code == 0, ran.stderr
    return time.perf_counter() - started


def test_a_killed_rebuild_leaves_the_index_as_it_was_or_as_it_will_be(
    wenda: Forking, articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At KILLS random moments of a rebuild's time; whatever it left behind is cleared by the next one, which succeeds."""
    index, seed = tmp_path / "index", random.randrange(1 << 32)
    chance = random.Random(seed)
    generations = Generations(index)
    rebuild = ("rebuild", articles, "--jobs", "1", "--index", index)
    lasted = deque([_seconds(wenda, rebuild) for _ in range(5)], maxlen=5)
    outcomes: Counter[str] = Counter()
    for number in range(1, KILLS + 1):
        write_version(articles, 2 * number)
        killed = wenda.kill_after(chance.uniform(0, MOMENTS * median(lasted)), *rebuild)
        assert killed.code in {0, -9}, killed.stderr
        found = _version(wenda, index)
        assert found in {2 * number - 1 if number > 1 else 0, 2 * number}, f"seed {seed}, kill {number}"
        assert not check(generations, generations.current_name()), f"seed {seed}, kill {number}"
        outcomes["came to its end" if killed.code == 0 else "after" if found == 2 * number else "before"] += 1
        outcomes["left something"] += any(path.name.startswith(".") for path in (index / "generations").iterdir())
        write_version(articles, 2 * number + 1)
        lasted.append(_seconds(wenda, rebuild))
        assert _version(wenda, index) == 2 * number + 1
        assert not any(path.name.startswith(".") for path in (index / "generations").iterdir())
        assert len(list((index / "generations").iterdir())) <= 4
    with capsys.disabled():
        print(f"\n{KILLS} kills (seed {seed}) within {MOMENTS * median(lasted):.2f} s: {dict(outcomes)}")
    assert outcomes["before"]
