"""Posting arrays against Whoosh's own scoring, their filters, and what happens when they are damaged."""

import json
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from corpus.documents import Document
from index.answers import IndexDamagedError, Query, SearchError
from index.clauses import Clause
from index.deriving import derive
from index.lexical import LexicalIndex
from index.postings import ABSENT, HEADER, K1, B
from index.questions import understand
from index.scoring import Kernel, kernel, load_compiled, plain
from index.writing import schema
from tests.conftest import Build

TEXT = ("title", "heading", "words", "grams")
LANGUAGES = ("zh", "en", "th", "de")
QUESTIONS = 250
"""For each of four collections."""
LIMIT = 10


def kernels() -> Iterator[Kernel]:
    """Yield both kernels, or the one there is where numba is missing."""
    yield cast("Kernel", plain)
    if load_compiled():
        yield kernel()


def make_collection(root: Path, seed: int, segments: int, size: int) -> tuple[Path, Path]:
    """Write a Whoosh index of random passages in several segments, some of them deleted, and derive its arrays."""
    chance = random.Random(seed)
    whoosh = root / "whoosh"
    whoosh.mkdir(parents=True)
    index = FileStorage(str(whoosh)).create_index(schema())
    number = 0
    for _ in range(segments):
        writer = index.writer(limitmb=1)
        for _ in range(size // segments):
            texts = {field: _terms(chance, 60 if field in {"words", "grams"} else 6) for field in TEXT}
            document = f"d{number // 7:05d}"
            language = chance.choice(LANGUAGES)
            writer.add_document(id=f"{document}:{number % 7}", document_id=document, language=language, stored=number, **texts)
            number += 1
        writer.commit(merge=False)
    if segments > 1:
        writer = index.writer()
        for deleted in chance.sample(range(number), number // 9):
            writer.delete_document(deleted)
        writer.commit(merge=False)
    derive(whoosh, root / "postings")
    return whoosh, root / "postings"


def _terms(chance: random.Random, most: int) -> list[str]:
    # Frequent and rare terms, as in a language; some texts are empty, some repeat a term many times.
    terms = [f"词{int(chance.paretovariate(0.6)) % 900}" for _ in range(chance.randrange(most))]
    return terms + terms[:1] * chance.choice((0, 0, 0, 1, 30))


def random_clauses(chance: random.Random) -> list[Clause]:
    """Make a question of up to 14 terms in several fields, with weights, some terms unknown."""
    terms = [f"词{int(chance.paretovariate(0.5)) % 1000}" for _ in range(chance.randrange(1, 15))]
    return [Clause(chance.choice(TEXT), term, chance.choice((0.3, 1.0, 1.2, 0.07)), term) for term in dict.fromkeys(terms)]


@pytest.fixture(scope="module", params=[(1, 1, 300), (2, 1, 1800), (3, 4, 1200), (4, 3, 150)], ids=str)
def collection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give the folders of a random collection."""
    seed, segments, size = request.param
    return make_collection(tmp_path_factory.mktemp("collection"), seed, segments, size)


def _from_whoosh(searcher: Any, wanted: Sequence[Clause], query: Query) -> tuple[list[float], dict[int, float]]:
    """Give the best scores by Whoosh's own matcher, and every passage's."""
    question = Or([Term(clause.field, clause.term, boost=clause.weight) for clause in wanted])
    languages = Or([Term("language", code) for code in sorted(query.languages)]) if query.languages else None
    best = searcher.search(question, limit=LIMIT, filter=languages)
    every = searcher.search(question, limit=None, filter=languages)
    return [score for score, _ in best.top_n], {passage: score for score, passage in every.top_n}


def _top(index: LexicalIndex, module: Kernel, wanted: Sequence[Clause], query: Query) -> tuple[list[int], list[float], int]:
    """Give the best passages, their scores, and the number of all, by one of the kernels."""
    slots = index.postings.slots([(clause.field, clause.term) for clause in wanted])
    lists = index.postings.lists(slots, index.postings.idf(slots) * [clause.weight for clause in wanted])
    passages, scores, total = module.top(index.postings, lists, LIMIT, index.allowed(query))
    return passages.tolist(), scores.tolist(), total


def test_scores_are_those_of_whoosh(collection: tuple[Path, Path]) -> None:
    """The best passages of random questions, their scores and their number are Whoosh's own; ties come in passage order."""
    index = LexicalIndex(*collection)
    chance = random.Random(0)
    with FileStorage(str(collection[0])).open_index().searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
        for _ in range(QUESTIONS):
            wanted = random_clauses(chance)
            query = Query("", languages=frozenset(chance.sample(LANGUAGES, chance.choice((0, 0, 1, 2)))))
            expected, every = _from_whoosh(searcher, wanted, query)
            for module in kernels():
                passages, scores, total = _top(index, module, wanted, query)
                assert total == len(every)
                assert scores == pytest.approx(expected, rel=1e-5, abs=1e-5)
                assert scores == pytest.approx([every[passage] for passage in passages], rel=1e-5, abs=1e-5)
                order = [(-score, passage) for score, passage in zip(scores, passages, strict=True)]
                assert order == sorted(order)


def test_scores_of_all_passages_hold_the_best_ones(collection: tuple[Path, Path]) -> None:
    """The score of every passage is what the best ones are chosen by."""
    index = LexicalIndex(*collection)
    chance = random.Random(5)
    for _ in range(50):
        wanted = random_clauses(chance)
        slots = index.postings.slots([(clause.field, clause.term) for clause in wanted])
        lists = index.postings.lists(slots, index.postings.idf(slots) * [clause.weight for clause in wanted])
        every = kernel().scores(index.postings, lists)
        passages, scores, total = _top(index, kernel(), wanted, Query(""))
        assert every.dtype == np.float32
        assert every.shape == (index.postings.passages,)
        assert total == np.count_nonzero(every)
        best = np.argsort(-every, kind="stable")[: len(passages)]
        assert best.tolist() == passages
        assert every[best].tolist() == scores


def test_both_kernels_give_the_same_to_the_last_bit(collection: tuple[Path, Path]) -> None:
    """With and without numba a question has one answer."""
    index = LexicalIndex(*collection)
    chance = random.Random(6)
    modules = list(kernels())
    if len(modules) == 1:
        pytest.skip("needs numba")
    for _ in range(100):
        wanted = random_clauses(chance)
        one, other = (_top(index, module, wanted, Query("")) for module in modules)
        assert one == other


def test_of_words_that_stand_for_each_other_the_best_counts(collection: tuple[Path, Path]) -> None:
    """A passage gets from a group of lists what the best of them alone would give it, from both kernels the same."""
    postings = LexicalIndex(*collection).postings
    chance = random.Random(8)
    for _ in range(50):
        wanted = random_clauses(chance)
        slots = postings.slots([(clause.field, clause.term) for clause in wanted])
        weights = postings.idf(slots) * [clause.weight for clause in wanted]
        groups = np.sort(np.array([chance.randrange(4) for _ in wanted], np.int32))
        alone = [plain.scores(postings, postings.lists(slots[at : at + 1], weights[at : at + 1])) for at in range(len(wanted))]
        expected = sum(
            np.max([scores for scores, group in zip(alone, groups, strict=True) if group == one], axis=0)
            for one in np.unique(groups)
        )
        found = [module.scores(postings, postings.lists(slots, weights, groups)) for module in kernels()]
        assert found[0] == pytest.approx(expected, rel=1e-5)
        assert all(np.array_equal(one, found[0]) for one in found)


def test_threads_get_what_one_thread_gets(collection: tuple[Path, Path]) -> None:
    """Any number of threads may score at once."""
    index = LexicalIndex(*collection)
    chance = random.Random(7)
    asked = [random_clauses(chance) for _ in range(200)]

    def ask(wanted: list[Clause]) -> tuple[list[int], list[float], int]:
        return _top(index, kernel(), wanted, Query(""))

    alone = [ask(wanted) for wanted in asked]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, asked)) == alone


def test_passages_know_their_names_languages_and_documents(collection: tuple[Path, Path]) -> None:
    """What ranking needs of a passage is in the arrays, the same as in Whoosh; a deleted passage has none of it."""
    index = LexicalIndex(*collection)
    postings = index.postings
    documents: list[str] = []
    with FileStorage(str(collection[0])).open_index().reader() as reader:
        assert postings.live == reader.doc_count() == index.count()
        for passage in range(postings.passages):
            if reader.is_deleted(passage):
                assert postings.documents[passage] == postings.languages[passage] == ABSENT
                continue
            stored = reader.stored_fields(passage)
            assert postings.passage_id(passage) == stored["id"]
            assert postings.language(passage) == stored["language"]
            if stored["document_id"] not in documents:
                documents.append(stored["document_id"])
            assert documents[int(postings.documents[passage])] == stored["document_id"]
            assert passage in postings.holding("document_id", stored["document_id"])


def test_filters_keep_what_they_name(collection: tuple[Path, Path]) -> None:
    """Languages and document are applied together; what nobody has lets nothing through."""
    index = LexicalIndex(*collection)
    both = index.allowed(Query("", languages=frozenset({"zh", "en"}), document="d00002"))
    assert both is not None
    inside = np.flatnonzero(both).tolist()
    assert {index.postings.passage_id(passage)[:6] for passage in inside} <= {"d00002"}
    assert {index.postings.language(passage) for passage in inside} <= {"zh", "en"}
    assert index.allowed(Query("")) is None
    for nowhere in (Query("", languages=frozenset({"xx"})), Query("", document="none")):
        allowed = index.allowed(nowhere)
        assert allowed is not None
        assert not allowed.any()


def test_equal_texts_tie_across_the_whole_collection(tmp_path: Path) -> None:
    """Copies of a text score the same to the last bit wherever they are, and come in the order they were written."""
    whoosh = tmp_path / "whoosh"
    whoosh.mkdir()
    writer = FileStorage(str(whoosh)).create_index(schema()).writer()
    chance = random.Random(8)
    texts = [[f"词{chance.randrange(20)}" for _ in range(9)] for _ in range(40)]
    for number in range(4000):
        writer.add_document(id=str(number), document_id="d", language="zh", words=texts[number % 40], stored=None)
    writer.commit()
    postings = derive(whoosh, tmp_path / "postings")
    slots = postings.slots([("words", f"词{number}") for number in range(20)])
    for module in kernels():
        passages, scores, _ = module.top(postings, postings.lists(slots, postings.idf(slots)), 100, None)
        assert passages.tolist() == [passages[0] + 40 * place for place in range(100)]
        assert len(set(scores.tolist())) == 1


def test_the_explanation_names_every_clause_that_matches(tmp_path: Path, build_index: Build) -> None:
    """Each field's part of a score is given on its own; the parts add up, and unknown terms have none."""
    generation = build_index(tmp_path, [Document("a", "起诉须知", "微粒贷逾期会被起诉，要尽快协商还款。", "", "", "zh")])
    index = LexicalIndex(generation.whoosh, generation.postings)
    question = understand("微粒贷会起诉吗，章鱼")
    found = index.best(question, 10, None)
    explanation = index.explain(question, int(found.passages[0]))
    assert found.total == 1
    assert sum(explanation.values()) == pytest.approx(float(found.scores[0]), rel=1e-5)
    assert {"words:起诉", "title:起诉", "grams:起诉"} <= set(explanation)
    assert not any("章鱼" in name for name in explanation)
    assert index.shares(question).tolist() == pytest.approx(found.scores.tolist())


@pytest.mark.parametrize("name", ["keys.npy", "ids.npy", "impacts.npy", "languages.npy", "name_ends.npy", HEADER])
@pytest.mark.parametrize("damage", ["missing", "short", "other"])
def test_damage_is_told_with_the_remedy(tmp_path: Path, build_index: Build, name: str, damage: str) -> None:
    """A file that is missing, cut short or of something else is never read as if it were whole."""
    generation = build_index(tmp_path, [Document("a", "", "微粒贷逾期会被起诉，要尽快协商还款。", "", "", "zh")])
    path = generation.postings / name
    if damage == "missing":
        path.unlink()
    elif damage == "short":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        path.write_bytes(b"[]" if name == HEADER else (generation.postings / "name_ends.npy").read_bytes()[:64])
    with pytest.raises(IndexDamagedError, match="wenda rebuild") as error:
        LexicalIndex(generation.whoosh, generation.postings)
    assert isinstance(error.value, SearchError)


def test_arrays_made_with_other_constants_are_refused(tmp_path: Path, build_index: Build) -> None:
    """Impacts hold k1 and b: a Wenda with other ones does not read them."""
    generation = build_index(tmp_path, [Document("a", "", "微粒贷逾期会被起诉。", "", "", "zh")])
    path = generation.postings / HEADER
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"k1": 2.0}), "utf-8")
    with pytest.raises(IndexDamagedError, match="k1"):
        LexicalIndex(generation.whoosh, generation.postings)
