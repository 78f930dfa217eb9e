"""`Collector`: the parts of ingest put together, started in order and stopped in order."""

from __future__ import annotations

import logging
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TypedDict

from core.clock import Clock, monotonic_s
from core.errors import RegistryError
from core.partition import WHOLE, Part
from core.registry.database import Registry
from core.settings import Settings
from core.store.protocol import TimeSeriesStore
from core.wire import Quarantined
from ingest.audit import AuditOptions, AuditReport, audit_books
from ingest.batch import Limits
from ingest.books import BookKey, BookRow, Tally, book_key
from ingest.courier import Courier
from ingest.doors.doorway import Doorway
from ingest.drain import Drain
from ingest.figures import CollectorFigures
from ingest.gap_watch import GapView, GapWatch
from ingest.intake import Arrival, Intake
from ingest.journal import Journal
from ingest.journal.keeper import JournalKeeper
from ingest.lag import count_tail
from ingest.outbox import OutboxLink, add_links, read_identity, read_posted_link
from ingest.part_lease import PartLease
from ingest.pressure import Load, Pressure
from ingest.quarantine import Quarantine
from ingest.quarantine_rows import count_open_reasons
from ingest.registered_links import read_links
from ingest.resolver import Resolver
from ingest.seat import EMBEDDED, Seat
from ingest.state import State

log = logging.getLogger(__name__)

FIRST_LOAD_S = 2.0
"""How long the start waits for the registry's first answer [s]; then it goes on without."""


_WELL = frozenset({"ok", "connected", "connecting", "stopped", "asking", "held"})


def collector_directory(settings: Settings, name: str = EMBEDDED) -> Path:
    """Return where the collector `name` keeps its journal and state.db."""
    return settings.data_dir / ("ingest" if name == EMBEDDED else name)


class _Shared(TypedDict):
    """What drain and quarantine have in common."""

    resolver: Resolver
    tally: Tally
    limits: Limits


class Collector:
    """Journal, intake, drain, courier and doors of one process; a context manager.

    Registry and store may be away, at the start too: what arrives is kept in the journal and
    acknowledged, and drained once both answer.

    Parameters
    ----------
    settings : Settings
        `collector_directory` holds the journal and state.db; `mqtt_url` opens the MQTT door.
    registry : Registry
        What is known of gateways and points.
    store : TimeSeriesStore
        Takes the readings.
    clock : Clock
        The only "now".
    name : str
        Name of this collector in the registry and of its directory.
    part : Part
        Which enterprises are its own; what arrives of others is taken all the same.
    url : str
        Where this collector's HTTP interface answers, for others.

    Attributes
    ----------
    part : Part
        Which enterprises are its own.
    intake : Intake
        Where doors offer what arrives.
    quarantine : Quarantine
        What was not taken.
    http : HttpDoor
        Takes what a web server was pushed.

    Raises
    ------
    JournalError, StateError
        The files are damaged beyond what is mended by itself, or held by another process.
    """

    def __init__(
        self,
        settings: Settings,
        registry: Registry,
        store: TimeSeriesStore,
        clock: Clock,
        *,
        name: str = EMBEDDED,
        part: Part = WHOLE,
        url: str = "",
    ) -> None:
        self.part = part
        self._settings, self._clock = settings, clock
        self._registry, self._store = registry, store
        self._accepting = False
        self._closing = False
        self._gate = threading.Lock()
        self._directory = directory = collector_directory(settings, name)
        directory.mkdir(parents=True, exist_ok=True)
        limits = Limits(settings.message_max_bytes, settings.future_tolerance_s * 1000)
        with ExitStack() as opened:
            self._state = opened.enter_context(State(directory / "state.db"))
            position = self._state.position()
            self._journal = opened.enter_context(
                Journal(directory / "journal", settings=settings, clock=clock, drained_to=position)
            )
            self._resolver = Resolver(registry, store, later=True)
            opened.callback(self._resolver.close)
            self._tally = Tally(self._state.read_books())
            arrived, self._lag = count_tail(self._journal, position, clock.now_ms())
            self._tally.count_arrivals(arrived)
            shared = _Shared(resolver=self._resolver, tally=self._tally, limits=limits)
            self._drain = Drain(self._journal, self._state, store, **shared)
            self.quarantine = Quarantine(self._state, store, clock=clock, **shared)
            seat = Seat(name, part, url=url, started_ms=clock.now_ms())
            self._seat = seat
            self._courier = Courier(
                self._state, registry, seat=seat, clock=clock, read_books=self._known_books
            )
            self._lease = self._make_lease(registry, name)
            self._gaps = GapWatch(self._state, registry, self._view_gaps(name), clock=clock)
            self.intake = Intake(
                self._journal,
                inbox_max_bytes=settings.inbox_max_bytes,
                on_committed=self._count_group,
            )
            self._keeper = JournalKeeper(self._journal, self._tally.lag, self._post_links)
            self._stack = opened.pop_all()
        self._drain.on_marks.append(self._courier.wake)
        self._doorway = self._make_doorway(registry)
        self.http = self._doorway.http
        self.on_quarantined(self._doorway.tell_quarantined)

    def _make_lease(self, registry: Registry, name: str) -> PartLease | None:
        """Return the lease of this part; the embedded collector's is the data directory's lock."""
        if name == EMBEDDED:
            return None
        with self._state.lock:
            identity = read_identity(self._state.connection)
        return PartLease(
            registry,
            f"collect:{self.part}",
            identity,
            lease_s=self._settings.lease_s,
            clock=self._clock,
            on_change=self._accept,
        )

    def _view_gaps(self, name: str) -> GapView:
        return GapView(
            name,
            self._settings.gap_after_s,
            read_met_row=lambda: self._courier.met_row,
            read_age_s=lambda: self._lag.age_s(self._drain.position),
            is_known=lambda key: key in self._resolver.snapshot.gateways,
            on_posted=self._courier.wake,
        )

    def _make_doorway(self, registry: Registry) -> Doorway:
        return Doorway(
            self._settings,
            self.intake,
            part=self.part,
            clock=self._clock,
            resolver=self._resolver,
            registry=registry,
            pressure=Pressure(self._read_load),
        )

    def __enter__(self) -> Self:
        """Start the threads: resolver, courier, drain, intake, then the doors."""
        try:
            self._resolver.start(FIRST_LOAD_S)
            self._courier.start()
            self._drain.start()
            self.intake.start()
            self._keeper.start()
            self._gaps.start()
            if self._lease is None:
                self._open_doors()
            else:
                self._lease.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop in order."""
        self.stop()

    def stop(self) -> None:
        """Stop: doors, the commit under way, the drain at the end of a batch, the courier."""
        self._close_doors(for_good=True)
        if self._lease is not None:
            self._lease.stop()
        self._keeper.stop()
        self._gaps.stop()
        self.intake.stop()
        self._drain.stop()
        self._courier.stop()
        self._resolver.stop()
        self._stack.close()

    @property
    def is_accepting(self) -> bool:
        """Whether doors may take in messages; not while another collector has this part."""
        return self._accepting

    @property
    def number(self) -> int | None:
        """Number of this collector in the registry [1]; None until it has been reached."""
        return self._seat.number

    def _accept(self, accepting: bool) -> None:
        """Open or close the doors, as the part's lease has it."""
        if accepting:
            self._open_doors()
        else:
            self._close_doors()

    def _open_doors(self) -> None:
        with self._gate:
            if self._closing or self._accepting:
                return
            self._accepting = True
            self._doorway.open()

    def _close_doors(self, *, for_good: bool = False) -> None:
        with self._gate:
            self._closing = self._closing or for_good
            self._accepting = False
            self._doorway.close()

    def on_quarantined(self, listener: Callable[[BookKey, str, list[Quarantined]], None]) -> None:
        """Call `listener` with (gateway, stream, items) after a commit, on the drain's thread."""
        self._drain.on_quarantined.append(listener)

    def books(self) -> list[BookRow]:
        """Return the books as they stand; by topic while the registry has not been read."""
        if not self._resolver.is_loaded:
            return self._tally.rows(None)
        return self._tally.rows(self._resolver.snapshot.deliveries())

    def _known_books(self) -> list[BookRow] | None:
        return self.books() if self._resolver.is_loaded else None

    def _post_links(self) -> None:
        """Put links of the chain that the registry is still to have into the outbox."""
        now_ms = self._clock.now_ms()
        with self._state.lock:
            posted = read_posted_link(self._state.connection)
        fresh = [
            OutboxLink(*link, sealed_ms=now_ms)
            for link in self._journal.chain()
            if link.number > posted
        ]
        if fresh:
            with self._state.transaction() as connection:
                add_links(connection, fresh)
            self._courier.wake()

    def audit(self, *, full: bool = False) -> AuditReport:
        """Recount the books from journal, quarantine and store, and compare.

        `full` looks every reading up in the store, not a sample.

        Raises
        ------
        JournalError, StateError, StoreError
            One of the three cannot be read.
        """
        try:
            links = read_links(self._registry, self._seat.name)
        except RegistryError as error:
            log.warning("audit without the registry's links of the journal: %s", error)
            links = None
        options = AuditOptions(full=full, registered=links)
        return audit_books(
            self._directory / "journal", self._directory / "state.db", self._store, options
        )

    def reload_registry(self) -> None:
        """Read the registry now; edits are also noticed by themselves within seconds."""
        self._resolver.load()

    def wait_drained(self, timeout_s: float) -> bool:
        """Wait until all that was offered is drained and its marks are in the registry.

        Returns False after `timeout_s` [s].
        """
        ends_s = monotonic_s() + timeout_s
        if not self.intake.wait_empty(timeout_s):
            return False
        if not self._drain.wait_reached(self._journal.end, ends_s - monotonic_s()):
            return False
        self._courier.carry()
        return True

    def health(self) -> dict[str, object]:
        """Return the state of every part, the lag [1], [s], and the journal's size [byte]."""
        parts: dict[str, dict[str, object]] = {
            "registry": self._resolver.health(),
            "intake": self.intake.health(),
            "drain": self._drain.health(),
            "courier": self._courier.health(),
            "keeper": self._keeper.health(),
            "gaps": self._gaps.health(),
        }
        if self._lease is not None:
            parts["lease"] = self._lease.health()
        parts |= self._doorway.health()
        errors = [str(part.get("last_error", "")) for part in parts.values()]
        return {
            "state": "ok" if all(_is_well(part) for part in parts.values()) else "degraded",
            "lag_messages": self._tally.lag(),
            "lag_s": round(self._lag.age_s(self._drain.position), 1),
            "journal_bytes": self._journal.size_bytes,
            "last_error": next((error for error in errors if error), ""),
            "parts": parts,
        }

    def figures(self) -> CollectorFigures:
        """Return what the collector measures of itself."""
        intake = self.intake.depth()
        with self._state.lock:
            reasons = count_open_reasons(self._state.connection)
        return CollectorFigures(
            lag_messages=self._tally.lag(),
            lag_s=self._lag.age_s(self._drain.position),
            inbox_bytes=intake[0],
            inbox_messages=intake[1],
            journal_bytes=self._journal.size_bytes,
            journal_segments=self._journal.count_segments(),
            journal_age_s=self._journal.age_s(),
            outbox_rows=self._state.count_outbox(),
            commit=self.intake.commit_latency.read(),
            store_write=self._drain.store_latency.read(),
            store_writing_s=self._drain.writing_s,
            quarantine_open=reasons,
        )

    def _read_load(self) -> Load:
        """Return how full this collector is."""
        limit, undrained = (
            self._settings.journal_max_bytes,
            self._journal.end - self._drain.position,
        )
        room = min(limit, undrained + shutil.disk_usage(self._directory).free)
        return Load(
            self.intake.depth()[0] / self._settings.inbox_max_bytes,
            undrained / max(room, 1),
            self._lag.age_s(self._drain.position),
        )

    def _count_group(self, group: Sequence[Arrival]) -> None:
        keys = (book_key(arrival.topic) for arrival in group)
        arrived = Counter(key for key in keys if key is not None)
        self._tally.count_arrivals(arrived)
        self._lag.note_end(self._journal.end)


def _is_well(part: dict[str, object]) -> bool:
    return part["state"] in _WELL
