"""The way in: a bounded inbox, and one writer that commits whatever has arrived.

Doors offer what arrives; the writer takes everything that lies in the inbox, commits it to the
journal as one group, and only then tells the doors, which acknowledge and reply. There is no
timer: while one commit runs, the next group gathers.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from core.clock import monotonic_s
from ingest.errors import JournalError
from ingest.latency import LatencyRecord

log = logging.getLogger(__name__)

ARRIVAL_OVERHEAD_BYTES = 200
"""What an arrival weighs in the inbox beside its payload [byte]."""


class Arrival(NamedTuple):
    """A message as a door received it; `arrival_ms` by the platform's clock [ms, UTC]."""

    door: str
    topic: str
    payload: bytes
    arrival_ms: int


OnDurable = Callable[[Arrival], None]
OnRefused = Callable[[Arrival, JournalError], None]


class _GroupWriter(Protocol):
    def append_group(self, records: Sequence[Arrival]) -> object: ...


class _Offer(NamedTuple):
    arrival: Arrival
    on_durable: OnDurable | None
    on_refused: OnRefused | None


class Intake:
    """Bounded inbox and writer thread in front of a journal; a context manager.

    Parameters
    ----------
    journal : Journal
        Takes the groups.
    inbox_max_bytes : int
        What may wait in the inbox [byte].
    on_committed : callable, optional
        Called with every committed group, on the writer's thread, before the doors are told.
    """

    def __init__(
        self,
        journal: _GroupWriter,
        *,
        inbox_max_bytes: int,
        on_committed: Callable[[Sequence[Arrival]], None] | None = None,
    ) -> None:
        self._journal = journal
        self._inbox_max_bytes = inbox_max_bytes
        self._on_committed = on_committed
        self._changed = threading.Condition()
        self._inbox: list[_Offer] = []
        self._inbox_bytes = 0
        self._committing = False
        self._stopping = False
        self._error = ""
        self._groups = 0
        self._messages = 0
        self.commit_latency = LatencyRecord()
        self._group_listeners: list[Callable[[], None]] = []
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)

    def __enter__(self) -> Intake:
        """Start the writer."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Commit what lies in the inbox and stop the writer."""
        self.stop()

    def start(self) -> None:
        """Start the writer."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Refuse new offers, commit what lies in the inbox, and stop; wait `timeout_s` [s]."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout_s)

    def add_group_listener(self, listener: Callable[[], None]) -> None:
        """Call `listener` on the writer's thread after the doors were told of each group."""
        self._group_listeners.append(listener)

    def offer(
        self,
        arrival: Arrival,
        on_durable: OnDurable | None = None,
        on_refused: OnRefused | None = None,
    ) -> bool:
        """Put an arrival into the inbox; False when it is full or closing, and nothing was taken.

        Exactly one of the two is called later, on the writer's thread: `on_durable` once the
        journal has committed the arrival, `on_refused` when it could not (journal full or
        broken): the door then disconnects without acknowledging and tries again later.
        """
        size = len(arrival.payload) + len(arrival.topic) + ARRIVAL_OVERHEAD_BYTES
        with self._changed:
            if self._stopping or (self._inbox and self._inbox_bytes + size > self._inbox_max_bytes):
                return False
            if not self._inbox:
                self._changed.notify_all()
            self._inbox.append(_Offer(arrival, on_durable, on_refused))
            self._inbox_bytes += size
        return True

    def wait_empty(self, timeout_s: float) -> bool:
        """Wait until everything offered is committed or refused, at most `timeout_s` [s]."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._inbox and not self._committing, timeout_s
            )

    def depth(self) -> tuple[int, int]:
        """Return what waits in the inbox: bytes [byte] and messages [1]."""
        with self._changed:
            return self._inbox_bytes, len(self._inbox)

    def health(self) -> dict[str, object]:
        """Return state, depth [byte, messages], commits [1] and how long they take [s], error."""
        commit = self.commit_latency.read()
        with self._changed:
            state = "refusing" if self._error else "ok"
            if not self._thread.is_alive():
                state = "stopped" if self._stopping else "dead"
            return {
                "state": state,
                "inbox_bytes": self._inbox_bytes,
                "inbox_messages": len(self._inbox),
                "groups": self._groups,
                "messages": self._messages,
                "commit_p50_s": round(commit.p50_s, 6),
                "commit_p99_s": round(commit.p99_s, 6),
                "last_error": self._error,
            }

    def _run(self) -> None:
        while True:
            with self._changed:
                self._committing = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._inbox or self._stopping)
                if not self._inbox:
                    return
                offers, self._inbox = self._inbox, []
                waiting_bytes = self._inbox_bytes
                self._committing = True
            self._commit(offers)
            with self._changed:
                self._inbox_bytes -= waiting_bytes

    def _commit(self, offers: list[_Offer]) -> None:
        group = [offer.arrival for offer in offers]
        started_s = monotonic_s()
        try:
            self._journal.append_group(group)
        except JournalError as error:
            if not self._error:
                log.warning("journal refuses %d messages: %s", len(group), error)
            self._error = str(error)
            for offer in offers:
                if offer.on_refused is not None:
                    offer.on_refused(offer.arrival, error)
        else:
            self.commit_latency.add(monotonic_s() - started_s)
            self._error = ""
            self._groups += 1
            self._messages += len(group)
            if self._on_committed is not None:
                self._on_committed(group)
            for offer in offers:
                if offer.on_durable is not None:
                    offer.on_durable(offer.arrival)
        for listener in self._group_listeners:
            listener()
