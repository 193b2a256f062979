"""How an answer is arranged for the page, and the addresses on it."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Passage
from index.answers import BestAnswer, Span
from service.links import text_directive
from service.results import Paging, confidence_words, paging, pieces


@pytest.mark.parametrize(
    ("highlights", "answer", "expected"),
    [
        ([], None, [("abcdef", False, False)]),
        ([(1, 3)], None, [("a", False, False), ("bc", True, False), ("def", False, False)]),
        (
            [(1, 3)],
            (2, 5),
            [("a", False, False), ("b", True, False), ("c", True, True), ("de", False, True), ("f", False, False)],
        ),
        ([(0, 6)], (0, 6), [("abcdef", True, True)]),
    ],
)
def test_text_is_cut_at_every_border(highlights: list[Span], answer: Span | None, expected: list[tuple[str, bool, bool]]) -> None:
    """Marks may overlap; each piece says which it is in."""
    assert [(piece.text, piece.term, piece.answer) for piece in pieces("abcdef", highlights, answer)] == expected


@pytest.mark.parametrize(
    ("total", "offset", "expected"),
    [
        (0, 0, Paging(1, 1, None, None)),
        (10, 0, Paging(1, 1, None, None)),
        (11, 0, Paging(1, 2, None, 10)),
        (25, 10, Paging(2, 3, 0, 20)),
        (25, 20, Paging(3, 3, 10, None)),
        (25, 5, Paging(1, 3, 0, 15)),
        (5000, 1000, Paging(101, 101, 990, None)),
        (5000, 990, Paging(100, 101, 980, 1000)),
    ],
)
def test_paging_ends_where_the_hits_or_the_offsets_end(total: int, offset: int, expected: Paging) -> None:
    """Ten hits a page, and no offset beyond what a search takes."""
    assert paging(total, offset, 10) == expected


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.9, "sure"), (0.75, "sure"), (0.6, "likely"), (0.5, "likely"), (0.3, "unsure")]
)
def test_confidence_is_put_in_words(confidence: float, words: str) -> None:
    """Three of four answers called sure are right, one of two called likely."""
    passage = Passage("a:1", "a", "", "", "zh", "会。", 0, 2)
    assert confidence_words(BestAnswer(passage, 0, 2, confidence)) == words
    assert confidence_words(None) == ""


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", ""),
        ("会起诉。", ":~:text=会起诉。"),
        ("3.5 - 4", ":~:text=3.5 %2D 4"),
        (
            "Lenders may sue, as a rule. They will call you first, and they will send letters, one after another.",
            ":~:text=Lenders may sue,,one after another.",
        ),
        (
            "第一行文字说到这里为止。\n第二行文字，也说到这里为止。",
            ":~:text=第一行文字说到这里为止。,第二行文字，也说到这里为止。",
        ),
    ],
)
def test_an_address_quotes_a_sentence(text: str, quoted: str) -> None:
    """A short one whole, a long one by its beginning and its end, each within a line; signs of the directive are escaped."""
    directive = text_directive(text)
    assert unquote(directive.replace("%2D", "%252D")) == quoted


@given(st.text(max_size=300))
def test_any_text_can_be_quoted(text: str) -> None:
    """What is quoted stands in the text, and the directive's own signs are escaped."""
    directive = text_directive(text.encode("utf-8", "replace").decode())
    parts = directive.removeprefix(":~:text=").split(",")
    assert len(parts) <= 2
    assert all(unquote(part) in text.encode("utf-8", "replace").decode() for part in parts)
    assert "-" not in directive
    assert "&" not in directive
