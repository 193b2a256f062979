"""Other spellings of a question: sounds, edits, the likeliest characters, and when one is used."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.documents import Document, Passage
from index.answers import IndexDamagedError
from index.engines.embedded import EmbeddedEngine
from index.questions import understand
from index.spelling.characters import Characters
from index.spelling.collecting import VocabularyWriter
from index.spelling.correcting import CONTENT, GOOD, correct, proposals
from index.spelling.decoding import decode, typed_slots
from index.spelling.edits import edits_allowed, spelled
from index.spelling.pinyin import broad, readings, split_syllables
from index.spelling.vocabulary import Vocabulary
from tests.conftest import Build

TEXTS = (
    ("zh", "微粒贷逾期以后会被起诉吗？银行会起诉借款人。还款以后征信会更新，微粒贷还有银行还款的宽限。微粒贷起诉前会催收。"),
    ("en", "The court summons names the creditor. A summons from the court needs an answer about the repayment."),
    ("es", "El banco puede demandar por el préstamo; el préstamo tiene intereses."),
    ("ko", "대출 연체가 계속되면 소송을 당할 수 있습니다. 신용카드 결제."),
    ("ja", "裁判所の呼出状を受け取った場合"),
    ("th", "ศาลส่งหมายเรียก"),
)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """Give the vocabulary of a few sentences."""
    writer = VocabularyWriter()
    for code, text in TEXTS:
        writer.add(Passage(f"{code}:1", code, "", "", code, text, 0, len(text)))
    file = tmp_path_factory.mktemp("vocabulary") / "vocabulary.npz"
    writer.write(file)
    return Vocabulary(file)


def _decoded(characters: Characters, letters: str) -> str:
    return "".join(map(chr, decode(characters, typed_slots(characters, letters, [(0.0, False)] * len(letters)))))


@pytest.mark.parametrize(("character", "expected"), [("行", {"xing", "hang"}), ("还", {"hai", "huan"}), ("绿", {"lv", "lu"})])
def test_a_character_has_all_its_readings(character: str, expected: set[str]) -> None:
    """Toneless, ü written as v; the commonest first."""
    found = readings()[ord(character)]
    assert expected <= set(found)
    assert all(reading.isascii() and reading.isalpha() for reading in found)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("zhang", "zan", True),
        ("si", "shi", True),
        ("nan", "lan", True),
        ("fu", "hu", True),
        ("ting", "tin", True),
        ("li", "di", False),
    ],
)
def test_confused_syllables_are_of_one_class(one: str, two: str, same: bool) -> None:  # noqa: FBT001 - a column of the table
    """Flat and curled initials, n and l, f and h, front and back nasals."""
    assert (broad(one) == broad(two)) is same


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("weilidai", [("wei", "li", "dai")]),
        ("xian", [("xian",), ("xi", "an")]),
        ("qisu", [("qi", "su")]),
        ("loen", []),
        ("", [()]),
    ],
)
def test_letters_are_cut_into_syllables(letters: str, expected: list[tuple[str, ...]]) -> None:
    """Every way, the fewest syllables first; none where letters are left over."""
    known = frozenset({"wei", "li", "dai", "xian", "xi", "an", "qi", "su", "lo"})
    assert list(split_syllables(letters, known, 3)) == expected


@pytest.mark.parametrize(
    ("word", "edits"),
    [("fee", 0), ("loan", 1), ("summons", 1), ("creditor", 2), ("2026", 0), ("covid19", 0), ("préstamo", 2), ("x" * 41, 0)],
)
def test_longer_words_may_hold_more_slips(word: str, edits: int) -> None:
    """None in short words and in numbers, one from four letters, two from eight; an accent counts as no letter."""
    assert edits_allowed(spelled(word)) == edits


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sumons", "summons"),
        ("sumomns", "summons"),
        ("credtior", "creditor"),
        ("credotir", "creditor"),
        ("prestmo", "préstamo"),
        ("PRESTAMO", "préstamo"),
        ("ocurt", "court"),
        ("tourt", ""),
        ("cuort", "court"),
        ("xyzzyx", ""),
        ("소송을당할스", ""),
    ],
)
def test_the_nearest_word_is_found(vocabulary: Vocabulary, typed: str, expected: str) -> None:
    """By insertions, deletions, substitutions and transpositions; accents are no edits; the first letter stays."""
    assert vocabulary.words.nearest(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("微立贷会起诉", "微粒贷会起诉"),
        ("微粒贷会起素", "微粒贷会起诉"),
        ("微立贷会起素", "微粒贷会起诉"),
        ("银航还款", "银行还款"),
        ("微粒贷会起诉", "微粒贷会起诉"),
        ("张伟在苏州", "张伟在苏州"),
        ("吗", "吗"),
    ],
)
def test_the_likeliest_characters_are_found(vocabulary: Vocabulary, typed: str, expected: str) -> None:
    """By sound, in any reading; what the collection knows, and names that resemble nothing in it, stay."""
    assert _decoded(vocabulary.characters, typed) == expected


@pytest.mark.parametrize(
    ("typed", "code", "expected"),
    [
        ("weilidai qisu", "en", "微粒贷起诉"),
        ("wei li dai hui qi su ma?", "hr", "微粒贷会起诉吗?"),
        ("yinhang huankuan", "en", "银行还款"),
        ("微粒贷 qisu", "zh", "微粒贷起诉"),
        ("微粒贷还kuan", "zh", "微粒贷还款"),
        ("Wēilìdài qǐsù", "zh", "微粒贷起诉"),
        ("court sumons", "en", "court summons"),
        ("COURT SUMONS!", "en", "COURT SUMMONS!"),
        ("微立貸會起訴嗎", "zh", "微粒貸會起訴嗎"),
        ("微粒貸會起素嗎", "zh", "微粒貸會起訴嗎"),
    ],
)
def test_questions_are_proposed_as_people_type_them(vocabulary: Vocabulary, typed: str, code: str, expected: str) -> None:
    """The rest of the question stays verbatim: punctuation, case, script."""
    assert expected in proposals(typed, code, vocabulary)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("微粒贷会起诉吗", "zh"),
        ("The court summons", "en"),
        ("prestamo", "es"),
        ("2026 12345", "en"),
        ("covid19", "en"),
        ("裁半所の呼出状", "ja"),
        ("ศานส่งหมาย", "th"),
        ("", "zh"),
        ("？！", "zh"),
    ],
)
def test_nothing_is_proposed_for_what_is_known_or_cannot_be_told(vocabulary: Vocabulary, typed: str, code: str) -> None:
    """Known words, numbers, and scripts that are not corrected."""
    assert proposals(typed, code, vocabulary) == []


@pytest.mark.parametrize(
    ("typed", "corrected", "expected"),
    [(0.0, 0.9, True), (GOOD, 0.9, False), (CONTENT, 1.0, None), (0.5, 0.54, None), (0.4, 0.45, None), (0.0, 0.04, None)],
)
def test_only_a_clearly_better_spelling_is_used(
    vocabulary: Vocabulary, typed: float, corrected: float, *, expected: bool | None
) -> None:
    """Applied where the question as typed finds nothing good, offered where it finds something, else left."""
    found = correct("court sumons", vocabulary, lambda text: (typed if text == "court sumons" else corrected, "en"))
    assert (found and found.applied) is expected
    assert found is None or found.text == "court summons"


@given(st.text(alphabet=st.sampled_from("微立粒贷起素诉银航行还宽款abeiloqsuwd 'é1？소송울รだ𠮷\u0301\x00"), max_size=40))
@example("微立贷 qisu court sumons")
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_corrected(vocabulary: Vocabulary, text: str) -> None:
    """It never fails, never gives the text back as its own correction, and has nothing to correct in what it gave."""

    def ask(other: str) -> tuple[float, str]:
        return sum(map(other.count, ("微粒", "粒贷", "起诉", "银行", "还款", "court", "summons"))) / 8, understand(other).language

    found = correct(text, vocabulary, ask)
    if found is not None:
        assert found.text != text
        assert correct(found.text, vocabulary, ask) is None


@pytest.mark.parametrize("text", ["微立贷会起素" * 83, "还宽" * 250, "睿" * 500, "shi" * 166, "qi su " * 83, "sumons " * 71])
def test_a_long_question_takes_no_long_time(vocabulary: Vocabulary, text: str) -> None:
    """500 characters of what could all be wrong; 13 ms measured; the limit leaves room for a busy machine."""
    proposals(text, "zh", vocabulary)
    started = time.perf_counter()
    proposals(text, "zh", vocabulary)
    assert time.perf_counter() - started < 0.5


def test_a_damaged_vocabulary_is_named(tmp_path: Path, build_index: Build) -> None:
    """A missing or broken file is an error in words that says what to do."""
    generation = build_index(tmp_path, [Document("a", "", "微粒贷逾期会被起诉。", "", "", "zh")])
    generation.vocabulary.write_bytes(b"broken")
    with pytest.raises(IndexDamagedError, match="wenda rebuild"):
        _ = EmbeddedEngine(generation).vocabulary().characters
    generation.vocabulary.unlink()
    with pytest.raises(IndexDamagedError, match="wenda rebuild"):
        EmbeddedEngine(generation)


def test_words_of_another_language_are_not_read_as_pinyin(vocabulary: Vocabulary) -> None:
    """A function word that is no pinyin tells, and so do characters that nowhere stand side by side."""
    assert not [other for other in proposals("Will I be sued by weilidai?", "en", vocabulary) if "微" in other]
    assert proposals("suli kuanwei", "en", vocabulary) == []


def test_a_collection_without_text_to_learn_from_corrects_nothing(tmp_path: Path) -> None:
    """No characters and no words: no proposals, and no failure."""
    VocabularyWriter().write(tmp_path / "vocabulary.npz")
    empty = Vocabulary(tmp_path / "vocabulary.npz")
    for text in ("微立贷会起素吗", "weilidai qisu", "court sumons"):
        assert proposals(text, "zh", empty) == []
