"""Print, as Markdown, how well passages are found, and how well answerable questions are told from others.

Reads the development sets of ../shared/eval:  python tests/quality/answers_report.py
"""

import random
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpus.reading import ReadingReport, read_sources
from index.answers import Query
from index.building import build
from index.engines.protocol import Engine
from index.evaluation import JudgedQuestion, evaluate, load_questions
from index.generations import Generations
from index.live import LiveIndex
from index.retrieval import ENOUGH, answer

EVAL = Path(__file__).resolve().parents[3] / "shared" / "eval"
SAMPLE = 500
"""Questions taken of each set, the same every time."""

SETS = (
    "xquad-zh cmrc2018-trial drcd-dev stard-small lecoqa-answers jsquad-valid tydiqa-goldp-ko xquad-en xquad-es xquad-de "
    "xquad-el xquad-ru xquad-ro xquad-tr xquad-ar xquad-vi xquad-hi xquad-th"
).split()
UNRELATED = {  # a collection, and a set in its language whose questions it does not answer
    "xquad-zh": "cmrc2018-trial",
    "cmrc2018-trial": "xquad-zh",
    "lecoqa-answers": "cmrc2018-trial",
    "xquad-en": "mlqa-dev-en",
    "xquad-es": "mlqa-dev-es",
}


def _engine(name: str, folder: Path) -> Engine:
    generations = Generations(folder)
    build(generations, read_sources([EVAL / name / "corpus.jsonl"], ReadingReport()), [name], lambda _documents, _passages: None)
    return LiveIndex(generations).engine()


def _questions(name: str) -> list[JudgedQuestion]:
    language = "zh" if name[-2:] not in {"en", "es"} else name[-2:]
    questions = load_questions(EVAL / name)
    if name.startswith("mlqa"):
        questions = [question for question in questions if question.language == language]
    return random.Random(1).sample(questions, min(SAMPLE, len(questions)))


def _confidences(engine: Engine, questions: Sequence[JudgedQuestion]) -> list[float]:
    """Give the best hit's score for each question; 0 where nothing is found."""
    found = (answer(engine, Query(question.text, 1, question_language=question.language, bare=True)) for question in questions)
    return [one.hits[0].score if one.hits else 0.0 for one in found]


def _auroc(answerable: Sequence[float], others: Sequence[float]) -> float:
    """Give the chance that an answerable question scores above another one (Mann-Whitney)."""
    wins = sum((one > other) + (one == other) / 2 for one in answerable for other in others)
    return wins / (len(answerable) * len(others))


def main() -> None:
    """Print both tables."""
    if not EVAL.is_dir():
        sys.exit(f"needs {EVAL}")
    found, honest = [], []
    for name in SETS:
        with tempfile.TemporaryDirectory() as folder:
            engine = _engine(name, Path(folder))
            questions = _questions(name)
            got = evaluate(engine, questions, lambda _: None)
            sentence = "" if got.answer_sentence is None else f"{got.answer_sentence:.3f}"
            found.append(
                f"| {name} | {engine.manifest.passages} | {got.hit_1:.3f} | {got.hit_10:.3f} | {got.mrr_10:.3f} | "
                f"{got.ndcg_10:.3f} | {got.recall_100:.3f} | {sentence} | {got.milliseconds:.0f} |"
            )
            if name in UNRELATED:
                asked = _confidences(engine, questions)
                others = _confidences(engine, _questions(UNRELATED[name]))
                refused = statistics.fmean(score < ENOUGH for score in asked)
                answered = statistics.fmean(score >= ENOUGH for score in others)
                honest.append(f"| {name} | {UNRELATED[name]} | {_auroc(asked, others):.3f} | {refused:.1%} | {answered:.1%} |")
    print("## Finding the passage (lexical)\n")
    print(f"{SAMPLE} questions of each set; a document counts by its best passage; milliseconds are those of a whole answer.\n")
    print("| set | passages | hit@1 | hit@10 | MRR@10 | nDCG@10 | recall@100 | answering sentence | ms |")
    print("|---|---|---|---|---|---|---|---|---|", *found, sep="\n")
    print("\n## No answer where there is none\n")
    print(f"An answer is given if the best hit's score is at least {ENOUGH}. Questions of another set have none.\n")
    print("| collection | other questions | AUROC | answerable refused | others answered |")
    print("|---|---|---|---|---|", *honest, sep="\n")


if __name__ == "__main__":
    main()
