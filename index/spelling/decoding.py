"""The likeliest Han characters behind those typed: a noisy channel, with the collection as the language model.

Kernighan, Church & Gale (1990): the best correction maximises the probability of the text times that of the slip. Here the
text's is a chain of pairs of characters as the collection has them, and slips are characters that sound alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.spelling.characters import Characters, Floats, Ints
from index.spelling.pinyin import FIRST

ALIKE, CONFUSED, NEAR = 5.0, 7.0, 9.0
"""What a slip costs (nats): the same syllable, one that is often confused with it, one that is a letter away.

At 6, 8, 10 fewer typos are mended at equal loss of right questions; measured on xquad-zh and cmrc2018-trial.
"""

TYPED_CONFUSED = 2.0
"""What it costs to take a typed syllable for one confused with it."""

WORTHWHILE = 2.0
"""The gain (nats) for each character changed below which a text stays as typed: below it, right questions are changed too."""

CHOICES = 10
"""Candidates kept from each look-up."""

DOUBTFUL = 48
"""Places with candidates at most; the rest of a longer text stays as typed."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a text: a character typed, or (``code`` 0) a syllable typed in Latin letters.

    ``syllables`` are its readings; ``reluctance`` is what changing it costs besides (nats). ``within`` tells that it goes on
    with the word of the slot before.
    """

    code: int
    syllables: tuple[int, ...]
    reluctance: float = 0.0
    within: bool = False


def typed_slots(characters: Characters, letters: str, firmness: Sequence[tuple[float, bool]]) -> list[Slot]:
    """Make the slots of Han characters as typed, each with its reluctance and whether it goes on with a word."""
    return [
        Slot(ord(letter), tuple(int(number) for number in characters.readings[ord(letter) - FIRST] if number), cost, inside)
        for letter, (cost, inside) in zip(letters, firmness, strict=True)
    ]


def decode(characters: Characters, slots: Sequence[Slot]) -> list[int]:
    """Give the likeliest characters (code points), one for each slot.

    Characters stay as typed where the gain is not worthwhile. The collection must have each syllable of the slots.
    """
    candidates = _candidates(characters, slots)
    typed = [slot.code for slot in slots]
    if all(len(codes) == 1 for codes in candidates):
        return [int(codes[0]) for codes in candidates]
    found, likelihood = _best_path(characters, slots, candidates)
    if all(typed):
        changed = sum(one != two for one, two in zip(typed, found, strict=True))
        if likelihood - _as_typed(characters, candidates, typed) < WORTHWHILE * changed:
            return typed
    return found


def _candidates(characters: Characters, slots: Sequence[Slot]) -> list[Ints]:
    unknown = _unknown_pairs(characters, slots)
    found: list[set[int]] = [{slot.code} if slot.code else set() for slot in slots]
    doubtful = [at for at in range(len(slots) - 1) if any(unknown[max(0, at - 1) : at + 2])][:DOUBTFUL]
    for at in doubtful:
        for one, two in _pairs_that_sound_like(characters, slots[at], slots[at + 1]):
            found[at].add(one)
            found[at + 1].add(two)
    for at in sorted({*doubtful, *(place + 1 for place in doubtful)}):
        if slots[at].code and all(unknown[max(0, at - 1) : at + 1]):
            found[at].update(_characters_that_fit(characters, slots, at))
    for at, slot in enumerate(slots):
        if not slot.code and not found[at]:
            found[at].update(_commonest(characters, slot))
    return [np.array(sorted(codes), np.int64) for codes in found]


def _unknown_pairs(characters: Characters, slots: Sequence[Slot]) -> list[bool]:
    """Tell of each two neighbours whether the collection lacks them; a syllable is never known."""
    codes = np.array([slot.code for slot in slots], np.int64)
    counts = characters.count(codes[:-1], codes[1:])
    return [bool(count == 0) for count in counts]


def _pairs_that_sound_like(characters: Characters, first: Slot, second: Slot) -> list[tuple[int, int]]:
    places = characters.sounding(first.syllables, second.syllables)
    pairs = characters.pairs[places].astype(np.int64)
    ones, twos = pairs >> 16, pairs & 0xFFFF
    value = np.log(characters.counts[places]) - _costs(characters, first, ones) - _costs(characters, second, twos)
    best = np.argsort(-value, kind="stable")[:CHOICES]
    return list(zip(ones[best].tolist(), twos[best].tolist(), strict=True))


def _characters_that_fit(characters: Characters, slots: Sequence[Slot], at: int) -> list[int]:
    """Give characters that sound nearly like the one typed and that the collection has beside a neighbour of it."""
    nearly = [characters.read_nearly_as(syllable) for syllable in slots[at].syllables]
    if not nearly:
        return []
    codes = np.concatenate(nearly)
    beside = np.zeros(len(codes))
    for neighbour, before in ((at - 1, True), (at + 1, False)):
        if 0 <= neighbour < len(slots) and slots[neighbour].code:
            other = np.full(len(codes), slots[neighbour].code, np.int64)
            beside += characters.count(other, codes) if before else characters.count(codes, other)
    best = np.argsort(-beside, kind="stable")[:CHOICES]
    found: list[int] = codes[best[beside[best] > 0]].tolist()
    return found


def _commonest(characters: Characters, slot: Slot) -> list[int]:
    codes = characters.read_as(slot.syllables[0])
    found: list[int] = codes[np.argsort(-characters.frequency(codes), kind="stable")[:CHOICES]].tolist()
    return found


def _costs(characters: Characters, slot: Slot, codes: Ints) -> Floats:
    """Give what it costs (nats) that each of these characters was meant by a slot."""
    if len(codes) == 1 and codes[0] == slot.code:
        return np.zeros(1)
    alike, confused = (ALIKE, CONFUSED) if slot.code else (0.0, TYPED_CONFUSED)
    costs = characters.graded(slot.syllables, alike, confused, NEAR)
    meant: Floats = costs[characters.readings[codes - FIRST]].min(axis=1) + slot.reluctance
    return np.where(codes == slot.code, 0.0, meant)


def _best_path(characters: Characters, slots: Sequence[Slot], candidates: Sequence[Ints]) -> tuple[list[int], float]:
    """Find the likeliest path (Viterbi): its characters and its log probability, but for what all paths share."""
    costs = _costs(characters, slots[0], candidates[0])
    score = np.log(characters.frequency(candidates[0])) - costs
    origins: list[Ints] = []
    steps = iter(characters.transitions([pair for pair in pairwise(candidates) if not _settled(*pair)]))
    for before, codes, last, slot in zip(candidates, candidates[1:], slots, slots[1:], strict=False):
        costs_before, costs = costs, _costs(characters, slot, codes)
        if _settled(before, codes):
            origins.append(np.zeros(1, np.int64))
            continue
        paths = score[:, None] + next(steps)
        if slot.within:
            # Who picks the wrong word from an input method's list changes all of its characters in one slip.
            alike = costs == ALIKE + slot.reluctance
            paths += np.outer(costs_before == ALIKE + last.reluctance, np.where(alike, costs, 0.0))
        origins.append(paths.argmax(axis=0))
        score = paths.max(axis=0) - costs
    at = int(score.argmax())
    path = [int(candidates[-1][at])]
    for codes, origin in zip(candidates[-2::-1], origins[::-1], strict=True):
        at = int(origin[at])
        path.append(int(codes[at]))
    return path[::-1], float(score.max())


def _settled(before: Ints, codes: Ints) -> bool:
    """Tell whether there is nothing to choose at two neighbouring places."""
    return len(before) == len(codes) == 1


def _as_typed(characters: Characters, candidates: Sequence[Ints], typed: Sequence[int]) -> float:
    """Give the log probability of the text as typed, without what all paths share."""
    codes = np.array(typed, np.int64)
    alone = np.array([_settled(one, two) for one, two in pairwise(candidates)], bool)
    steps = characters.chain(codes[:-1], codes[1:])
    return float(np.log(characters.frequency(codes[:1])).sum() + steps[~alone].sum())
