"""The smallest parts that passages are made of: sentences, and parts of long sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import regex

from corpus.cleaning import SENTENCE_END
from corpus.sentences import CLOSERS, JOINING, sentence_spans


class Border(IntEnum):
    """How good the end of an atom is as the end of a passage, best first."""

    PARAGRAPH = 0
    LEAD = 1  # the end of a short line that belongs to what follows
    SENTENCE = 2
    CLAUSE = 3
    SPACE = 4
    INSIDE = 5


@dataclass(frozen=True, slots=True)
class Atom:
    """``text[start:end]`` without white space around it; ``border`` is what kind of place its end is."""

    start: int
    end: int
    border: Border


SMALLEST = 20
"""Characters below which an atom is joined to its neighbour, so that a passage has few of them and grouping is fast."""

FINE = 100
"""Characters of the parts of a sentence that has to be cut: fine enough to find the best place, coarse enough to be fast."""

LEAD_LONGEST = 60
"""Characters of a line that, without a sentence's end, may lead in the following one; as long as a plain text's title."""

HOLD = 380
"""Characters of an address that is not cut: with a word beside it, it still fits into a passage."""

TOKEN = regex.compile(
    rf"""(?V1)
      (?P<space>\s+)
    | (?:https?://|www\.)[!-~]{{1,{HOLD - 8}}}
    | (?<![0-9A-Za-z_.+-])[0-9A-Za-z_.+-]{{1,64}}+@[0-9A-Za-z-]{{1,63}}(?:\.[0-9A-Za-z-]{{1,63}}){{1,3}}
    | [+\-−]?\.?\p{{Nd}}{{1,30}}(?:[.,:/'’٫٬\u00a0\u202f-]\p{{Nd}}{{1,30}}){{0,9}}[%‰％]?
    | [\p{{L}}&&[\p{{Latin}}\p{{Cyrillic}}\p{{Greek}}\p{{Arabic}}\p{{Hebrew}}\p{{Armenian}}\p{{Georgian}}]]{{1,40}}
    | (?P<clause>(?:[,，、;；:：،؛၊፣፤、·༎།—]|[\p{{Sentence_Terminal}}…])++{CLOSERS}*+)
    | [\U0001F1E6-\U0001F1FF]{{2}}
    | [\ud800-\udbff][\udc00-\udfff]
    | \X
    """,
    regex.VERBOSE,
)
"""What is not cut. Flags are pairs of regional indicators, named here because ``\\X`` takes quadratic time in a run of them."""

FIRST_JOINING = "\u0300"
"""The combining character that comes first in Unicode."""

JOINED = regex.compile(rf"(?:{JOINING.pattern})*+")


def atoms(text: str, paragraphs: Sequence[tuple[int, int]], longest: int) -> list[Atom]:
    """Cut paragraphs into atoms, in order: sentences, those with more than ``longest`` characters in parts of about FINE.

    ``paragraphs`` are ranges of ``text`` with something to see in each. No atom is longer than LONGEST of corpus.splitting
    as long as ``longest`` is not. Every character but white space between atoms is in one of them.
    """
    found: list[Atom] = []
    for paragraph in paragraphs:
        first = len(found)
        start, end = trim(text, *paragraph)
        ending = Border.LEAD if _leads(text[start:end]) else Border.PARAGRAPH
        for begin, stop in sentence_spans(text, start, end):
            trimmed = trim(text, begin, stop)
            border = ending if stop == end else Border.SENTENCE
            if trimmed[0] == trimmed[1]:
                continue
            parts = [Atom(*trimmed, border)] if trimmed[1] - trimmed[0] <= longest else _parts(text, *trimmed, border)
            for atom in parts:
                _add(found, atom)
        _close(found, first)
    return found


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a range by the white space at its ends, but for a space that carries a combining mark."""
    inside = text[start:end]
    begin = start + len(inside) - len(inside.lstrip())
    if start < begin < end and text[begin - 1] not in "\r\n" and JOINING.match(text, begin):
        begin -= 1
    return begin, max(begin, end - len(inside) + len(inside.rstrip()))


def _leads(line: str) -> bool:
    return len(line) <= LEAD_LONGEST and (line[-1] in ":：,，、" or not SENTENCE_END.search(line))


def _add(found: list[Atom], atom: Atom) -> None:
    """Append an atom, joined to the one before if that is tiny."""
    if found and found[-1].end - found[-1].start < SMALLEST and atom.end - found[-1].start <= FINE:
        atom = Atom(found.pop().start, atom.end, atom.border)
    found.append(atom)


def _close(found: list[Atom], first: int) -> None:
    """Join the tiny last atom of a paragraph, whose first is ``found[first]``, to the one before, not to the next paragraph."""
    if len(found) - first > 1 and found[-1].end - found[-1].start < SMALLEST and found[-1].end - found[-2].start <= HOLD:
        last = found.pop()
        found[-1] = Atom(found[-1].start, last.end, last.border)


def _parts(text: str, start: int, end: int, border: Border) -> Iterator[Atom]:
    """Cut a sentence into parts of at most FINE characters where its tokens allow it, each at the best border it reaches."""
    pending: list[Atom] = []
    for token in _tokens(text, start, end):
        while pending and token.end - pending[0].start > FINE:
            begin = pending[0].start
            late = [number for number, part in enumerate(pending) if part.end - begin >= FINE // 3]
            cut = min(late or [len(pending) - 1], key=lambda number: (pending[number].border, -number))
            yield Atom(begin, pending[cut].end, pending[cut].border)
            del pending[: cut + 1]
        pending.append(token)
    yield Atom(pending[0].start, end, border)


def _tokens(text: str, start: int, end: int) -> Iterator[Atom]:
    """Yield what is not cut, each with the border at its end; what is longer than HOLD all the same comes in pieces of FINE."""
    held: Atom | None = None
    position = start
    while position < end:
        match = TOKEN.match(text, position, end)
        stop = match.end() if match else position + 1
        whole = stop
        if stop < end and text[stop] >= FIRST_JOINING and (joined := JOINED.match(text, stop, end)):
            whole = joined.end()
        kind = match.lastgroup if match else None
        space = kind == "space" and whole == stop
        if held is not None:
            yield Atom(held.start, held.end, min(held.border, Border.SPACE)) if space else held
            held = None
        if not space:
            border = Border.CLAUSE if kind == "clause" else Border.INSIDE
            step = HOLD if whole - position <= HOLD else FINE
            for begin in range(position, whole, step):
                if held is not None:
                    yield held
                held = Atom(begin, min(begin + step, whole), border)
        position = whole
    if held is not None:
        yield held
