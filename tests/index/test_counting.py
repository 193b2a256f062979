"""Counted terms are the terms with places, counted."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Document
from corpus.splitting import split
from index.analysis import grams, words
from index.counting import gram_counts, word_counts
from index.languages.chinese import cut_chinese, segment_chinese, use_dictionary
from index.languages.dictionary import Entry
from index.languages.normalization import normalize
from index.languages.table import LANGUAGES

CODES = st.sampled_from([*LANGUAGES, "und"])

SCRIPTS = (
    "微粒贷会起诉吗",
    "微粒貸會被起訴嗎",
    "中华人民共和国",
    "覆沈乾瞭",
    "々〇鿿𠮷",
    "ローンを返済",
    "ﾛｰﾝｶﾞ",
    "대출 소송을",
    "ธนาคารฟ้อง",
    "überzogen José C++ don’t",
    "ΣΊΣΥΦΟΣ",
    "кредиты Ёж",
    "हिन्दी में ऋण",
    "القَرْض أحمد",
    "bị kiện tôi",
    "ＡＢＣ１２３",
    "2023.05 3,000",
    "\u0301\u3099\uff9e",
    "，。！\n \u3000",
)
TEXTS = st.lists(st.sampled_from(SCRIPTS) | st.sampled_from("".join(SCRIPTS)) | st.text(max_size=3), max_size=12).map("".join)


@pytest.fixture(autouse=True)
def _own_dictionary() -> Iterator[None]:
    """Leave the segmenter as it was found."""
    yield
    use_dictionary(())


def _same(text: str, code: str) -> None:
    assert word_counts(text, code) == Counter(term.text for term in words(text, code))
    assert gram_counts(text, code) == Counter(gram.text for gram in grams(text, code))


@given(TEXTS, CODES)
def test_counts_are_those_of_the_terms_with_places(text: str, code: str) -> None:
    """Whatever the scripts in a text and whatever its language: a question meets the very terms that were indexed."""
    _same(text, code)


def test_counts_of_the_articles_are_those_of_their_terms(articles: list[Document]) -> None:
    """Real text, in all languages of the table."""
    for document in articles:
        for passage in split(document):
            for code in (passage.language, "zh", "en", "ja", "ko", "vi"):
                _same(passage.text, code)


@given(TEXTS)
def test_runs_cut_together_are_cut_as_each_alone(text: str) -> None:
    """No word reaches from one run into the next."""
    runs = [run for run in "".join(c if "\u4e00" <= c <= "\u9fd5" else " " for c in text).split() if run]
    assert list(cut_chinese(runs)) == [run[start:end] for run in runs for start, end in segment_chinese(run)]


def test_words_of_the_owner_that_jieba_knows_are_counted_alike() -> None:
    """Then jieba itself segments, for both."""
    use_dictionary([Entry("起诉", 5), Entry("贷会起", 900_000)])
    _same("微粒贷会起诉吗，贷会起。", "zh")


def test_normalising_changes_no_common_character() -> None:
    """So pairs and words of them need no normalising."""
    common = [chr(code) for code in range(0x4E00, 0x9FD6)]
    assert [normalize(character) for character in common] == common
    assert [normalize(character, marks=True) for character in common] == common
