"""Words near a question's in meaning, for questions by words alone."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.documents import Document
from index.answers import Mode, Query
from index.associations import FEWEST, MOST, NEAR, STEPS, WEIGHT, Associations, save_vectors, word_vectors
from index.building import build
from index.clauses import clauses
from index.engines.embedded import EmbeddedEngine
from index.generations import Generations
from index.questions import understand
from index.retrieval import answer


def _holding(*words: str, passages: int = 100) -> Associations:
    """Give the associations of a collection of which FEWEST passages hold each of the words."""
    known = word_vectors().words
    return Associations(np.where(np.isin(known, words), FEWEST, 0), passages)


def test_words_and_vectors_fit_each_other() -> None:
    """The words are in order, so that they can be looked up, and each has a vector with a direction."""
    words, vectors = word_vectors()
    assert len(words) == len(vectors)
    assert np.all(words[:-1] < words[1:])
    assert np.all(np.abs(vectors).max(axis=1) == STEPS)


def test_a_near_word_of_the_collection_is_found() -> None:
    """Of the collection's words the one that means nearly the same is near, and far ones are not; none is near itself."""
    near = _holding("暖气", "供热", "法院", "法官", "苹果", "足球", "飞机", "妈妈", "供暖")
    found = near.of(understand("供暖"))
    assert {one.term for one in found} == {"供暖"}
    assert "供热" in {one.word for one in found}
    assert not {"供暖", "足球", "飞机"} & {one.word for one in found}
    assert all(NEAR * WEIGHT <= one.weight < 1 for one in found)
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)


def test_only_words_of_the_collection_are_near() -> None:
    """What the collection does not hold, holds too rarely, or holds everywhere is near nothing."""
    known = word_vectors().words
    question = understand("贷款逾期会被起诉吗")
    assert Associations(np.zeros(len(known), np.int64), 100).of(question) == ()
    assert Associations(np.full(len(known), FEWEST - 1), 100).of(question) == ()
    assert Associations(np.full(len(known), 90), 100).of(question) == ()
    every = Associations(np.full(len(known), FEWEST), 100).of(question)
    assert every
    assert max(sum(one.term == term for one in every) for term in question.terms) <= MOST


def test_other_languages_have_none() -> None:
    """The vectors are of Chinese words; a question of another language is asked by its own."""
    assert _holding("起诉", "诉讼").of(understand("Will WeiLiDai sue me?")) == ()


def test_a_near_word_counts_in_its_words_place() -> None:
    """Its clause has the slot of the question's word, so that the better of the two counts, and a smaller weight."""
    question = understand("供暖")
    near = _holding("供热", "足球", "法院", "妈妈").of(question)
    added = clauses(replace(question, associations=near))[len(clauses(question)) :]
    assert [(one.field, one.slot) for one in added] == [("words", "供暖")] * len(near)
    assert all(0 < one.weight < 1 for one in added)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    """Three passages on heating, among others."""
    generations = Generations(tmp_path_factory.mktemp("index"))
    texts = ["冬季供热由热力公司负责。", "供热不足时可以要求退费。", "供热的起止时间由市政府规定。"]
    texts += [f"第{number}场足球比赛在体育场举行，观众很多。" for number in range(30)]
    documents = [Document(f"d{number}", "", text, "test", "", "zh") for number, text in enumerate(texts)]
    return EmbeddedEngine(build(generations, documents, ["test"], lambda _documents, _passages: None))


def test_a_question_by_words_finds_what_is_said_otherwise(engine: EmbeddedEngine) -> None:
    """供暖 finds the passages on 供热; the explanation names the word found; what is shown and marked is what was asked."""
    found = answer(engine, Query("供暖由谁负责", mode=Mode.LEXICAL, explain=True))
    assert found.hits[0].passage.text == "冬季供热由热力公司负责。"
    assert "words:供热" in (found.hits[0].explanation or {})
    assert found.question.associations == ()


def test_vectors_are_stored_in_order(tmp_path: Path) -> None:
    """Words may come in any order; each keeps its own vector."""
    save_vectors(tmp_path / "v.npz", ["乙", "甲"], np.array([[1, 0.5], [0, -2]], np.float32))
    with np.load(tmp_path / "v.npz") as stored:
        assert stored["words"].tobytes().decode("utf-8").split("\n") == sorted(["甲", "乙"])
        expected = {"乙": [STEPS, 64], "甲": [0, -STEPS]}
        assert stored["vectors"].tolist() == [expected[word] for word in sorted(expected)]
