"""Text to the token ids of a SentencePiece unigram model: the likeliest way to cut it into pieces."""

import re
from dataclasses import dataclass

from index.encoders.packed import Vocabulary

SPACE = "\u2581"
"""What stands for a space in pieces."""

SPACES = re.compile(" {2,}")

UNKNOWN_PENALTY = 10.0
"""What a character in no piece costs below the unlikeliest piece (SentencePiece's kUnkPenalty)."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Pieces to look up: id and score by text, and the longest piece by its first character."""

    pieces: dict[str, tuple[int, float]]
    longest: dict[str, int]


class Unigram:
    """A tokenizer; safe for threads (Kudo 2018, "Subword Regularization", section 3.2)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        special = {vocabulary.begin, vocabulary.end, vocabulary.unknown}
        rows = enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True))
        pieces = {piece: (number, score) for number, (piece, score) in rows if piece and number not in special}
        longest: dict[str, int] = {}
        for piece in pieces:
            longest[piece[0]] = max(longest.get(piece[0], 0), len(piece))
        self._table = _Table(pieces, longest)
        self._substitutions = vocabulary.substitutions
        self._unknown = (vocabulary.unknown, min(vocabulary.scores) - UNKNOWN_PENALTY)

    def ids(self, text: str) -> list[int]:
        """Give the ids of a text's pieces, without those of its begin and end. The text is in NFKC (index.encoders.safety)."""
        plain = SPACES.sub(" ", text.translate(self._substitutions))
        return self._cut(SPACE + plain.removeprefix(" ").replace(" ", SPACE))

    def _cut(self, text: str) -> list[int]:
        """Find the best path by dynamic programming: ``best[i]`` is (score, start, id) of the best cut of ``text[:i]``."""
        pieces, longest = self._table.pieces, self._table.longest
        unknown, unlikely = self._unknown
        worst = (float("-inf"), 0, unknown)
        best = [(0.0, 0, unknown)] + [worst] * len(text)
        for start, first in enumerate(text):
            base = best[start][0]
            if base + unlikely > best[start + 1][0]:
                best[start + 1] = (base + unlikely, start, unknown)
            for end in range(start + 1, min(start + longest.get(first, 0), len(text)) + 1):
                found = pieces.get(text[start:end])
                if found and base + found[1] > best[end][0]:
                    best[end] = (base + found[1], start, found[0])
        ids = []
        place = len(text)
        while place:
            _, place, number = best[place]
            ids.append(number)
        return ids[::-1]
