"""Which encoding a file is in: at least 99 % right on a generated corpus, and honest where it is no text."""

import codecs
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path

import opencc_pyo3
import pytest

import corpus
from corpus.documents import CorpusError
from corpus.encodings import decode, detect_encoding

ARTICLES = Path(corpus.__file__).parent / "articles"
SAMPLES = Path(__file__).parent / "samples"

LENGTHS = (20, 40, 80, 160, 320, 640, 1280, 2560)
"""Characters of the generated files."""

UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
LEGACY = {
    "zh": ("gb18030", "gbk"),
    "zh-Hant": ("big5", "gb18030"),
    "ja": ("shift_jis", "euc_jp", "iso2022_jp"),
    "ko": ("euc_kr", "cp949"),
    "pl": ("cp1250",),
    "ru": ("cp1251", "koi8-r"),
    "de": ("cp1252",),
    "en": ("cp1252",),
    "es": ("cp1252",),
    "fr": ("cp1252",),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "lt": ("cp1257",),
    "vi": ("cp1258",),
}
LEGACY_PLACES = 8
"""Places of a text that a file in an old encoding is taken from, for each length."""


@cache
def _text(language: str) -> str:
    article = {"zh": "weilidai-overdue.md", "zh-Hant": "weilidai-overdue.md"}.get(language, f"weilidai-overdue.{language}.md")
    path = ARTICLES / article
    text = (path if path.exists() else SAMPLES / f"{language}.txt").read_text(encoding="utf-8")
    return opencc_pyo3.OpenCC("s2t").convert(text) if language == "zh-Hant" else text


def _slices(language: str, places: int) -> Iterator[str]:
    """Yield texts of every length from places spread over the language's text, which repeats where it is too short."""
    text = _text(language)
    for length in LENGTHS:
        for place in range(places):
            start = place * len(text) // places
            yield "".join(character for character, _ in zip(cycle(text[start:] + text[:start]), range(length), strict=False))


def _encoded(text: str, encoding: str) -> tuple[bytes, str]:
    """Encode what the encoding can hold; give the bytes, and the text that they say."""
    if encoding == "cp1258":
        pieces = (unicodedata.normalize("NFD", character) for character in text)
        text = "".join(_vietnamese(piece) for piece in pieces)
    data = text.encode(encoding, "ignore")
    decoded = data.decode(encoding)
    return data, unicodedata.normalize("NFC", decoded) if encoding == "cp1258" else decoded


def _vietnamese(letter: str) -> str:
    """Write a letter as cp1258 does: its shape in one, its tone mark apart."""
    tones = [mark for mark in letter if mark in "\u0300\u0301\u0303\u0309\u0323"]
    whole = unicodedata.normalize("NFC", letter)
    shape = unicodedata.normalize("NFC", "".join(mark for mark in letter if mark not in tones))
    return whole if not tones or _holds("cp1258", whole) else shape + "".join(tones)


def _holds(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def encodings_told() -> tuple[Counter[str], Counter[str]]:
    """Generate the files and decode each; give, by encoding, how many came back exactly, and how many there are."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for language, legacy in LEGACY.items():
        for encodings, places in ((UNICODE, 2), (legacy, LEGACY_PLACES)):
            for text in _slices(language, places):
                for encoding in encodings:
                    data, said = _encoded(text, encoding)
                    total[encoding] += 1
                    right[encoding] += _decoded(data) == said
    return right, total


def test_encodings_are_told_on_more_than_a_thousand_files() -> None:
    """Of files in 15 languages, 22 encodings and 8 lengths, over 99 % decode to exactly their text, 97 % of every encoding."""
    right, total = encodings_told()
    assert total.total() >= 1000
    shares = {encoding: right[encoding] / total[encoding] for encoding in total}
    figures = "; ".join(f"{encoding} {right[encoding]}/{total[encoding]}" for encoding in total)
    assert right.total() > 0.99 * total.total(), figures
    assert min(shares.values()) >= 0.97, figures


def _decoded(data: bytes) -> str | None:
    try:
        return decode(data, detect_encoding(data))
    except CorpusError:
        return None


@pytest.mark.parametrize("length", [3, 4, 5, 6])
def test_a_head_may_end_within_a_character(length: int) -> None:
    """A file's first bytes show its encoding wherever they are cut; a whole file that ends so is not that encoding."""
    assert detect_encoding("贷款".encode()[:length], whole=False) == "utf-8"


def test_damaged_utf8_is_no_other_encoding() -> None:
    """A few broken bytes in UTF-8 are an error that names their line, not a reason to read it all as something else."""
    data = _text("zh").encode()
    broken = data[:3000] + b"\xff" + data[3000:]
    assert detect_encoding(broken) == "utf-8"
    with pytest.raises(CorpusError, match=r"not valid utf-8 at byte 3000 \(line \d+\); mend"):
        decode(broken, "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\x14\0\x06\0",
        b"%PDF-1.7\n%abc",
        b"MZ\x90\0\x03\0\0\0",
        bytes(range(256)) * 8,
        b"text with \0 in it",
        b"\x01\x02\x03\x04\x05\x06 \xe4\xf6" * 20,
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    """Binary data under a text's name is refused with a reason that says what to do."""
    with pytest.raises(CorpusError, match=r"not a text file .*; (?:remove|give|convert)"):
        detect_encoding(data)


def test_an_unknown_encoding_is_named() -> None:
    """A wrong --encoding is an error, also the name of a codec that is not for text."""
    for name in ("utf-99", "base64", "rot13", ""):
        with pytest.raises(CorpusError, match="unknown encoding"):
            decode(b"abc", name)


def test_the_standard_is_tried_before_the_vendors_set() -> None:
    """Text that fits Shift-JIS is read as the standard has it; with a vendor's characters it is still read."""
    assert decode("～①".encode("cp932"), "shift_jis") == "～①"
    assert decode("〜".encode("shift_jis"), "shift_jis") == "〜"
    assert decode("똠방".encode("cp949"), "euc-kr") == "똠방"
    assert decode("囍镕".encode("gb18030"), "gb2312") == "囍镕"


def test_a_byte_order_mark_is_no_text() -> None:
    """The mark at a file's start is dropped in every encoding that has one."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16")):
        order = "utf-16-be" if encoding == "utf-16" else encoding
        assert decode(mark + "问".encode(order), encoding) == "问"
