"""What every format yields: an article as a list of blocks."""

import re
from dataclasses import dataclass

from corpus.cleaning import clean_text, squeeze
from corpus.documents import Heading
from corpus.language import LANGUAGES


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (level 0) or a heading (level 1-6)."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """What a parser found: title, blocks in reading order, and whatever the source says of itself (empty if nothing).

    ``furniture`` are the lines that the parser left out because they belong to the page, not to the article.
    """

    title: str
    blocks: tuple[Block, ...]
    id: str = ""
    url: str = ""
    language: str = ""
    furniture: tuple[str, ...] = ()


def assemble(blocks: tuple[Block, ...]) -> tuple[str, tuple[Heading, ...]]:
    """Join blocks into a document's text, one block a line, and say where its headings are."""
    headings: list[Heading] = []
    position = 0
    for block in blocks:
        if block.level:
            headings.append(Heading(position, position + len(block.text), block.level))
        position += len(block.text) + 1
    return "\n".join(block.text for block in blocks), tuple(headings)


NO_TITLE = re.compile(
    r"(?i)(?:untitled|\(anonymous\)|\(unspecified\)|document|docum?ento|dokument|文档|文件|無題|新建.*文档"
    r"|microsoft word.*|powerpoint.*)?\s*\d*(?:\.\w{2,4})?"
)
"""Titles that an office program makes up."""


def stated_title(stated: str) -> str:
    """Clean the title in a file's metadata: nothing if a program made it up, no program's name, no file's suffix."""
    title = squeeze(clean_text(stated))
    title = re.sub(r"^Microsoft (?:Word|PowerPoint|Excel) - |\.(?:docx?|pdf|pptx?|wps|indd)$", "", title, flags=re.IGNORECASE)
    return "" if NO_TITLE.fullmatch(title) else title


OTHER_CODES = {
    "nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl", "cn": "zh", "jp": "ja", "kr": "ko",
    **dict.fromkeys(("cmn", "zho", "chi", "yue", "wuu", "hak", "nan", "lzh"), "zh"),
    "eng": "en", "jpn": "ja", "kor": "ko", "spa": "es", "ara": "ar", "arb": "ar", "rus": "ru", "deu": "de", "ger": "de",
    "fra": "fr", "fre": "fr", "por": "pt", "ita": "it", "vie": "vi", "tha": "th", "tur": "tr", "hin": "hi", "ell": "el",
}  # fmt: skip
"""Codes in use beside those of corpus.language: older ones, three letters, members of a group, countries."""


def stated_language(code: str) -> str:
    """Bring a language tag to a code of corpus.language (`zh-Hant` and `zh_TW` to `zh`); empty if it is none of them."""
    first = re.split(r"[-_.\s]", code.strip().lower(), maxsplit=1)[0]
    first = OTHER_CODES.get(first, first)
    return first if first in LANGUAGES else ""
