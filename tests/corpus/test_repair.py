"""Repair: wrong encodings, offsets back to the original, suspected words; clean text is never touched."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.repair import find_damage, repair_encoding, repair_text
from corpus.repair.edits import OffsetMap, Repair, RepairKind, apply_repairs, chain

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"

CLEAN = {
    "zh": "微粒贷逾期会起诉吗？借款人应及时向法院提出异议，并与平台协商分期还款。",
    "zh-Hant": "微粒貸逾期會被起訴嗎？借款人應及時與平臺協商，避免影響信用紀錄。",
    "en": "Will WeiLiDai sue me? It’s unlikely — but a “court summons” is possible; fees are £5 or €6.",
    "fr": "L’été, la créance « née » à Orléans a été réglée ; ÉCOLE CRÉÉE À NOËL, où ça ?",
    "de": "Größe, Übermut und Straße: „Gläubiger“ dürfen klagen. MASSNAHMEN FÜR SCHÜLER",
    "es": "¿Me pueden demandar? ¡Sí! El año pasado la señora Núñez pagó 3.000 €.",
    "pt": "A ação não é automática; você será notificado. AÇÃO, NÃO, MÃE",
    "vi": "Nếu tôi không trả nợ thì sao? Tòa án sẽ gửi giấy triệu tập.",
    "tr": "Borcumu ödemezsem dava açılır mı? İcra, ığdır, şöyle.",
    "is": "Skuldin féll í gjalddaga; það er óþægilegt. ÞÆÐI",
    "ru": "Подадут ли на меня в суд? «Да», — ответил банк.",
    "el": "Θα μου κάνουν μήνυση; Πιθανότατα όχι.",
    "ar": "هل سيقاضونني؟ ربما، إذا تأخرت عن السداد.",
    "hi": "क्या वे मुझ पर मुकदमा करेंगे? शायद।",
    "th": "พวกเขาจะฟ้องฉันไหม อาจจะ",
    "ja": "訴えられますか？「はい」と答えた。カード会社は督促状を送ります。",
    "ko": "소송을 당할까요? 연체가 길어지면 그럴 수 있습니다.",
}

CHINESE = "你好，世界。微粒贷逾期会起诉吗？请尽快还款，以免影响征信。"
WESTERN = "Grüße aus dem naïven Café — “quoted” — 5 €"


@pytest.mark.parametrize("language", CLEAN)
def test_clean_text_is_unchanged(language: str) -> None:
    """Text of any language that nothing happened to comes back as it was."""
    repaired = repair_text(CLEAN[language])
    assert (repaired.text, repaired.repairs, repaired.suspicions) == (CLEAN[language], (), ())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(CLEAN.values())), max_size=8), st.sampled_from(["", " ", "\n", "\r\n", "\t"]))
def test_mixed_clean_text_is_unchanged(sentences: list[str], between: str) -> None:
    """Sentences of several languages in one document or one line change nothing either."""
    text = between.join(sentences)
    assert find_damage([text]) == ()
    assert repair_text(text).text == text


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_can_be_repaired(text: str) -> None:
    """No text fails, lone surrogates and controls included, and the offsets lead back from edge to edge."""
    repaired = repair_text(text)
    back = repaired.offsets()
    offsets = [back.original(offset) for offset in range(len(repaired.text) + 1)]
    assert offsets == sorted(offsets)
    assert (offsets[0], offsets[-1]) == (0, len(text))
    assert apply_repairs(text, repaired.repairs) == repaired.text


@pytest.mark.parametrize(
    ("good", "written", "read", "kind"),
    [
        (CHINESE, "utf-8", "latin-1", RepairKind.UTF8_READ_AS_LATIN),
        (WESTERN, "utf-8", "latin-1", RepairKind.UTF8_READ_AS_LATIN),
        (WESTERN, "utf-8", "sloppy-windows-1252", RepairKind.UTF8_READ_AS_LATIN),
        (CHINESE, "utf-8", "sloppy-windows-1252", RepairKind.UTF8_READ_AS_LATIN),
        (CHINESE, "gbk", "latin-1", RepairKind.GBK_READ_AS_LATIN),
        (CHINESE, "gbk", "cp1252", RepairKind.GBK_READ_AS_LATIN),
    ],
)
def test_wrong_encoding_is_undone(good: str, written: str, read: str, kind: RepairKind) -> None:
    """A line decoded wrongly among good lines is read rightly; the good lines are not touched."""
    bad = good.encode(written).decode(read)
    before, after = "正常的一行。\n", "\nune ligne créée à Noël"
    text, repairs = repair_encoding(before + bad + after)
    assert text == before + good + after
    assert {repair.kind for repair in repairs} == {kind}
    assert all((before + bad + after)[repair.start : repair.end] == repair.before for repair in repairs)


def test_offsets_lead_back_into_a_wrongly_read_line() -> None:
    """Every character of a repaired run leads to the first of its original letters."""
    original = "标题\n" + "逾期会起诉吗".encode("gbk").decode("latin-1") + "\n结尾"
    repaired = repair_text(original)
    back = repaired.offsets()
    assert repaired.text == "标题\n逾期会起诉吗\n结尾"
    assert [back.original(offset) for offset in range(3, 9)] == [3, 5, 7, 9, 11, 13]
    assert original[back.original(repaired.text.index("结尾")) :] == "结尾"


def test_repairs_of_two_steps_are_told_over_the_original() -> None:
    """A later step's offsets are led back; what it changes inside an earlier repair becomes part of that."""
    kind = RepairKind.REMOVED_PAIR
    first = [Repair(kind, 1, 3, "bc", "XYZ")]
    second = [Repair(kind, 0, 1, "a", "A"), Repair(kind, 2, 3, "Y", "y"), Repair(kind, 4, 5, "d", "DD")]
    repairs = chain(first, second, "abcde")
    assert repairs == (Repair(kind, 0, 1, "a", "A"), Repair(kind, 1, 3, "bc", "XyZ"), Repair(kind, 3, 4, "d", "DD"))
    assert apply_repairs("abcde", repairs) == "AXyZDDe"
    assert OffsetMap(repairs).original(len("AXyZDDe")) == len("abcde")


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("若有错误,应及时向提出异议,要求更正。", "若有错误,应及时向□提出异议,要求更正。"),
        ("借款人可以向申诉。", "借款人可以向□申诉。"),
        ("平台不得擅自把，", "平台不得擅自把□，"),
    ],
)
def test_missing_words_are_flagged(text: str, context: str) -> None:
    """Where grammar demands a word and there is none, the place is named; the text stays."""
    repaired = repair_text(text)
    assert [suspicion.context for suspicion in repaired.suspicions] == [context]
    assert repaired.text == text


@pytest.mark.parametrize(
    "text",
    [
        "向提出异议的当事人送达。",
        "应向人民法院提出异议，逾期不予受理。",
        "这一方向提出得很好，",
        "他向提起诉讼的人支付，",
        "请把手续办好，被告应当到庭。",
    ],
)
def test_complete_sentences_are_not_flagged(text: str) -> None:
    """A clause that has its object, in whatever place, is no suspicion."""
    assert repair_text(text).suspicions == ()


@pytest.mark.skipif(not SEED.exists(), reason="shared/seed/article.txt is not here")
def test_seed_article() -> None:
    """The five damaged places of the seed article are mended, the missing court is flagged, nothing else changes."""
    text = SEED.read_text("utf-8")
    repaired = repair_text(text, find_damage([text]))
    changes = [(text[r.start - 1 : r.end], repaired.text[i - 1 : i + 2]) for r, i in _positions(repaired.repairs)]
    assert changes == [("起丝", "起诉?"), ("起嘶", "起诉;"), ("起爽", "起诉,"), ("起爽", "起诉,"), ("工粳", "工具,")]
    assert [suspicion.offset for suspicion in repaired.suspicions] == [text.index("向提出异议") + 1]


def _positions(repairs: tuple[Repair, ...]) -> list[tuple[Repair, int]]:
    """Pair every repair with its offset in the repaired text."""
    grown, result = 0, []
    for repair in repairs:
        result.append((repair, repair.start + grown))
        grown += len(repair.after) - len(repair.before)
    return result
