"""What the built-in articles make of questions typed wrongly, and of questions typed well: a guard of quality."""

import pytest

from index.answers import Query
from index.engines.protocol import Engine
from index.retrieval import answer

LIKE_SOUNDING = {
    "微立贷会起诉吗": "微粒贷会起诉吗",
    "微粒贷会起素吗": "微粒贷会起诉吗",
    "微立贷会起素吗": "微粒贷会起诉吗",
    "威力贷会起诉吗": "微粒贷会起诉吗",
    "微粒贷愈期怎么办": "微粒贷逾期怎么办",
    "微粒代逾期会上征信吗": "微粒贷逾期会上征信吗",
    "正信报告怎么查": "征信报告怎么查",
    "证信怎么修复": "征信怎么修复",
    "崔收电话怎么办": "催收电话怎么办",
    "信用卡分七手续费": "信用卡分期手续费",
    "信用卡分期手续废": "信用卡分期手续费",
    "收到传漂怎么办": "收到传票怎么办",
    "法院穿票": "法院传票",
    "还款计化": "还款计划",
    "微立貸會起訴嗎": "微粒貸會起訴嗎",
    "微粒貸會起素嗎": "微粒貸會起訴嗎",
    "崔收電話": "催收電話",
}
PINYIN = {
    "weilidai qisu": "微粒贷起诉",
    "weilidai hui qisu ma": "微粒贷会起诉吗",
    "wei li dai hui qi su ma": "微粒贷会起诉吗",
    "wei li dai yu qi": "微粒贷逾期",
    "yuqi zenmeban": "逾期怎么办",
    "zhengxin baogao": "征信报告",
    "zhengxin zenme cha": "征信怎么查",
    "cuishou dianhua": "催收电话",
    "xinyongka fenqi": "信用卡分期",
    "xinyongka fenqi shouxufei": "信用卡分期手续费",
    "fayuan chuanpiao": "法院传票",
    "huankuan jihua": "还款计划",
    "yinhang xieshang": "银行协商",
    "shoudao chuanpiao zenmeban": "收到传票怎么办",
    "微粒贷 qisu": "微粒贷起诉",
    "微粒贷 yuqi": "微粒贷逾期",
    "征信 baogao": "征信报告",
    "信用卡fenqi": "信用卡分期",
}
LETTERS = {
    "WeiLiDia overdue": "WeiLiDai overdue",
    "credti report": "credit report",
    "will i be sude": "will i be sued",
    "debt colection calls": "debt collection calls",
    "How to check my credit reprot?": "How to check my credit report?",
    "overdeu loan": "overdue loan",
    "lawsiut": "lawsuit",
    "¿Me pueden demadar?": "¿Me pueden demandar?",
    "¿Cómo negosiar la deuda?": "¿Cómo negociar la deuda?",
    "informe crediticoi": "informe crediticio",
    "المحكة": "المحكمة",
}
CLEAN = """
微粒贷会起诉吗
微粒贷逾期一天会上征信吗
收到法院传票怎么办
怎么和平台协商还款
协商还款需要准备什么材料
征信报告怎么查
征信多久更新一次
逾期记录能删除吗
信用卡分期可以提前还款吗
信用卡分期的手续费怎么算
最低还款和分期哪个划算
催收爆通讯录怎么办
接到催收电话应该怎么说
第三方催收合法吗
微粒贷一般多久起诉
被起诉了会坐牢吗
法院判决后还不上钱怎么办
停息挂账是什么意思
呆账是什么
微粒貸會起訴嗎
今天的天气预报
红烧肉的做法
张伟住在苏州哪里
特斯拉的股价是多少
北京到上海的高铁要多久
2026年春节是哪一天
A股几点开盘
怎么注册iPhone的账号
Will WeiLiDai sue me?
How long can a loan be overdue before I am sued?
What should I do when I receive a summons?
How can I check my credit report?
Can debt collectors call my family?
How do I bake sourdough bread?
Who is Angela Merkel?
¿Me pueden demandar?
¿Afecta el atraso a mi historial crediticio?
¿Quién ganó el mundial de fútbol?
هل يمكن رفع دعوى قضائية
ماذا أفعل إذا تلقيت استدعاء من المحكمة؟
延滞すると訴えられますか
裁判所から呼出状が届いたら
Was ist ein Kredit?
""".split("\n")


@pytest.mark.parametrize(("typed", "meant"), [*LIKE_SOUNDING.items(), *PINYIN.items(), *LETTERS.items()])
def test_a_misspelt_question_is_searched_as_it_was_meant(engine: Engine, typed: str, meant: str) -> None:
    """By sound, from pinyin, by letters; the passages are those of the right spelling."""
    found, right = answer(engine, Query(typed)), answer(engine, Query(meant))
    assert found.question.correction is not None
    assert found.question.correction.text == meant
    assert [hit.passage.id for hit in found.hits] == [hit.passage.id for hit in right.hits]


@pytest.mark.parametrize("question", [question for question in CLEAN if question])
def test_a_question_typed_well_stays_as_it_is(engine: Engine, question: str) -> None:
    """Whether the articles answer it or not."""
    assert answer(engine, Query(question)).question.correction is None
