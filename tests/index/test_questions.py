"""What is understood of a question."""

import pytest

from index.answers import QuestionType
from index.questions import understand


def test_function_words_are_ignored_but_shown() -> None:
    """会 and 吗 say what kind of question it is; they find nothing."""
    question = understand("微粒贷会起诉吗")
    assert question.language == "zh"
    assert question.terms == ("微粒贷", "起诉")
    assert question.ignored == ("会", "吗")


def test_a_question_of_function_words_alone_keeps_them() -> None:
    """Ignoring every word would leave nothing to search by."""
    question = understand("会吗")
    assert question.terms == ("会", "吗")
    assert question.ignored == ()


def test_a_question_without_letters_has_no_terms() -> None:
    """Punctuation and symbols find nothing."""
    question = understand("？？！…… 👍")
    assert question.terms == ()
    assert question.grams == ()


def test_a_stated_language_is_not_guessed() -> None:
    """The asker's own word on the language counts."""
    assert understand("chat", "fr").language == "fr"


def test_operators_are_ordinary_words() -> None:
    """Nothing in a question is executed: AND, *, quotes and fields are text."""
    question = understand('title:loan AND NOT "sue" *', "en")
    assert question.shown == ("title", "loan", "sue")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("微粒贷会起诉吗", QuestionType.YES_NO),
        ("逾期是否影响房贷", QuestionType.YES_NO),
        ("要不要告诉家人", QuestionType.YES_NO),
        ("收到传票怎么办", QuestionType.HOW),
        ("為什麼被起訴", QuestionType.WHY),
        ("多久会被起诉", QuestionType.WHEN),
        ("手续费是多少", QuestionType.HOW_MUCH),
        ("什么是停息挂账", QuestionType.DEFINITION),
        ("去哪里查征信", QuestionType.WHERE),
        ("谁可以查我的征信", QuestionType.WHO),
        ("微粒贷逾期", QuestionType.STATEMENT),
        ("Will WeiLiDai sue me?", QuestionType.YES_NO),
        ("How do I answer a court summons?", QuestionType.HOW),
        ("How much does it cost?", QuestionType.HOW_MUCH),
        ("What is a hard enquiry?", QuestionType.DEFINITION),
        ("¿Me pueden demandar?", QuestionType.YES_NO),
        ("¿Cómo negocio con la plataforma?", QuestionType.HOW),
        ("ローンを延滞すると訴えられますか", QuestionType.YES_NO),
        ("訴状が届いたらどうすればいいですか", QuestionType.HOW),
        ("هل يمكن أن يقاضيني؟", QuestionType.YES_NO),
    ],
)
def test_the_type_of_a_question(text: str, kind: QuestionType) -> None:
    """The words that ask tell what kind of answer is wanted."""
    assert understand(text).type is kind
