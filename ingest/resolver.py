"""From the codes on the wire to what the registry knows of them.

A `Snapshot` is immutable: each gateway's view maps the codes it may send to slots, and a slot is a
place in arrays of series id, in-service time and enterprise, so that a batch is checked at once.
The `Resolver` makes a new snapshot when the registry has changed.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.clock import monotonic_s
from core.readings import Int64Array
from core.registry.database import Registry
from core.registry.models import Gateway, Point
from core.store.protocol import SeriesKey, TimeSeriesStore
from ingest.books import BookKey

log = logging.getLogger(__name__)

CHECK_S = 2.0
"""How long an edit of the registry may go unnoticed [s]; what is missing is looked for at once."""
LOAD_SHARE = 20.0
"""Least time between two loads on suspicion, in loads [1]."""
ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class GatewayView:
    """What one gateway may send: point code to slot."""

    key: BookKey
    delivery: str
    slots: dict[str, int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The registry as the drain needs it; slots are places in the arrays.

    Attributes
    ----------
    gateways : dict
        View of each registered gateway.
    owners : dict
        Gateway code that owns each (enterprise, point), None where any of the enterprise may.
    series : (n,) int64
        Series id of the store [1].
    in_service_ms : (n,) int64
        Start of service [ms since the epoch, UTC].
    enterprise : (n,) int64
        Place in `enterprises` [1].
    """

    gateways: dict[BookKey, GatewayView] = field(default_factory=dict)
    owners: dict[tuple[str, str], str | None] = field(default_factory=dict)
    series: Int64Array = field(default_factory=lambda: np.empty(0, np.int64))
    in_service_ms: Int64Array = field(default_factory=lambda: np.empty(0, np.int64))
    enterprise: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    enterprises: list[str] = field(default_factory=list)

    def deliveries(self) -> dict[BookKey, str]:
        """Return where the promise of each registered gateway starts."""
        return {key: view.delivery for key, view in self.gateways.items()}


class Resolver:
    """Keeps the newest snapshot of a registry; safe from any thread."""

    def __init__(self, registry: Registry, store: TimeSeriesStore) -> None:
        self._registry = registry
        self._store = store
        self._lock = threading.Lock()
        self._watch = _open_watch(registry)
        self._version = -1
        self._checked_s = 0.0
        self._load_s = 0.0
        self._snapshot = Snapshot()
        self.load()

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        return self._snapshot

    def load(self) -> Snapshot:
        """Read the registry now.

        Raises
        ------
        RegistryError, StoreError
            The registry cannot be read, or the store cannot allot series.
        """
        with self._lock:
            return self._load()

    def refresh(self) -> Snapshot:
        """Return the snapshot, made anew where edits may have gone unnoticed for too long."""
        with self._lock:
            now_s = monotonic_s()
            if now_s - self._checked_s > max(CHECK_S, LOAD_SHARE * self._load_s):
                self._checked_s = now_s
                if self._read_version() != self._version:
                    return self._load()
            return self._snapshot

    def look_for(self, gateways: Iterable[BookKey], points: Iterable[tuple[str, str]]) -> Snapshot:
        """Return a snapshot with whatever of these the registry has by now.

        Parameters
        ----------
        gateways : iterable of BookKey
            Gateways that the last snapshot does not know.
        points : iterable of (enterprise, point)
            Points that the last snapshot does not know.
        """
        with self._lock:
            version = self._read_version()
            if version == self._version:
                return self._snapshot
            with self._registry.read() as session:
                came = _has_any(session, Gateway.enterprise_code, Gateway.code, list(gateways))
                came = came or _has_any(session, Point.enterprise_code, Point.code, list(points))
            if not came:
                return self._snapshot
            return self._load()

    def close(self) -> None:
        """Stop watching the registry."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None

    def _load(self) -> Snapshot:
        started_s = monotonic_s()
        version = self._read_version()
        with self._registry.read() as session:
            gateways = [
                (holder, code, delivery)
                for holder, code, delivery in session.execute(
                    select(Gateway.enterprise_code, Gateway.code, Gateway.delivery)
                )
            ]
            points = [
                (holder, code, gateway, in_service_ms)
                for holder, code, gateway, in_service_ms in session.execute(
                    select(
                        Point.enterprise_code, Point.code, Point.gateway_code, Point.in_service_ms
                    ).order_by(Point.enterprise_code, Point.code)
                )
            ]
        keys = [SeriesKey(row[0], row[1]) for row in points]
        series = self._store.series_ids(keys) if keys else np.empty(0, np.int64)
        snapshot = _make_snapshot(gateways, points, series)
        self._snapshot = snapshot
        self._version = version
        self._checked_s = monotonic_s()
        self._load_s = self._checked_s - started_s
        log.info("registry read: %d gateways, %d points", len(gateways), len(points))
        return snapshot

    def _read_version(self) -> int:
        """Return a number that changes with every change of the registry."""
        if self._watch is None:
            return int(monotonic_s())
        version: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
        return version


def _make_snapshot(
    gateways: Sequence[tuple[str, str, str]],
    points: Sequence[tuple[str, str, str | None, int]],
    series: Int64Array,
) -> Snapshot:
    places: dict[str, int] = {}
    enterprise = [places.setdefault(row[0], len(places)) for row in points]
    shared: dict[str, dict[str, int]] = {}
    own: dict[tuple[str, str], dict[str, int]] = {}
    for slot, (holder, code, gateway, _) in enumerate(points):
        if gateway is None:
            shared.setdefault(holder, {})[code] = slot
        else:
            own.setdefault((holder, gateway), {})[code] = slot
    views: dict[BookKey, GatewayView] = {}
    for holder, code, delivery in gateways:
        slots = shared.get(holder, {}) | own.get((holder, code), {})
        key = BookKey(holder, code)
        views[key] = GatewayView(key, delivery, slots)
    return Snapshot(
        views,
        {(row[0], row[1]): row[2] for row in points},
        series,
        np.array([row[3] for row in points], np.int64),
        np.array(enterprise, np.int64),
        list(places),
    )


def _has_any(
    session: Session,
    enterprise: InstrumentedAttribute[str],
    code: InstrumentedAttribute[str],
    keys: Sequence[tuple[str, str]],
) -> bool:
    """Tell whether the registry has a row under any of these (enterprise, code)."""
    for start in range(0, len(keys), ASKED_AT_ONCE):
        some = [tuple(key) for key in keys[start : start + ASKED_AT_ONCE]]
        query = select(code).where(tuple_(enterprise, code).in_(some)).limit(1)
        if session.execute(query).first() is not None:
            return True
    return False


def _open_watch(registry: Registry) -> sqlite3.Connection | None:
    """Open a connection of its own to a SQLite registry, which sees that others have written."""
    if registry.engine.dialect.name != "sqlite" or not registry.engine.url.database:
        return None
    watch = sqlite3.connect(
        f"file:{quote(registry.engine.url.database)}?mode=ro", uri=True, check_same_thread=False
    )
    watch.execute("PRAGMA data_version").fetchone()
    return watch
