"""Print, as Markdown, how well all questions of the sets find their passages, where samples leave a point of doubt.

Reads the development sets of ../shared/eval:  python -m tests.quality.whole_sets_report FOLDER
FOLDER keeps the indexes, so that vectors are made once; that of answers_report will do.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.documents import Document
from index.answers import Mode
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine
from tests.quality.answers_report import EVAL, PLAIN, documents_of, generation_of, measures_of, questions_of
from tests.quality.languages_report import half_and_half
from tests.quality.plain import evaluate_plain

OWN = (
    *("xquad-zh", "xquad-en", "xquad-es", "xquad-de", "cmrc2018-trial", "drcd-dev", "mlqa-dev-zh"),
    *("jsquad-valid", "tydiqa-goldp-ko", "stard-small", "lecoqa-answers"),
)
"""Sets whose questions are in the passages' language."""
ACROSS = ("en", "de", "es", "ru", "ar")
"""Languages of questions on Chinese passages."""
MLQA = ("en", "de", "es", "ar", "vi", "hi")
"""Those of the questions on the Chinese passages of MLQA."""
EVERY = 1 << 30


def _row(name: str, way: str, count: int, found: dict[str, float]) -> str:
    return f"| {name} | {way} | {count:,} | {found['hit_1']:.4f} | {found['mrr_10']:.4f} | {found['ndcg_10']:.4f} |"


def _engine(folder: Path, name: str, documents: Sequence[Document] | None = None) -> Engine:
    return EmbeddedEngine(generation_of(folder, name, lambda: documents or documents_of(name)))


def _own_rows(folder: Path, name: str) -> Iterator[str]:
    questions = questions_of(name, count=EVERY)
    if name in PLAIN:
        yield _row(name, "plain BM25", len(questions), evaluate_plain(documents_of(name), questions))
    engine = _engine(folder, name)
    for mode in (Mode.LEXICAL, Mode.HYBRID):
        yield _row(name, mode.value, len(questions), measures_of(engine, questions, mode))


def _across_rows(folder: Path) -> Iterator[str]:
    engine = _engine(folder, "xquad-zh")
    for code in ACROSS:
        questions = questions_of(f"xquad-{code}", count=EVERY)
        yield _row(f"xquad, {code} on zh", "hybrid", len(questions), measures_of(engine, questions))
    questions = questions_of("xquad-zh", count=EVERY)
    yield _row("xquad, zh on en", "hybrid", len(questions), measures_of(_engine(folder, "xquad-en"), questions))


def _mixed_rows(folder: Path) -> Iterator[str]:
    documents = half_and_half("zh", "en")
    language = {document.id: document.language for document in documents}
    engine = _engine(folder, "half-zh-half-en", documents)
    for asked in ("zh", "en"):
        questions = questions_of(f"xquad-{asked}", count=EVERY)
        for answered in ("zh", "en"):
            chosen = [question for question in questions if language[next(iter(question.relevant))] == answered]
            yield _row(f"half zh, half en: {asked}, answered in {answered}", "hybrid", len(chosen), measures_of(engine, chosen))


def _mlqa_rows(folder: Path) -> Iterator[str]:
    engine = _engine(folder, "mlqa-dev-zh")
    for code in MLQA:
        questions = questions_of("mlqa-dev-zh", count=EVERY, language=code)
        yield _row(f"mlqa-dev-zh, {code}", "hybrid", len(questions), measures_of(engine, questions))


def main() -> None:
    """Print the table, a row as soon as it is measured."""
    if not EVAL.is_dir():
        sys.exit(f"needs {EVAL}")
    folder = Path(sys.argv[1])
    print("\n## All questions\n")
    print("A document counts by its best passage.\n")
    print("| set | way | questions | hit@1 | MRR@10 | nDCG@10 |\n|---|---|---|---|---|---|")
    for rows in (*(_own_rows(folder, name) for name in OWN), _across_rows(folder), _mixed_rows(folder), _mlqa_rows(folder)):
        for row in rows:
            print(row, flush=True)


if __name__ == "__main__":
    main()
