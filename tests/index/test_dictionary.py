"""The owner's dictionary, and the program that segments with it."""

from collections.abc import Iterator
from pathlib import Path

import jieba
import pytest

from corpus.documents import Document
from index.languages import chinese
from index.languages.chinese import built_in_names, segment_chinese, segmenter, use_dictionary
from index.languages.dictionary import Entry, parse_dictionary, read_dictionary
from index.languages.lists import WordListError
from index.languages.normalization import fold


@pytest.fixture(autouse=True)
def _no_dictionary_after() -> Iterator[None]:
    yield
    use_dictionary(())


def _segment(run: str) -> list[str]:
    return [run[start:end] for start, end in segment_chinese(run)]


def test_a_dictionary_has_words_frequencies_and_tags() -> None:
    """The format is jieba's; comments and empty lines are skipped."""
    assert parse_dictionary("# ours\n\n星云贷 10 n\n秒批宝\n极光付 nz\n", "userdict.txt") == (
        Entry("星云贷", 10),
        Entry("秒批宝"),
        Entry("极光付"),
    )


def test_mistakes_are_named_with_their_lines(tmp_path: Path) -> None:
    """An owner sees every line to mend, not the first one only."""
    file = tmp_path / "userdict.txt"
    file.write_text("星云贷\n星云贷 -5\n \nVIP卡 3 n\n极光付 999999999999\n", "utf-8")
    with pytest.raises(WordListError, match=r"userdict\.txt, line 2: .*; line 4: 'VIP卡' .*; line 5: the frequency"):
        read_dictionary(file)


def test_a_dictionary_that_is_not_utf8_says_which_line(tmp_path: Path) -> None:
    """Files of old editors come in GBK."""
    file = tmp_path / "userdict.txt"
    file.write_bytes(b"a\n" + "星云贷\n".encode("gbk"))
    with pytest.raises(WordListError, match="line 2: not UTF-8"):
        read_dictionary(file)
    with pytest.raises(WordListError, match="No such file"):
        read_dictionary(tmp_path / "missing.txt")


def test_the_owners_words_stay_whole() -> None:
    """A new word is kept whole, in either script, and the segmenter's name tells of it."""
    assert "星云贷" not in _segment("星云贷逾期")
    before = segmenter()
    use_dictionary((Entry("星雲貸"),))
    assert "星云贷" in _segment("星云贷逾期")
    assert segmenter() != before
    assert segmenter().startswith("rjieba")


def test_jieba_itself_segments_where_known_words_change() -> None:
    """There the faster program would give other words."""
    use_dictionary((Entry("起诉", 5), Entry("星云贷")))
    assert segmenter().startswith("jieba")
    assert "星云贷" in _segment("星云贷会起诉吗")


def test_the_faster_program_gives_jiebas_words(articles: list[Document]) -> None:
    """On every run of our articles; on 120,000 runs of other texts too (docs/languages.md)."""
    reference = jieba.Tokenizer()
    for name in built_in_names():
        reference.add_word(name.word)
    runs = [run for article in articles if article.language == "zh" for run in chinese.COMMON_RUN.findall(fold(article.text))]
    assert len(runs) > 1000
    for words, _ in runs:
        assert list(segment_chinese(words)) == [(start, end) for _, start, end in reference.tokenize(words, mode="search")]


def test_no_built_in_name_is_known_to_jieba() -> None:
    """Then no known word changes, and the faster program may be used."""
    plain = jieba.Tokenizer()
    plain.initialize()
    assert [name.word for name in built_in_names() if plain.FREQ.get(name.word)] == []
