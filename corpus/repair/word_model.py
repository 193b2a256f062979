"""How likely a run of Chinese characters is: jieba's own dictionary as a unigram word model.

The best segmentation of a run is the one whose words are likeliest together; its natural logarithm is the run's score.
Only scores of runs that stand at the same place are compared, so that what the model lacks cancels out.
"""

import math
from collections.abc import Iterable
from functools import cache

LONGEST_WORD = 5
"""Longer dictionary words are left out: 1 % of the entries, names mostly, for half of the look-ups."""

WINDOW = 7
"""Characters looked at on either side of a place; a word that decides is never further away than one longest word."""

PUNCTUATION_SCORES = {
    **dict.fromkeys("，。,", -2.5), **dict.fromkeys("、", -3.5), **dict.fromkeys("：:“”", -4.5),
    **dict.fromkeys("？；！（）?;!()", -5.0), **dict.fromkeys("《》", -5.5), **dict.fromkeys("…—·", -6.0),
}  # fmt: skip
"""Natural logarithm of the share of each mark among the words of running text, rounded to a half."""

FOREIGN_SCORE = -4.0
"""A digit, a letter or a rare mark: about what a digit has in running text."""

FIRM_WORD = -13.0
"""Two characters side by side inside a word at least this likely (136 of 60 million) stand together for good reason."""

_FLOOR = -1e9


class WordModel:
    """Scores (natural logarithms of probabilities) of the words of jieba's dictionary.

    About 80 MB and a second to read; use `word_model`, which reads it once.
    """

    def __init__(self, lines: list[str]) -> None:
        counts = {word: int(count) for word, count, *_ in map(str.split, lines) if len(word) <= LONGEST_WORD}
        total = math.log(sum(counts.values()))
        logarithms = {count: math.log(count or 0.5) - total for count in set(counts.values())}
        self.scores = {word: logarithms[count] for word, count in counts.items()}
        self.unknown = -total - 1.0
        # What a word has before its last character, and after its first: most runs of text are neither, and need no look-up.
        self.heads = frozenset(word[:-1] for word in self.scores)
        self.tails = frozenset(word[1:] for word in self.scores)
        self.firm = frozenset(
            word[start : start + 2] for word, score in self.scores.items() if score >= FIRM_WORD for start in range(len(word) - 1)
        )

    def character(self, character: str) -> float:
        """Return the score of a character standing as a word of its own."""
        score = self.scores.get(character)
        if score is not None:
            return score
        if "\u3400" <= character <= "\u9fff":
            return self.unknown
        return PUNCTUATION_SCORES.get(character, FOREIGN_SCORE)

    def prefixes(self, run: str) -> list[float]:
        """Return a list whose ``[i]`` is the score of ``run[:i]``."""
        best = [0.0]
        for end in range(1, len(run) + 1):
            top = best[end - 1] + self.character(run[end - 1])
            for start in range(max(0, end - LONGEST_WORD), end - 1):
                score = self.scores.get(run[start:end])
                if score is not None and best[start] + score > top:
                    top = best[start] + score
            best.append(top)
        return best

    def suffixes(self, run: str) -> list[float]:
        """Return a list whose ``[i]`` is the score of ``run[i:]``."""
        best = [0.0] * (len(run) + 1)
        for start in range(len(run) - 1, -1, -1):
            top = self.character(run[start]) + best[start + 1]
            for end in range(start + 2, min(len(run), start + LONGEST_WORD) + 1):
                score = self.scores.get(run[start:end])
                if score is not None and score + best[end] > top:
                    top = score + best[end]
            best[start] = top
        return best


class Place:
    """One place in a text, read with different characters put there; the text around it is scored once."""

    def __init__(self, model: WordModel, text: str, start: int, end: int) -> None:
        left = text[max(0, start - WINDOW) : start]
        right = text[end : end + WINDOW]
        self.model = model
        self.left = left[left.rfind("\n") + 1 :]
        self.right = right.split("\n", 1)[0]
        self.before = model.prefixes(self.left)
        self.after = model.suffixes(self.right)

    def closing(self, character: str) -> float:
        """Return the score of the left side with ``character`` after it."""
        return self.closings(((character, self.model.character(character), 0),))[0][0]

    def opening(self, character: str) -> float:
        """Return the score of the right side with ``character`` before it."""
        return self.openings(((character, self.model.character(character), 0),))[0][0]

    def closings(self, readings: Iterable[tuple[str, float, int]]) -> list[tuple[float, int]]:
        """Score many characters after the left side: (character, its score, a label) -> (score, label)."""
        scores, left, before = self.model.scores, self.left, self.before
        size, alone = len(left), before[-1]
        starts = range(max(0, size - LONGEST_WORD + 1), size)
        heads = [(head, before[start]) for start in starts if (head := left[start:]) in self.model.heads]
        result = []
        for character, score, label in readings:
            best = alone + score
            for head, base in heads:
                word = scores.get(head + character)
                if word is not None and base + word > best:
                    best = base + word
            result.append((best, label))
        return result

    def openings(self, readings: Iterable[tuple[str, float, int]]) -> list[tuple[float, int]]:
        """Score many characters before the right side: (character, its score, a label) -> (score, label)."""
        scores, right, after = self.model.scores, self.right, self.after
        ends = range(1, min(len(right), LONGEST_WORD - 1) + 1)
        tails = [(tail, after[end]) for end in ends if (tail := right[:end]) in self.model.tails]
        result = []
        for character, score, label in readings:
            best = score + after[0]
            for tail, base in tails:
                word = scores.get(character + tail)
                if word is not None and word + base > best:
                    best = word + base
            result.append((best, label))
        return result

    def across(self, middle: str) -> float:
        """Return the score with ``middle`` inside one word; very low when there is none."""
        scores, left, right = self.model.scores, self.left, self.right
        size, room = len(left), LONGEST_WORD - len(middle)
        best = _FLOOR
        for start in range(max(0, size - room), size + 1):
            head = left[start:] + middle
            for end in range(min(len(right), LONGEST_WORD - len(head)) + 1):
                score = scores.get(head + right[:end])
                if score is not None and self.before[start] + score + self.after[end] > best:
                    best = self.before[start] + score + self.after[end]
        return best

    def as_it_stands(self, character: str) -> float:
        """Return the score with one ``character`` at the place."""
        alone = self.before[-1] + self.model.character(character) + self.after[0]
        return max(alone, self.across(character))


@cache
def word_model() -> WordModel:
    """Return the model, read from the installed jieba on the first call."""
    import jieba  # noqa: PLC0415 - a tenth of a second, and only a rebuild needs it

    with jieba.Tokenizer().get_dict_file() as file:
        return WordModel(file.read().decode("utf-8").splitlines())
