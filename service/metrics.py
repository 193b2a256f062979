"""Prometheus metrics, of all worker processes together, whichever of them is asked.

Counters and histograms lie in files that the workers share (prometheus_client's multiprocess mode); what is known of the index is
said by the process that is asked.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from index.answers import SearchError
from index.generations import Manifest
from index.live import LiveIndex
from index.timing import ENCODING
from service.shared import shared_folder

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
"""Borders of the histograms: from a cached answer to what nobody may have to wait for."""


class Metrics:
    """What is counted while requests are answered; safe for threads."""

    def __init__(self, live: LiveIndex) -> None:
        folder = shared_folder()
        counted = CollectorRegistry()
        self.requests = Counter("wenda_requests", "Requests answered.", ["method", "route", "status"], registry=counted)
        self.seconds = Histogram(
            "wenda_request_seconds", "Time from request to response.", ["route"], registry=counted, buckets=SECONDS
        )
        self.stages = Histogram(
            "wenda_stage_seconds", "Time of the stages of an answer.", ["stage"], registry=counted, buckets=SECONDS
        )
        self.encoders = Histogram(
            "wenda_encoder_seconds",
            "Time to encode a question, or the sentences of its best hit.",
            ["encoder"],
            registry=counted,
            buckets=SECONDS,
        )
        self.cache = Counter("wenda_answer_cache", "Answers looked for in the cache.", ["result"], registry=counted)
        self._registry = CollectorRegistry() if folder else counted
        if folder:
            MultiProcessCollector(self._registry, path=str(folder))  # type: ignore[no-untyped-call]
        self._registry.register(IndexCollector(live))

    def observe(self, stage: str, seconds: float) -> None:
        """Note the time of a stage (index.timing)."""
        if stage.startswith(ENCODING):
            self.encoders.labels(stage.removeprefix(ENCODING)).observe(seconds)
        else:
            self.stages.labels(stage).observe(seconds)

    def text(self) -> bytes:
        """Give everything in Prometheus' text format 0.0.4."""
        return generate_latest(self._registry)


class IndexCollector(Collector):
    """Tells of the live index at the moment it is asked."""

    def __init__(self, live: LiveIndex) -> None:
        self._live = live

    def collect(self) -> Iterator[Metric]:
        """Give revision, age and counts; without an index only that there is none."""
        try:
            manifest = self._live.engine().manifest
        except SearchError:
            yield GaugeMetricFamily("wenda_index_up", "Whether there is an index that can be searched.", 0)
            return
        yield GaugeMetricFamily("wenda_index_up", "Whether there is an index that can be searched.", 1)
        yield InfoMetricFamily("wenda_index", "The live generation.", {"revision": manifest.revision})
        yield GaugeMetricFamily("wenda_index_age_seconds", "Time since the live generation was built.", _age(manifest))
        yield GaugeMetricFamily("wenda_index_documents", "Documents of the live generation.", manifest.documents)
        yield GaugeMetricFamily("wenda_index_passages", "Passages of the live generation.", manifest.passages)


def _age(manifest: Manifest) -> float:
    return max(0.0, (datetime.now(UTC) - datetime.fromisoformat(manifest.created)).total_seconds())
