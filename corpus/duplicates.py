"""Documents that say the same as an earlier one: copies, and copies with small edits.

Texts are compared by their words, characters of East Asian scripts, numbers and signs; punctuation, case, width and white
space do not count. Short texts must agree in all of these. Long ones are compared by MinHash (Broder 1997; one permutation,
Li, Owen and Zhang 2012) over runs of SHINGLE of them, and must agree in their numbers and negations besides, for these are
where a small edit changes what is said.
"""

import hashlib
import unicodedata
import zlib
from array import array
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from operator import eq
from pathlib import PurePath
from typing import NamedTuple

import regex

from corpus.cleaning import is_furniture
from corpus.documents import Document

TOKEN = regex.compile(
    r"""(?V1)
      [-−+±]?\p{N}+(?:[.,:/-]\p{N}+)*
    | [\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*
    | [\p{L}\p{M}\p{Co}]+(?:['’][\p{L}\p{M}]+)?
    | [\p{S}?%&#@*]
    """,
    regex.VERBOSE,
)
"""What is compared. A question mark counts: it tells a question from its answer."""

NEGATION = regex.compile(
    r"""(?x) [不没沒無无未非勿莫否] | ない | なかっ | なく | ませ | ไม่ | ບໍ່ | មិន | 않 | 없 | 아니 | \b안\b | \b못\b | ဘူး
    | \p{L}n['’]t\b
    | \b(?: not | no | none | never | nor | cannot | without | nicht | nie | niemals | ohne | kein\p{L}* | ni | nunca | sin
    | non | ne | pas | sans | jamais | não | sem | mai | senza | nu | fără | niet | geen | inte | ikke | ei | nem | nincs | değil
    | yok | nie | nikdy | bez | δεν | μην? | όχι | не | ни | нет | без | ні | немає | לא | אין | لا | لم | لن | ليس | غير | نہیں
    | नहीं | मत | không | chưa | chẳng | tidak | bukan | jangan )\b"""
)
"""Words that deny, in the commonest languages."""

NUMBER = regex.compile(r"\p{N}+(?:[.,:/-]\p{N}+)*|[〇零一二三四五六七八九十百千万亿两]+")

SHINGLE = 4
"""Tokens of a shingle: about two Chinese words, or a phrase of others."""

NEAR_SHORTEST = 300
"""Tokens from which a text may be a copy with edits. In a shorter one a single word makes it another text."""

TITLE_LONGEST = 1000
"""Tokens below which the titles must agree: many questions have the same answer, many laws the same article."""

BUCKETS = 128
"""Buckets of the one permutation, a byte each: similarity is told to within 0.02 (standard error at 0.95)."""

SIMILAR = 0.95
"""Estimated Jaccard similarity of the shingles from which a text is a copy.

High, for a wrong answer loses a text and a miss only repeats one: an article in which one product's name stands for another's
throughout has 0.84-0.93, one put up again with another site's lines around it 0.95-0.99.
"""

ALIKE = round(BUCKETS * (SIMILAR + (1 - SIMILAR) / 256))
"""The same in equal bytes of two sketches; one in 256 is equal by chance."""

SPREAD = 0x9E3779B1
"""The odd number nearest to 2**32 over the golden ratio: multiplying by it mixes low bits into high ones (Knuth, TAOCP 6.4)."""

BAND = 3
BANDS = 5
"""Equal runs of BAND bytes in one of BANDS places make a candidate: at a similarity of 0.95 1 in 10,000 is missed."""

CANDIDATES = 50
"""Documents compared for each band at most, the latest first: where a template makes all alike, time stays linear."""

DATED_LONGEST = 40
"""Characters of a line with a date that says when a text was put up, and where."""

DATE = regex.compile(r"\b(?:19|20)\d\d ?[-/.年] ?\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d\b")

REMEMBERED_SOURCES = 16
"""Files whose name is remembered: a table's documents, one after the other, come from one file."""


class Traits(NamedTuple):
    """What a text is compared by: hashes of all of it, and of its numbers and negations; its sketch, empty for a short one."""

    digest: int
    guard: int
    sketch: bytes


def traits_of(document: Document) -> Traits:
    """Give what a document is compared by; a title that is only the file's name does not count."""
    return traits(document.text, "" if document.title == _stem(document.source) else document.title)


def traits(text: str, title: str = "") -> Traits:
    """Give what a text is compared by; of one below TITLE_LONGEST tokens the title belongs to it."""
    tokens = _tokens(text)
    heading = "\n".join(_tokens(title)) if len(tokens) < TITLE_LONGEST else ""
    digest = _hash("\n\n".join(("\n".join(tokens) or text.strip(), heading)))
    if len(tokens) < NEAR_SHORTEST:
        return Traits(digest, 0, b"")
    return Traits(digest, _hash("\n\n".join((_told(text), heading))), _sketch(tokens))


class DuplicateFinder:
    """Finds the first document that one repeats, in a stream.

    Memory for each document: its id and 30 bytes, and 220 bytes more from NEAR_SHORTEST tokens on. Deterministic: the same
    documents in the same order give the same answers.

    Measured on the shipped articles: copies within another site's page or with other punctuation, all found; with one sentence
    left out 53 %, with 1 character in 1,000 changed 77 %; with another product's name throughout, a negation put in, or of
    one half, none. Of 71,000 different public passages (statutes, lawyers' answers, Wikipedia in 14 languages) none is taken
    for another.
    """

    def __init__(self) -> None:
        self._ids = bytearray()
        self._id_ends = array("Q", [0])
        self._digests = array("Q")
        self._exact = _Chains()
        self._long = array("I")
        self._guards = array("Q")
        self._sketches = bytearray()
        self._bands = [_Chains() for _ in range(BANDS)]

    def first(self, text_id: str, told: Traits) -> str | None:
        """Give the id of the first text that one with these traits repeats, or None and remember it under ``text_id``."""
        digest, guard, sketch = told
        number = next((number for number in self._exact.of(digest) if self._digests[number] == digest), None)
        if number is None and sketch:
            number = self._similar(sketch, guard)
        if number is not None:
            return self._ids[self._id_ends[number] : self._id_ends[number + 1]].decode("utf-8", "surrogatepass")
        if sketch:
            self._remember_sketch(sketch, guard)
        self._ids += text_id.encode("utf-8", "surrogatepass")
        self._id_ends.append(len(self._ids))
        self._digests.append(digest)
        self._exact.add(digest)
        return None

    def _similar(self, sketch: bytes, guard: int) -> int | None:
        """Give the number of the earliest remembered text whose sketch is like this one and whose guard is the same."""
        candidates = {
            order for band, chains in enumerate(self._bands) for order in islice(chains.of(_band(sketch, band)), CANDIDATES)
        }
        for order in sorted(candidates):
            other = self._sketches[order * BUCKETS : (order + 1) * BUCKETS]
            if self._guards[order] == guard and sum(map(eq, sketch, other)) >= ALIKE:
                return self._long[order]
        return None

    def _remember_sketch(self, sketch: bytes, guard: int) -> None:
        self._long.append(len(self._digests))
        self._guards.append(guard)
        self._sketches += sketch
        for band, chains in enumerate(self._bands):
            chains.add(_band(sketch, band))


class _Chains:
    """A hash table from keys to the ordinals they were added in, in arrays: 16 bytes an entry."""

    def __init__(self) -> None:
        self._heads = array("i", [-1]) * 1024
        self._keys = array("I")
        self._before = array("i")

    def add(self, key: int) -> None:
        self._keys.append(key & 0xFFFFFFFF)
        self._before.append(-1)
        if len(self._keys) <= len(self._heads):
            self._link(len(self._keys) - 1)
            return
        self._heads = array("i", [-1]) * (2 * len(self._heads))
        for ordinal in range(len(self._keys)):
            self._link(ordinal)

    def _link(self, ordinal: int) -> None:
        place = self._keys[ordinal] % len(self._heads)
        self._before[ordinal] = self._heads[place]
        self._heads[place] = ordinal

    def of(self, key: int) -> Iterator[int]:
        """Yield the ordinals added under a key, the latest first; keys count modulo 2**32."""
        key &= 0xFFFFFFFF
        ordinal = self._heads[key % len(self._heads)]
        while ordinal >= 0:
            if self._keys[ordinal] == key:
                yield ordinal
            ordinal = self._before[ordinal]


@lru_cache(REMEMBERED_SOURCES)
def _stem(source: str) -> str:
    return PurePath(source).stem


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(_normal(text))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _told(text: str) -> str:
    """List the numbers and the negations of a text, in order, but for those of page furniture and of lines with a date."""
    lines = (line for line in text.split("\n") if len(line) > DATED_LONGEST or not (is_furniture(line) or DATE.search(line)))
    normal = _normal("\n".join(lines))
    return "\n".join((*NUMBER.findall(normal), *NEGATION.findall(normal)))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _sketch(tokens: list[str]) -> bytes:
    """Give the lowest byte of the least hash of each bucket of shingles."""
    least = [1 << 32] * BUCKETS
    for place in range(len(tokens) - SHINGLE + 1):
        shingle = " ".join(tokens[place : place + SHINGLE])
        mixed = zlib.crc32(shingle.encode("utf-8", "surrogatepass")) * SPREAD & 0xFFFFFFFF
        bucket = mixed * BUCKETS >> 32
        least[bucket] = min(least[bucket], mixed)
    return bytes(value & 0xFF for value in least)


def _band(sketch: bytes, band: int) -> int:
    return int.from_bytes(sketch[band * BAND : (band + 1) * BAND])
