"""The generations of a cluster as the service uses them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from corpus.documents import Document
from index.answers import NoIndexError
from index.build_cache import BuildCache
from index.building import Changes, writing
from index.checking import Problem
from index.encoding import Progress as EncodingProgress
from index.engines.protocol import Engine
from index.generations import Generations
from index.opensearch.building import add_vectors, build, changes
from index.opensearch.checking import check, require_whole
from index.opensearch.connection import Access, Cluster, part
from index.opensearch.engine import OpenSearchEngine
from index.opensearch.generations import ClusterGeneration, ClusterGenerations, Layout
from index.opensearch.locking import ClusterLock
from index.opensearch.schema import documents_index, files_index, passages_index
from index.rollback import chosen_build
from index.stores import Gate
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
        self.kept = self._generations.kept
        self.forget = self._generations.forget

    def open(self, revision: str) -> ClusterGeneration:
        """See Store."""
        return self._generations.open(passages_index(self._generations.layout.alias, revision))

    def open_engine(self, synonyms: Synonyms | None) -> Engine:
        """See Store."""
        return OpenSearchEngine(self._generations, self._generations.open_current(), synonyms)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """See Store. The directory's lock too: its cache of vectors has one writer."""
        self._cluster.version  # noqa: B018 - raises before anything is read that could not be written
        with self._local.lock(), self._lock.held():
            yield

    @contextmanager
    def lock_until_wanted(self) -> Iterator[Callable[[], bool]]:
        """See Store. It gives way to processes of this machine; another machine is refused meanwhile, as is this one by it."""
        self._cluster.version  # noqa: B018 - as above
        with self._local.lock_until_wanted() as wanted, self._lock.held():
            yield wanted

    def open_cache(self, *, fresh: bool) -> BuildCache:
        """See Store. Of the directory; what it has of analysed documents is not used here: they go into the cluster otherwise."""
        with writing(self._local):
            return BuildCache.open(self._local.cache, fresh=fresh)

    def build(  # noqa: PLR0913 - what, where to, and how
        self,
        documents: Iterable[Document],
        sources: list[str],
        progress: Progress,
        *,
        jobs: int,
        cache: BuildCache | None = None,  # noqa: ARG002 - see open_cache
        gate: Gate | None = None,
    ) -> ClusterGeneration:
        """See Store."""
        check = self._lock.require
        with writing(self._local):
            return build(self._generations, self._local, documents, sources, progress, check, jobs=jobs, gate=gate)

    def add_vectors(self, key: str, *, jobs: int, progress: EncodingProgress) -> ClusterGeneration:
        """See Store."""
        with writing(self._local):
            return add_vectors(self._generations, self._local, key, self._lock.require, jobs=jobs, progress=progress)

    def check(self, revision: str) -> list[Problem]:
        """See Store. Counts, files and copies; the rows themselves are the cluster's to check."""
        return check(self._generations, revision)

    def roll_back(self, revision: str | None = None) -> ClusterGeneration:
        """See Store."""
        self.forget()
        try:
            live = self._generations.current_name()
        except NoIndexError:
            live = ""
        chosen = chosen_build(self.kept(), live, revision)
        require_whole(self._generations, chosen)
        generation = self.open(chosen)
        self._generations.point_to(generation.index)
        return generation

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
