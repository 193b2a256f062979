"""Centring: what a language's texts have in common goes, what they say stays."""

from pathlib import Path

import numpy as np
import pytest

from corpus.language import LANGUAGES
from index import centring
from index.answers import IndexDamagedError
from index.centring import Floats, LanguageMeans, LanguageSums, language_means, measured_means, texts
from index.encoders.catalogue import DEFAULT, available, load

DIMENSION = 6


def _row(*numbers: float) -> Floats:
    return np.array(numbers, np.float32)


@pytest.fixture
def means() -> LanguageMeans:
    """Give the means of two languages."""
    return LanguageMeans({"zh": _row(1, 0), "en": _row(0, 1)}, {"zh": _row(0.5, 0), "en": _row(0, 0.5)})


def test_the_mean_of_the_language_is_subtracted(means: LanguageMeans) -> None:
    """Each row loses its own language's mean, of its own kind, and has unit length again; zero rows stay zero."""
    rows = np.array([[0, 1], [1, 0], [0, 0]], np.float32)
    assert np.allclose(means.centred_passages(rows, ["zh", "en", "en"]), np.array([[-1, 1], [1, -1], [0, 0]]) / 2**0.5)
    assert np.allclose(means.centred_questions(rows[:1], ["zh"]), np.array([[-0.5, 1]]) / 1.25**0.5)
    assert means.centred_passages(rows[:0], []).shape == (0, 2)


def test_a_row_equal_to_the_mean_says_nothing(means: LanguageMeans) -> None:
    """What remains of it is zero, not a direction made of rounding errors."""
    assert means.centred_passages(np.array([[1, 0]], np.float32), ["zh"]).tolist() == [[0, 0]]


def test_unknown_languages_have_the_mean_of_all(means: LanguageMeans) -> None:
    """A language without texts is centred by the mean of the others."""
    assert np.allclose(means.centred_passages(np.array([[1, 0]], np.float32), ["und"]), np.array([[1, -1]]) / 2**0.5)


def test_a_collection_moves_the_means_of_its_passages(monkeypatch: pytest.MonkeyPatch, means: LanguageMeans) -> None:
    """As many passages as the shipped mean weighs move it half the way; questions and other languages keep theirs."""
    monkeypatch.setattr(centring, "SHIPPED_WEIGHT", 2)
    sums = LanguageSums()
    sums.add(np.array([[0, 1], [1, 0]], np.float32), ["zh", "ja"])
    sums.add(np.array([[0, 1], [0, 0]], np.float32), ["zh", "zh"])
    refined = means.refined(sums.sums())
    assert np.allclose(refined.passages["zh"], [0.5, 0.5])
    assert np.allclose(refined.passages["ja"], np.array([1, 0]) / 3 + np.array([0.5, 0.5]) * 2 / 3)
    assert refined.passages["en"] is means.passages["en"]
    assert refined.questions is means.questions


def test_means_are_saved(tmp_path: Path, means: LanguageMeans) -> None:
    """What is loaded is what was saved; a damaged file says what to do."""
    means.save(tmp_path / "m")
    loaded = LanguageMeans.load(tmp_path / "m")
    assert {name: mean.tolist() for name, mean in loaded.passages.items()} == {"zh": [1, 0], "en": [0, 1]}
    assert loaded.questions["en"].tolist() == [0, 0.5]
    (tmp_path / "m").write_bytes(b"PK")
    with pytest.raises(IndexDamagedError, match="wenda rebuild"):
        LanguageMeans.load(tmp_path / "m")


def test_the_texts_are_parallel() -> None:
    """Every language has the same number of questions, and passages at the same ones; and is one that we tell apart."""
    assert {"zh", "en"} <= set(texts()) <= LANGUAGES
    answered = [bool(passage) for _, passage in texts()["en"]]
    assert all([bool(passage) for _, passage in rows] == answered for rows in texts().values())
    assert all(question and "\t" not in passage for rows in texts().values() for question, passage in rows)


@pytest.mark.parametrize("key", DEFAULT)
def test_the_shipped_means_are_those_of_the_texts(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """Nobody changed the texts or an encoder without running tools/language_means.py."""
    if not available([key]):
        pytest.skip("the extra `semantic` is not installed")
    shipped = language_means(load(key))
    assert set(shipped.passages) == set(shipped.questions) == set(texts())
    chosen = {"zh": texts()["zh"], max(texts()): texts()[max(texts())]}
    monkeypatch.setattr(centring, "texts", lambda: chosen)
    measured = measured_means(load(key))
    for name in chosen:
        assert np.abs(measured.questions[name] - shipped.questions[name]).max() < 1e-3
        assert np.abs(measured.passages[name] - shipped.passages[name]).max() < 1e-3


def test_a_question_finds_the_other_language_in_a_mixed_collection() -> None:
    """Passages half Chinese, half English: the one that answers comes first for questions in the other language too."""
    if "e5" not in available():
        pytest.skip("the extra `semantic` is not installed")
    encoder = load("e5")
    means = language_means(encoder)
    rows = [texts()["zh"][number] if number % 2 else texts()["en"][number] for number in range(24)]
    languages = ["zh" if number % 2 else "en" for number in range(24)]
    passages = means.centred_passages(encoder.encode_passages([passage for _, passage in rows]), languages)
    for language in ("zh", "en"):
        asked = encoder.encode_questions([question for question, _ in texts()[language][:24]])
        questions = means.centred_questions(asked, [language] * 24)
        found = (questions @ passages.T).argmax(axis=1) == np.arange(24)
        assert found.mean() > 0.9
