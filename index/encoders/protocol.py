"""What an encoder is: texts in, rows of unit length out."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Rows of unit length, ``(n, dimension)``; the row of a text that says nothing is zero, and alike to none."""


class Encoder(Protocol):
    """A model that gives texts of like meaning vectors of a high cosine, whatever their languages; safe for threads.

    Any string is accepted: encoders make it safe themselves (index.encoders.safety), and read no more of it than they can.
    """

    @property
    def key(self) -> str:
        """What settings and manifests call the model, such as ``e5``."""
        ...

    @property
    def name(self) -> str:
        """The key with the version of all that its vectors depend on; fit for a file's name."""
        ...

    @property
    def languages(self) -> frozenset[str] | None:
        """Codes of the languages it was trained on; None for all. Of other languages its vectors say little."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Give a row for each text, ``(n, dimension)``, as texts to be found."""
        ...

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Give a row for each text, ``(n, dimension)``, as texts that look for others."""
        ...
