"""What every format yields: an article as a list of blocks."""

from dataclasses import dataclass

from corpus.documents import Heading


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (level 0) or a heading (level 1-6)."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """What a parser found: title, blocks in reading order, and whatever the source says of itself (empty if nothing)."""

    title: str
    blocks: tuple[Block, ...]
    id: str = ""
    url: str = ""
    language: str = ""


def assemble(blocks: tuple[Block, ...]) -> tuple[str, tuple[Heading, ...]]:
    """Join blocks into a document's text, one block a line, and say where its headings are."""
    headings: list[Heading] = []
    position = 0
    for block in blocks:
        if block.level:
            headings.append(Heading(position, position + len(block.text), block.level))
        position += len(block.text) + 1
    return "\n".join(block.text for block in blocks), tuple(headings)
