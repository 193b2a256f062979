"""The passages and questions that are measured on: ../shared/eval/stard, or, where that is absent, made up after Zipf's law.

Stard is 60,358 passages of Chinese law. A collection of more passages goes on with copies of them under other ids, each of which
lacks a tenth of its words, chosen at random: the words keep their frequencies, and no two passages are equal.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, count, islice, product
from math import exp
from pathlib import Path

import regex
import rjieba

STARD = Path(__file__).resolve().parents[3] / "shared" / "eval" / "stard"
RUNS = regex.compile("(?P<han>[\u4e00-\u9fd5]+)|[A-Za-z0-9]+")
LEFT_OUT = 0.1
"""The share of its words that a further copy of a passage lacks."""

TERMS = range(12, 15)
"""Different words of a question."""

MADE_UP, MADE_UP_QUESTIONS = 60_358, 225
WORDS = 120_000
EXPONENT, SHIFT = 1.1, 5.0
"""The frequency of the word of rank r is in proportion to (r + SHIFT) ** -EXPONENT (Mandelbrot 1953)."""
LENGTH, SPREAD = 4.4, 0.6
"""Mean and deviation of the logarithm of a passage's words: 81 words as a rule, as in stard."""
ENDINGS = ("？", "！", "。", "～")
"""Marks that people end a question with."""
SENTENCE = 18
"""Words from one full stop to the next in made up text."""


@dataclass(frozen=True, slots=True)
class Base:
    """The passages that all collections are made of, cut into words, and questions of TERMS words that stand in them."""

    name: str
    passages: Sequence[list[str]]
    questions: Sequence[list[str]]


@cache
def base(folder: Path = STARD) -> Base:
    """Read stard, or make passages up."""
    if not (folder / "corpus.jsonl").is_file():
        return _made_up()
    passages = [tokens(f"{row['title']} {row['text']}") for row in rows(folder / "corpus.jsonl")]
    known = {term for passage in passages for term in passage}
    asked = (dict.fromkeys(tokens(row["text"])) for row in rows(folder / "queries.jsonl"))
    questions = [[term for term in terms if term in known] for terms in asked]
    return Base("stard", passages, [terms for terms in questions if len(terms) in TERMS])


def _made_up() -> Base:
    chance = random.Random(0)
    words = [_word(number) for number in range(WORDS)]
    sums = list(accumulate((rank + SHIFT) ** -EXPONENT for rank in range(WORDS)))
    lengths = (1 + int(exp(chance.gauss(LENGTH, SPREAD))) for _ in count())
    passages = [chance.choices(words, cum_weights=sums, k=size) for size in islice(lengths, MADE_UP)]
    different = (list(dict.fromkeys(passage)) for passage in passages)
    long = [words for words in different if len(words) >= TERMS.stop]
    questions = [chance.sample(chance.choice(long), chance.choice(TERMS)) for _ in range(MADE_UP_QUESTIONS)]
    return Base("made up", passages, questions)


def _word(number: int) -> str:
    """Give a word of two common characters."""
    return chr(0x4E00 + number % 350 * 17) + chr(0x4E05 + number // 350 * 17)


def passages(size: int) -> Iterator[list[str]]:
    """Yield the words of each passage of a collection."""
    every = base().passages
    yield from every[:size]
    chance = random.Random(1).random
    copied = (text for _ in count() for text in every)
    for text in islice(copied, max(0, size - len(every))):
        yield [term for term in text if chance() > LEFT_OUT] or text


def write_rows(target: Path, size: int) -> None:
    """Write a collection as the JSON Lines that a site owner has: raw text, a title, an id."""
    with target.open("w", encoding="utf-8") as file:
        for number, (title, text) in enumerate(_texts(size)):
            file.write(json.dumps({"_id": f"p{number}", "title": title, "text": text}, ensure_ascii=False) + "\n")


def _texts(size: int) -> Iterator[tuple[str, str]]:
    source = STARD / "corpus.jsonl"
    if source.is_file():
        every = [(row["title"], row["text"]) for row in rows(source)]
    else:
        every = [("".join(passage[:4]), _sentences(passage)) for passage in base().passages]
    yield from every[:size]
    chance = random.Random(1).random
    copied = ((number // len(every), *every[number % len(every)]) for number in count())
    for copy, title, text in islice(copied, max(0, size - len(every))):
        yield f"{title} {copy + 2}", "".join(character for character in text if chance() > LEFT_OUT)


def _sentences(words: Sequence[str]) -> str:
    return "".join("".join(words[at : at + SENTENCE]) + "。" for at in range(0, len(words), SENTENCE))


def asked() -> list[str]:
    """Give whole questions, as people type them."""
    source = STARD / "queries.jsonl"
    if source.is_file():
        return [row["text"] for row in rows(source)]
    return ["".join(terms) for terms in base().questions]


def different_questions(number: int) -> list[str]:
    """Give as many questions as are wanted, no two alike: those asked, again and again, each time with other marks at the end.

    They are searched alike, but no answer can be remembered for another; made up words would be harder than what people ask.
    """
    endings = ("".join(marks) for length in count() for marks in product(ENDINGS, repeat=length))
    found = dict.fromkeys(question.rstrip("".join(ENDINGS)) for question in asked())
    return list(islice((f"{question}{ending}" for ending in endings for question in found), number))


def repeated_questions(number: int) -> list[str]:
    """Give questions as they come to a site: the one of rank r is asked in proportion to 1 / r (Zipf)."""
    known = asked()
    chance = random.Random(3)
    chance.shuffle(known)
    return chance.choices(known, [1 / rank for rank in range(1, len(known) + 1)], k=number)


def tokens(text: str) -> list[str]:
    """Cut a text into words, as all systems get it."""
    found: list[str] = []
    for run in RUNS.finditer(text.lower()):
        found += rjieba.cut(run[0]) if run["han"] else [run[0]]
    return found


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of JSON Lines."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
