"""`Collector`: the parts of ingest put together, started in order and stopped in order."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self, TypedDict

from core.clock import Clock, monotonic_s
from core.registry.database import Registry
from core.settings import Settings
from core.store.protocol import TimeSeriesStore
from core.wire import Quarantined
from ingest.audit import AuditReport, audit_books
from ingest.batch import Limits
from ingest.books import BookKey, BookRow, Tally, book_key, record_key
from ingest.courier import Courier
from ingest.doors.mqtt import MqttDoor
from ingest.drain import Drain
from ingest.intake import Arrival, Intake
from ingest.journal import Journal
from ingest.journal.keeper import JournalKeeper
from ingest.quarantine import Quarantine
from ingest.resolver import Resolver
from ingest.state import State

log = logging.getLogger(__name__)


class _Shared(TypedDict):
    """What drain and quarantine have in common."""

    resolver: Resolver
    tally: Tally
    limits: Limits


class Collector:
    """Journal, intake, drain, courier and doors of one process; a context manager.

    Parameters
    ----------
    settings : Settings
        ``data_dir/ingest`` holds the journal and state.db; `mqtt_url` opens the MQTT door.
    registry : Registry
        What is known of gateways and points.
    store : TimeSeriesStore
        Takes the readings.
    clock : Clock
        The only "now".
    name : str
        Name of this collector in the registry.

    Attributes
    ----------
    intake : Intake
        Where doors offer what arrives.
    quarantine : Quarantine
        What was not taken.

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
        name: str = "embedded",
    ) -> None:
        directory = settings.data_dir / "ingest"
        directory.mkdir(parents=True, exist_ok=True)
        limits = Limits(settings.message_max_bytes, settings.future_tolerance_s * 1000)
        with ExitStack() as opened:
            self._state = opened.enter_context(State(directory / "state.db"))
            position = self._state.position()
            self._journal = opened.enter_context(
                Journal(directory / "journal", settings=settings, clock=clock, drained_to=position)
            )
            self._resolver = Resolver(registry, store)
            opened.callback(self._resolver.close)
            self._tally = Tally(self._state.read_books())
            self._count_tail(position)
            shared = _Shared(resolver=self._resolver, tally=self._tally, limits=limits)
            self._drain = Drain(self._journal, self._state, store, **shared)
            self.quarantine = Quarantine(self._state, store, clock=clock, **shared)
            self._courier = Courier(self._state, registry, collector=name, read_books=self.books)
            self.intake = Intake(
                self._journal,
                inbox_max_bytes=settings.inbox_max_bytes,
                on_committed=self._count_group,
            )
            self._keeper = JournalKeeper(self._journal, self._tally.lag)
            self._door = self._make_door(settings, clock)
            self._stack = opened.pop_all()
        self._drain.on_marks.append(self._courier.wake)

    def _make_door(self, settings: Settings, clock: Clock) -> MqttDoor | None:
        if not settings.mqtt_url:
            return None
        door = MqttDoor(
            settings.mqtt_url, self.intake, client_id=settings.mqtt_client_id, clock=clock
        )
        self.on_quarantined(
            lambda key, stream, items: door.tell_quarantined(
                key.enterprise, key.gateway, stream, items
            )
        )
        return door

    def __enter__(self) -> Self:
        """Start the threads: courier, drain, intake, then the doors."""
        try:
            self._courier.start()
            self._drain.start()
            self.intake.start()
            self._keeper.start()
            if self._door is not None:
                self._door.start()
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
        if self._door is not None:
            self._door.stop()
        self._keeper.stop()
        self.intake.stop()
        self._drain.stop()
        self._courier.stop()
        self._stack.close()

    def on_quarantined(self, listener: Callable[[BookKey, str, list[Quarantined]], None]) -> None:
        """Call `listener` with (gateway, stream, items) after a commit, on the drain's thread."""
        self._drain.on_quarantined.append(listener)

    def books(self) -> list[BookRow]:
        """Return the books as they stand."""
        return self._tally.rows(self._resolver.snapshot.deliveries())

    def audit(self) -> AuditReport:
        """Recount the books from the journal and the quarantine, and compare."""
        return audit_books(self._journal, self._state)

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
        """Return the state of every part, the lag [messages] and the journal's size [byte]."""
        parts: dict[str, dict[str, object]] = {
            "intake": self.intake.health(),
            "drain": self._drain.health(),
            "courier": self._courier.health(),
            "keeper": self._keeper.health(),
        }
        if self._door is not None:
            parts["mqtt"] = self._door.health()
        errors = [str(part.get("last_error", "")) for part in parts.values()]
        return {
            "state": "ok" if all(_is_well(part) for part in parts.values()) else "degraded",
            "lag_messages": self._tally.lag(),
            "journal_bytes": self._journal.size_bytes,
            "last_error": next((error for error in errors if error), ""),
            "parts": parts,
        }

    def _count_group(self, group: Sequence[Arrival]) -> None:
        keys = (book_key(arrival.topic) for arrival in group)
        arrived = Counter(key for key in keys if key is not None)
        self._tally.count_arrivals(arrived)

    def _count_tail(self, position: int) -> None:
        """Count what the journal holds behind the drain's position."""
        keys = (record_key(record) for record in self._journal.read(position))
        arrived = Counter(key for key in keys if key is not None)
        if arrived:
            log.info("journal: %d messages behind the drain", arrived.total())
        self._tally.count_arrivals(arrived)


def _is_well(part: dict[str, object]) -> bool:
    return part["state"] in {"ok", "connected", "connecting", "stopped"}
