"""Addresses that the pages link to."""

import re
from typing import Any
from urllib.parse import quote

from flask import url_for

from corpus.documents import Passage
from service.api import SearchParameters

CLAUSE = re.compile(r".+?(?:[，、；：。！？]+|[,.;:!?،؛؟]+(?=\s|$)|$)\s*")
"""A part of a line up to a punctuation mark: a browser looks for whole words only."""

WHOLE = 60
"""Characters up to which an address quotes a text whole; of a longer one its beginning and its end..."""
QUOTED = 12
"""...each as many clauses as have this many characters together, so that they are found nowhere else."""


def anchor(passage_id: str) -> str:
    """Give the anchor of a passage in its article's page."""
    return "p" + passage_id.rpartition(":")[2]


def is_web_address(url: str) -> bool:
    """Tell whether a source's address may become a link; javascript: and the like may not."""
    return url.lower().startswith(("https://", "http://"))


def search_address(parameters: SearchParameters, **changes: Any) -> str:
    """Give the address of a search with some parameters changed; it begins at its first hit unless an offset is given."""
    stated = parameters.model_dump(mode="json", exclude_defaults=True, exclude={"offset", "explain"}) | changes
    given: dict[str, Any] = {name: "true" if value is True else value for name, value in stated.items() if value}
    return url_for("pages.search", **given)


def passage_address(passage: Passage, q: str, sentence: str = "") -> str:
    """Give the address of a passage in its article's page, at a sentence of it where the browser can find one."""
    place = anchor(passage.id)
    address = url_for("pages.document", document_id=passage.document_id, q=q or None, p=place[1:])
    return f"{address}#{place}{text_directive(sentence)}"


def text_directive(text: str) -> str:
    """Give the end of an address that has a browser look for a text (https://wicg.github.io/scroll-to-text-fragment/)."""
    lines = text.strip().splitlines()
    if not lines:
        return ""
    first, last = CLAUSE.findall(lines[0]), CLAUSE.findall(lines[-1])
    start, end = _enough(first), _enough(last[::-1])
    if len(lines) == 1 and (len(lines[0]) <= WHOLE or start + end >= len(first)):
        return ":~:text=" + _escaped(lines[0])
    return f":~:text={_escaped(''.join(first[:start]))},{_escaped(''.join(last[-end:]))}"


def _enough(clauses: list[str]) -> int:
    """Give how many clauses it takes to QUOTED characters."""
    length = 0
    for number, clause in enumerate(clauses, start=1):
        length += len(clause)
        if length >= QUOTED:
            return number
    return len(clauses)


def _escaped(text: str) -> str:
    # A hyphen and a comma are signs of the directive's own.
    return quote(text.strip(), safe="").replace("-", "%2D")
