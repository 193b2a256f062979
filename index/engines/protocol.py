"""What retrieval asks of an engine."""

from collections.abc import Sequence
from typing import Protocol

from corpus.documents import Document, Passage
from index.answers import Query, Question, Suggestion
from index.generations import Manifest
from index.lexical import Match
from index.spelling.vocabulary import Vocabulary
from index.synonyms import Synonyms


class Engine(Protocol):
    """A searchable generation that never changes; safe for threads."""

    @property
    def manifest(self) -> Manifest:
        """What the generation says of itself."""
        ...

    @property
    def synonyms(self) -> Synonyms:
        """What questions to it are expanded with."""
        ...

    def search(self, question: Question, query: Query) -> tuple[list[Match], int]:
        """Give the best ``offset + limit`` passages, best first, and the number of all that match.

        Raises NoVectorsError if mode SEMANTIC is asked for and there is no encoder.
        """
        ...

    def likeness(self, question: Question, texts: Sequence[str], language: str) -> Sequence[float]:
        """Give how close in meaning some short texts are to a question; empty where there is no encoder."""
        ...

    def idf(self, term: str) -> float:
        """Give the inverse document frequency of a word."""
        ...

    def frequency(self, term: str) -> int:
        """Give the number of passages whose text holds a word."""
        ...

    def vocabulary(self) -> Vocabulary:
        """Give what the passages are written in, for correcting questions."""
        ...

    def suggest(self, typed: str, languages: Sequence[str], limit: int) -> Sequence[Suggestion]:
        """Give at most ``limit`` texts of the collection that what is typed may become, those in ``languages`` first.

        Each finds an answer when it is searched for. Empty where the index holds none.
        """
        ...

    def passage(self, passage_id: str) -> Match | None:
        """Give the passage of an id, or None."""
        ...

    def document(self, document_id: str) -> Document | None:
        """Give the document of an id, or None."""
        ...

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """Give a document's passages in reading order."""
        ...

    def titles(self, limit: int) -> Sequence[tuple[str, str, str]]:
        """Give (id, title, language) of the first ``limit`` documents, by id."""
        ...
