"""Find out, from the documents alone, which byte pairs a filter removed from them.

Every place that reads badly votes for each pair that would make it read well. Chance votes are spread over 9,000
pairs, in proportion to how often a pair would stand in unfiltered text; the votes of a removed pair are not. A
candidate is then tried on the same documents as if it were known, and kept when at least three places with at least
two damaged characters speak for it far beyond chance.
"""

import heapq
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.repair.pair_votes import FULL_VOTE_GAIN, SUSPECT_VOTER, VOTE_GAIN, Pair, Votes, collect_votes
from corpus.repair.removed_pairs import (
    DamagedPlace,
    PageCodes,
    RemovedPair,
    damaged_places,
)
from corpus.repair.word_model import word_model

SAMPLE_CHARACTERS = 500_000
"""Characters looked at in a large collection: about 200 articles, 4 to 20 seconds, a few MB."""

LONGEST_EXCERPT = 50_000
"""Of one document no more characters than this are looked at."""

CHANCE_FLOOR = 0.05
"""Votes that any pair may get by chance, however seldom it would stand in a text."""

CANDIDATES = 4
"""Pairs tried in earnest; on simulated damage the removed one was among them whenever it was found at all."""

CANDIDATE_SCORE = 3.0
ACCEPTED_SCORE = 5.0
"""Logarithm of the likelihood over chance; at 5 none of 307 clean articles gave a pair, the seed article does."""

INTACT_SCORE = 3.0
"""What is asked beyond that where the pair is intact in other documents: only a part of them was filtered, if any."""

ARTICLE_CHARACTERS = 10_000
"""Up to this size ACCEPTED_SCORE holds; above, it grows with the logarithm, as the best of more chances does."""

MINIMUM_PLACES = 3
MINIMUM_CHARACTERS = 2
MINIMUM_WORDS = 2
"""Three places with two damaged characters and two words mended: one odd name, often repeated, is no evidence."""

ANY_NEIGHBOURS = 4
"""One word is enough if its damage stands between this many different neighbours on both sides: 的， is everywhere."""

MOST_PER_FREE_WORD = 3.0
MOST_PER_WORD = 2.0
"""Full votes that count for one restored first character: a foreign name ends in the same one again and again."""

MOST_CROWDING = 10.0
"""More places than this for each one to be expected are names, too: subjects repeat their words, but not that much."""

ABSENCE_WORTH = 0.3
MOST_ABSENCE = 10.0
"""Neighbouring bytes are not independent: that a pair stands nowhere is worth a third of what it would be if they were."""

PLACE_GAINS = ((0.002, 0.0), (0.005, 0.5), (0.01, 1.0), (1.0, 1.5))
"""Share of chance among a pair's places, and the gain then asked of each: more where odd names make it cheap."""


def sample_documents(texts: Iterable[str], limit: int = SAMPLE_CHARACTERS) -> list[str]:
    """Choose some of the Chinese documents, as if at random, about ``limit`` characters; the same for the same input.

    Each is chosen by its own text, so that a change of one leaves the others as they are. Reads the texts one by one and never
    holds more than ``limit`` characters and one document.
    """
    kept: list[tuple[int, int, str]] = []
    size = 0
    for number, text in enumerate(texts):
        if text.isascii():
            continue
        excerpt = text[:LONGEST_EXCERPT]
        heapq.heappush(kept, (zlib.crc32(excerpt.encode("utf-8", "surrogatepass")), number, excerpt))
        size += len(excerpt)
        while size > limit and len(kept) > 1:
            size -= len(heapq.heappop(kept)[2])
    return [excerpt for _, _, excerpt in sorted(kept, key=lambda item: item[1])]


def _score(votes: Votes, pair: Pair, weight: float, rate: float) -> float:
    """Return the logarithm of the likelihood of ``weight`` votes over chance, and of never seeing the pair intact."""
    expected = votes.expected(pair)
    chance = rate * expected + CHANCE_FLOOR
    beyond = weight * math.log(weight / chance) - (weight - chance) if weight > chance else 0.0
    if votes.is_intact(pair):
        return beyond
    return beyond + min(MOST_ABSENCE, ABSENCE_WORTH * expected)


def _chance_rate(votes: Votes, candidate: Pair | None = None) -> float:
    """Return the votes by chance for each time that a pair should stand in the text.

    Without those for pairs that share a byte with ``candidate``: the places that it damaged vote for them too.
    """
    others = (p for p in votes.gains if candidate is None or (p[0] != candidate[0] and p[1] != candidate[1]))
    return (sum(map(votes.weight, others)) + 1.0) / (float(votes.first.sum()) + 200.0)


def _candidates(votes: Votes) -> list[Pair]:
    rate = _chance_rate(votes)
    scored = []
    for pair, gains in votes.gains.items():
        if len(gains) >= MINIMUM_CHARACTERS and len(votes.places[pair]) >= MINIMUM_PLACES:
            score = _score(votes, pair, votes.weight(pair), rate)
            if score >= CANDIDATE_SCORE:
                scored.append((score, pair))
    return [pair for _, pair in sorted(scored, reverse=True)[:CANDIDATES]]


Claimed = set[tuple[int, int]]
"""(page, offset) of the places that a pair found before explains."""


def _words(pages: Sequence[PageCodes], found: Sequence[tuple[int, DamagedPlace]]) -> tuple[dict[str, float], int]:
    """Add up the votes by restored first character; and how many neighbours the freest damaged character has.

    A damaged character that stands between ever different neighbours, on both sides, is no part of a name.
    """
    contexts: dict[tuple[str, str], tuple[set[str], set[str], float]] = {}
    for number, place in found:
        text, at = pages[number].text, place.offset
        before, after, gain = contexts.get((place.restored[0], text[at]), (set(), set(), 0.0))
        if place.gain >= VOTE_GAIN:
            before.add(text[at - 1 : at])
            after.add(text[at + 1 : at + 2])
        contexts[place.restored[0], text[at]] = before, after, max(gain, min(1.0, place.gain / FULL_VOTE_GAIN))
    words: dict[str, float] = {}
    freest = 0
    for (word, _), (before, after, gain) in contexts.items():
        spread = min(len(before), len(after))
        freest = max(freest, spread)
        free = spread >= ANY_NEIGHBOURS
        worth = gain * (1 + math.log(spread)) if free else gain
        words[word] = min(MOST_PER_FREE_WORD if free else MOST_PER_WORD, words.get(word, 0.0) + worth)
    return words, freest


def _try(
    pages: Sequence[PageCodes], votes: Votes, candidate: Pair, claimed: Claimed
) -> tuple[float, RemovedPair, Claimed] | None:
    """Return what the candidate gains, what its places say about it, and those; None when they do not convince."""
    pair = RemovedPair(*candidate)
    found = [
        (number, place)
        for number, page in enumerate(pages)
        if not page.intact(pair)
        for place in damaged_places(page, [pair], SUSPECT_VOTER)
        if (number, place.offset) not in claimed
    ]
    words, spread = _words(pages, found)
    expected = votes.expected(candidate)
    if (len(words) < MINIMUM_WORDS and spread < ANY_NEIGHBOURS) or not MINIMUM_PLACES <= len(
        found
    ) <= MOST_CROWDING * votes.expected(candidate, len(found)):
        return None
    rate = _chance_rate(votes, candidate)
    score = _score(votes, candidate, sum(words.values()), rate)
    characters = sum(len(page.text) for page in pages)
    intact = sum(page.intact(pair) for page in pages)
    asked = ACCEPTED_SCORE + max(0.0, math.log(characters / ARTICLE_CHARACTERS)) + (INTACT_SCORE if intact else 0.0)
    if score < asked:
        return None
    chance = rate * expected / len(found)
    floor = next(gain for limit, gain in PLACE_GAINS if chance <= limit or limit == 1.0)
    share = (len(found) + 0.5) / (len(found) + intact + 1.0)
    claims = {(number, place.offset) for number, place in found}
    return sum(place.gain for _, place in found), replace(pair, share=share, place_gain=floor, places=len(found)), claims


def discover_removed_pairs(sample: Iterable[str]) -> tuple[RemovedPair, ...]:
    """Find the byte pairs that a filter removed from these documents, or from a sample of more; usually none."""
    model = word_model()
    pages = [page for page in map(PageCodes, sample) if page.is_simplified]
    votes = collect_votes(pages, model)
    claimed: Claimed = set()
    found: list[RemovedPair] = []
    candidates = _candidates(votes)
    # One pair a round, the best: the places that it damaged speak, less clearly, for others that share a byte with it.
    while trials := [trial for pair in candidates if (trial := _try(pages, votes, pair, claimed))]:
        _, best, places = max(trials, key=lambda trial: trial[0])
        found.append(best)
        claimed |= places
        candidates = [pair for pair in candidates if pair != (best.first, best.second)]
    return tuple(found)
