"""Related questions: headings of the passages found, in an order that helps who asks."""

from corpus.documents import Passage
from index.answers import Correction, Question, QuestionType
from index.related import LIMIT, related_questions


def _passage(heading: str, language: str = "zh") -> Passage:
    return Passage(f"{heading}:1", heading, "标题", heading, language, "正文。", 0, 3)


def _question(text: str, correction: str = "") -> Question:
    meant = Correction(correction, applied=True) if correction else None
    return Question(text, "zh", QuestionType.YES_NO, (text,), correction=meant)


def test_headings_of_the_askers_language_and_those_that_ask_come_first() -> None:
    """Language before form, form before rank; what is equal keeps the order in which it was found."""
    headings = [
        ("最好的段落", "zh"),
        ("How do I pay?", "en"),
        ("利率", "zh"),
        ("怎么还款？", "zh"),
        ("Fees", "en"),
        ("谁能协商？", "zh"),
    ]
    found = related_questions([_passage(*heading) for heading in headings], _question("会起诉吗"))
    assert found == ("怎么还款？", "谁能协商？", "利率", "How do I pay?", "Fees")


def test_the_question_itself_is_not_related() -> None:
    """Nor in another script, case, width or punctuation, nor as it was corrected; nor the best passage's heading."""
    headings = ["最好的段落", "微粒貸會起訴嗎？", "微粒贷会起诉吗", "“微粒贷”会起诉吗?!", "ＡＰＰ 怎么用", "app怎么用？", "还款"]
    asked = _question("微立贷会起素吗", correction="微粒贷会起诉吗")
    assert related_questions([_passage(heading) for heading in headings], asked) == ("ＡＰＰ 怎么用", "还款")


def test_few_are_given_each_once_and_verbatim() -> None:
    """Passages of one section give one; those without a heading none."""
    headings = ["最好的段落", "", *(f" 问题{number // 2} " for number in range(40))]
    found = related_questions([_passage(heading) for heading in headings], _question("会起诉吗"))
    assert found == tuple(f" 问题{number} " for number in range(LIMIT))


def test_nothing_found_has_nothing_related() -> None:
    """There are no passages to take headings from."""
    assert related_questions([], _question("会起诉吗")) == ()
