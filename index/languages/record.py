"""What is known of one language: a record, and the helpers that its rows are written with."""

import re
from dataclasses import dataclass

from index.answers import QuestionType
from index.languages.normalization import fold, normalize

VOWELS = "aeiouyh"
"""What a word begins with before which another loses its vowel, in Romance languages."""

QuestionPatterns = tuple[tuple[QuestionType, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Language:
    """How a language is analysed.

    ``stemmer``: the Snowball algorithm that its words are stemmed with, "particles" for Korean, or none.
    ``han_words``: how runs of Han characters are cut: by jieba, or by ICU together with Kana.
    ``tones``: its marks tell words apart, so words keep them; pairs of syllables without them are grams.
    ``ignored``: words left out of a question's terms (normalised as index terms are, not stemmed).
    ``frames``: phrases left out of them whose words carry meaning elsewhere (*what happens if*), sought in the folded question.
    ``questions``: patterns tried in order on the folded question; the first that matches gives its type.
    """

    code: str
    name: str
    stemmer: str = ""
    han_words: bool = True
    tones: bool = False
    ignored: frozenset[str] = frozenset()
    frames: re.Pattern[str] | None = None
    questions: QuestionPatterns = ()


def ignored(text: str, *, marks: bool = False, elided: str = "") -> frozenset[str]:
    """Make the set of ignored words from a list with spaces between.

    ``elided``: what loses its vowel before another (*d l qu*), so that *d'un* and *qu'elle* are ignored as well.
    """
    listed = [normalize(word, marks=marks) for word in fold(text).split()]
    return frozenset(listed) | {f"{prefix}'{word}" for prefix in elided.split() for word in listed if word[0] in VOWELS}


def frames(pattern: str) -> re.Pattern[str]:
    """Make the pattern of phrases that only ask."""
    return re.compile(rf"(?<!\w)(?:{fold(pattern)})(?!\w)", re.IGNORECASE)


def questions(**patterns: str) -> QuestionPatterns:
    """Make the patterns of question types, tried in the order given; they are folded as the questions are."""
    # Case folding turns a final sigma into another.
    return tuple((QuestionType(name), re.compile(fold(pattern).replace("ς", "σ"))) for name, pattern in patterns.items())
