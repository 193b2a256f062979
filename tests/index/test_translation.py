"""Words of questions in other languages, in Chinese."""

import threading
from dataclasses import replace
from importlib import resources
from pathlib import Path

import platformdirs
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.documents import Document
from index.analysis import HAN, words
from index.answers import Query, Question
from index.engines.protocol import Engine
from index.generations import Generations
from index.languages.table import LANGUAGES
from index.live import LiveIndex
from index.questions import understand
from index.translation import lexicon as lexicons
from index.translation.lexicon import LONGEST, OWN_SHARE, SENSES, Lexicon, lexicon, searched_terms
from index.translation.phrases import INTO, translations
from index.translation.weighting import weighed
from tests.conftest import Build

LISTS = sorted(file.name for file in resources.files("index.translation").joinpath("finance").iterdir())
CHINESE = frozenset({INTO})

ASKED = {
    "Will WeiLiDai sue me?": "微粒贷逾期会被起诉吗",
    "What should I do when I get a court summons?": "收到法院传票怎么办",
    "¿WeiLiDai me puede demandar por un retraso?": "微粒贷逾期会被起诉吗",
    "Was tun bei einer gerichtlichen Vorladung?": "收到法院传票怎么办",
    "Что делать, если пришла повестка в суд?": "收到法院传票怎么办",
    "법원 소환장을 받았어요": "收到法院传票怎么办",
}


def _translated(text: str, code: str = "en") -> dict[str, list[str]]:
    """Give the Chinese words of each phrase of a question."""
    found: dict[str, list[str]] = {}
    for expansion in translations(understand(text, code)):
        found.setdefault(expansion.source, []).append(expansion.text)
    return found


def test_names_and_words_of_finance_are_translated() -> None:
    """Our own list knows the product's name and the words of its field, as typed in the question."""
    found = _translated("Will WeiLiDai sued me when I am OVERDUE?")
    assert found["WeiLiDai"] == ["微粒贷"]
    assert {"起诉", "诉讼"} <= set(found["sued"])
    assert found["OVERDUE"][0] == "逾期"


def test_everyday_words_come_from_the_dictionary() -> None:
    """CC-CEDICT has what our own list lacks; frequent words come first."""
    assert _translated("Which university has the oldest library?")["library"][0] == "图书馆"


def test_longer_phrases_come_before_their_words() -> None:
    """A credit report is not a credit and a report; function words inside do not matter."""
    assert list(_translated("Does it ruin my credit report?", "en")) == ["ruin my credit", "report"]
    assert list(_translated("my credit report")) == ["credit report"]
    assert list(_translated("rate of interest")) == ["rate of interest"]
    assert _translated("rate of interest")["rate of interest"][0] == "利率"


def test_words_unknown_and_numbers_and_function_words_have_no_translation() -> None:
    """They stay the question's own terms, or are ignored as before."""
    assert _translated("qwertzuiop 2026 what is the of") == {}
    assert _translated("¿qwertz?", "es") == {}
    assert _translated("sue", "xx") == {}


def test_only_into_chinese_and_only_where_there_are_chinese_passages() -> None:
    """A Chinese question needs no translation, nor does a collection without Chinese."""
    assert translations(understand("微粒贷会起诉吗", "zh")) == ()
    assert understand("Will they sue me?", "en").expansions == ()
    assert understand("Will they sue me?", "en", into=frozenset({"en", "es"})).expansions == ()
    assert understand("Will they sue me?", "en", into=CHINESE | {"en"}).expansions


@pytest.mark.parametrize("code", sorted(LANGUAGES.keys() - {INTO}))
def test_a_name_is_known_in_every_language(code: str) -> None:
    """Stems differ from language to language; the name is found in each."""
    assert _translated("WeiLiDai", code) == {"WeiLiDai": ["微粒贷"]}


def test_a_phrase_asked_twice_is_translated_once() -> None:
    """Repeating a word does not make it count twice."""
    once, twice = understand("court", "en", into=CHINESE), understand("court, court!", "en", into=CHINESE)
    assert once.expansions == twice.expansions


@given(st.text() | st.text(alphabet="sue court laf the 'ß\t\n\0\u202e 诉é.|"), st.sampled_from([*LANGUAGES, "xx"]))
@settings(deadline=None)
def test_translations_of_any_text_keep_the_contract(text: str, code: str) -> None:
    """Sources stand in the question; weights of a phrase's translations share 1; terms and grams are those of the word."""
    question = Question(text, code, understand(text, code).type, ())
    shares: dict[str, float] = {}
    for expansion in translations(question):
        assert expansion.source in text
        assert 0 < expansion.weight <= 1
        assert expansion.grams
        assert {*expansion.terms} <= {term.text for term in words(expansion.text, INTO)}
        shares[expansion.source] = shares.get(expansion.source, 0) + expansion.weight
    assert all(share <= 1.05 for share in shares.values())


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_well_formed(name: str) -> None:
    """A line is phrases, a tab, Chinese words; a phrase has few enough words; no line says a phrase twice."""
    for line in resources.files("index.translation").joinpath("finance", name).read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        phrases, chinese = line.split("\t")
        assert len(set(chinese.split())) == len(chinese.split()) <= SENSES, line
        assert all(regex.search(f"[{HAN}]", word) for word in chinese.split()), line
        assert len(set(phrases.split(" | "))) == len(phrases.split(" | ")), line
        code = name.removesuffix(".tsv")
        assert all(0 < len(searched_terms(phrase, code)) <= LONGEST for phrase in phrases.split(" | ")), line
        assert code in LANGUAGES or name == lexicons.EVERY_LANGUAGE


def test_a_table_is_searched_by_whole_lines() -> None:
    """A key that begins or ends as another one, or holds a line break, finds only itself."""
    table = Lexicon("#x\nen a\t甲 60 乙 40\nen a b\t丙 100\nen ab\t丁 100\nes a\t戊 100\n".encode())
    assert table.find("en", ["a"]) == [("甲", 0.6), ("乙", 0.4)]
    assert table.find("en", ["a", "b"]) == [("丙", 1.0)]
    assert table.find("en", ["ab"]) == [("丁", 1.0)]
    assert table.find("es", ["a"]) == [("戊", 1.0)]
    for missing in ("", "b", "a\t甲 60", "a\nen a", "a b c", "z", "\ud800"):
        assert table.find("en", [missing]) == []
    assert Lexicon(b"#x\n").find("en", ["a"]) == []


def test_every_line_of_the_lexicon_finds_itself() -> None:
    """The table is sorted as it is searched."""
    table = lexicons._open()._table
    lines = bytes(table[: len(table)]).decode().splitlines()[1:]
    assert len(lines) > 50_000
    for line in lines[::997]:
        code, _, phrase = line.partition("\t")[0].partition(" ")
        assert lexicon().find(code, phrase.split(" ")), line


def test_our_own_words_lead_and_everyday_senses_stay() -> None:
    """Where both know a phrase, our own words share most of the weight."""
    line = lexicons._line("en x", ["甲", "乙"], {"乙": 9.0, "丙": 4.0, "丁": 1.0}).decode()
    key, weights = line.rstrip("\n").split("\t")
    found = weights.split()
    assert key == "en x"
    assert found[::2] == ["甲", "乙", "丙", "丁"]
    assert int(found[1]) == int(found[3]) == pytest.approx(100 * OWN_SHARE / 2, abs=1)
    assert int(found[5]) == pytest.approx(2 * int(found[7]), abs=1)


def test_the_lexicon_is_kept_and_made_anew_where_it_is_out_of_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is used while its fingerprint is right; where no file can be kept, the lexicon is held in memory."""
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name: str(tmp_path / name))
    made = []

    def table(fingerprint: bytes) -> bytes:
        made.append(fingerprint)
        return fingerprint + "en a\t甲 100\n".encode()

    monkeypatch.setattr(lexicons, "_table", table)
    open_anew = lexicons._open.__wrapped__
    for _ in range(2):
        assert open_anew().find("en", ["a"]) == [("甲", 1.0)]
    assert len(made) == 1
    file = tmp_path / "wenda" / "translations.tsv"
    file.write_bytes(b"#old\nen a\t")
    assert open_anew().find("en", ["a"]) == [("甲", 1.0)]
    assert len(made) == 2
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("a file, not a folder")
    assert open_anew().find("en", ["a"]) == [("甲", 1.0)]


def test_threads_translate_alike() -> None:
    """Many threads asking at once get what one gets."""
    question = understand("Can debt collectors call my family?", "en")
    alone, together = translations(question), []
    threads = [threading.Thread(target=lambda: together.append(translations(question))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [alone] * 8


def test_translations_weigh_what_the_words_they_stand_for_weigh() -> None:
    """One sure translation of the whole question reaches the supremum; of half of it, half; two equal ones the root of 1/2."""
    question = understand("WeiLiDai", "en", into=CHINESE)
    (only,) = question.expansions

    def weights(asked: Question) -> list[float]:
        return [expansion.weight for expansion in weighed(asked, 10.0, lambda field, term: 2.0).expansions]

    whole = 10 / (2 + 2)
    assert weights(question) == pytest.approx([whole])
    assert weights(replace(question, terms=(*question.terms, "qwertz"))) == pytest.approx([whole / 2])
    assert weights(replace(question, expansions=(replace(only, weight=0.5),) * 2)) == pytest.approx([whole * 0.5**0.5] * 2)
    assert weights(replace(question, expansions=(replace(only, grams=(), weight=0.3),))) == [0.3]
    assert weights(replace(question, expansions=())) == []


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory, articles: list[Document], build_index: Build) -> Engine:
    """Give the engine over the built-in Chinese articles alone."""
    root = tmp_path_factory.mktemp("chinese")
    build_index(root, [document for document in articles if document.language == INTO])
    return LiveIndex(Generations(root)).engine()


@pytest.mark.parametrize(("text", "heading"), ASKED.items())
def test_a_question_finds_the_chinese_passage_that_answers(chinese: Engine, text: str, heading: str) -> None:
    """Searched by its translations alone, a question of another language finds the section of the Chinese article."""
    asked = understand(text, into=CHINESE)
    terms = dict.fromkeys(term for expansion in asked.expansions for term in expansion.terms)
    grams = dict.fromkeys(gram for expansion in asked.expansions for gram in expansion.grams)
    matches = chinese.search(replace(asked, language=INTO, terms=tuple(terms), grams=tuple(grams)), Query(text)).matches
    assert matches[0].passage.heading == heading
