"""What commands print on a terminal: progress, accounts, answers."""

import sys
import time
from collections.abc import Iterable

import click

from index.answers import Answer
from index.writing import Progress
from service.pages import pieces

FRAME_SECONDS = 0.2


def count_along() -> Progress:
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
                f"\r{documents} documents, {passages} passages, {passages / (now - started):.0f}/s\033[K", nl=False, err=True
            )

    return show


def clear_line() -> None:
    """Remove the counting line of a terminal."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)


def say(lines: Iterable[str]) -> None:
    """Print lines for people to stderr."""
    clear_line()
    for line in lines:
        click.echo(line, err=True)


def show_answer(found: Answer) -> None:
    """Print the passages found, terms coloured and the answering sentence underlined where the output is a terminal."""
    correction = found.question.correction
    if correction and correction.applied:
        click.echo(f"Showing results for {correction.text}; search literally: --literal\n")
    elif correction:
        click.echo(f"Did you mean: {correction.text}\n")
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
        if hit.copies:
            click.echo(f"   the same in: {', '.join(hit.copies)}")
        for term, share in sorted((hit.explanation or {}).items(), key=lambda item: -item[1]):
            click.echo(f"      {share:.4f}  {term}")
        click.echo()
