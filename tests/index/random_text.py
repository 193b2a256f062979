"""Documents of random sentences, the same each time: common and rare words, several languages, headings."""

import random

from corpus.documents import Document, Heading

VOCABULARIES = {
    "zh": "微粒贷 起诉 逾期 协商 还款 法院 传票 征信 借款人 中华人民共和国 民法典 规定 会 的 了 不 應當 催收 利息 合同".split(),
    "en": "loan overdue court summons creditor negotiate C++ don't the of and repayment interest".split(),
    "ja": "ローン 返済 裁判所 東京 借りる の は です 利息".split(),
    "ko": "대출 소송을 법원 은행 이자 연체".split(),
}
GLUE = {"zh": "", "ja": "", "en": " ", "ko": " "}
RARE = "〇甲乙丙丁戊己庚辛壬癸"


def random_documents(count: int) -> list[Document]:
    """Make documents of one to eight sentences, most of them Chinese."""
    chance = random.Random(7)
    return [_document(chance, number) for number in range(count)]


def _document(chance: random.Random, number: int) -> Document:
    code = chance.choices(list(VOCABULARIES), (7, 1, 1, 1))[0]
    lines = [_sentence(chance, code) for _ in range(chance.randint(1, 8))]
    title = _sentence(chance, code)[:12]
    headings = (Heading(0, len(lines[0]), 1),) if len(lines) > 2 and chance.random() < 0.5 else ()
    copies = ("elsewhere",) if chance.random() < 0.1 else ()
    return Document(f"doc-{number}", title, "\n".join(lines), "random.jsonl", "", code, headings, copies)


def _sentence(chance: random.Random, code: str) -> str:
    words = chance.choices(VOCABULARIES[code], k=chance.randint(5, 40))
    if chance.random() < 0.3:
        words.append("".join(chance.choices(RARE, k=3)))
    return GLUE[code].join(words) + ("。" if code in {"zh", "ja"} else ".")
