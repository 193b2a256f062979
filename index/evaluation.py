"""Judgements and an engine to measures: how often, and how high, the right document is found."""

import json
import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.answers import Hit, Mode, Query, SearchError
from index.engines.protocol import Engine
from index.languages.normalization import fold, normalize
from index.retrieval import answer

DEPTH = 100
"""Documents looked at for recall."""

PASSAGES_A_DOCUMENT = 3
"""Passages asked for, for each document wanted: several of one document may stand before the next."""

Relevance = Mapping[str, int]


class JudgementsError(SearchError):
    """A set that cannot be read; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question, its language, the documents that answer it (id -> grade, above 0), and gold answers where there are any."""

    id: str
    text: str
    language: str
    relevant: Relevance
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over the questions, 0-1; ``milliseconds`` is the median time of a question.

    ``answer_sentence``: of the questions with gold answers whose first passage is of a right document, the share whose
    answering sentence holds one; None where there are none.
    """

    questions: int
    hit_1: float
    hit_10: float
    mrr_10: float
    ndcg_10: float
    recall_100: float
    answer_sentence: float | None
    milliseconds: float


def load_questions(folder: Path, queries: str = "queries.jsonl") -> list[JudgedQuestion]:
    """Read the questions of a folder in BEIR's layout that have a judgement (queries.jsonl, qrels.tsv).

    Raises JudgementsError if a file is missing or a line is not of the layout.
    """
    relevant = _relevance(folder / "qrels.tsv")
    questions = []
    for number, line in _lines(folder / queries):
        try:
            row = json.loads(line)
            name, text = str(row["_id"]), str(row["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise JudgementsError(f"{folder / queries}, line {number}: not an object with _id and text") from error
        if name in relevant:
            language = str(row.get("lang", "")).partition("-")[0]
            questions.append(JudgedQuestion(name, text, language, relevant[name], tuple(row.get("answers", ()))))
    if not questions:
        raise JudgementsError(f"{folder}: no question of {queries} has a judgement in qrels.tsv")
    return questions


def _relevance(file: Path) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for number, line in _lines(file):
        question, _, rest = line.partition("\t")
        document, _, score = rest.partition("\t")
        if number == 1 and score == "score":
            continue
        if not score.lstrip("-").isdigit():
            raise JudgementsError(f"{file}, line {number}: not `query-id <TAB> corpus-id <TAB> score`")
        if int(score) > 0:
            relevant.setdefault(question, {})[document] = int(score)
    return relevant


def _lines(file: Path) -> Iterable[tuple[int, str]]:
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise JudgementsError(f"{file}: {error.strerror}; a set has corpus.jsonl, queries.jsonl and qrels.tsv") from error
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def evaluate(
    engine: Engine, questions: Sequence[JudgedQuestion], progress: Callable[[int], None], *, mode: Mode = Mode.HYBRID
) -> Measures:
    """Ask every question, and measure the documents found, each at its best passage's rank."""
    rows: list[Mapping[str, float]] = []
    times: list[float] = []
    sentences: list[bool] = []
    for number, question in enumerate(questions, start=1):
        query = Query(question.text, question_language=question.language, mode=mode)
        shown = answer(engine, query)
        deep = answer(engine, replace(query, limit=DEPTH * PASSAGES_A_DOCUMENT, bare=True))
        ranking = list(dict.fromkeys(hit.passage.document_id for hit in deep.hits))
        rows.append(measure(ranking, question.relevant))
        times.append(shown.took_ms)
        if question.answers and ranking and ranking[0] in question.relevant:
            sentences.append(_holds_answer(shown.hits[0], question.answers))
        progress(number)
    return Measures(
        questions=len(rows),
        answer_sentence=statistics.fmean(sentences) if sentences else None,
        milliseconds=statistics.median(times),
        **mean_measures(rows),
    )


def _holds_answer(hit: Hit, answers: Iterable[str]) -> bool:
    sentence = _plain(hit.passage.text[slice(*hit.answer)]) if hit.answer else ""
    return any(_plain(gold) in sentence for gold in answers)


def measure(ranking: Sequence[str], relevant: Relevance) -> dict[str, float]:
    """Measure one ranking of distinct documents.

    nDCG has linear gains and log2 discounts, as trec_eval has (Järvelin & Kekäläinen 2002).
    """
    hits = [document in relevant for document in ranking]
    first = next((rank for rank, hit in enumerate(hits[:10], start=1) if hit), None)
    ideal = _gain(sorted(relevant.values(), reverse=True)[:10])
    return {
        "hit_1": float(any(hits[:1])),
        "hit_10": float(any(hits[:10])),
        "mrr_10": 1 / first if first else 0.0,
        "ndcg_10": _gain([relevant.get(document, 0) for document in ranking[:10]]) / ideal,
        "recall_100": sum(hits[:DEPTH]) / len(relevant),
    }


def mean_measures(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Give the mean of each measure over the questions."""
    return {name: statistics.fmean(row[name] for row in rows) for name in rows[0]}


def _gain(grades: Iterable[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def _plain(text: str) -> str:
    return "".join(normalize(fold(text)).split())
