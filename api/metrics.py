"""Prometheus metrics: how long calls take, and what the parts say of themselves when asked.

References
----------
Prometheus text exposition format, version 0.0.4; `docs/metrics.md` says what each metric means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isinf
from operator import attrgetter

from prometheus_client import (
    CollectorRegistry,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.carried_books import COUNTS
from api.collectors import LocalCollector
from api.parts import PlatformParts
from api.schemas.health import PartHealth
from api.services.health import read_health
from api.viewer import Viewer, operator
from core.clock import monotonic_s
from core.errors import NenghengError
from core.registry.marks import count_marks
from core.registry.results import Alert, Verdict
from ingest.books import BookRow
from ingest.figures import CollectorFigures
from ingest.latency import Latency

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper ends of the histogram of calls [s]."""
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[tuple[str, ...], float]
"""Values of the labels, and the figure."""


class Metrics:
    """The metrics of one application.

    Parameters
    ----------
    parts : PlatformParts
        What is asked at every scrape.
    """

    def __init__(self, parts: PlatformParts) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        self.calls = Histogram(
            "nengheng_api_seconds",
            "Time of API calls [s].",
            ("method", "route", "status"),
            buckets=BUCKETS_S,
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(_PartsCollector(operator(parts)))

    def render(self, viewer: Viewer) -> bytes:
        """Return all metrics as text.

        Raises
        ------
        ForbiddenError
            The viewer is not to see the platform's own state.
        """
        viewer.allow_platform()
        text = generate_latest(self._registry)
        collector = viewer.parts.collector
        if viewer.parts.settings.metrics_gateways and isinstance(collector, LocalCollector):
            text += "".join(_write_books(collector.collector.books())).encode()
        return text


class CallTimer:
    """Middleware that times every call."""

    def __init__(self, app: ASGIApp, calls: Histogram) -> None:
        self._app = app
        self._calls = calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on and count it by the pattern of its route."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        started_s = monotonic_s()

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            labels = (scope["method"], str(route), str(status))
            self._calls.labels(*labels).observe(monotonic_s() - started_s)


class _PartsCollector(Collector):
    """Asks the parts at every scrape."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer

    def describe(self) -> Iterable[Metric]:
        """Give nothing: asking the parts when the application is made is too early."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Give what the parts say now."""
        parts = self._viewer.parts
        yield from _health(read_health(self._viewer).parts)
        if isinstance(parts.collector, LocalCollector):
            collector = parts.collector.collector
            yield from _books(collector.books())
            yield from _collector(collector.figures())
        if parts.scheduler is not None or not isinstance(parts.collector, LocalCollector):
            yield from _results(self._viewer)


def _gauge(
    name: str, text: str, samples: Iterable[Sample], labels: tuple[str, ...] = ()
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"nengheng_{name}", text, labels=labels)
    for values, figure in samples:
        family.add_metric(values, figure)
    return family


def _health(parts: list[PartHealth]) -> Iterator[Metric]:
    yield _gauge(
        "part_up",
        "1 where the part is well, 0 where it is not [1].",
        [((p.part,), float(p.state == "ok")) for p in parts if p.state != "absent"],
        ("part",),
    )
    yield _gauge(
        "part_figure",
        "Figures the parts give about themselves.",
        [sample for part in parts for sample in _figures(part.part, part.values)],
        ("part", "figure"),
    )
    yield from _leases(parts)


def _figures(part: str, values: dict[str, object]) -> Iterator[Sample]:
    """Give a part's numbers, and those of the parts it is made of."""
    for name, value in values.items():
        if isinstance(value, int | float):
            yield (part, name), float(value)
    inner = values.get("parts")
    for name, own in inner.items() if isinstance(inner, dict) else ():
        yield from _figures(f"{part}.{name}", own)


def _leases(parts: list[PartHealth]) -> Iterator[Metric]:
    """Give the leases that this process holds or waits for, as their holders tell of them."""
    numbers: list[Sample] = []
    for part in parts:
        inner = part.values.get("parts")
        lease = inner.get("lease") if isinstance(inner, dict) else None
        if isinstance(lease, dict):
            numbers.append(((str(lease["name"]),), float(lease["number"])))
        elif "lease_number" in part.values:
            numbers.append((("analytics",), float(str(part.values["lease_number"]))))
    held = [(names, float(number > 0)) for names, number in numbers]
    yield _gauge("lease_held", "1 where this process holds the lease [1].", held, ("lease",))
    yield _gauge("lease_number", "Number it is held under, 0: not [1].", numbers, ("lease",))


def _books(books: list[BookRow]) -> Iterator[Metric]:
    yield _gauge(
        "books",
        "The books of all gateways together [1].",
        [((name,), float(sum(getattr(row, name) for row in books))) for name in COUNTS],
        ("term",),
    )


def _write_books(books: list[BookRow]) -> Iterator[str]:
    """Give the book of each gateway as text, ten series each.

    Written by the library, those of a thousand gateways took most of a scrape.
    """
    labels = [
        f'enterprise="{_escape(row.enterprise)}",gateway="{_escape(row.gateway)}"' for row in books
    ]
    for name in COUNTS:
        full = f"nengheng_book_{name}"
        yield f"# HELP {full} The books: {name.replace('_', ' ')} [1].\n# TYPE {full} gauge\n"
        figures = map(attrgetter(name), books)
        yield "".join(
            f"{full}{{{label}}} {float(figure)}\n"
            for label, figure in zip(labels, figures, strict=True)
        )


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _collector(now: CollectorFigures) -> Iterator[Metric]:
    for name, text, figure in (
        ("lag_messages", "Messages behind the drain [1].", now.lag_messages),
        ("lag_seconds", "How long the oldest of them has waited [s].", now.lag_s),
        ("inbox_bytes", "What waits for the journal's commit [byte].", now.inbox_bytes),
        ("inbox_messages", "Messages waiting for the commit [1].", now.inbox_messages),
        ("journal_bytes", "The journal on its disk [byte].", now.journal_bytes),
        ("journal_segments", "Segments of the journal [1].", now.journal_segments),
        ("journal_age_seconds", "Age of the journal's oldest segment [s].", now.journal_age_s),
        ("outbox_rows", "Rows to be carried to the registry [1].", now.outbox_rows),
        ("store_writing_seconds", "How long the write under way runs [s].", now.store_writing_s),
    ):
        yield _gauge(name, text, [((), float(figure))])
    yield _histogram("commit_seconds", "Commits of the journal [s].", now.commit)
    yield _histogram("store_write_seconds", "Writes to the store [s].", now.store_write)
    yield _gauge(
        "quarantine_open",
        "Messages with something in quarantine [1].",
        [((reason,), float(number)) for reason, number in now.quarantine_open.items()],
        ("reason",),
    )


def _histogram(name: str, text: str, latency: Latency) -> HistogramMetricFamily:
    family = HistogramMetricFamily(f"nengheng_{name}", text)
    ends = ["+Inf" if isinf(end) else str(end) for end, _ in latency.buckets]
    buckets = [(end, float(count)) for end, (_, count) in zip(ends, latency.buckets, strict=True)]
    family.add_metric([], buckets, latency.sum_s)
    return family


def _results(viewer: Viewer) -> Iterator[Metric]:
    """Give what stands in the registry; nothing while it is away, which `part_up` says."""
    try:
        with viewer.read() as session:
            dirty = count_marks(session)
            alerts = session.execute(
                select(Alert.rule, Alert.severity, func.count())
                .where(Alert.resolved_ms.is_(None))
                .group_by(Alert.rule, Alert.severity)
            ).all()
            verdicts = session.execute(
                select(Verdict.rule, Verdict.level, func.count())
                .where(Verdict.version == 0)
                .group_by(Verdict.rule, Verdict.level)
            ).all()
    except NenghengError:
        return
    yield _gauge("dirty_hours", "Hours to derive again [1].", [((), float(dirty))])
    yield _gauge(
        "alerts_open",
        "Open alerts [1].",
        [((rule, str(severity)), float(number)) for rule, severity, number in alerts],
        ("rule", "severity"),
    )
    yield _gauge(
        "verdicts",
        "Verdicts of the working version [1].",
        [((rule, level), float(number)) for rule, level, number in verdicts],
        ("rule", "level"),
    )
