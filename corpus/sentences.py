"""Where sentences end, in every script; offsets only, the text is never changed.

One pass finds every place that could end a sentence, and a few rules about the words around it decide. All of them look
at a bounded stretch of text, so the time is linear in its length, whatever it holds.
"""

from collections.abc import Iterator

import regex

from corpus.abbreviations import (
    ARTICLES,
    BEFORE_NUMBERS,
    BEFORE_ORDINALS,
    ENDING,
    INNER,
    STARTERS,
    THAI_FINALS,
    THAI_LINKS,
    TITLES,
)

CLOSERS = r"""["'”’»›«」』】》〉〗〕）)\]｝}]"""

CANDIDATE = regex.compile(
    rf"""(?V1)(?:
      (?P<address>(?:https?://|www\.)[!-~]*[0-9A-Za-z/\#=_~&%+-])
    | (?P<stop>(?:[\p{{Sentence_Terminal}}…︙--[၊]]\p{{M}}*+)++)
      (?P<close>(?:{CLOSERS}|[\ \u00a0\u202f]»(?=\s|\p{{P}}|$)|[“‘](?=\s|[,.;)]|$))*+)
      (?P<space>\s*+)
    | (?P<line>\n\s*+)
    | (?P<mark>[;；;：:|])\s*+
    | (?P<gap>(?<=[\u0e01-\u0e45\u0e47-\u0ec5\u0ec7-\u0ecd])\ +(?=[\u0e01-\u0e2e\u0e40-\u0e44\u0e81-\u0eae\u0ec0-\u0ec4]))
    )""",
    regex.VERBOSE,
)
"""A place that may end a sentence: stops with the closing marks and the white space after them, or an address to pass over.

Sentence_Terminal is Unicode's property of the full stops of all scripts; U+104A is a comma of Burmese in spite of it.
"""

CERTAIN = regex.compile(r"(?V1)[\p{Sentence_Terminal}--[.!?！？]]")
"""Stops that have no other use."""

JOINING = regex.compile(r"[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]")
"""Characters that belong to the one before: nothing is ever cut in front of them."""

EAST_ASIAN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}“‘「『《〈【（]")
OPENING = regex.compile(r"""[\p{Pi}\p{Ps}"'¿¡—–\-\s]{0,8}""")
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]{1,24}+(?![\p{L}\p{M}\p{N}.])")
TOKEN = regex.compile(r"(?:[\p{L}\p{M}\p{N}]|(?<=[\p{L}\p{N}])[.,'’/-](?=[\p{L}\p{N}]))+$")
DOTTED = regex.compile(r"\p{L}{1,4}(?:[.]\p{L}{1,4})+|[IVXLC]+|\p{Lu}|\p{Ll}|[\u0621-\u064a]")
"""Acronyms, Roman numbers and initials without their last full stop."""

TOKEN_LONGEST = 24
"""Code points looked at before a full stop; no listed abbreviation is nearly as long."""

LABEL_LONGEST = 8
"""Code points of brackets and spaces in front of a list item's number."""

ORDINAL_LONGEST = 2
"""Digits of a number that may be an ordinal or a list's; "in 1998." ends a sentence."""

GAP_SHORTEST = 60
"""Code points before a space of Thai or Lao, which write no full stops, from which it is taken for a sentence's end.

Thai sentences have 40-120 characters, and the phrases that spaces set off inside them are mostly shorter.
"""


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the sentences of text[start:end] as half-open ranges that cover it without a gap.

    White space after a sentence belongs to it; a line break always ends one. Text without punctuation is one sentence.
    Clauses that Chinese sets off by a semicolon count as sentences: they are as long, and each says one thing.
    """
    end = len(text) if end is None else end
    begin = start
    for match in CANDIDATE.finditer(text, start, end):
        border = match.end()
        if border >= end or not _is_end(text, begin, match):
            continue
        if text[border - 1] == "\n" or not JOINING.match(text, border):
            yield begin, border
            begin = border
    if begin < end:
        yield begin, end


def _is_end(text: str, begin: int, match: regex.Match[str]) -> bool:
    if match["address"]:
        return False
    if match["stop"]:
        return "\n" in match["space"] or _stop_ends(text, begin, match)
    if match["gap"]:
        return _gap_ends(text, begin, match)
    return bool(match["line"]) or "\n" in match[0] or _mark_ends(text, match)


def _mark_ends(text: str, match: regex.Match[str]) -> bool:
    """Judge marks that end sentences in some scripts only: Greek ``;``, Armenian ``:``, Indic ``|``, Chinese ``；``."""
    before, after = text[match.start() - 1 : match.start()], text[match.end()]
    spaced = text[match.end() - 1].isspace()
    if match["mark"] in ";；;":
        return bool(EAST_ASIAN.match(after)) or (spaced and regex.match(r"\p{Greek}", before) is not None)
    if match["mark"] == ":":
        return spaced and "\u0531" <= before <= "\u058a" and not after.islower()
    return match["mark"] == "|" and "\u0900" <= text[max(0, match.start() - 2) : match.start()].strip()[-1:] <= "\u0d7f"


def _gap_ends(text: str, begin: int, match: regex.Match[str]) -> bool:
    before = text[max(begin, match.start() - TOKEN_LONGEST) : match.start()]
    if before.endswith(THAI_FINALS):
        return True
    linked = text.startswith(THAI_LINKS, match.end()) or before.endswith(("ฯ", *THAI_LINKS))
    return not linked and match.start() - begin >= GAP_SHORTEST


def _stop_ends(text: str, begin: int, match: regex.Match[str]) -> bool:
    """Judge a run of full stops, question and exclamation marks that other text of the same line follows."""
    stop, close, after = match["stop"], match["close"], text[match.end()]
    quoted = close and not match["space"] and (after in "とのはをがにやへっ" or "가" <= after <= "힣")
    if quoted or after in ",，、;；:：،؛)）].…":
        return False  # the quotation is part of a longer sentence: “会吗？”，他问
    if CERTAIN.search(stop):
        return True
    opening = OPENING.match(text, match.end())
    first = text[opening.end() : opening.end() + 1] if opening else ""
    if match["space"]:
        if any(mark in "!?！？" for mark in stop):
            return not (close and first.islower())
        return not first.islower() and (len(stop) > 1 or stop == "…" or bool(close) or _may_end(text, begin, match, first))
    return _unspaced_ends(text, begin, match, first)


def _unspaced_ends(text: str, begin: int, match: regex.Match[str], first: str) -> bool:
    """Judge stops without a space after them: full-width marks need none, ASCII ones do but beside a script without spaces."""
    stop, after = match["stop"], text[match.end()]
    wide = any(mark in "！？…" for mark in stop)
    if wide or ("." not in stop and EAST_ASIAN.match(text, max(begin, match.start() - 1))):
        return not first.islower()
    if EAST_ASIAN.match(after):
        return len(stop) > 1 or _may_end(text, begin, match)
    word = WORD.match(text, match.end())  # a space was forgotten: "many people.In the South"
    return (
        word is not None
        and word[0] in STARTERS
        and text[word.end() : word.end() + 1] == " "
        and text[match.start() - 1].islower()
    )


def _may_end(text: str, begin: int, match: regex.Match[str], first: str = "") -> bool:
    """Judge a single full stop by the word before it and, if it may be an abbreviation, by the word after it."""
    dot = match.start()
    found = TOKEN.search(text, max(begin, dot - TOKEN_LONGEST), dot) if match["stop"] == "." else None
    if found is None:
        return True
    token, small = found[0], found[0].lower()
    dotted = DOTTED.fullmatch(token) is not None
    labels = found.start() - begin < LABEL_LONGEST and not text[begin : found.start()].strip("([（ \n\t")
    if labels and (token.isdecimal() or dotted):
        return False  # the number of a list item: 1. A. IV.
    if token[-1].isdecimal():
        return _number_ends(text, begin, found, match.end(), first)
    if small in ENDING:
        return True
    if small in INNER or dotted:
        return _is_starter(text, match.end(), found) or (len(token) == 1 and _is_unit(text, found))
    return not (token in TITLES or (small in BEFORE_NUMBERS and first.isdecimal()) or _is_thai(token[-1]))


def _number_ends(text: str, begin: int, found: regex.Match[str], border: int, first: str) -> bool:
    """Judge a full stop after a number: 2024. 5. 1., am 3. Oktober, or a sentence's end."""
    if first.isdecimal():
        return False
    if regex.match(r"\p{Latin}", first):
        if text[border] in '«“„"¿¡' or _is_starter(text, border, found):
            return True
        before = text[max(begin, found.start() - TOKEN_LONGEST) : found.start()].split()
        ordinal = before and before[-1].lower() in BEFORE_ORDINALS
        return len(found[0]) > (ORDINAL_LONGEST + 1 if ordinal else ORDINAL_LONGEST)
    return len(found[0]) > ORDINAL_LONGEST or (bool(first) and not EAST_ASIAN.match(first))


def _is_starter(text: str, border: int, found: regex.Match[str]) -> bool:
    """Tell whether the word at ``border`` begins a sentence; ``found`` is the word before it."""
    opening = OPENING.match(text, border)
    word = WORD.match(text, opening.end()) if opening else None
    if word is None:
        return False
    if word[0] in STARTERS or (len(word[0]) == 1 and text[word.end() : word.end() + 1] in ("'", "’")):
        return True
    initial = len(found[0]) == 1 and found[0].isalpha()
    return word[0] in ARTICLES and not initial


def _is_unit(text: str, found: regex.Match[str]) -> bool:
    """Tell whether a single small letter stands after a number: 10 m., в 1990 г."""
    return found[0].islower() and text[max(0, found.start() - 2) : found.start()].strip()[-1:].isdecimal()


def _is_thai(character: str) -> bool:
    """Tell whether a letter is Thai or Lao, which write a full stop only after abbreviations."""
    return "\u0e00" <= character <= "\u0eff"
