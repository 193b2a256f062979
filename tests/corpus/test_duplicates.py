"""Documents that repeat an earlier one."""

import random
import re
import tracemalloc

import pytest

from corpus.documents import Document
from corpus.duplicates import NEAR_SHORTEST, DuplicateFinder, traits, traits_of
from corpus.sentences import sentence_spans

SITE = "首页 > 新闻\n2024-05-01 10:33 来源：某某网\n{}\n相关推荐\n上一篇：信用卡\n阅读 233"


def document(name: str, text: str, title: str = "") -> Document:
    """Make a document."""
    return Document(name, title, text, f"{name}.txt", "", "zh")


def _first(finder: DuplicateFinder, made: Document) -> str | None:
    return finder.first(made.id, traits_of(made))


def repeats(first: str, second: str) -> bool:
    """Tell whether the second of two texts is found to repeat the first."""
    finder = DuplicateFinder()
    assert finder.first("first", traits(first)) is None
    return finder.first("second", traits(second)) == "first"


def test_the_first_document_is_named() -> None:
    """A copy, and a copy of it, are told by the id of the first; other documents in between do not matter."""
    finder = DuplicateFinder()
    answers = [
        _first(finder, document(name, text)) for name, text in [("甲", "一。"), ("乙", "二。"), ("丙", "一。"), ("丁", "一。")]
    ]
    assert answers == [None, None, "甲", "甲"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("会起诉吗？会。", "会起诉吗?会."),
        ("Will they sue? Yes.", "will they  SUE?\n\nYes!"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("“好的”，他说", "「好的」, 他说"),
        ("!!!", "!!!"),
    ],
)
def test_punctuation_case_width_and_space_do_not_count(first: str, second: str) -> None:
    """Short texts are the same if their words are."""
    assert repeats(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("微粒贷会起诉。", "微粒贷不会起诉。"),
        ("会起诉？", "会起诉。"),
        ("利率为1.5%", "利率为15%"),
        ("利率为3.5", "利率为-3.5"),
        ("逾期3天", "逾期30天"),
        ("They will sue.", "They will not sue."),
        ("They can sue.", "They can't sue."),
        ("now here", "nowhere"),
        ("C++ 教程", "C 教程"),
        ("C# 教程", "C 教程"),
        ("!!!", "???"),
        ("क्या", "कया"),
    ],
)
def test_short_texts_that_say_something_else_are_kept(first: str, second: str) -> None:
    """A number, a negation, a sign or a question mark makes another text."""
    assert not repeats(first, second)


def test_the_same_answer_to_another_question_is_kept() -> None:
    """The titles of short documents must agree, unless they are only the names of their files."""
    finder = DuplicateFinder()
    assert _first(finder, document("a", "会，请尽快还款。", "微粒贷会起诉吗？")) is None
    assert _first(finder, document("b", "会，请尽快还款。", "借呗会起诉吗？")) is None
    assert _first(finder, document("c", "会，请尽快还款。", "借呗会起诉吗？")) == "b"
    assert _first(finder, document("d", "另一段。", "d")) is None
    assert _first(finder, document("e", "另一段。", "e")) == "d"


def edited(text: str, kind: str, chance: random.Random) -> str:
    """Give a copy of an article as other sites put it up."""
    if kind == "site":
        return SITE.format(text)
    if kind == "marks":
        return text.translate(str.maketrans("，。；：（）", ",.;:()")).replace("\n", "\n\n  ")
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    plain = [
        place
        for place, sentence in enumerate(sentences)
        if not re.search(r"[不无未没\d一二三两]|\b(?:no|not|n't|ni|sin)\b|ない|ませ|لا|لم", sentence)
    ]
    del sentences[chance.choice(plain)]
    return "".join(sentences)


@pytest.mark.parametrize("kind", ["site", "marks", "sentence"])
def test_edited_copies_of_the_articles_are_found(articles: list[Document], kind: str) -> None:
    """All copies within another site's page or with other punctuation, and most that lack a sentence."""
    chance = random.Random(1)
    tried = found = 0
    for article in articles:
        for _ in range(5 if kind == "sentence" else 1):
            tried += 1
            found += repeats(article.text, edited(article.text, kind, chance))
    assert found >= (0.6 if kind == "sentence" else 1.0) * tried


def test_long_texts_that_say_something_else_are_kept(articles: list[Document]) -> None:
    """Neither a changed number, nor a negation, nor another product's name throughout passes for a small edit."""
    for article in articles:
        text = f"{article.text}\n年利率是18.25%，逾期后按日计收利息，直到还清为止，客户可以提前还款。"
        assert repeats(text, f"{text} ")
        assert not repeats(text, text.replace("18.25", "18.52"))
        assert not repeats(text, text.replace("客户可以", "客户不可以"))
        other = re.sub("(?i)微粒贷|weilidai", "借呗", text)
        assert other == text or other.count("借呗") < 20 or not repeats(text, other)


def test_different_articles_are_no_copies(articles: list[Document]) -> None:
    """Neither the articles nor their halves are taken for each other."""
    finder = DuplicateFinder()
    halves = [
        half for article in articles for half in (article.text[: len(article.text) // 2], article.text[len(article.text) // 2 :])
    ]
    assert [finder.first(str(number), traits(half)) for number, half in enumerate(halves)] == [None] * len(halves)


def test_passages_can_be_compared_too() -> None:
    """Any text with an id will do."""
    finder = DuplicateFinder()
    assert finder.first("a:1", traits("逾期会有记录。")) is None
    assert finder.first("b:7", traits("逾期会有记录")) == "a:1"


def test_memory_is_bounded() -> None:
    """A short document takes less than 100 bytes with its id, a long one less than 400."""
    chance = random.Random(1)
    for size, count, most in [(5, 5000, 100), (NEAR_SHORTEST + 10, 1100, 400)]:
        texts = ["".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(size)) for _ in range(count)]
        finder = DuplicateFinder()
        tracemalloc.start()
        assert not [number for number, text in enumerate(texts) if finder.first(f"document-{number:05}", traits(text))]
        used = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert used / count < most


def test_a_template_does_not_make_it_slow() -> None:
    """Of documents that are alike but for a number, none is dropped, and each is compared with a bounded number."""
    chance = random.Random(1)
    base = "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(400))
    finder = DuplicateFinder()
    assert not [number for number in range(1000) if finder.first(str(number), traits(f"{base}{number}元"))]
