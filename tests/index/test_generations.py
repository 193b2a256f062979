"""The index directory: what is live, what is kept, and who may write."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.documents import CorpusError, Document
from index.answers import IndexDamagedError, IndexLockedError, NoIndexError
from index.building import NothingToIndexError, build
from index.engines.embedded import EmbeddedEngine
from index.generations import KEPT, Generations
from tests.conftest import Build

HOLDER = """
import sys, pathlib
from index.generations import Generations
with Generations(pathlib.Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""
ARTICLE = Document("a", "微粒贷", "微粒贷逾期会被起诉吗？长期拖欠可能会被起诉。", "a.txt", "", "zh")


def test_an_index_never_built_says_how_to_build_it(tmp_path: Path) -> None:
    """No traceback: the message names the directory and the command."""
    with pytest.raises(NoIndexError, match="wenda rebuild") as raised:
        Generations(tmp_path / "none").open_current()
    assert str(tmp_path / "none") in str(raised.value)


def test_a_published_generation_is_live(tmp_path: Path, build_index: Build) -> None:
    """The pointer names it, its manifest counts it, its checksums cover every file."""
    generation = build_index(tmp_path, [ARTICLE])
    opened = Generations(tmp_path).open_current()
    assert opened.manifest == generation.manifest
    assert (opened.manifest.documents, opened.manifest.passages, opened.manifest.languages) == (1, 1, {"zh": 1})
    assert opened.manifest.segmenter.startswith("rjieba")
    files = {path.relative_to(opened.folder).as_posix() for path in opened.folder.rglob("*") if path.is_file()}
    assert files == {*opened.manifest.checksums, "manifest.json"}


def test_old_generations_are_deleted_beyond_those_kept(tmp_path: Path, build_index: Build) -> None:
    """The live one and those before it, KEPT in all, stay."""
    names = [build_index(tmp_path, [ARTICLE]).manifest.revision for _ in range(KEPT + 2)]
    left = {path.name for path in (tmp_path / "generations").iterdir()}
    assert len(left) == KEPT
    assert names[-1] in left
    assert Generations(tmp_path).current_name() == names[-1]


def _failing() -> Iterator[Document]:
    yield ARTICLE
    raise CorpusError("the disk went away")


@pytest.mark.parametrize(
    ("documents", "error"),
    [([], NothingToIndexError), ([Document("e", "", "  ", "", "", "zh")], NothingToIndexError), (_failing(), CorpusError)],
)
def test_a_failed_build_leaves_the_live_generation(
    tmp_path: Path, build_index: Build, documents: list[Document], error: type[Exception]
) -> None:
    """Nothing to index, or a source that fails half-way: the old answers stay, and no rubbish is left."""
    live = build_index(tmp_path, [ARTICLE]).manifest.revision
    generations = Generations(tmp_path)
    with generations.lock(), pytest.raises(error):
        build(generations, documents, [], lambda _documents, _passages: None)
    assert generations.current_name() == live
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [live]


def test_a_second_writer_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    """Only one process rebuilds at a time; when it ends, however it ends, the lock is free."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(IndexLockedError, match=f"process {holder.pid}"), Generations(tmp_path).lock():
        pass
    holder.kill()
    holder.communicate()
    with Generations(tmp_path).lock():
        pass


@pytest.mark.parametrize(
    "manifest", ["", "{", "[]", "{}", json.dumps({"schema_version": 1}), json.dumps({"schema_version": 999, "revision": "x"})]
)
def test_a_manifest_that_cannot_be_read_is_an_error_in_words(tmp_path: Path, build_index: Build, manifest: str) -> None:
    """A truncated manifest, or one of another version, is refused with the remedy; never misread."""
    generation = build_index(tmp_path, [ARTICLE])
    (generation.folder / "manifest.json").write_text(manifest)
    with pytest.raises(IndexDamagedError, match="wenda rebuild"):
        Generations(tmp_path).open_current()


def test_what_a_killed_build_left_is_cleared_by_the_next(tmp_path: Path, build_index: Build) -> None:
    """A folder of an unfinished generation goes when the next one is begun."""
    abandoned = tmp_path / "generations" / ".building-20260101T000000Z-000000"
    abandoned.mkdir(parents=True)
    (abandoned / "junk").write_text("half")
    build_index(tmp_path, [ARTICLE])
    assert not abandoned.exists()


def test_the_documents_of_a_generation_come_back_whole(tmp_path: Path, build_index: Build, articles: list[Document]) -> None:
    """Text and headings are stored as they were read; every passage is a slice of its document."""
    engine = EmbeddedEngine(build_index(tmp_path, articles))
    for document in articles:
        assert engine.document(document.id) == document
        passages = engine.document_passages(document.id)
        assert passages
        assert all(document.text[passage.start : passage.end] == passage.text for passage in passages)
    assert engine.document("nothing") is None
    assert engine.passage("nothing:1") is None
