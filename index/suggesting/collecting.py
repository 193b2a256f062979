"""Documents to what is suggested of them: questions, titles, headings and phrases, each once, the best first."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from zlib import crc32

from corpus.documents import Document
from index.analysis import word_ranges
from index.answers import QuestionType, Span, Suggestion, SuggestionKind
from index.languages.normalization import fold, normalize
from index.languages.table import language
from index.questions import question_type
from index.suggesting.keys import Key, key_of
from index.suggesting.phrases import frequent_phrases, outermost

LONGEST = 100
"""Code points of a suggestion: it must fit a line of the list, and what is typed is as long at most."""

MOST = 10_000
"""Titles and headings kept, the best: more take seconds of a rebuild, and milliseconds of each keystroke."""

CHECKED = 1000
"""Titles and headings that are searched for before they are kept, the best first. All of 524 in two collections found
an answer, since a passage is searched by its heading and title too; so the rest of a large collection is kept unchecked."""

READ = 300_000
"""Characters of the collection that phrases are taken from: what is frequent in all of it is frequent in a part."""

PHRASES = 300
"""Phrases kept at most."""

PINYIN = "zh"
"""The language that is typed by pinyin."""

ASKING = ("?", "？", "؟")

Finds = Callable[[Suggestion], bool]
"""Tells whether a suggestion finds an answer."""

Essence = tuple[str, QuestionType, tuple[str, ...]]
"""Suggestions that share it say the same: language, what kind of question, the words that carry a meaning."""


@dataclass(frozen=True, slots=True)
class Collected:
    """A suggestion, its key, and the pinyin of each of the key's code points, if it is Chinese."""

    suggestion: Suggestion
    key: Key
    readings: Sequence[tuple[str, ...]] = ()


class Documents(Protocol):
    """The documents of a generation, wherever they are, as index.library gives them."""

    def characters(self) -> int:
        """Give the code points of all texts."""
        ...

    def documents(self) -> Iterator[Document]:
        """Yield every document, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be suggested, in its order: ``checked`` and ``phrases`` if they find an answer, ``others`` anyway."""

    checked: list[Collected]
    others: list[Collected]
    phrases: list[Collected]

    def answered(self, finds: Finds) -> list[Collected]:
        """Give what is suggested."""
        return [*_found(self.checked, finds), *self.others, *_found(self.phrases, finds)]


def candidates(library: Documents) -> Candidates:
    """Collect what may be suggested of a generation's documents.

    First what asks something, then titles, headings, phrases; of these what stands in the most documents, then the shortest.
    """
    read = _Read(math.ceil(library.characters() / READ))
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Suggestion] = {}
    for document in read.some_of(library.documents()):
        for one in {one.text: one for one in _of_document(document)}.values():
            same = (one.text, one.language)
            counts[same] += 1
            if same not in first or _order(one) < _order(first[same]):
                first[same] = one
    ranked = sorted(first.values(), key=lambda one: (_kind_order(one), -counts[one.text, one.language], len(one.text), one.text))
    known: set[Essence] = set()
    checked, others = _all_new(ranked[:CHECKED], known), _all_new(ranked[CHECKED:MOST], known)
    phrases = [Suggestion(one.text, SuggestionKind.PHRASE, "", one.language) for one in frequent_phrases(read.texts(), PHRASES)]
    return Candidates(checked, others, _all_new(phrases, known))


def _found(some: list[Collected], finds: Finds) -> list[Collected]:
    return [one for one in some if finds(one.suggestion)]


def _all_new(some: Iterable[Suggestion], known: set[Essence]) -> list[Collected]:
    return [new for one in some if (new := _new(one, known))]


class _Read:
    """Hands on documents, and keeps the texts of one in ``step``, chosen by their ids as if by chance."""

    def __init__(self, step: int) -> None:
        self._kept: list[tuple[str, str, str]] = []
        self._step = max(1, step)

    def some_of(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            if crc32(document.id.encode("utf-8", "surrogatepass")) % self._step == 0:
                self._kept.append((document.id, document.text, document.language))
            yield document

    def texts(self) -> list[tuple[str, str]]:
        return [(text, language) for _, text, language in sorted(self._kept)]


def _of_document(document: Document) -> Iterator[Suggestion]:
    """Yield the headings of a document that have text of their own, then its title."""
    texts = [(document.text[start:end], SuggestionKind.HEADING) for start, end in _headings(document)]
    for text, kind in (*texts, (document.title, SuggestionKind.TITLE)):
        line = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
        if 1 < len(line) <= LONGEST:
            asks = line.endswith(ASKING) or question_type(line, document.language) is not QuestionType.STATEMENT
            yield Suggestion(line, SuggestionKind.QUESTION if asks else kind, document.id, document.language)


def _headings(document: Document) -> Iterator[Span]:
    end = len(document.text)
    for heading in reversed(document.headings):
        if document.text[heading.end : end].strip():
            yield heading.start, heading.end
        end = heading.start


def _new(one: Suggestion, known: set[Essence]) -> Collected | None:
    """Make the key of a suggestion, if it has one and says something that is not known yet; then it is."""
    folded = fold(one.text)
    words = list(word_ranges(one.text, one.language))
    whole = outermost(words)
    key = key_of(one.text, words)
    essence = _essence(one, folded, whole)
    if not key.text or essence in known:
        return None
    known.add(essence)
    return Collected(one, key, key.readings(folded, whole) if one.language == PINYIN else ())


def _essence(one: Suggestion, folded: str, words: Iterable[Span]) -> Essence:
    row = language(one.language)
    forms = [normalize(folded[start:end], marks=row.tones) for start, end in words]
    telling = tuple(form for form in forms if form not in row.ignored) or tuple(forms)
    asks = question_type(one.text, one.language) if one.kind is SuggestionKind.QUESTION else QuestionType.STATEMENT
    return one.language, asks, telling


def _order(one: Suggestion) -> tuple[int, str]:
    return _kind_order(one), one.document_id


def _kind_order(one: Suggestion) -> int:
    return list(SuggestionKind).index(one.kind)
