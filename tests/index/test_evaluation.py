"""Measures, against values worked out by hand; and sets that cannot be read."""

import math
import random
from pathlib import Path

import ir_measures
import pytest
from click.testing import CliRunner
from ir_measures import RR, R, Success, nDCG

from index.evaluation import JudgementsError, load_questions, measure
from service.cli import main

CORPUS = """\
{"_id": "sue", "title": "起诉", "text": "长期拖欠不还的借款人可能会被起诉。", "lang": "zh"}
{"_id": "card", "title": "分期", "text": "信用卡分期要付手续费。", "lang": "zh"}
{"_id": "copy", "title": "分期", "text": "信用卡分期要付手续费。", "lang": "zh"}
"""
QUERIES = """\
{"_id": "1", "text": "会起诉吗", "lang": "zh", "answers": ["可能会被起诉"]}
{"_id": "2", "text": "手续费", "lang": "zh", "answers": ["没有这句话"]}
{"_id": "3", "text": "没有判断的问题", "lang": "zh"}
"""
QRELS = "query-id\tcorpus-id\tscore\n1\tsue\t1\n2\tcopy\t1\n2\tcard\t0\n"


@pytest.mark.parametrize(
    ("ranking", "relevant", "expected"),
    [
        (["a", "b"], {"a": 1}, {"hit_1": 1, "hit_10": 1, "mrr_10": 1, "ndcg_10": 1, "recall_100": 1}),
        (["b", "a"], {"a": 1}, {"hit_1": 0, "hit_10": 1, "mrr_10": 1 / 2, "ndcg_10": 1 / math.log2(3), "recall_100": 1}),
        ([], {"a": 1}, {"hit_1": 0, "hit_10": 0, "mrr_10": 0, "ndcg_10": 0, "recall_100": 0}),
        ([*"bcdefghijk", "a"], {"a": 1}, {"hit_1": 0, "hit_10": 0, "mrr_10": 0, "ndcg_10": 0, "recall_100": 1}),
        (
            ["a", "x", "b"],
            {"a": 1, "b": 2, "c": 1},
            {
                "hit_1": 1,
                "hit_10": 1,
                "mrr_10": 1,
                "ndcg_10": (1 + 2 / 2) / (2 + 1 / math.log2(3) + 1 / 2),
                "recall_100": 2 / 3,
            },
        ),
    ],
)
def test_measures_of_one_ranking(ranking: list[str], relevant: dict[str, int], expected: dict[str, float]) -> None:
    """Each measure by its definition."""
    assert measure(ranking, relevant) == pytest.approx(expected)


REFERENCE = {"hit_1": Success @ 1, "hit_10": Success @ 10, "mrr_10": RR @ 10, "ndcg_10": nDCG @ 10, "recall_100": R @ 100}
"""Our measures, and what ir-measures (trec_eval) calls them."""


def test_measures_are_those_of_trec_eval() -> None:
    """On 300 random rankings with grades from 0 to 3, every measure of every ranking is the reference's."""
    source = random.Random(7)
    documents = [f"d{number}" for number in range(200)]
    graded = {str(q): {name: source.randrange(4) for name in source.sample(documents, 12)} for q in range(300)}
    rankings = {q: source.sample(documents, source.randrange(1, 150)) for q in graded}
    for grades in graded.values():
        grades[source.choice(documents)] = 1
    runs = [ir_measures.ScoredDoc(q, document, -rank) for q, ranking in rankings.items() for rank, document in enumerate(ranking)]
    qrels = [ir_measures.Qrel(q, document, grade) for q, grades in graded.items() for document, grade in grades.items()]
    expected = {(found.query_id, found.measure): found.value for found in ir_measures.iter_calc(REFERENCE.values(), qrels, runs)}
    for q, ranking in rankings.items():
        measured = measure(ranking, {document: grade for document, grade in graded[q].items() if grade})
        assert measured == pytest.approx({name: expected[q, reference] for name, reference in REFERENCE.items()})


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """Give a small set in BEIR's layout."""
    for name, text in (("corpus.jsonl", CORPUS), ("queries.jsonl", QUERIES), ("qrels.tsv", QRELS)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_a_set_is_measured_by_the_command(judged: Path) -> None:
    """Questions without a judgement do not count; equal documents tie by id, and none is set aside as a copy."""
    result = CliRunner().invoke(main, ["evaluate", str(judged), "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    for part in ('"questions": 2', '"hit_1": 0.5', '"mrr_10": 0.75', '"recall_100": 1.0', '"answer_sentence": 1.0'):
        assert part in result.stdout
    assert "mrr_10           0.7500" in CliRunner().invoke(main, ["evaluate", str(judged)]).stdout


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("queries.jsonl", "[]\n", "line 1"),
        ("queries.jsonl", '{"_id": "9", "text": "x"}\n', "no question"),
        ("qrels.tsv", "1 sue 1\n", "line 1"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\n1\tsue\tyes\n", "line 2"),
    ],
)
def test_a_set_that_cannot_be_read_is_named(judged: Path, file: str, text: str, words: str) -> None:
    """The file, the line, and what should be there."""
    (judged / file).write_text(text)
    with pytest.raises(JudgementsError, match=words) as raised:
        load_questions(judged)
    assert file in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """And the layout is told."""
    with pytest.raises(JudgementsError, match=r"qrels\.tsv"):
        load_questions(tmp_path)
