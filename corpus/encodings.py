"""Bytes to text: which encoding a file is in."""

import codecs
import re
import unicodedata
from collections import Counter

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
"""The share of them above which text that might be bytes of another encoding is taken for UTF-16."""

PLAIN = re.compile(
    "[\t\n\r -~\u00a0-\u1fff\u200b-\u2027\u202a-\u203f\u20a0-\u20bf\u2100-\u22ff"
    "\u2500-\u27bf\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
PLAIN_SHARE = 0.9
"""Alphabets, punctuation, Han, kana and hangul: of text read in the right byte order, nearly every character."""

ESCAPES = ((re.compile(rb"\x1b\$[@B]|\x1b\([BJ]"), "iso2022_jp"), (re.compile(rb"\x1b\$\)C"), "iso2022_kr"))
"""Seven-bit encodings announce themselves by escape sequences; as UTF-8 they would pass for ASCII."""

LEGACY = (
    *("gb18030", "big5-hkscs", "cp932", "shift_jis", "euc-jp", "cp949", "koi8-r", "koi8-u", "cp874", "iso-8859-2"),
    *(f"windows-{number}" for number in range(1250, 1259)),
)
"""What chardet may choose from. Its DOS, Macintosh and mainframe tables win texts of a few words that are not theirs."""

WIDER = {
    "gb2312": ("gb18030",), "gbk": ("gb18030",), "ascii": ("utf-8",), "tis-620": ("cp874",), "iso8859-11": ("cp874",),
    "iso8859-1": ("cp1252",), "iso8859-9": ("cp1254",), "big5": ("big5", "cp950", "big5hkscs"),
    "shift_jis": ("shift_jis", "cp932"), "euc_kr": ("euc_kr", "cp949"),
}  # fmt: skip
"""The codecs to try for an encoding's name, in order: files claim the standard and use a vendor's larger set.

GB2312 has no standard to fall back from: even its own dash is read as GB18030 has it (U+2014).
"""

STANDARD = {"cp932": "shift_jis", "cp949": "euc_kr", "big5hkscs": "big5", "big5-hkscs": "big5"}
"""The name to report for chardet's supersets; decode() widens it again where that is needed."""

FOREIGN = re.compile(r"[^\x00-\x7f]")
KANA = frozenset(map(chr, range(0x3041, 0x30FF)))
KANA_LEAST = 4
KANA_SHARE = 0.4
"""Share of kana, among at least four characters beyond ASCII, that only text which is Japanese shows when read as such."""

NORSE_OR_TURKISH = frozenset("ÐÝÞðýþ")
NORSE = frozenset("ÁÆÉÍÓÚáæéíóú")
"""cp1252 and cp1254 differ in six letters; the Nordic texts that have them have these too, Turkish texts have none."""

DAMAGED_LEAST = 12
DAMAGED_SHARE = 0.1
"""With at least so many bytes beyond ASCII, and at most this share of them invalid, a file is damaged UTF-8."""

BINARY = re.compile(
    rb"%PDF-|PK\x03\x04|\x89PNG|\xff\xd8\xff|GIF8[79]a|\x1f\x8b|\xd0\xcf\x11\xe0|\x7fELF|MZ.\x00|Rar!|7z\xbc\xaf", re.DOTALL
)
"""How common files that are no text begin: PDF, zip and Office, pictures, gzip, old Office, programs, archives."""

CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
CONTROL_SHARE = 0.01
"""Share of control bytes from which a file is no text; text has next to none in any encoding but UTF-16 and UTF-32."""


def detect_encoding(data: bytes, *, whole: bool = True) -> str:
    """Name the encoding of a text file's bytes; ``whole`` False says that they are its head, cut off anywhere.

    Raises CorpusError, with the reason alone, if the bytes are no text in any encoding known.
    """
    if BINARY.match(data):
        raise CorpusError(
            "not a text file (it is a document, picture, archive or program); give it its right suffix or remove it"
        )
    announced = _announced(data)
    if announced:
        return announced
    controls = b"\0" in data or len(CONTROL.findall(data)) > CONTROL_SHARE * len(data)
    if not controls and _is_utf8(data, whole=whole):
        return "utf-8"
    wide = _utf16_without_bom(data, controls=controls)
    if wide:
        return wide
    if controls:
        raise CorpusError("not a text file (it holds NUL or control bytes); remove it, or convert it to text")
    return "utf-8" if _is_damaged_utf8(data) else _legacy(data)


def decode(data: bytes, encoding: str) -> str:
    """Decode a whole file, or a line of one; a byte order mark at its start is dropped.

    Raises CorpusError, with the reason alone, where a byte does not fit or the encoding is unknown.
    """
    for codec in _codecs_of(encoding):
        try:
            text = data.decode(codec).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            failure = error
            continue
        # Vietnamese in cp1258 writes its tone marks apart from the letters; every other source has them in one.
        return unicodedata.normalize("NFC", text) if codec == "cp1258" else text
    line = data.count(b"\n", 0, failure.start) + 1
    raise CorpusError(
        f"not valid {encoding} at byte {failure.start} (line {line}); mend that place, "
        "name the right encoding with --encoding, or convert the file to UTF-8"
    ) from failure


def _codecs_of(encoding: str) -> tuple[str, ...]:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)  # refuses the codecs that are not for text, such as base64
    except (LookupError, ValueError, AttributeError) as error:
        raise CorpusError(f"unknown encoding {encoding!r}; use a name such as utf-8, gb18030 or big5") from error
    return WIDER.get(name, (name,))


def _announced(data: bytes) -> str | None:
    for bom, name in BOMS:
        if data.startswith(bom):
            return name
    if data.isascii():
        for escape, name in ESCAPES:
            if escape.search(data):
                return name
    return None


def _is_utf8(data: bytes, *, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few bytes broken from other encodings, whose bytes hardly ever make a valid sequence."""
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    broken = len(data) - len(data.decode("utf-8", "ignore").encode())
    return high >= DAMAGED_LEAST and broken <= DAMAGED_SHARE * high


def _utf16_without_bom(data: bytes, *, controls: bool) -> str | None:
    """Give the byte order in which bytes read as UTF-16 make text, if any; ``controls`` says that they are no other."""
    if len(data) % 2 and not controls:
        return None
    best_score, best = 0.0, None
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(name)().decode(data)
        except UnicodeDecodeError:
            continue
        if "\0" in text or len(PLAIN.findall(text)) < (PLAIN_SHARE if controls else 1) * len(text):
            continue
        common = len(COMMON.findall(text)) / max(1, len(text))
        if controls or common > COMMON_SHARE:
            # In the wrong byte order an alphabet is scattered over all of Unicode.
            score = common + max(Counter(ord(character) >> 7 for character in text).values(), default=0) / max(1, len(text))
            if score > best_score:
                best_score, best = score, name
    return best


def _legacy(data: bytes) -> str:
    """Ask chardet, with two checks of our own for what it confuses in short texts."""
    for name in ("euc_jp", "shift_jis"):
        try:
            foreign = FOREIGN.findall(data.decode(name, "strict"))
        except UnicodeDecodeError:
            continue
        if len(foreign) >= KANA_LEAST and sum(map(KANA.__contains__, foreign)) >= KANA_SHARE * len(foreign):
            return name
    guessed = chardet.detect(data, include_encodings=LEGACY, prefer_superset=True, compat_names=False)["encoding"]
    if not guessed:
        raise CorpusError("its encoding cannot be recognised; name it with --encoding, or convert it to UTF-8")
    name = codecs.lookup(guessed).name
    if name == "cp1252":
        letters = set(data.decode(name, "ignore"))
        if letters & NORSE_OR_TURKISH and not letters & NORSE:
            return "cp1254"
    return STANDARD.get(name, name)
