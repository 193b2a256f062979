"""What Wenda asks of an OpenSearch cluster, answered by one process over HTTP: for quick tests of how it is asked.

It scores as documented for the queries that index.opensearch makes, by code of its own; it knows nothing of shards and failover,
which tests/cluster has on real nodes. ``faults`` are what the next requests meet instead of an answer.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.opensearch.scoring import matched, score_of, sort_key

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a request meets: a status and a reason; or 0, and the connection is cut. ``path`` is a part of its path."""

    status: int
    reason: str = "busy"
    path: str = ""


@dataclass
class _Index:
    body: Json
    rows: dict[str, Json] = field(default_factory=dict)
    sequence: dict[str, int] = field(default_factory=dict)


class _NotFoundError(Exception):
    pass


class _ConflictError(Exception):
    pass


@dataclass
class FakeCluster:
    """The state of a cluster, and how it is."""

    address: str = ""
    version: str = "2.19.1"
    distribution: str = "opensearch"
    password: str = ""
    failed_shards: int = 0
    copies: tuple[int, ...] = (7, 7)
    faults: list[Fault] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    indices: dict[str, _Index] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def answer(self, method: str, path: str, parameters: dict[str, str], body: bytes) -> Any:
        """Answer a request."""
        names = [unquote(part) for part in path.strip("/").split("/") if part]
        given = json.loads(body) if body and not path.endswith(("_bulk", "_msearch")) else {}
        match names:
            case []:
                return {"version": {"number": self.version, "distribution": self.distribution}}
            case ["_alias", alias]:
                return {self._live(alias): {}}
            case ["_aliases"]:
                return self._move(given["actions"])
            case ["_cluster", "health", *_]:
                return {"cluster_name": "fake", "status": "green", "number_of_data_nodes": 1, "active_primary_shards": 1,
                        "unassigned_shards": 0}  # fmt: skip
            case [name]:
                return self._whole(method, name, given, parameters)
            case [name, "_doc", row]:
                return self._row(method, name, row, given, parameters)
            case [name, what, *_]:
                return self._ask(method, name, what, given, body)
        raise _NotFoundError(path)

    def _live(self, alias: str) -> str:
        if alias not in self.aliases:
            raise _NotFoundError(f"alias [{alias}] missing")
        return self.aliases[alias]

    def _move(self, actions: list[Json]) -> Json:
        for action in actions:
            ((kind, what),) = action.items()
            if kind == "remove":
                self.aliases.pop(what["alias"], None)
            else:
                self._found(what["index"])
                self.aliases[what["alias"]] = what["index"]
        return {"acknowledged": True}

    def _found(self, name: str) -> _Index:
        name = self.aliases.get(name, name)
        if name not in self.indices:
            raise _NotFoundError(f"no such index [{name}]")
        return self.indices[name]

    def _whole(self, method: str, name: str, given: Json, parameters: dict[str, str]) -> Any:
        match method:
            case "PUT":
                assert name not in self.indices
                self.indices[name] = _Index(given)
            case "DELETE":
                for one in name.split(","):
                    if self.indices.pop(one, None) is None and "ignore_unavailable" not in parameters:
                        raise _NotFoundError(one)
            case "HEAD":
                self._found(name)
        return {"acknowledged": True}

    def _row(self, method: str, name: str, row: str, given: Json, parameters: dict[str, str]) -> Json:
        index = self._found(name)
        number = index.sequence.get(row, 0)
        if method == "GET":
            if row not in index.rows:
                raise _NotFoundError(row)
            return {"_source": index.rows[row], "_seq_no": number, "_primary_term": 1}
        if (parameters.get("op_type") == "create" and row in index.rows) or int(parameters.get("if_seq_no", number)) != number:
            raise _ConflictError(row)
        if method == "DELETE":
            index.rows.pop(row, None)
        else:
            index.rows[row] = given
        index.sequence[row] = number + 1
        return {"result": "done"}

    def _ask(self, method: str, name: str, what: str, given: Json, body: bytes) -> Any:
        chosen = {one: index for one, index in self.indices.items() if any(fnmatchcase(one, part) for part in name.split(","))}
        match what, method:
            case "_mapping", "PUT":
                self._found(name).body.setdefault("mappings", {}).update(given)
            case "_mapping", _:
                return {one: {"mappings": index.body.get("mappings", {})} for one, index in chosen.items()}
            case "_settings", "PUT":
                self._found(name).body["settings"].update(given)
            case "_settings", _:
                return {one: {"settings": {"index": {"number_of_replicas": "0"}}} for one in chosen}
            case "_stats", _:
                return {"_all": {"total": {"store": {"size_in_bytes": 1000}}}}
            case "_segments", _:
                copies = [{"segments": {"_0": {"size_in_bytes": size}}} for size in self.copies]
                return {"indices": {one: {"shards": {"0": copies}} for one in chosen}}
            case "_bulk", _:
                return self._bulk(self._found(name), body)
            case "_count", _:
                return {"count": len(self._matching(self._found(name), given.get("query", {"match_all": {}})))}
            case "_search", _:
                return self._search(self._found(name), given)
            case "_msearch", _:
                lines = [json.loads(line) for line in body.split(b"\n") if line]
                return {"responses": [self._search(self._found(name), one) for one in lines[1::2]]}
        return {"acknowledged": True}

    def _bulk(self, index: _Index, body: bytes) -> Json:
        lines = [json.loads(line) for line in body.split(b"\n") if line]
        for action, row in zip(lines[::2], lines[1::2], strict=True):
            assert set(row) <= set(index.body["mappings"]["properties"]), "the mapping is strict"
            index.rows[action["index"]["_id"]] = row
        return {"errors": False}

    def _matching(self, index: _Index, query: Json) -> list[tuple[str, float]]:
        scored = ((name, score_of(query, row)) for name, row in index.rows.items())
        return [(name, score) for name, score in scored if score is not None]

    def _search(self, index: _Index, given: Json) -> Json:
        found = self._matching(index, given.get("query", {"match_all": {}}))
        found = [one for one in found if one[1] >= given.get("min_score", 0.0)]
        order = given.get("sort", [{"_score": "desc"}])
        found.sort(key=lambda one: sort_key(order, index.rows[one[0]], one[1]))
        after = given.get("search_after")
        if after is not None:
            (wanted,) = order
            ((name, _),) = wanted.items()
            found = [one for one in found if index.rows[one[0]][name] > after[0]]
        left_out = index.body["mappings"].get("_source", {}).get("excludes", [])
        hits = [
            {
                "_score": score,
                "_source": {name: value for name, value in row.items() if not any(fnmatchcase(name, one) for one in left_out)},
                "sort": [row[name] for one in order for name in one if name in row],
                "fields": {name: [row[name]] for name in given.get("docvalue_fields", [])},
                "matched_queries": matched(given.get("query", {}), row),
            }
            for name, score in found[: given.get("size", 10)]
            for row in [index.rows[name]]
        ]
        buckets = [
            {"doc_count": len(self._matching(index, one))}
            for one in given.get("aggs", {}).get("held", {}).get("filters", {}).get("filters", [])
        ]
        return {
            "timed_out": False,
            "_shards": {"total": 3, "failed": self.failed_shards},
            "hits": {"total": {"value": len(found)}, "hits": hits},
            "aggregations": {"held": {"buckets": buckets}},
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cluster: FakeCluster

    def _respond(self) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parameters = {name: values[0] for name, values in parse_qs(url.query).items()}
        with self.cluster.lock:
            self.cluster.requests.append(f"{self.command} {unquote(url.path)}")
            fault = next((one for one in self.cluster.faults if one.path in url.path), None)
            if fault is not None:
                self.cluster.faults.remove(fault)
                if not fault.status:
                    self.close_connection = True
                    return
                self._send(fault.status, {"error": {"type": "fault", "reason": fault.reason}})
            elif self.cluster.password and "Authorization" not in self.headers:
                self._send(401, {"error": {"type": "security", "reason": "missing authentication"}})
            else:
                self._answer(url.path, parameters, body)

    def _answer(self, path: str, parameters: dict[str, str], body: bytes) -> None:
        try:
            self._send(200, self.cluster.answer(self.command, path, parameters, body))
        except _NotFoundError as error:
            self._send(404, {"error": {"type": "not_found", "reason": str(error)}})
        except _ConflictError as error:
            self._send(409, {"error": {"type": "conflict", "reason": str(error)}})

    def _send(self, status: int, given: Any) -> None:
        content = json.dumps(given).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _respond  # noqa: N815 - http.server's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""


@contextmanager
def serving_fake() -> Iterator[FakeCluster]:
    """Serve a cluster that holds nothing, until the block ends."""
    cluster = FakeCluster()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"cluster": cluster}))
    server.daemon_threads = True
    cluster.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield cluster
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
