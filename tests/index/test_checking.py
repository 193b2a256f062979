"""Whether a generation is whole: every file that is damaged, missing or too much is named."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from corpus.documents import Document
from index.answers import IndexDamagedError
from index.building import add_vectors
from index.checking import check
from index.encoders.catalogue import available
from index.generations import MANIFEST, Generation, Generations
from index.live import LiveIndex
from index.manifest import write_manifest
from index.rollback import NoSuchBuildError, roll_back
from tests.conftest import Build

ARTICLES = [
    Document("a", "微粒贷", "微粒贷逾期会被起诉吗？长期拖欠可能会被起诉。", "a.txt", "", "zh"),
    Document("b", "Loans", "Whoever cannot pay a loan should talk to the lender.", "b.txt", "", "en"),
]


@pytest.fixture
def generation(tmp_path: Path, build_index: Build) -> Generation:
    """Give a whole generation, with vectors where an encoder is at hand."""
    build_index(tmp_path, ARTICLES)
    generations = Generations(tmp_path)
    if "use" in available():
        with generations.lock():
            return add_vectors(generations, "use", jobs=1, progress=lambda _done, _encoded: None)
    return generations.open_current()


def _named(root: Path, generation: Generation) -> set[str]:
    return {problem.file for problem in check(Generations(root), generation.manifest.revision)}


def test_one_damaged_byte_is_found_in_every_file(tmp_path: Path, generation: Generation) -> None:
    """In the manifest too; a whole index has no problem, before and after."""
    assert not _named(tmp_path, generation)
    for path in [*generation.files(), generation.folder / MANIFEST]:
        whole = path.read_bytes()
        for place in {0, len(whole) // 2, len(whole) - 1} if whole else set():
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert _named(tmp_path, generation) == {path.relative_to(generation.folder).as_posix()}
            with pytest.raises(IndexDamagedError, match=path.name):
                LiveIndex(Generations(tmp_path)).engine()
        path.write_bytes(whole)
    assert not _named(tmp_path, generation)


def test_missing_and_foreign_files_are_named(tmp_path: Path, generation: Generation) -> None:
    """All of them, not only the first."""
    files = generation.files()
    for path in files[:3]:
        path.unlink()
    (generation.folder / "vectors").mkdir(exist_ok=True)
    (generation.folder / "vectors" / "foreign").write_text("")
    expected = {path.relative_to(generation.folder).as_posix() for path in files[:3]} | {"vectors/foreign"}
    assert _named(tmp_path, generation) == expected


def test_counts_that_differ_are_told_though_every_checksum_is_right(tmp_path: Path, build_index: Build) -> None:
    """As where the program that wrote it was wrong."""
    generation = build_index(tmp_path, ARTICLES)
    with closing(sqlite3.connect(generation.documents)) as database, database:
        database.execute("delete from document where id = 'a'")
    generation.manifest.checksums.clear()
    generation.manifest.checksums.update(generation.checksums())
    write_manifest(generation.folder, generation.manifest)
    (problem,) = check(Generations(tmp_path), generation.manifest.revision)
    assert str(problem).endswith("documents.sqlite holds 1 documents instead of 2")


def _three(root: Path, build_index: Build) -> list[str]:
    return [build_index(root, ARTICLES[: 1 + number % 2]).manifest.revision for number in range(3)]


def test_one_goes_back_a_build_at_a_time(tmp_path: Path, build_index: Build) -> None:
    """To the one before, then the one before that, then no further, with a list; and forward again by name."""
    generations, names = Generations(tmp_path), _three(tmp_path, build_index)
    assert [roll_back(generations).manifest.revision for _ in range(2)] == names[1::-1]
    with pytest.raises(NoSuchBuildError, match=f"no build before {names[0]}.*{', '.join(names)}"):
        roll_back(generations)
    with pytest.raises(NoSuchBuildError, match=f"no build nonsense.*{names[2]}"):
        roll_back(generations, "nonsense")
    assert roll_back(generations, names[2]).manifest.revision == generations.current_name() == names[2]


def test_a_build_that_is_gone_back_from_stays_and_so_does_the_live_one(tmp_path: Path, build_index: Build) -> None:
    """The next build is newer than all; the one that was live is the one before it that can be gone back to."""
    generations, names = Generations(tmp_path), _three(tmp_path, build_index)
    roll_back(generations, names[1])
    fourth = build_index(tmp_path, ARTICLES).manifest.revision
    assert generations.kept() == [*names[1:], fourth]


def test_one_does_not_go_back_to_what_is_damaged(tmp_path: Path, build_index: Build) -> None:
    """The live index stays live, and the file is named."""
    generations, names = Generations(tmp_path), _three(tmp_path, build_index)
    generations.open(names[1]).vocabulary.write_bytes(b"")
    with pytest.raises(IndexDamagedError, match=r"vocabulary\.npz"):
        roll_back(generations)
    assert generations.current_name() == names[2]


@pytest.mark.parametrize("lost", [["current"], ["generations"], []])
def test_where_the_live_build_is_lost_the_latest_other_is_gone_to(
    tmp_path: Path, build_index: Build, lost: Sequence[str]
) -> None:
    """Its pointer, or its folder, is gone."""
    generations, names = Generations(tmp_path), _three(tmp_path, build_index)
    if lost == ["current"]:
        (tmp_path / "current").unlink()
        assert roll_back(generations).manifest.revision == names[2]
    elif lost:
        (tmp_path / "generations").rename(tmp_path / "elsewhere")
        with pytest.raises(NoSuchBuildError, match="none is kept"):
            roll_back(generations)
    else:
        generations.open_current().folder.rename(tmp_path / "elsewhere")
        assert roll_back(generations).manifest.revision == names[1]
