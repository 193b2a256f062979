"""The wenda command."""

import json
import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

import corpus
from corpus.documents import CorpusError
from corpus.reading import ReadingReport, find_files, read_sources
from index.answers import Answer, IndexLockedError, NoIndexError, Query, SearchError
from index.building import build
from index.generations import Generation, Generations
from index.live import LiveIndex
from index.retrieval import answer
from service.api import HITS_LIMIT, QUESTION_LIMIT, language_codes
from service.pages import pieces
from service.representation import answer_json, status_json
from service.settings import Settings, SettingsError, load_settings

BUILT_IN_ARTICLES = Path(corpus.__file__).parent / "articles"

LOCKED = 75
"""Exit code where another rebuild is under way (EX_TEMPFAIL of sysexits.h)."""

FRAME_SECONDS = 0.2


def _fail(message: str, code: int = 1) -> None:
    click.echo(f"wenda: {message}", err=True)
    sys.exit(code)


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --index and --config, its settings as first argument, and one place for what can go wrong.

    Options and arguments with the name of a setting go into the settings; the others reach the command.
    """

    @click.option("--index", type=click.Path(path_type=Path), help="The index directory (default: wenda-index).")
    @click.option(
        "--config",
        type=click.Path(path_type=Path),
        help="The settings file (default: wenda.toml here, if there is one).",
    )
    @wraps(command)
    def run(config: Path | None, **options: Any) -> None:
        flags = {name: options.pop(name) or None for name in Settings.model_fields if name in options}
        try:
            command(load_settings(config, **flags), **options)
        except SettingsError as error:
            _fail(str(error), code=2)
        except IndexLockedError as error:
            _fail(str(error), code=LOCKED)
        except (CorpusError, SearchError) as error:
            _fail(str(error))
        except OSError as error:
            _fail(f"{error.filename or 'system'}: {error.strerror}")

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wenda")
def main() -> None:
    r"""Wenda (问答): question-answering search over your own articles.

    \b
    wenda rebuild articles/     index a folder
    wenda search 微粒贷会起诉吗  ask in the terminal
    wenda serve                 ask from a web page or over REST
    """


@main.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("--encoding", help="The encoding of every source, where detection should not decide.")
@click.option("--json", "as_json", is_flag=True, help="Give the result as JSON.")
@_common
def rebuild(settings: Settings, as_json: bool) -> None:
    r"""Read SOURCES (files and folders) and build the index anew.

    Without SOURCES those of wenda.toml are read, else the built-in articles. The new index goes live only when it is
    whole; until then, and if anything fails, the old one answers.

    \b
    wenda rebuild articles/ faq.jsonl
    wenda rebuild old-site/ --encoding gb18030
    """
    report = ReadingReport()
    started = time.perf_counter()
    generation = _build(settings, report)
    seconds = time.perf_counter() - started
    if as_json:
        click.echo(json.dumps(_rebuilt(generation, report, seconds), ensure_ascii=False))
    else:
        _show_report(report)
        manifest = generation.manifest
        click.echo(
            f"{manifest.documents} documents, {manifest.passages} passages in {seconds:.1f} s; live now: {manifest.revision}"
        )


def _build(settings: Settings, report: ReadingReport) -> Generation:
    chosen = list(settings.sources or [BUILT_IN_ARTICLES])
    for source in chosen:
        find_files(source)  # a source that is not there ends the rebuild before any work is done
    generations = Generations(settings.index)
    with generations.lock():
        documents = read_sources(chosen, report, encoding=settings.encoding)
        try:
            return build(generations, documents, [str(source) for source in chosen], _progress())
        except SearchError:
            _show_report(report)
            raise


def _progress() -> Callable[[int, int], None]:
    """Make the line on a terminal that counts along; silent elsewhere."""
    if not sys.stderr.isatty():
        return lambda _documents, _passages: None
    started = last = time.monotonic()

    def show(documents: int, passages: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= FRAME_SECONDS:
            last = now
            click.echo(
                f"\r{documents} documents, {passages} passages, {passages / (now - started):.0f}/s\033[K",
                nl=False,
                err=True,
            )

    return show


def _show_report(report: ReadingReport) -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    read = sum(1 for file in report.files if file.documents)
    click.echo(f"read    {read} files", err=True)
    for skip in report.skips:
        place = f"{skip.source}, row {skip.row}" if skip.row else skip.source
        click.echo(f"skipped {place}: {skip.reason}", err=True)


def _rebuilt(generation: Generation, report: ReadingReport, seconds: float) -> dict[str, Any]:
    return status_json(generation.manifest) | {
        "files": [
            {"source": file.source, "format": file.format, "encoding": file.encoding, "documents": file.documents}
            for file in report.files
        ],
        "skipped": [{"source": skip.source, "row": skip.row, "reason": skip.reason} for skip in report.skips],
        "seconds": round(seconds, 3),
    }


@main.command()
@click.argument("question")
@click.option("--limit", type=click.IntRange(1, HITS_LIMIT), default=3, show_default=True, help="How many passages.")
@click.option("--lang", default="", help="Keep passages in these languages, such as zh,en.")
@click.option("--json", "as_json", is_flag=True, help="Give what the API gives.")
@click.option("--explain", is_flag=True, help="Show each term's part of the score.")
@_common
def search(settings: Settings, question: str, limit: int, lang: str, as_json: bool, explain: bool) -> None:
    r"""Answer QUESTION from the index.

    \b
    wenda search 微粒贷会起诉吗
    wenda search "Will WeiLiDai sue me?" --lang en --limit 5
    """
    if not 1 <= len(question.strip()) <= QUESTION_LIMIT:
        raise click.UsageError(f"a question has 1 to {QUESTION_LIMIT} characters; this one has {len(question.strip())}")
    try:
        languages = frozenset(code for code in language_codes(lang).split(",") if code)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--lang") from error
    engine = LiveIndex(Generations(settings.index)).engine()
    found = answer(engine, Query(question.strip(), limit, languages=languages, explain=explain))
    if as_json:
        click.echo(json.dumps(answer_json(found), ensure_ascii=False))
    else:
        _show_answer(found)


def _show_answer(found: Answer) -> None:
    if not found.hits:
        click.echo("Nothing found. Try other words, or fewer.")
        return
    if found.best is None:
        click.echo("No good answer; these passages come nearest.\n")
    for number, hit in enumerate(found.hits, start=1):
        passage = hit.passage
        place = " › ".join(part for part in (passage.title, passage.heading) if part)
        click.echo(f"{number}. {click.style(place, bold=True)}  [{passage.id}] {hit.score:.2f}")
        marked = (
            click.style(piece.text, fg="yellow" if piece.term else None, underline=piece.answer, bold=piece.term)
            for piece in pieces(passage.text, hit.highlights, hit.answer)
        )
        click.echo("   " + "".join(marked).replace("\n", "\n   "))
        for term, share in sorted((hit.explanation or {}).items(), key=lambda item: -item[1]):
            click.echo(f"      {share:.4f}  {term}")
        click.echo()


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Give the status as JSON.")
@_common
def status(settings: Settings, as_json: bool) -> None:
    """Show the live generation: what it holds, how large it is."""
    generation = Generations(settings.index).open_current()
    manifest = generation.manifest
    if as_json:
        known = {"index": str(settings.index), "sources": manifest.sources, "bytes": generation.size()}
        click.echo(json.dumps(status_json(manifest) | known, ensure_ascii=False))
        return
    languages = ", ".join(f"{code} {count}" for code, count in manifest.languages.items())
    for name, value in (
        ("index", settings.index),
        ("revision", manifest.revision),
        ("built", manifest.created),
        ("sources", ", ".join(manifest.sources)),
        ("documents", manifest.documents),
        ("passages", f"{manifest.passages} ({languages})"),
        ("segmenter", manifest.segmenter),
        ("encoders", ", ".join(manifest.encoders) or "none"),
        ("size", f"{generation.size() / 1e6:.1f} MB"),
    ):
        click.echo(f"{name:<10} {value}")


@main.command()
@click.option("--host", help="The address to serve on (default: 127.0.0.1).")
@click.option("--port", type=int, help="The port (default: 8080).")
@click.option("--workers", type=int, help="Server processes (default: 1).")
@_common
def serve(settings: Settings) -> None:
    r"""Serve the search page and the API; builds the index first if there is none.

    \b
    wenda serve
    wenda serve --host 0.0.0.0 --port 80 --workers 4
    """
    from service.server import run_server  # noqa: PLC0415 - the server is only loaded to serve

    try:
        Generations(settings.index).open_current()
    except NoIndexError:
        report = ReadingReport()
        click.echo("building the index first", err=True)
        _build(settings, report)
        _show_report(report)
    run_server(settings, lambda: click.echo(f"Wenda answers on http://{settings.host}:{settings.port}/", err=True))
