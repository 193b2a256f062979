"""Bytes to text: which encoding a file is in."""

import codecs
import re

import chardet

from corpus.documents import CorpusError

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, the longer first: UTF-32-LE's begins with UTF-16-LE's."""

COMMON = re.compile(r"[A-Za-z0-9 ,.，。、的一是不了在有人我他这中大来上个国和也子时道说出而要于就下得可你年生]")
"""Characters of which any readable text in UTF-16 has some, and bytes misread as UTF-16 hardly any."""

COMMON_SHARE = 0.05
"""The share of them above which a text is taken for UTF-16 (measured: docs/decisions/0003-reading.md)."""


def detect_encoding(data: bytes) -> str:
    """Name the Python codec of a text file's bytes (its head is enough).

    Raises CorpusError, with the reason alone, if the bytes are no text in any encoding known.
    """
    for bom, name in BOMS:
        if data.startswith(bom):
            return name
    if b"\0" not in data and _is_utf8(data):
        return "utf-8"
    wide = _utf16_without_bom(data)
    if wide:
        return wide
    if b"\0" in data:
        raise CorpusError("not a text file (it holds NUL bytes); remove it, or convert it to text")
    guessed = chardet.detect(data)["encoding"]
    if not guessed:
        raise CorpusError("its encoding cannot be recognised; name it with --encoding, or convert it to UTF-8")
    return _widest(guessed)


def decode(data: bytes, encoding: str) -> str:
    """Decode a whole file.

    Raises CorpusError, with the reason alone, where a byte does not fit or the encoding is unknown.
    """
    try:
        return data.decode(_widest(encoding))
    except LookupError as error:
        raise CorpusError(f"unknown encoding {encoding!r}; use a name such as utf-8, gb18030 or big5") from error
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"not valid {encoding} at byte {error.start}; name the right encoding with --encoding, or convert it to UTF-8"
        ) from error


def _widest(name: str) -> str:
    """GB2312 and GBK are read as GB18030, which holds both: files claim the small one and use the large one."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return name
    return {"gb2312": "gb18030", "gbk": "gb18030", "hz": "hz", "ascii": "utf-8", "big5": "big5hkscs", "shift_jis": "cp932",
            "euc_kr": "cp949", "iso8859-1": "cp1252"}.get(codec, codec)  # fmt: skip


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8; a character cut off at the end, as in a sample, is forgiven."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_bom(data: bytes) -> str | None:
    best_share, best = COMMON_SHARE, None
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data[: len(data) // 2 * 2].decode(name)
        except UnicodeDecodeError:
            continue
        share = len(COMMON.findall(text)) / max(1, len(text))
        if share > best_share and "\0" not in text:
            best_share, best = share, name
    return best
