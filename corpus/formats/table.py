"""Tables (CSV): a header row that names the fields, then one document or question a row."""

import csv
from collections import deque
from collections.abc import Iterator

from corpus.documents import CorpusError
from corpus.formats.article import Article
from corpus.formats.rows import Line, article_from_row

DELIMITERS = ",;\t|"

FIELD_LIMIT = 8_000_000
"""Characters that a field may have; a quotation mark that is never closed would otherwise swallow the rest of the file."""

ALIASES = {
    name: field
    for field, names in {
        "id": "id 编号 編號 序号 序號",
        "_id": "_id",
        "title": "title 标题 標題 题目 題目",
        "text": "text content body 正文 内容 內容 文本",
        "question": "question 问题 問題 提问 質問 질문 pregunta",
        "answer": "answer 答案 回答 答复 答覆 解答 回复 답변 respuesta",
        "lang": "lang language 语言 語言",
        "url": "url link 网址 網址 链接 連結",
    }.items()
    for name in names.split()
}
"""What a header may call a field, in lower case."""

QUOTES = "the quotation marks do not pair up; put the field in quotation marks and double those inside it"


def parse_table(lines: Iterator[Line]) -> Iterator[tuple[int, Article | CorpusError]]:
    """Yield the rows of a table with the numbers of the lines they begin on; a CorpusError for a row of no use.

    The delimiter is the one of ``, ; tab |`` by which the header names the most fields: csv.Sniffer, which looks at
    the rows too, takes the commas of the text for it. A row whose quotation marks are wrong is left out alone:
    reading goes on at the line after the one it began on.

    Raises CorpusError, with the reason alone, if no header names `text`, or `question` and `answer`.
    """
    source = _Replay(lines)
    delimiter = _delimiter(source)
    csv.field_size_limit(FIELD_LIMIT)  # of the process; nothing else here reads CSV
    records = _records(source, delimiter)
    number, header = next(records, (1, []))
    names = _fields(header)
    for number, record in records:
        if isinstance(record, CorpusError):
            yield number, record
        elif any(cell.strip() for cell in record):
            yield number, _article(names, record)


def _records(source: "_Replay", delimiter: str) -> Iterator[tuple[int, list[str] | CorpusError]]:
    """Yield the records with the numbers of the lines they begin on; after one with wrong quotes, begin a line later."""
    while True:
        try:
            for record in csv.reader(source, delimiter=delimiter, strict=True):
                number, problem = source.taken[0].number, source.problem()
                source.taken.clear()
                yield number, problem or record
        except csv.Error:
            yield source.taken[0].number, source.problem() or CorpusError(QUOTES)
            source.rewind()
        else:
            return


class _Replay:
    """Hands lines to csv.reader and remembers those of the row being read, so that reading can go on after its first."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()
        self.taken: list[Line] = []

    def __iter__(self) -> "_Replay":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        return line.text + "\n"

    def rewind(self, kept: int = 1) -> None:
        self._again.extendleft(reversed(self.taken[kept:]))
        self.taken.clear()

    def problem(self) -> CorpusError | None:
        return next((line.problem for line in self.taken if line.problem), None)


def _delimiter(source: _Replay) -> str:
    """Choose by the header; `sep=;`, which Excel writes as a first line of its own, is believed."""
    header = next(source, "").strip()
    if header.lower().startswith("sep=") and len(header) == len("sep=;"):
        source.taken.clear()
        return header[-1]
    source.rewind(0)
    return max(DELIMITERS, key=lambda mark: len(set(ALIASES) & {cell.strip(' "').lower() for cell in header.split(mark)}))


def _fields(header: list[str] | CorpusError) -> list[str]:
    """Give the field that each column holds, empty for a column of no use."""
    if isinstance(header, CorpusError):
        raise CorpusError(f"the header row cannot be read: {header}")
    names = [ALIASES.get(name.strip().lower(), "") for name in header]
    if "text" not in names and not {"question", "answer"} <= set(names):
        found = ", ".join(name[:30] for name in header[:8])
        raise CorpusError(f"the first row names no `text`, nor `question` and `answer`, but: {found}; add a header row")
    return names


def _article(names: list[str], record: list[str]) -> Article | CorpusError:
    if len(record) != len(names):
        return CorpusError(f"{len(record)} fields where the header has {len(names)}; put a field with commas in quotation marks")
    row: dict[str, str] = {}
    for name, cell in zip(names, record, strict=True):
        if name == "text" and name in row:
            row[name] += "\n" + cell
        elif name and cell.strip():
            row.setdefault(name, cell)
    try:
        return article_from_row(row)
    except CorpusError as error:
        return error
