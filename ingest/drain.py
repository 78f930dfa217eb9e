"""`Drain`: journal → decode → resolve → check → store → one transaction of state.db.

The store is written first, then the transaction moves the position together with the numbers
seen, the books, the quarantine and the outbox. After a crash in between, the same records are
drained again, which the store's rule for the same (series, time) makes harmless. Duplicates are
decided by the numbers seen, never by asking the store.

A transaction is for a stretch of several batches: while the store takes one, the next is gathered.
"""

from __future__ import annotations

import gc
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.backoff import Backoff
from core.clock import monotonic_s
from core.errors import NenghengError
from core.store.protocol import TimeSeriesStore
from core.wire import Quarantined
from ingest.batch import Limits, MessageBatch
from ingest.books import BookKey, Tally, add_to_books
from ingest.checks import CheckedBatch, Outcome, write_checked
from ingest.journal import Journal, Record
from ingest.latency import LatencyRecord
from ingest.outbox import add_hours
from ingest.quarantine_rows import QuarantinedMessage, insert_messages
from ingest.resolver import Resolver, Snapshot
from ingest.sequences import Sighting, StreamKey, digest_of
from ingest.state import State, set_position
from ingest.stretch import Stretch

log = logging.getLogger(__name__)

BATCHES_A_STRETCH = 8
"""Most batches of a transaction [1]."""
LINGER_S = 0.5
"""Longest rest after a stretch that took all there was [s]: what arrives meanwhile shares the
next one."""
LINGER_TURNS = 4.0
"""Rest after a stretch that took all there was, in its own time [1]: most of the time is left to
the doors, and a trickle is drained at once."""
SLOW_S = 15.0
"""A write to the store that runs for longer [s] is told of in health."""
TURN_S = 0.2
"""Longest wait for the journal to grow before looking whether to stop [s]."""

OnQuarantined = Callable[[BookKey, str, list[Quarantined]], None]


@dataclass
class DrainHealth:
    """What the drain last did; written by its thread alone."""

    state: str = "stopped"
    last_error: str = ""
    batches: int = 0
    messages: int = 0
    readings: int = 0
    busy_s: float = 0.0
    since_s: float = 0.0


class Drain:
    """The drain and its thread, between `start` and `stop`.

    Parameters
    ----------
    journal, state, store, resolver, tally
        What it reads, and what it writes.
    limits : Limits
        What is taken.
    """

    def __init__(
        self,
        journal: Journal,
        state: State,
        store: TimeSeriesStore,
        *,
        resolver: Resolver,
        tally: Tally,
        limits: Limits,
    ) -> None:
        self._journal = journal
        self._state = state
        self._store = store
        self._resolver = resolver
        self._tally = tally
        self._limits = limits
        self._stopping = threading.Event()
        self._moved = threading.Condition()
        self._position = state.position()
        self._health = DrainHealth()
        self._backoff = Backoff(0.1, 10.0)
        self._writing_s: float | None = None
        self.store_latency = LatencyRecord()
        self.on_quarantined: list[OnQuarantined] = []
        self.on_marks: list[Callable[[], None]] = []
        self._thread = threading.Thread(target=self._run, name="drain", daemon=True)

    @property
    def position(self) -> int:
        """Journal position up to which everything is drained [byte]."""
        return self._position

    def start(self) -> None:
        """Start the drain's thread."""
        self._change("ok", "")
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Stop at the end of the batches under way; wait at most `timeout_s` [s]."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def wait_reached(self, position: int, timeout_s: float) -> bool:
        """Wait until everything before `position` [byte] is drained, at most `timeout_s` [s]."""
        with self._moved:
            return self._moved.wait_for(lambda: self._position >= position, timeout_s)

    @property
    def writing_s(self) -> float:
        """For how long the store's write under way has been running [s]; 0 where there is none."""
        began_s = self._writing_s
        return 0.0 if began_s is None else monotonic_s() - began_s

    def health(self) -> dict[str, object]:
        """Return state and for how long [s], counts [1], seconds at work [s], last error."""
        now = self._health
        state, error, for_s = now.state, now.last_error, monotonic_s() - now.since_s
        writing_s = self.writing_s
        if state == "ok" and writing_s > SLOW_S:
            state, for_s = "slow", writing_s
            error = f"the store has not answered a write for {writing_s:.0f} s"
        if not (self._thread.is_alive() or state == "stopped"):
            state = "dead"
        return {
            "state": state,
            "for_s": round(for_s, 1),
            "position": self._position,
            "batches": now.batches,
            "messages": now.messages,
            "readings": now.readings,
            "busy_s": round(now.busy_s, 3),
            "last_error": error,
        }

    def _run(self) -> None:
        while not self._stopping.is_set():
            if not self._journal.wait_beyond(self._position, TURN_S):
                continue
            started_s = monotonic_s()
            full: bool | None
            try:
                full = self.drain_stretch()
            except (NenghengError, sqlite3.Error) as error:
                self._state.sequences.forget()
                self._fail(error)
                full = None
            if full is None:
                gc.collect()  # cycles in an HTTP client's error hold the batches by its frames
                self._stopping.wait(self._backoff.next_s())
                continue
            self._backoff.reset()
            spent_s = monotonic_s() - started_s
            self._health.busy_s += spent_s
            if not full:
                self._stopping.wait(min(LINGER_S, LINGER_TURNS * spent_s))
        self._change("stopped", self._health.last_error)

    def _fail(self, error: NenghengError | sqlite3.Error) -> None:
        """Note an error; the log hears of it once, not at every try."""
        text = str(error)
        if text != self._health.last_error or self._health.state != "retrying":
            log.warning("drain stands at %d and will try again: %s", self._position, text)
        self._change("retrying", text)

    def _change(self, state: str, error: str) -> None:
        if state != self._health.state:
            self._health.since_s = monotonic_s()
        self._health.state, self._health.last_error = state, error

    def drain_stretch(self) -> bool:
        """Drain a stretch of the journal; return whether more is likely waiting.

        Raises
        ------
        NenghengError
            The store, the registry, the journal or state.db refuses; nothing has moved.
        """
        snapshot: Snapshot | None = self._resolver.refresh()
        while snapshot is not None:
            with Stretch(self._write) as stretch:
                snapshot = self._fill(stretch, snapshot)
                if snapshot is None and stretch.batches:
                    outcome = stretch.finish()
                    self._commit(outcome, stretch.end)
                    self._note(stretch)
                    self._tell(outcome.quarantined)
            if snapshot is not None:
                self._state.sequences.forget()
        return stretch.is_full

    def _fill(self, stretch: Stretch, snapshot: Snapshot) -> Snapshot | None:
        """Gather batches into `stretch`; return a newer snapshot under which to begin again."""
        records = self._journal.read(self._position)
        while not stretch.batches or stretch.is_full:
            if stretch.batches == BATCHES_A_STRETCH or (
                stretch.batches and self._stopping.is_set()
            ):
                break
            batch = self._gather(records, snapshot)
            if not batch.records:
                break
            checked = CheckedBatch(batch)
            newer = self._find_newer(checked)
            if newer is not None:
                return newer
            stretch.add(checked)
        return None

    def _gather(self, records: Iterator[Record], snapshot: Snapshot) -> MessageBatch:
        """Gather records into a batch until it is full."""
        batch = MessageBatch(snapshot, self._limits, self._see)
        for record in records:
            batch.add(record)
            if batch.is_full():
                break
        return batch

    def _find_newer(self, checked: CheckedBatch) -> Snapshot | None:
        """Return a newer snapshot that has something this batch's has not, if there is one."""
        gateways, points = checked.batch.unknown_gateways, checked.unknown_points
        if not gateways and not points:
            return None
        newer = self._resolver.look_for(gateways, points)
        knows_more = any(key in newer.gateways for key in gateways)
        return newer if knows_more or any(key in newer.owners for key in points) else None

    def _write(self, checked: CheckedBatch) -> Outcome:
        """Write a batch to the store; return what it changes."""
        began_s = self._writing_s = monotonic_s()
        try:
            write_checked(self._store, checked)
        finally:
            self._writing_s = None
            self.store_latency.add(monotonic_s() - began_s)
        return checked.outcome()

    def _see(self, key: BookKey, stream: str, seq: int, payload: bytes) -> Sighting:
        sequences = self._state.sequences
        return sequences.see(sequences.stream_id(StreamKey(*key, stream)), seq, digest_of(payload))

    def _commit(self, outcome: Outcome, end: int) -> None:
        with self._state.transaction() as connection:
            self._state.sequences.write()
            add_to_books(connection, outcome.books)
            insert_messages(connection, outcome.quarantined)
            add_hours(connection, outcome.marks)
            set_position(connection, end)
        self._state.sequences.settle()
        self._tally.apply(outcome.books)
        with self._moved:
            self._position = end
            self._moved.notify_all()
        self._journal.release(end)
        if outcome.marks:
            for listener in self.on_marks:
                listener()

    def _note(self, stretch: Stretch) -> None:
        self._change("ok", "")
        self._health.batches += stretch.batches
        self._health.messages += stretch.messages
        self._health.readings += stretch.readings

    def _tell(self, quarantined: list[QuarantinedMessage]) -> None:
        """Tell the doors what lies in quarantine, a list a stream."""
        by_stream: dict[tuple[BookKey, str], list[Quarantined]] = {}
        for message in quarantined:
            if message.stream is not None and message.seq is not None:
                items = by_stream.setdefault((message.key, message.stream), [])
                items.append(Quarantined(message.seq, str(message.reason), message.detail))
        for (key, stream), items in by_stream.items():
            for listener in self.on_quarantined:
                listener(key, stream, items)
