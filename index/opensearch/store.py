"""The generations of a cluster as the service uses them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from corpus.documents import Document
from index.building import Changes
from index.encoding import Progress as EncodingProgress
from index.engines.protocol import Engine
from index.generations import Generations
from index.opensearch.building import add_vectors, build, changes
from index.opensearch.connection import Access, Cluster, part
from index.opensearch.engine import OpenSearchEngine
from index.opensearch.generations import ClusterGeneration, ClusterGenerations, Layout
from index.opensearch.locking import ClusterLock
from index.opensearch.schema import documents_index, files_index
from index.synonyms import Synonyms
from index.writing import Progress


class ClusterStore:
    """An OpenSearch cluster; ``local`` is the index directory of this machine, which keeps vectors between builds."""

    def __init__(self, access: Access, layout: Layout, local: Generations) -> None:
        self._cluster = Cluster(access)
        self._generations = ClusterGenerations(self._cluster, layout)
        self._local = local
        self._lock = ClusterLock(self._cluster, layout.alias)
        self.current_name = self._generations.current_name
        self.open_current = self._generations.open_current
        self.rollback = self._generations.rollback
        self.forget = self._generations.forget

    def open_engine(self, synonyms: Synonyms | None) -> Engine:
        """See Store."""
        return OpenSearchEngine(self._generations, self._generations.open_current(), synonyms)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """See Store. The directory's lock too: its cache of vectors has one writer."""
        self._cluster.version  # noqa: B018 - raises before anything is read that could not be written
        with self._local.lock(), self._lock.held():
            yield

    def build(self, documents: Iterable[Document], sources: list[str], progress: Progress, *, jobs: int) -> ClusterGeneration:
        """See Store."""
        return build(self._generations, documents, sources, progress, self._lock.require, jobs=jobs)

    def add_vectors(self, key: str, *, jobs: int, progress: EncodingProgress) -> ClusterGeneration:
        """See Store."""
        return add_vectors(self._generations, self._local, key, self._lock.require, jobs=jobs, progress=progress)

    def changes(self, documents: Iterable[Document]) -> Changes:
        """See Store."""
        return changes(self._generations, documents)

    def facts(self) -> Mapping[str, str | int]:
        """See Store. Shards, replicas and health are those of the passages."""
        live = self._generations.open_current()
        alias, revision = self._generations.layout.alias, live.manifest.revision
        parts = [live.index, documents_index(alias, revision), files_index(alias, revision)]
        sizes = self._cluster.request("GET", f"/{','.join(map(part, parts))}/_stats/store")["_all"]
        health = self._cluster.request("GET", f"/_cluster/health/{part(live.index)}")
        replicas = self._cluster.request("GET", f"/{part(live.index)}/_settings/index.number_of_replicas")
        return {
            "index": live.index,
            "cluster": f"{health['cluster_name']} ({', '.join(self._cluster.access.hosts)})",
            "version": self._cluster.version,
            "nodes": health["number_of_data_nodes"],
            "health": health["status"],
            "shards": health["active_primary_shards"],
            "replicas": int(replicas[live.index]["settings"]["index"]["number_of_replicas"]),
            "unassigned": health["unassigned_shards"],
            "bytes": sizes["total"]["store"]["size_in_bytes"],
        }

    def remove(self) -> None:
        """See Store."""
        self._generations.remove()
        self._lock.remove()
