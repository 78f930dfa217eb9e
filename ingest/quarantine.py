"""The quarantine: look at what was not taken, replay it after a fix, or drop it with a reason.

Replaying decodes, resolves and checks a message again; only its readings that still lie there are
looked at, and only those that are good now leave. Counts move in the transaction that moves the
message. A message under ``seq_reused`` is taken when it is replayed: that is the operator's word.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.clock import Clock
from core.store.protocol import TimeSeriesStore
from core.wire import MessageLists
from ingest.batch import Limits, MessageBatch, pick_places
from ingest.books import BookKey, Counts, Tally, add_to_books
from ingest.checks import CheckedBatch, MessageResult, write_checked
from ingest.errors import QuarantineError
from ingest.journal import Record
from ingest.outbox import add_hours
from ingest.quarantine_rows import (
    CountedAs,
    LyingState,
    QuarantinedMessage,
    QuarantineItem,
    QuarantineReading,
    count_items,
    read_items,
    read_open_places,
    read_payload,
    read_readings,
    settle_message,
    settle_readings,
    update_why,
)
from ingest.reasons import Reason
from ingest.resolver import Resolver
from ingest.sequences import Sighting
from ingest.state import State

REPLAYED_AT_ONCE = 500


@dataclass(frozen=True)
class QuarantineFilter:
    """Which rows are asked for; None asks for all. `enterprises` narrows whatever is asked."""

    state: LyingState | None = LyingState.OPEN
    enterprise: str | None = None
    gateway: str | None = None
    reason: str | None = None
    enterprises: frozenset[str] | None = None


@dataclass(frozen=True)
class QuarantinePage:
    """Rows, newest first, and the cursor of the next page, None at the end."""

    items: tuple[QuarantineItem, ...]
    next: int | None


@dataclass(frozen=True)
class QuarantineDetail:
    """A row, the message byte for byte (None once it has left), and its bad readings."""

    item: QuarantineItem
    payload: bytes | None
    readings: tuple[QuarantineReading, ...]


@dataclass(frozen=True)
class MoveReport:
    """What a replay or drop moved.

    Attributes
    ----------
    messages : int
        Messages that have left the quarantine whole [1].
    readings : int
        Readings that have left it [1].
    remaining : tuple of QuarantineItem
        Messages that still lie there, with why.
    """

    messages: int
    readings: int
    remaining: tuple[QuarantineItem, ...] = ()


class Quarantine:
    """The quarantine of one collector; safe from any thread."""

    def __init__(
        self,
        state: State,
        store: TimeSeriesStore,
        *,
        resolver: Resolver,
        tally: Tally,
        limits: Limits,
        clock: Clock,
    ) -> None:
        self._state = state
        self._store = store
        self._resolver = resolver
        self._tally = tally
        self._limits = limits
        self._clock = clock
        self._moving = threading.Lock()

    def list(
        self,
        chosen: QuarantineFilter | None = None,
        *,
        cursor: int | None = None,
        limit: int = 100,
    ) -> QuarantinePage:
        """Return rows, newest first, at most `limit` [1], older than the row `cursor` [1]."""
        chosen = chosen or QuarantineFilter()
        with self._state.lock:
            items = read_items(
                self._state.connection, _conditions(chosen), before=cursor, limit=limit + 1
            )
        more = len(items) > limit
        return QuarantinePage(tuple(items[:limit]), items[limit - 1].id if more else None)

    def count(self, chosen: QuarantineFilter | None = None) -> int:
        """Return the number of rows [1]."""
        with self._state.lock:
            return count_items(self._state.connection, _conditions(chosen or QuarantineFilter()))

    def show(self, number: int) -> QuarantineDetail:
        """Return row `number` [1] with its bytes and readings.

        Raises
        ------
        QuarantineError
            There is no such row.
        """
        with self._state.lock:
            connection = self._state.connection
            item = _read_one(connection, number)
            readings = read_readings(connection, number)
            return QuarantineDetail(item, read_payload(connection, number), tuple(readings))

    def replay(self, number: int) -> MoveReport:
        """Let the message of row `number` [1] in again.

        Raises
        ------
        QuarantineError
            There is no such row, or it has left the quarantine.
        StoreError, StateError, RegistryError
            A part refuses; nothing has moved.
        """
        with self._moving:
            self._resolver.load()
            return self._replay([_open_item(self.show(number).item)])

    def replay_all(self, chosen: QuarantineFilter | None = None) -> MoveReport:
        """Let everything in again that is chosen (all that lies there by default)."""
        messages = readings = 0
        remaining: tuple[QuarantineItem, ...] = ()
        cursor: int | None = None
        with self._moving:
            self._resolver.load()
            while True:
                page = self.list(chosen, cursor=cursor, limit=REPLAYED_AT_ONCE)
                report = self._replay([i for i in page.items if i.state == LyingState.OPEN])
                messages += report.messages
                readings += report.readings
                remaining += report.remaining
                if page.next is None:
                    return MoveReport(messages, readings, remaining)
                cursor = page.next

    def drop(self, number: int, reason: str) -> MoveReport:
        """Give row `number` [1], or what still lies there of it, up for a reason that is kept.

        Raises
        ------
        QuarantineError
            There is no such row, it has left the quarantine, or `reason` is empty.
        """
        if not reason.strip():
            raise QuarantineError(
                f"no reason given ({reason!r})", where=f"quarantine {number}", fix="say why"
            )
        with self._moving, self._state.transaction() as connection:
            item = _open_item(_read_one(connection, number))
            places = read_open_places(connection, [number]).get(number, set())
            counts = Counts(readings_quarantined=-len(places), readings_dropped=len(places))
            if item.counted == CountedAs.QUARANTINED:
                counts.quarantined, counts.dropped = -1, 1
            settle_readings(connection, number, places, LyingState.DROPPED)
            now_ms = self._clock.now_ms()
            note = reason.strip()
            settle_message(connection, number, LyingState.DROPPED, now_ms=now_ms, note=note)
            changes = {BookKey(item.enterprise, item.gateway): counts}
            add_to_books(connection, changes)
        self._tally.apply(changes)
        return MoveReport(1, len(places))

    def _replay(self, items: Sequence[QuarantineItem]) -> MoveReport:
        if not items:
            return MoveReport(0, 0)
        by_id = {item.id: item for item in items}
        with self._state.lock:
            connection = self._state.connection
            records = [_record(item, read_payload(connection, item.id)) for item in items]
            places = read_open_places(connection, [i.id for i in items if i.decoded])

        def narrow(record: Record, lists: MessageLists) -> MessageLists:
            wanted = places.get(record.position)
            return lists if wanted is None else pick_places(lists, wanted.__contains__)

        limits = replace(self._limits, present_ms=self._clock.now_ms())
        batch = MessageBatch(self._resolver.snapshot, limits, _fresh, narrow)
        for record in records:
            batch.add(record)
        checked = CheckedBatch(batch)
        write_checked(self._store, checked)
        move = _Move(self._clock.now_ms())
        with self._state.transaction() as connection:
            for result in checked.results():
                move.settle(connection, by_id[result.taken.record.position], result)
            for message in batch.whole:
                move.keep(connection, by_id[message.position], message)
            add_hours(connection, checked.marks())
            add_to_books(connection, move.changes)
            remaining = read_items(connection, {}, numbers=sorted(move.remaining))
        self._tally.apply(move.changes)
        return MoveReport(move.messages, move.readings, tuple(remaining))


class _Move:
    """The changes of one replay's transaction."""

    def __init__(self, now_ms: int) -> None:
        self._now_ms = now_ms
        self.changes: dict[BookKey, Counts] = {}
        self.messages = 0
        self.readings = 0
        self.remaining: list[int] = []

    def settle(
        self, connection: sqlite3.Connection, item: QuarantineItem, result: MessageResult
    ) -> None:
        """Move what is good now; what is not stays, with its present reason."""
        stored, bad = result.stored, len(result.problems)
        counts = self.changes.setdefault(BookKey(item.enterprise, item.gateway), Counts())
        counts.readings_stored += stored
        if item.decoded:
            counts.readings_quarantined -= stored
        else:
            counts.decoded += stored + bad
            counts.readings_quarantined += bad
        counted = item.counted
        if counted == CountedAs.QUARANTINED and result.is_stored:
            counts.quarantined -= 1
            counts.stored += 1
            counted = CountedAs.STORED
        settle_readings(connection, item.id, None, LyingState.REPLAYED)
        update_why(connection, item.id, counted, result.problems)
        self.readings += stored
        if bad:
            self.remaining.append(item.id)
        else:
            settle_message(connection, item.id, LyingState.REPLAYED, now_ms=self._now_ms)
            self.messages += 1

    def keep(
        self, connection: sqlite3.Connection, item: QuarantineItem, message: QuarantinedMessage
    ) -> None:
        """Leave a message where it lies, with its present reason."""
        connection.execute(
            "UPDATE quarantine SET reason = ?, detail = ? WHERE id = ?",
            (str(message.reason), message.detail, item.id),
        )
        self.remaining.append(item.id)


def _conditions(chosen: QuarantineFilter) -> dict[str, str | frozenset[str]]:
    given = {
        "state": chosen.state,
        "enterprise": chosen.enterprise,
        "gateway": chosen.gateway,
        "reason": chosen.reason,
    }
    conditions: dict[str, str | frozenset[str]] = {
        name: str(value) for name, value in given.items() if value is not None
    }
    if chosen.enterprises is not None:
        asked = chosen.enterprise
        conditions["enterprise"] = (
            chosen.enterprises if asked is None else chosen.enterprises & {asked}
        )
    return conditions


def _read_one(connection: sqlite3.Connection, number: int) -> QuarantineItem:
    items = read_items(connection, {}, numbers=[number])
    if not items:
        raise QuarantineError(
            f"no row {number}", where="quarantine", fix="list the quarantine for its numbers"
        )
    return items[0]


def _open_item(item: QuarantineItem) -> QuarantineItem:
    if item.state != LyingState.OPEN:
        raise QuarantineError(
            f"row {item.id} has left the quarantine: {item.state}",
            where="quarantine",
            fix="nothing is left to do with it",
        )
    return item


def _record(item: QuarantineItem, payload: bytes | None) -> Record:
    door = None if item.reason == Reason.JOURNAL_CORRUPT else item.door
    return Record(
        item.id, item.id, item.arrival_ms, door, item.topic.encode("utf-8"), payload or b""
    )


def _fresh(_key: BookKey, _stream: str, _seq: int, _payload: bytes) -> Sighting:
    return Sighting.FRESH
