"""Measure a cluster of three nodes on this machine beside the embedded engine: ranking, rebuilds, questions.

    python -m tests.cluster.report FOLDER [--part ranking|words|rebuilding] [--size 60358] [--rounds 1]

Prints JSON, a line for each thing measured; docs/scale.md has the figures. FOLDER keeps the embedded indexes and their vectors;
that of tests.quality.answers_report will do. Needs ../shared/eval but for rebuilding, and what `make cluster` needs.
"""

import argparse
import json
import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from corpus.documents import Document
from index.answers import Mode, Query
from index.encoders.catalogue import available
from index.engines.protocol import Engine
from index.generations import Generations
from index.live import LiveIndex
from index.opensearch.connection import Access
from index.opensearch.generations import Layout
from index.opensearch.store import ClusterStore
from index.retrieval import answer
from index.stores import EmbeddedStore
from service.choosing import store_of
from service.console import Console
from service.rebuilding import Account, rebuild_index
from service.settings import Settings
from tests.benchmarks.collection import asked, write_rows
from tests.cluster.nodes import running
from tests.opensearch.comparing import filled
from tests.quality.answers_report import documents_of, generation_of, measures_of, questions_of
from tests.quality.languages_report import half_and_half

PARTS = ("ranking", "words", "rebuilding")
RANKED = (("xquad-zh", "xquad-zh"), ("xquad-en", "xquad-zh"), ("xquad-zh", "half-zh-half-en"), ("xquad-en", "half-zh-half-en"))
SAMPLE = 400
"""Questions of a set."""
SAME = 500
"""Questions whose ten best passages are compared."""
TIMED = 200
SHARDS = (1, 3)


def main() -> None:
    """Run a cluster, and the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--size", type=int, action="append", help="passages to rebuild; 60358 unless given")
    parser.add_argument("--rounds", type=int, default=1, help="rebuilds of each size by each engine: nodes need two to be warm")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wenda-cluster-") as nodes_folder, running(Path(nodes_folder)) as nodes:
        access = Access(tuple(nodes.addresses), timeout=120, retries=7)
        for part in options.part or PARTS:
            if part == "ranking":
                ranking(options.folder, access)
            elif part == "words":
                words(options.folder, access)
            else:
                for size in tuple(options.size or (60_358,)) * options.rounds:
                    rebuilding(size, nodes.addresses)


def _tell(**found: object) -> None:
    print(json.dumps(found, ensure_ascii=False), flush=True)


def _documents(name: str) -> Sequence[Document]:
    return half_and_half("zh", "en") if name == "half-zh-half-en" else documents_of(name)


def _cluster(access: Access, alias: str, shards: int, local: Path) -> ClusterStore:
    return ClusterStore(access, Layout(alias=alias, shards=shards, replicas=1), Generations(local))


def ranking(folder: Path, access: Access) -> None:
    """Compare MRR@10 in mode hybrid; the cluster's vectors come from the embedded index's cache."""
    for name in dict.fromkeys(collection for _, collection in RANKED):
        documents = _documents(name)
        generation_of(folder, name, lambda documents=documents: documents)  # type: ignore[misc]
        local = Generations(folder / name)
        embedded = LiveIndex(EmbeddedStore(local)).engine()
        for shards in SHARDS:
            store = _cluster(access, f"report-{shards}", shards, folder / name)
            cluster = filled(store, documents, available(), jobs=2)
            for questions, collection in RANKED:
                if collection == name:
                    chosen = questions_of(questions, count=SAMPLE)
                    one, other = (measures_of(engine, chosen)["mrr_10"] for engine in (embedded, cluster))
                    _tell(part="ranking", questions=questions, collection=name, shards=shards, embedded=one, cluster=other)
            store.remove()


def words(folder: Path, access: Access) -> None:
    """Compare the ten best passages of stard by words, in one shard and in three."""
    documents = documents_of("stard")
    questions = random.Random(1).sample([question.text for question in questions_of("stard", count=1 << 30)], SAME)
    local = folder / "stard-words"
    embedded = filled(EmbeddedStore(Generations(local)), documents, (), jobs=2)
    expected = [_ten(embedded, question) for question in questions]
    for shards in SHARDS:
        store = _cluster(access, f"report-{shards}", shards, folder / "stard-words-cluster")
        cluster = filled(store, documents, (), jobs=2)
        same = sum(_ten(cluster, question) == ten for question, ten in zip(questions, expected, strict=True))
        _tell(part="words", shards=shards, questions=SAME, same=same)
        store.remove()


def _ten(engine: Engine, question: str) -> list[str]:
    return [hit.passage.id for hit in answer(engine, Query(question, mode=Mode.LEXICAL, bare=True)).hits]


def rebuilding(size: int, hosts: Sequence[str]) -> None:
    """Rebuild from raw text without vectors, each engine in a process of its own; then ask both by words."""
    with tempfile.TemporaryDirectory(prefix="wenda-report-") as temporary:
        corpus = Path(temporary) / "corpus.jsonl"
        write_rows(corpus, size)
        base = Settings(sources=(corpus,), index=Path(temporary) / "embedded", semantic=False)
        cluster = {"engine": "opensearch", "opensearch_hosts": tuple(hosts), "opensearch_timeout": 120.0}
        ways = {"embedded": base}
        for shards in SHARDS:
            own = {"index": Path(temporary) / f"{shards}", "opensearch_alias": f"report-{shards}", "opensearch_shards": shards}
            ways[f"cluster, shards: {shards}"] = base.model_copy(update=cluster | own)
        for name, settings in ways.items():
            process = multiprocessing.get_context("spawn").Process(target=_rebuild, args=(name, size, settings))
            nodes_before = _java_seconds()
            process.start()
            process.join()
            if process.exitcode:
                sys.exit(f"{name}: the rebuild failed")
            times = _question_times(LiveIndex(store_of(settings)).engine())
            _tell(part="questions", engine=name, passages=size, nodes_seconds=_java_seconds() - nodes_before, **times)


def _rebuild(name: str, size: int, settings: Settings) -> None:
    started = time.perf_counter()
    built = rebuild_index(settings, Account(), Console())
    taken = time.perf_counter() - started
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    _tell(
        part="rebuild",
        engine=name,
        size=size,
        passages=built.manifest.passages,
        seconds=taken,
        processor_seconds=sum(one.ru_utime + one.ru_stime for one in (own, children)),
        megabytes=own.ru_maxrss / 1024,
        megabytes_of_largest_child=children.ru_maxrss / 1024,
    )


def _question_times(engine: Engine) -> dict[str, float]:
    questions = asked()[:TIMED]
    for question in questions[:20]:
        answer(engine, Query(question, mode=Mode.LEXICAL))
    taken = []
    for question in questions:
        started = time.perf_counter()
        answer(engine, Query(question, mode=Mode.LEXICAL))
        taken.append((time.perf_counter() - started) * 1000)
    return {"median_ms": statistics.median(taken), "p95_ms": statistics.quantiles(taken, n=20)[-1]}


def _java_seconds() -> float:
    """Processor time of the nodes of this run, which are this process's children."""
    return sum(sum(child.cpu_times()[:2]) for child in psutil.Process().children() if child.name() == "java")


if __name__ == "__main__":
    main()
