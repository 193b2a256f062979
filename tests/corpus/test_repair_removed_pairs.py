"""The removed byte pair: discovered from the documents, put back, and never seen where it was not."""

import json
from pathlib import Path

import pytest

from corpus.repair import find_damage, repair_text
from corpus.repair.removed_pairs import RemovedPair

SHARED = Path(__file__).resolve().parents[3] / "shared"
ARTICLES = Path(__file__).resolve().parents[2] / "corpus" / "articles"

ARTICLE = """逾期以后，平台会先发短信提醒，再打电话催收。如果借款人一直不还，平台可能提起诉讼，也就是起诉。
很多人问：逾期多久会被起诉？其实没有统一的标准，要看欠款的金额，也要看借款人的态度。
收到传票的人不要害怕，先核实案号，再准备答辩状。被告人应当按时到庭，否则法院可以缺席判决。
协商是最好的办法。借款人可以说明自己的困难，提出分期的方案；平台一般愿意接受，因为起诉的成本很高。
有人担心家里人知道，其实平台只能联系本人，以及借款时留下的联系人。暴力催收的，可以向金融监管部门投诉。
信用卡和网贷不同，信用卡透支数额巨大，经两次催收仍不归还的，可能构成犯罪；网贷逾期属于民事纠纷，不会坐牢。
征信报告会记录逾期，还清以后保留五年。这期间申请房贷的，银行会仔细审查，利率也可能更高，额度也可能更低。
理财的工具，要选自己懂的；借钱的工具，要算清楚成本。消费者，特别是年轻的消费者，应当量入为出。
对判决不服的，可以上诉，期限是十五天。放弃上诉，判决就会生效；生效以后还不履行的，法院会强制执行。
经营者，网络平台的经营者，都要保护个人信息。泄露信息的，受害者，可以要求赔偿，也可以起诉，还可以投诉；起诉，要有证据。
"""

OTHER = """社区医院的门诊，每天早上八点开门。老人看病的时间，最好避开周一；复诊的病人，可以提前预约。
做饭的时候，锅里的油温不能太高，放菜的顺序，也有讲究。会做饭的，都知道火候最重要。
学校的操场，周末对外开放。打球的人很多，跑步的也不少，锻炼身体的同时，也要注意安全。
旅行的乐趣，在于沿途的风景，也在于遇见的人。最好的办法是慢慢走，不赶时间的，可以多住几天。
图书馆的书，一次可以借十本。爱读书的，常常一坐就是一天；写作业的，大多在二楼的阅览室。
"""

REFERENCE = ARTICLE + OTHER


def remove(text: str, character: str) -> tuple[str, dict[int, str]]:
    """Delete a character's two bytes where they cross a border; return the text and what its odd characters were."""
    first, second = character.encode("gb2312")
    codes = [code if len(code) == 2 else b"\0\0" for code in (c.encode("gbk", "replace") for c in text)]
    damaged: list[str] = []
    places: dict[int, str] = {}
    offset = 0
    while offset < len(text):
        code, following = codes[offset], codes[offset + 1] if offset + 1 < len(text) else b"\0\0"
        if code[1] == first and following[0] == second:
            places[len(damaged)] = text[offset : offset + 2]
            damaged.append(bytes((code[0], following[1])).decode("gbk", "replace"))
            offset += 2
        else:
            damaged.append(text[offset])
            offset += 1
    return "".join(damaged), places


def eval_texts(name: str) -> list[str]:
    """Give the passages of one evaluation set, or skip naming it."""
    path = SHARED / "eval" / name / "corpus.jsonl"
    if not path.exists():
        pytest.skip(f"shared/eval/{name} is not here")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


@pytest.mark.parametrize("character", ["撸", "模"])
def test_a_removed_pair_is_found_and_put_back(character: str) -> None:
    """One article is enough to find the pair; four places in five are mended, and no other is touched."""
    damaged, places = remove(REFERENCE, character)
    assert len(places) >= 5
    pairs = find_damage([damaged])
    assert [pair.character for pair in pairs] == [character]
    repaired = repair_text(damaged, pairs)
    assert all(places.get(repair.start) == repair.after for repair in repaired.repairs)
    assert len(repaired.repairs) >= 0.8 * len(places)


def test_restored_marks_follow_the_document() -> None:
    """Where the marks were made ASCII after the damage, the restored ones are ASCII."""
    damaged, _ = remove(REFERENCE, "撸")
    damaged = damaged.translate(str.maketrans("，；？：", ",;?:"))
    repaired = repair_text(damaged, find_damage([damaged]))
    assert "起诉,还可以" in repaired.text
    assert "，" not in repaired.text


def test_offsets_lead_back_over_restored_bytes() -> None:
    """Text behind a repair keeps its way back to the original."""
    damaged, _ = remove(REFERENCE, "撸")
    repaired = repair_text(damaged, find_damage([damaged]))
    start = repaired.text.index("社区医院")
    assert repaired.offsets().original(start) == damaged.index("社区医院")


def test_an_unfiltered_document_of_a_filtered_collection_is_left_alone() -> None:
    """A document in which the pair is intact did not go through the filter, whatever odd characters it has."""
    damaged, _ = remove(REFERENCE, "撸")
    pairs = find_damage([damaged])
    clean = "店主说会起诉，又说要投诉，交通工具，也要赔。爽这个字很少见，起爽这是什么意思？"
    assert repair_text(clean, pairs).repairs == ()


def test_one_odd_name_is_no_evidence() -> None:
    """A name that the dictionary lacks, often repeated, neither looks like damage nor opens a document."""
    text = "起爽这个人很有意思。起爽那天来了，起爽又走了。起爽不高兴，起爽也没办法。" * 3
    assert find_damage([text]) == ()
    assert repair_text(text, [RemovedPair.of("撸")]).repairs == ()


def test_a_pair_named_by_hand_must_be_of_gb2312() -> None:
    """A character without two bytes in GB2312 is refused by name."""
    with pytest.raises(ValueError, match="'x' is not"):
        RemovedPair.of("x")


@pytest.mark.parametrize("text", [REFERENCE, "國家圖書館的開放時間，請參閱官方網站。訴訟、工具，都與此無關。" * 20])
def test_clean_articles_are_unchanged(text: str) -> None:
    """Clean text, Simplified or Traditional, gives no pair, and no edit for a pair named by hand."""
    assert find_damage([text]) == ()
    assert repair_text(text, [RemovedPair.of("撸"), RemovedPair.of("模")]).text == text


def test_built_in_articles_are_unchanged() -> None:
    """The articles that ship with the product, in six languages, come through as they are."""
    texts = [path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.md"))]
    assert find_damage(texts) == ()
    assert [repair_text(text, [RemovedPair.of("撸")]).text for text in texts] == texts


@pytest.mark.parametrize("name", ["xquad-zh", "stard-small", "drcd-dev"])
def test_clean_collections_are_unchanged(name: str) -> None:
    """No pair is found in a clean collection, and a pair named by hand changes nothing in it."""
    texts = eval_texts(name)
    assert find_damage(texts, sample=50_000) == ()
    edits = sum(len(repair_text(text, [RemovedPair.of("撸")]).repairs) for text in texts)
    assert edits * 1_000_000 <= sum(map(len, texts))


def test_a_damaged_collection_is_mended() -> None:
    """Deleting DF A3 from real passages: at least 80 % of the places mended, at least 97 % of the edits right."""
    passages = eval_texts("xquad-zh")
    articles = ["\n".join(passages[start : start + 10]) for start in range(0, len(passages), 10)]
    damaged = [remove(article, "撸") for article in articles]
    pairs = find_damage([text for text, _ in damaged])
    assert [pair.character for pair in pairs] == ["撸"]
    edits = [(r, places) for text, places in damaged for r in repair_text(text, pairs).repairs]
    right = sum(places.get(repair.start) == repair.after for repair, places in edits)
    assert right >= 0.8 * sum(len(places) for _, places in damaged)
    assert right >= 0.97 * len(edits)
