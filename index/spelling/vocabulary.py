"""What a collection is written in, for correcting questions: one file of a generation, read when first needed."""

from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from index.answers import IndexDamagedError
from index.spelling.characters import Characters
from index.spelling.edits import Words


class Vocabulary:
    """The characters and words of a generation; immutable once read, so safe for threads."""

    def __init__(self, file: Path) -> None:
        """Name the file. Raises IndexDamagedError if it is missing."""
        if not file.is_file():
            raise IndexDamagedError(f"{file} is missing; rebuild the index with `wenda rebuild`")
        self._file = file

    @cached_property
    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        try:
            with np.load(self._file, allow_pickle=False) as stored:
                return dict(stored)
        except (OSError, ValueError, BadZipFile) as error:
            raise IndexDamagedError(f"{self._file} cannot be read ({error}); rebuild the index with `wenda rebuild`") from error

    @cached_property
    def characters(self) -> Characters:
        """The Han characters."""
        return Characters(self._arrays, self._lines("syllables"))

    @cached_property
    def words(self) -> Words:
        """The words of scripts with spaces."""
        return Words(self._arrays, self._lines("spellings"), self._lines("surfaces"))

    @cached_property
    def terms(self) -> frozenset[str]:
        """The index terms of those words, each after the code of its language and a space."""
        return frozenset(self._lines("terms"))

    def _lines(self, name: str) -> list[str]:
        text = self._arrays[name].tobytes().decode("utf-8")
        return text.split("\n") if text else []
