"""What commands print on a terminal: progress, accounts, answers."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator

import click

from index.answers import Analysis, Answer, Expansion, ExpansionKind
from index.encoding import Progress as EncodingProgress
from index.extraction import width
from index.generations import Generation, Manifest
from index.writing import Progress
from service.results import pieces

FRAME_SECONDS = 0.2

SCRIPTS = {"Hans": "Simplified", "Hant": "Traditional"}


class Console:
    """Tells how far a rebuild is: lines that stay, and on a terminal one that counts along."""

    def __init__(self, *, counts: bool = True) -> None:
        """Count along where stderr is a terminal, unless ``counts`` is False."""
        self._counts = counts and sys.stderr.isatty()

    def counting(self) -> Progress:
        """Count documents and passages."""
        show = _changing_line(shown=self._counts)
        return lambda documents, passages: show(
            lambda seconds: f"{documents} documents, {passages} passages, {passages / seconds:.0f}/s"
        )

    def live(self, generation: Generation, key: str) -> None:
        """Say what can be searched, and by what, while the vectors of an encoder are made."""
        manifest = generation.manifest
        known = f"{manifest.documents} documents, {manifest.passages} passages {searched_by(manifest)}"
        say([f"live now: {known}; encoding with {key}"])

    def encoding(self, key: str, passages: int) -> EncodingProgress:
        """Count the passages encoded, with the time that is left; those from the cache take none."""
        show = _changing_line(shown=self._counts)

        def line(seconds: float, done: int, encoded: int) -> str:
            rate = encoded / seconds
            left = f"{rate:.0f}/s, {duration((passages - done) / rate)} left" if encoded else "from the cache"
            return f"{key}: {done} of {passages} passages, {left}"

        return lambda done, encoded: show(lambda seconds: line(seconds, done, encoded))


def searched_by(manifest: Manifest) -> str:
    """Say what an index can be searched by."""
    encoders = ", ".join(manifest.encoders.values())
    return f"by words and meaning ({encoders})" if encoders else "by words"


def duration(seconds: float) -> str:
    """Give a time in hours, minutes and seconds: 2:03:04, or 3:04."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def _changing_line(*, shown: bool) -> Callable[[Callable[[float], str]], None]:
    """Make what shows a line of a terminal anew, given the seconds since it was made."""
    if not shown:
        return lambda _: None
    started = last = time.monotonic()

    def show(line: Callable[[float], str]) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= FRAME_SECONDS:
            last = now
            click.echo(f"\r{line(now - started)}\033[K", nl=False, err=True)

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


def show_analysis(found: Analysis) -> None:
    """Print how a text is understood: a name and a value a line; of several values each stands on a line of its own."""
    for name, values in _rows(found):
        for number, value in enumerate(values):
            click.echo(f"{'' if number else name:<13}{value}")


def _rows(found: Analysis) -> Iterator[tuple[str, list[str]]]:
    question = found.question
    script = SCRIPTS.get(found.script, "")
    yield "language", [f"{question.language}{script and f' in {script} characters'}, confidence {found.confidence:.2f}"]
    if found.folded != question.text:
        yield "folded", [found.folded]
    yield "type", [question.type.value]
    yield "terms", _term_lines(found) or ["none: no letter or digit to search for"]
    for name, texts in (("ignored", question.ignored), ("grams", question.grams)):
        if texts:
            yield name, ["  ".join(texts)]
    for kind in ExpansionKind:
        lines = _expansion_lines([one for one in question.expansions if one.kind is kind])
        if lines:
            yield f"{kind.value}s", lines
    if question.correction:
        yield "correction", [f"{question.correction.text} ({'searched instead' if question.correction.applied else 'offered'})"]
    yield "index", [found.revision or "none: `wenda rebuild` makes one, and tells how common words are, and other spellings"]


def _term_lines(found: Analysis) -> list[str]:
    shown = [word.typed if word.typed == word.term else f"{word.typed} -> {word.term}" for word in found.words]
    widest = max(map(width, shown), default=0)
    return [
        text
        if word.idf is None
        else f"{text}{' ' * (widest - width(text))}  in {word.passages} of {found.passages} passages, idf {word.idf:.2f}"
        for text, word in zip(shown, found.words, strict=True)
    ]


def _expansion_lines(expansions: list[Expansion]) -> list[str]:
    """Give a line for each word of the question, with what is searched besides it and its weight."""
    return [
        f"{source}: " + ", ".join(f"{one.text} {one.weight:.2f}" for one in expansions if one.source == source)
        for source in dict.fromkeys(one.source for one in expansions)
    ]
