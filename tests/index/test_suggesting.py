"""Suggestions while typing: what is collected, how it is found, where it is marked."""

import random
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.documents import Document, Heading
from index.answers import IndexDamagedError, Query, Suggestion, SuggestionKind
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine
from index.generations import Generations
from index.languages.chinese import to_traditional
from index.retrieval import answer
from index.spelling.pinyin import readings_in_word
from index.suggesting.collecting import LONGEST
from index.suggesting.keys import Border, key_of, merged, typed_key
from index.suggesting.matching import Suggestions
from index.suggesting.phrases import FEWEST_LINES, frequent_phrases
from index.suggesting.sounding import Sound, typed_ways
from index.suggesting.storing import read_suggestions
from tests.conftest import Build
from tests.index.random_text import random_documents

FLAGSHIP = "微粒贷逾期会被起诉吗"
TEXT = st.text(st.characters(codec="utf-8"), max_size=40) | st.text("微粒贷會起诉，ａＢcé 贷", max_size=20)


@pytest.fixture(scope="module")
def suggestions(index_folder: Path) -> Suggestions:
    """Give the suggestions of the built-in articles."""
    return Suggestions(Generations(index_folder).open_current().suggestions)


def _faq(number: int, question: str) -> Document:
    text = f"{question}\n请联系客服，客服会告诉您怎么办理这项业务。"
    return Document(f"faq-{number}", question, text, "faq.csv", "", "zh", (Heading(0, len(question), 1),))


class Suggest(Protocol):
    """Builds an index of FAQ rows with these questions, and gives those that are suggested for what is typed."""

    def __call__(self, questions: Sequence[str], typed: str) -> list[str]:
        """Give the questions, best first."""
        ...


@pytest.fixture
def texts(build_index: Build, tmp_path: Path) -> Suggest:
    """Give a function that suggests from FAQ rows."""

    def suggest(questions: Sequence[str], typed: str) -> list[str]:
        generation = build_index(tmp_path / "index", [_faq(number, question) for number, question in enumerate(questions)])
        found = Suggestions(generation.suggestions).suggest(typed, ["zh"], 8)
        return [one.text for one in found if one.kind is not SuggestionKind.PHRASE]

    return suggest


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("微粒", ["微粒"]),
        ("微粒贷", ["微粒贷"]),
        ("微粒貸逾期會", ["微粒贷逾期会"]),
        ("起诉", ["起诉"]),
        ("被起", ["被起"]),
        ("微粒贷 起诉", ["微粒贷", "起诉"]),
        ("微粒贷起", ["微粒贷", "起"]),
        ("weilidai", ["微粒贷"]),
        ("WeiLid", ["微粒贷"]),
        ("ｗｌｄｙ", ["微粒贷逾"]),
        ("wei li d", ["微粒贷"]),
        ("weildyuq", ["微粒贷逾期"]),
        ("微粒dai", ["微粒贷"]),
        ("qisu", ["起诉"]),
        ("weilidaiqisu", ["微粒贷", "起诉"]),
    ],
)
def test_a_question_is_found_however_it_is_typed(suggestions: Suggestions, typed: str, marked: list[str]) -> None:
    """By its beginning, a word, several words, characters, in either script, by syllables and by initials; marked exactly."""
    found = {one.text: one for one in suggestions.suggest(typed, ["zh"], 8)}
    assert FLAGSHIP in found
    assert [FLAGSHIP[start:end] for start, end in found[FLAGSHIP].highlights] == marked


@pytest.mark.parametrize(
    ("typed", "language", "text", "marked"),
    [
        ("court sum", "en", "What should you do if you receive a court summons?", ["court sum"]),
        ("sumons", "en", "What should you do if you receive a court summons?", ["summons"]),
        ("recieve a cou", "en", "What should you do if you receive a court summons?", ["receive a cou"]),
        ("DEMÁNDAR", "es", "¿Qué hace WeiLiDai antes de demandar?", ["demandar"]),
        ("que hace", "es", "¿Qué hace WeiLiDai antes de demandar?", ["Qué hace"]),
        ("訴訟", "ja", "訴訟の前にWeiLiDaiは何をしますか", ["訴訟"]),
        ("قضائي", "ar", "هل يمكن أن ترفع WeiLiDai دعوى قضائية ضدي إذا تأخرت في السداد؟", ["قضائي"]),
    ],
)
def test_every_language_has_suggestions(
    suggestions: Suggestions, typed: str, language: str, text: str, marked: list[str]
) -> None:
    """Accents, case and small slips do not matter."""
    found = {one.text: one for one in suggestions.suggest(typed, [language], 8)}
    assert text in found
    assert [text[start:end] for start, end in found[text].highlights] == marked


def test_the_users_language_comes_first(suggestions: Suggestions) -> None:
    """Then any other: a name is the same in all."""
    for first, second in (("en", "es"), ("es", "en")):
        found = [one.language for one in suggestions.suggest("WeiLiDai", [first, second], 8)]
        assert found == [first] * found.count(first) + [second] * found.count(second)
        assert found[0] == first
        assert len(found) == 8


def test_letters_that_are_no_pinyin_to_the_user_are_words_first(suggestions: Suggestions) -> None:
    """An English reader who types wei sees WeiLiDai, not characters that sound so."""
    assert {one.language for one in suggestions.suggest("wei", ["en"], 8)}.isdisjoint({"zh"})
    assert {one.language for one in suggestions.suggest("wei", ["zh"], 4)} == {"zh"}


def test_the_closest_match_comes_first(texts: Suggest) -> None:
    """The beginning, then a word, then characters inside a word."""
    questions = ["如何查询征信？", "征信怎么查？", "个人的远征信号是什么？"]
    assert texts(questions, "征信") == ["征信怎么查？", "如何查询征信？", "个人的远征信号是什么？"]


def test_what_stands_more_often_comes_first_then_the_shorter(texts: Suggest) -> None:
    """Popularity is the number of documents."""
    questions = ["还款日能改吗？", "还款要手续费吗？", "还款要手续费吗？", "还款失败怎么处理才好？"]
    assert texts(questions, "还款") == ["还款要手续费吗？", "还款日能改吗？", "还款失败怎么处理才好？"]


def test_what_says_the_same_is_suggested_once(texts: Suggest) -> None:
    """Script, width, punctuation and particles make no other question; another question word does, and so does a number."""
    questions = ["额度可以提高吗？", "額度可以提高嗎", "额度可以提高吗", "额度怎么提高？", "额度可以提高2次吗？"]
    found = texts(questions, "额度")
    assert len(found) == 3
    assert len(set(questions[:3]) & set(found)) == 1


def test_a_series_does_not_fill_the_list(texts: Suggest) -> None:
    """Titles that differ only in numbers come after the others."""
    questions = [*(f"合同第{number}条说了什么？" for number in "一二三四五六七八九"), "合同能不能提前解除掉呢？"]
    found = texts(questions, "合同")
    assert found.index("合同能不能提前解除掉呢？") == 1
    assert len(found) == 8


def test_every_suggestion_finds_an_answer(engine: Engine, suggestions: Suggestions, index_folder: Path) -> None:
    """Whatever is chosen leads somewhere: titles, headings, phrases."""
    stored = read_suggestions(Generations(index_folder).open_current().suggestions).suggestions
    assert {one.kind for one in stored} == set(SuggestionKind)
    for one in random.Random(5).sample(stored, 40):
        found = answer(engine, Query(one.text, literal=True, question_language=one.language))
        assert found.hits
        assert found.hits[0].score > 0.3, one.text


def test_what_finds_nothing_is_not_suggested(build_index: Build, tmp_path: Path) -> None:
    """A heading without a text of its own, and one too long for the list."""
    long = "问" * (LONGEST + 1)
    text = f"空的标题吗\n有内容的标题吗\n这里是内容，说明了合同的条款。\n{long}\n这里还有别的内容。"
    headings = tuple(Heading(text.index(one), text.index(one) + len(one), 2) for one in ("空的标题吗", "有内容的标题吗", long))
    generation = build_index(tmp_path / "index", [Document("one", "", text, "one.md", "", "zh", headings)])
    assert [one.text for one in read_suggestions(generation.suggestions).suggestions] == ["有内容的标题吗"]


def test_suggestions_stand_in_the_collection(articles: list[Document], suggestions: Suggestions) -> None:
    """Word for word, but for white space."""
    everything = " ".join(f"{article.title} {article.text}" for article in articles)
    squeezed = " ".join(everything.split())
    for typed in ("微", "信用", "wld", "we", "ca", "de", "の", "ال"):
        found = suggestions.suggest(typed, [], 8)
        assert found
        assert all(one.text in squeezed for one in found)


def test_the_same_collection_gives_the_same_file(build_index: Build, tmp_path: Path) -> None:
    """Byte for byte; and an engine opens it."""
    documents = random_documents(60)
    one, two = (build_index(tmp_path / name, documents) for name in ("one", "two"))
    assert one.suggestions.read_bytes() == two.suggestions.read_bytes()
    assert EmbeddedEngine(one).suggest("微", ["zh"], 8) == EmbeddedEngine(two).suggest("微", ["zh"], 8)


def test_an_index_without_the_file_suggests_nothing(build_index: Build, tmp_path: Path) -> None:
    """One built by an older version goes on answering; a broken file is an error that says what to do."""
    generation = build_index(tmp_path / "index", [_faq(1, FLAGSHIP)])
    generation.suggestions.write_bytes(b"PK broken")
    with pytest.raises(IndexDamagedError, match="wenda rebuild"):
        EmbeddedEngine(generation).suggest("微", ["zh"], 8)
    generation.suggestions.unlink()
    assert EmbeddedEngine(generation).suggest("微", ["zh"], 8) == ()


@pytest.mark.parametrize("typed", ["", " ", "？！", "\u0640", "\u200b", "\ud800", "\0"])
def test_nothing_is_suggested_for_nothing(suggestions: Suggestions, typed: str) -> None:
    """Punctuation, white space, and characters that are none."""
    assert suggestions.suggest(typed, ["zh"], 8) == ()


@given(TEXT, st.sampled_from([(), ("zh",), ("en", "zh")]), st.integers(1, 8))
@settings(deadline=None, max_examples=150)
@example("a" * 100, ("zh",), 8)
@example("weilidai" * 12, ("zh",), 8)
def test_anything_may_be_typed(suggestions: Suggestions, typed: str, languages: tuple[str, ...], limit: int) -> None:
    """No error, no more than asked for, each once, marks inside the text, in order, not empty; the same each time."""
    found = suggestions.suggest(typed, languages, limit)
    assert found == suggestions.suggest(typed, languages, limit)
    assert len(found) <= limit
    assert len({one.text for one in found}) == len(found)
    for one in found:
        assert one.highlights
        assert merged(one.highlights) == one.highlights
        assert all(0 <= start < end <= len(one.text) for start, end in one.highlights)


@given(number=st.integers(0, 10_000), length=st.integers(1, 12), wide=st.booleans(), traditional=st.booleans())
@settings(deadline=None, max_examples=100)
def test_any_beginning_of_a_suggestion_finds_it(
    suggestions: Suggestions, number: int, length: int, *, wide: bool, traditional: bool
) -> None:
    """Marked from its start to where the typed part ends, whatever the script and width it is typed in."""
    stored = suggestions._present.suggestions
    one = stored[number % len(stored)]
    typed = one.text[:length]
    if not typed_key(typed):
        return
    if traditional:
        typed = to_traditional(typed)
    if wide:
        typed = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in typed)
    matches = suggestions._literally(typed_key(typed))
    numbers = {int(n) for found in matches for n in found.numbers if found.closeness == 0}
    assert number % len(stored) in numbers


@given(TEXT)
def test_a_key_is_folded_and_leads_back(text: str) -> None:
    """Idempotent, without case, width and script; every code point of it stands for a range of the text, in order."""
    key = key_of(text)
    assert len(key.text) == len(key.borders) == len(key.places)
    assert typed_key(key.text) == key.text
    assert typed_key(unicodedata.normalize("NFC", text)) == key.text or not unicodedata.is_normalized("NFC", text)
    assert key.text == key.text.strip()
    assert [start for start, _ in key.places] == sorted(start for start, _ in key.places)
    assert all(0 <= start <= end <= len(text) for start, end in key.places)
    assert (Border.WHOLE in key.borders[:1]) == bool(key.text)


def test_readings_depend_on_the_word() -> None:
    """银行 is yinhang; 还款 is read as its characters commonly are, since dictionaries have it wrong."""
    assert [found[0] for found in readings_in_word("银行")] == ["yin", "hang"]
    assert "huan" in readings_in_word("还款")[0]
    assert readings_in_word("机") == (("ji",),)
    assert readings_in_word("A") == ((),)


def test_letters_are_cut_into_syllables_and_beginnings() -> None:
    """The last may be unfinished; other scripts are no pinyin, and one letter is too little."""
    syllables = frozenset({"wei", "li", "dai", "xi", "an", "xian"})
    parts = syllables | {"w", "l", "d", "x"}
    assert typed_ways("weili", syllables, parts)[0] == (Sound("wei", whole=True), Sound("li", whole=False))
    assert typed_ways("wld", syllables, parts)[0][0] == Sound("w", whole=False)
    assert {len(way) for way in typed_ways("xian", syllables, parts)} >= {1, 2}
    assert typed_ways("微li", syllables, parts)[0] == ("微", Sound("li", whole=False))
    assert typed_ways("w", syllables, parts) == []
    assert typed_ways("wei1", syllables, parts) == []


def test_phrases_are_frequent_and_whole() -> None:
    """Words side by side in several lines; not what hardly stands outside a longer one; no function words at the ends."""
    lines = ["我们的征信报告可以查询。", "征信报告要定期查看。", "请看征信报告的内容。", *["其他的事情。"] * 20]
    found = [one.text for one in frequent_phrases([("\n".join(lines), "zh")], 10)]
    assert "征信报告" in found
    assert "报告" not in found
    assert not any(text.startswith("的") or text.endswith("的") for text in found)
    assert frequent_phrases([("\n".join(lines[:2]), "zh")], 10) == []
    assert FEWEST_LINES > 2


def test_the_arrays_belong_together(index_folder: Path) -> None:
    """A zero behind every key, a border of the whole at its start, sounds only where there is Han."""
    stored = read_suggestions(Generations(index_folder).open_current().suggestions)
    assert len(stored.starts) == len(stored.suggestions) == len(stored.repeated)
    assert (stored.codes[stored.starts[1:] - 1] == 0).all()
    assert stored.codes[-1] == 0
    assert (stored.borders[stored.starts] == Border.WHOLE).all()
    assert ((stored.sounds[:, 0] == 0) | (stored.codes >= 0x3400)).all()
    assert np.count_nonzero(stored.borders == Border.WHOLE) == len(stored.suggestions)


def test_a_suggestion_says_where_it_stands(suggestions: Suggestions) -> None:
    """Its document and language; a phrase stands in many."""
    (first, *_) = suggestions.suggest("微粒贷逾期会被起诉吗", ["zh"], 1)
    assert first == Suggestion(FLAGSHIP, SuggestionKind.QUESTION, "weilidai-overdue", "zh", ((0, 10),))
    phrases = [one for one in suggestions.suggest("征信机构", ["zh"], 8) if one.kind is SuggestionKind.PHRASE]
    assert phrases
    assert all(one.document_id == "" for one in phrases)
