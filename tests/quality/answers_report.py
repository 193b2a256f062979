"""Print, as Markdown, how well passages are found, and how well answerable questions are told from others.

Reads the development sets of ../shared/eval:  python -m tests.quality.answers_report FOLDER [SET ...]
FOLDER keeps the indexes, so that vectors are made once.
"""

import random
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.documents import Document
from corpus.reading import ReadingReport, read_sources
from index.answers import Mode, NoIndexError, Query
from index.building import add_vectors, build
from index.encoders.catalogue import available
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine
from index.evaluation import JudgedQuestion, Measures, evaluate, load_questions, mean_measures, measure
from index.generations import Generation, Generations
from index.ranking import GIVEN
from index.retrieval import answer
from index.workers import all_cores
from tests.quality.plain import evaluate_plain

EVAL = Path(__file__).resolve().parents[3] / "shared" / "eval"
SAMPLE = 200
"""Questions taken of each set, the same every time."""

SETS = (
    "xquad-zh cmrc2018-trial drcd-dev stard-small lecoqa-answers jsquad-valid tydiqa-goldp-ko xquad-en xquad-es xquad-de "
    "xquad-el xquad-ru xquad-ro xquad-tr xquad-ar xquad-vi xquad-hi xquad-th"
).split()
PLAIN = ("xquad-zh", "cmrc2018-trial", "drcd-dev", "stard-small", "lecoqa-answers")
"""Sets that the usual way is measured on too."""
VARIANTS = {
    "xquad-zh": ("queries.hant.jsonl", "queries.noisy.jsonl"),
    "cmrc2018-trial": ("queries.hant.jsonl", "queries.noisy.jsonl"),
    "drcd-dev": ("queries.hans.jsonl",),
}
"""The same questions in the other script, and with like-sounding characters in place of others."""
UNRELATED = {  # a collection, and a set in its language whose questions it does not answer
    "xquad-zh": "cmrc2018-trial",
    "cmrc2018-trial": "xquad-zh",
    "lecoqa-answers": "cmrc2018-trial",
    "stard-small": "xquad-zh",
    "xquad-en": "mlqa-dev-en",
    "xquad-es": "mlqa-dev-es",
}


def documents_of(name: str) -> list[Document]:
    """Read the documents of a set."""
    return list(read_sources([EVAL / name / "corpus.jsonl"], ReadingReport()))


def generation_of(folder: Path, name: str, documents: Callable[[], Sequence[Document]]) -> Generation:
    """Give an index of documents with all the vectors that can be had, made unless an earlier run left it."""
    generations = Generations(folder / name)
    with generations.lock():
        try:
            live = generations.open_current()
        except NoIndexError:
            live = build(generations, documents(), [name], lambda _documents, _passages: None)
        for key in available():
            live = add_vectors(generations, key, jobs=all_cores(), progress=lambda _done, _encoded: None)
    return live


def questions_of(
    name: str, queries: str = "queries.jsonl", count: int = SAMPLE, language: str | None = None
) -> list[JudgedQuestion]:
    """Give a sample of a set's questions, the same every time; of a set in many languages those in one, its own as a rule."""
    questions = load_questions(EVAL / name, queries)
    if name.startswith("mlqa"):
        questions = [question for question in questions if question.language == (language or name[-2:])]
    return random.Random(1).sample(questions, min(count, len(questions)))


def measures_of(engine: Engine, questions: Iterable[JudgedQuestion], mode: Mode = Mode.HYBRID) -> dict[str, float]:
    """Give the mean measures of finding the documents of questions, asked in their languages."""
    rows = []
    for question in questions:
        query = Query(question.text, 30, mode=mode, question_language=question.language, bare=True)
        found = dict.fromkeys(hit.passage.document_id for hit in answer(engine, query).hits)
        rows.append(measure(list(found), question.relevant))
    return mean_measures(rows)


def _ways(live: Generation) -> dict[str, tuple[Engine, Mode]]:
    """Give the ways to search: by words, by each encoder alone, and by all that there is."""
    engine = EmbeddedEngine(live)
    ways: dict[str, tuple[Engine, Mode]] = {"lexical": (engine, Mode.LEXICAL)}
    for key, name in live.manifest.encoders.items():
        alone = EmbeddedEngine(Generation(live.folder, replace(live.manifest, encoders={key: name})))
        ways[name.partition("-")[0] + " alone"] = (alone, Mode.SEMANTIC)
    return ways | {"hybrid": (engine, Mode.HYBRID)}


def _row(name: str, way: str, got: Measures) -> str:
    sentence = "" if got.answer_sentence is None else f"{got.answer_sentence:.3f}"
    return (
        f"| {name} | {way} | {got.hit_1:.3f} | {got.hit_10:.3f} | {got.mrr_10:.3f} | {got.ndcg_10:.3f} | "
        f"{got.recall_100:.3f} | {sentence} | {got.milliseconds:.0f} |"
    )


def _found(name: str, live: Generation) -> list[str]:
    rows = []
    if name in PLAIN:
        got = evaluate_plain(documents_of(name), questions_of(name))
        values = " | ".join(f"{got[measure]:.3f}" for measure in ("hit_1", "hit_10", "mrr_10", "ndcg_10", "recall_100"))
        rows.append(f"| {name} | plain BM25 | {values} | | |")
    for way, (engine, mode) in _ways(live).items():
        rows.append(_row(name, way, evaluate(engine, questions_of(name), lambda _: None, mode=mode)))
    engine = EmbeddedEngine(live)
    for queries in VARIANTS.get(name, ()):
        kind = queries.split(".")[1]
        for mode in (Mode.LEXICAL, Mode.HYBRID):
            got_variant = evaluate(engine, questions_of(name, queries), lambda _: None, mode=mode)
            rows.append(_row(f"{name}, {kind}", mode.value, got_variant))
    return rows


def _best_hits(engine: Engine, name: str, mode: Mode) -> tuple[list[float], float]:
    """Give the score of the best hit for each question of a set, 0 where nothing is found; and the share answered."""
    queries = (Query(one.text, 1, question_language=one.language, mode=mode) for one in questions_of(name))
    found = [answer(engine, query) for query in queries]
    return [one.hits[0].score if one.hits else 0.0 for one in found], statistics.fmean(one.best is not None for one in found)


def _honest(name: str, live: Generation) -> list[str]:
    engine, rows = EmbeddedEngine(live), []
    for mode in (Mode.LEXICAL, Mode.HYBRID):
        asked, given = _best_hits(engine, name, mode)
        others, wrongly = _best_hits(engine, UNRELATED[name], mode)
        rows.append(
            f"| {name} | {UNRELATED[name]} | {mode.value} | {auroc(asked, others):.3f} | {1 - given:.1%} | {wrongly:.1%} |"
        )
    return rows


def auroc(answerable: Sequence[float], others: Sequence[float]) -> float:
    """Give the chance that an answerable question scores above another one (Mann-Whitney)."""
    wins = sum((one > other) + (one == other) / 2 for one in answerable for other in others)
    return wins / (len(answerable) * len(others))


def main() -> None:
    """Print both tables."""
    if not EVAL.is_dir():
        sys.exit(f"needs {EVAL}")
    folder, names = Path(sys.argv[1]), sys.argv[2:] or SETS
    found, honest = [], []
    for name in names:
        live = generation_of(folder, name, lambda name=name: documents_of(name))  # type: ignore[misc]
        found += _found(name, live)
        if name in UNRELATED:
            honest += _honest(name, live)
        print(f"{name} done", file=sys.stderr)
    print("## Finding the passage\n")
    print(f"{SAMPLE} questions of each set; a document counts by its best passage; milliseconds are those of a whole answer.\n")
    print("| set | way | hit@1 | hit@10 | MRR@10 | nDCG@10 | recall@100 | answering sentence | ms |")
    print("|---|---|---|---|---|---|---|---|---|", *found, sep="\n")
    print("\n## No answer where there is none\n")
    print(f"An answer is given if its confidence is at least {GIVEN}. Questions of another set have none.\n")
    print("| collection | other questions | mode | AUROC | answerable refused | others answered |")
    print("|---|---|---|---|---|---|", *honest, sep="\n")


if __name__ == "__main__":
    main()
