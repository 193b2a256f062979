"""The engine of one machine: a generation's Whoosh index and its documents, in this process."""

import logging

from corpus.documents import Document, Passage
from index.analysis import analyzer_name
from index.answers import IndexDamagedError, Query, Question
from index.generations import Generation, Manifest
from index.lexical import LexicalIndex, Match
from index.library import Library

log = logging.getLogger(__name__)


class EmbeddedEngine:
    """Searches one generation on disk."""

    def __init__(self, generation: Generation) -> None:
        """Open a generation. Raises IndexDamagedError if a part of it is missing or cannot be read."""
        self.manifest: Manifest = generation.manifest
        if not generation.documents.is_file():
            raise IndexDamagedError(f"{generation.documents} is missing; rebuild the index with `wenda rebuild`")
        if self.manifest.segmenter != analyzer_name():
            log.warning(
                "the index was segmented by %s, questions are by %s; rebuild it with `wenda rebuild`",
                self.manifest.segmenter,
                analyzer_name(),
            )
        self._lexical = LexicalIndex(generation.whoosh, generation.postings)
        self._library = Library(generation.documents)

    def search(self, question: Question, query: Query) -> tuple[list[Match], int]:
        """Give the best ``offset + limit`` passages, best first, and the number of all that match."""
        return self._lexical.search(question, query)

    def idf(self, term: str) -> float:
        """Give the inverse document frequency of a word."""
        return self._lexical.idf(term)

    def passage(self, passage_id: str) -> Match | None:
        """Give the passage of an id, or None."""
        return self._lexical.passage(passage_id)

    def document(self, document_id: str) -> Document | None:
        """Give the document of an id, or None."""
        return self._library.document(document_id)

    def document_passages(self, document_id: str) -> list[Passage]:
        """Give a document's passages in reading order."""
        return self._lexical.of_document(document_id)

    def titles(self, limit: int) -> list[tuple[str, str, str]]:
        """Give (id, title, language) of the first ``limit`` documents, by id."""
        return self._library.titles(limit)
