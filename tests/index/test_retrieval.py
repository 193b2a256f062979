"""From a query to an answer, over the built-in articles."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.documents import Document, Heading
from index.answers import Correction, IndexDamagedError, Mode, NoTermsError, NoVectorsError, Query
from index.engines.protocol import Engine
from index.generations import Generations
from index.live import LiveIndex
from index.retrieval import answer
from tests.conftest import Build

ASKED = {
    "微粒贷会起诉吗": "微粒贷逾期会被起诉吗",
    "微粒貸會起訴嗎": "微粒贷逾期会被起诉吗",
    "收到传票怎么办": "收到法院传票怎么办",
}


@pytest.mark.parametrize(("question", "heading"), ASKED.items())
def test_the_passage_that_answers_comes_first(engine: Engine, question: str, heading: str) -> None:
    """The flagship questions, in either script, find the section that answers them."""
    found = answer(engine, Query(question))
    assert found.hits[0].passage.heading == heading
    assert found.best is not None
    assert found.best.passage == found.hits[0].passage


def test_the_answer_is_a_verbatim_sentence_of_its_passage(engine: Engine) -> None:
    """What is shown as the answer stands in the passage, and ends as a sentence does."""
    best = answer(engine, Query("微粒贷会起诉吗")).best
    assert best is not None
    assert best.text in best.passage.text
    assert best.text.endswith("。")
    assert "起诉" in best.text


def test_highlights_cover_the_words_asked_for(engine: Engine) -> None:
    """Every highlight is a matching word; they do not overlap; they are in order."""
    hit = answer(engine, Query("微粒贷会起诉吗")).hits[0]
    marked = {hit.passage.text[start:end] for start, end in hit.highlights}
    assert {"微粒贷", "起诉"} <= marked
    assert list(hit.highlights) == sorted(hit.highlights)
    assert all(one[1] < two[0] for one, two in zip(hit.highlights, hit.highlights[1:], strict=False))


@pytest.mark.parametrize(
    "question", ["今天的天气预报", "How do I bake sourdough bread?", "红烧肉的做法", "quién ganó el mundial de fútbol"]
)
def test_no_answer_where_there_is_none(engine: Engine, question: str) -> None:
    """A question that no article answers gets no answer, whatever is listed below."""
    assert answer(engine, Query(question)).best is None


def test_scores_fall_and_lie_between_0_and_1(engine: Engine) -> None:
    """Hits come best first; a score is a share of the possible."""
    scores = [hit.score for hit in answer(engine, Query("逾期 征信 起诉", limit=50)).hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_pages_of_hits_follow_one_another(engine: Engine) -> None:
    """Offset and limit cut one list; nothing is repeated or lost between pages."""
    whole = [hit.passage.id for hit in answer(engine, Query("微粒贷逾期", limit=20)).hits]
    parts = [hit.passage.id for at in (0, 5, 10, 15) for hit in answer(engine, Query("微粒贷逾期", limit=5, offset=at)).hits]
    assert parts == whole


def test_only_the_first_page_has_the_answer(engine: Engine) -> None:
    """The second page does not name another best answer."""
    assert answer(engine, Query("微粒贷会起诉吗", offset=5)).best is None


def test_languages_and_document_filter_the_hits(engine: Engine) -> None:
    """A filter keeps what it names and nothing else."""
    spanish = answer(engine, Query("WeiLiDai", limit=50, languages=frozenset({"es"})))
    assert spanish.hits
    assert {hit.passage.language for hit in spanish.hits} == {"es"}
    one = answer(engine, Query("征信", limit=50, document="credit-report"))
    assert {hit.passage.document_id for hit in one.hits} == {"credit-report"}
    assert one.total == len(one.hits)


def test_an_explanation_adds_up_to_the_score(engine: Engine) -> None:
    """Each term's share of the score is given, and no share is missing."""
    hit = answer(engine, Query("微粒贷会起诉吗", explain=True)).hits[0]
    assert hit.explanation is not None
    assert sum(hit.explanation.values()) == pytest.approx(hit.score, abs=1e-6)
    assert "words:起诉" in hit.explanation


def test_a_question_without_terms_is_refused_in_words(engine: Engine) -> None:
    """There is nothing to search for; the message says what to do."""
    with pytest.raises(NoTermsError, match="ask in words"):
        answer(engine, Query("？！"))


def test_equal_passages_come_in_the_order_of_their_ids(tmp_path: Path, build_index: Build) -> None:
    """The same question always gives the same order: ties break by passage id."""
    text = "微粒贷逾期以后可能会被起诉，要尽快和平台协商还款。"
    same = [Document(f"d{number}", "", text, "", "", "zh") for number in range(9)]
    build_index(tmp_path, same)
    found = answer(LiveIndex(Generations(tmp_path)).engine(), Query("起诉"))
    assert [hit.passage.id for hit in found.hits] == [f"d{number}:1" for number in range(9)]


def test_threads_get_what_one_thread_gets(index_folder: Path) -> None:
    """Many threads asking at once through one live index get the same answers as one alone."""
    live = LiveIndex(Generations(index_folder))
    questions = ["微粒贷会起诉吗", "征信怎么查", "How do I negotiate?", "催收电话", "¿Me pueden demandar?"] * 8
    alone = [[hit.passage.id for hit in answer(live.engine(), Query(question)).hits] for question in questions]
    barrier = threading.Barrier(8)

    def ask(question: str) -> list[str]:
        if barrier.n_waiting < 8 and not barrier.broken:
            barrier.wait(timeout=10)
        return [hit.passage.id for hit in answer(live.engine(), Query(question)).hits]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(ask, questions))
    assert together == alone


def test_readers_move_to_a_new_generation(tmp_path: Path, build_index: Build) -> None:
    """An open engine goes on seeing its generation; the next call sees the new one."""
    build_index(tmp_path, [Document("a", "", "微粒贷逾期会被起诉。", "", "", "zh")])
    live = LiveIndex(Generations(tmp_path))
    before = live.engine()
    build_index(tmp_path, [Document("b", "", "信用卡分期要手续费。", "", "", "zh")])
    assert answer(before, Query("起诉")).hits
    after = live.engine()
    assert after is not before
    assert not answer(after, Query("起诉")).hits
    assert answer(after, Query("手续费")).hits


def test_a_damaged_whoosh_index_is_named(tmp_path: Path, build_index: Build) -> None:
    """A missing table of contents is an error in words that says what to do."""
    generation = build_index(tmp_path, [Document("a", "", "微粒贷逾期会被起诉。", "", "", "zh")])
    for file in generation.whoosh.glob("*.toc"):
        file.unlink()
    with pytest.raises(IndexDamagedError, match="wenda rebuild"):
        LiveIndex(Generations(tmp_path)).engine()


def test_a_question_of_an_faq_finds_its_answer(tmp_path: Path, build_index: Build) -> None:
    """The row whose question was asked comes first, though its answer repeats none of the words, and it answers."""
    rows = [
        ("征信可以修复吗？", "真实的逾期记录不能随意删除。错误的信息可以提出异议，申请更正。"),
        ("信用卡怎么分期？", "在手机银行里选择账单，再选期数。征信不会因此受影响。"),
    ]
    documents = [
        Document(f"faq{number}", asked, f"{asked}\n{told}", "", "", "zh", (Heading(0, len(asked), 1),))
        for number, (asked, told) in enumerate(rows)
    ]
    build_index(tmp_path, documents)
    found = answer(LiveIndex(Generations(tmp_path)).engine(), Query("征信可以修复吗"))
    assert found.hits[0].passage.document_id == "faq0"
    assert found.best is not None
    assert found.best.text == "真实的逾期记录不能随意删除。"


def test_a_question_that_finds_nothing_good_is_searched_as_it_was_meant(engine: Engine) -> None:
    """Hits and terms are of the other spelling, the question's text is what was typed; the second page goes on with it."""
    found, meant = answer(engine, Query("微立贷会起素吗")), answer(engine, Query("微粒贷会起诉吗"))
    assert found.question.correction == Correction("微粒贷会起诉吗", applied=True)
    assert found.question.text == "微立贷会起素吗"
    assert found.question.terms == meant.question.terms
    assert (found.hits, found.best, found.related, found.total) == (meant.hits, meant.best, meant.related, meant.total)
    assert answer(engine, Query("微立贷会起素吗", offset=10)).hits == answer(engine, Query("微粒贷会起诉吗", offset=10)).hits


def test_a_literal_question_is_searched_as_typed(engine: Engine) -> None:
    """No other spelling is searched or offered."""
    found = answer(engine, Query("微立贷会起素吗", literal=True))
    assert found.question.correction is None
    assert "微立" in found.question.grams


def test_a_better_spelling_of_a_question_that_finds_something_is_offered(engine: Engine) -> None:
    """The hits stay those of the question as typed."""
    typed = "What is a cout summons?"
    found = answer(engine, Query(typed))
    assert found.question.correction == Correction("What is a court summons?", applied=False)
    assert found.hits == answer(engine, Query(typed, literal=True)).hits


def test_related_questions_do_not_depend_on_how_many_hits_are_asked_for(engine: Engine) -> None:
    """One hit, ten, or the second page: related questions are those of the first ten passages."""
    whole = answer(engine, Query("微粒贷会起诉吗"))
    assert whole.related
    assert set(whole.related) <= {hit.passage.heading for hit in whole.hits}
    assert answer(engine, Query("微粒贷会起诉吗", limit=1)).related == whole.related
    assert answer(engine, Query("微粒贷会起诉吗", limit=3, offset=20)).related == whole.related


def test_hits_of_one_document_can_be_limited(engine: Engine) -> None:
    """The best ones of each are kept, in their order; there are as many hits as asked for."""
    every = answer(engine, Query("微粒贷逾期", limit=200)).hits
    for most in (1, 2):
        few = answer(engine, Query("微粒贷逾期", limit=5, per_document=most)).hits
        documents = [hit.passage.document_id for hit in few]
        assert len(few) == 5
        assert max(map(documents.count, documents)) == most
        best = {name: [hit for hit in every if hit.passage.document_id == name][:most] for name in documents}
        assert all(hit in best[hit.passage.document_id] for hit in few)


def test_meaning_alone_is_refused_where_there_is_none(engine: Engine) -> None:
    """The message names the modes that are left; hybrid takes what there is."""
    with pytest.raises(NoVectorsError, match="hybrid or lexical"):
        answer(engine, Query("微粒贷会起诉吗", mode=Mode.SEMANTIC))
    asked = [answer(engine, Query("微粒贷会起诉吗", mode=mode)) for mode in (Mode.HYBRID, Mode.LEXICAL)]
    assert asked[0].hits == asked[1].hits


def test_the_mode_says_what_a_score_is_made_of(engine_with_meaning: Engine) -> None:
    """Shares of words add up to the score; with meaning the parts are those of the logarithm of the odds."""
    parts = {}
    for mode in Mode:
        found = answer(engine_with_meaning, Query("微粒贷会起诉吗", mode=mode, explain=True))
        hit = found.hits[0]
        assert hit.explanation is not None
        parts[mode] = set(hit.explanation)
        assert found.best is not None
        if mode is Mode.LEXICAL:
            assert sum(hit.explanation.values()) == pytest.approx(hit.score, abs=1e-6)
        else:
            assert found.best.confidence == hit.score
    assert parts[Mode.SEMANTIC] == {"meaning:use", "constant"}
    assert parts[Mode.HYBRID] == parts[Mode.LEXICAL] | parts[Mode.SEMANTIC]
    assert "words:起诉" in parts[Mode.LEXICAL]
