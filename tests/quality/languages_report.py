"""Print, as Markdown, how well questions find passages in other languages.

Reads the development sets of ../shared/eval:  python -m tests.quality.languages_report FOLDER
FOLDER keeps the indexes, so that vectors are made once; that of answers_report will do.
"""

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.documents import Document
from index.engines.embedded import EmbeddedEngine
from tests.quality.answers_report import EVAL, documents_of, generation_of, measures_of, questions_of

CODES = "zh en es de ru ar hi th vi el tr ro".split()
SAMPLE = 50
"""Questions of each pair of languages, the same ones in every language."""

PARALLEL_SETS = "xquad-{}"


def _pairs(folder: Path) -> dict[tuple[str, str], float]:
    found = {}
    for corpus in CODES:
        name = PARALLEL_SETS.format(corpus)
        engine = EmbeddedEngine(generation_of(folder, name, lambda name=name: documents_of(name)))  # type: ignore[misc]
        for asked in CODES:
            found[asked, corpus] = measures_of(engine, questions_of(PARALLEL_SETS.format(asked), count=SAMPLE))["mrr_10"]
        print(f"{corpus} done", file=sys.stderr)
    return found


def half_and_half(one: str, other: str) -> Sequence[Document]:
    """Take every second document from each of two parallel sets."""
    first, second = (sorted(documents_of(PARALLEL_SETS.format(code)), key=lambda document: document.id) for code in (one, other))
    return [
        document for number, pair in enumerate(zip(first, second, strict=True)) for document in pair[number % 2 : number % 2 + 1]
    ]


def main() -> None:
    """Print the table."""
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


if __name__ == "__main__":
    main()
