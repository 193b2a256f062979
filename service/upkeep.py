"""The commands that keep an index up: rebuild, watch, status, rollback, check."""

import json
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from index.answers import IndexDamagedError, SearchError
from index.checking import check as check_generation
from index.generations import Generations
from index.rollback import roll_back
from service.console import Console, clear_line, say, searched_by
from service.options import common, say_what_is_missing, with_no_semantic
from service.progress import ProgressFile
from service.rebuilding import (
    Account,
    full_lines,
    generations_of,
    rebuild_index,
    rebuilt_json,
    rehearse,
    rehearsed_json,
    short_lines,
)
from service.representation import status_json
from service.settings import Settings
from service.watching import watch_sources


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be read, mended, skipped and changed; write nothing.")
@click.option("--encoding", help="The encoding of every source, where detection should not decide.")
@click.option("--no-repair", "repair", is_flag=True, flag_value=False, default=None, help="Leave damaged text as it is.")
@click.option("--strict", is_flag=True, flag_value=True, default=None, help="Fail at the first thing that cannot be read.")
@click.option("--jobs", type=int, help="Processes to work with (default: one for each core).")
@with_no_semantic
@click.option("--full", is_flag=True, help="Analyse every document again, not only what changed; the result is the same.")
@click.option("--force", is_flag=True, help="Put the new index live though golden questions fail.")
@click.option("--json", "as_json", is_flag=True, help="Give the result as JSON.")
@click.option("--progress", type=click.Path(path_type=Path), help="Write how far it is to this file, as JSON, again and again.")
@common
def rebuild(settings: Settings, dry_run: bool, full: bool, force: bool, as_json: bool, progress: Path | None) -> None:
    """Read SOURCES (files and folders) and build the index anew.

    Without SOURCES those of wenda.toml are read, else the built-in articles. The new index goes live only when it is
    whole; until then, and if anything fails, the old one answers. First it is searched by words, then by meaning too:
    only what changed is analysed, only new text is encoded, and a rebuild that was stopped goes on where it was. With
    golden questions (golden.tsv) it goes live once, complete, if they are answered as they must be; else the exit code
    is 4.

    \b
    wenda rebuild articles/ faq.jsonl
    wenda rebuild old-site/ --encoding gb18030
    wenda rebuild articles/ --dry-run
    """
    account = Account()
    started = time.perf_counter()
    try:
        if dry_run:
            found = rehearse(settings, account, Console().counting())
        else:
            say_what_is_missing(settings)
            watcher = ProgressFile(progress, Console()) if progress else Console()
            generation = rebuild_index(settings, account, watcher, full=full, force=force)
    except SearchError:
        say(short_lines(account))
        raise
    seconds = time.perf_counter() - started
    if dry_run and as_json:
        click.echo(json.dumps(rehearsed_json(found, account), ensure_ascii=False))
    elif dry_run:
        clear_line()
        click.echo("\n".join(full_lines(found, account)))
    elif as_json:
        click.echo(json.dumps(rebuilt_json(generation, account, seconds), ensure_ascii=False))
    else:
        say(short_lines(account))
        manifest = generation.manifest
        click.echo(
            f"{manifest.documents} documents, {manifest.passages} passages {searched_by(manifest)} in {seconds:.1f} s; "
            f"live now: {manifest.revision}"
        )


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("--jobs", type=int, help="Processes to work with (default: one for each core).")
@with_no_semantic
@common
def watch(settings: Settings) -> None:
    """Rebuild the index now, and again whenever SOURCES change, until stopped.

    Each rebuild is told in one line. One that fails leaves the old index live, and the next change is waited for.

    \b
    wenda watch articles/
    wenda watch --config /etc/wenda/wenda.toml
    """
    say_what_is_missing(settings)
    with suppress(KeyboardInterrupt):
        for line in watch_sources(settings):
            click.echo(line)


@click.command()
@click.option("--to", help="The revision to go back to (default: the build before the live one).")
@common
def rollback(settings: Settings, to: str | None) -> None:
    """Make the build before the live one live again. `wenda status` lists the builds that are kept.

    The builds after it stay on disk. It is checked first, and the servers move to it by themselves.

    \b
    wenda rollback
    wenda rollback --to 20261123T101500Z-ab12cd
    """
    generations = generations_of(settings)
    with generations.lock():
        manifest = roll_back(generations, to).manifest
    click.echo(
        f"{manifest.documents} documents, {manifest.passages} passages {searched_by(manifest)}; live now: {manifest.revision}"
    )


@click.command()
@click.option("--all", "every", is_flag=True, help="Check every build that is kept, not only the live one.")
@click.option("--json", "as_json", is_flag=True, help="Give the result as JSON.")
@common
def check(settings: Settings, every: bool, as_json: bool) -> None:
    """Check that the live index is whole: every file by its checksum, and that all parts can be opened and agree.

    Each broken or missing file is named, and the exit code is 1 if there is any.

    \b
    wenda check
    wenda check --all --json
    """
    generations = generations_of(settings)
    revisions = generations.kept() if every else [generations.current_name()]
    problems = {revision: check_generation(generations, revision) for revision in revisions}
    if as_json:
        found = [asdict(one) for some in problems.values() for one in some]
        click.echo(json.dumps({"revisions": revisions, "problems": found}, ensure_ascii=False))
    else:
        for revision, some in problems.items():
            click.echo("\n".join(map(str, some)) or f"{revision} is whole")
    if any(problems.values()):
        sys.exit(1)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Give the status as JSON.")
@common
def status(settings: Settings, as_json: bool) -> None:
    """Show the live index: what it holds, how large it is; and the builds that are kept."""
    generations = generations_of(settings)
    generation = generations.open_current()
    manifest = generation.manifest
    if as_json:
        known = {"index": str(settings.index), "sources": manifest.sources, "bytes": generation.size()}
        kept = [_kept_json(generations, revision) for revision in generations.kept()]
        click.echo(json.dumps(status_json(manifest) | known | {"kept": kept}, ensure_ascii=False))
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
        ("encoders", ", ".join(manifest.encoders.values()) or "none"),
        ("size", f"{generation.size() / 1e6:.1f} MB"),
        *(("kept", _kept_line(generations, revision)) for revision in generations.kept()),
    ):
        click.echo(f"{name:<10} {value}")


def _kept_json(generations: Generations, revision: str) -> dict[str, Any]:
    """Give what is to be known of a build before going back to it; why it cannot be used, where it cannot."""
    live = {"revision": revision, "live": revision == generations.current_name()}
    try:
        manifest = generations.open(revision).manifest
    except IndexDamagedError as error:
        return live | {"error": str(error)}
    return live | {"created": manifest.created, "documents": manifest.documents, "passages": manifest.passages}


def _kept_line(generations: Generations, revision: str) -> str:
    known = _kept_json(generations, revision)
    told = known.get("error") or f"of {known['created']}, {known['documents']} documents, {known['passages']} passages"
    return f"{revision} {told}{', live' if known['live'] else ''}"
