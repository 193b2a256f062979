"""The contract of every language of the table, on samples and on random text; and that the documentation lists each."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import BORDER, Term, grams, word_form, words
from index.answers import QuestionType
from index.languages.normalization import fold, normalize
from index.languages.stemming import ENDINGS, PARTICLES, SNOWBALL
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
    assert row.stemmer in SNOWBALL | {PARTICLES, ENDINGS, ""}, f"{row.stemmer!r} is no stemmer. {_advice(code)}"
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
    "ca": ("Em poden demandar?", "Com es negocia?", "Per què em demanden?", "Quan he de pagar?", "On és el jutjat?", "Qui ho pot veure?", "Quant costa?", "Què és una citació?", "préstec vençut"),
    "nl": ("Mogen ze mij dagvaarden?", "Hoe onderhandel ik?", "Waarom word ik gedagvaard?", "Wanneer moet ik betalen?", "Waar is de rechtbank?", "Wie mag het zien?", "Hoeveel kost het?", "Wat is een dagvaarding?", "lening achterstallig"),
    "id": ("Apakah saya bisa digugat?", "Bagaimana bernegosiasi?", "Mengapa saya digugat?", "Kapan harus bayar?", "Di mana pengadilannya?", "Siapa yang bisa melihat?", "Berapa biayanya?", "Apa itu surat panggilan?", "pinjaman menunggak"),
    "pl": ("Czy mogą mnie pozwać?", "Jak negocjować?", "Dlaczego mnie pozwali?", "Kiedy muszę zapłacić?", "Gdzie jest sąd?", "Kto to widzi?", "Ile to kosztuje?", "Co to jest wezwanie?", "zaległa pożyczka"),
    "uk": ("Чи можуть подати до суду?", "Як домовитися?", "Чому подали до суду?", "Коли платити?", "Де суд?", "Хто це бачить?", "Скільки коштує?", "Що таке повістка?", "прострочена позика"),
    "sv": ("Kan de stämma mig?", "Hur förhandlar jag?", "Varför blev jag stämd?", "När ska jag betala?", "Var ligger domstolen?", "Vem kan se det?", "Hur mycket kostar det?", "Vad är en kallelse?", "obetalt lån"),
    "hu": ("Beperelhetnek?", "Hogyan tárgyaljak?", "Miért pereltek be?", "Mikor kell fizetni?", "Hol van a bíróság?", "Ki láthatja?", "Mennyibe kerül?", "Mi az idézés?", "lejárt kölcsön"),
    "fa": ("آیا می‌توانند شکایت کنند؟", "چگونه مذاکره کنم؟", "چرا شکایت کردند؟", "چه زمانی باید بپردازم؟", "دادگاه کجاست؟", "چه کسی می‌بیند؟", "هزینه چقدر است؟", "احضاریه چیست؟", "وام معوق"),
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
    """The words that ask tell what kind of answer is wanted, in every language that has patterns."""
    assert understand(text, code).type is kind


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("zh", "去派出所要说些什么", QuestionType.STATEMENT),
        ("zh", "哪些材料能证明收入", QuestionType.STATEMENT),
        ("zh", "判决书是哪一年寄来的", QuestionType.WHEN),
        ("zh", "要去哪个部门投诉", QuestionType.WHERE),
        ("en", "What if they phone when I am at work?", QuestionType.STATEMENT),
        ("en", "the shop where you work", QuestionType.STATEMENT),
        ("en", "I am a student, can I still apply?", QuestionType.YES_NO),
        ("es", "¿Qué hace el banco cuando cierran la cuenta?", QuestionType.STATEMENT),
        ("es", "¿El banco llama a mi jefe?", QuestionType.YES_NO),
        ("fr", "Perd-on sa maison quand on divorce ?", QuestionType.YES_NO),
        ("fr", "une banque qui refuse tout", QuestionType.STATEMENT),
        ("de", "Meldet die Bank das jedem?", QuestionType.YES_NO),
        ("de", "Woher weiß ich, ob das stimmt?", QuestionType.HOW),
        ("nl", "Krijgen we uitstel?", QuestionType.YES_NO),
        ("it", "La banca lo dice a mia moglie?", QuestionType.YES_NO),
        ("pt", "o dia em que a loja fecha", QuestionType.STATEMENT),
        ("ro", "De unde știu cât datorez?", QuestionType.HOW_MUCH),
        ("ro", "De unde știu dacă e adevărat?", QuestionType.HOW),
        ("ca", "El banc truca a la feina?", QuestionType.YES_NO),
        ("ru", "Что делать, когда звонят на работу?", QuestionType.HOW),
        ("vi", "Ai mượn tiền cũng phải ký giấy à?", QuestionType.YES_NO),
        ("ja", "何か月かかりますか", QuestionType.HOW_MUCH),
        ("ja", "保証人になることは断れますか", QuestionType.YES_NO),
        ("ko", "집을 잃게 될까요?", QuestionType.YES_NO),
        ("hi", "मैं छात्र हूँ, क्या मुझे ऋण मिलेगा?", QuestionType.YES_NO),
        ("ar", "أنا طالب فهل أحصل على قرض؟", QuestionType.YES_NO),
    ],
)
def test_clauses_that_ask_nothing_do_not_give_the_type(code: str, text: str, kind: QuestionType) -> None:
    """Conjunctions, relative pronouns and particles that look like question words; questions that have none of these."""
    assert understand(text, code).type is kind


@pytest.mark.parametrize(
    ("code", "text", "kept"),
    [
        ("en", "What happens if I shouldn't pay?", ("pay",)),
        ("en", "what happens", ("what", "happens")),
        ("de", "Was passiert, wenn ich kündige?", ("kündige",)),
        ("es", "¿Qué pasa si lo pierdo?", ("pierdo",)),
        ("fr", "Qu'est-ce qu'elle signe ?", ("signe",)),
        ("ca", "Què em passa si m'acomiaden?", ("m'acomiaden",)),
        ("tr", "İmzalamazsam ne olur?", ("i̇mzalamazsam",)),
        ("zh", "我一直只欠一块钱", ("欠", "一块钱")),
    ],
)
def test_words_that_only_ask_are_left_out(code: str, text: str, kept: tuple[str, ...]) -> None:
    """Contracted and elided forms too, and phrases whose words mean something elsewhere; never all words of a question."""
    assert understand(text, code).shown == kept


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("ca", "l'advocat", "advocat"),
        ("ca", "m’ajuda", "ajuda"),
        ("ar", "والمحكمة", "محكمة"),
        ("ar", "فبالقرض", "قرض"),
        ("ar", "للمحكمة", "المحكمة"),
        ("ru", "повесткой", "повестка"),
        ("ru", "платёж", "платеж"),
        ("uk", "боргом", "борги"),
        ("uk", "кредитної", "кредитний"),
    ],
)
def test_forms_of_one_word_meet(code: str, one: str, other: str) -> None:
    """Particles written with a word, and endings after й, do not keep a question from its passage."""
    assert word_form(one, code) == word_form(other, code)


@pytest.mark.parametrize("word", ["والد", "فال"])
def test_short_arabic_words_keep_their_first_letter(word: str) -> None:
    """What looks like *and* or *so* with an article is a letter of the word where too little would remain."""
    assert word_form(word, "ar") == normalize(word)
