"""How close passages are to a question in meaning: the vectors of a generation, and the encoders that they were made by."""

import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.centring import LanguageMeans
from index.encoders.catalogue import EncoderError, load
from index.encoders.protocol import Encoder
from index.generations import Generation
from index.nearest import NearestVectors, open_nearest
from index.timing import ENCODING, stage
from index.vectors import PassageVectors

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]

QUESTIONS_KEPT = 1024
"""Questions whose vectors are remembered, so that the next page of hits and a second look cost nothing: 4 MB at most."""


Part = tuple[Encoder, PassageVectors | None, LanguageMeans]
Parts = Mapping[str, Part]


class Meaning:
    """The vectors of one generation, open for scoring; safe for threads."""

    def __init__(self, parts: Parts, nearest: Mapping[str, NearestVectors] | None = None) -> None:
        """``parts`` are by the encoders' keys; without vectors where an engine scores them elsewhere.

        ``nearest`` are the approximate indexes of their vectors; None if there is not one of each.
        """
        self._parts = parts
        self._nearest = nearest
        # Not of a method of this object, which would keep it, and its mapped files, until a garbage collection.
        self.question_vectors = lru_cache(QUESTIONS_KEPT)(partial(_question_vectors, parts))

    @classmethod
    def open(cls, generation: Generation, *, stored: bool = True) -> Self | None:
        """Open a generation's vectors; None if it has none, or none that an encoder at hand made.

        Those that are not ``stored`` here are scored elsewhere.

        Raises IndexDamagedError if a file of them is missing or cannot be read.
        """
        parts: dict[str, Part] = {}
        for key, name in generation.manifest.encoders.items():
            try:
                encoder = load(key)
            except EncoderError as error:
                log.warning("the index has vectors that cannot be used: %s", error)
                continue
            if encoder.name != name:
                log.warning("the index has vectors by %s, here is %s; rebuild it with `wenda rebuild`", name, encoder.name)
                continue
            passages = generation.manifest.passages
            vectors = PassageVectors(generation.vectors(name), passages, encoder.dimension) if stored else None
            parts[key] = (encoder, vectors, LanguageMeans.load(generation.means(name)))
        if not parts:
            return None
        return cls(parts, open_nearest(generation, {key: part[0] for key, part in parts.items()}) if stored else None)

    def nearest(self, text: str, language: str, among: NDArray[np.bool_] | None) -> NDArray[np.int64] | None:
        """Give the numbers of the passages near to the question by any encoder; None where every passage is to be scored.

        With ``among``, ``(passages,)``, only those are looked at.
        """
        if self._nearest is None:
            return None
        vectors = self.question_vectors(text, language)
        return np.concatenate([index.nearest(vectors[key], among) for key, index in self._nearest.items()])

    def cosines(self, text: str, language: str, among: NDArray[np.bool_] | None) -> dict[str, Floats]:
        """Give each encoder's cosines of the question with every passage, ``(passages,)``; minus infinity for those not among."""
        vectors = self.question_vectors(text, language)
        scored = {key: passages for key, (_, passages, _) in self._parts.items() if passages is not None}
        return {key: passages.scores(vectors[key], among) for key, passages in scored.items()}

    def understands(self, language: str) -> dict[str, bool]:
        """Say which encoders were trained on a language."""
        return {key: encoder.languages is None or language in encoder.languages for key, (encoder, _, _) in self._parts.items()}

    def likeness(self, question: str, language: str, texts: Sequence[str], text_language: str) -> Floats:
        """Give the cosine of a question with each of some short texts in one language, ``(texts,)``.

        By the fastest encoder that knows both languages.
        """
        able = [key for key, knows in self.understands(language).items() if knows and self.understands(text_language)[key]]
        key = next(iter(able or self._parts))
        encoder, _, means = self._parts[key]
        with stage(ENCODING + key):
            rows = means.centred_passages(encoder.encode_passages(texts), [text_language] * len(texts))
        return np.asarray(rows @ self.question_vectors(question, language)[key], dtype=np.float32)


def _question_vectors(parts: Parts, text: str, language: str) -> dict[str, Floats]:
    return {key: _question_vector(key, parts[key], text, language) for key in parts}


def _question_vector(key: str, part: Part, text: str, language: str) -> Floats:
    encoder, _, means = part
    with stage(ENCODING + key):
        return np.asarray(means.centred_questions(encoder.encode_questions([text]), [language])[0], dtype=np.float32)
