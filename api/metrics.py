"""Prometheus metrics: how long calls take, and what the parts say of themselves.

References
----------
Prometheus text exposition format, version 0.0.4.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.carried_books import COUNTS
from api.services.books import read_books
from api.services.health import read_health
from api.viewer import Viewer
from core.clock import monotonic_s
from core.registry.marks import count_marks
from core.registry.results import Alert, Verdict

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper ends of the latency histogram [s]."""
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, Mapping[str, str], float]
Family = tuple[str, str, str, Iterable[Sample]]
"""Name, type, help and samples (suffix, labels, value)."""


class CallTimes:
    """Counts and times of the calls, by route and status; safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str, str], list[int]] = defaultdict(
            lambda: [0] * (len(BUCKETS_S) + 1)
        )
        self._sums: dict[tuple[str, str, str], float] = defaultdict(float)

    def add(self, key: tuple[str, str, str], seconds: float) -> None:
        """Count one call of (method, route, status) that took `seconds` [s]."""
        place = sum(seconds > end for end in BUCKETS_S)
        with self._lock:
            self._buckets[key][place] += 1
            self._sums[key] += seconds

    def samples(self) -> Iterator[Sample]:
        """Give the histogram's samples."""
        with self._lock:
            buckets = {key: list(counts) for key, counts in self._buckets.items()}
            sums = dict(self._sums)
        for key, counts in buckets.items():
            labels = dict(zip(("method", "route", "status"), key, strict=True))
            total = 0
            for end, count in zip((*BUCKETS_S, float("inf")), counts, strict=True):
                total += count
                shown = "+Inf" if end == float("inf") else f"{end:g}"
                yield "_bucket", {**labels, "le": shown}, total
            yield "_sum", labels, sums[key]
            yield "_count", labels, total


class CallTimer:
    """Middleware that times every call."""

    def __init__(self, app: ASGIApp, times: CallTimes) -> None:
        self._app = app
        self._times = times

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
            key = (scope["method"], str(route), str(status))
            self._times.add(key, monotonic_s() - started_s)


def render_metrics(viewer: Viewer, times: CallTimes) -> str:
    """Return all metrics as text."""
    lines: list[str] = []
    for name, kind, text, samples in _families(viewer, times):
        lines += [f"# HELP {name} {text}", f"# TYPE {name} {kind}"]
        lines += [f"{name}{suffix}{_labels(labels)} {value:g}" for suffix, labels, value in samples]
    return "\n".join(lines) + "\n"


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    escaped = (
        (name, value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n"))
        for name, value in labels.items()
    )
    return "{" + ",".join(f'{name}="{value}"' for name, value in escaped) + "}"


def _families(viewer: Viewer, times: CallTimes) -> Iterator[Family]:
    yield "nengheng_api_seconds", "histogram", "Time of API calls [s].", times.samples()
    health = read_health(viewer)
    yield (
        "nengheng_part_up",
        "gauge",
        "1 where the part is well, 0 where it is not [1].",
        [
            ("", {"part": part.part}, float(part.state == "ok"))
            for part in health.parts
            if part.state != "absent"
        ],
    )
    yield (
        "nengheng_part_figure",
        "gauge",
        "Figures the parts give about themselves.",
        [
            ("", {"part": part.part, "figure": figure}, float(value))
            for part in health.parts
            for figure, value in part.values.items()
            if isinstance(value, int | float)
        ],
    )
    yield from _books(viewer)
    yield from _results(viewer)


def _books(viewer: Viewer) -> Iterator[Family]:
    books = read_books(viewer)
    for name in COUNTS:
        yield (
            f"nengheng_book_{name}",
            "gauge",
            f"The books: {name.replace('_', ' ')} [1].",
            [
                ("", {"enterprise": b.enterprise, "gateway": b.gateway}, float(getattr(b, name)))
                for b in books
            ],
        )


def _results(viewer: Viewer) -> Iterator[Family]:
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
    yield "nengheng_dirty_hours", "gauge", "Hours to derive again [1].", [("", {}, float(dirty))]
    yield (
        "nengheng_alerts_open",
        "gauge",
        "Open alerts [1].",
        [("", {"rule": r, "severity": str(s)}, float(n)) for r, s, n in alerts],
    )
    yield (
        "nengheng_verdicts",
        "gauge",
        "Verdicts of the working version [1].",
        [("", {"rule": r, "level": level}, float(n)) for r, level, n in verdicts],
    )
