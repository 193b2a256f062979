"""What corpus.language promises: codes, mixed text, normal forms, speed, threads, and the quality on ../shared/eval."""

import json
import subprocess
import sys
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.language import LANGUAGES, UNDETERMINED, chinese_script, identify, language_of

EVAL = Path(__file__).resolve().parents[3] / "shared" / "eval"

# A question, a statement and a short question in every language.
SENTENCES = """\
ar هل يمكن للبنك أن يقاضيني إذا تأخرت عن السداد؟
ar تُحسب الفائدة كل يوم على المبلغ المتبقي.
ar كيف أسدد القرض؟
bg Може ли банката да ме съди, ако закъснея с вноската?
bg Лихвата се изчислява всеки ден върху остатъка.
bg Как се връща заем?
bn ঋণ শোধ না করলে ব্যাংক কি মামলা করবে?
bn বাকি টাকার উপর প্রতিদিন সুদ হিসাব করা হয়।
bn ঋণ কীভাবে শোধ করব?
ca Em pot demandar el banc si no pago el préstec a temps?
ca Els interessos es calculen cada dia sobre el que queda per pagar.
ca Quan s'ha de pagar?
cs Může mě banka žalovat, když nesplatím půjčku včas?
cs Úrok se počítá každý den ze zbývající částky.
cs Kdy musím zaplatit?
da Kan banken sagsøge mig, hvis jeg ikke betaler lånet til tiden?
da Renten beregnes hver dag af det resterende beløb.
da Hvornår skal jeg betale?
de Kann mich die Bank verklagen, wenn ich den Kredit nicht zurückzahle?
de Die Zinsen werden täglich auf den Restbetrag berechnet.
de Wann muss ich zahlen?
el Μπορεί η τράπεζα να με μηνύσει αν καθυστερήσω;
el Ο τόκος υπολογίζεται κάθε μέρα στο υπόλοιπο ποσό.
el Πότε πληρώνω;
en Will the bank sue me if I do not repay the loan in time?
en Interest is charged every day on the amount outstanding.
en When is payment due?
es ¿Puede el banco demandarme si no pago el préstamo a tiempo?
es Los intereses se calculan cada día sobre el saldo pendiente.
es ¿Cuándo debo pagar?
et Kas pank võib mind kohtusse kaevata, kui ma laenu õigel ajal tagasi ei maksa?
et Intressi arvutatakse iga päev järelejäänud summalt.
et Millal ma pean maksma?
fa اگر وام را به موقع پرداخت نکنم، بانک از من شکایت می‌کند؟
fa سود هر روز بر اساس مبلغ باقی‌مانده محاسبه می‌شود.
fa چگونه وام را پرداخت کنم؟
fi Voiko pankki haastaa minut oikeuteen, jos en maksa lainaa ajoissa?
fi Korko lasketaan joka päivä jäljellä olevasta summasta.
fi Milloin pitää maksaa?
fr La banque peut-elle me poursuivre si je ne rembourse pas le prêt à temps ?
fr Les intérêts sont calculés chaque jour sur le montant restant.
fr Quand dois-je payer ?
he האם הבנק יכול לתבוע אותי אם לא אחזיר את ההלוואה?
he הריבית מחושבת כל יום על היתרה.
he מתי צריך לשלם?
hi अगर मैं समय पर कर्ज़ नहीं चुकाऊँ तो क्या बैंक मुझ पर मुकदमा करेगा?
hi ब्याज हर दिन बची हुई रकम पर लगाया जाता है।
hi भुगतान कब करना है?
hr Može li me banka tužiti ako ne vratim kredit na vrijeme?
hr Kamate se obračunavaju svaki dan na preostali iznos.
hr Kada moram platiti?
hu Beperelhet a bank, ha nem fizetem vissza időben a hitelt?
hu A kamatot minden nap a fennmaradó összegre számítják.
hu Mikor kell fizetni?
hy Կարո՞ղ է բանկն ինձ դատի տալ, եթե ուշացնեմ վճարումը։
hy Տոկոսը հաշվարկվում է ամեն օր։
hy Ե՞րբ պետք է վճարել։
id Apakah bank bisa menuntut saya kalau saya tidak membayar pinjaman tepat waktu?
id Bunga dihitung setiap hari dari sisa pinjaman.
id Kapan saya harus membayar?
it La banca può farmi causa se non restituisco il prestito in tempo?
it Gli interessi si calcolano ogni giorno sull'importo residuo.
it Quando devo pagare?
ja 返済が遅れたら銀行に訴えられますか？
ja 利息は残高に対して毎日計算されます。
ja 東京都電話番号検索
ka შეუძლია ბანკს მიჩივლოს, თუ სესხს დროულად არ დავაბრუნებ?
ka პროცენტი ყოველდღე ირიცხება.
ka როდის უნდა გადავიხადო?
km តើធនាគារអាចប្តឹងខ្ញុំបានទេ បើខ្ញុំមិនសងប្រាក់កម្ចី?
km ការប្រាក់ត្រូវបានគណនារាល់ថ្ងៃ។
km ត្រូវបង់ប្រាក់ពេលណា?
ko 대출을 제때 갚지 않으면 은행이 소송을 제기하나요?
ko 이자는 남은 금액에 대해 매일 계산됩니다.
ko 언제 갚아야 하나요?
lo ທະນາຄານຈະຟ້ອງຂ້ອຍບໍ ຖ້າຂ້ອຍບໍ່ຈ່າຍເງິນກູ້?
lo ດອກເບ້ຍຄິດໄລ່ທຸກມື້.
lo ຕ້ອງຈ່າຍເມື່ອໃດ?
lt Ar bankas gali paduoti mane į teismą, jei laiku negrąžinsiu paskolos?
lt Palūkanos skaičiuojamos kiekvieną dieną nuo likusios sumos.
lt Kada reikia mokėti?
lv Vai banka var mani iesūdzēt tiesā, ja es laikus neatmaksāju aizdevumu?
lv Procentus aprēķina katru dienu no atlikušās summas.
lv Kad man ir jāmaksā?
mr मी वेळेवर कर्ज फेडले नाही तर बँक माझ्यावर खटला भरेल का?
mr उरलेल्या रकमेवर दररोज व्याज आकारले जाते.
mr पैसे कधी भरायचे आहेत?
my ချေးငွေ ပြန်မဆပ်ရင် ဘဏ်က တရားစွဲမလား။
my အတိုးကို နေ့တိုင်း တွက်ပါတယ်။
my ဘယ်တော့ ပေးရမလဲ။
ne मैले समयमा ऋण तिरिनँ भने के बैंकले मलाई मुद्दा हाल्छ?
ne बाँकी रकममा हरेक दिन ब्याज जोडिन्छ र यो बढ्दै जान्छ।
ne पैसा कहिले तिर्नु पर्छ?
nl Kan de bank mij aanklagen als ik de lening niet op tijd terugbetaal?
nl De rente wordt elke dag berekend over het resterende bedrag.
nl Wanneer moet ik betalen?
no Kan banken saksøke meg hvis jeg ikke betaler tilbake lånet i tide?
no Renten regnes ut hver dag av beløpet som gjenstår.
no Hva må jeg gjøre nå?
pl Czy bank może mnie pozwać, jeśli nie spłacę kredytu na czas?
pl Odsetki są naliczane codziennie od pozostałej kwoty.
pl Kiedy muszę zapłacić?
pt O banco pode me processar se eu não pagar o empréstimo em dia?
pt Os juros são calculados todos os dias sobre o valor restante.
pt Quando devo pagar?
ro Poate banca să mă dea în judecată dacă nu plătesc la timp?
ro Dobânda se calculează în fiecare zi la suma rămasă.
ro Când trebuie să plătesc?
ru Может ли банк подать на меня в суд, если я не верну кредит вовремя?
ru Проценты начисляются каждый день на остаток долга.
ru Когда нужно платить?
sk Môže ma banka žalovať, ak nesplatím pôžičku načas?
sk Úrok sa počíta každý deň zo zostávajúcej sumy.
sk Kedy musím zaplatiť?
sl Ali me lahko banka toži, če posojila ne vrnem pravočasno?
sl Obresti se obračunavajo vsak dan od preostalega zneska.
sl Kdaj moram plačati?
sr Да ли ће ме банка тужити ако не вратим позајмљени новац на време?
sr Камата се обрачунава сваког дана на преостали износ.
sr Када треба да платим?
sv Kan banken stämma mig om jag inte betalar tillbaka lånet i tid?
sv Räntan beräknas varje dag på det belopp som återstår.
sv När måste jag betala?
ta கடனைத் திருப்பிச் செலுத்தாவிட்டால் வங்கி வழக்கு தொடருமா?
ta வட்டி தினமும் கணக்கிடப்படுகிறது.
ta எப்போது செலுத்த வேண்டும்?
te అప్పు తిరిగి చెల్లించకపోతే బ్యాంకు నాపై కేసు వేస్తుందా?
te వడ్డీ ప్రతి రోజు లెక్కిస్తారు.
te ఎప్పుడు చెల్లించాలి?
th ถ้าฉันไม่ชำระเงินกู้ตรงเวลา ธนาคารจะฟ้องฉันไหม
th ดอกเบี้ยคิดทุกวันจากยอดคงเหลือ
th ต้องจ่ายเมื่อไร
tl Pwede ba akong kasuhan ng bangko kapag hindi ko nabayaran ang utang?
tl Ang interes ay kinukuwenta araw-araw sa natitirang halaga.
tl Kailan ako dapat magbayad?
tr Krediyi zamanında ödemezsem banka bana dava açar mı?
tr Faiz kalan tutar üzerinden her gün hesaplanır.
tr Ne zaman ödemeliyim?
uk Чи може банк подати на мене до суду, якщо я не поверну кредит?
uk Відсотки нараховуються щодня на залишок боргу.
uk Коли треба платити?
ur اگر میں وقت پر قرض ادا نہ کروں تو کیا بینک مجھ پر مقدمہ کرے گا؟
ur سود ہر روز باقی رقم پر لگایا جاتا ہے۔
ur ادائیگی کب کرنی ہے؟
vi Ngân hàng có kiện tôi nếu tôi không trả nợ đúng hạn không?
vi Tiền lãi được tính hằng ngày trên số tiền còn lại.
vi Khi nào phải trả tiền?
zh 逾期不还银行会不会起诉我？
zh 利息按剩餘本金每天計算。
zh 怎么还款
"""
SAMPLES = [(line[:2], line[3:]) for line in SENTENCES.splitlines()]


def test_every_language_has_samples() -> None:
    """A language that is added comes with sentences of its own."""
    assert {code for code, _ in SAMPLES} == LANGUAGES


@pytest.mark.parametrize(("code", "sentence"), SAMPLES)
def test_a_sentence_is_told(code: str, sentence: str) -> None:
    """Every sample sentence gets its language, with a confidence that is a share."""
    guess = identify(sentence)
    assert guess.code == code, f"{sentence!r} is {code}, not {guess}: look at its function words and its script"
    assert 0 < guess.confidence <= 1


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("zh", "iPhone 分期怎么还"),
        ("zh", "iPhone 15 Pro Max 分期付款"),
        ("zh", "C++ 怎么学"),
        ("zh", "wifi 密码"),
        ("zh", "《The Lord of the Rings》的导演是谁"),
        ("zh", "python 排序"),
        ("zh", "A股开户"),
        ("zh", "奈雪の茶怎么加盟"),
        ("zh", "ㄋㄧˇ ㄏㄠˇ"),
        ("zh", "https://www.example.com/loans/overdue?page=2 逾期怎么办"),
        ("zh", "me@example.com 收不到验证码"),
        ("en", "Will 微粒贷 sue me?"),
        ("en", "Will 招商银行信用卡 sue me?"),
        ("en", "what is 微粒贷"),
        ("en", "Who is Владимир Путин?"),
        ("en", "Who is 이순신?"),
        ("es", "¿Qué es 微粒贷?"),
        ("de", "Kann ich mit Alipay (支付宝) zahlen?"),
        ("ru", "Что такое machine learning"),
        ("hi", "iPhone की कीमत"),
        ("ko", "iPhone 가격"),
        ("ja", "微粒貸とは"),
    ],
)
def test_the_sentence_counts_not_the_names_in_it(code: str, text: str) -> None:
    """A product, a person or an address in another script does not change the language of the question."""
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "bank"),
        ("en", "credit card"),
        ("en", "ATM"),
        ("zh", "信用卡"),
        ("zh", "微粒贷"),
        ("tr", "kredi kartı"),
    ],
)
def test_a_word_or_two_get_the_likeliest_language(code: str, text: str) -> None:
    """Where there is next to nothing to go by, Latin letters are English and Han characters Chinese."""
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ru", "У меня маленький долг, могут ли судиться?"),
        ("ru", "Посадят ли меня за долги?"),
        ("ru", "просроченный кредит"),
        ("ru", "мой долг растёт"),
        ("uk", "Чи посадять мене за борги?"),
        ("uk", "мій борг зростає"),
        ("bg", "Ще ме съдят ли за дълга?"),
        ("sr", "Хоће ли ме тужити због дуга?"),
        ("hi", "गलत प्रविष्टि को चुनौती"),
        ("hi", "बकाया ऋण का भुगतान"),
        ("ne", "ऋण तिर्न सकिनँ भने के हुन्छ?"),
    ],
)
def test_short_questions_are_told_from_those_of_neighbours(code: str, text: str) -> None:
    """Of languages that share a script, pronouns, modal verbs and letters of their own tell which it is."""
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", " \n\t", "12345 ?!", "😀👍", "\x00", "\ud800", "ગુજરાતી ભાષા", "ሰላም ነው"])
def test_nothing_to_tell_is_undetermined(text: str) -> None:
    """Text without letters or in a script of no supported language is "und", or the caller's default."""
    guess = identify(text)
    assert (guess.code, guess.confidence) == (UNDETERMINED, 0.0)
    assert language_of(text, "zh") == "zh"


@pytest.mark.parametrize("text", ["weilidai hui qisu ma", "weilidai yuqi le zenme ban", "bank", "kredit"])
def test_pinyin_and_single_words_are_not_trusted(text: str) -> None:
    """Latin letters of no known language, and words that many languages share, get a low confidence."""
    assert identify(text).confidence < 0.4 < identify("Will the bank sue me?").confidence


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("Hans", "微粒贷会起诉吗"),
        ("Hant", "微粒貸會起訴嗎"),
        ("Hans", "會起诉吗这样"),
        ("", "信用卡"),
        ("", "loan"),
        ("", ""),
    ],
)
def test_chinese_script(script: str, text: str) -> None:
    """The script is the one most of the telling characters belong to."""
    assert chinese_script(text) == script


def test_full_width_and_upper_case() -> None:
    """Forms of letters that only look different do not matter."""
    assert {language_of(t) for t in ("WILL THE BANK SUE ME", "Ｗｉｌｌ ｔｈｅ ｂａｎｋ ｓｕｅ ｍｅ")} == {"en"}


@given(st.text() | st.text(st.characters(codec=None)) | st.sampled_from([sentence for _, sentence in SAMPLES]))
@settings(deadline=None)
def test_any_text_has_an_answer(text: str) -> None:
    """Any text, lone surrogates included, gets a known code and a confidence of 0-1, the same in NFC and NFD."""
    guess = identify(text)
    assert guess.code in LANGUAGES | {UNDETERMINED}
    assert 0 <= guess.confidence <= 1
    assert chinese_script(text) in {"Hans", "Hant", ""}
    assert identify(unicodedata.normalize("NFC", text)) == guess
    assert identify(unicodedata.normalize("NFD", text)) == guess


def test_threads_agree() -> None:
    """Eight threads at once get what one gets."""
    alone = [identify(sentence) for _, sentence in SAMPLES]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(identify, chain.from_iterable(([sentence for _, sentence in SAMPLES],) * 5)))
    assert together == alone * 5


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "www." * 250_000, "a@" * 500_000, "逾期" * 500_000, "\u0301" * 1_000_000],
)
def test_a_long_text_takes_no_longer(text: str) -> None:
    """A million characters are judged by a sample: in far less than the second that a quadratic search would take."""
    identify("warm up")
    start = time.perf_counter()
    identify(text)
    assert time.perf_counter() - start < 0.5


def test_import_loads_no_model() -> None:
    """Importing the module loads neither numpy nor the model; Chinese questions never need them."""
    code = (
        "import sys; from corpus.language import language_of; assert language_of('逾期怎么办') == 'zh';"
        "assert not {'numpy', 'py3langid'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).resolve().parents[2], timeout=60)


def test_a_question_takes_at_most_a_millisecond() -> None:
    """The mean over the sample sentences; about 0.06 ms on a desktop core."""
    identify("warm up")
    start = time.perf_counter()
    for _, sentence in SAMPLES:
        identify(sentence)
    assert (time.perf_counter() - start) / len(SAMPLES) < 0.001


def sample(folder: Path, name: str, most: int) -> list[dict[str, str]]:
    """Read every n-th row, so that at most ``most`` are read."""
    rows = (folder / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(row) for row in rows[:: -(-len(rows) // most)]]


@pytest.mark.parametrize("code", ["ar", "de", "el", "en", "es", "hi", "ro", "ru", "th", "tr", "vi", "zh"])
@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl"])
def test_quality_on_xquad(code: str, name: str) -> None:
    """At least 99 % of the passages and of the questions get their language."""
    folder = EVAL / f"xquad-{code}"
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent")
    rows = sample(folder, name, 400)
    wrong = [row["text"] for row in rows if language_of(row["text"]) != code]
    assert len(wrong) <= 0.01 * len(rows), wrong


@pytest.mark.parametrize(
    ("folder_name", "code"),
    [("jsquad-valid", "ja"), ("tydiqa-goldp-ko", "ko"), ("drcd-dev", "zh"), ("stard-small", "zh")],
)
def test_quality_on_east_asian_sets(folder_name: str, code: str) -> None:
    """At least 99 % of Japanese, Korean, Traditional and legal Chinese texts get their language."""
    folder = EVAL / folder_name
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent")
    rows = sample(folder, "corpus.jsonl", 400) + sample(folder, "queries.jsonl", 1000)
    wrong = [row["text"] for row in rows if language_of(row["text"]) != code]
    assert len(wrong) <= 0.01 * len(rows), wrong
