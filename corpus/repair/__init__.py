"""Damaged text -> repaired text, with the list of what was repaired and the way back to the original.

Two passes over a collection: `find_damage` reads the documents once, in bounded memory, and learns what a filter
removed from them; `repair_text` then mends one document at a time. Every step is a pure function.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.repair.edits import OffsetMap, Repair, RepairKind, Suspicion, apply_repairs, chain
from corpus.repair.filtered_words import suspect_filtered_words
from corpus.repair.mojibake import repair_gbk_read_as_latin, repair_utf8_read_as_latin
from corpus.repair.pair_discovery import SAMPLE_CHARACTERS, discover_removed_pairs, sample_documents
from corpus.repair.removed_pairs import RemovedPair, restore_removed_pairs

__all__ = [
    "Discover",
    "OffsetMap",
    "RemovedPair",
    "Repair",
    "RepairKind",
    "Repaired",
    "Suspicion",
    "discover_removed_pairs",
    "find_damage",
    "repair_encoding",
    "repair_text",
]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired document: its text, what was changed, and where words seem to be missing.

    Offsets of repairs and suspicions are code points of the text before repair; repairs are in order and do not
    overlap.
    """

    text: str
    repairs: tuple[Repair, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()

    def offsets(self) -> OffsetMap:
        """Map offsets of the repaired text to offsets of the original one."""
        return OffsetMap(self.repairs)


def repair_encoding(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Read what was decoded in the wrong encoding rightly; return the text and the repairs over ``text``, in order.

    GBK first: what is GBK by its words is never UTF-8, while UTF-8 bytes often make valid, senseless GBK.
    """
    read, gbk = repair_gbk_read_as_latin(text)
    read, utf8 = repair_utf8_read_as_latin(read)
    return read, chain(gbk, utf8, text)


Discover = Callable[[list[str]], tuple[RemovedPair, ...]]
"""Finds the byte pairs that a filter removed from some documents; a pure function."""


def find_damage(
    texts: Iterable[str], sample: int = SAMPLE_CHARACTERS, discover: Discover = discover_removed_pairs
) -> tuple[RemovedPair, ...]:
    """Find the byte pairs that a filter removed from a collection, for `repair_text`; usually none.

    Reads ``texts`` once and keeps a sample of about ``sample`` characters of them, the same for the same input. ``discover``
    looks at that; it may know what it found before.
    """
    return discover([repair_encoding(text)[0] for text in sample_documents(texts, sample)])


def repair_text(text: str, pairs: Iterable[RemovedPair] = ()) -> Repaired:
    """Repair one document; clean text comes back unchanged, whatever its language.

    ``pairs`` come from `find_damage` over the collection, or from the owner (`RemovedPair.of("撸")`).
    """
    if text.isascii():
        return Repaired(text)
    read, encoding = repair_encoding(text)
    restored = restore_removed_pairs(read, tuple(pairs))
    repairs = chain(encoding, restored, text)
    mended = apply_repairs(read, restored)
    back = OffsetMap(repairs)
    suspicions = tuple(
        Suspicion(back.original(found.offset), found.context, found.reason) for found in suspect_filtered_words(mended)
    )
    return Repaired(mended, repairs, suspicions)
