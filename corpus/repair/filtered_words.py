"""Flag places where a filter seems to have cut a whole word out of a Chinese text. Nothing is ever inserted.

A cut is only visible where grammar demands a word and none is there. Few such places are certain, so the patterns are
narrow: 向 must name somebody, 把 and 被 must be followed by something. 应及时向提出异议, (without 法院) is flagged,
向提出异议的当事人 is not: there the clause has its object, the person who objects.
"""

import re

from corpus.repair.edits import Suspicion

CONTEXT = 10
"""Characters of context on either side of a flagged place."""

_NOT_BEFORE_XIANG = "一面方意趋倾导走内外转朝去动志定偏指流风相航单双横纵竖纲反同取所奔投通飞径朝南北东西新归"
_TO_SOMEBODY = (
    "提出|提起|提交|递交|出示|申请|申诉|起诉|投诉|举报|报告|反映|说明|求助|咨询|索要|索赔|追偿|追讨|主张|送达|支付|缴纳"
)

_PATTERNS = (
    (
        re.compile(
            rf"(?<![{_NOT_BEFORE_XIANG}])向()(?:提出|提起|提交|递交)(?:[\u4e00-\u9fff](?<![的者])){{2,6}}[，。；,;！？\n]"
        ),
        "向 names nobody before the verb",
    ),
    (re.compile(rf"[应可须需以要能]向()(?:{_TO_SOMEBODY})[，。；,;！？\n]"), "向 names nobody before the verb"),
    (
        re.compile(r"(?:[，。；,;]|可以|应当|应该|必须|不得|不能|随意|擅自)(?:把|将|被|向|对|与|由|给)()[，。；,;！？]"),
        "nothing follows the preposition",
    ),
)


def suspect_filtered_words(text: str) -> tuple[Suspicion, ...]:
    """Find the places of ``text`` where a word seems to be missing, in order; offsets are code points of ``text``."""
    if text.isascii():
        return ()
    places = sorted((found.start(1), reason) for pattern, reason in _PATTERNS for found in pattern.finditer(text))
    return tuple(
        Suspicion(offset, f"{text[max(0, offset - CONTEXT) : offset]}□{text[offset : offset + CONTEXT]}", reason)
        for offset, reason in dict(places).items()
    )
