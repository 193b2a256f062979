"""The engine of one machine: a generation's Whoosh index and its documents, in this process."""

import logging
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from corpus.documents import Document, Passage
from index.analysis import analyzer_name
from index.answers import IndexDamagedError, Mode, NoVectorsError, Query, Question, Suggestion
from index.engines.scorers import Scorer, Words, WordsAndMeaning
from index.generations import Generation, Manifest
from index.lexical import LexicalIndex, Match, Ranking
from index.library import Library
from index.meaning import Meaning
from index.spelling.vocabulary import Vocabulary
from index.suggesting.matching import Suggestions
from index.synonyms import Synonyms, built_in_synonyms

log = logging.getLogger(__name__)

DEEPER = 4
"""How many times more passages are looked at where hits of one document are limited, until there are enough."""


class EmbeddedEngine:
    """Searches one generation on disk."""

    def __init__(self, generation: Generation, synonyms: Synonyms | None = None) -> None:
        """Open a generation; without ``synonyms`` questions are expanded with the built-in ones.

        Raises IndexDamagedError if a part of it is missing or cannot be read.
        """
        self.manifest: Manifest = generation.manifest
        self.synonyms: Synonyms = synonyms or built_in_synonyms()
        if not generation.documents.is_file():
            raise IndexDamagedError(f"{generation.documents} is missing; rebuild the index with `wenda rebuild`")
        if self.manifest.segmenter != analyzer_name():
            log.warning(
                "the index was segmented by %s, questions are by %s; rebuild it with `wenda rebuild`",
                self.manifest.segmenter,
                analyzer_name(),
            )
        self._lexical = LexicalIndex(generation.whoosh, generation.postings)
        self._generation = generation
        self._library = Library(generation.documents)
        self._vocabulary = Vocabulary(generation.vocabulary)
        self._suggestions = Suggestions(generation.suggestions)

    @cached_property
    def _meaning(self) -> Meaning | None:
        # Encoders take a second to load, and a question by words alone needs none.
        return Meaning.open(self._generation)

    def search(self, question: Question, query: Query) -> tuple[list[Match], int]:
        """Give the best ``offset + limit`` passages, best first, and the number of all that match.

        Raises NoVectorsError if mode SEMANTIC is asked for and there is no encoder, IndexDamagedError if its vectors cannot be
        read.
        """
        if query.mode is Mode.SEMANTIC and self._meaning is None:
            raise NoVectorsError("there are no vectors here to search by meaning alone; use the mode hybrid or lexical")
        scorer: Scorer
        if query.mode is Mode.LEXICAL or self._meaning is None:
            if not question.terms and not question.grams:
                return [], 0
            scorer = Words(self._lexical, question, query)
        else:
            scorer = WordsAndMeaning(self._lexical, self._meaning, question, query)
        found = self._spread(scorer, query)
        return [
            self._lexical.match(
                passage, score, scorer.certainty(passage, score), scorer.explain(passage) if query.explain else None
            )
            for passage, score in zip(found.passages.tolist(), found.scores.tolist(), strict=True)
        ], found.total

    def _spread(self, scorer: Scorer, query: Query) -> Ranking:
        """Take the best passages, at most ``per_document`` of one document where that is asked."""
        wanted = query.offset + query.limit
        if not query.per_document:
            return scorer.best(wanted)
        looked_at = wanted * DEEPER
        while True:
            found = scorer.best(looked_at)
            documents = self._lexical.postings.documents[found.passages]
            places = np.arange(len(documents))
            order = np.lexsort((places, documents))
            starts = np.flatnonzero(np.r_[True, documents[order][1:] != documents[order][:-1]])
            rank_inside = places - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
            kept = np.sort(order[rank_inside < query.per_document])[:wanted]
            if len(kept) == wanted or len(found.passages) < looked_at:
                return Ranking(found.passages[kept], found.scores[kept], found.total)
            looked_at *= DEEPER

    def likeness(self, question: Question, texts: Sequence[str], language: str) -> Sequence[float]:
        """Give how close in meaning some short texts are to a question; empty where there is no encoder."""
        if self._meaning is None:
            return []
        cosines: list[float] = self._meaning.likeness(question.text, question.language, texts, language).tolist()
        return cosines

    def idf(self, term: str) -> float:
        """Give the inverse document frequency of a word."""
        return self._lexical.idf(term)

    def frequency(self, term: str) -> int:
        """Give the number of passages whose text holds a word."""
        return len(self._lexical.postings.holding("words", term))

    def vocabulary(self) -> Vocabulary:
        """Give what the passages are written in, for correcting questions."""
        return self._vocabulary

    def suggest(self, typed: str, languages: Sequence[str], limit: int) -> Sequence[Suggestion]:
        """Give at most ``limit`` texts of the collection that what is typed may become, those in ``languages`` first."""
        return self._suggestions.suggest(typed, languages, limit)

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
