"""Print, as a table, what the questions of tests/quality/questions find, beside the floors.

python -m tests.quality.questions_report [LANGUAGE ...] names the questions missed, too, of the languages given.
"""

import sys
import tempfile
from pathlib import Path

from index.building import build
from index.generations import Generations
from index.languages.table import LANGUAGES
from index.live import LiveIndex
from tests.quality.question_files import QUESTIONS, Floor, ask, documents, floors

NONE = Floor(0, 0, 0, 0)
"""Of a language that is being added."""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        generations = Generations(Path(folder))
        build(generations, documents(), ["questions"], lambda _documents, _passages: None)
        engine = LiveIndex(generations).engine()
        print("| language | questions | hit@1 (floor) | hit@3 (floor) | answering sentence (floor) |\n|---|---|---|---|---|")
        for code in sorted(file.stem for file in QUESTIONS.iterdir() if file.stem in LANGUAGES):
            found, floor = ask(engine, code), floors().get(code, NONE)
            shares = zip((found.hit_1, found.hit_3, found.sentence), (floor.hit_1, floor.hit_3, floor.sentence), strict=True)
            print(f"| {code} | {found.questions} | " + " | ".join(f"{share:.2f} ({least:.2f})" for share, least in shares) + " |")
            if code in sys.argv[1:]:
                print(*(f"  {question} -> {heading or '(introduction)'}" for question, heading in found.missed), sep="\n")


if __name__ == "__main__":
    main()
