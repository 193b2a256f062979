"""The approximate index of many vectors: it finds nearly what scoring every passage finds, and can be done without."""

import math
import sys
import threading
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.documents import Document
from index import encoding, nearest
from index.answers import IndexDamagedError, IndexWriteError, Mode, Query
from index.building import add_vectors, build
from index.centring import Floats, LanguageMeans
from index.checking import check
from index.encoders import catalogue
from index.engines import scorers
from index.engines.protocol import Engine, Found
from index.generations import Generation, Generations
from index.live import LiveIndex
from index.nearest import NearestVectors, write_nearest
from index.questions import understand
from index.ranking import EVEN, SPREAD
from index.vectors import PassageVectors, write_vectors

COUNT, DIMENSION, TOPICS = 4000, 32, 100

SUBJECTS = "利息 征信 分期 合同 律师 法院 银行 账单 额度 协商".split()
ARTICLES = [
    Document(
        f"a{number}", "", f"第{number}条说的是{SUBJECTS[number % 10]}，{SUBJECTS[number // 10 % 10]}也有关系。", "a.txt", "", "zh"
    )
    for number in range(240)
] + [
    Document(f"b{number}", "", f"Article {number} is about contracts and the lawyers of a bank.", "b.txt", "", "en")
    for number in range(60)
]
QUESTIONS = ["利息是多少", "法院会找律师吗", "征信和账单", "银行的合同怎么协商", "分期额度"]


def _units(rows: NDArray[np.float64]) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _clustered(count: int, seed: int) -> Floats:
    """Give rows of unit length around TOPICS directions, as passages lie around what they are about."""
    topics = np.random.default_rng(7).standard_normal((TOPICS, DIMENSION))
    draw = np.random.default_rng(seed)
    return _units(topics[draw.integers(0, TOPICS, count)] + 0.6 * draw.standard_normal((count, DIMENSION)))


@cache
def _sign(sign: str) -> NDArray[np.float64]:
    return np.random.default_rng(zlib.crc32(sign.encode())).standard_normal(DIMENSION)


class _Encoder:
    """Vectors by the characters of a text, so that texts which share some are alike."""

    key, name, dimension, languages = "fake", "fake-1", DIMENSION, None

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """Give the sums of the characters' vectors, of unit length."""
        return _units(np.array([sum(map(_sign, text)) for text in texts]))

    encode_questions = encode_passages


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PassageVectors:
    """Give clustered vectors, with an approximate index of them beside, in blocks that do not divide them."""
    monkeypatch.setattr(nearest, "LARGE", COUNT)
    monkeypatch.setattr(nearest, "FOUND", 200)
    monkeypatch.setattr(nearest, "BLOCK", 999)
    write_vectors(tmp_path / "v", iter([_clustered(COUNT, 1)]))
    vectors = PassageVectors(tmp_path / "v", COUNT, DIMENSION)
    assert write_nearest(tmp_path / "n", vectors)
    return vectors


def test_nearly_all_of_the_best_are_found(tmp_path: Path, stored: PassageVectors, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an eighth of the centres, of which each passage has one; nearest first, and none twice."""
    monkeypatch.setattr(nearest, "PROBED", 32)
    near, kept = NearestVectors(tmp_path / "n", COUNT, DIMENSION), []
    for question in _clustered(50, 2):
        found, scores = near.nearest(question), stored.scores(question)
        assert len(found) == len(set(found.tolist())) == 200
        assert (np.diff(scores[found]) < 0.02).all()
        kept.append(len(np.intersect1d(found, np.argsort(-scores)[:10])))
    assert sum(kept) / (10 * len(kept)) > 0.97


def test_only_those_allowed_are_found(tmp_path: Path, stored: PassageVectors) -> None:
    """However few they are, and with every centre looked at all of them."""
    near, question = NearestVectors(tmp_path / "n", COUNT, DIMENSION), _clustered(1, 3)[0]
    for every in (2, 7, 1001, COUNT + 1):
        among = np.arange(COUNT) % every == 1
        found = near.nearest(question, among)
        assert among[found].all()
        assert len(found) <= min(200, int(among.sum()))
    assert len(near.nearest(question, np.arange(COUNT) % 2 == 1)) == 200


def test_the_same_vectors_give_the_same_index(tmp_path: Path, stored: PassageVectors) -> None:
    """To the byte, as all of a rebuild."""
    write_nearest(tmp_path / "again", stored)
    assert (tmp_path / "again").read_bytes() == (tmp_path / "n").read_bytes()


def test_threads_share_an_index(tmp_path: Path, stored: PassageVectors) -> None:
    """Threads that search at once find what one alone finds."""
    near, questions = NearestVectors(tmp_path / "n", COUNT, DIMENSION), list(_clustered(40, 4))
    alone = [near.nearest(question).tolist() for question in questions]
    with ThreadPoolExecutor(4) as pool:
        assert [found.tolist() for found in pool.map(near.nearest, questions)] == alone


def test_a_search_starts_no_thread(tmp_path: Path, stored: PassageVectors) -> None:
    """Requests are spread over threads by us: neither OpenMP's nor those that read a file ahead are added to them."""
    near, questions, most, ended = NearestVectors(tmp_path / "n", COUNT, DIMENSION), _clustered(200, 5), [0], threading.Event()

    def watch() -> None:
        while not ended.is_set():
            most[0] = max(most[0], sum(1 for _ in Path("/proc/self/task").iterdir()))

    near.nearest(questions[0])
    watcher = threading.Thread(target=watch)
    watcher.start()
    before = sum(1 for _ in Path("/proc/self/task").iterdir())
    for question in questions:
        near.nearest(question)
    ended.set()
    watcher.join()
    assert 0 < most[0] <= before


def test_a_file_that_is_not_its_index_is_refused(tmp_path: Path, stored: PassageVectors) -> None:
    """Missing, cut off, foreign, or of other vectors: with what to do."""
    whole = (tmp_path / "n").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "foreign").write_bytes(b"nothing of the kind")
    for name, count in (("none", COUNT), ("cut", COUNT), ("foreign", COUNT), ("n", COUNT - 1)):
        with pytest.raises(IndexDamagedError, match="wenda rebuild"):
            NearestVectors(tmp_path / name, count, DIMENSION)


def test_few_passages_have_no_index(tmp_path: Path, stored: PassageVectors, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below LARGE none is made; where it cannot be written, that is an error of the system."""
    with pytest.raises(OSError, match="none"):
        write_nearest(tmp_path / "none" / "n", stored)
    monkeypatch.setattr(nearest, "LARGE", COUNT + 1)
    assert not write_nearest(tmp_path / "few", stored)
    assert not (tmp_path / "few").exists()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an index directory without vectors; not to be changed."""
    root = tmp_path_factory.mktemp("nearest")
    build(Generations(root), ARTICLES, [], lambda _documents, _passages: None)
    return root


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an encoder that needs no package, and let an index be large early."""
    monkeypatch.setitem(catalogue._loaded, "fake", _Encoder())
    zero = dict.fromkeys(("zh", "en"), np.zeros(DIMENSION, np.float32))
    monkeypatch.setattr(encoding, "language_means", lambda _: LanguageMeans(zero, zero))
    for module in (nearest, scorers):
        monkeypatch.setattr(module, "LARGE", 200)
        monkeypatch.setattr(module, "FOUND", 40)


def _with_vectors(plain: Path, root: Path) -> Generation:
    """Publish the plain index in a directory of its own, with vectors."""
    generations = Generations(root)
    with generations.extend(Generations(plain).open_current()) as unfinished:
        manifest = Generations(plain).open_current().manifest
        generations.publish(unfinished, replace(manifest, revision=unfinished.revision, checksums={}))
    return add_vectors(generations, "fake", jobs=1, progress=lambda _done, _encoded: None)


@pytest.fixture
def generation(plain: Path, tmp_path: Path) -> Generation:
    """Give a generation with an approximate index."""
    return _with_vectors(plain, tmp_path / "index")


@pytest.fixture
def engines(generation: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Engine, Engine]:
    """Give an engine that searches approximately, and one of the same generation that scores every passage."""
    approximate = LiveIndex(Generations(tmp_path / "index")).engine()
    _search(approximate, Query(QUESTIONS[0]))
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "faiss", None)
        exact = LiveIndex(Generations(tmp_path / "index")).engine()
        _search(exact, Query(QUESTIONS[0]))
    return approximate, exact


def _search(engine: Engine, query: Query) -> Found:
    return engine.search(understand(query.text), query)


def _hits(found: Found) -> list[tuple[str, float]]:
    return [(match.passage.id, round(match.score, 5)) for match in found.matches]


@pytest.mark.parametrize("mode", [Mode.HYBRID, Mode.SEMANTIC])
def test_the_first_hits_are_those_of_scoring_every_passage(engines: tuple[Engine, Engine], mode: Mode) -> None:
    """With the same scores; only passages far from the question in words and meaning are not compared, nor counted."""
    for text in QUESTIONS:
        query = Query(text, mode=mode, limit=10)
        approximate, exact = (_search(engine, query) for engine in engines)
        assert _hits(approximate) == _hits(exact)
        assert len(approximate.matches) == 10
        assert approximate.total <= exact.total


def test_filters_hold(engines: tuple[Engine, Engine]) -> None:
    """One that leaves few passages has each of these scored; one that leaves many is heeded while they are looked for."""
    for text, language, few in (("contracts of a bank", "en", True), (QUESTIONS[3], "zh", False)):
        query = Query(text, languages=frozenset([language]), limit=300)
        approximate, exact = (_search(engine, query) for engine in engines)
        assert {match.passage.language for match in approximate.matches} == {language}
        assert _hits(approximate)[:10] == _hits(exact)[:10]
        assert (_hits(approximate) == _hits(exact)) is few


def test_all_that_holds_a_word_can_be_paged_to(engines: tuple[Engine, Engine]) -> None:
    """Beyond the candidates by words alone, each once, best first; of one document no more than is asked."""
    approximate, _ = engines
    found = _search(approximate, Query("第几条说的是利息", limit=300, explain=True))
    assert found.total == len(found.matches) >= 240
    scores = [match.score for match in found.matches]
    assert scores == sorted(scores, reverse=True)
    spread = _search(approximate, Query("第几条说的是利息", limit=200, per_document=1))
    assert _hits(spread) == _hits(found)[:200]
    uncompared = 0
    for match in found.matches:
        parts = match.explanation or {}
        uncompared += parts["meaning:fake"] == 0
        assert 1 / (1 + math.exp((EVEN - sum(parts.values())) / SPREAD)) == pytest.approx(match.score, rel=1e-3)
    assert 100 < uncompared < 240


def test_an_index_is_searched_without_faiss(
    generation: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Every passage is scored then, and the log says once what to install."""
    monkeypatch.setitem(sys.modules, "faiss", None)
    engine = LiveIndex(Generations(tmp_path / "index")).engine()
    for text in QUESTIONS:
        assert _search(engine, Query(text)).matches
    assert [record.message for record in caplog.records if "wenda[faiss]" in record.message] == caplog.messages
    assert len(caplog.messages) == 1


def test_an_index_is_built_without_faiss(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It has its vectors, and nothing else; the log says what to install. With faiss again it is searched as it is."""
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "faiss", None)
        generation = _with_vectors(plain, tmp_path / "index")
    assert "wenda[faiss]" in caplog.text
    assert not generation.nearest("fake-1").exists()
    assert _search(LiveIndex(Generations(tmp_path / "index")).engine(), Query(QUESTIONS[0])).matches


def test_a_damaged_or_missing_index_is_named(generation: Generation, tmp_path: Path) -> None:
    """By a check, and by a server that is to open it."""
    file, generations = generation.nearest("fake-1"), Generations(tmp_path / "index")
    assert not check(generations, generation.manifest.revision)
    whole = file.read_bytes()
    for damage in (lambda: file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1])), file.unlink):
        damage()
        (problem,) = check(generations, generation.manifest.revision)
        assert problem.file == "vectors/fake-1.faiss"
        with pytest.raises(IndexDamagedError, match=r"fake-1\.faiss.*wenda rebuild"):
            LiveIndex(generations).engine()


def test_an_index_that_cannot_be_written_leaves_the_one_before(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the disk is full: said in words."""
    monkeypatch.setattr("index.manifest.GenerationFolder.nearest", lambda folder, _: Path("/dev/full"))
    with pytest.raises(IndexWriteError, match="No space left"):
        _with_vectors(plain, tmp_path / "index")
    assert not Generations(tmp_path / "index").open_current().manifest.encoders
