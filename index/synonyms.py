"""Other words for those of a question: groups of words that mean the same to a searcher, and the search for them in a question.

They act when a question is asked, so that changing them needs no rebuild.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import regex

from index.analysis import MARKS, UNSPACED, WORD, Term, searched_words, word_form, words
from index.answers import Expansion, Span
from index.languages.lists import parse_list, read_list
from index.languages.normalization import fold

Group = tuple[str, ...]
Units = tuple[str, ...]

SEPARATOR = "/"

OWNERS_WEIGHT = 0.9
"""The owner knows the collection: between the built-in groups and the word itself."""
BUILT_IN_WEIGHT = 0.8
SPUN_WEIGHT = 0.4

LIMIT = 12
"""Expansions of a question at most; each costs about as much time as a word of the question."""

UNIT = regex.compile(rf"[{UNSPACED}]{MARKS}|{WORD}")
"""What a group's words are compared by: characters where no spaces are written, else words."""

JOINTS = frozenset(" -\u00a0\u3000")
"""What may stand between two units of one word."""


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Groups of one origin; ``weight`` (0-1) is what their words count of the question's own word.

    ``one_way``: only the first word of a group is looked for in questions. ``language``: of the questions that they are
    for, or all.
    """

    groups: tuple[Group, ...]
    weight: float
    one_way: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word to search besides: how many stand before it in its group, and what it counts."""

    text: str
    rank: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Table:
    """The words of all groups by their units in one language; by its first unit, the most units that a word has."""

    candidates: dict[Units, list[_Candidate]]
    longest: dict[str, int]


class Synonyms:
    """The groups that questions are expanded with, the strongest first; safe for threads."""

    def __init__(self, thesauri: Sequence[Thesaurus]) -> None:
        self._thesauri = tuple(thesauri)
        self._tables: dict[str, _Table] = {}

    def expansions(self, text: str, code: str, kept: Sequence[Term], ignored: Sequence[Term]) -> tuple[Expansion, ...]:
        """Give what else a question of a language is searched by, the strongest first, at most LIMIT.

        ``kept`` are the words that it is searched by, which are not repeated; ``ignored`` those left out, which are not
        expanded.
        """
        found = [
            (-candidate.weight, candidate.rank, start, end, candidate)
            for start, end, candidates in self._matches(text, code, ignored)
            for candidate in candidates
        ]
        expansions: list[Expansion] = []
        known = {term.text for term in kept}
        for *_, start, end, candidate in sorted(found, key=lambda one: one[:3]):
            own = tuple(dict.fromkeys(term.text for term in kept if term.start < end and start < term.end))
            other = search_terms(candidate.text, code)
            # Of 转移财产 and 隐匿财产 only the words that differ stand for one another.
            fresh = tuple(term for term in other if term not in own)
            stands_for = tuple(term for term in own if term not in other)
            if fresh and stands_for and known.isdisjoint(fresh) and len(expansions) < LIMIT:
                known.update(fresh)
                expansions.append(Expansion(candidate.text, fresh, text[start:end], candidate.weight, stands_for))
        return tuple(expansions)

    def _matches(self, text: str, code: str, ignored: Sequence[Term]) -> Iterator[tuple[int, int, list[_Candidate]]]:
        """Yield the words of the groups that a text holds, from left to right, the longest first, none inside another."""
        table = self._table(code)
        units = _units(text, code)
        borders = {border for word in words(text, code) for border in (word.start, word.end)}
        at = 0
        while at < len(units):
            for end in range(min(len(units), at + table.longest.get(units[at].text, 0)), at, -1):
                span = (units[at].start, units[end - 1].end)
                candidates = table.candidates.get(tuple(unit.text for unit in units[at:end]))
                if candidates and borders.issuperset(span) and _joined(text, units[at:end]) and not _inside(span, ignored):
                    yield *span, candidates
                    at = end
                    break
            else:
                at += 1

    def _table(self, code: str) -> _Table:
        if code not in self._tables:
            # Two threads may both make it; they make the same.
            self._tables[code] = _tabulate([one for one in self._thesauri if one.language in {"", code}], code)
        return self._tables[code]


def search_terms(synonym: str, code: str) -> tuple[str, ...]:
    """Give the index terms that a synonym is searched by, without those ignored.

    None for a phrase written without spaces that holds an ignored word or one of a single character (孩子归谁, 批不下来): its
    words alone say something else. Such phrases are understood in questions only.
    """
    kept, ignored = searched_words(synonym, code)
    if " " not in synonym and (ignored or (len(kept) > 1 and any(term.end - term.start == 1 for term in kept))):
        return ()
    return tuple(dict.fromkeys(term.text for term in kept))


def _tabulate(thesauri: Sequence[Thesaurus], code: str) -> _Table:
    candidates: dict[Units, list[_Candidate]] = {}
    for thesaurus in thesauri:
        for group in thesaurus.groups:
            for word in group[:1] if thesaurus.one_way else group:
                others = [_Candidate(other, rank, thesaurus.weight) for rank, other in enumerate(group) if other != word]
                candidates.setdefault(tuple(unit.text for unit in _units(word, code)), []).extend(others)
    longest: dict[str, int] = {}
    for units in candidates:
        longest[units[0]] = max(longest.get(units[0], 0), len(units))
    return _Table(candidates, longest)


def _units(text: str, code: str) -> list[Term]:
    folded = fold(text)
    return [Term(word_form(match[0], code), *match.span()) for match in UNIT.finditer(folded)]


def _joined(text: str, units: Sequence[Term]) -> bool:
    """Tell whether nothing but what may stand inside a phrase stands between neighbours."""
    return all(JOINTS.issuperset(text[one.end : two.start]) for one, two in pairwise(units))


def _inside(span: Span, ignored: Sequence[Term]) -> bool:
    return all(any(word.start <= position < word.end for word in ignored) for position in range(*span))


def read_synonyms(file: Path) -> tuple[Group, ...]:
    """Read groups: words of one meaning with / between, a group a line, UTF-8; empty lines and those with # are skipped.

    Raises WordListError.
    """
    return parse_synonyms(read_list(file), str(file))


def parse_synonyms(text: str, name: str) -> tuple[Group, ...]:
    """Read the text of a list of groups; ``name`` is what errors call it. Raises WordListError."""
    return parse_list(text, name, _group)


def _group(line: str) -> Group:
    group = tuple(" ".join(word.split()) for word in line.split(SEPARATOR))
    if len(group) < 2:
        raise ValueError(f"{line!r} is one word; a group is `word / word / ...`")
    for number, word in enumerate(group):
        if not UNIT.search(fold(word)):
            raise ValueError(f"{word!r} holds no letter or digit" if word else f"there is nothing on one side of a {SEPARATOR}")
        if word in group[:number]:
            raise ValueError(f"{word!r} stands there twice")
    return group


def load_synonyms(file: Path | None) -> Synonyms:
    """Give the groups of the owner's file, if there is one, together with those that come with the product.

    Raises WordListError.
    """
    return synonyms_with(read_synonyms(file)) if file else built_in_synonyms()


def synonyms_with(owners: Sequence[Group]) -> Synonyms:
    """Give the owner's groups together with those that come with the product."""
    return Synonyms([Thesaurus(tuple(owners), OWNERS_WEIGHT), *built_in_thesauri()])


@cache
def built_in_synonyms() -> Synonyms:
    """Give the groups that come with the product."""
    return synonyms_with(())


@cache
def built_in_thesauri() -> tuple[Thesaurus, ...]:
    """Give the lists that come with the product: synonyms, and the words that rewriting programs use."""

    def groups(name: str) -> tuple[Group, ...]:
        return parse_synonyms(resources.files("index.languages").joinpath(name).read_text("utf-8"), name)

    return (
        Thesaurus(groups("synonyms.txt"), BUILT_IN_WEIGHT, language="zh"),
        Thesaurus(groups("spun.txt"), SPUN_WEIGHT, one_way=True, language="zh"),
    )
