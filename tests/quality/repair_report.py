"""Measure repair on the evaluation sets: `python -m tests.quality.repair_report [SET ...]` prints a markdown table.

Clean: edits where none are due, with the pair discovered (or not) and with DF A3 (撸) named by hand.
Damaged: a banned character's bytes deleted across character borders from articles of 2,500 characters, the pair
discovered from them alone; recall and precision of the edits. Sets default to the small ones; name `stard` for all of it.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from corpus.repair import RemovedPair, find_damage, repair_text
from tests.corpus.test_repair_removed_pairs import remove

EVAL = Path(__file__).resolve().parents[3] / "shared" / "eval"
SMALL = ("xquad-zh", "mlqa-dev-zh", "drcd-dev", "cmrc2018-trial", "stard-small", "lecoqa-answers")
DAMAGED = ("xquad-zh", "mlqa-dev-zh", "cmrc2018-trial", "stard-small", "lecoqa-answers")
BANNED = "撸埃啊模死枪婊性奶逼"
ARTICLE_CHARACTERS = 2_500
DAMAGED_CHARACTERS = 150_000
FEWEST_PLACES = 15
"""With fewer damaged places in a collection nobody could tell the pair, and the shares mean nothing."""


def passages(name: str) -> list[str]:
    """Read the passages of one evaluation set."""
    with (EVAL / name / "corpus.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def articles(name: str) -> Iterator[str]:
    """Join passages to articles."""
    article = ""
    for passage in passages(name):
        article += passage.strip() + "\n"
        if len(article) >= ARTICLE_CHARACTERS:
            yield article
            article = ""
    if article:
        yield article


def report_clean(name: str) -> str:
    """Measure one clean set: a table row."""
    texts = passages(name)
    size = sum(map(len, texts))
    start = time.perf_counter()
    pairs = find_damage(texts)
    found = time.perf_counter() - start
    discovered = sum(len(repair_text(text, pairs).repairs) for text in texts)
    by_hand = [RemovedPair.of("撸")]
    repair_text(texts[0], by_hand)
    start = time.perf_counter()
    repaired = [repair_text(text, by_hand) for text in texts]
    seconds = time.perf_counter() - start
    edits, flags = sum(len(r.repairs) for r in repaired), sum(len(r.suspicions) for r in repaired)
    speed = size / seconds / 1e6
    return f"| {name} | {size:,} | {len(pairs)} | {discovered} | {edits} | {flags} | {speed:.1f} | {found:.1f} |"


def report_damaged(name: str, character: str, totals: list[int]) -> str:
    """Measure one damaged set: a table row; adds right, edits and places to ``totals``."""
    size, clean = 0, []
    for article in articles(name):
        size += len(article)
        if size <= DAMAGED_CHARACTERS:
            clean.append(article)
    damaged = [remove(article, character) for article in clean]
    places = sum(len(true) for _, true in damaged)
    if places < FEWEST_PLACES:
        return ""
    pairs = find_damage([text for text, _ in damaged])
    edits = [true.get(r.start) == r.after for text, true in damaged for r in repair_text(text, pairs).repairs]
    totals[:] = [totals[0] + sum(edits), totals[1] + len(edits), totals[2] + places]
    names = "".join(pair.character for pair in pairs) or "-"
    precision = f"{sum(edits) / len(edits):.3f}" if edits else "-"
    return f"| {name} | {character} | {places} | {names} | {sum(edits) / places:.3f} | {precision} |"


def main(names: list[str]) -> None:
    """Print both tables."""
    write = sys.stdout.write
    write("| clean set | characters | pairs found | edits | edits, 撸 named | flags | repair M/s | discovery s |\n")
    write("|---|---|---|---|---|---|---|---|\n")
    for name in names or SMALL:
        write(report_clean(name) + "\n")
        sys.stdout.flush()
    write("\n| damaged set | banned | places | found | recall | precision |\n|---|---|---|---|---|---|\n")
    totals = [0, 0, 0]
    for name in DAMAGED:
        for character in BANNED:
            if row := report_damaged(name, character, totals):
                write(row + "\n")
                sys.stdout.flush()
    right, edits, places = totals
    write(f"| all | | {places} | | {right / max(1, places):.3f} | {right / max(1, edits):.3f} |\n")


if __name__ == "__main__":
    main(sys.argv[1:])
