"""The generations in a cluster, and which of them is live: the one that the alias names."""

import base64
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from index.answers import IndexDamagedError, NoIndexError
from index.generations import Manifest
from index.manifest import checksum
from index.opensearch.connection import Cluster, ClusterError, Json, NotThereError, part
from index.opensearch.schema import (
    CLUSTER_SCHEMA,
    DURABLE,
    documents_index,
    files_index,
    passages_index,
    revision_of,
    whole,
)
from index.revisions import age, kept_builds, new_revision, next_stage, worth_keeping

log = logging.getLogger(__name__)

FRESH_SECONDS = 1.0
"""How long the alias is not asked for again: a new generation is noticed so much later."""

PART_BYTES = 4 << 20
"""A file goes into the cluster in parts of so many bytes: a request may have 100 MB."""

GREEN_SECONDS = 120
"""How long a new index may take to have its replicas before it goes live without them."""

MERGE_SECONDS = 6 * 3600
"""How long the shards of an index may take to become one segment each."""

TOGETHER = 10
"""Indices deleted in one request, whose line has 4 KB at most; each request is a new state of the whole cluster."""

REMEDY = "rebuild it with `wenda rebuild`"


@dataclass(frozen=True, slots=True)
class Layout:
    """How generations lie in a cluster: the alias of the live one, shards and replicas of each, and how many are kept."""

    alias: str = "wenda"
    shards: int = 1
    replicas: int = 1
    keep: int = 3


@dataclass(frozen=True, slots=True)
class ClusterGeneration:
    """A finished generation: what it says of itself, and the mean lengths of the scored fields that its impacts are made with."""

    index: str
    manifest: Manifest
    lengths: dict[str, float]


class ClusterGenerations:
    """All generations under one alias."""

    def __init__(self, cluster: Cluster, layout: Layout) -> None:
        self.cluster = cluster
        self.layout = layout
        self._seen = (-FRESH_SECONDS, "")

    def current_index(self) -> str:
        """Name the live index. Raises NoIndexError if there is none, ClusterError if the cluster cannot say."""
        self.cluster.version  # noqa: B018 - raises if it is of an unknown one
        try:
            found = self.cluster.request("GET", f"/_alias/{part(self.layout.alias)}")
        except NotThereError:
            found = {}
        if not found:
            hosts = ", ".join(self.cluster.access.hosts)
            raise NoIndexError(f"there is no index {self.layout.alias} in {hosts}; build one with `wenda rebuild`")
        return max(found)

    def current_name(self) -> str:
        """Give the live revision, as it was a moment ago; raises as ``current_index`` does."""
        when, name = self._seen
        if time.monotonic() - when >= FRESH_SECONDS:
            index = self.current_index()
            name = self._revision(index)
            self._seen = time.monotonic(), name
        return name

    def forget(self) -> None:
        """Ask for the live revision anew when it is next wanted."""
        self._seen = (-FRESH_SECONDS, "")

    def open_current(self) -> ClusterGeneration:
        """Open the live generation. Raises as above, and IndexDamagedError if it is of another version or not whole."""
        return self.open(self.current_index())

    def open(self, index: str) -> ClusterGeneration:
        """Open a generation by its index. Raises IndexDamagedError if it is of another version or not whole."""
        stated = self.cluster.request("GET", f"/{part(index)}/_mapping")[index]["mappings"].get("_meta", {})
        version = stated.get("schema")
        if version != CLUSTER_SCHEMA:
            raise IndexDamagedError(f"the index {index} has version {version}, this Wenda reads {CLUSTER_SCHEMA}; {REMEDY}")
        try:
            return ClusterGeneration(index, Manifest(**stated["manifest"]), stated["lengths"])
        except (KeyError, TypeError) as error:
            raise IndexDamagedError(f"the index {index} does not say what it holds ({error}); {REMEDY}") from error

    def indices(self) -> list[str]:
        """Name all indices of ours, oldest first."""
        found = self.cluster.request("GET", f"/{part(self.layout.alias)}-*/_settings/index.uuid", expand_wildcards="all")
        return sorted(name for name in found if revision_of(self.layout.alias, name))

    def finished(self) -> list[str]:
        """Name the indices of passages that are whole, oldest first."""
        found = self.cluster.request("GET", f"/{part(self.layout.alias)}-*/_mapping")
        return sorted(
            name
            for name, described in found.items()
            if revision_of(self.layout.alias, name) and "manifest" in described["mappings"].get("_meta", {})
        )

    def create(self, index: str, body: Json) -> None:
        """Make an index; one that an earlier try of the same request made is the one."""
        if not self.cluster.exists(f"/{part(index)}"):
            self.cluster.request("PUT", f"/{part(index)}", body)

    def delete(self, indices: Sequence[str]) -> None:
        """Delete indices; those that are gone are no fault."""
        for start in range(0, len(indices), TOGETHER):
            names = ",".join(map(part, indices[start : start + TOGETHER]))
            self.cluster.request("DELETE", f"/{names}", ignore_unavailable="true")

    def refresh(self, index: str) -> None:
        """Make searchable what was written to an index."""
        self.cluster.request("POST", f"/{part(index)}/_refresh")

    def complete(self, index: str) -> None:
        """Make a filled index quick, and give it its replicas."""
        self.cluster.request("PUT", f"/{part(index)}/_settings", DURABLE)
        # A replica copies the last commit that is known to be safe, and analyses all that was written since once more. The first
        # of these commits makes it known that all is safe, the second holds it.
        for _ in range(2):
            self.cluster.request("POST", f"/{part(index)}/_flush?force=true")
        # One segment, as of what never changes; retried requests leave copies that are gone with it.
        self.cluster.request("POST", f"/{part(index)}/_forcemerge?max_num_segments=1", request_timeout=MERGE_SECONDS)
        self.refresh(index)
        self.cluster.request("PUT", f"/{part(index)}/_settings", whole(self.layout.replicas))
        self._wait_for_replicas(index)

    def _wait_for_replicas(self, index: str) -> None:
        """Wait until an index has its replicas, but not for those that the cluster has no node for."""
        try:
            nodes = int(self.cluster.request("GET", "/_cluster/health")["number_of_data_nodes"])
            if nodes > self.layout.replicas:
                # In the path: a parameter called timeout would be taken for the client's.
                waited = f"wait_for_status=green&timeout={GREEN_SECONDS}s"
                self.cluster.request("GET", f"/_cluster/health/{part(index)}?{waited}", request_timeout=2 * GREEN_SECONDS)
                return
            reason = f"{self.layout.replicas} replicas need more than {nodes} data nodes"
        except ClusterError as error:
            reason = str(error)
        log.warning("the index %s goes live without all its replicas: %s", index, reason)

    def require_alike(self, index: str) -> None:
        """Raise IndexDamagedError if two copies of a part of an index are not made of the same files."""
        shards = self.cluster.request("GET", f"/{part(index)}/_segments")["indices"][index]["shards"]
        for copies in shards.values():
            files = [{name: one["size_in_bytes"] for name, one in copy["segments"].items()} for copy in copies]
            if any(one != files[0] for one in files):
                raise IndexDamagedError(
                    f"a replica of {index} is no copy of its primary; the live index is unchanged: run `wenda rebuild` again, "
                    "and if that does not help, with opensearch.replicas = 0"
                )

    def count(self, index: str) -> int:
        """Give the number of what an index holds."""
        return int(self.cluster.request("GET", f"/{part(index)}/_count")["count"])

    def publish(self, generation: ClusterGeneration) -> ClusterGeneration:
        """Say in a built index that it is whole, make it the live one in one step, and delete what is not kept."""
        stated = {
            "schema": CLUSTER_SCHEMA,
            "manifest": asdict(generation.manifest),
            "lengths": generation.lengths,
        }
        self.cluster.request("PUT", f"/{part(generation.index)}/_mapping", {"_meta": stated})
        self.point_to(generation.index)
        self.prune()
        return generation

    def point_to(self, index: str) -> None:
        """Make an index the one that the alias names, and no other."""
        alias = self.layout.alias
        actions = [
            {"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}},
            {"add": {"index": index, "alias": alias}},
        ]
        self.cluster.request("POST", "/_aliases", {"actions": actions})
        self.forget()

    def revisions(self) -> list[str]:
        """Give the revisions of all that is whole, oldest first."""
        return sorted((self._revision(index) for index in self.finished()), key=age)

    def kept(self) -> list[str]:
        """Give the revisions of the builds that are kept, oldest first, each in its last stage or the live one."""
        return kept_builds(self.revisions(), self._live())

    def new_revision(self) -> str:
        """Name a build that comes after all there are."""
        return new_revision(self._revision(index).upper() for index in self.indices()).lower()

    def next_stage(self, revision: str) -> str:
        """Name the next stage of a generation."""
        return next_stage(revision, (self._revision(index) for index in self.indices()))

    def _revision(self, index: str) -> str:
        return revision_of(self.layout.alias, index) or index

    def _live(self) -> str:
        try:
            return self._revision(self.current_index())
        except NoIndexError:
            return ""

    def prune(self) -> None:
        """Keep as many builds as the layout says, as index.revisions has it; delete all else of ours."""
        kept = worth_keeping(self.revisions(), self._live(), self.layout.keep)
        parts = {index for revision in kept for index in (passages_index(self.layout.alias, revision), *self._shared(revision))}
        self.delete([name for name in self.indices() if name not in parts])

    def remove(self) -> None:
        """Delete all generations."""
        self.delete(self.indices())

    def prune_unfinished(self) -> None:
        """Delete what a build left behind that did not come to its end; for the holder of the lock."""
        finished = self.finished()
        shared = {index for name in finished for index in self._shared(self._revision(name))}
        self.delete([name for name in self.indices() if name not in shared.union(finished)])

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Delete what the block made, if it fails; where the cluster is gone, the next build does."""
        try:
            yield
        except BaseException:
            with suppress(ClusterError):
                self.prune_unfinished()
            raise

    def _shared(self, revision: str) -> tuple[str, str]:
        return documents_index(self.layout.alias, revision), files_index(self.layout.alias, revision)

    def store_file(self, manifest: Manifest, name: str, file: Path) -> None:
        """Put a file of a generation into the cluster, in parts, and note its checksum in the manifest."""
        index = files_index(self.layout.alias, manifest.revision)
        for number, content in enumerate(_parts(file)):
            body = {"name": name, "part": number, "bytes": base64.b64encode(content).decode("ascii")}
            self.cluster.request("PUT", f"/{part(index)}/_doc/{part(f'{name}.{number}')}", body)
        manifest.checksums[name] = checksum(file)

    def fetch_file(self, manifest: Manifest, name: str, file: Path) -> None:
        """Get a file of a generation from the cluster. Raises IndexDamagedError if it is not there as it was written."""
        index = files_index(self.layout.alias, manifest.revision)
        held = int(self.cluster.request("GET", f"/{part(index)}/_count", {"query": {"term": {"name": name}}})["count"])
        if not held:
            raise IndexDamagedError(f"the index {index} lacks {name}; {REMEDY}")
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as target:
            for number in range(held):
                found = self.cluster.request("GET", f"/{part(index)}/_doc/{part(f'{name}.{number}')}")
                target.write(base64.b64decode(found["_source"]["bytes"]))
        if checksum(file) != manifest.checksums.get(name):
            raise IndexDamagedError(f"{name} in the index {index} is not as it was written; {REMEDY}")


def _parts(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        yield source.read(PART_BYTES)
        while content := source.read(PART_BYTES):
            yield content
