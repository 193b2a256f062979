"""The commands for what visitors left: wenda feedback."""

import csv
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, fields

import click

from service.feedback import Feedback, Judgement, Unanswered
from service.options import common
from service.settings import Settings

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would calculate."""

as_format = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
as_table = click.option("--tsv", "as_json", flag_value=False, help="A table with a line of names, tab-separated (default).")


@click.group()
def feedback() -> None:
    """Export what visitors said of answers, and what was not answered.

    \b
    wenda feedback export --json > feedback.jsonl
    wenda feedback unanswered
    """


@feedback.command()
@as_format
@as_table
@common
def export(settings: Settings, as_json: bool) -> None:
    """Give every judgement: day, question, passage, revision, whether it helped, comment.

    \b
    wenda feedback export --json > feedback.jsonl
    """
    _print(Feedback(settings.index).judgements(), Judgement, as_json=as_json)


@feedback.command()
@as_format
@as_table
@common
def unanswered(settings: Settings, as_json: bool) -> None:
    """Give the questions that got no answer, if `log_unanswered` is on: day, language, question, hits, how often.

    \b
    wenda feedback unanswered
    """
    _print(Feedback(settings.index).unanswered(), Unanswered, as_json=as_json)


def _print(records: Iterable[Judgement | Unanswered], kind: type[Judgement | Unanswered], *, as_json: bool) -> None:
    if as_json:
        for record in records:
            click.echo(json.dumps(asdict(record), ensure_ascii=False))
        return
    writer = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
    writer.writerow([field.name for field in fields(kind)])
    for record in records:
        writer.writerow([_cell(value) for value in asdict(record).values()])


def _cell(value: object) -> object:
    """Give a value for a table; visitors' words that a spreadsheet would calculate become plain text by an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
