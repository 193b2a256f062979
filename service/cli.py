"""The wenda command."""

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from corpus.reading import ReadingReport, read_sources
from index.answers import Mode, NoIndexError, Query
from index.building import add_vectors, build
from index.encoders.catalogue import available
from index.evaluation import evaluate as measure_questions
from index.evaluation import load_questions
from index.generations import Generations
from index.live import LiveIndex
from index.retrieval import analyze as analyze_text
from index.retrieval import answer
from index.synonyms import load_synonyms
from service import upkeep
from service.access_log import open_log
from service.api import HITS_LIMIT, PER_DOCUMENT_LIMIT, QUESTION_LIMIT, language_code, language_codes
from service.console import Console, clear_line, say, show_analysis, show_answer
from service.keys import admin_key
from service.options import common, say_what_is_missing, with_mode, with_no_semantic
from service.owners import feedback
from service.rebuilding import Account, encoders_of, jobs_of, rebuild_index, short_lines
from service.representation import analysis_json, answer_json
from service.settings import Settings
from service.shared import shared_by_workers


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wenda")
def main() -> None:
    """Wenda (问答): question-answering search over your own articles.

    \b
    wenda rebuild articles/     index a folder
    wenda search 微粒贷会起诉吗  ask in the terminal
    wenda serve                 ask from a web page or over REST
    """


for command in (upkeep.rebuild, upkeep.watch, upkeep.status, upkeep.rollback, upkeep.check, feedback):
    main.add_command(command)


@main.command()
@click.argument("question")
@click.option("--limit", type=click.IntRange(1, HITS_LIMIT), default=3, show_default=True, help="How many passages.")
@click.option("--lang", default="", help="Keep passages in these languages, such as zh,en.")
@with_mode
@click.option(
    "--per-document",
    type=click.IntRange(0, PER_DOCUMENT_LIMIT),
    default=0,
    show_default=True,
    help="Passages of one document at most; 0 for any number.",
)
@click.option("--json", "as_json", is_flag=True, help="Give what the API gives.")
@click.option("--explain", is_flag=True, help="Show what the score is made of.")
@click.option("--literal", is_flag=True, help="Search the question as typed, in no other spelling.")
@common
def search(settings: Settings, question: str, lang: str, as_json: bool, mode: str, **wishes: Any) -> None:
    """Answer QUESTION from the index.

    \b
    wenda search 微粒贷会起诉吗
    wenda search "Will WeiLiDai sue me?" --lang en --limit 5
    wenda search 协商还款 --mode lexical --per-document 1
    """
    languages = frozenset(code for code in _checked_language(language_codes, lang).split(",") if code)
    query = Query(_checked_text(question), languages=languages, mode=Mode(mode), **wishes)
    engine = LiveIndex(Generations(settings.index), load_synonyms(settings.synonyms)).engine()
    found = answer(engine, query)
    if as_json:
        click.echo(json.dumps(answer_json(found), ensure_ascii=False))
    else:
        show_answer(found)


@main.command()
@click.argument("text")
@click.option("--lang", default="", help="The language of TEXT, such as zh; told from the text where it is not given.")
@click.option("--json", "as_json", is_flag=True, help="Give what the API gives.")
@common
def analyze(settings: Settings, text: str, lang: str, as_json: bool) -> None:
    """Show how TEXT is understood as a question: why it finds what it finds.

    Where there is no index, what only an index knows is left out: how common the words are, and other spellings.

    \b
    wenda analyze 微立贷会起诉吗
    wenda analyze "Will WeiLiDai sue me?" --lang en
    """
    synonyms = load_synonyms(settings.synonyms)
    code, text = _checked_language(language_code, lang), _checked_text(text)
    found = analyze_text(LiveIndex(Generations(settings.index), synonyms).engine_if_any(), text, code, synonyms)
    if as_json:
        click.echo(json.dumps(analysis_json(found), ensure_ascii=False))
    else:
        show_analysis(found)


def _checked_text(text: str) -> str:
    """Give a question without the white space around it. Raises UsageError for what the API refuses."""
    text = text.strip()
    if not 1 <= len(text) <= QUESTION_LIMIT:
        raise click.UsageError(f"a question has 1 to {QUESTION_LIMIT} characters; this one has {len(text)}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise click.UsageError("the question is not in the encoding of this terminal, UTF-8 in most") from error
    return text


def _checked_language(check: Callable[[str], str], codes: str) -> str:
    try:
        return check(codes)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--lang") from error


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--corpus-from", type=click.Path(path_type=Path), help="Take corpus.jsonl from another set, such as one in another language."
)
@click.option("--queries", default="queries.jsonl", show_default=True, help="The file of questions in FOLDER.")
@with_mode
@with_no_semantic
@click.option("--json", "as_json", is_flag=True, help="Give the measures as JSON.")
@common
def evaluate(settings: Settings, folder: Path, corpus_from: Path | None, queries: str, mode: str, as_json: bool) -> None:
    """Measure the search on FOLDER: corpus.jsonl, queries.jsonl and qrels.tsv in the layout of BEIR.

    The corpus is indexed in a temporary place; the live index is not touched. Every passage is encoded, but with
    --mode lexical or --no-semantic.

    \b
    wenda evaluate my-questions/
    wenda evaluate xquad-en/ --corpus-from xquad-zh/
    wenda evaluate my-questions/ --mode lexical
    """
    questions = load_questions(folder, queries)
    synonyms = load_synonyms(settings.synonyms)
    with tempfile.TemporaryDirectory(prefix="wenda-") as temporary:
        generations = Generations(Path(temporary))
        _build_to_measure(settings, generations, (corpus_from or folder) / "corpus.jsonl", Mode(mode))
        engine = LiveIndex(generations, synonyms).engine()
        with click.progressbar(length=len(questions), file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            measures = measure_questions(engine, questions, lambda _: bar.update(1), mode=Mode(mode))
    if as_json:
        click.echo(json.dumps(asdict(measures)))
    else:
        for name, value in asdict(measures).items():
            click.echo(f"{name:<16} {'-' if value is None else value if isinstance(value, int) else format(value, '.4f')}")


def _build_to_measure(settings: Settings, generations: Generations, corpus: Path, mode: Mode) -> None:
    """Build an index of a corpus, with the vectors that the mode needs."""
    console = Console()
    generation = build(generations, read_sources([corpus], ReadingReport()), [], console.counting(), jobs=jobs_of(settings))
    if mode is not Mode.LEXICAL:
        say_what_is_missing(settings)
        for key in available(encoders_of(settings)):
            progress = console.encoding(key, generation.manifest.passages)
            add_vectors(generations, key, jobs=jobs_of(settings), progress=progress)
    clear_line()


@main.command()
@click.option("--host", help="The address to serve on (default: 127.0.0.1).")
@click.option("--port", type=int, help="The port (default: 8080).")
@click.option("--workers", type=int, help="Server processes (default: 1).")
@with_no_semantic
@common
def serve(settings: Settings) -> None:
    """Serve the search page and the API; builds the index first if there is none.

    It answers as soon as the index can be searched by words. The vectors that it lacks are made meanwhile, by a process
    that ends with the server.

    \b
    wenda serve
    wenda serve --host 0.0.0.0 --port 80 --workers 4
    """
    from service.completing import completing  # noqa: PLC0415 - the server is only loaded to serve

    # Here, and not only in the workers, which are started anew when they fail.
    load_synonyms(settings.synonyms)
    admin_key(settings)
    open_log(settings)
    say_what_is_missing(settings)
    try:
        Generations(settings.index).open_current()
    except NoIndexError:
        account = Account()
        click.echo("building the index first", err=True)
        # Nothing is live that would be worth more than an index that fails golden questions.
        rebuild_index(settings.model_copy(update={"semantic": False}), account, Console(), force=True)
        say(short_lines(account))
    with completing(settings), shared_by_workers():
        from service.server import run_server  # noqa: PLC0415 - and what counts requests, to know where

        run_server(settings, lambda: click.echo(f"Wenda answers on http://{settings.host}:{settings.port}/", err=True))
