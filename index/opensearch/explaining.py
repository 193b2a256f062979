"""What a passage's score is made of, and what it is made by in each language."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.answers import Mode, Query, Question
from index.meaning import Meaning
from index.opensearch.connection import Json
from index.opensearch.queries import ByWords, Coefficients
from index.opensearch.reading import vector_of
from index.ranking import by_language, weights


def coefficients(
    meaning: Meaning, question: Question, query: Query, encoders: tuple[str, ...], languages: Sequence[str]
) -> dict[str, Coefficients]:
    """Give what log-odds are made of by the languages of a collection's passages, as index.ranking has it."""
    same = None if query.mode is Mode.SEMANTIC else np.array([code == question.language for code in languages])
    asked = meaning.understands(question.language)
    found = {}
    for regression, members in by_language(encoders, same, len(languages)):
        for code in np.array(languages, dtype=object)[members]:
            heard = meaning.understands(code)
            factors = weights(regression.parts, [key for key in encoders if asked[key] and heard[key]])
            cosines = {key: regression.closeness * factor for key, factor in factors.items()}
            found[str(code)] = Coefficients(regression.share, cosines, regression.constant)
    return found


def explanation(
    hit: Json, words: ByWords | None, used: Coefficients | None = None, vectors: Mapping[str, NDArray[np.float32]] | None = None
) -> dict[str, float]:
    """Give the parts of a hit's share in words, as ``field:term``; with ``used`` those of its log-odds."""
    shares = _shares(hit, words) if words else {}
    if used is None or vectors is None:
        return shares
    parts = {f"meaning:{key}": factor * _cosine(hit, key, vectors[key]) for key, factor in used.cosines.items()}
    return parts | {name: used.share * share for name, share in shares.items()} | {"constant": used.constant}


def _shares(hit: Json, words: ByWords) -> dict[str, float]:
    scores: Mapping[str, float] = hit.get("matched_queries", {})
    parts: dict[str, float] = {}
    for number, group in enumerate(words.groups):
        matched = [(scores.get(f"{number}.{place}", 0.0), one.name) for place, one in enumerate(group)]
        score, name = max(matched)
        if score:
            parts[name] = parts.get(name, 0.0) + score / words.best
    return parts


def _cosine(hit: Json, key: str, vector: NDArray[np.float32]) -> float:
    steps, scale = vector_of(hit, key)
    return float(steps.astype(np.float32) @ vector) * scale
