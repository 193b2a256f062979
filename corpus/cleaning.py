"""White space, control characters and page furniture; pure functions on text and lines."""

import re
import unicodedata
from collections.abc import Sequence

UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u200b\u2060\ufeff\ufff9-\uffff\ud800-\udfff]")
"""Control characters, zero-width space and joiner, byte order mark, noncharacters, lone surrogates.

The zero-width (non-)joiners U+200C and U+200D stay: Persian and the Indic scripts spell with them.
"""

LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SPACES = re.compile(r"[^\S\n]+")

SENTENCE_END = re.compile(r"""[.!?。！？…;；:：,，、؟۔।]["'”’」』)）】»]*\s*$""")
"""Punctuation at the end of a line that a title or a line cut in mid-sentence does not have."""

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, Kana, Han and full-width forms."""

RULE = re.compile(r"\s*(?:[-=_*~·•—－＝＊](?:\s*)){3,}\s*")

FURNITURE = re.compile(
    r"""(?ix) \s* (?:
      精彩评论 | 热门评论 | 最新评论 | 网友评论 | 发表评论 | 评论区? | 我要评论
    | 大家还看了 | 大家都在看 | 猜你喜欢 | 相关(?:推荐|阅读|文章|新闻|链接) | 推荐阅读 | 延伸阅读
    | 热门(?:推荐|文章) | 更多(?:精彩|文章|内容)?
    | (?:上|下)一(?:篇|页)(?:[:：].*)? | 返回(?:顶部|首页|列表) | 阅读全文 | 展开全文 | 点击(?:查看|加载)更多
    | 分享到?(?:[:：].*)? | 收藏 | 点赞 | 打印本页 | 关闭窗口 | 责任编辑[:：].* | 版权所有.*
    | 相關(?:推薦|閱讀|文章) | 延伸閱讀 | 推薦閱讀 | 上一篇 | 返回頂部
    | related\ (?:articles|posts|stories|reading) | you\ (?:may|might)\ also\ like | read\ (?:more|next)
    | share\ this(?:\ article)? | comments? | leave\ a\ (?:comment|reply) | back\ to\ top | (?:previous|next)(?:\ (?:post|article|page))?
    | all\ rights\ reserved.*
    | 関連記事 | おすすめ記事 | 前の記事 | 次の記事 | コメント
    ) \s* [:：>》»…]* \s*"""
)
"""Lines of a web page that are not its article. A line must match whole, and stand at an edge of the text."""

EDGE_LINES = 5
"""How many lines from the top and the bottom count as the edge."""


def clean_text(text: str) -> str:
    """Make every line break a line feed and drop characters that nobody sees."""
    return UNSEEN.sub("", LINE_BREAK.sub("\n", text))


def squeeze(line: str) -> str:
    """Trim a line and make every run of white space in it one space."""
    return SPACES.sub(" ", line.replace("\n", " ")).strip()


def drop_furniture(lines: Sequence[str]) -> list[int]:
    """Give the indices of the lines to keep: not a rule, and not page furniture at the top or the bottom edge.

    Blank lines are kept and do not count.
    """
    full = [number for number, line in enumerate(lines) if line.strip() and not RULE.fullmatch(line)]
    edges = {*full[:EDGE_LINES], *full[-EDGE_LINES:]}
    return [
        number
        for number, line in enumerate(lines)
        if not RULE.fullmatch(line) and not (number in edges and FURNITURE.fullmatch(line))
    ]


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of one paragraph: with a space, or with none between two characters of an unspaced script."""
    joined = ""
    for line in lines:
        glue = "" if not joined or not line or (_unspaced(joined[-1]) and _unspaced(line[0])) else " "
        joined += glue + line
    return joined


def _unspaced(character: str) -> bool:
    return bool(UNSPACED.match(character)) or unicodedata.east_asian_width(character) == "F"
