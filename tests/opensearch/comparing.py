"""What an engine over a cluster shares with the embedded one over the same documents: all but the milliseconds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from corpus.documents import Document
from index.answers import Mode, Query
from index.engines.protocol import Engine, Found
from index.live import LiveIndex
from index.retrieval import answer, understood
from index.stores import Store

QUESTIONS = (
    "微粒贷会起诉吗",
    "微粒貸逾期了怎麼辦",
    "还不上钱怎么协商",
    "微立贷会起素吗",
    "how long does an overdue loan stay on my credit report",
    "هل سترفع دعوى قضائية",
)
WISHES: tuple[dict[str, Any], ...] = ({}, {"per_document": 2}, {"languages": frozenset({"en", "zh"}), "offset": 5})

CLOSE = 1e-4
"""Of scores: what 32-bit sums in another order differ by, and a question's vector in 16 bits."""


def filled(store: Store, documents: Sequence[Document], encoders: tuple[str, ...], *, jobs: int = 1) -> Engine:
    """Build a generation with vectors; give the engine over it."""
    with store.lock():
        store.build(documents, ["test"], lambda *_: None, jobs=jobs)
        for key in encoders:
            store.add_vectors(key, jobs=jobs, progress=lambda *_: None)
    return LiveIndex(store).engine()


def _asked(engine: Engine, query: Query) -> Found:
    return engine.search(understood(engine, query, query.text), query)


def assert_same_hits(engine: Engine, embedded: Engine, mode: Mode, wishes: dict[str, Any]) -> None:
    """Passages, order, scores, certainties and totals."""
    for question in QUESTIONS:
        query = replace(Query(question, mode=mode), **wishes)
        found, expected = _asked(engine, query), _asked(embedded, query)
        assert found.total == expected.total, question
        assert not found.warnings
        assert [match.passage for match in found.matches] == [match.passage for match in expected.matches], question
        for one, other in zip(found.matches, expected.matches, strict=True):
            assert one.score == pytest.approx(other.score, abs=CLOSE)
            assert one.certainty == pytest.approx(other.certainty, abs=CLOSE)
            assert (one.url, one.copies) == (other.url, other.copies)


def assert_same_parts(engine: Engine, embedded: Engine, mode: Mode) -> None:
    """Each part of a score, by its name."""
    for question in QUESTIONS:
        query = Query(question, mode=mode, limit=3, explain=True)
        for one, other in zip(_asked(engine, query).matches, _asked(embedded, query).matches, strict=True):
            assert one.explanation == pytest.approx(other.explanation, abs=10 * CLOSE)


def assert_same_answers(engine: Engine, embedded: Engine) -> None:
    """Question, correction, marks, sentence, related questions, confidence."""
    for question in QUESTIONS:
        found, expected = answer(engine, Query(question)), answer(embedded, Query(question))
        assert found.question == expected.question
        assert [hit.highlights for hit in found.hits] == [hit.highlights for hit in expected.hits]
        assert [hit.answer for hit in found.hits] == [hit.answer for hit in expected.hits]
        assert found.related == expected.related
        assert (found.best is None) == (expected.best is None)
        if found.best and expected.best:
            assert found.best.confidence == pytest.approx(expected.best.confidence, abs=CLOSE)


def assert_same_suggestions(engine: Engine, embedded: Engine) -> None:
    """All that is suggested while a question is typed, in its order."""
    for typed in ("微", "逾期", "weilidai", "loan", "w"):
        found = embedded.suggest(typed, ["zh"], 8)
        assert engine.suggest(typed, ["zh"], 8) == found
    assert embedded.suggest("微", ["zh"], 8)


def assert_same_documents(engine: Engine, embedded: Engine) -> None:
    """Documents and passages by id, in reading order, and how common words are."""
    assert list(engine.titles(100)) == list(embedded.titles(100))
    for name, _, _ in embedded.titles(100):
        assert engine.document(name) == embedded.document(name)
        passages = list(embedded.document_passages(name))
        assert list(engine.document_passages(name)) == passages
        assert engine.passage(passages[0].id) == embedded.passage(passages[0].id)
    assert engine.document("no such") is None
    assert engine.passage("no such:0") is None
    for term in ("起诉", "sue", "nowhere"):
        assert engine.frequency(term) == embedded.frequency(term)
        assert engine.idf(term) == pytest.approx(embedded.idf(term))
