"""Terms: what they are, and that they stand where they say."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import bigrams, words
from index.languages.chinese import segment_chinese
from index.languages.normalization import fold, normalize
from index.languages.table import LANGUAGES

CODES = st.sampled_from([*sorted(LANGUAGES), "und", "ko", "th"])


def _texts(text: str, code: str) -> list[str]:
    return [term.text for term in words(text, code)]


def test_a_name_that_jieba_lacks_is_one_word() -> None:
    """微粒贷 is not in jieba's dictionary; our list of names makes it a term, with the words inside it."""
    assert "微粒贷" in _texts("微粒贷会起诉吗", "zh")
    assert "起诉" in _texts("微粒贷会起诉吗", "zh")


def test_chinese_words_are_jiebas_in_search_mode() -> None:
    """A long word is indexed with the words inside it, so that either finds it."""
    assert _texts("中华人民共和国", "zh") == ["中华", "华人", "人民", "共和", "共和国", "中华人民共和国"]


def test_chinese_ranges_lie_inside_the_run() -> None:
    """Segmenting twice gives the same ranges."""
    run = "长期拖欠不还的借款人可能会被起诉"
    assert list(segment_chinese(run)) == list(segment_chinese(run))
    assert all(0 <= start < end <= len(run) for start, end in segment_chinese(run))


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("微粒貸會起訴嗎", "微粒贷会起诉吗", "zh"),
        ("ＡＢＣ１２３", "abc123", "zh"),
        ("José", "jose", "es"),
        ("ÜBERZOGEN", "überzogen", "de"),
        ("القَرْض", "القرض", "ar"),
        ("أحمد", "احمد", "ar"),
        ("ｶﾞｲﾄﾞ", "ガイド", "ja"),
        ("don’t", "don't", "en"),
    ],
)
def test_spellings_of_one_word_give_the_same_terms(one: str, other: str, code: str) -> None:
    """Script, width, case, accents and vowel points do not keep a question from its passage."""
    assert "".join(_texts(one, code)) == "".join(_texts(other, code))


def test_words_with_combining_signs_stay_whole() -> None:
    """The vowel signs of Devanagari are marks, not borders."""
    assert _texts("हिन्दी में ऋण", "hi") == ["हिन्दी", "में", "ऋण"]


def test_mixed_scripts_are_cut_at_the_border() -> None:
    """A Latin name inside Chinese is a word of its own."""
    assert _texts("用iPhone14分期", "zh") == ["用", "iphone14", "分期"]


def test_bigrams_cover_unspaced_scripts_only() -> None:
    """Han, Kana, Thai and Hangul get pairs; Latin gets none; a lone character stands alone."""
    assert [pair.text for pair in bigrams("微粒贷 OK 吗")] == ["微粒", "粒贷", "吗"]
    assert [pair.text for pair in bigrams("소송을")] == ["소송", "송을"]
    assert bigrams("overdue loan") == []


@given(st.text(), CODES)
def test_every_term_stands_where_it_says(text: str, code: str) -> None:
    """A term's range, folded and normalised, is the term; ranges lie in the text; no term is empty."""
    folded = fold(text)
    assert len(folded) == len(text)
    for term in [*words(text, code), *bigrams(text)]:
        assert 0 <= term.start < term.end <= len(text)
        assert term.text == normalize(folded[term.start : term.end])
        assert term.text


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1), CODES)
def test_text_with_letters_is_never_analysed_to_nothing(text: str, code: str) -> None:
    """Whatever the script, letters and digits give at least one term."""
    assert words(text, code) or bigrams(text)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """A term is its own normal form."""
    once = normalize(text)
    assert normalize(once) == once
    assert unicodedata.is_normalized("NFKC", once)
