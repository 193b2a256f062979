"""How a text is understood, with an index and without; and that no text breaks the search."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import words
from index.answers import Analysis, Correction, ExpansionKind, Mode, NoTermsError, Query, SearchedWord
from index.engines.protocol import Engine
from index.generations import Generations
from index.live import LiveIndex
from index.retrieval import analyze, answer
from index.synonyms import synonyms_with

LONGEST = 500

HOSTILE = [
    "\ufdfa",  # 18 characters in NFKC
    "\x00a",
    "\ud800微粒贷\udfff",
    "e\u0301\u0327",
    "\u200d👩",
    "\u202eشكوى ",
    "\u1100\u1161\u11a8",
    "Ａ１　",
    "ｶﾞ",
    "ก",
    "क्",
    "İı",
    "ﬃ",
    "\U00020000",
    "\ue000\uffff\U0010ffff",
    "诉",
    "微立代崔正信",
    "weilidai qisu ",
    "wrod ",
    "khong duoc ",
    "d'",
    "a.b",
    "NOT title:* (a^2~ OR [",
    "../",
]
"""What has broken text handling elsewhere; each is repeated until a question can be no longer."""


def _kinds(found: Analysis) -> set[ExpansionKind]:
    return {expansion.kind for expansion in found.question.expansions}


def test_an_analysis_says_what_the_index_knows_of_each_word(engine: Engine) -> None:
    """As typed, as indexed, in how many passages, and how rare that makes it."""
    found = analyze(engine, "微粒貸會起訴嗎")
    assert [(word.typed, word.term) for word in found.words] == [("微粒貸", "微粒贷"), ("起訴", "起诉")]
    assert tuple(word.term for word in found.words) == found.question.terms
    hits = answer(engine, Query("微粒贷会起诉吗", limit=1000, mode=Mode.LEXICAL)).hits
    for word in found.words:
        holding = [hit for hit in hits if any(term.text == word.term for term in words(hit.passage.text, hit.passage.language))]
        assert word.passages == len(holding) > 0
        assert word.idf == engine.idf(word.term)
    assert (found.passages, found.revision) == (engine.manifest.passages, engine.manifest.revision)


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [("微粒貸會起訴嗎", "zh", "Hant"), ("微粒贷会起诉吗", "zh", "Hans"), ("起", "zh", ""), ("loan", "en", "")],
)
def test_language_and_script_are_told(text: str, language: str, script: str) -> None:
    """A script is named where the text is Chinese and shows one."""
    found = analyze(None, text)
    assert (found.question.language, found.script) == (language, script)
    assert 0 < found.confidence <= 1
    assert found.folded == text.translate(str.maketrans("貸會訴嗎", "贷会诉吗"))


def test_a_stated_language_is_certain() -> None:
    """The asker's own word on the language counts, and needs no confidence."""
    found = analyze(None, "chat", "fr")
    assert (found.question.language, found.confidence) == ("fr", 1.0)


def test_synonyms_and_translations_are_told_apart(engine: Engine) -> None:
    """A Chinese question has synonyms, an English one translations."""
    assert _kinds(analyze(engine, "微粒贷会起诉吗")) == {ExpansionKind.SYNONYM}
    assert _kinds(analyze(engine, "Will WeiLiDai sue me?")) == {ExpansionKind.TRANSLATION}


@pytest.mark.parametrize("text", ["微立贷会起素吗", "What is a cout summons?", "微粒贷会起诉吗", "今天的天气预报"])
def test_the_correction_is_that_of_a_search(engine: Engine, text: str) -> None:
    """Applied, offered or none: an analysis says what a search does. The words are those as typed."""
    found = analyze(engine, text)
    assert found.question.correction == answer(engine, Query(text)).question.correction
    assert found.question.terms == answer(engine, Query(text, literal=True)).question.terms


def test_without_an_index_only_what_the_index_knows_is_missing() -> None:
    """No counts and no correction; the owner's synonyms and translations all the same."""
    found = analyze(None, "微立贷会起诉吗", synonyms=synonyms_with([("起诉", "立案")]))
    assert found.words[-1] == SearchedWord("起诉", "起诉", None, None)
    assert found.question.correction is None
    assert (found.passages, found.revision) == (0, "")
    assert "立案" in [expansion.text for expansion in found.question.expansions]
    assert _kinds(analyze(None, "Will WeiLiDai sue me?")) == {ExpansionKind.TRANSLATION}


def test_a_text_without_letters_is_analysed_as_such(engine: Engine) -> None:
    """Unlike a search, which has nothing to look for."""
    found = analyze(engine, "？！")
    assert (found.words, found.question.correction, found.confidence) == ((), None, 0.0)


def test_a_correction_found_by_sound_is_named(engine: Engine) -> None:
    """Pinyin in Latin letters is read by the index's own vocabulary."""
    assert analyze(engine, "weilidai qisu").question.correction == Correction("微粒贷起诉", applied=True)


def _ask_all(engine: Engine, text: str) -> None:
    """Analyse and search a text in every mode that the index has; only a text without letters may be refused."""
    for found in (analyze(engine, text), analyze(None, text)):
        assert all(word.typed and word.term for word in found.words)
    for mode in Mode if engine.manifest.encoders else (Mode.LEXICAL,):
        try:
            hits = answer(engine, Query(text, mode=mode)).hits
        except NoTermsError:
            assert not analyze(engine, text).words
            continue
        for hit in hits:
            assert 0 <= hit.score <= 1
            assert all(0 <= start < end <= len(hit.passage.text) for start, end in hit.highlights)


def test_no_text_breaks_the_search(index_folder: Path) -> None:
    """Any text of any characters is analysed, and searched or refused for want of words."""
    engine = LiveIndex(Generations(index_folder)).engine()

    @settings(max_examples=60, deadline=None)
    @given(st.text(st.characters(codec=None), max_size=LONGEST))
    def ask(text: str) -> None:
        _ask_all(engine, text)

    ask()


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_no_hostile_text_breaks_the_search(engine_with_meaning: Engine, piece: str) -> None:
    """As long as a question can be, by words and by meaning."""
    _ask_all(engine_with_meaning, (piece * LONGEST)[:LONGEST])
