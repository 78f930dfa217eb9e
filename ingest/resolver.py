"""From the codes on the wire to what the registry knows of them.

A `Snapshot` is immutable: each gateway's view maps the codes it may send to slots, and a slot is a
place in arrays of series id, in-service time and enterprise, so that a batch is checked at once.
The `Resolver` makes a new snapshot when the registry has changed. Once it has one, a registry that
is away or slow stops nobody: only what the snapshot does not know is asked for, and waits.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.clock import monotonic_s
from core.errors import NenghengError, RegistryError
from core.readings import Int64Array
from core.registry.database import Registry
from core.registry.edits import read_edit_number
from core.registry.models import Gateway, Point
from core.store.protocol import SeriesKey, TimeSeriesStore
from core.vocabulary import Kind, Signature
from core.wire_signed import SigningKey
from ingest.books import BookKey
from ingest.signatures import read_signing_keys

log = logging.getLogger(__name__)

CHECK_S = 2.0
"""How long an edit of the registry may go unnoticed [s]; what is missing is looked for at once."""
LOAD_SHARE = 20.0
"""Least time between two loads on suspicion, in loads [1]."""
ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class GatewayView:
    """What one gateway may send: point code to slot; and how it signs, by key id [1]."""

    key: BookKey
    delivery: str
    slots: dict[str, int]
    must_sign: bool = False
    keys: Mapping[int, SigningKey] = field(default_factory=dict)


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
    """Keeps the newest snapshot of a registry; safe from any thread.

    Between `start` and `stop` a thread of its own notices edits; without it, `refresh` does.

    Parameters
    ----------
    registry, store
        What is read, and who gives the series' ids.
    later : bool
        Leave the first reading to `start` or `refresh`, for a registry that may be away.
    """

    def __init__(self, registry: Registry, store: TimeSeriesStore, *, later: bool = False) -> None:
        self._registry = registry
        self._store = store
        self._lock = threading.Lock()
        self._watch = _open_watch(registry)
        self._version: object = None
        self._checked_s = 0.0
        self._load_s = 0.0
        self._snapshot = Snapshot()
        self._loaded = threading.Event()
        self._error = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="resolver", daemon=True)
        if not later:
            self.load()

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot; empty before the first."""
        return self._snapshot

    @property
    def is_loaded(self) -> bool:
        """Whether the registry has been read."""
        return self._loaded.is_set()

    def start(self, timeout_s: float = 0.0) -> None:
        """Start the thread; wait for the first snapshot at most `timeout_s` [s]."""
        self._thread.start()
        self._loaded.wait(timeout_s)

    def stop(self, timeout_s: float = 5.0) -> None:
        """Stop the thread; wait at most `timeout_s` [s]."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def health(self) -> dict[str, object]:
        """Return state, gateways and points known [1], and the last error."""
        state = "ok" if self.is_loaded and not self._error else "away"
        snapshot = self._snapshot
        return {
            "state": state,
            "gateways": len(snapshot.gateways),
            "points": len(snapshot.owners),
            "last_error": self._error,
        }

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
        """Return the snapshot, made anew where edits may have gone unnoticed for too long.

        Raises
        ------
        RegistryError, StoreError
            There is none yet, and the registry or the store is away.
        """
        if self._thread.is_alive():
            if self.is_loaded:
                return self._snapshot
            raise RegistryError(
                f"the registry has not been read yet: {self._error or 'no answer so far'}",
                where=self._registry.location,
                fix="nothing is lost: what arrives is kept in the journal until it can be read",
            )
        with self._lock:
            return self._refresh()

    def _refresh(self) -> Snapshot:
        if not self.is_loaded:
            return self._load()
        now_s = monotonic_s()
        if now_s - self._checked_s > max(CHECK_S, LOAD_SHARE * self._load_s):
            self._checked_s = now_s
            if self._read_version() != self._version:
                return self._load()
        return self._snapshot

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._lock:
                    self._refresh()
            except (NenghengError, sqlite3.Error) as error:
                if str(error) != self._error:
                    log.warning("going on with what is known of the registry: %s", error)
                self._error = str(error)
            else:
                self._error = ""
            self._stopping.wait(CHECK_S / 4)

    def look_for(self, gateways: Iterable[BookKey], points: Iterable[tuple[str, str]]) -> Snapshot:
        """Return a snapshot with whatever of these the registry has by now.

        Parameters
        ----------
        gateways : iterable of BookKey
            Gateways that the last snapshot does not know.
        points : iterable of (enterprise, point)
            Points that the last snapshot does not know.

        Raises
        ------
        RegistryError, StoreError
            The registry or the store is away.
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
                _GatewayRow(*row)
                for row in session.execute(
                    select(
                        Gateway.enterprise_code, Gateway.code, Gateway.delivery, Gateway.signature
                    )
                )
            ]
            signing_keys = read_signing_keys(session)
            points = [
                (holder, code, gateway, in_service_ms)
                for holder, code, gateway, in_service_ms in session.execute(
                    select(
                        Point.enterprise_code, Point.code, Point.gateway_code, Point.in_service_ms
                    )
                    .where(Point.kind != Kind.VIRTUAL)  # nobody sends what is made of others
                    .order_by(Point.enterprise_code, Point.code)
                )
            ]
        keys = [SeriesKey(row[0], row[1]) for row in points]
        series = self._store.series_ids(keys) if keys else np.empty(0, np.int64)
        snapshot = _make_snapshot(_make_views(gateways, points, signing_keys), points, series)
        self._snapshot = snapshot
        self._version = version
        self._checked_s = monotonic_s()
        self._load_s = self._checked_s - started_s
        self._loaded.set()
        log.info("registry read: %d gateways, %d points", len(gateways), len(points))
        return snapshot

    def _read_version(self) -> object:
        """Return what changes with every change of the registry's gateways and points."""
        if self._watch is not None:
            return self._watch.execute("PRAGMA data_version").fetchone()[0]
        with self._registry.read() as session:
            return read_edit_number(session)


class _GatewayRow(NamedTuple):
    enterprise: str
    gateway: str
    delivery: str
    signature: str


def _make_views(
    gateways: Sequence[_GatewayRow],
    points: Sequence[tuple[str, str, str | None, int]],
    signing_keys: Mapping[BookKey, Mapping[int, SigningKey]],
) -> dict[BookKey, GatewayView]:
    shared: dict[str, dict[str, int]] = {}
    own: dict[tuple[str, str], dict[str, int]] = {}
    for slot, (holder, code, gateway, _) in enumerate(points):
        if gateway is None:
            shared.setdefault(holder, {})[code] = slot
        else:
            own.setdefault((holder, gateway), {})[code] = slot
    views: dict[BookKey, GatewayView] = {}
    for row in gateways:
        key = BookKey(row.enterprise, row.gateway)
        slots = shared.get(row.enterprise, {}) | own.get(key, {})
        must_sign = row.signature == Signature.REQUIRED
        views[key] = GatewayView(key, row.delivery, slots, must_sign, signing_keys.get(key, {}))
    return views


def _make_snapshot(
    views: dict[BookKey, GatewayView],
    points: Sequence[tuple[str, str, str | None, int]],
    series: Int64Array,
) -> Snapshot:
    places: dict[str, int] = {}
    enterprise = [places.setdefault(row[0], len(places)) for row in points]
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
