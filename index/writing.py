"""Writing the Whoosh index of passages: its schema, and its one segment, made of documents by all cores.

Whoosh is given terms, never text: analysis is ours. Documents go in batches to the processes, which split, analyse and invert
them (index.inversion); ranges of terms go to them again to be merged and encoded (index.segments); this process only puts
together what they give, in the order of the documents, so that the result does not depend on how many there are.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from struct import Struct
from tempfile import TemporaryDirectory
from typing import Any

from whoosh.analysis import KeywordAnalyzer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.index import TOC
from whoosh.system import pack_ushort

from corpus.documents import Document
from index.batches import FIELDS, SCORED, Analysed, AnalysedBatch, analyse, in_batches
from index.build_cache import BuildCache
from index.inversion import RunMerger
from index.segments import Encoded, encode
from index.spelling.collecting import VocabularyWriter
from index.workers import Each, one_by_one, processes

INDEX_NAME = "MAIN"
"""Whoosh's default."""

ENTRY_LENGTHS = Struct("!ii")
"""What stands before each entry of Whoosh's table of terms: the bytes of its key and of its value."""

FEW = 4
"""Shares that are written in the time that it takes to start processes for them."""

Progress = Callable[[int, int], None]
"""Called now and then with the documents and the passages done so far."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the documents, the passages by language, and the vocabulary they are written in.

    ``batches`` are the names of the analysed batches in the cache.
    """

    documents: int
    languages: Counter[str]
    vocabulary: VocabularyWriter = field(compare=False)
    batches: list[str] = field(compare=False)

    @property
    def passages(self) -> int:
        """The number of passages."""
        return self.languages.total()


def schema() -> Schema:
    """Make the schema of a passage; the text fields take lists of terms."""

    def terms() -> TEXT:
        return TEXT(analyzer=KeywordAnalyzer(), phrase=False)

    return Schema(
        id=ID(unique=True, stored=True),
        document_id=ID(stored=True),
        language=ID(stored=True),
        title=terms(),
        heading=terms(),
        words=terms(),
        grams=terms(),
        stored=STORED(),
    )


def write_passages(
    folder: Path, documents: Iterable[Document], progress: Progress, *, jobs: int = 1, cache: BuildCache | None = None
) -> Written:
    """Split documents and write their passages as one segment of a new Whoosh index, with ``jobs`` processes.

    What a ``cache`` has is not analysed again; afterwards it has what was written now. The result is the same.
    Passages are scored equal in the order they are written, so give the documents in the order in which ties shall break.
    Raises index.workers.WorkerLostError, and whatever the documents' iterator raises.
    """
    folder.mkdir(parents=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".runs-") as temporary, ExitStack() as stack:
        batches = in_batches(documents, Path(temporary))
        first, second = next(batches, None), next(batches, None)
        each = stack.enter_context(processes(1 if second is None else jobs))
        begun = (batch for batch in (first, second) if batch is not None)
        every = chain(begun, batches)
        analysed = cache.analysed(each, every) if cache else each(analyse, every)
        written = _Segment(folder, Path(temporary)).write(each, analysed, progress)
    if cache:
        cache.keep(written.batches)
    return written


class _Segment:
    """One segment of a Whoosh index while it is written; the names and the layout of its files are W3Codec's."""

    def __init__(self, folder: Path, temporary: Path) -> None:
        self._storage = FileStorage(str(folder))
        self._temporary = temporary
        self._schema = schema()
        self._segment = W3Codec().new_segment(self._storage, INDEX_NAME)
        self._merger = RunMerger()
        self._languages: Counter[str] = Counter()
        self._totals: Counter[str] = Counter()
        self._documents = 0
        self._vocabulary = VocabularyWriter()
        self._names: list[str] = []
        self._new = 0

    def write(self, each: Each, batches: Iterable[AnalysedBatch], progress: Progress) -> Written:
        """Write all that the batches hold, and make it an index."""
        self._collect(batches, progress)
        self._add_postings(each)
        self._segment.set_doc_count(self._languages.total())
        self._segment._fieldlengths = dict(self._totals)  # noqa: SLF001 - as Whoosh's own writer sets it
        # The parts are not packed into one file: Whoosh copies the parts of such a file into memory, for each searcher again.
        TOC(self._schema, [self._segment] if self._languages else [], 1).write(self._storage, INDEX_NAME)
        return Written(self._documents, self._languages, self._vocabulary, self._names)

    def _collect(self, batches: Iterable[AnalysedBatch], progress: Progress) -> None:
        """Take in what the batches gave, and write what the passages have beside postings."""
        with ExitStack() as stack:
            lengths = {number: stack.enter_context(self._lengths(number).open("wb")) for number in SCORED}
            stored = VarBytesColumn().writer(stack.enter_context(self._create("._stored.col")))
            for batch in batches:
                for one in batch.parts:
                    self._add_stored(one, stored)
                    for number, file in lengths.items():
                        one.lengths[number].tofile(file)
                        self._totals[FIELDS[number]] += one.totals[number]
                    self._merger.add(one.run)
                    self._languages += one.languages
                self._vocabulary.add_counted(batch.vocabulary)
                self._documents += batch.documents
                self._names.append(batch.name)
                self._new += not batch.known
                progress(self._documents, self._languages.total())
            stored.finish(self._languages.total())
        for number in SCORED:
            if self._totals[FIELDS[number]]:
                with self._lengths(number).open("rb") as source, self._create(f"._{FIELDS[number]}_len.col") as target:
                    shutil.copyfileobj(source, target)

    def _add_stored(self, one: Analysed, column: Any) -> None:
        fields = memoryview(one.stored.read_bytes())
        begin, number = 0, self._languages.total()
        for size in one.sizes:
            column.add(number, fields[begin : begin + size])
            begin += size
            number += 1
        one.stored.unlink()

    def _add_postings(self, each: Each) -> None:
        """Merge the runs, and write the blocks of every term and the table of terms."""
        lengths = {number: self._lengths(number) for number in SCORED}
        with self._create(W3Codec.TERMS_EXT) as terms, self._create(W3Codec.POSTS_EXT) as blocks:
            table = OrderedHashWriter(terms)
            table.extras["fieldmap"] = {}
            shares = self._merger.shares()
            few = list(islice(shares, FEW + 1))
            # Where nearly all was known, no process was started yet.
            by = one_by_one if self._new <= 1 and len(few) <= FEW else each
            for encoded in by(partial(encode, lengths=lengths, folder=self._temporary), chain(few, shares)):
                encoded.infos["offset"] += blocks.tell()
                _add_terms(table, encoded)
                with encoded.blocks.open("rb") as source:
                    shutil.copyfileobj(source, blocks)
                encoded.blocks.unlink()
            table.close()

    @contextmanager
    def _create(self, extension: str) -> Iterator[Any]:
        file = self._segment.create_file(self._storage, extension)
        try:
            yield file
        finally:
            # Whoosh's table closes its file itself, and its files mind being closed twice.
            if not file.is_closed:
                file.close()

    def _lengths(self, number: int) -> Path:
        return self._temporary / f"{FIELDS[number]}.lengths"


def _add_terms(table: OrderedHashWriter, encoded: Encoded) -> None:
    """Do what the table's own ``add`` does for each term, but write them all at once."""
    infos, size = encoded.infos.tobytes(), encoded.infos.itemsize
    # Whoosh numbers the fields that have terms.
    known: dict[str, int] = table.extras["fieldmap"]
    pieces: list[bytes] = []
    position = table.dbfile.tell()
    for number, term in enumerate(encoded.terms):
        field = known.setdefault(FIELDS[ord(term[0])], len(known))
        key = pack_ushort(field) + term[1:].encode()
        digest = table.hashfn(key)
        table.buckets[digest & 255].append((digest, position))
        table.index.append(position)
        pieces += (ENTRY_LENGTHS.pack(len(key), size), key, infos[number * size : (number + 1) * size])
        position += ENTRY_LENGTHS.size + len(key) + size
    table.dbfile.write(b"".join(pieces))
