"""Words to stems: Snowball's algorithms, and a small one of our own for Korean."""

import re
import threading
from collections.abc import Mapping

import Stemmer

PARTICLES = "particles"
"""Our own algorithm: a Korean word without the particle or copula at its end."""

ENDINGS = "endings"
"""Our own algorithm: a Ukrainian word without its endings of case, person and number; Snowball has none."""

SNOWBALL = frozenset(Stemmer.algorithms())

# Longer ones first; one that is also a common last syllable of a noun only after two others.
_LONG = (
    "으로서|으로써|에서는|에서의|에게서|이라는|이라고|입니까|입니다|인가요|까지|부터|에서|에게|으로|이나|이며|이고|라는|라고"
    "|보다|처럼|만큼|인가|이다"
)
_KOREAN = re.compile(rf"(?<=[가-힣]{{2}})(?:{_LONG}|하는|이|가|도|만)$|(?<=[가-힣])(?:에서|으로|의|은|는|을|를|에|와|과|로)$")

# Of nouns and adjectives, then of verbs; three letters stay. Written as normalised: ї as і.
_UKRAINIAN = re.compile(
    r"(?<=\w{3})(?:(?:т|л)?(?:ися|ась|ось|ся|сь)|(?:ува|юва)(?:ти|в|ла|ли|нн[яіюь]|ть)?|ами|ями|ові|еві|єві|ого|ього|ому|ьому|ими|іми|оі|ою|ею|єю|ам|ям|ах|ях"
    r"|ів|ий|ій|их|іх|им|ім|ові|ем|єм|ом|емо|имо|имо|ете|ите|ють|уть|ять|ать|ути|ати|яти|ила|или|ило|ала|али|ало|іла|іли|яла|яли"
    r"|[аеєиіоуюяьй])$"
)

# What Snowball leaves on a word: the particles before Catalan vowels, which it takes off in French and Italian; and of what
# is written together in Arabic, "and" before an article or a preposition. Prefixes as in light10 (Larkey et al., 2007).
_BEFORE: Mapping[str, re.Pattern[str]] = {
    "catalan": re.compile(r"^(?:[dlmnst]|qu)'(?=\w)"),
    "arabic": re.compile(r"^[وف](?=(?:[بك]?ال|لل)\w{2})"),
}

_local = threading.local()


def stem(word: str, algorithm: str) -> str:
    """Give the stem of a normalised word; never an empty one."""
    if not algorithm:
        return word
    if algorithm == PARTICLES:
        return _KOREAN.sub("", word)
    if algorithm == ENDINGS:
        return _UKRAINIAN.sub("", word)
    if algorithm in _BEFORE:
        word = _BEFORE[algorithm].sub("", word)
    if algorithm == "arabic" and len(word) > 3 and word.endswith("ه"):
        word = word[:-1] + "ة"
    return str(_snowball(algorithm).stemWord(word)) or word


def _snowball(algorithm: str) -> Stemmer.Stemmer:
    # A stemmer works in a buffer of its own: one for each thread.
    if not hasattr(_local, algorithm):
        setattr(_local, algorithm, Stemmer.Stemmer(algorithm))
    found: Stemmer.Stemmer = getattr(_local, algorithm)
    return found
