"""Where sentences end."""

import time
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentence_spans
from tests.corpus.sentences_of_languages import SENTENCES, UNSPACED

CLUSTER = regex.compile(r"\X")

TEXTS = st.text(st.sampled_from("字。！？…”」 \n.?!,;:aZ1é\u0301\u200dกำ้ฯ।\u094d👨🇨(«»·|؟"), max_size=80)


def cut(text: str) -> list[str]:
    """Give the sentences of a text."""
    return [text[start:end] for start, end in sentence_spans(text)]


def borders(language: str) -> tuple[set[int], set[int], str]:
    """Put the sentences of a language together; give the borders between them, the borders found, and the text."""
    sentences = SENTENCES[language].strip().split("\n")
    glue = "" if language in UNSPACED else " "
    text = glue.join(sentences)
    true: set[int] = set()
    for sentence in sentences[:-1]:
        true.add(max(true, default=0) + len(sentence) + len(glue))
    return true, {end for _, end in sentence_spans(text)} - {len(text)}, text


def f1(true: set[int], found: set[int]) -> float:
    """Give the harmonic mean of precision and recall."""
    return 2 * len(true & found) / (len(true) + len(found))


def test_borders_are_found_in_twenty_languages() -> None:
    """F1 of the borders inside texts of ten sentences each is at least .98 over all languages, and .9 in each."""
    every_true: set[tuple[str, int]] = set()
    every_found: set[tuple[str, int]] = set()
    for language in SENTENCES:
        true, found, text = borders(language)
        assert f1(true, found) >= 0.9, (language, [text[place - 20 : place + 5] for place in true ^ found])
        every_true |= {(language, place) for place in true}
        every_found |= {(language, place) for place in found}
    assert len(SENTENCES) >= 12
    assert 2 * len(every_true & every_found) / (len(every_true) + len(every_found)) >= 0.98


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("真的吗?是的!好.", ["真的吗?", "是的!", "好."]),
        ("会起诉吗?2.怎么办", ["会起诉吗?", "2.怎么办"]),
        ("“会吗？”，他问。", ["“会吗？”，他问。"]),
        ("“会。”“不会。”", ["“会。”", "“不会。”"]),
        ("一、协商;二、应诉；三、还款。", ["一、协商;", "二、应诉；", "三、还款。"]),
        ("我……我不知道。", ["我……", "我不知道。"]),
        ("利率3.65%.好的", ["利率3.65%.", "好的"]),
        ("1. Pay now. 2. Call us.", ["1. Pay now. ", "2. Call us."]),
        ("What?! No!! Yes...", ["What?! ", "No!! ", "Yes..."]),
        ("I am here to . . . submit. Good.", ["I am here to . . . submit. ", "Good."]),
        ("He said “Stop!” and left. «Да!» — «Нет.» Все.", ["He said “Stop!” and left. ", "«Да!» ", "— «Нет.» ", "Все."]),
        ("Er sagte: „So viel.“ Dann ging er.", ["Er sagte: „So viel.“ ", "Dann ging er."]),
        ("https://a.b/c?d=e!f 是网址。好", ["https://a.b/c?d=e!f 是网址。", "好"]),
        (
            "It was big.In the South it was not. Open index.Js now.",
            ["It was big.", "In the South it was not. ", "Open index.Js now."],
        ),
        ("one line\nanother line", ["one line\n", "another line"]),
        ("没有标点的一段话", ["没有标点的一段话"]),
        ("", []),
    ],
)
def test_marks_of_all_kinds(text: str, sentences: list[str]) -> None:
    """A sentence keeps its closing marks and the space after it; a mark inside one is no border."""
    assert cut(text) == sentences


@given(TEXTS)
def test_sentences_cover_the_text_and_cut_no_character(text: str) -> None:
    """Sentences follow each other without a gap, are never empty, and begin at borders of grapheme clusters."""
    spans = list(sentence_spans(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert {start for start, _ in spans} <= {match.start() for match in CLUSTER.finditer(text)}


@given(TEXTS, TEXTS, TEXTS)
def test_a_range_is_cut_like_the_text_in_it(before: str, text: str, after: str) -> None:
    """Offsets are those of the whole text, and nothing outside the range becomes part of a sentence."""
    spans = list(sentence_spans(before + text + after, len(before), len(before) + len(text)))
    assert "".join((before + text + after)[start:end] for start, end in spans) == text


@pytest.mark.parametrize(
    "unit", [".", "?!", ". ", '."', "e.g. ", "J. ", "字", "! »", " | ", "ก ", "\u0301", "www.!", "\n", "1. "]
)
def test_time_is_linear(unit: str) -> None:
    """200,000 characters of any kind take less than 3 seconds; they take about a tenth of that."""
    text = unit * (200_000 // len(unit))
    began = time.perf_counter()
    for _ in sentence_spans(text):
        pass
    assert time.perf_counter() - began < 3
