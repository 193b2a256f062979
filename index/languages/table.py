"""The language table: code -> Language. Adding a language is adding a row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.answers import QuestionType
from index.languages.normalization import normalize

QuestionPatterns = tuple[tuple[QuestionType, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Language:
    """How a language is analysed.

    ``han_words``: runs of Han characters are segmented into Chinese words; else each character is a term.
    ``ignored``: words left out of a question's terms (normalised as index terms are).
    ``questions``: patterns tried in order on the folded question; the first that matches gives its type.
    """

    code: str
    han_words: bool = True
    ignored: frozenset[str] = frozenset()
    questions: QuestionPatterns = ()


def _words(text: str) -> frozenset[str]:
    return frozenset(map(normalize, text.split()))


def _patterns(**patterns: str) -> QuestionPatterns:
    return tuple((QuestionType(name), re.compile(pattern)) for name, pattern in patterns.items())


CHINESE = Language(
    "zh",
    ignored=_words(
        """的 了 着 过 地 得 吗 呢 吧 啊 呀 么 嘛 哦 啦 呗 是 会 能 要 可 可以 能够 应 应该 需 需要 得 该 有 在 和 与 及 或 或者 以及 并 并且 而 而且
        但 但是 如果 若 假如 因为 所以 因此 就 才 都 也 还 又 再 很 太 更 最 被 把 给 对 对于 关于 从 向 到 由 以 于 为 为了 跟 让 使 将
        这 那 这个 那个 这些 那些 这样 那样 这么 那么 其 之 此 该 某 我 你 您 他 她 它 我们 你们 他们 咱们 自己 人家
        什么 怎么 怎样 怎么样 怎么办 如何 为什么 为何 为啥 啥 咋 咋办 哪 哪里 哪儿 哪些 哪个 谁 几 几个 多少 多久 多长 什么样 何时 何 是否 是不是
        会不会 能不能 可不可以 要不要 有没有 请问 一下 一个 一些 一点 时候 的话 吗 来 去 上 下 里 中 个 种"""
    ),
    questions=_patterns(
        why=r"为什么|为何|为啥|什么原因|怎么会|何以",
        when=r"什么时候|何时|多久|几天|几年|多长时间|哪年|哪天|哪一年|几月|什么时间|期限",
        how_much=r"多少|几(?!乎)|多大|多高|多远|多重",
        where=r"哪里|哪儿|何处|什么地方|哪个(?:国家|城市|地方)",
        who=r"谁|什么人|哪位|何人",
        definition=r"什么是|是什么|什么意思|何谓|何为|指什么|啥意思",
        how=r"怎么|怎样|如何|咋|怎办",
        yes_no=r"吗|是否|是不是|会不会|能不能|可不可以|要不要|有没有|(.)不\1|么[?？]?$",
    ),
)

ENGLISH = Language(
    "en",
    ignored=_words(
        """a an the of to in on at by for with from into about as and or but if so than that this these those it its is are was were be been being
        am do does did have has had will would shall should can could may might must not no i me my we us our you your he him his she her they them
        their there here what which who whom whose when where why how please just also very s t"""
    ),
    questions=_patterns(
        why=r"\bwhy\b|\bfor what reason\b",
        how_much=r"\bhow (?:much|many|long|far|old|big|high|large)\b",
        when=r"\bwhen\b|\bwhat (?:time|date|year|day)\b",
        where=r"\bwhere\b|\b(?:what|which) (?:place|country|city)\b",
        who=r"\bwho(?:m|se)?\b",
        how=r"\bhow\b|\bwhat (?:can|should|must|do) i\b",
        definition=r"\bwhat (?:is|are|does)\b|\bmeaning of\b|\bdefine\b",
        yes_no=r"^(?:will|would|can|could|do|does|did|is|are|was|were|has|have|had|should|may|might|must|am)\b",
    ),
)

JAPANESE = Language(
    "ja",
    han_words=False,
    ignored=_words("の は が を に へ と で も や か ね よ"),
    questions=_patterns(
        why=r"なぜ|何故|どうして",
        when=r"いつ|何(?:年|月|日|時)",
        how_much=r"いくら|いくつ|どれ(?:くらい|ぐらい|ほど)|何(?:人|個|回|円|%)",
        where=r"どこ|何処",
        who=r"誰|だれ",
        how=r"どう(?!して)|どのよう|方法",
        definition=r"とは|って何|何です",
        yes_no=r"か[。?？]?$|の[?？]$",
    ),
)

SPANISH = Language(
    "es",
    ignored=_words(
        """a al ante con de del desde el en entre es esta este esto hay la las le les lo los me mi mis nos o para pero por que se si sin sobre su sus
        te tu un una unas uno unos y ya yo ha han he ser son fue era como cuando donde quien cual cuanto puede pueden puedo"""
    ),
    questions=_patterns(
        why=r"por\s?qu[eé]\b",
        when=r"\bcu[aá]ndo\b|\bqu[eé] (?:a[nñ]o|d[ií]a|fecha)\b",
        how_much=r"\bcu[aá]nt[oa]s?\b",
        where=r"\bd[oó]nde\b",
        who=r"\bqui[eé]n(?:es)?\b",
        how=r"\bc[oó]mo\b|\bqu[eé] (?:hago|debo|puedo)\b",
        definition=r"\bqu[eé] (?:es|son|significa)\b",
        yes_no=r"^¿?\s*(?:me |se |te )?(?:puede|pueden|puedo|es|son|hay|debo|van|va|ser[aá]|tengo)\b",
    ),
)

ARABIC = Language(
    "ar",
    ignored=_words(
        "في من على الى إلى عن مع هل ما ماذا متى اين أين كيف لماذا من هو هي هذا هذه ذلك التي الذي ان أن إن او أو و لا لم لن قد كان"
    ),
    questions=_patterns(
        why=r"لماذا|لم\s",
        when=r"متى",
        how_much=r"كم\b",
        where=r"[أا]ين",
        how=r"كيف|ماذا (?:أفعل|افعل)",
        who=r"\bمن (?:هو|هي|الذي)",
        definition=r"ما (?:هو|هي|معنى|المقصود)",
        yes_no=r"هل\b",
    ),
)

FALLBACK = Language("und")

LANGUAGES: Mapping[str, Language] = {row.code: row for row in (CHINESE, ENGLISH, JAPANESE, SPANISH, ARABIC)}


def language(code: str) -> Language:
    """Give the row of a language code, or the fallback: words by Unicode's letters, no ignored words."""
    return LANGUAGES.get(code, FALLBACK)
