"""Vectors without what all texts of their language have in common.

Encoders put texts of a language near each other, whatever they say, so that a question finds passages of its own language before
those that answer it. Without the mean of its language, and scaled to unit length again, a vector says what is said, in any
language. Passages and questions have means of their own, since they differ in kind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.answers import IndexDamagedError
from index.encoders.protocol import Encoder

Floats = NDArray[np.float32]

TEXTS = files("index.encoders") / "texts"
"""A file for each language, of lines ``question <TAB> passage`` or ``question``: the same in every language, written for this.

There are more questions, since a collection's own passages refine the mean of passages, and nothing does that of questions.
"""

SHIPPED = "means.npz"
"""The means of these texts by the default encoders, in index.encoders; tools/language_means.py makes it."""

SHIPPED_WEIGHT = 100
"""How many of a collection's own passages in a language weigh as much as the shipped mean."""

NEAR_ZERO = 1e-6
"""A row shorter than this says nothing, and has no direction to keep."""


@dataclass(frozen=True, slots=True)
class LanguageMeans:
    """Mean vectors, ``(dimension,)``, of passages and of questions, by language."""

    passages: Mapping[str, Floats]
    questions: Mapping[str, Floats]

    def centred_passages(self, rows: Floats, languages: Sequence[str]) -> Floats:
        """Give passages' vectors, ``(n, dimension)``, without their languages' means, of unit length; zero rows stay zero."""
        return _centred(rows, languages, self.passages)

    def centred_questions(self, rows: Floats, languages: Sequence[str]) -> Floats:
        """Give questions' vectors, ``(n, dimension)``, without their languages' means, of unit length; zero rows stay zero."""
        return _centred(rows, languages, self.questions)

    def refined(self, sums: Mapping[str, tuple[Floats, int]]) -> Self:
        """Move the means of passages towards a collection's own: ``sums`` is the sum and the number of its rows by language.

        Of a language with n passages the own mean weighs n / (n + SHIPPED_WEIGHT).
        """
        passages = dict(self.passages)
        for language, (total, count) in sums.items():
            own = count / (count + SHIPPED_WEIGHT)
            passages[language] = (total / max(count, 1) * own + _mean_of(self.passages, language) * (1 - own)).astype(np.float32)
        return type(self)(passages, self.questions)

    def save(self, file: Path) -> None:
        """Write the means to a file that ``load`` reads."""
        with file.open("wb") as target:
            np.savez_compressed(target, **_arrays(self))  # type: ignore[arg-type]  # names of arrays, not options

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read what ``save`` wrote. Raises IndexDamagedError if the file cannot be read."""
        try:
            with np.load(file, allow_pickle=False) as arrays:
                return cls(*_by_kind(arrays, ""))
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamagedError(f"{file} cannot be read ({error}); rebuild the index with `wenda rebuild`") from error


class LanguageSums:
    """Adds up a collection's vectors by language."""

    def __init__(self) -> None:
        self._sums: dict[str, tuple[Floats, int]] = {}

    def add(self, rows: Floats, languages: Sequence[str]) -> None:
        """Count in rows, ``(n, dimension)``, of unit length; zero rows do not count."""
        names = np.array(languages, dtype=object)
        for language in dict.fromkeys(languages):
            chosen = rows[(names == language) & rows.any(axis=1)]
            total, count = self._sums.get(language, (np.zeros(rows.shape[1], np.float32), 0))
            self._sums[language] = (total + chosen.sum(axis=0, dtype=np.float64).astype(np.float32), count + len(chosen))

    def sums(self) -> Mapping[str, tuple[Floats, int]]:
        """Give the sum and the number of rows by language."""
        return self._sums


def language_means(encoder: Encoder) -> LanguageMeans:
    """Give the means that ship with the product; for an encoder without any, encode the texts that they are made of."""
    with np.load(str(files("index.encoders") / SHIPPED), allow_pickle=False) as arrays:
        passages, questions = _by_kind(arrays, f"{encoder.name}/")
    return LanguageMeans(passages, questions) if passages else measured_means(encoder)


def measured_means(encoder: Encoder) -> LanguageMeans:
    """Encode the texts of every language, and average them: about 4,000 texts."""
    passages, questions = {}, {}
    for language, rows in texts().items():
        questions[language] = _mean(encoder.encode_questions([question for question, _ in rows]))
        passages[language] = _mean(encoder.encode_passages([passage for _, passage in rows if passage]))
    return LanguageMeans(passages, questions)


@cache
def texts() -> dict[str, list[tuple[str, str]]]:
    """Give the questions and passages of every language; the passage is empty where there is none."""
    found = {}
    for file in sorted(TEXTS.iterdir(), key=lambda file: file.name):
        lines = file.read_text("utf-8").splitlines()
        found[file.name.removesuffix(".tsv")] = [
            (question, passage) for question, _, passage in (x.partition("\t") for x in lines)
        ]
    return found


def save_shipped(file: Path, means: Mapping[str, LanguageMeans]) -> None:
    """Write the means that ship, by encoders' names."""
    arrays = {f"{name}/{key}": array for name, each in means.items() for key, array in _arrays(each).items()}
    with file.open("wb") as target:
        np.savez_compressed(target, **arrays)  # type: ignore[arg-type]  # names of arrays, not options


def _arrays(means: LanguageMeans) -> dict[str, NDArray[np.float16]]:
    kinds = {"passages": means.passages, "questions": means.questions}
    return {f"{kind}/{name}": mean.astype(np.float16) for kind, each in kinds.items() for name, mean in each.items()}


def _by_kind(arrays: Mapping[str, NDArray[np.float16]], prefix: str) -> tuple[dict[str, Floats], dict[str, Floats]]:
    def of(kind: str) -> dict[str, Floats]:
        start = f"{prefix}{kind}/"
        return {key.removeprefix(start): arrays[key].astype(np.float32) for key in arrays if key.startswith(start)}

    return of("passages"), of("questions")


def _mean(rows: Floats) -> Floats:
    mean: Floats = rows.mean(axis=0)
    return mean


def _mean_of(means: Mapping[str, Floats], language: str) -> Floats:
    """Give the mean of a language, or that of all of them for one without."""
    known = means.get(language)
    return _mean(np.stack(list(means.values()))) if known is None else known


def _centred(rows: Floats, languages: Iterable[str], means: Mapping[str, Floats]) -> Floats:
    names = list(languages)
    result = rows.astype(np.float32)
    for language in dict.fromkeys(names):
        chosen = np.array([name == language for name in names]) & rows.any(axis=1)
        result[chosen] -= _mean_of(means, language)
    lengths = np.linalg.norm(result, axis=1, keepdims=True)
    return np.where(lengths > NEAR_ZERO, result / np.maximum(lengths, NEAR_ZERO), np.float32(0))
