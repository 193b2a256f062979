"""Requests to a cluster: repeated where that can help, and errors that say what to do."""

import logging
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from index.answers import UnavailableError

try:
    from opensearchpy import OpenSearch
    from opensearchpy.exceptions import ConnectionError as NoConnectionError
    from opensearchpy.exceptions import ConnectionTimeout, SSLError, TransportError
except ImportError as missing:  # the extra is not installed; Cluster says so
    MISSING: ImportError | None = missing
else:
    MISSING = None
    # It warns of every host that it passes by, once a request; what becomes of the request is what we report.
    logging.getLogger("opensearch").setLevel(logging.ERROR)

Json = dict[str, Any]

MAJORS = (2, 3)
"""Major versions of OpenSearch that are known to work."""

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
"""Seconds before the second try, doubled before each further one up to the longest; the half of it is left to chance."""

PASSING = frozenset({429, 502, 503, 504})
"""Statuses that a cluster gives while it is busy, or while a node is being replaced."""

BUSY = 429
"""The one of them by which a cluster asks to be left in peace for a while."""

LATE = 408
"""The status of what a request waited for in vain."""

CONNECTIONS = 16
"""Kept open to each host: as many as threads may ask at once."""


class ClusterError(UnavailableError):
    """A cluster that cannot do what it was asked."""

    public = "The search cluster cannot be used now; its owner finds the reason in the log."


class ClusterUnavailableError(ClusterError):
    """No host answers, or none that could have answered in time."""

    public = "The search cluster does not answer."


class ClusterBusyError(ClusterUnavailableError):
    """The cluster has too little memory, or too long queues, for what it is asked just now."""


class ClusterRefusedError(ClusterError):
    """The cluster does not accept who asks."""

    public = "The search cluster refuses this service's credentials."


class ClusterReadOnlyError(ClusterError):
    """The cluster takes no writes, as one does whose disks are full."""

    public = "The search cluster takes no writes."


class ClusterVersionError(ClusterError):
    """The cluster is of a version that is not known to work."""

    public = "The search cluster has a version that this service does not support."


class NotThereError(ClusterError):
    """What was asked for is not in the cluster."""


class ConflictError(ClusterError):
    """Another one was first."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a cluster. ``timeout`` is in seconds, of one try; ``retries`` are the tries after the first."""

    hosts: tuple[str, ...]
    user: str = ""
    password: str = ""
    api_key: str = ""
    ca_file: Path | None = None
    verify: bool = True
    timeout: float = 30.0
    retries: int = 5

    def __repr__(self) -> str:
        return f"Access({', '.join(self.hosts)})"  # nothing secret in logs and tracebacks


class Cluster:
    """An open connection; safe for threads."""

    def __init__(self, access: Access) -> None:
        """Connect when first asked. Raises ClusterError if the extra `opensearch` is not installed."""
        if MISSING is not None:
            raise ClusterError(f"engine = \"opensearch\" needs the extra: pip install 'wenda[opensearch]' ({MISSING})")
        self.access = access

    @cached_property
    def _client(self) -> "OpenSearch":
        access = self.access
        return OpenSearch(
            hosts=list(access.hosts),
            http_auth=(access.user, access.password) if access.user else None,
            headers={"Authorization": f"ApiKey {access.api_key}"} if access.api_key else None,
            timeout=access.timeout,
            max_retries=0,
            pool_maxsize=CONNECTIONS,
            **_tls(access),
        )

    @cached_property
    def version(self) -> str:
        """The cluster's version. Raises ClusterVersionError if it is not one of MAJORS."""
        stated = self.request("GET", "/").get("version", {})
        number = str(stated.get("number", "?"))
        name = stated.get("distribution", "Elasticsearch")
        major = number.partition(".")[0]
        if name != "opensearch" or not major.isdigit() or int(major) not in MAJORS:
            known = " and ".join(f"{one}.x" for one in MAJORS)
            raise ClusterVersionError(
                f"{self.access.hosts[0]} runs {name} {number}; this Wenda works with OpenSearch {known}: "
                "upgrade the cluster, or name another one in opensearch.hosts"
            )
        return number

    def request(
        self, method: str, path: str, body: Json | Sequence[Json] | str | bytes | None = None, **parameters: str | float
    ) -> Json:
        """Make a request that may be repeated without harm; give the response's JSON.

        The parameter ``request_timeout`` is for the client: seconds instead of ``timeout`` for what takes long.
        Raises a subclass of ClusterError; NotThereError and ConflictError for status 404 and 409.
        """
        for attempt in range(self.access.retries + 1):
            try:
                return self._once(method, path, body, parameters)
            except TransportError as error:
                if attempt == self.access.retries or not _passing(error):
                    raise explained(error, self.access) from error
            pause(attempt)
        raise AssertionError("unreachable")  # pragma: no cover

    def _once(self, method: str, path: str, body: Any, parameters: Mapping[str, str | float]) -> Json:
        given: Any = self._client.transport.perform_request(method, path, params=dict(parameters), body=body)
        if isinstance(given, dict):
            return given
        return {"found": given} if isinstance(given, bool) else {"text": given}

    def exists(self, path: str) -> bool:
        """Say whether there is something at a path."""
        return bool(self.request("HEAD", path).get("found"))

    def close(self) -> None:
        """Close the connections, if there are any."""
        if "_client" in self.__dict__:
            self._client.close()


def pause(attempt: int) -> None:
    """Wait before a request is repeated."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)
    time.sleep(longest * (0.5 + random.random() / 2))  # noqa: S311 - to spread load, not to keep a secret


def part(name: str) -> str:
    """Give a name as a part of a path."""
    return quote(name, safe="")


def _tls(access: Access) -> Json:
    if not any(host.startswith("https://") for host in access.hosts):
        return {}
    return {
        "verify_certs": access.verify,
        "ssl_show_warn": access.verify,
        **({"ca_certs": str(access.ca_file)} if access.ca_file else {}),
    }


def _passing(error: "TransportError") -> bool:
    if isinstance(error, SSLError):
        return False
    return isinstance(error, NoConnectionError | ConnectionTimeout) or error.status_code in PASSING


def explained(error: "TransportError", access: Access) -> ClusterError:
    """Make an error of ours of one of the client's."""
    hosts = ", ".join(access.hosts)
    if isinstance(error, SSLError):
        return ClusterRefusedError(
            f"{hosts}: no trust in the certificate ({error.info}); name the authority that signed it in opensearch.ca_file"
        )
    if isinstance(error, ConnectionTimeout):
        return ClusterUnavailableError(
            f"{hosts} did not answer in {access.timeout:g} s; look at the cluster's load, or raise opensearch.timeout"
        )
    if isinstance(error, NoConnectionError):
        return ClusterUnavailableError(f"no host answers of {hosts}; start the cluster, or correct opensearch.hosts")
    return _explained_status(error, hosts)


def _explained_status(error: "TransportError", hosts: str) -> ClusterError:
    status = int(error.status_code) if str(error.status_code).isdigit() else 0
    reason = reason_of(error.info) or str(error.error)
    if "cluster_block_exception" in str(error.error) or "read-only" in reason:
        return read_only(hosts, reason)
    if status in {401, 403}:
        return ClusterRefusedError(
            f"{hosts} refuses these credentials ({status} {reason}); correct opensearch.user and opensearch.password, "
            "or opensearch.api_key, and see that they may read and write the indices of opensearch.alias"
        )
    if status == 404:
        return NotThereError(f"{hosts}: {reason}")
    if status == 409:
        return ConflictError(f"{hosts}: {reason}")
    if status in PASSING | {LATE}:
        kind = ClusterBusyError if status == BUSY else ClusterUnavailableError
        return kind(f"{hosts}: the cluster is overloaded or incomplete ({status} {reason}); see its health")
    return ClusterError(f"{hosts}: {status or error.status_code} {reason}")


def read_only(hosts: str, reason: str) -> ClusterReadOnlyError:
    """Make the error of a cluster that takes no writes."""
    return ClusterReadOnlyError(
        f"{hosts} takes no writes ({reason}): free disk space on its nodes, and where the block stays, set "
        "index.blocks.read_only_allow_delete to null; the live index is unchanged"
    )


def reason_of(info: Any) -> str:
    """Give the innermost reason that a response's error states; empty if it states none."""
    error = info.get("error") if isinstance(info, dict) else None
    while isinstance(error, dict):
        deeper = error.get("caused_by") or next(iter(error.get("root_cause", ())), None)
        if not isinstance(deeper, dict) or deeper == error or "reason" not in deeper:
            return str(error.get("reason", ""))
        error = deeper
    return str(error or "")
