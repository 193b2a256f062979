"""Print, as Markdown, how well encodings and languages are told, and what is mended in the article as found on the web.

python -m tests.quality.reading_report
"""

import json
from collections.abc import Iterable
from pathlib import Path

from corpus.language import language_of
from corpus.preparing import PreparationReport, prepare
from corpus.reading import ReadingReport, read_sources
from tests.corpus.test_encodings import encodings_told

SHARED = Path(__file__).resolve().parents[3] / "shared"
LANGUAGES = "ar de el en es hi ro ru th tr vi zh".split()
OTHER_SETS = {"jsquad-valid": "ja", "tydiqa-goldp-ko": "ko", "drcd-dev": "zh", "cmrc2018-trial": "zh", "lecoqa-answers": "zh"}


def _share(file: Path, code: str) -> str:
    """Give the share of a file's texts that are told to be in the language that they state to be in."""
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    told = [language_of(row["text"]) == code for row in rows if row["lang"].partition("-")[0] == code]
    return f"{sum(told) / len(told):.2%} of {len(told):,}"


def _encodings() -> Iterable[str]:
    right, total = encodings_told()
    wrong = ", ".join(f"{name} {right[name]} of {total[name]}" for name in total if right[name] < total[name])
    share = right.total() / total.total()
    yield f"{right.total():,} of {total.total():,} generated files decode to exactly their text ({share:.2%})."
    yield f"Not all of: {wrong or 'none'}."


def _languages() -> Iterable[str]:
    yield "| set | passages | questions |\n|---|---|---|"
    sets = {f"xquad-{code}": code for code in LANGUAGES} | OTHER_SETS
    for name, code in sets.items():
        folder = SHARED / "eval" / name
        yield f"| {name} | {_share(folder / 'corpus.jsonl', code)} | {_share(folder / 'queries.jsonl', code)} |"


def _article() -> Iterable[str]:
    report = PreparationReport()
    list(prepare(read_sources([SHARED / "seed" / "article.txt"], ReadingReport()), report))
    for one in report.repaired:
        yield from (f"- at {repair.start}: {repair.before} -> {repair.after}" for repair in one.repairs)
        yield from (f"- suspected at {found.offset}: {found.context} ({found.reason})" for found in one.suspicions)


def main() -> None:
    """Print the three parts."""
    print("\n## Encodings\n", *_encodings(), sep="\n")
    if SHARED.is_dir():
        print("\n## Languages\n", *_languages(), sep="\n")
        print("\n## The damaged article\n", *_article(), sep="\n")


if __name__ == "__main__":
    main()
