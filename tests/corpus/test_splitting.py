"""Documents to passages."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.cleaning import RULE, drop_furniture
from corpus.documents import Document, Heading, Passage
from corpus.splitting import LONGEST, SHORTEST, split

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"
CLUSTER = regex.compile(r"\X")

PIECES = [
    *"字会。，！？、 \n\t\u0301\u3000각ฯ",
    *("\n\n", "。”", "……", ". ", "? ", ", ", "Dr. ", "word ", "longerword", "1,234.56", "2024.5.1", "---", "e\u0301"),
    *("👨\u200d👩\u200d👧", "🇨🇳", "กำลัง", "ก่อน ", "कि", "क्षि", "है। ", "ခု။ ", "ទៅ។", "تم؟ ", "Է։ ", "ነው።", "한국어"),
    *(
        "https://example.com/a,b?c=1.5",
        "这是一个比较长的中文句子，它有三十多个字，所以几句就超过上限。",
        "A sentence of some length ends here. ",
    ),
]
WORDS = st.sampled_from(PIECES)
TEXTS = st.lists(st.tuples(WORDS, st.integers(1, 30)), max_size=40).map(lambda parts: "".join(word * n for word, n in parts))


def document(text: str, headings: tuple[Heading, ...] = (), title: str = "") -> Document:
    """Make a document of a text."""
    return Document("d", title, text, "d.txt", "", "zh", headings)


def under_headings(sections: list[tuple[str, str]]) -> Document:
    """Make a document whose sections each begin with a heading line."""
    text, headings = "", []
    for name, body in sections:
        headings.append(Heading(len(text), len(text) + len(name), 2))
        text += f"{name}\n{body}\n"
    return document(text, tuple(headings))


def sizes(passages: list[Passage]) -> list[int]:
    """Give the lengths of passages in characters."""
    return [len(passage.text) for passage in passages]


def seen(text: str) -> str:
    """Give what of a text must be in a passage: all but white space and rules."""
    return "".join("".join(line.split()) for line in text.split("\n") if not RULE.fullmatch(line))


@settings(deadline=None)
@given(TEXTS)
def test_nothing_is_lost_or_moved(text: str) -> None:
    """Offsets are exact, passages are trimmed, in order, apart, and hold every character but white space and rules."""
    passages = split(document(text))
    assert all(text[passage.start : passage.end] == passage.text for passage in passages)
    assert all(before.end <= after.start for before, after in pairwise(passages))
    assert "".join("".join(passage.text.split()) for passage in passages) == seen(text)
    assert [passage.id for passage in passages] == [f"d:{ordinal}" for ordinal in range(1, len(passages) + 1)]


@settings(deadline=None)
@given(TEXTS)
@example("\n \u0301 \u0301x")
@example("x" + "e\u0301" * 500)
@example("x" + "🇨🇳" * 500)
def test_no_character_is_cut(text: str) -> None:
    """Passages begin and end at borders of grapheme clusters, unless one of them is longer than a passage may be."""
    clusters = list(CLUSTER.finditer(text))
    inside = {place for cluster in clusters if cluster.end() - cluster.start() <= 300 for place in range(*cluster.span())}
    inside -= {cluster.start() for cluster in clusters}
    passages = split(document(text))
    assert not [passage for passage in passages if {passage.start, passage.end} & inside - {0, len(text)} and passage.text]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["标题", "Heading", "见"]), TEXTS), max_size=4))
def test_no_passage_crosses_a_heading(sections: list[tuple[str, str]]) -> None:
    """A passage stands under one heading and bears its name; headings themselves are in no passage."""
    made = under_headings(sections)
    for passage in split(made):
        above = [heading for heading in made.headings if heading.start < passage.end]
        assert above[-1].end <= passage.start
        assert passage.heading == made.text[above[-1].start : above[-1].end]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 900), st.sampled_from(["字", "ab ", "好的。", "One two. ", "คำ "])), min_size=1, max_size=12
    )
)
def test_passages_have_80_to_400_characters(paragraphs: list[tuple[int, str]]) -> None:
    """A passage is shorter only where its section is, whatever the lengths of paragraphs and sentences."""
    text = "\n".join((unit * size)[:size].strip() or "x" for size, unit in paragraphs)
    found = sizes(split(document(text)))
    assert max(found) <= LONGEST
    assert min(found) >= SHORTEST or len(found) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "这是第一句话，它说的是还款的事情。",
        "“这句话有引号。”",
        "这句话说了一半……",
        "Is this a question, or is it not? ",
        "क्या बैंक मुझ पर मुकदमा करेगा या नहीं करेगा। ",
        "هل يمكن أن يقاضيني البنك إذا تأخرت؟ ",
        "តើធនាគារអាចប្តឹងខ្ញុំបានទេ។",
        "ဘဏ်က ကျွန်တော့်ကို တရားစွဲမလား။ ",
        "Բանկը կարող է ինձ դատի տալ։ ",
        "ባንኩ ሊከሰኝ ይችላል። ",
        "返済が遅れるとどうなりますか？",
        "대출을 연체하면 어떻게 되나요? ",
        "ลูกหนี้หลายคนไม่ทราบว่าตนเองมีสิทธิขอปรับโครงสร้างหนี้กับธนาคารได้ก่อนที่จะถูกฟ้องร้องต่อศาล ",
    ],
)
def test_a_long_paragraph_is_cut_between_sentences(sentence: str) -> None:
    """In every script, passages of a long paragraph begin where a sentence begins, and none is a crumb."""
    passages = split(document((sentence * 60).strip()))
    assert len(passages) > 1
    assert all(passage.start % len(sentence) == 0 for passage in passages)
    assert max(sizes(passages)) <= 2 * min(sizes(passages))


@pytest.mark.parametrize(
    "unit", ["字", "word ", "子句，", "clause, ", "ไทยไม่มีช่องว่าง", "1,234.56 ", "👨\u200d👩\u200d👧", "e\u0301"]
)
def test_one_line_of_10000_characters_without_sentences(unit: str) -> None:
    """It is cut at clauses, else between words, else between characters, into balanced passages."""
    text = (unit * 10_000)[: 10_000 // len(unit) * len(unit)].strip()
    passages = split(document(text))
    assert "".join("".join(passage.text.split()) for passage in passages) == "".join(text.split())
    assert max(sizes(passages)) <= LONGEST
    assert min(sizes(passages)) >= LONGEST // 2
    if unit != "ไทยไม่มีช่องว่าง":
        assert all(passage.start % len(unit) == 0 for passage in passages)


def test_numbers_and_addresses_are_not_cut() -> None:
    """A passage that has to end inside a sentence ends neither in a number nor in an address."""
    units = ["1,234,567.89", "2024.5.1", "https://www.example.com/a,b;c/d?e=1.5&f=2", "name.surname@mail.example.com", "字"]
    text = "".join(units[place % 5] + "的" for place in range(400))
    passages = split(document(text))
    whole = {
        place
        for unit in units
        for match in regex.finditer(regex.escape(unit), text)
        for place in range(match.start() + 1, match.end())
    }
    assert len(passages) > 10
    assert not {place for passage in passages for place in (passage.start, passage.end)} & whole


def test_paragraphs_are_passages_where_they_can_be() -> None:
    """A text without headings gets its paragraphs; short ones are joined to a neighbour, long ones cut."""
    lengths = [100, 300, 30, 90, 790, 399]
    text = "\n".join("还款要按时。" * (length // 6) for length in lengths)
    starts = {passage.start for passage in split(document(text))}
    begins = [sum(length // 6 * 6 + 1 for length in lengths[:place]) for place in range(len(lengths))]
    assert {begins[0], begins[1], begins[4], begins[5]} <= starts
    assert len(starts & {begins[2], begins[3]}) == 1


def test_a_line_that_leads_in_stays_with_what_follows() -> None:
    """A line of a plain text that announces the next paragraph is not the end of the passage before, even of a shorter one."""
    body = "还款要按时，逾期会有记录。"
    lead = "如果暂时还不上款，可以采取的办法有以下这么几种："
    passages = split(document(f"{body * 8}\n{lead}\n{body * 20}\n二、协商\n{body * 25}"))
    assert [passage.text[:4] for passage in passages] == ["还款要按", "如果暂时", "二、协商"]


def test_the_lines_of_a_list_are_joined_to_short_passages() -> None:
    """Lines without punctuation are joined until there is a passage, and no further."""
    passages = split(document("\n".join(f"{place} " + "身份证和收入证明的复印件" * 4 for place in range(10, 22))))
    assert sizes(passages) == [2 * 51 + 1] * 6


def test_a_rule_is_a_border() -> None:
    """No passage holds a rule, even where the paragraphs beside it are short."""
    passages = split(document("短。\n---\n也短。"))
    assert [passage.text for passage in passages] == ["短。", "也短。"]


def test_language_is_told_for_each_passage() -> None:
    """A mixed document has passages of several languages; what tells nothing has the document's."""
    chinese, english = "逾期之后平台会联系你，要求你尽快还款。" * 6, "The lender will ask you to pay as soon as you can. " * 4
    assert [passage.language for passage in split(document(f"{chinese}\n{english}\n{'1234 ' * 20}"))] == ["zh", "en", "zh"]


def test_the_title_is_no_heading() -> None:
    """Passages under the document's own title have no heading; others have that of their section."""
    text = "标题\n正文。\n一节\n别的。"
    made = document(text, (Heading(0, 2, 1), Heading(7, 9, 2)), title="标题")
    assert [(passage.heading, passage.text) for passage in split(made)] == [("", "正文。"), ("一节", "别的。")]


def test_the_seed_article() -> None:
    """Its furniture and its rule are in no passage, and its paragraphs begin passages."""
    if not SEED.exists():
        pytest.skip(f"{SEED} is not here")
    lines = SEED.read_text(encoding="utf-8").split("\n")
    passages = split(document("\n".join(lines[number] for number in drop_furniture(lines))))
    whole = split(document("\n".join(lines)))
    assert not [passage for passage in passages if "精彩评论" in passage.text or "大家还看了" in passage.text]
    assert not [passage for passage in passages + whole if "---" in passage.text]
    starts = tuple(passage.text[:9] for passage in passages)
    for begin in ("微粒贷平台会综合评", "需要留意的是,即使", "在微粒贷的采用期间"):
        assert begin in starts
    assert all(SHORTEST <= size <= LONGEST for size in sizes(passages))


@pytest.mark.parametrize(
    "unit",
    [
        "微粒贷",
        "ab\n",
        " ",
        ".",
        "?! ",
        "J. ",
        "a\u0301",
        "\u0301",
        "🇨🇳",
        "👨\u200d",
        "1,",
        "www.",
        '."',
        "ก ",
        "a.",
        "क्",
        "字,",
        "\n",
        "- ",
        "x\n\n---\n",
    ],
)
def test_time_is_linear(unit: str) -> None:
    """100,000 characters of any kind take less than 3 seconds of a processor: a fifth of that, but the machine may be slow."""
    began = time.thread_time()
    split(document(unit * (100_000 // len(unit)) + "x"))
    assert time.thread_time() - began < 3


def test_a_gap_as_long_as_a_document() -> None:
    """White space of any length is passed over: a rule's line and a sentence with a hole in it."""
    began = time.thread_time()
    assert [passage.text for passage in split(document("a" + " " * 1_000_000 + "b"))] == ["a", "b"]
    assert split(document("---" + " " * 1_000_000 + "x"))
    assert time.thread_time() - began < 5
