"""Any model of a hub, or of a folder, through sentence-transformers."""

import hashlib
import re
import threading
from collections.abc import Callable, Sequence
from typing import Any

from sentence_transformers import SentenceTransformer

from index.encoders.protocol import Vectors
from index.encoders.safety import encode_safely

E5_PREFIXES = {"query": "query: ", "document": "passage: "}
"""What the E5 models want before a text (Wang et al. 2024, section 3); older ones do not say so in their own settings."""


class HubEncoder:
    """A model by its name on the hub, or by the path of its folder.

    What the model itself states for questions and passages is put before them. Its vectors are kept under its name: after a
    change of a model under the same name, clear the cache. Raises OSError if the model cannot be had.
    """

    def __init__(self, model: str) -> None:
        self.key = f"st:{model}"
        slug = re.sub(r"[^A-Za-z0-9.]+", "-", model).strip("-")[-60:]
        self.name = f"st-{slug}-{hashlib.sha256(model.encode()).hexdigest()[:8]}"
        self._model = SentenceTransformer(model)
        self._lock = threading.Lock()  # fast tokenizers fail when two threads use one
        prompts = getattr(self._model, "prompts", None) or {}
        stated = any(prompts.values())
        self._prefixes = {} if stated or "e5-" not in slug.lower() or "instruct" in slug.lower() else E5_PREFIXES
        self.languages = None
        self.dimension = int(self._model.get_sentence_embedding_dimension())

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Give ``(n, dimension)`` rows."""
        return self._encode(texts, "document")

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Give ``(n, dimension)`` rows."""
        return self._encode(texts, "query")

    def _encode(self, texts: Sequence[str], kind: str) -> Vectors:
        encode: Callable[..., Any] = getattr(self._model, f"encode_{kind}", self._model.encode)
        prefix = self._prefixes.get(kind, "")

        def rows(plain: list[str]) -> Vectors:
            with self._lock:
                vectors: Vectors = encode([prefix + text for text in plain], convert_to_numpy=True, show_progress_bar=False)
            return vectors

        return encode_safely(texts, self.dimension, rows)
