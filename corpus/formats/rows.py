"""Rows of JSON Lines and tables: one document, or one question with its answer, a row."""

import json
from typing import Any, NamedTuple

from corpus.cleaning import clean_text, squeeze
from corpus.documents import CorpusError
from corpus.formats.article import Article, Block


class Line(NamedTuple):
    """One line of a file of rows: its number from 1, its text, and why it cannot be used, if so."""

    number: int
    text: str
    problem: CorpusError | None = None


def parse_json_row(line: str) -> Article:
    """Read one line of JSON Lines.

    Raises CorpusError, with the reason alone, if the row is not an object or has no text.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise CorpusError(f"not valid JSON ({error.msg}, character {error.pos + 1}); write one object a line") from error
    except RecursionError as error:
        raise CorpusError("not usable JSON (nested too deep); write one flat object a line") from error
    except ValueError as error:  # a whole number of thousands of digits
        raise CorpusError(f"not usable JSON ({error}); write one flat object a line") from error
    if not isinstance(row, dict):
        raise CorpusError("not a JSON object; write one object a line")
    return article_from_row(row)


def article_from_row(row: dict[str, Any]) -> Article:
    """Make an article of a row's fields: id or _id, title, text (or question and answer), lang, url.

    Raises CorpusError, with the reason alone, if there is no text.
    """
    fields = {
        key: clean_text(str(value)).strip()
        for key, value in row.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
    question, answer = fields.get("question", ""), fields.get("answer", "")
    if not fields.get("text") and not (question and answer):
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
