"""Three nodes of OpenSearch on this machine, a process each: for tests, and to try a cluster out with `make cluster`.

    python -m tests.cluster.nodes [FOLDER]

Maven fetches the jars once (cluster/pom.xml). A node takes a heap of 512 MB, and no disk space is asked for.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parents[2] / "cluster"
TARGET = SOURCES / "target"
TOOLS = ("java", "javac", "mvn")

HEAP = "512m"
NODES = 3
START_SECONDS = 180
FETCH_SECONDS = 600

# The serial collector, the right one for so small a heap on few cores, leaves garbage until the heap is full, which the breaker
# by real memory takes for load; rebuilds and the copying of replicas get more of this machine than is usual.
CONFIGURATION = """\
cluster.name: wenda
node.name: node-{number}
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
discovery.seed_hosts: [{seeds}]
cluster.initial_cluster_manager_nodes: [{names}]
cluster.routing.allocation.disk.threshold_enabled: false
cluster.routing.allocation.node_concurrent_recoveries: 8
cluster.follower_lag.timeout: 10s
indices.breaker.total.use_real_memory: false
indices.memory.index_buffer_size: 20%
indices.recovery.max_bytes_per_sec: 200mb
"""


class NoClusterHereError(Exception):
    """This machine cannot run a cluster; the message says what it lacks."""


def prepare() -> None:
    """Fetch the jars and compile what starts a node. Raises NoClusterHereError where that cannot be done."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise NoClusterHereError(f"a cluster needs {', '.join(missing)}")
    stamp = TARGET / "prepared"
    newest = max(file.stat().st_mtime for file in (SOURCES / "pom.xml", SOURCES / "ClusterNode.java"))
    if stamp.is_file() and stamp.stat().st_mtime > newest:
        return
    fetch = [
        "mvn",
        "-q",
        "-B",
        "-f",
        str(SOURCES / "pom.xml"),
        "dependency:copy-dependencies",
        f"-DoutputDirectory={TARGET / 'jars'}",
    ]
    compiled = ["javac", "-cp", f"{TARGET / 'jars'}/*", "-d", str(TARGET / "classes"), str(SOURCES / "ClusterNode.java")]
    for command in (fetch, compiled):
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
        if done.returncode:
            raise NoClusterHereError(f"{command[0]} failed: {(done.stdout + done.stderr)[-2000:]}")
    stamp.touch()


def free_ports(count: int) -> list[int]:
    """Give ports that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


@dataclass
class Nodes:
    """The nodes of one cluster, by number from 0: started, killed and started again."""

    folder: Path
    http: Sequence[int]
    transport: Sequence[int]
    processes: "dict[int, subprocess.Popen[bytes]]" = field(default_factory=dict)

    @property
    def addresses(self) -> list[str]:
        """The address of each node."""
        return [f"http://127.0.0.1:{port}" for port in self.http]

    def start(self, number: int) -> None:
        """Start a node, with the data it had."""
        home = self.folder / f"node-{number}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        (home / "config" / "opensearch.yml").write_text(
            CONFIGURATION.format(
                number=number,
                http=self.http[number],
                transport=self.transport[number],
                seeds=", ".join(f'"127.0.0.1:{port}"' for port in self.transport),
                names=", ".join(f"node-{one}" for one in range(len(self.http))),
            )
        )
        memory = [f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-Djava.security.manager=allow"]
        jars = f"{TARGET / 'classes'}:{TARGET / 'jars'}/*"
        with (self.folder / f"node-{number}.log").open("ab") as log:
            self.processes[number] = subprocess.Popen(
                ["java", *memory, "-cp", jars, "ClusterNode", str(home)], stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, number: int) -> None:
        """End a node as a power failure would."""
        process = self.processes.pop(number)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def ask(self, path: str, number: int = 0, *, method: str = "GET", body: Any = None) -> Any:
        """Ask a node; give the JSON of its answer."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.addresses[number] + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read())

    def wait(self, status: str = "green", *, nodes: int = NODES) -> None:
        """Wait until the cluster has a status and so many nodes; fail with the nodes' logs after START_SECONDS."""
        asked = next(iter(self.processes))
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            ended = [number for number, process in self.processes.items() if process.poll() is not None]
            assert not ended, self.logs()
            try:
                health = self.ask(f"/_cluster/health?wait_for_status={status}&wait_for_nodes={nodes}&timeout=5s", asked)
            except (OSError, urllib.error.HTTPError):
                time.sleep(0.5)
                continue
            if not health["timed_out"]:
                return
        raise AssertionError(f"the cluster was not {status} in {START_SECONDS} s\n{self.logs()}")

    def logs(self) -> str:
        """Give the end of what each node printed."""
        files = sorted(self.folder.glob("*.log")) + sorted(self.folder.glob("*/logs/*.log"))
        return "\n".join(f"== {file}\n{file.read_text(errors='replace')[-3000:]}" for file in files)

    def stop(self) -> None:
        """End all nodes."""
        for number in list(self.processes):
            self.kill(number)


@contextmanager
def running(folder: Path, http: Sequence[int] = ()) -> Iterator[Nodes]:
    """Run three nodes until the block ends. Raises NoClusterHereError where this machine cannot."""
    prepare()
    ports = free_ports(2 * NODES)
    nodes = Nodes(folder, http or ports[:NODES], ports[NODES:])
    try:
        for number in range(NODES):
            nodes.start(number)
        nodes.wait()
        yield nodes
    finally:
        nodes.stop()


def main() -> None:
    """Run a cluster until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=TARGET / "cluster")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with running(folder, range(9200, 9200 + NODES)) as nodes:
        print(f"OpenSearch answers on {', '.join(nodes.addresses)}; in wenda.toml:\n")
        print(f'engine = "opensearch"\n[opensearch]\nhosts = {json.dumps(nodes.addresses)}\n\nCtrl-C ends it.', flush=True)
        try:
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
        except KeyboardInterrupt:
            os.write(1, b"\n")


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    main()
