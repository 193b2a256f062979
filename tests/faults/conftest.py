"""What the tests of faults share: the command in quick processes, and how long they go on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.forking import Forking


@pytest.fixture(scope="session")
def wenda() -> Iterator[Forking]:
    """Give what runs commands."""
    with Forking() as forking:
        yield forking


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Give a folder for sources, with two articles of a first version."""
    folder = tmp_path / "articles"
    folder.mkdir()
    write_version(folder, 0)
    return folder


def write_version(folder: Path, version: int) -> None:
    """Write articles every passage of which names their version."""
    for name, words in (("sued", "微粒贷长期逾期不还，贷款方可能会起诉借款人。"), ("card", "信用卡分期逾期也可能被起诉。")):
        text = "".join(f"## 第{number}节\n\n{words}本文是第{version}版，第{number}节。\n\n" for number in range(4))
        (folder / f"{name}.md").write_text(f"# {name}\n\n{text}", "utf-8")
