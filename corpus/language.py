"""Text -> language code: scripts are counted first, statistics decide only between languages that share a script.

Hangul, kana and the scripts of a single language name it by themselves. Han text without kana is told by the national
character sets that hold its characters. Latin, Cyrillic, Arabic and Devanagari text is ranked among the languages of
its script by py3langid's naive Bayes model, helped by function words, which short questions are full of.
"""

import math
import re
import threading
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

UNDETERMINED: Final = "und"  # ISO 639-2 for "no language can be told"

_CANDIDATES: Final = {
    "arabic": ("ar", "fa", "ur"),
    "cyrillic": ("bg", "ru", "sr", "uk"),
    "devanagari": ("hi", "mr", "ne"),
    "latin": (
        *("ca", "cs", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nl"),
        *("no", "pl", "pt", "ro", "sk", "sl", "sv", "tl", "tr", "vi"),
    ),
}
# Named by a script of their own.
_ALONE: Final = frozenset({"bn", "el", "he", "hy", "ka", "km", "lo", "my", "ta", "te", "th"})
LANGUAGES: Final = frozenset({"ja", "ko", "zh"}.union(_ALONE, *_CANDIDATES.values()))

# Question words and the commonest function words. A word of two languages helps both equally.
_FUNCTION_WORDS: Final = {
    code: frozenset(words.split())
    for code, words in {
        "ar": "ما ماذا من أين متى كيف لماذا هل كم هو هي في على إلى التي الذي",
        "fa": "چه چرا کجا کی چگونه چطور آیا چند است را که در از این می",
        "ur": "کیا کیوں کہاں کب کیسے کون کتنا ہے ہیں کا کی کے میں نے سے اور",
        "bg": "какво къде кога как защо кой коя кои колко е са ще се да на от ли и в не за с до по ако или ме ми мен"
        " мога може могат аз го ги съм",
        "ru": "что где когда как почему кто какой какая какие сколько это не в на из и или ли был была у с за до по"
        " от о если меня мне мной мой моя мои"
        " мою я мы вы нас вам его её он она они может могут могу можно нужно надо будет будут бы",
        "sr": "шта где када како зашто ко који која колико је су ће се да на из и ли у не за с до по од ако или ме ми"
        " мене ја сам могу може",
        "uk": "що де коли як чому хто який яка які скільки це не в у на із з та і чи був була за до по від про якщо"
        " або мене мені мій моя мої"
        " мою я ми ви нас вам його її він вона вони може можуть можу можна треба буде будуть би",
        "hi": "क्या क्यों कहाँ कहां कब कैसे कौन कितना कितने किस किसने है हैं था थे थी का की के को ने में से और",
        "mr": "काय का कुठे केव्हा कधी कसे कोण किती आहे आहेत होते होता होती ने मध्ये आणि माझे",
        "ne": "के किन कहाँ कहिले कसरी कसले कति छ छन् हो थियो को का मा ले बाट र मेरो",
        "ca": "què qui quan on com quin quina quants és són el la els les de del i amb per em l d",
        "cs": "co kdo kdy kde jak proč který která kolik je jsou byl se v na z a",
        "da": "hvad hvem hvornår hvor hvordan hvorfor hvilken hvilket er var den det en et og af på til",
        "de": "was wer wem wen wann wo wie warum welche ist sind der die das ein eine und von mit ich mich nicht",
        "en": "what who when where how why which is are was did does do will can i me my you it to the a an of in and",
        "es": "qué quién cuándo dónde cómo por cuál cuáles cuánto es son el la los las de del y en un una me mi si no",
        "et": "mis kes millal kus kuidas miks milline mitu kui on oli ja ei see mida",
        "fi": "mikä mitä kuka milloin missä miten miksi kuinka moni on oli ja ei se onko",
        "fr": "que qui quand où comment pourquoi quel combien est sont le la les un une des du de et en l d c n",
        "hr": "što tko kada gdje kako zašto koji koja koliko je su će se da na iz i li",
        "hu": "mi ki mit mikor hol hogyan miért melyik hány mennyi a az és van volt nem egy",
        "id": "apa siapa kapan mana bagaimana mengapa kenapa berapa apakah adalah yang di dan dari untuk ini itu",
        "it": "che cosa chi quando dove come perché quale quanto è sono il lo la gli le di del e in un una non l d c",
        "lt": "kas kada kur kaip kodėl koks kokia kuris kiek yra buvo ir iš į ar",
        "lv": "kas kad kur kā kāpēc kāds kāda kurš cik ir bija un no ar uz vai",
        "nl": "wat wie wanneer waar hoe waarom welke welk hoeveel is zijn was de het een en van op met",
        "no": "hva hvem når hvor hvordan hvorfor hvilken hvilket er var den det en et og av på til",
        "pl": "co kto kiedy gdzie jak dlaczego który która które ile jest są był czy się w na z i",
        "pt": "que quem quando onde como porquê qual quais quanto quantos é são o a os as de do da em um uma e me não",
        "ro": "ce cine când unde cum de care cât câți câte este sunt era a al ale și în la pe un o din",
        "sk": "čo kto kedy kde ako prečo ktorý ktorá koľko je sú bol sa v na z a",
        "sl": "kaj kdo kdaj kje kako zakaj kateri katera koliko je so bil se v na iz in ali",
        "sv": "vad vem när var hur varför vilken vilket är den det en ett och av på till",
        "tl": "ano sino kailan saan paano bakit alin ilan ang ng mga sa na ay ba ko",
        "tr": "ne kim kimin nerede nereye nasıl neden niçin hangi kaç nedir kimdir mi mı mu mü ve bir bu için ile olan",
        "vi": "gì ai khi nào đâu thế tại sao bao nhiêu là có không được của và những các một cái nơi đã ở",
    }.items()
}
_SENTENCE_WORDS: Final = {
    script: frozenset().union(*(_FUNCTION_WORDS[code] for code in codes)) for script, codes in _CANDIDATES.items()
}
_FUNCTION_WORD: Final = 6.0  # nats for each; 6 to 15 are equally good on whole questions, 3 to 10 on their first three words

# Letters that a language does not write: a word with one is a word of its neighbours.
_FOREIGN_LETTERS: Final = {
    code: frozenset(letters)
    for code, letters in {"bg": "ыэёіїєґўјљњћђџ", "ru": "іїєґўјљњћђџ", "sr": "йщъыьэюяёіїєґў", "uk": "ыэъёўјљњћђџ"}.items()
}
_FOREIGN_WORD: Final = 6.0  # nats against it for each such word, as many as a function word speaks for it

# Nats for the language that most texts of a script are in; it decides where one or two words say little.
_PRIOR: Final = {"en": 1.0, "hi": 12.0, "ru": 2.5}
_ENGLISH_WORD: Final = 4.0  # more nats for English, divided among the words of a text in plain ASCII

# One unit is a Han character's share of a sentence. Scripts that write spaces count words, the others count letters.
_LETTER_UNITS: Final = {"han": 1.0, "kana": 1.0, "hangul": 0.7, "th": 0.4, "lo": 0.4, "km": 0.4, "my": 0.4}
_WORD_UNITS: Final = 1.5
_SENTENCE_UNITS: Final = 2.5  # a function word, or a function character of Chinese, is rarely a name
_LOWER_UNITS: Final = 2.0
_NAME_UNITS: Final = 1.0  # a capital often means a product name inside a sentence of another language
_CASED: Final = frozenset({"latin", "cyrillic", "el", "hy"})

_LATIN: Final = r"A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
_SCRIPTS: Final = re.compile(
    rf"(?P<latin>[{_LATIN}][{_LATIN}\u0300-\u036f]*)"
    r"|(?P<han>[\u3007\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+)"
    r"|(?P<kana>[\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff]+)"
    r"|(?P<hangul>[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]+)"
    r"|(?P<cyrillic>[\u0400-\u052f]+)"
    r"|(?P<arabic>[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f]+)"
    r"|(?P<devanagari>[\u0900-\u0963\u0971-\u097f]+)|(?P<bn>[\u0980-\u09e3\u09f0\u09f1]+)"
    r"|(?P<el>[\u0370-\u03ff\u1f00-\u1fff]+)|(?P<he>[\u0590-\u05ff]+)|(?P<hy>[\u0531-\u0587]+)"
    r"|(?P<ka>[\u10a0-\u10ff\u1c90-\u1cbf]+)|(?P<km>[\u1780-\u17d3]+)|(?P<lo>[\u0e81-\u0ecd\u0edc-\u0edf]+)"
    r"|(?P<my>[\u1000-\u103f]+)|(?P<ta>[\u0b82-\u0bd7]+)|(?P<te>[\u0c00-\u0c63]+)|(?P<th>[\u0e01-\u0e4e]+)"
    r"|(?P<other>[^\W\d_]+)"
)
_ADDRESS: Final = re.compile(r"(?:[a-z]{2,12}://|www\.)[!-~]+|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+", re.IGNORECASE | re.ASCII)

# Characters of a Chinese sentence: Han characters without any, among Latin words, are a name in another language's.
_CHINESE_FUNCTION: Final = re.compile("[的是了在有不会會吗嗎呢么麼怎如何能可以要我你他她为為什哪谁誰多几幾和与與被把吧]")
_NAME_SHARE: Final = 0.5  # what is left of the weight of such a name

# Python's names of the national character sets: each country's everyday characters, in two bytes each.
_SIMPLIFIED_SET: Final = "gb2312"
_TRADITIONAL_SET: Final = "cp950"
_JAPANESE_SET: Final = "shift_jis"

# Japanese from this share of kana on, whatever the Han characters are: Chinese text quotes names, measured under 0.09.
_KANA_SURE: Final = 0.15

_SAMPLE: Final = 1500  # code points taken from the start, the middle and the end of a longer text
_LOADING: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A language code of ``LANGUAGES``, or ``"und"``; ``confidence`` is 0-1, the share of the evidence that agrees."""

    code: str
    confidence: float


def identify(text: str) -> LanguageGuess:
    """Tell the language of ``text``: the language of its sentence, not of the names in it.

    The text is judged in compatibility form (NFKC), so the normal form it comes in does not matter; of a text over
    3 x 1,500 code points the start, the middle and the end are judged. Text without letters, or in a script of no
    supported language, is ``"und"`` with confidence 0.
    """
    text = _prepare(text)
    runs = _runs(text)
    units = _units(runs)
    total = sum(units.values())
    if not total:
        return LanguageGuess(UNDETERMINED, 0.0)
    script = max(units, key=units.__getitem__)
    if script == "cjk":
        code, sureness = _chinese_or_japanese(runs)
    elif script in _CANDIDATES:
        words = runs[script]
        code, sureness = _most_likely(script, words, text if len(runs) == 1 else " ".join(words))
    elif script == "other":
        code, sureness = UNDETERMINED, 0.0
    else:
        code, sureness = {"hangul": "ko"}.get(script, script), 1.0
    return LanguageGuess(code, sureness * units[script] / total)


def language_of(text: str, default: str = UNDETERMINED) -> str:
    """Return the code of ``identify(text)``, or ``default`` where no language can be told."""
    code = identify(text).code
    return default if code == UNDETERMINED else code


def chinese_script(text: str) -> str:
    """Return ``"Hans"`` or ``"Hant"``, whichever holds more of the characters, or ``""`` for a tie."""
    han = "".join(_runs(_prepare(text))["han"])
    beyond_simplified, beyond_traditional = _beyond(han, _SIMPLIFIED_SET), _beyond(han, _TRADITIONAL_SET)
    if beyond_simplified == beyond_traditional:
        return ""
    return "Hans" if beyond_simplified < beyond_traditional else "Hant"


def _prepare(text: str) -> str:
    """Sample a long text, bring it to NFKC, and take out addresses unless they are all there is."""
    if len(text) > 3 * _SAMPLE:
        middle = (len(text) - _SAMPLE) // 2
        text = f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]} {text[-_SAMPLE:]}"
    text = unicodedata.normalize("NFKC", text)
    without = _ADDRESS.sub(" ", text)
    return without if any(map(str.isalpha, without)) else text


def _runs(text: str) -> defaultdict[str, list[str]]:
    """Collect the words of ``text``, or its stretches of letters where a script writes no spaces, by script."""
    runs: defaultdict[str, list[str]] = defaultdict(list)
    for match in _SCRIPTS.finditer(text):
        runs[match.lastgroup or ""].append(match.group())
    return runs


def _units(runs: dict[str, list[str]]) -> dict[str, float]:
    """Weigh the scripts against each other, in units of one Han character; Han and kana count together as ``cjk``."""
    units = {script: _weight(script, words) for script, words in runs.items()}
    han, kana = units.pop("han", 0.0), units.pop("kana", 0.0)
    if han and not kana:
        signs = len(_CHINESE_FUNCTION.findall("".join(runs["han"])))
        han += signs * (_SENTENCE_UNITS - _LETTER_UNITS["han"])
        if not signs and any(_is_function_word("latin", word) for word in runs.get("latin", ())):
            han *= _NAME_SHARE
    return {"cjk": han + kana, **units} if han or kana else units


def _weight(script: str, words: list[str]) -> float:
    if script in _LETTER_UNITS:
        return _LETTER_UNITS[script] * sum(map(len, words))
    rest = [word for word in words if not _is_function_word(script, word)]
    lower = sum(map(str.islower, rest))
    others = (len(rest) - lower) * (_NAME_UNITS if script in _CASED else _WORD_UNITS)
    return _SENTENCE_UNITS * (len(words) - len(rest)) + _LOWER_UNITS * lower + others


def _is_function_word(script: str, word: str) -> bool:
    """Tell whether a word marks a sentence; single letters and capitals (the A of A股, IT) do not."""
    return len(word) > 1 and not word.isupper() and word.lower() in _SENTENCE_WORDS.get(script, ())


def _beyond(han: str, character_set: str) -> int:
    """Count the Han characters that a national two-byte character set does not hold."""
    return len(han) - len(han.encode(character_set, "ignore")) // 2


def _chinese_or_japanese(runs: dict[str, list[str]]) -> tuple[str, float]:
    """Tell Chinese from Japanese: by kana, then by the country whose character set holds the Han characters best.

    A text is written in one script: Simplified text fits GB 2312, Traditional text Big5, Japanese text JIS X 0208.
    Japanese text mixes characters that only one of the Chinese sets has (東 and 学 in 東京大学), so it fits neither.
    A tie is Chinese. Of kana-free Han runs of five and more characters in Wikipedia text, 57 % of the Japanese ones and
    0.1 % of the Chinese ones come out Japanese; with cjclassifier, which loads in 3 s, 94 % and 0.2-0.9 %.
    """
    han, kana = "".join(runs.get("han", ())), sum(map(len, runs.get("kana", ())))
    chinese = min(_beyond(han, _SIMPLIFIED_SET), _beyond(han, _TRADITIONAL_SET))
    japanese = _beyond(han, _JAPANESE_SET)
    if kana >= _KANA_SURE * (kana + len(han)):
        return "ja", 1.0
    margin = abs(chinese - japanese)
    if kana and japanese <= chinese:
        return "ja", _sureness(margin + kana)
    if japanese < chinese:
        return "ja", _sureness(margin)
    return "zh", _sureness(margin + len(_CHINESE_FUNCTION.findall(han)))


def _sureness(signs: int) -> float:
    """Turn a count of telling characters into a confidence: 0.7 without any, 0.85 with one, towards 1 with more."""
    return 1.0 - 0.3 / (1 + signs)


def _most_likely(script: str, words: list[str], text: str) -> tuple[str, float]:
    """Rank the languages of a script by the likelihood of ``text``, whose words of that script are ``words``.

    The confidence is the share of the evidence alone, so that a language told by the prior has little of it.
    """
    likelihoods = dict(_model().rank(f" {text} "))  # the model knows letters at the edges of words by the space
    lowered = [word.lower() for word in words]
    evidence = {code: likelihoods[code] + _signs(code, lowered) for code in _CANDIDATES[script]}
    scores = {code: score + _PRIOR.get(code, 0.0) for code, score in evidence.items()}
    if script == "latin" and all(map(str.isascii, words)):
        scores["en"] += _ENGLISH_WORD / len(words)
    best = max(scores, key=scores.__getitem__)
    # Overlapping letter sequences are no independent evidence, as naive Bayes has it: py3langid divides by sqrt(bytes).
    temperature = math.sqrt(len(text.encode("utf-8", "replace")))
    return best, 1.0 / sum(math.exp((score - evidence[best]) / temperature) for score in evidence.values())


def _signs(code: str, words: list[str]) -> float:
    """Weigh what speaks for a language by its function words, and against it by letters that it does not write, in nats."""
    foreign = _FOREIGN_LETTERS.get(code)
    against = sum(not foreign.isdisjoint(word) for word in words) if foreign else 0
    return _FUNCTION_WORD * sum(map(_FUNCTION_WORDS[code].__contains__, words)) - _FOREIGN_WORD * against


class _Model(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


def _model() -> _Model:
    """Return the shared model, loaded once even when threads ask for it together; ranking changes nothing in it."""
    with _LOADING:
        return _load()


@cache
def _load() -> _Model:
    from py3langid import langid  # noqa: PLC0415 - numpy and the model take 0.8 s and 80 MB: only when first needed

    # An instance of our own: py3langid.set_languages changes the one that the whole process shares.
    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    model.set_languages(frozenset().union(*_CANDIDATES.values()))
    ranking: _Model = model
    return ranking
