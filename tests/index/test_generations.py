"""The index directory: what is live, what is kept, and who may write."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.documents import CorpusError, Document
from index import revisions as module
from index.answers import IndexDamagedError, IndexWriteError, NoIndexError
from index.building import NothingToIndexError, build
from index.engines.embedded import EmbeddedEngine
from index.generations import KEPT, MANIFEST, SCHEMA_VERSION, Generation, Generations
from index.live import LiveIndex
from index.revisions import REVISION
from tests.conftest import Build

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


def _revisions(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "generations").iterdir())


def test_old_generations_are_deleted_beyond_those_kept(tmp_path: Path, build_index: Build) -> None:
    """The live one and those before it, KEPT in all, stay."""
    names = [build_index(tmp_path, [ARTICLE]).manifest.revision for _ in range(KEPT + 2)]
    assert _revisions(tmp_path) == names[-KEPT:]
    assert Generations(tmp_path).kept() == names[-KEPT:]
    assert Generations(tmp_path).current_name() == names[-1]


@pytest.mark.parametrize("keep", [1, 2, 6])
def test_as_many_builds_are_kept_as_the_owner_wants(tmp_path: Path, keep: int) -> None:
    """One at least: the live one."""
    names = [_built(Generations(tmp_path, keep=keep)).manifest.revision for _ in range(4)]
    assert _revisions(tmp_path) == names[-keep:]


def _built(generations: Generations) -> Generation:
    with generations.lock():
        return build(generations, [ARTICLE], [], lambda _documents, _passages: None)


def test_a_generation_that_is_being_read_is_deleted_when_it_no_longer_is(tmp_path: Path) -> None:
    """Later than others, by the first build after its last reader went."""
    generations = Generations(tmp_path, keep=1)
    first = _built(generations).manifest.revision
    engines = [LiveIndex(generations).engine() for _ in range(2)]
    for left in (2, 2, 1):
        live = _built(generations).manifest.revision
        assert _revisions(tmp_path) == [first, live][-left:]
        assert all(engine.document("a") == ARTICLE for engine in engines)
        if len(engines) == 1 or left == 2:
            engines.pop()


def test_a_clock_that_goes_backwards_changes_no_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later build has the later name, and the oldest are deleted, whatever the clock says; several in one second, too."""
    generations, names = Generations(tmp_path), []
    for hour in (5, 5, 23, 4, 3, 2):
        at = datetime(2026, 1, 1, hour, tzinfo=UTC)
        monkeypatch.setattr(module, "datetime", type("Clock", (datetime,), {"now": classmethod(lambda _cls, _zone, at=at: at)}))
        names.append(_built(generations).manifest.revision)
        assert generations.current_name() == names[-1]
    assert names == sorted(names)
    assert len(set(names)) == len(names)
    assert all(REVISION.fullmatch(name) for name in names)
    assert _revisions(tmp_path) == names[-KEPT:]


def test_a_pointer_that_cannot_be_moved_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last step fails: the old index is live, the new one gone, and the message says what is wrong."""
    generations = Generations(tmp_path)
    live = _built(generations).manifest.revision
    (tmp_path / ".current").mkdir()
    with pytest.raises(IndexWriteError, match="directory"):
        _built(generations)
    assert (generations.current_name(), _revisions(tmp_path)) == (live, [live])


def test_files_that_no_manifest_vouches_for_do_not_reach_the_next_stage(tmp_path: Path) -> None:
    """A stage shares the files of the one before: what is damaged there is refused, not given a new checksum."""
    generations = Generations(tmp_path)
    first = _built(generations)
    first.vocabulary.write_bytes(b"damaged")
    with generations.lock(), generations.extend(first) as unfinished, pytest.raises(IndexDamagedError, match=r"vocabulary\.npz"):
        generations.publish(unfinished, replace(first.manifest, revision=unfinished.revision))
    assert generations.current_name() == first.manifest.revision


def test_a_stage_that_was_not_pointed_to_is_not_in_the_way_of_the_next(tmp_path: Path) -> None:
    """As after kill -9 between the two steps of publishing, or after going back."""
    generations = Generations(tmp_path)
    first = _built(generations)
    revisions = []
    for _ in range(2):
        generations.point_to(first.manifest.revision)
        with generations.lock(), generations.extend(first) as unfinished:
            revisions.append(
                generations.publish(unfinished, replace(first.manifest, revision=unfinished.revision)).manifest.revision
            )
    assert revisions == [f"{first.manifest.revision}.2", f"{first.manifest.revision}.3"]
    assert generations.kept() == revisions[-1:]


@pytest.mark.parametrize("pointer", ["", "\n", "gone", "../..", "\0\xff"])
def test_a_pointer_to_nothing_is_an_error_in_words(tmp_path: Path, pointer: str) -> None:
    """And the next build mends it."""
    generations = Generations(tmp_path)
    _built(generations)
    (tmp_path / "current").write_text(pointer, "latin-1")
    with pytest.raises((IndexDamagedError, NoIndexError), match="wenda rebuild"):
        generations.lease_current()
    assert _built(generations).manifest == generations.open_current().manifest


def test_an_index_of_another_version_is_refused_and_a_rebuild_replaces_it(tmp_path: Path) -> None:
    """Neither misread nor in the way: the message names both versions, and the next build is live."""
    generations = Generations(tmp_path)
    old = _built(generations)
    stated = json.loads((old.folder / MANIFEST).read_text("utf-8"))
    (old.folder / MANIFEST).write_text(json.dumps(stated | {"schema_version": 1}))
    with pytest.raises(IndexDamagedError, match=f"version 1, this Wenda reads {SCHEMA_VERSION}.*wenda rebuild"):
        generations.open_current()
    assert _built(generations).manifest.revision == generations.open_current().manifest.revision


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


@pytest.mark.parametrize(
    "manifest",
    ["", "{", "[]", "{}", "\xff", json.dumps({"schema_version": 999, "revision": "x"}), json.dumps({"schema_version": 5})],
)
def test_a_manifest_that_cannot_be_read_is_an_error_in_words(tmp_path: Path, build_index: Build, manifest: str) -> None:
    """A truncated manifest, or one of another version, is refused with the remedy; never misread."""
    generation = build_index(tmp_path, [ARTICLE])
    (generation.folder / MANIFEST).write_text(manifest, "latin-1")
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
