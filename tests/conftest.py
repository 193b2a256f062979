"""Fixtures: an index of the built-in articles, and the application over it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.documents import Document
from corpus.reading import ReadingReport, read_sources
from index.building import add_vectors, build
from index.encoders.catalogue import available
from index.engines.protocol import Engine
from index.generations import Generation, Generations
from index.live import LiveIndex
from service.app import create_app
from service.rebuilding import BUILT_IN_ARTICLES
from service.settings import Settings
from tests.serving import Served, serving

SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "article.txt"

Build = Callable[[Path, Sequence[Document]], Generation]


def _silent(documents: int, passages: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="session")
def articles() -> list[Document]:
    """Give the documents that ship with the product."""
    return list(read_sources([BUILT_IN_ARTICLES], ReadingReport()))


@pytest.fixture(scope="session")
def build_index() -> Build:
    """Give a function that builds a generation of documents in an index directory."""

    def build_there(root: Path, documents: Sequence[Document]) -> Generation:
        generations = Generations(root)
        with generations.lock():
            return build(generations, documents, ["test"], _silent)

    return build_there


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory, articles: list[Document], build_index: Build) -> Path:
    """Give an index directory of the built-in articles; not to be changed."""
    root = tmp_path_factory.mktemp("index")
    build_index(root, articles)
    return root


@pytest.fixture
def engine(index_folder: Path) -> Engine:
    """Give the engine over the built-in articles."""
    return LiveIndex(Generations(index_folder)).engine()


@pytest.fixture(scope="session")
def folder_with_meaning(tmp_path_factory: pytest.TempPathFactory, articles: list[Document], build_index: Build) -> Path:
    """Give an index directory of one article in two languages, with vectors; not to be changed."""
    if "use" not in available():
        pytest.skip("the extra `semantic` is not installed")
    root = tmp_path_factory.mktemp("meaning")
    build_index(root, [article for article in articles if article.id in {"weilidai-overdue", "weilidai-overdue.en"}])
    generations = Generations(root)
    with generations.lock():
        add_vectors(generations, "use", jobs=1, progress=_silent)
    return root


@pytest.fixture
def engine_with_meaning(folder_with_meaning: Path) -> Engine:
    """Give the engine over an index with vectors."""
    return LiveIndex(Generations(folder_with_meaning)).engine()


@pytest.fixture
def app(index_folder: Path) -> Flask:
    """Give the application over the built-in articles."""
    return create_app(Settings(index=index_folder))


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """Give a test client of the application."""
    with app.test_client() as opened:
        yield opened


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Run `wenda serve` where there is no index yet, for all tests that talk to a real server."""
    with serving(tmp_path_factory.mktemp("served") / "index") as server:
        yield server


@pytest.fixture
def seed() -> Path:
    """Give the damaged article as found on the web, or skip where it is not at hand."""
    if not SEED.is_file():
        pytest.skip(f"needs {SEED}")
    return SEED


@pytest.fixture(scope="session", autouse=True)
def _by_words() -> Iterator[None]:
    """Make no vectors, which take seconds, but where a test asks for them; in processes that a test starts, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENDA_SEMANTIC", "false")
        yield


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Run every test in an empty folder, where no wenda.toml of a developer is found."""
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))
