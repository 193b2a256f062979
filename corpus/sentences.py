"""Where sentences end, in every script; offsets only, the text is never changed."""

import re
from collections.abc import Iterator

CLOSERS = r"""["'”’»›」』】》〉）)\]]*"""

BORDER = re.compile(
    rf"""
      [。！？｡؟۔।॥።…‼⁇⁈⁉]+ {CLOSERS} \s*          # full stops that always end a sentence
    | [!?]+ {CLOSERS} (?=\s|$|[{chr(0x2E80)}-{chr(0x9FFF)}]) \s*
    | [；;] (?=\s*[{chr(0x2E80)}-{chr(0x9FFF)}]) \s*   # Chinese writes long sentences as clauses
    | (?<![A-Z]) \. {CLOSERS} (?=\s+["'“‘«(\[]*[^\Wa-z_]|\s*$|\s*[{chr(0x2E80)}-{chr(0x9FFF)}]) \s*
    | \n+ \s*
    """,
    re.VERBOSE,
)
"""A sentence's end with the closing marks and white space that follow it."""

ABBREVIATION = re.compile(
    r"(?i)(?:\b(?:mr|mrs|ms|dr|prof|st|no|vs|etc|e\.g|i\.e|art|fig|inc|ltd|co|jr|sr|sra?|dra?|ud|uds|núm|pág|z\.b|bzw|d\.h|nr|т\.д|т\.е)|\d)\.\s*$"
)
"""A full stop after these ends no sentence; after a digit it may be an ordinal or a list's number."""


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the sentences of text[start:end] as half-open ranges that cover it without a gap.

    White space after a sentence belongs to it. Text without punctuation is one sentence.
    """
    end = len(text) if end is None else end
    begin = start
    for match in BORDER.finditer(text, start, end):
        if match[0][0] == "." and ABBREVIATION.search(text, max(start, match.start() - 8), match.start() + 1):
            continue
        yield begin, match.end()
        begin = match.end()
    if begin < end:
        yield begin, end
