"""The engine of many machines: a generation in an OpenSearch cluster."""

import shutil
import weakref
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from corpus.documents import Document, Passage
from index.answers import Mode, NoVectorsError, Query, Question, Suggestion
from index.associations import Associations
from index.engines.agreement import warn_of_other_words
from index.engines.protocol import Found
from index.engines.scorers import WORTH_SHOWING
from index.generations import Generation, Manifest
from index.lexical import Match
from index.meaning import Meaning
from index.opensearch.asking import Asked, ask
from index.opensearch.connection import Json, NotThereError, part
from index.opensearch.explaining import coefficients, explanation
from index.opensearch.filling import document_of, match_of, row_id
from index.opensearch.frequencies import load_frequencies
from index.opensearch.generations import ClusterGeneration, ClusterGenerations
from index.opensearch.queries import (
    BY_RANK,
    ByWords,
    Coefficients,
    by_words,
    filters,
    log_odds_of,
    meaning_query,
    words_query,
)
from index.opensearch.reading import rows, vector_wishes
from index.opensearch.schema import documents_index
from index.opensearch.statistics import Statistics
from index.ranking import certainty, certainty_of_share
from index.spelling.vocabulary import Vocabulary
from index.suggesting.matching import Suggestions
from index.synonyms import Synonyms, built_in_synonyms

DEEPEST = 10_000
"""Passages that the cluster gives at once."""

FREQUENCIES = "frequencies.npz"
"""The file of a generation that associations are chosen by."""

DEEPER = 4
"""How many times more passages are looked at where hits of one document are limited, until there are enough."""


class OpenSearchEngine:
    """Searches one generation in a cluster."""

    def __init__(self, generations: ClusterGenerations, generation: ClusterGeneration, synonyms: Synonyms | None = None) -> None:
        """Open a generation; without ``synonyms`` questions are expanded with the built-in ones.

        Raises IndexDamagedError if a part of it is missing, ClusterError if the cluster does not answer.
        """
        self.manifest: Manifest = generation.manifest
        self.synonyms: Synonyms = synonyms or built_in_synonyms()
        warn_of_other_words(self.manifest)
        self._cluster = generations.cluster
        self._index = generation.index
        self._documents = documents_index(generations.layout.alias, self.manifest.revision)
        self._statistics = Statistics(self.manifest.passages, lambda body: ask(self._cluster, self._index, body).response)
        folder = Path(mkdtemp(prefix="wenda-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._local = Generation(folder, self.manifest)
        for name in self.manifest.checksums:
            generations.fetch_file(self.manifest, name, folder / name)
        self._vocabulary = Vocabulary(self._local.vocabulary)
        self._suggestions = Suggestions(self._local.suggestions)
        self._associations = Associations(load_frequencies(folder / FREQUENCIES), self.manifest.passages)

    @cached_property
    def _meaning(self) -> Meaning | None:
        # Encoders take a second to load, and a question by words alone needs none.
        return Meaning.open(self._local, stored=False)

    def search(self, question: Question, query: Query) -> Found:
        """Give the best ``offset + limit`` passages, best first, and the number of all that match.

        Raises NoVectorsError if mode SEMANTIC is asked for and there is no encoder, ClusterError if the cluster does not answer.
        """
        if query.mode is Mode.SEMANTIC and self._meaning is None:
            raise NoVectorsError("there are no vectors here to search by meaning alone; use the mode hybrid or lexical")
        if query.mode is Mode.LEXICAL or self._meaning is None:
            return self._by_words(question, query)
        asks_words = query.mode is not Mode.SEMANTIC and bool(question.terms or question.grams)
        words = by_words(question, self._statistics) if asks_words else None
        return self._by_meaning(question, query, words, self._meaning)

    def _by_words(self, question: Question, query: Query) -> Found:
        if not question.terms and not question.grams:
            return Found([], 0)
        words = by_words(replace(question, associations=self._associations.of(question)), self._statistics)
        if not words.groups:
            return Found([], 0)
        asked = self._best(words_query(words, filters(query), named=query.explain), query)
        matches = []
        for hit in asked.hits:
            share = min(1.0, hit["_score"] / words.best)
            match = match_of(hit["_source"], share)
            certain = certainty_of_share(share, same_language=match.passage.language == question.language)
            parts = explanation(hit, words) if query.explain else None
            matches.append(replace(match, certainty=certain, explanation=parts))
        return Found(matches, asked.total, asked.warnings)

    def _by_meaning(self, question: Question, query: Query, words: ByWords | None, meaning: Meaning) -> Found:
        vectors = meaning.question_vectors(question.text, question.language)
        by_language = coefficients(meaning, question, query, tuple(vectors), tuple(self.manifest.languages))
        chosen = filters(query)
        asked = self._best(meaning_query(words, vectors, by_language, WORTH_SHOWING, chosen, named=query.explain), query, vectors)
        log_odds = np.array([log_odds_of(hit["_score"]) for hit in asked.hits], np.float32)
        matches = []
        for hit, score in zip(asked.hits, certainty(log_odds).tolist(), strict=True):
            used: Coefficients = by_language[hit["_source"]["language"]]
            parts = explanation(hit, words, used, vectors) if query.explain else None
            matches.append(match_of(hit["_source"], score, score, parts))
        return Found(matches, asked.total, asked.warnings)

    def _best(self, scored: Json, query: Query, vectors: Sequence[str] | Json = ()) -> Asked:
        """Ask for the best passages, at most ``per_document`` of one document where that is asked."""
        wanted = query.offset + query.limit
        body: Json = {"query": scored, "sort": BY_RANK, "track_scores": True, "track_total_hits": True}
        if query.explain:
            body |= vector_wishes(list(vectors))
        looked_at = wanted if not query.per_document else min(DEEPEST, wanted * DEEPER)
        while True:
            asked = ask(self._cluster, self._index, body | {"size": looked_at}, explain=query.explain)
            hits = _spread(asked.hits, query.per_document)[:wanted]
            if len(hits) == wanted or len(asked.hits) < looked_at or looked_at == DEEPEST:
                return replace(asked, hits=hits)
            looked_at = min(DEEPEST, looked_at * DEEPER)

    def likeness(self, question: Question, texts: Sequence[str], language: str) -> Sequence[float]:
        """Give how close in meaning some short texts are to a question; empty where there is no encoder."""
        if self._meaning is None:
            return []
        cosines: list[float] = self._meaning.likeness(question.text, question.language, texts, language).tolist()
        return cosines

    def idf(self, term: str) -> float:
        """Give the inverse document frequency of a word."""
        return self._statistics.idf("words", term)

    def frequency(self, term: str) -> int:
        """Give the number of passages whose text holds a word."""
        return self._statistics.frequency("words", term)

    def vocabulary(self) -> Vocabulary:
        """Give what the passages are written in, for correcting questions."""
        return self._vocabulary

    def suggest(self, typed: str, languages: Sequence[str], limit: int) -> Sequence[Suggestion]:
        """Give at most ``limit`` texts of the collection that what is typed may become, those in ``languages`` first."""
        return self._suggestions.suggest(typed, languages, limit)

    def passage(self, passage_id: str) -> Match | None:
        """Give the passage of an id, or None."""
        hits = ask(self._cluster, self._index, {"size": 1, "query": {"term": {"id": passage_id}}}).hits
        return match_of(hits[0]["_source"]) if hits else None

    def document(self, document_id: str) -> Document | None:
        """Give the document of an id, or None."""
        try:
            found = self._cluster.request("GET", f"/{part(self._documents)}/_doc/{row_id(document_id)}")
        except NotThereError:
            return None
        return document_of(found["_source"])

    def document_passages(self, document_id: str) -> list[Passage]:
        """Give a document's passages in reading order."""
        query = {"term": {"document_id": document_id}}
        return [match_of(hit["_source"]).passage for hit in rows(self._cluster, self._index, "number", query)]

    def titles(self, limit: int) -> list[tuple[str, str, str]]:
        """Give (id, title, language) of the first ``limit`` documents, by id."""
        wanted = ["id", "stored.title", "stored.language"]
        body: Json = {"size": limit, "sort": [{"id": "asc"}], "query": {"match_all": {}}, "_source": wanted}
        sources = [hit["_source"] for hit in ask(self._cluster, self._documents, body).hits]
        return [(source["id"], source["stored"]["title"], source["stored"]["language"]) for source in sources]


def _spread(hits: list[Json], per_document: int) -> list[Json]:
    """Keep the first ``per_document`` hits of each document; all for 0."""
    if not per_document:
        return hits
    seen: dict[str, int] = {}
    kept = []
    for hit in hits:
        document = hit["_source"]["document_id"]
        seen[document] = seen.get(document, 0) + 1
        if seen[document] <= per_document:
            kept.append(hit)
    return kept
