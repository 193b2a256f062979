"""The usual way, to compare with: BM25 over jieba's words and pairs of characters, whole documents, nothing else."""

import re
from collections.abc import Iterable, Sequence

import bm25s
import jieba

from corpus.documents import Document
from index.evaluation import DEPTH, JudgedQuestion, mean_measures, measure

K1, B = 1.5, 0.75
"""The defaults of bm25s and of most others."""

RUNS = re.compile("[\u4e00-\u9fff]+|[^\\W\u4e00-\u9fff]+")


def plain_terms(text: str) -> list[str]:
    """Cut a text into jieba's words in search mode, lower case, and the pairs of Chinese characters."""
    terms = []
    for run in RUNS.findall(text.lower()):
        if not "\u4e00" <= run[0] <= "\u9fff":
            terms.append(run)
            continue
        terms += jieba.lcut_for_search(run)
        terms += [run[at : at + 2] for at in range(len(run) - 1)]
    return terms


def evaluate_plain(documents: Iterable[Document], questions: Sequence[JudgedQuestion]) -> dict[str, float]:
    """Measure BM25 on whole documents with their titles; the names of the measures are those of index.evaluation."""
    ordered = sorted(documents, key=lambda document: document.id)
    retriever = bm25s.BM25(k1=K1, b=B, method="lucene")
    retriever.index([plain_terms(f"{document.title}\n{document.text}") for document in ordered], show_progress=False)
    depth = min(DEPTH, len(ordered))
    rows = []
    for question in questions:
        found, scores = retriever.retrieve([plain_terms(question.text)], k=depth, show_progress=False)
        ranking = [ordered[number].id for number, score in zip(found[0], scores[0], strict=True) if score > 0]
        rows.append(measure(ranking, question.relevant))
    return mean_measures(rows)
