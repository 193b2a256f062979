"""Terms: what they are, and that they stand where they say."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import bigrams, grams, wanted_words, word_form, words
from index.languages.chinese import segment_chinese, use_dictionary
from index.languages.dictionary import Entry
from index.languages.normalization import normalize


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
    assert _texts("हिन्दी में ऋण", "hi") == [word_form(word, "hi") for word in ("हिन्दी", "में", "ऋण")]


@given(
    st.text(st.one_of(st.sampled_from("微粒贷会起诉吗中华人民共和国、。a1 々\u0301更\uf901カ"), st.characters(codec="utf-8"))),
    st.sampled_from(("zh", "ja", "en", "th", "vi")),
    st.randoms(use_true_random=False),
)
def test_wanted_words_are_those_of_all_words(text: str, code: str, chance: random.Random) -> None:
    """Looking for some words finds each where cutting the whole text finds it, and no other."""
    every = words(text, code)
    wanted = {chance.choice(every).text for _ in range(3)} if every else set()
    wanted |= {"起诉", "微粒", "更", "华人"}
    assert wanted_words(text, code, wanted) == [term for term in every if term.text in wanted]


def test_another_dictionary_cuts_a_known_text_anew() -> None:
    """Words that are remembered are those of the dictionary in use."""
    assert "快贷帮帮" not in _texts("用快贷帮帮借钱", "zh")
    use_dictionary([Entry("快贷帮帮", None)])
    try:
        assert "快贷帮帮" in _texts("用快贷帮帮借钱", "zh")
    finally:
        use_dictionary(())
    assert "快贷帮帮" not in _texts("用快贷帮帮借钱", "zh")


def test_mixed_scripts_are_cut_at_the_border() -> None:
    """A Latin name inside Chinese is a word of its own."""
    assert _texts("用iPhone14分期", "zh") == ["用", "iphone14", "分期"]


def test_bigrams_cover_unspaced_scripts_only() -> None:
    """Han, Kana and Hangul get pairs; Latin gets none; a lone character stands alone."""
    assert [pair.text for pair in bigrams("微粒贷 OK 吗")] == ["微粒", "粒贷", "吗"]
    assert [pair.text for pair in bigrams("소송을")] == ["소송", "송을"]
    assert bigrams("overdue loan") == []


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """A term is its own normal form."""
    once = normalize(text)
    assert normalize(once) == once
    assert unicodedata.is_normalized("NFKC", once)


def test_grams_of_alphabetic_words_know_their_borders() -> None:
    """A gram at the start or the end of a word is another than the same letters inside one."""
    assert [gram.text for gram in grams("loan", "en")] == ["_loa", "loan", "oan_"]
    assert [gram.text for gram in grams("I", "en")] == ["_i_"]


def test_grams_of_han_are_characters_and_pairs() -> None:
    """A word inside a longer word is found by its pairs; a name of another spelling by its characters."""
    assert {gram.text for gram in grams("微粒贷", "zh")} == {"微粒", "粒贷", "微", "粒", "贷"}


def test_vietnamese_is_found_without_its_marks() -> None:
    """Words keep their tones, which tell words apart; grams have none, for those who type without them."""
    assert _texts("Tôi bị kiện", "vi") == ["tôi", "bị", "kiện"]
    assert {gram.text for gram in grams("bị kiện", "vi")} == {gram.text for gram in grams("bi kien", "vi")}


def test_turkish_i_is_one_letter() -> None:
    """I, İ, ı and i are one: capitals do not tell which is meant in a text of mixed languages."""
    assert _texts("IRMAK İSTANBUL", "tr") == _texts("ırmak istanbul", "tr")


def test_words_of_code_stay_whole() -> None:
    """C++ and C# are not C."""
    assert _texts("C++ or C#, not C", "en") == ["c++", "or", "c#", "not", "c"]


@pytest.mark.parametrize(
    ("one", "other", "code"), [("소송을", "소송은", "ko"), ("negotiating", "negotiated", "en"), ("кредиты", "кредита", "ru")]
)
def test_forms_of_one_word_share_a_stem(one: str, other: str, code: str) -> None:
    """Endings do not keep a question from its passage."""
    assert _texts(one, code) == _texts(other, code)


def test_thai_is_cut_into_words() -> None:
    """ICU's dictionary finds words where no space stands between them."""
    assert _texts("ธนาคารฟ้องลูกหนี้", "th") == ["ธนาคาร", "ฟ้อง", "ลูก", "หนี้"]


def test_characters_beyond_the_first_plane_move_no_offset() -> None:
    """ICU counts some characters twice; our offsets do not."""
    text = "𠮷野家で食べる"
    assert [text[term.start : term.end] for term in words(text, "ja")][-1] in {"食べる", "る"}
    assert "".join(text[term.start : term.end] for term in words(text, "ja")) == text


def test_without_icu_words_are_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ICU is not installed, Thai and Kana are still found."""
    monkeypatch.setattr("index.languages.breaking.icu", None)
    assert _texts("ローン", "ja") == ["ロー", "ーン"]
