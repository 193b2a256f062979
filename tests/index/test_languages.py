"""The contract of every language of the table, on samples and on random text; and that the documentation lists each."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import BORDER, Term, grams, word_form, words
from index.answers import QuestionType
from index.languages.normalization import fold, normalize
from index.languages.stemming import PARTICLES, SNOWBALL
from index.languages.table import FALLBACK, LANGUAGES
from index.questions import understand

DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "languages.md"
CODES = sorted([*LANGUAGES, FALLBACK.code])
TEXTS = st.text() | st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Mc", "Nd", "Zs"]))
LETTERS = st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1)
QUESTIONS = {
    "zh": "微粒贷逾期了会被起诉吗？", "ja": "ローンを延滞すると訴えられますか。", "ko": "대출을 연체하면 소송을 당하나요?",
    "th": "ถ้าผิดนัดชำระหนี้จะถูกฟ้องไหม", "vi": "Tôi trả nợ chậm có bị kiện không?", "ar": "هل يمكن أن يقاضيني البنك؟",
    "hi": "क्या बैंक मुझ पर मुकदमा कर सकता है?", "en": "Will the bank's lawyers sue me in 2026?", "tr": "Banka beni dava eder mi?",
    "el": "Μπορεί η τράπεζα να με μηνύσει;", "ru": "Может ли банк подать на меня в суд?", "ka": "შეუძლია ბანკს ჩემი ჩივილი?",
}  # fmt: skip


def _advice(code: str) -> str:
    return f"{code}: see its row in index/languages/ and the steps of docs/languages.md, 'Adding a language'"


def _check_terms(text: str, code: str) -> None:
    """Check the whole contract on one text."""
    folded = fold(text)
    assert len(folded) == len(text), "fold() changed the length of the text: offsets into the original are lost"
    found_words, found_grams = words(text, code), grams(text, code)
    for term in [*found_words, *found_grams]:
        assert 0 <= term.start < term.end <= len(text), f"{term} lies outside the text. {_advice(code)}"
        assert term.text, f"{term} is empty. {_advice(code)}"
    for term in found_words:
        form = word_form(folded[term.start : term.end], code)
        assert term.text == form, f"{term} is not the form of its range, {form!r}. {_advice(code)}"
    for term in found_grams:
        _check_gram(term, normalize(folded[term.start : term.end]), code)
    ends = [term.end for term in found_words]
    assert ends == sorted(ends), f"words are not in reading order, so their positions are not ordinal. {_advice(code)}"
    assert (words(text, code), grams(text, code)) == (found_words, found_grams), f"a second analysis differs. {_advice(code)}"


def _check_gram(gram: Term, surface: str, code: str) -> None:
    bare = gram.text.strip(BORDER)
    assert all(part in surface for part in bare.split(" ")), f"{gram} is not in its range, {surface!r}. {_advice(code)}"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("text", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_every_language_keeps_the_contract_on_every_script(code: str, text: str) -> None:
    """Texts of other languages than its own are no exception: articles quote, and detection errs."""
    _check_terms(text, code)
    assert words(text, code), f"no words in {text!r}. {_advice(code)}"
    assert grams(text, code), f"no grams in {text!r}. {_advice(code)}"


@given(TEXTS, st.sampled_from(CODES))
def test_every_language_keeps_the_contract_on_random_text(text: str, code: str) -> None:
    """Offsets are exact, words are in order, nothing is empty, and twice gives the same."""
    _check_terms(text, code)


@given(LETTERS, st.sampled_from(CODES))
def test_letters_and_digits_are_never_analysed_to_nothing(text: str, code: str) -> None:
    """Whatever the script, letters and digits give at least one word and one gram."""
    assert words(text, code), f"{text!r} gives no word. {_advice(code)}"
    assert grams(text, code), f"{text!r} gives no gram. {_advice(code)}"


@given(TEXTS, st.sampled_from(CODES))
def test_every_question_with_a_word_has_terms(text: str, code: str) -> None:
    """Ignored words never leave a question with nothing to search for; terms and words shown go together."""
    question = understand(text, code)
    assert bool(question.terms) == bool(words(text, code))
    assert bool(question.shown) == bool(question.terms)


@pytest.mark.parametrize("code", CODES)
def test_a_row_names_what_exists(code: str) -> None:
    """Stemmers are Snowball's or ours; ignored words are in the form they are compared in."""
    row = LANGUAGES.get(code, FALLBACK)
    assert row.stemmer in SNOWBALL | {PARTICLES, ""}, f"{row.stemmer!r} is no stemmer. {_advice(code)}"
    wrong = [word for word in row.ignored if word != normalize(word, marks=row.tones)]
    assert not wrong, f"write the row with ignored(): {wrong}. {_advice(code)}"
    assert row.code == code


def test_the_documentation_lists_every_language() -> None:
    """docs/languages.md has a line for each row, with its stemmer and whether its questions have types."""
    lines = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", DOCUMENTATION.read_text("utf-8"), re.MULTILINE))
    assert sorted(lines) == CODES, "docs/languages.md: one line for each row of the table"
    for row in (*LANGUAGES.values(), FALLBACK):
        line = lines[row.code]
        assert row.name in line, f"docs/languages.md, {row.code}: the name is {row.name}"
        assert (row.stemmer or "no stems") in line, f"docs/languages.md, {row.code}: stems are {row.stemmer or 'no stems'}"
        assert line.endswith("types" if row.questions else "-"), f"docs/languages.md, {row.code}: question types are out of date"


TYPES = {
    "zh": ("会被起诉吗", "怎么协商", "为什么被起诉", "什么时候还款", "在哪里查征信", "谁能查征信", "利息是多少", "什么是呆账", "微粒贷逾期"),
    "en": ("Can they sue me?", "How do I negotiate?", "Why was I sued?", "When do I pay?", "Where is the court?", "Who can see it?", "How much is it?", "What is a summons?", "loan overdue"),
    "ja": ("訴えられますか", "どうやって交渉する", "なぜ断られた", "いつ払う", "裁判所はどこ", "誰が見る", "利息はいくら", "延滞とは", "ローンの延滞"),
    "ko": ("소송을 당하나요?", "어떻게 협상하나", "왜 거절되었나", "언제 갚아야 하나", "법원은 어디", "누가 볼 수 있나", "이자는 얼마", "연체란 무엇", "대출 연체"),
    "es": ("¿Pueden demandarme?", "¿Cómo negocio?", "¿Por qué me demandan?", "¿Cuándo pago?", "¿Dónde está el juzgado?", "¿Quién puede verlo?", "¿Cuánto cuesta?", "¿Qué es una citación?", "préstamo vencido"),
    "de": ("Kann man mich verklagen?", "Wie verhandle ich?", "Warum werde ich verklagt?", "Wann zahle ich?", "Wo ist das Gericht?", "Wer darf das sehen?", "Wie viel kostet es?", "Was ist eine Mahnung?", "Kredit überfällig"),
    "fr": ("Est-ce qu'on peut me poursuivre ?", "Comment négocier ?", "Pourquoi suis-je poursuivi ?", "Quand payer ?", "Où est le tribunal ?", "Qui peut le voir ?", "Combien ça coûte ?", "Qu'est-ce que le surendettement ?", "crédit en retard"),
    "pt": ("Podem me processar?", "Como negocio?", "Por que fui processado?", "Quando pago?", "Onde fica o tribunal?", "Quem pode ver?", "Quanto custa?", "O que é uma citação?", "empréstimo vencido"),
    "it": ("Possono farmi causa?", "Come si negozia?", "Perché mi fanno causa?", "Quando devo pagare?", "Dove si trova il tribunale?", "Chi lo vede?", "Quanto costa?", "Cos'è una citazione?", "prestito scaduto"),
    "ru": ("Могут ли подать в суд?", "Как договориться?", "Почему подали в суд?", "Когда платить?", "Где находится суд?", "Кто это видит?", "Сколько стоит?", "Что такое повестка?", "просроченный кредит"),
    "ar": ("هل يمكن مقاضاتي؟", "كيف أتفاوض؟", "لماذا رفعوا دعوى؟", "متى أدفع؟", "أين المحكمة؟", "من يراه؟", "كم التكلفة؟", "ما هو الاستدعاء؟", "قرض متأخر"),
    "vi": ("Tôi có bị kiện không?", "Làm thế nào để thương lượng?", "Tại sao bị kiện?", "Khi nào phải trả?", "Tòa án ở đâu?", "Ai được xem?", "Lãi bao nhiêu?", "Nợ xấu là gì?", "khoản vay quá hạn"),
    "th": ("จะถูกฟ้องไหม", "เจรจาอย่างไร", "ทำไมถูกฟ้อง", "ต้องจ่ายเมื่อไหร่", "ศาลอยู่ที่ไหน", "ใครดูได้", "ดอกเบี้ยเท่าไหร่", "หมายศาลคืออะไร", "หนี้ค้างชำระ"),
    "hi": ("क्या बैंक मुकदमा करेगा?", "बातचीत कैसे करें?", "मुकदमा क्यों हुआ?", "भुगतान कब करना है?", "अदालत कहाँ है?", "इसे कौन देखेगा?", "ब्याज कितना है?", "समन का अर्थ", "ऋण बकाया"),
    "tr": ("Beni dava ederler mi?", "Nasıl anlaşırım?", "Neden dava açıldı?", "Ne zaman öderim?", "Mahkeme nerede?", "Kim görebilir?", "Faiz ne kadar?", "Temerrüt nedir?", "gecikmiş kredi"),
    "el": ("Μπορούν να με μηνύσουν;", "Πώς διαπραγματεύομαι;", "Γιατί με μηνύουν;", "Πότε πληρώνω;", "Πού είναι το δικαστήριο;", "Ποιος το βλέπει;", "Πόσο κοστίζει;", "Τι είναι η κλήτευση;", "ληξιπρόθεσμο δάνειο"),
    "ro": ("Pot fi dat în judecată?", "Cum negociez?", "De ce am fost dat în judecată?", "Când plătesc?", "Unde este tribunalul?", "Cine poate vedea?", "Cât costă?", "Ce este o citație?", "credit restant"),
}  # fmt: skip
ORDER = (
    QuestionType.YES_NO, QuestionType.HOW, QuestionType.WHY, QuestionType.WHEN, QuestionType.WHERE, QuestionType.WHO,
    QuestionType.HOW_MUCH, QuestionType.DEFINITION, QuestionType.STATEMENT,
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [(code, text, kind) for code, texts in TYPES.items() for text, kind in zip(texts, ORDER, strict=True)],
)
def test_the_type_of_a_question_in_every_language(code: str, text: str, kind: QuestionType) -> None:
    """The words that ask tell what kind of answer is wanted, in seventeen languages."""
    assert understand(text, code).type is kind
