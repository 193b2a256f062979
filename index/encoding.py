"""The passages of a generation to its vectors: encoded where no build before has done it, on all cores, centred, and stored."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from types import TracebackType
from typing import Self

import numpy as np

from index.centring import Floats, LanguageSums, language_means
from index.encoders.catalogue import load
from index.encoders.protocol import Encoder
from index.generations import Generations
from index.manifest import GenerationFolder
from index.vector_cache import VectorCache, text_hash
from index.vectors import write_vectors
from index.workers import Each, processes

Text = tuple[str, str]
"""A passage's text and its language."""

Progress = Callable[[int, int], None]
"""Called with the passages done so far, and how many of them were encoded now."""

BLOCK = 512
"""Passages looked up and kept at a time: as many as a killed build may have to encode again."""

TASK = 16
"""Passages that a process encodes at a time: e5 takes a second or two."""


def encode_generation(  # noqa: PLR0913 - what, where to, and how
    generations: Generations,
    generation: GenerationFolder,
    key: str,
    texts: Callable[[], Iterable[Text]],
    *,
    jobs: int,
    progress: Progress,
) -> str:
    """Write the vectors of all passages, and the means they are centred by, into a generation that is being built.

    ``texts`` gives the passages, in the order in which they were written, each time it is called: the first time they are
    encoded, or found in the cache, the second time centred. ``jobs`` processes encode; the caller holds ``generations.lock()``.
    Returns the name of the encoder, by which the generation's files are found. Raises EncoderError if there is no such encoder,
    index.workers.WorkerLostError if a process ends by itself.
    """
    encoder = load(key)
    with VectorCache(generations.vector_cache(encoder.name), encoder.dimension) as cache, _Workers(encoder, jobs) as workers:
        sums, done, encoded = LanguageSums(), 0, 0
        for block in _blocks(texts()):
            known, new = _look_up(cache, block)
            for part in workers.encode(new):
                cache.put(part)
                known |= part
                encoded += len(part)
                progress(done + len(known), encoded)
            done += len(block)
            sums.add(_rows(known, block), [language for _, language in block])
            progress(done, encoded)
        means = language_means(encoder).refined(sums.sums())
        file = generation.vectors(encoder.name)
        file.parent.mkdir(exist_ok=True)
        means.save(generation.means(encoder.name))
        rows = ((_rows(_look_up(cache, block)[0], block), [language for _, language in block]) for block in _blocks(texts()))
        write_vectors(file, (means.centred_passages(*block) for block in rows))
        cache.finish()
    return encoder.name


def _blocks(texts: Iterable[Text]) -> Iterator[list[Text]]:
    remaining = iter(texts)
    while block := list(islice(remaining, BLOCK)):
        yield block


def _look_up(cache: VectorCache, block: Sequence[Text]) -> tuple[dict[bytes, Floats], dict[bytes, str]]:
    """Give the vectors that the cache has for a block, and the texts it lacks, by hash: each text once."""
    by_hash = {text_hash(text): text for text, _ in block}
    known = cache.get(list(by_hash))
    return known, {name: text for name, text in by_hash.items() if name not in known}


def _rows(vectors: dict[bytes, Floats], block: Sequence[Text]) -> Floats:
    return np.stack([vectors[text_hash(text)] for text, _ in block])


class _Workers:
    """Processes that encode, started when there is enough for them to do."""

    def __init__(self, encoder: Encoder, jobs: int) -> None:
        self._encoder = encoder
        self._jobs = jobs
        self._started = ExitStack()
        self._each: Each | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._started.__exit__(kind, error, trace)

    def encode(self, texts: dict[bytes, str]) -> Iterator[dict[bytes, Floats]]:
        """Yield the vectors of texts, by hash, a part at a time; equal before and after the cache, which rounds them."""
        names = list(texts)
        tasks = [names[start : start + TASK] for start in range(0, len(names), TASK)]
        batches = [[texts[name] for name in task] for task in tasks]
        for task, rows in zip(tasks, self._encoded(batches), strict=True):
            yield {name: row.astype(np.float16).astype(np.float32) for name, row in zip(task, rows, strict=True)}

    def _encoded(self, batches: Sequence[Sequence[str]]) -> Iterator[Floats]:
        if self._jobs == 1 or len(batches) == 1:
            return map(self._encoder.encode_passages, batches)
        if self._each is None:
            self._each = self._started.enter_context(processes(self._jobs))
        return self._each(partial(_encode, self._encoder.key), batches)


def _encode(key: str, texts: Sequence[str]) -> Floats:
    return load(key).encode_passages(texts)
