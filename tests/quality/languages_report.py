"""Print, as Markdown, how well questions find passages in other languages, and in collections of mixed languages.

Reads the development sets of ../shared/eval:  python -m tests.quality.languages_report FOLDER
FOLDER keeps the indexes, so that vectors are made once; that of answers_report will do.
"""

import statistics
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.documents import Document
from index.answers import Query
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine
from index.evaluation import JudgedQuestion, mean_measures, measure
from index.retrieval import answer
from tests.quality.answers_report import EVAL, documents_of, generation_of, questions_of

CODES = "zh en es de ru ar hi th vi el tr ro".split()
SAMPLE = 50
"""Questions of each pair of languages, the same ones in every language."""
MIXED_SAMPLE = 300

PARALLEL_SETS = "xquad-{}"


def _mrr(engine: Engine, questions: Iterable[JudgedQuestion]) -> float:
    rows = []
    for question in questions:
        query = Query(question.text, 30, question_language=question.language, bare=True)
        ranking = dict.fromkeys(hit.passage.document_id for hit in answer(engine, query).hits)
        rows.append(measure(list(ranking), question.relevant))
    return mean_measures(rows)["mrr_10"]


def _pairs(folder: Path) -> dict[tuple[str, str], float]:
    found = {}
    for corpus in CODES:
        name = PARALLEL_SETS.format(corpus)
        engine = EmbeddedEngine(generation_of(folder, name, lambda name=name: documents_of(name)))  # type: ignore[misc]
        for asked in CODES:
            found[asked, corpus] = _mrr(engine, questions_of(PARALLEL_SETS.format(asked), count=SAMPLE))
        print(f"{corpus} done", file=sys.stderr)
    return found


def half_and_half(one: str, other: str) -> Sequence[Document]:
    """Take every second document from each of two parallel sets."""
    first, second = (sorted(documents_of(PARALLEL_SETS.format(code)), key=lambda document: document.id) for code in (one, other))
    return [
        document for number, pair in enumerate(zip(first, second, strict=True)) for document in pair[number % 2 : number % 2 + 1]
    ]


def _mixed(folder: Path) -> list[str]:
    documents = half_and_half("zh", "en")
    language = {document.id: document.language for document in documents}
    engine = EmbeddedEngine(generation_of(folder, "half-zh-half-en", lambda: documents))
    rows = []
    for asked in ("zh", "en"):
        questions = questions_of(PARALLEL_SETS.format(asked), count=MIXED_SAMPLE)
        for answered in ("zh", "en"):
            chosen = [question for question in questions if language[next(iter(question.relevant))] == answered]
            rows.append(f"| {asked} | {answered} | {len(chosen)} | {_mrr(engine, chosen):.3f} |")
    return rows


def main() -> None:
    """Print both tables."""
    if not EVAL.is_dir():
        sys.exit(f"needs {EVAL}")
    folder = Path(sys.argv[1])
    found = _pairs(folder)
    foreign = statistics.fmean(value for (asked, corpus), value in found.items() if asked != corpus)
    print(f"\n## Across languages\n\nMRR@10, hybrid, {SAMPLE} questions of each pair; questions in rows, passages in columns.\n")
    print(f"The mean of the {len(CODES) * (len(CODES) - 1)} pairs of different languages is {foreign:.3f}.\n")
    print("| | " + " | ".join(CODES) + " |\n|---|" + "---|" * len(CODES))
    for asked in CODES:
        print(f"| {asked} | " + " | ".join(f"{found[asked, corpus]:.2f}" for corpus in CODES) + " |")
    print("\nA collection whose paragraphs are in turn Chinese and English:\n")
    print("| question | answer | questions | MRR@10 |\n|---|---|---|---|", *_mixed(folder), sep="\n")


if __name__ == "__main__":
    main()
