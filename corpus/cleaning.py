"""White space, control characters and page furniture; pure functions on text and lines."""

import re
import unicodedata
from collections.abc import Callable, Sequence

UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u200b\u2060\ufeff\ufff9-\uffff\ud800-\udfff]")
"""Control characters, zero-width space and joiner, byte order mark, noncharacters, lone surrogates.

The zero-width (non-)joiners U+200C and U+200D stay: Persian and the Indic scripts spell with them.
"""

LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SPACES = re.compile(r"[^\S\n]+")

SENTENCE_END = re.compile(r"""[.!?。！？．｡…;；:：,，、؟؛،۔।॥։።፣៕។။၊]["'”’」』)）】»]*\s*\Z""")
"""Punctuation at the end of a line that a title or a line cut in mid-sentence does not have."""

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, Kana, Han and full-width forms."""

RULE = re.compile(r"\s*+(?:[-=_*~·•–—―─━═＿－＝＊]\s*+){3,}+")
"""A line of dashes or the like, for fullmatch. Possessive: a line of a million spaces takes no longer than any other."""

FURNITURE = re.compile(
    r"""(?ix) \s* (?:
      (?:精彩|热门|最新|网友|全部|发表|我要|查看)评论 | 评论区? | \d+条评论 | 大家还看了 | 大家都在看 | 大家都在搜
    | 看了又看 | 猜你喜欢 | 为您?推荐 | 今日推荐 | 编辑推荐 | 相关(?:推荐|阅读|文章|新闻|链接|搜索|内容) | 推荐阅读
    | 延伸阅读 | 热门(?:推荐|文章|搜索|标签) | 更多(?:精彩|文章|内容|推荐)? | (?:上|下)一(?:篇|页)(?:[:：].*)?
    | 返回(?:顶部|首页|列表|上一页) | (?:阅读|展开|查看)(?:全文|更多) | 点击(?:查看|加载|阅读)(?:更多|全文|原文)
    | 加载更多 | 阅读原文 | 分享到?(?:[:：].*)? | 收藏 | 点赞 | 扫一扫.{0,12} | 打印本[页文] | 关闭窗口
    | 登录\s*[/|]\s*注册 | [(（]?责任编辑[:：].{0,20} | 版权所有.*
    | (?:发布|更新|发表)(?:时间|日期|于)[:：\s]*[\d年月日./:\-\s]+
    | (?:阅读|浏览|点击)(?:量|数|次数)?[:：(（\s]*\d+次?[)）]? | 相關(?:推薦|閱讀|文章|新聞|連結) | 延伸閱讀 | 推薦閱讀
    | (?:上|下)一[頁] | 返回頂部 | 熱門文章 | 閱讀更多 | 發表評論 | 版權所有.*
    | (?:related|recommended|popular|recent|more)\ (?:articles|posts|stories|reading|links|topics) | recommended\ for\ you
    | most\ read | you\ (?:may|might)\ also\ like | (?:read|view|show|load)\ (?:more|next|all) | continue\ reading
    | skip\ to\ (?:main\ )?content | share(?:\ (?:this|on)(?:\ \w+)?)? | (?:\d+|no)?\ *comments?
    | (?:leave|post|add)\ a\ (?:comment|reply) | back\ to\ (?:the\ )?top | (?:previous|next)(?:\ (?:post|article|page))?
    | advertisement
    | all\ rights\ reserved.* | (?:copyright|©|\(c\)).*\d{4}.* | powered\ by\ .* | 関連記事
    | おすすめ記事 | 人気記事 | 前の記事 | 次の記事 | 前のページ | 次のページ | コメント(?:を書く)? | 続きを読む
    | (?:ページ)?トップへ戻る | シェアする | 관련\ ?(?:기사|글) | 추천\ ?(?:기사|글) | 이전\ ?글 | 다음\ ?글
    | 댓글(?:\ ?\d+)? | 공유하기 | 목록으로 | 맨\ ?위로 | artículos\ relacionados | te\ puede\ interesar
    | comentarios | compartir | leer\ más | volver\ arriba | artigos\ relacionados | leia\ (?:mais|também) | comentários
    | compartilhar | articoli\ correlati | leggi\ anche | commenti | condividi | articles\ (?:similaires|connexes|liés)
    | à\ lire\ aussi | lire\ (?:la\ suite|aussi) | commentaires | partager | haut\ de\ page
    | (?:ähnliche|verwandte|weitere)\ (?:artikel|beiträge) | das\ könnte\ (?:sie|dich)\ auch\ interessieren | kommentare?
    | weiterlesen | nach\ oben | teilen | похожие\ (?:статьи|записи) | читайте\ также | читать\ далее | комментарии
    | поделиться | наверх | مقالات\ ذات\ صلة | اقرأ\ أيضا[ًً]? | التعليقات | تعليقات | مشاركة | संबंधित\ लेख | टिप्पणियाँ
    | bài\ viết\ liên\ quan | xem\ thêm | bình\ luận | chia\ sẻ | บทความที่เกี่ยวข้อง | ความคิดเห็น | แชร์ | อ่านต่อ
    | ilgili\ (?:yazılar|haberler) | yorumlar | paylaş | σχετικά\ άρθρα | σχόλια | articole\ similare | comentarii
    ) \s* [:：>》»…→]* \s*"""
)
"""Lines of a web page that are not its article. A line must match whole, and stand at an edge of the text."""

FURNITURE_LONGEST = 100
"""Characters of such a line; what is longer says something of its own."""

EDGE_LINES = 5
"""How many lines that stay, from the top and from the bottom, count as the edge."""


def clean_text(text: str) -> str:
    """Make every line break a line feed and drop characters that nobody sees."""
    return UNSEEN.sub("", LINE_BREAK.sub("\n", text))


def squeeze(line: str) -> str:
    """Trim a line and make every run of white space in it one space."""
    return SPACES.sub(" ", line.replace("\n", " ")).strip()


def drop_furniture(lines: Sequence[str]) -> list[int]:
    """Give the indices of the lines to keep: not a rule, and not page furniture at the top or the bottom edge.

    Blank lines are kept and do not count. To drop furniture again from what was kept changes nothing.
    """
    dropped = at_edges(lines, lambda number: is_furniture(lines[number]))
    return [number for number, line in enumerate(lines) if number not in dropped and not RULE.fullmatch(line)]


def is_furniture(line: str) -> bool:
    """Tell whether a line is, from its first character to its last, one of the known pieces of page furniture."""
    return len(line) <= FURNITURE_LONGEST and FURNITURE.fullmatch(line) is not None


def at_edges(lines: Sequence[str], unwanted: Callable[[int], bool]) -> set[int]:
    """Give the indices of the unwanted lines that have fewer than EDGE_LINES others before or after them.

    Blank lines and rules are neither.
    """
    full = [number for number, line in enumerate(lines) if line.strip() and not RULE.fullmatch(line)]
    found: set[int] = set()
    for inwards in (full, full[::-1]):
        others = 0
        for number in inwards:
            if number in found or unwanted(number):
                found.add(number)
                continue
            others += 1
            if others == EDGE_LINES:
                break
    return found


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of one paragraph: with a space, or with none between two characters of an unspaced script."""
    joined = ""
    for line in lines:
        glue = "" if not joined or not line or (_unspaced(joined[-1]) and _unspaced(line[0])) else " "
        joined += glue + line
    return joined


def _unspaced(character: str) -> bool:
    return bool(UNSPACED.match(character)) or unicodedata.east_asian_width(character) == "F"
