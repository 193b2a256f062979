"""Vectors of a generation: of every passage, in order, encoded once."""

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.documents import Document
from index import encoding
from index.building import add_vectors
from index.centring import Floats, LanguageMeans
from index.encoders import catalogue
from index.encoders.catalogue import available
from index.encoding import Text, encode_generation
from index.generations import KEPT, MANIFEST, Generation, Generations, Manifest
from index.lexical import LexicalIndex
from index.live import LiveIndex
from index.vectors import PassageVectors
from index.workers import all_cores
from tests.conftest import Build

TEXTS: list[Text] = [(f"text {number % 40}", "en" if number % 3 else "zh") for number in range(100)]


class _Encoder:
    """Vectors from checksums; counts the texts it is given, and fails after as many as it is told."""

    key, name, dimension, languages = "fake", "fake-1", 8, None

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.last = 10**9

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        if len(self.seen) + len(texts) > self.last:
            raise KeyboardInterrupt
        self.seen += texts
        rows = [np.random.default_rng(zlib.crc32(text.encode())).standard_normal(8) for text in texts]
        return np.array([row / np.linalg.norm(row) for row in rows], np.float32)

    encode_questions = encode_passages


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Encoder]:
    """Give an encoder that needs no package, under the key `fake`, and small blocks."""
    made = _Encoder()
    monkeypatch.setitem(catalogue._loaded, "fake", made)
    monkeypatch.setattr(encoding, "BLOCK", 32)
    monkeypatch.setattr(encoding, "TASK", 4)
    zero = np.zeros(8, np.float32)
    monkeypatch.setattr(encoding, "language_means", lambda _: LanguageMeans({"zh": zero, "en": zero}, {"zh": zero, "en": zero}))
    return iter([made])


def _generation(root: Path) -> tuple[Generations, Generation]:
    root.mkdir(exist_ok=True)
    return Generations(root.parent), Generation(root, Manifest("r", "", [], 0, 0, {}, ""))


def test_every_passage_has_its_vector(tmp_path: Path, encoder: Iterator[_Encoder]) -> None:
    """Rows are in the passages' order, without their languages' means; a text that occurs twice is encoded once."""
    fake, calls = next(encoder), []
    generations, generation = _generation(tmp_path / "a")
    name = encode_generation(
        generations, generation, "fake", lambda: TEXTS, jobs=1, progress=lambda done, new: calls.append((done, new))
    )
    assert len(fake.seen) == len(set(fake.seen)) == 40
    assert calls[-1] == (100, 40)
    means = LanguageMeans.load(generation.means(name))
    assert np.abs(means.passages["en"]).max() > 0
    expected = means.centred_passages(fake.encode_passages([text for text, _ in TEXTS]), [language for _, language in TEXTS])
    stored = PassageVectors(generation.vectors(name), 100, 8).rows(np.arange(100))
    assert np.abs(stored - expected).max() < 0.01


def test_a_rebuild_encodes_only_new_text(tmp_path: Path, encoder: Iterator[_Encoder]) -> None:
    """What an earlier build encoded is taken from the cache, into an equal file; so is what an interrupted one did."""
    fake = next(encoder)
    fake.last = 20
    with pytest.raises(KeyboardInterrupt):
        encode_generation(*_generation(tmp_path / "a"), "fake", lambda: TEXTS, jobs=1, progress=lambda done, new: None)
    fake.last = 10**9
    encode_generation(*_generation(tmp_path / "b"), "fake", lambda: TEXTS, jobs=1, progress=lambda done, new: None)
    assert len(fake.seen) == 40
    more: list[Text] = [*TEXTS, ("one more", "zh")]
    encode_generation(*_generation(tmp_path / "c"), "fake", lambda: more, jobs=1, progress=lambda done, new: None)
    assert fake.seen[40:] == ["one more"]
    encode_generation(*_generation(tmp_path / "d"), "fake", lambda: TEXTS, jobs=1, progress=lambda done, new: None)
    first, last = (_generation(tmp_path / name)[1].vectors("fake-1").read_bytes() for name in "bd")
    assert first == last


ARTICLES = [Document(f"a{number}", "微粒贷", f"第{number}条：微粒贷逾期可能会被起诉。", "a.txt", "", "zh") for number in range(5)]


def test_vectors_are_added_in_a_stage_of_their_own(tmp_path: Path, encoder: Iterator[_Encoder], build_index: Build) -> None:
    """The live index gets vectors as a new stage; readers move over, the stage before stays readable, documents are shared."""
    fake = next(encoder)
    first = build_index(tmp_path, ARTICLES)
    generations = Generations(tmp_path)
    live = LiveIndex(generations)
    assert live.engine().manifest.encoders == {}
    second = add_vectors(generations, "fake", jobs=1, progress=lambda done, new: None)
    assert live.engine().manifest == second.manifest == generations.open_current().manifest
    assert second.manifest.revision > first.manifest.revision
    assert second.manifest.encoders == {"fake": "fake-1"}
    assert "vectors/fake-1.i8" in second.manifest.checksums
    assert second.documents.stat().st_ino == first.documents.stat().st_ino
    assert (first.folder / MANIFEST).read_text() != (second.folder / MANIFEST).read_text()
    texts = [text for text, _ in LexicalIndex(second.whoosh, second.postings).texts()]
    assert sorted(texts) == sorted(article.text for article in ARTICLES)
    assert sorted(fake.seen) == sorted(texts)
    assert PassageVectors(second.vectors("fake-1"), 5, 8).count == 5
    assert add_vectors(generations, "fake", jobs=1, progress=lambda done, new: None) == second


def test_an_interrupted_stage_leaves_the_one_before(tmp_path: Path, encoder: Iterator[_Encoder], build_index: Build) -> None:
    """If encoding ends before its time, what was live stays live, and nothing unfinished stays behind."""
    next(encoder).last = 0
    first = build_index(tmp_path, ARTICLES)
    generations = Generations(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        add_vectors(generations, "fake", jobs=1, progress=lambda done, new: None)
    assert generations.open_current().manifest == first.manifest
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [first.manifest.revision]


def test_stages_do_not_push_out_older_indexes(tmp_path: Path, encoder: Iterator[_Encoder], build_index: Build) -> None:
    """KEPT builds are kept, each by its last stage; of the live one the stage before it too, for requests under way."""
    next(encoder)
    generations = Generations(tmp_path)
    for _ in range(KEPT + 1):
        first = build_index(tmp_path, ARTICLES).manifest.revision
        add_vectors(generations, "fake", jobs=1, progress=lambda done, new: None)
    names = {path.name for path in (tmp_path / "generations").iterdir()}
    assert {first, f"{first}.2"} < names
    assert len(names) == KEPT + 1
    assert all(name.endswith(".2") for name in names - {first})


def test_processes_give_what_one_gives(tmp_path: Path) -> None:
    """Two processes write the same vectors as one."""
    if "use" not in available():
        pytest.skip("the extra `semantic` is not installed")
    files = []
    for jobs, name in ((1, "a"), (2, "b")):
        generations, generation = Generations(tmp_path / name), _generation(tmp_path / f"g{name}")[1]
        encoder = encode_generation(generations, generation, "use", lambda: TEXTS, jobs=jobs, progress=lambda done, new: None)
        files.append(PassageVectors(generation.vectors(encoder), 100, 512).rows(np.arange(100)))
    assert np.abs(files[0] - files[1]).max() < 0.01
    assert all_cores() >= 1
