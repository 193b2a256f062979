"""The segment that is written is the one that Whoosh's own writer would write, in every number that a reader can ask for."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from corpus.documents import Document, Heading
from corpus.splitting import split
from index import batches, building, inversion
from index.analysis import grams, words
from index.deriving import derive
from index.generations import Generations
from index.languages.chinese import use_dictionary
from index.languages.dictionary import Entry
from index.postings import ARRAYS
from index.spelling.collecting import VocabularyWriter
from index.writing import Written, schema, write_passages
from tests.index.random_text import random_documents

FIELDS = ("document_id", "grams", "heading", "id", "language", "title", "words")
SCORED = ("grams", "heading", "title", "words")


def _silent(documents: int, passages: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """Give documents of random sentences, in several languages; some words stand in more than one block of passages."""
    return random_documents(300)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make many batches, runs and shares of few documents."""
    monkeypatch.setattr(batches, "BATCH_DOCUMENTS", 20)
    monkeypatch.setattr(inversion, "RUN_POSTINGS", 3000)
    monkeypatch.setattr(inversion, "MERGED_POSTINGS", 5000)


def _stock(folder: Path, documents: Sequence[Document]) -> FileIndex:
    """Write the same passages through Whoosh's own writer."""
    folder.mkdir()
    index = FileStorage(str(folder)).create_index(schema())
    writer = index.writer()
    for document in documents:
        for passage in split(document):
            code = passage.language
            writer.add_document(
                id=passage.id,
                document_id=passage.document_id,
                language=code,
                title=[term.text for term in words(passage.title, code)],
                heading=[term.text for term in words(passage.heading, code)],
                words=[term.text for term in words(passage.text, code)],
                grams=[gram.text for text in (passage.heading, passage.text) for gram in grams(text, code)],
                stored=(passage.title, passage.heading, passage.text, passage.start, passage.end, document.url, document.copies),
            )
    writer.commit()
    return index


def _terms(index: FileIndex) -> Iterator[tuple[Any, ...]]:
    """Yield all that is known of every term."""
    with index.reader() as reader:
        for field, text in reader.all_terms():
            info = reader.term_info(field, text)
            counts = (info.weight(), info.doc_frequency(), info.min_length(), info.max_length())
            yield field, text, *counts, info.max_weight(), info.min_id(), info.max_id(), *_postings(reader, field, text)


def _postings(reader: Any, field: str, text: bytes) -> Iterator[tuple[Any, ...]]:
    matcher = reader.postings(field, text)
    while matcher.is_active():
        block = (matcher.block_max_weight(), matcher.block_min_length(), matcher.block_max_length())
        yield matcher.id(), matcher.weight(), matcher.value(), *block
        matcher.next()


def _passages(index: FileIndex) -> Iterator[tuple[Any, ...]]:
    """Yield all that is known of every passage, and of every field."""
    with index.reader() as reader:
        for number, stored in reader.iter_docs():
            yield number, stored, *(reader.doc_field_length(number, field) for field in FIELDS)
        for field in SCORED:
            lengths = (reader.field_length(field), reader.min_field_length(field), reader.max_field_length(field))
            yield field, reader.doc_count_all(), *lengths


def _scores(index: FileIndex, question: str) -> list[tuple[int, float]]:
    terms = [Term(field, term.text) for field in ("title", "words") for term in words(question, "zh")]
    terms += [Term("grams", gram.text, boost=0.5) for gram in grams(question, "zh")]
    with index.searcher(weighting=BM25F()) as searcher:
        return [(hit.docnum, hit.score) for hit in searcher.search(Or(terms), limit=50)]


@pytest.mark.usefixtures("small_pieces")
def test_a_stock_reader_finds_what_whooshs_own_writer_would_have_written(tmp_path: Path, documents: list[Document]) -> None:
    """Terms, frequencies, lengths, block limits, stored fields; and so the same scores, and the same arrays made of them."""
    stock = _stock(tmp_path / "stock", documents)
    written = write_passages(tmp_path / "ours" / "whoosh", documents, _silent)
    ours = FileStorage(str(tmp_path / "ours" / "whoosh")).open_index()
    assert list(_terms(ours)) == list(_terms(stock))
    assert list(_passages(ours)) == list(_passages(stock))
    for document in documents[:20]:
        question = document.text[:20]
        assert _scores(ours, question) == _scores(stock, question)
    derived = [derive(tmp_path / name, tmp_path / f"postings-{number}") for number, name in enumerate(("stock", "ours/whoosh"))]
    for name in ARRAYS:
        assert (tmp_path / f"postings-0/{name}.npy").read_bytes() == (tmp_path / f"postings-1/{name}.npy").read_bytes()
    assert derived[0].header == derived[1].header
    assert written.passages == ours.doc_count()
    assert written.documents == len(documents)
    assert [path.name for path in (tmp_path / "ours").iterdir()] == ["whoosh"]


@pytest.mark.usefixtures("small_pieces")
def test_the_number_of_processes_changes_nothing(tmp_path: Path, documents: list[Document]) -> None:
    """One process or three: the same passages in the same order, and vocabulary, with the owner's words in all of them."""
    own = Document("own", "", "贷会起诉。", "a.txt", "", "zh")
    use_dictionary([Entry("贷会起诉")])
    try:
        one, three = (_write(tmp_path / str(jobs), [*documents, own], jobs) for jobs in (1, 3))
    finally:
        use_dictionary(())
    assert one == three
    alone = VocabularyWriter()
    for document in [*documents, own]:
        for passage in split(document):
            alone.add(passage)
    files = [tmp_path / f"{name}.npz" for name in ("one", "three", "alone")]
    for file, writer in zip(files, (one.vocabulary, three.vocabulary, alone), strict=True):
        writer.write(file)
    _assert_equal_arrays(files)
    index_of_one, index_of_three = (FileStorage(str(tmp_path / jobs / "whoosh")).open_index() for jobs in "13")
    assert list(_terms(index_of_one)) == list(_terms(index_of_three))
    assert list(_passages(index_of_one)) == list(_passages(index_of_three))
    with index_of_three.reader() as reader:
        assert ("words", "贷会起诉") in reader


def _assert_equal_arrays(files: Sequence[Path]) -> None:
    first, *others = (np.load(file) for file in files)
    for other in others:
        assert set(other) == set(first)
        assert all(np.array_equal(first[name], other[name]) for name in first)


def _write(folder: Path, documents: Sequence[Document], jobs: int) -> Written:
    return write_passages(folder / "whoosh", documents, _silent, jobs=jobs)


@pytest.mark.usefixtures("small_pieces")
def test_a_large_index_is_derived_by_several_processes(
    tmp_path: Path, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Posting arrays and suggestions, each made by a process of its own, are those that one process makes."""
    monkeypatch.setattr(building, "MANY", 0)
    built = [building.build(Generations(tmp_path / str(jobs)), documents, [], _silent, jobs=jobs) for jobs in (1, 2)]
    one, two = (generation.manifest.checksums for generation in built)
    made = [name for name in one if name.startswith(("postings", "suggestions"))]
    assert len(made) > len(ARRAYS)
    assert {name: one[name] for name in made} == {name: two[name] for name in made}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_among_the_documents_leaves_nothing_behind(tmp_path: Path, documents: list[Document], jobs: int) -> None:
    """It comes out as it is, whatever the processes are at."""

    def broken() -> Iterator[Document]:
        yield from documents[:50]
        raise RuntimeError("the disk is gone")

    with pytest.raises(RuntimeError, match="the disk is gone"):
        write_passages(tmp_path / "whoosh", broken(), _silent, jobs=jobs)
    assert list(tmp_path.rglob(".runs-*")) == []


def test_progress_ends_with_all(tmp_path: Path, documents: list[Document]) -> None:
    """Documents and passages, counted as they are done."""
    seen: list[tuple[int, int]] = []
    written = write_passages(tmp_path / "whoosh", documents, lambda *done: seen.append(done))
    assert seen[-1] == (written.documents, written.passages)
    assert seen == sorted(seen)


def test_a_document_that_is_a_heading_alone_is_no_passage(tmp_path: Path) -> None:
    """It counts as a document; an index without passages can be written and opened."""
    document = Document("a", "起诉", "起诉", "a.txt", "", "zh", (Heading(0, 2, 1),))
    written = write_passages(tmp_path / "whoosh", [document], _silent)
    assert (written.documents, written.passages) == (1, 0)
    assert FileStorage(str(tmp_path / "whoosh")).open_index().doc_count() == 0


def test_no_documents_make_an_empty_index(tmp_path: Path) -> None:
    """Whoever builds it decides what that means."""
    assert write_passages(tmp_path / "whoosh", [], _silent).passages == 0
    assert FileStorage(str(tmp_path / "whoosh")).open_index().doc_count() == 0
