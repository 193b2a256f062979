"""Synonyms: their lists, how they are found in a question, and what they weigh."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Document
from index.analysis import words
from index.answers import Expansion, Query, Question
from index.clauses import clauses, supremum_clauses
from index.generations import Generations
from index.languages.lists import WordListError
from index.live import LiveIndex
from index.questions import understand
from index.retrieval import answer
from index.synonyms import LIMIT, Synonyms, Thesaurus, built_in_thesauri, parse_synonyms, read_synonyms, search_terms
from tests.conftest import Build


def _ask(text: str, *groups: tuple[str, ...], code: str = "") -> Question:
    return understand(text, code, Synonyms([Thesaurus(groups, 0.5)]))


def _found(question: Question) -> list[str]:
    return [expansion.text for expansion in question.expansions]


def test_a_group_is_words_between_slashes() -> None:
    """With or without spaces around them; comments and empty lines are skipped."""
    assert parse_synonyms("# ours\n\n星云贷/星云\nsue / take  to court \n", "synonyms.txt") == (
        ("星云贷", "星云"),
        ("sue", "take to court"),
    )


def test_mistakes_are_named_with_their_lines(tmp_path: Path) -> None:
    """An owner sees every line to mend, not the first one only."""
    file = tmp_path / "synonyms.txt"
    file.write_text("逾期 / 拖欠\n逾期\n起诉 / 打官司 / 起诉\n\n起诉 / ？\n/ 起诉\n", "utf-8")
    mistakes = r"synonyms\.txt, line 2: '逾期' is one word.*; line 3: '起诉' .* twice; line 5: '？' .*; line 6: there is nothing"
    with pytest.raises(WordListError, match=mistakes):
        read_synonyms(file)


def test_a_word_finds_the_others_of_its_group() -> None:
    """Each says for which word of the question it stands."""
    question = _ask("微粒贷会起诉吗", ("起诉", "打官司", "诉讼"))
    assert question.expansions == (
        Expansion("打官司", ("打官司",), "起诉", 0.5, ("起诉",)),
        Expansion("诉讼", ("诉讼",), "起诉", 0.5, ("起诉",)),
    )


@pytest.mark.parametrize("text", ["网贷没钱还会怎样", "網貸沒錢還會怎樣", "没钱还？"])
def test_a_phrase_is_found_across_the_borders_of_words(text: str) -> None:
    """没钱还 is two words to the segmenter; Traditional characters are the same word."""
    assert _found(_ask(text, ("逾期", "没钱还"))) == ["逾期"]


@pytest.mark.parametrize("text", ["他还不起诉", "金融机构", "没钱。还款"])
def test_a_word_is_not_found_in_pieces_of_others(text: str) -> None:
    """A match begins and ends where words do, and no punctuation stands inside it."""
    assert _found(_ask(text, ("还不起", "逾期"), ("融机", "逾期"), ("没钱还", "逾期"))) == []


def test_what_borrowers_say_is_cut_where_it_ends() -> None:
    """还不上 is a word, though 上会 and 上诉 are words too."""
    assert understand("网贷还不上会怎么样").terms == ("网贷", "还不上")
    assert "还不上" not in understand("为什么还不上诉").terms


def test_the_longest_word_is_taken() -> None:
    """What stands inside it has another meaning there."""
    assert _found(_ask("失信被执行人", ("执行", "实行"), ("失信被执行人", "老赖"))) == ["老赖"]


def test_a_word_inside_a_name_is_found() -> None:
    """协商还款 is one name; its parts still mean what they mean."""
    question = _ask("协商还款", ("协商", "沟通"))
    assert question.expansions == (Expansion("沟通", ("沟通",), "协商", 0.5, ("协商还款",)),)


def test_words_of_alphabetic_languages_match_in_any_form() -> None:
    """Stems are compared, of one word or several; function words between them count for finding, not for searching."""
    groups = (("lawsuit", "take to court"), ("late payment", "arrears"))
    assert _found(_ask("Will there be lawsuits over my late payments?", *groups, code="en")) == ["take to court", "arrears"]
    taken = _ask("I was taken to the bank", ("lawsuit", "take to court"), code="en")
    assert taken.expansions == ()
    assert search_terms("take to court", "en") == ("take", "court")
    assert _found(_ask("¿Qué planes de pago hay?", ("plan de pago", "aplazamiento"), code="es")) == ["aplazamiento"]


def test_ignored_words_are_not_expanded() -> None:
    """A word that is not searched needs no other word for it."""
    assert _found(_ask("是否逾期", ("是否", "会不会有"), ("逾期", "拖欠"))) == ["拖欠"]


def test_only_the_words_that_differ_are_searched() -> None:
    """What a synonym shares with the question's phrase is asked for already."""
    assert _ask("转移财产", ("转移财产", "隐匿财产")).expansions == (
        Expansion("隐匿财产", ("隐匿",), "转移财产", 0.5, ("转移",)),
    )
    assert _ask("起诉和诉讼", ("起诉", "诉讼")).expansions == ()


def test_a_phrase_without_spaces_that_loses_its_meaning_in_pieces_is_not_searched() -> None:
    """孩子归谁 is understood; 归 alone would find anything."""
    question = _ask("抚养权", ("抚养权", "孩子归谁", "抚养"))
    assert _found(question) == ["抚养"]


def test_there_are_at_most_so_many_each_words_first_ones_first() -> None:
    """No word of a question takes the places of the others'."""
    groups = [(word, *(f"{word}{letter}" for letter in "abcdefghij")) for word in ("debt", "court")]
    many = _ask("debt court", *groups, code="en")
    assert len(many.expansions) == LIMIT
    assert Counter(expansion.source for expansion in many.expansions) == {"debt": 6, "court": 6}


def test_the_owners_words_come_before_the_built_in_ones() -> None:
    """The owner knows the collection."""
    owners, built_in = Thesaurus((("起诉", "告状"),), 0.85), Thesaurus((("起诉", "诉讼"),), 0.7, language="zh")
    question = understand("会起诉吗", "zh", Synonyms([built_in, owners]))
    assert _found(question) == ["告状", "诉讼"]
    assert _found(understand("起诉", "ja", Synonyms([built_in]))) == []


def test_a_one_way_group_is_found_by_its_first_word_only() -> None:
    """What rewriting programs put for 问题 is not what 疑惑 means."""
    spun = Synonyms([Thesaurus((("问题", "难题", "疑惑"),), 0.4, one_way=True)])
    assert _found(understand("逾期问题", "zh", spun)) == ["难题", "疑惑"]
    assert _found(understand("逾期疑惑", "zh", spun)) == []


@given(st.text(max_size=40), st.sampled_from(["zh", "en", "ja", "vi", "und"]))
def test_any_question_can_be_expanded(text: str, code: str) -> None:
    """Sources are pieces of the question; its own terms are not repeated."""
    question = understand(f"{text}逾期起诉sue", code)
    for expansion in question.expansions:
        assert expansion.source in question.text
        assert expansion.terms
        assert set(expansion.terms).isdisjoint(question.terms)
        assert set(expansion.stands_for) <= set(question.terms)


def test_a_phrase_weighs_as_much_as_a_word() -> None:
    """And expansions are no part of the best possible score."""
    question = _ask("起诉", ("起诉", "诉讼", "法律途径"))
    assert clauses(question)[: len(supremum_clauses(question))] == supremum_clauses(question)
    weights = {clause.term: clause.weight for clause in clauses(question) if clause.field == "words"}
    assert weights == {"起诉": 1.0, "诉讼": 0.5, "法律": 0.25, "途径": 0.25}
    assert {clause.slot for clause in clauses(question) if clause.field == "words"} == {"起诉"}


def _texts(tmp_path: Path, build_index: Build, question: str, *texts: str, explain: bool = False) -> list[tuple[str, float]]:
    build_index(tmp_path, [Document(f"d{number}", "", text, "", "", "zh") for number, text in enumerate(texts)])
    engine = LiveIndex(Generations(tmp_path), Synonyms([Thesaurus((("起诉", "打官司", "诉讼"),), 0.7)])).engine()
    found = answer(engine, Query(question, explain=explain))
    for hit in found.hits:
        assert not explain or sum((hit.explanation or {}).values()) == pytest.approx(hit.score, abs=1e-6)
    return [(hit.passage.text, hit.score) for hit in found.hits]


def test_the_word_itself_counts_more_than_its_synonym(tmp_path: Path, build_index: Build) -> None:
    """Even where the synonym is the rarer of the two; and two synonyms count no more than one."""
    word, synonym, both = "平台可能会起诉你。", "平台可能会诉讼你。", "打官司和诉讼都可能。"
    others = ["银行可能会起诉他。", "对方可能会起诉的。", "贷款方会起诉借款人。", "不还款会起诉吗？"]
    found = [text for text, _ in _texts(tmp_path, build_index, "会起诉吗", synonym, both, word, *others, "今天天气很好。")]
    assert set(found[:5]) == {word, *others}
    assert set(found[5:]) == {synonym, both}


def test_synonyms_are_marked_and_answer(tmp_path: Path, build_index: Build) -> None:
    """A passage that says it in other words is marked, and its sentence answers."""
    text = "先说说天气。欠款太多，对方会打官司的。再见。"
    build_index(tmp_path, [Document("d", "", text, "", "", "zh"), Document("e", "", "天气很好。", "", "", "zh")])
    hit = answer(LiveIndex(Generations(tmp_path)).engine(), Query("会被起诉吗")).hits[0]
    assert [text[start:end] for start, end in hit.highlights] == ["打官司"]
    assert hit.answer is not None
    assert text[slice(*hit.answer)] == "欠款太多，对方会打官司的。"


def test_the_built_in_groups_are_well_formed() -> None:
    """About 200 of them; no word is in two, and every group has words to search for."""
    groups, spun = (thesaurus.groups for thesaurus in built_in_thesauri())
    assert 200 <= len(groups) <= 260
    assert [word for word, count in Counter(word for group in groups for word in group).items() if count > 1] == []
    assert [group[0] for group in spun if Counter(other[0] for other in spun)[group[0]] > 1] == []
    for group in (*groups, *spun):
        assert all(words(word, "zh") for word in group)
        assert any(search_terms(word, "zh") for word in group), group


def test_every_built_in_word_is_found_in_a_question() -> None:
    """No word of a group is cut in such a way that its borders are lost."""
    lost = []
    for thesaurus in built_in_thesauri():
        for group in thesaurus.groups:
            for word in group[:1] if thesaurus.one_way else group:
                one = Synonyms([Thesaurus(((word, "probe"),), 0.5)])
                if [expansion.source for expansion in understand(word, "zh", one).expansions] != [word]:
                    lost.append(word)
    assert lost == []
