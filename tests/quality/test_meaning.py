"""Questions in other languages than the articles, and on the damaged article of the web: found by meaning beside words."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.preparing import PreparationReport, prepare
from corpus.reading import ReadingReport, read_sources
from index.answers import Query
from index.building import add_vectors, build
from index.encoders.catalogue import DEFAULT, available
from index.engines.protocol import Engine
from index.generations import Generations
from index.live import LiveIndex
from index.retrieval import answer
from service.rebuilding import BUILT_IN_ARTICLES
from tests.quality.question_files import QUESTIONS, alternatives, rows

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"

pytestmark = pytest.mark.skipif(available() != DEFAULT, reason="the extra `semantic` is not installed")


def _engine(folder: Path, sources: Sequence[Path]) -> Engine:
    def chinese() -> Iterator[Document]:
        documents = prepare(read_sources(sources, ReadingReport()), PreparationReport(), repair=True)
        return (document for document in documents if document.language == "zh")

    generations = Generations(folder)
    build(generations, chinese(), [], lambda _documents, _passages: None)
    for key in DEFAULT:
        add_vectors(generations, key, jobs=1, progress=lambda _done, _encoded: None)
    return LiveIndex(generations).engine()


def _found(engine: Engine, questions: Sequence[dict[str, str]]) -> tuple[float, float]:
    """Give the shares of questions whose first, and one of whose first three passages holds a right fragment."""
    first, third = [], []
    for row in questions:
        fragments = alternatives(row["fragments"])
        texts = [hit.passage.text for hit in answer(engine, Query(row["question"], limit=3)).hits]
        right = [any(fragment in text for fragment in fragments) for text in texts]
        first.append(any(right[:1]))
        third.append(any(right))
    return sum(first) / len(first), sum(third) / len(third)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Give the Chinese articles that ship with the product, searchable by meaning."""
    return _engine(tmp_path_factory.mktemp("chinese"), [BUILT_IN_ARTICLES])


def test_questions_in_eight_languages_find_chinese_passages(chinese: Engine) -> None:
    """English, Spanish, Arabic, Japanese, German, Russian, Korean, French: most find the very passage that answers."""
    first, third = _found(chinese, rows(QUESTIONS / "cross.tsv"))
    assert first >= 0.55
    assert third >= 0.78


def test_most_questions_that_nothing_answers_get_no_answer(chinese: Engine) -> None:
    """Meaning finds something near to everything; certainty tells what is near enough."""
    asked = rows(QUESTIONS / "unanswerable.tsv")
    answered = [row["question"] for row in asked if answer(chinese, Query(row["question"])).best]
    assert len(answered) / len(asked) <= 0.05, answered


@pytest.mark.skipif(not SEED.is_file(), reason="needs ../shared/seed/article.txt")
def test_questions_in_six_languages_on_a_damaged_article(tmp_path: Path) -> None:
    """The article as found on the web, its filtered words mended."""
    first, third = _found(_engine(tmp_path, [SEED]), rows(QUESTIONS / "seed.tsv"))
    assert first >= 0.8
    assert third >= 0.95
