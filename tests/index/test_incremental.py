"""A build that takes what it can from the build before answers exactly as one that works everything out."""

import pickle
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.documents import Document
from index import batches, build_cache
from index.answers import Query
from index.build_cache import BATCHES, PAIRS, BuildCache
from index.generations import Generation, Generations
from index.languages.chinese import use_dictionary
from index.languages.dictionary import Entry
from index.live import LiveIndex
from index.retrieval import answer
from index.writing import write_passages
from service.console import Console
from service.rebuilding import Account, rebuild_index
from service.settings import Settings
from tests.index.random_text import random_documents

EDITS = 200
ROUNDS = 5
QUESTIONS = ("逾期会被起诉吗", "怎么协商还款", "Will they sue me?", "征信", "一时的情况")


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make many batches of few documents."""
    monkeypatch.setattr(batches, "USUAL_CHARACTERS", 1500)


def _silent(documents: int, passages: int) -> None:
    """Progress that nobody watches."""


def _rebuild(folder: Path, index: Path, *, full: bool = False) -> Generation:
    settings = Settings(sources=(folder,), index=index, jobs=1, semantic=False)
    return rebuild_index(settings, Account(), Console(counts=False), full=full)


def _content(generation: Generation) -> dict[str, bytes]:
    """Give all files but those that tell one build from another: the manifest, Whoosh's table of contents, SQLite's layout."""
    found = {}
    for path in generation.files():
        name = path.relative_to(generation.folder).as_posix()
        if "whoosh/" in name:
            # A segment's files begin with a random name.
            name = name.partition("_")[2].partition(".")[2] if not name.endswith(".toc") else ""
        if name and name != "documents.sqlite":
            found[name] = path.read_bytes()
    return found


def _answers(index: Path) -> list[object]:
    engine = LiveIndex(Generations(index)).engine()
    found = [answer(engine, Query(question, limit=20, explain=True)) for question in QUESTIONS]
    return [(one.question, one.best, one.hits, one.related, one.total) for one in found]


class _Site:
    """A folder of articles that is edited at random."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._chance = random.Random(seed)
        self._texts = [document.text for document in random_documents(400)]
        folder.mkdir()
        for _ in range(80):
            self._add()

    def _add(self) -> None:
        name = f"{self._chance.randrange(10_000)}.md"
        (self._folder / name).write_text(f"# {name}\n\n{self._chance.choice(self._texts)}\n", "utf-8")

    def edit(self) -> None:
        """Add, change, copy, rename or remove an article."""
        kind = self._chance.choice(["add", "change", "copy", "rename", "remove"])
        path = self._chance.choice(sorted(self._folder.iterdir()))
        beside = path.with_name(f"{self._chance.randrange(10_000)}.md")
        if kind == "add":
            self._add()
        elif kind == "change":
            path.write_text(f"{path.read_text('utf-8')}\n\n{self._chance.choice(self._texts)[:80]}\n", "utf-8")
        elif kind == "copy":
            beside.write_bytes(path.read_bytes())
        elif kind == "rename":
            path.rename(beside)
        else:
            path.unlink()


@pytest.mark.usefixtures("small_batches")
def test_after_random_edits_the_index_is_that_of_a_full_rebuild(tmp_path: Path) -> None:
    """EDITS of articles, compared ROUNDS times: the same bytes in every file, the same hits, scores, order and answers."""
    seed = random.randrange(1 << 32)
    site = _Site(tmp_path / "articles", seed)
    for number in range(ROUNDS):
        changing = _rebuild(tmp_path / "articles", tmp_path / "changing")
        full = _rebuild(tmp_path / "articles", tmp_path / f"full-{number}")
        assert changing.manifest.passages > 80
        assert _content(changing) == _content(full), f"seed {seed}, round {number}"
        assert _answers(tmp_path / "changing") == _answers(tmp_path / f"full-{number}"), f"seed {seed}, round {number}"
        for _ in range(EDITS // ROUNDS):
            site.edit()


class _Counting:
    """Counts the documents that are analysed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.documents = 0
        self._analyse = batches.analyse
        monkeypatch.setattr(build_cache, "analyse", self._counted)

    def _counted(self, batch: batches.Batch) -> batches.AnalysedBatch:
        self.documents += len(batch.documents)
        return self._analyse(batch)

    def since(self) -> int:
        """Give how many there were since this was asked last."""
        found, self.documents = self.documents, 0
        return found


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> _Counting:
    """Give what counts the documents that are analysed."""
    return _Counting(monkeypatch)


@pytest.fixture
def documents() -> list[Document]:
    """Give documents of random sentences."""
    return random_documents(300)


def _write(folder: Path, cache: BuildCache, documents: Sequence[Document], number: Iterator[int]) -> None:
    write_passages(folder / str(next(number)) / "whoosh", documents, _silent, cache=cache)


@pytest.mark.usefixtures("small_batches")
def test_only_the_batch_of_a_changed_document_is_analysed(tmp_path: Path, analysed: _Counting, documents: list[Document]) -> None:
    """Changed, added, removed or moved: a few of all; nothing if nothing changed, everything if that is asked."""
    cache, number = BuildCache.open(tmp_path / "cache"), iter(range(100))
    _write(tmp_path, cache, documents, number)
    assert analysed.since() == 300
    _write(tmp_path, cache, documents, number)
    assert analysed.since() == 0
    middle = documents[150]
    changed = Document(middle.id, middle.title, middle.text + "。完", middle.source, "", middle.language)
    for edited in (
        [*documents[:150], changed, *documents[151:]],
        [*documents[:150], *documents[151:]],
        [Document("new", "", "新的文章。", "new.txt", "", "zh"), *documents],
    ):
        _write(tmp_path, cache, edited, number)
        assert 0 < analysed.since() < 60
        _write(tmp_path, cache, documents, number)
        analysed.since()
    _write(tmp_path, BuildCache.open(tmp_path / "cache", fresh=True), documents, number)
    assert analysed.since() == 300


@pytest.mark.usefixtures("small_batches")
def test_what_analyses_otherwise_finds_nothing_in_the_cache(
    tmp_path: Path, analysed: _Counting, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner's words, and the code itself."""
    number = iter(range(100))
    _write(tmp_path, BuildCache.open(tmp_path / "cache"), documents, number)
    analysed.since()
    use_dictionary([Entry("贷会起诉")])
    try:
        _write(tmp_path, BuildCache.open(tmp_path / "cache"), documents, number)
    finally:
        use_dictionary(())
    assert analysed.since() == 300
    monkeypatch.setattr(build_cache, "_maker", lambda: "other code")
    _write(tmp_path, BuildCache.open(tmp_path / "cache"), documents, number)
    assert analysed.since() == 300


@pytest.mark.usefixtures("small_batches")
def test_damage_in_the_cache_is_noticed_and_mended(tmp_path: Path, analysed: _Counting, documents: list[Document]) -> None:
    """Such a batch is analysed again; what no build uses any more is deleted."""
    cache, number = BuildCache.open(tmp_path / "cache"), iter(range(100))
    _write(tmp_path, cache, documents, number)
    files = sorted((tmp_path / "cache" / BATCHES).iterdir())
    for damaged, file in zip((b"", b"short", None), files, strict=False):
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if damaged is None else damaged)
    analysed.since()
    _write(tmp_path, cache, documents, number)
    assert 0 < analysed.since() < 150
    _write(tmp_path, cache, documents[:10], number)
    assert len(list((tmp_path / "cache" / BATCHES).iterdir())) < len(files)


def test_what_a_filter_removed_is_looked_for_again_only_where_the_sample_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cache has what the last build found; a damaged one is not believed."""
    looked: list[list[str]] = []

    def look(sample: list[str]) -> tuple[()]:
        looked.append(sample)
        return ()

    monkeypatch.setattr(build_cache, "discover_removed_pairs", look)
    cache = BuildCache.open(tmp_path)
    for sample in (["一", "二"], ["一", "二"], ["一二"], ["一二"], ["一", "二"]):
        assert cache.discover(sample) == ()
    assert looked == [["一", "二"], ["一二"], ["一", "二"]]
    (tmp_path / PAIRS).write_bytes(pickle.dumps(("", "damaged")))
    cache.discover(["一", "二"])
    BuildCache.open(tmp_path, fresh=True).discover(["一", "二"])
    assert len(looked) == 5
