"""Search quality in every language, guarded on questions of this project's own (README.md of this folder)."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.documents import Document, Passage
from corpus.preparing import PreparationReport, prepare
from corpus.reading import ReadingReport, read_sources
from corpus.splitting import split
from index.answers import Query, QuestionType
from index.engines.protocol import Engine
from index.generations import Generations
from index.languages.table import LANGUAGES
from index.live import LiveIndex
from index.questions import understand
from index.retrieval import answer
from tests.conftest import Build
from tests.quality.question_files import FLOORS, QUESTIONS, Asked, alternatives, ask, documents, floors, questions_of, rows

MINIMUM = 10
"""Questions that a language with question types has at least; more where floors.tsv says so."""

REFUSED = 0.92
"""Share of the questions no article answers that must get no answer; measured 0.95."""

CROSS_LANGUAGES = frozenset({"en", "es", "ar", "ja", "de", "ru", "ko", "fr"})
SEED_LANGUAGES = frozenset({"zh", "en", "es", "ar", "ja", "ru"})


@pytest.fixture(scope="module")
def prepared() -> list[Document]:
    """Give the built-in articles and those of this folder."""
    return list(documents())


@pytest.fixture(scope="module")
def library(prepared: list[Document], build_index: Build, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Give the engine over one index of all articles in all languages."""
    root = tmp_path_factory.mktemp("quality")
    build_index(root, prepared)
    return LiveIndex(Generations(root)).engine()


@pytest.fixture(scope="module")
def passages(prepared: list[Document]) -> list[Passage]:
    """Give the passages of all articles."""
    return [passage for document in prepared for passage in split(document)]


def test_every_language_with_question_types_has_questions() -> None:
    """A row of the language table with question patterns comes with a file of questions and a line of floors."""
    with_types = {code for code, row in LANGUAGES.items() if row.questions}
    without = sorted(code for code in with_types if not (QUESTIONS / f"{code}.tsv").is_file())
    assert not without, f"write tests/quality/questions/CODE.tsv for {without}: docs/languages.md, 'Adding a language'"
    assert with_types <= floors().keys(), f"{FLOORS}: a line is missing for {sorted(with_types - floors().keys())}"


@pytest.mark.parametrize("code", sorted(floors()))
def test_questions_find_their_sections(library: Engine, code: str) -> None:
    """In every language enough questions find the section that answers them, first or among three, and the sentence."""
    floor, found = floors()[code], ask(library, code)
    least = max(floor.questions, MINIMUM if LANGUAGES[code].questions else 1)
    assert found.questions >= least, f"{code}: write {least - found.questions} more questions"
    missed = "\n".join(f"{question} -> {heading or '(introduction)'}" for question, heading in found.missed)
    assert found.hit_1 >= floor.hit_1, f"{code}: hit@1 is {found.hit_1:.2f}; missed:\n{missed}"
    assert found.hit_3 >= floor.hit_3, f"{code}: hit@3 is {found.hit_3:.2f}; not first:\n{missed}"
    assert found.sentence >= floor.sentence, f"{code}: {found.sentence:.2f} of the right passages show the right sentence"


@pytest.mark.parametrize("code", sorted(floors()))
def test_questions_are_judged_by_what_is_written(passages: list[Passage], code: str) -> None:
    """Each question stands once; its fragments are verbatim in passages of its language, under its headings."""
    asked = questions_of(code)
    assert max(Counter(one.text for one in asked).values()) == 1
    for one in asked:
        for fragment in one.fragments:
            holding = {passage.heading for passage in passages if passage.language == code and fragment in passage.text}
            assert holding, f"{code}, {one.text}: no passage holds {fragment!r}"
            assert holding <= set(one.headings), f"{code}, {one.text}: {fragment!r} is under {holding} too"
        assert not _unheld(one, passages), f"{code}, {one.text}: no fragment is under {_unheld(one, passages)}"


def _unheld(asked: Asked, passages: list[Passage]) -> set[str]:
    """Give the headings of a question under which no passage holds one of its fragments."""
    held = {passage.heading for passage in passages if any(fragment in passage.text for fragment in asked.fragments)}
    return set(asked.headings) - held


def test_articles_are_in_the_language_of_their_name(prepared: list[Document]) -> None:
    """An article told to be in another language would be left out where only one language is kept."""
    wrong = {document.id: document.language for document in prepared if document.language != _named(document)}
    assert not wrong


def _named(document: Document) -> str:
    return document.id.partition(".")[2] or "zh"


def test_most_questions_no_article_answers_get_no_answer(library: Engine) -> None:
    """Near (mortgages, taxes, visas) or far (cooking, weather, history): where nothing answers, nothing is given."""
    asked = rows(QUESTIONS / "unanswerable.tsv")
    assert len(asked) >= 60
    answered = [row["question"] for row in asked if answer(library, Query(row["question"])).best]
    assert 1 - len(answered) / len(asked) >= REFUSED, answered


def test_questions_across_languages_are_judged_by_what_is_written(passages: list[Passage]) -> None:
    """Foreign questions on the Chinese articles name the document and the fragments that answer, verbatim."""
    asked = rows(QUESTIONS / "cross.tsv")
    assert len(asked) >= 60
    assert {row["language"] for row in asked} == CROSS_LANGUAGES
    for row in asked:
        holding = {
            passage.document_id
            for passage in passages
            if any(fragment in passage.text for fragment in alternatives(row["fragments"]))
        }
        assert holding == set(alternatives(row["documents"])), row["question"]


def test_questions_on_the_seed_article_are_judged_by_what_is_written(seed: Path) -> None:
    """Every fragment is verbatim in a passage of the damaged article, mended and split as a rebuild does."""
    asked = rows(QUESTIONS / "seed.tsv")
    assert len(asked) >= 30
    assert {row["language"] for row in asked} == SEED_LANGUAGES
    read = prepare(read_sources([seed], ReadingReport()), PreparationReport(), repair=True)
    texts = [passage.text for document in read for passage in split(document)]
    for row in asked:
        for fragment in alternatives(row["fragments"]):
            assert any(fragment in text for text in texts), f"{row['question']}: no passage holds {fragment!r}"


RECOGNISED = (
    ("zh", "微粒貸逾期後還能申請房貸嗎", QuestionType.YES_NO),
    ("zh", "怎么知道传票是不是假的", QuestionType.HOW),
    ("zh", "为什么手续费看着低实际利率却很高", QuestionType.WHY),
    ("zh", "微粒贷拖了3个月，多久会上法院？", QuestionType.WHEN),
    ("zh", "去哪里打印个人征信报告", QuestionType.WHERE),
    ("zh", "什么是信用卡分期", QuestionType.DEFINITION),
    ("zh", "个人征信查询网址", QuestionType.STATEMENT),
    ("en", "Who decides whether online loans show up in the report?", QuestionType.WHO),
    ("en", "When should I check my credit before a mortgage?", QuestionType.WHEN),
    ("ja", "誰に信用情報の間違いを訴えればいいですか", QuestionType.WHO),
    ("ko", "변호사 살 돈이 없으면 누가 도와주나요?", QuestionType.WHO),
    ("th", "ขอลดค่างวดรายเดือนต้องทำยังไง", QuestionType.HOW),
    ("vi", "Nợ ít tiền thì có bị kiện không?", QuestionType.YES_NO),
    ("id", "Berapa lama boleh menunggak sebelum ada gugatan?", QuestionType.HOW_MUCH),
    ("ar", "بعد كم يوم من التأخر ترفع الدعوى؟", QuestionType.HOW_MUCH),
    ("hi", "क्या कर्ज़ न चुकाने पर जेल जाना पड़ेगा?", QuestionType.YES_NO),
    ("tr", "Aylık taksidi nasıl düşürtebilirim?", QuestionType.HOW),
    ("el", "Πόσο καιρό μπορώ να καθυστερήσω πριν από την αγωγή;", QuestionType.HOW_MUCH),
    ("ru", "Сколько времени можно не платить до иска?", QuestionType.HOW_MUCH),
    ("de", "Darf das Gericht mein Konto einfrieren?", QuestionType.YES_NO),
    ("es", "¿Por qué no debo pedir otro préstamo para pagar este?", QuestionType.WHY),
    ("fr", "Comment obtenir des mensualités plus basses ?", QuestionType.HOW),
    ("it", "Quanto tempo passa prima della causa?", QuestionType.HOW_MUCH),
    ("pt", "Posso ir preso por dívida?", QuestionType.YES_NO),
    ("ro", "Cine mă ajută dacă nu am bani de avocat?", QuestionType.WHO),
    ("nl", "Wie helpt mij als ik geen advocaat kan betalen?", QuestionType.WHO),
    ("ca", "Quant de temps puc trigar abans que em demandin?", QuestionType.HOW_MUCH),
)


@pytest.mark.parametrize(("code", "text", "kind"), RECOGNISED)
def test_the_types_of_these_questions_are_recognised(code: str, text: str, kind: QuestionType) -> None:
    """Of questions as people ask them, the language and the kind of answer wanted are told."""
    assert text in {one.text for one in questions_of(code)}
    question = understand(text)
    assert (question.language, question.type) == (code, kind)
