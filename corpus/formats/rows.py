"""Rows of JSON Lines: one document, or one question with its answer, a row."""

import json
from typing import Any

from corpus.cleaning import squeeze
from corpus.documents import CorpusError
from corpus.formats.article import Article, Block


def parse_json_row(line: str) -> Article:
    """Read one line of JSON Lines.

    Raises CorpusError, with the reason alone, if the row is not an object or has no text.
    """
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise CorpusError(f"not valid JSON ({error})") from error
    if not isinstance(row, dict):
        raise CorpusError("not a JSON object; give one object a line")
    return article_from_row(row)


def article_from_row(row: dict[str, Any]) -> Article:
    """Make an article of a row's fields: id or _id, title, text (or question and answer), lang, url.

    Raises CorpusError, with the reason alone, if there is no text.
    """
    fields = {key: str(value) for key, value in row.items() if isinstance(value, str | int | float)}
    question, answer = fields.get("question", "").strip(), fields.get("answer", "").strip()
    if not fields.get("text", "").strip() and not (question and answer):
        raise CorpusError("no text; give `text`, or `question` and `answer`")
    if question and answer:
        title = fields.get("title", "") or question
        blocks = (Block(squeeze(question), 1), *_paragraphs(answer))
    else:
        title = fields.get("title", "")
        blocks = _paragraphs(fields["text"])
    return Article(title, blocks, fields.get("_id") or fields.get("id", ""), fields.get("url", ""), fields.get("lang", ""))


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Block(line) for line in map(squeeze, text.split("\n")) if line)
