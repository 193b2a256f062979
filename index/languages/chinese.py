"""Chinese: script folding by OpenCC, words by jieba's algorithm in search mode."""

import hashlib
import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path

import platformdirs
import rjieba
from opencc_pyo3 import OpenCC

from index.languages.dictionary import Entry, parse_dictionary

COMMON_RUN = re.compile("(?P<words>[\u4e00-\u9fd5]+)|(?P<other>.)", re.DOTALL)
"""What jieba's dictionary covers: there, rjieba (jieba in Rust, 5 to 20 times faster) gives the same words; any other
character stands alone."""

ONLY_COMMON = re.compile("[\u4e00-\u9fd5]*")
"""Text of such characters alone, for fullmatch; normalising leaves every one of them as it is."""

BETWEEN = "\n"
"""What stands between runs that are cut together; no word reaches over it."""


@dataclass(frozen=True, slots=True)
class Segmenter:
    """A program that cuts runs of common Han characters: to (word, start, end), or to words alone; and the words it knows."""

    name: str
    tokenize: Callable[[str], list[tuple[str, int, int]]]
    cut: Callable[[str], list[str]]
    knows: Callable[[str], bool]


_lock = threading.Lock()
_owners: tuple[Entry, ...] = ()
_changes = 0


def fold_script(text: str) -> str:
    """Turn Traditional characters into Simplified ones; the length in code points never changes."""
    if not any("\u3400" <= character <= "\U000323af" for character in text):
        return text
    folded: str = _converter("t2s").convert(text)
    if len(folded) == len(text):
        return folded
    # A phrase of another length: fold character by character, which keeps every offset.
    return "".join(_fold_character(character) for character in text)


@cache
def _fold_character(character: str) -> str:
    folded: str = _converter("t2s").convert(character)
    return folded if len(folded) == 1 else character


@cache
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)


def segment_chinese(run: str) -> Iterator[tuple[int, int]]:
    """Yield the words of a run of Han characters (Simplified) in jieba's search mode, ranges in reading order.

    Longer words come with the shorter words inside them.
    """
    with _lock:
        tokenize = _segmenter(_owners).tokenize
    for part in COMMON_RUN.finditer(run):
        if part["other"]:
            yield part.span()
            continue
        for _, start, end in tokenize(part[0]):
            yield part.start() + start, part.start() + end


def common_words(run: str) -> list[tuple[str, int, int]]:
    """Give the words of a run of common Han characters as ``segment_chinese`` finds them, each with its range."""
    with _lock:
        tokenize = _segmenter(_owners).tokenize
    return tokenize(run)


def is_chinese_word(word: str) -> bool:
    """Tell whether a word (Simplified) is in the dictionary that segments, with the names and the owner's words."""
    with _lock:
        knows = _segmenter(_owners).knows
    return knows(word)


def to_traditional(text: str) -> str:
    """Turn Simplified characters into Traditional ones; the length in code points never changes."""
    converted: str = _converter("s2t").convert(text)
    return converted if len(converted) == len(text) else text


def cut_chinese(runs: Iterable[str]) -> Iterator[str]:
    """Yield the words of runs of common Han characters, the same as ``segment_chinese`` finds in each, without their places."""
    together = BETWEEN.join(runs)
    if not together:
        return iter(())
    with _lock:
        cut = _segmenter(_owners).cut
    return (word for word in cut(together) if word != BETWEEN)


def owners_words() -> tuple[Entry, ...]:
    """Give the owner's words in use, for ``use_dictionary`` in another process."""
    with _lock:
        return _owners


def use_dictionary(entries: Sequence[Entry]) -> None:
    """Segment with the owner's words from now on, in this process; an index must be searched as it was built."""
    global _owners, _changes  # noqa: PLW0603 - one segmenter a process: analysis is called from everywhere
    with _lock:
        _owners = tuple(Entry(fold_script(entry.word), entry.frequency) for entry in entries)
        _changes += 1


def dictionary_changes() -> int:
    """Tell how often this process was given a dictionary: words cut before may be cut otherwise now."""
    return _changes


def segmenter() -> str:
    """Name what segments now: program, version, and the owner's words by count and digest."""
    with _lock:
        owners = _owners
        name = _segmenter(owners).name
    if not owners:
        return name
    digest = hashlib.sha256(repr(owners).encode()).hexdigest()[:8]
    return f"{name}, {len(owners)} words of the owner ({digest})"


@cache
def built_in_names() -> tuple[Entry, ...]:
    """Give the names of consumer finance that come with the product; none is in jieba's dictionary."""
    return parse_dictionary(resources.files(__package__).joinpath("names.txt").read_text("utf-8"), "names.txt")


@cache
def _segmenter(owners: tuple[Entry, ...]) -> Segmenter:
    """Load the dictionary and the names, the owner's last; takes 0.3 s.

    Where the owner changes words that jieba knows, jieba itself segments: there the two programs differ.
    """
    fast = rjieba.Jieba()
    if any(fast.has_word(entry.word) for entry in owners):
        return _with_jieba(owners)
    for entry in (*owners, *built_in_names()):
        if not fast.has_word(entry.word):
            fast.add_word(entry.word, entry.frequency, None)
    return Segmenter(f"rjieba {version('rjieba')}", lambda run: fast.tokenize(run, "search"), fast.cut_for_search, fast.has_word)


def _with_jieba(owners: tuple[Entry, ...]) -> Segmenter:
    import jieba  # noqa: PLC0415 - a tenth of a second, and hardly anyone needs it

    # It prints its loading time on a handler of its own.
    jieba.setLogLevel(logging.WARNING)
    cache_folder = Path(platformdirs.user_cache_dir("wenda"))
    tokenizer = jieba.Tokenizer()
    try:
        cache_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Its default is the shared temporary folder, where anyone could put a file for us to load.
        tokenizer.tmp_dir = str(cache_folder)
    except OSError:
        tokenizer.tmp_dir = None
    tokenizer.initialize()
    for entry in (*built_in_names(), *owners):
        tokenizer.add_word(entry.word, entry.frequency)
    return Segmenter(
        f"jieba {jieba.__version__}",
        lambda run: list(tokenizer.tokenize(run, mode="search")),
        lambda text: list(tokenizer.cut_for_search(text)),
        lambda word: bool(tokenizer.FREQ.get(word)),
    )
