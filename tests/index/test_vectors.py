"""The vectors of passages: what is written is what is scored, nearly what it was, and never more than the file holds."""

import threading
from pathlib import Path

import numpy as np
import pytest

from index import vectors
from index.answers import IndexDamagedError
from index.vectors import Floats, PassageVectors, write_vectors

DIMENSION = 24


def _units(count: int, seed: int = 1) -> Floats:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION), np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


@pytest.fixture
def rows() -> Floats:
    """Give 3,000 rows of unit length, one of them zero."""
    rows = _units(3000)
    rows[7] = 0
    return rows


@pytest.fixture
def stored(tmp_path: Path, rows: Floats) -> PassageVectors:
    """Give the file of these rows, written in blocks of different sizes."""
    assert write_vectors(tmp_path / "v", iter([rows[:1], rows[1:1000], rows[1000:]])) == len(rows)
    return PassageVectors(tmp_path / "v", len(rows), DIMENSION)


def test_scores_are_nearly_the_cosines(stored: PassageVectors, rows: Floats) -> None:
    """Eight bits keep the ten best, but for near ties; a zero row scores zero."""
    found = kept = 0
    for question in _units(50, seed=2):
        exact, scores = rows @ question, stored.scores(question)
        assert np.abs(scores - exact).max() < 0.01
        assert scores[7] == 0
        kept += len(set(np.argsort(-exact)[:10]) & set(np.argsort(-scores)[:10]))
        found += 10
    assert kept / found > 0.97


def test_scores_are_exact_for_what_is_stored(monkeypatch: pytest.MonkeyPatch, stored: PassageVectors) -> None:
    """Blocks of any size give the products of the stored rows."""
    question = _units(1, seed=3)[0]
    expected = stored.rows(np.arange(3000)) @ question
    for numbers in (1, 1000, 10**6):
        monkeypatch.setattr(vectors, "BLOCK_NUMBERS", numbers)
        assert np.abs(stored.scores(question) - expected).max() < 1e-6


@pytest.mark.parametrize("every", [1, 2, 100, 5000])
def test_a_mask_leaves_the_others_out(stored: PassageVectors, every: int) -> None:
    """Masked passages score as they do without a mask, the others minus infinity, however many there are."""
    question = _units(1, seed=4)[0]
    among = np.arange(3000) % every == 1 % every
    scores = stored.scores(question, among)
    assert np.allclose(scores[among], stored.scores(question)[among], atol=1e-6)
    assert np.isneginf(scores[~among]).all()
    assert scores.dtype == np.float32


def test_threads_share_a_file(stored: PassageVectors) -> None:
    """Threads that score at once get what one alone gets."""
    questions = _units(20, seed=5)
    expected = [stored.scores(question) for question in questions]
    wrong: list[int] = []

    def ask() -> None:
        for number, question in enumerate(questions):
            if not np.array_equal(stored.scores(question), expected[number]):
                wrong.append(number)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_file_of_another_size_is_damaged(tmp_path: Path, stored: PassageVectors) -> None:
    """A truncated, missing or mistaken file is refused, with what to do."""
    with pytest.raises(IndexDamagedError, match="wenda rebuild"):
        PassageVectors(tmp_path / "none", 3000, DIMENSION)
    for count, dimension in ((2999, DIMENSION), (3000, DIMENSION + 1)):
        with pytest.raises(IndexDamagedError, match="wenda rebuild"):
            PassageVectors(tmp_path / "v", count, dimension)


def test_no_vectors_are_fine(tmp_path: Path) -> None:
    """An empty file has no scores."""
    assert write_vectors(tmp_path / "v", iter([])) == 0
    assert PassageVectors(tmp_path / "v", 0, DIMENSION).scores(_units(1)[0]).shape == (0,)
