"""Words to stems: Snowball's algorithms, and a small one of our own for Korean."""

import re
import threading

import Stemmer

PARTICLES = "particles"
"""Our own algorithm: a Korean word without the particle or copula at its end."""

SNOWBALL = frozenset(Stemmer.algorithms())

# Longer ones first; one that is also a common last syllable of a noun only after two others.
_LONG = (
    "으로서|으로써|에서는|에서의|에게서|이라는|이라고|입니까|입니다|인가요|까지|부터|에서|에게|으로|이나|이며|이고|라는|라고"
    "|보다|처럼|만큼|인가|이다"
)
_KOREAN = re.compile(rf"(?<=[가-힣]{{2}})(?:{_LONG}|하는|이|가|도|만)$|(?<=[가-힣])(?:에서|으로|의|은|는|을|를|에|와|과|로)$")

_local = threading.local()


def stem(word: str, algorithm: str) -> str:
    """Give the stem of a normalised word; never an empty one."""
    if not algorithm:
        return word
    if algorithm == PARTICLES:
        return _KOREAN.sub("", word)
    return str(_snowball(algorithm).stemWord(word)) or word


def _snowball(algorithm: str) -> Stemmer.Stemmer:
    # A stemmer works in a buffer of its own: one for each thread.
    if not hasattr(_local, algorithm):
        setattr(_local, algorithm, Stemmer.Stemmer(algorithm))
    found: Stemmer.Stemmer = getattr(_local, algorithm)
    return found
