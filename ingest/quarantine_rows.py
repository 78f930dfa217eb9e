"""Rows of the quarantine in state.db: a message with its bytes once, and each of its readings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.wire import ReadingProblem
from ingest.books import BookKey

SCHEMA = """
CREATE TABLE IF NOT EXISTS quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    position INTEGER NOT NULL, arrival_ms INTEGER NOT NULL, door TEXT NOT NULL,
    topic BLOB NOT NULL, enterprise TEXT NOT NULL, gateway TEXT NOT NULL,
    stream TEXT, seq INTEGER, reason TEXT NOT NULL, detail TEXT NOT NULL,
    counted TEXT NOT NULL, decoded INTEGER NOT NULL, readings INTEGER NOT NULL,
    state TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', settled_ms INTEGER NOT NULL DEFAULT 0,
    payload_bytes INTEGER NOT NULL, payload BLOB
);
CREATE INDEX IF NOT EXISTS quarantine_open ON quarantine (state, id);
CREATE INDEX IF NOT EXISTS quarantine_why ON quarantine (state, reason);
CREATE TABLE IF NOT EXISTS quarantine_reading (
    quarantine_id INTEGER NOT NULL, place INTEGER NOT NULL, point TEXT NOT NULL,
    reason TEXT NOT NULL, detail TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (quarantine_id, place)
) WITHOUT ROWID;
"""


Conditions = Mapping[str, str | frozenset[str]]
"""What columns must be, or be one of."""


class LyingState(StrEnum):
    """Whether a quarantined message or reading still lies there, or how it left."""

    OPEN = "open"
    REPLAYED = "replayed"
    DROPPED = "dropped"


class CountedAs(StrEnum):
    """In which column of the books a message with something in quarantine stands."""

    STORED = "stored"
    QUARANTINED = "quarantined"


@dataclass(slots=True)
class QuarantinedMessage:
    """A message of which something goes into quarantine.

    Attributes
    ----------
    position : int
        Its place in the journal [byte].
    arrival_ms : int
        When it arrived [ms since the epoch, UTC].
    decoded : bool
        Whether it was understood and its bad readings are listed in `readings`.
    counted : CountedAs
        Its column in the books.
    """

    position: int
    arrival_ms: int
    door: str
    topic: bytes
    payload: bytes
    key: BookKey
    stream: str | None
    seq: int | None
    reason: str
    detail: str
    counted: CountedAs = CountedAs.QUARANTINED
    decoded: bool = False
    readings: list[ReadingProblem] = field(default_factory=list)


def insert_messages(connection: sqlite3.Connection, messages: Iterable[QuarantinedMessage]) -> None:
    """Insert messages with their bytes and readings, within the caller's transaction."""
    for message in messages:
        cursor = connection.execute(
            "INSERT INTO quarantine (position, arrival_ms, door, topic, enterprise, gateway, "
            "stream, seq, reason, detail, counted, decoded, readings, state, payload_bytes, "
            "payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)",
            (
                message.position,
                message.arrival_ms,
                message.door,
                message.topic,
                *message.key,
                message.stream,
                message.seq,
                message.reason,
                message.detail,
                message.counted,
                message.decoded,
                len(message.readings),
                len(message.payload),
                message.payload,
            ),
        )
        if cursor.lastrowid is None:  # pragma: no cover - SQLite always gives one
            continue
        insert_readings(connection, cursor.lastrowid, message.readings)


def insert_readings(
    connection: sqlite3.Connection, quarantine_id: int, readings: Iterable[ReadingProblem]
) -> None:
    """Insert the bad readings of row `quarantine_id` [1], within the caller's transaction."""
    connection.executemany(
        "INSERT INTO quarantine_reading (quarantine_id, place, point, reason, detail, state) "
        "VALUES (?, ?, ?, ?, ?, 'open')",
        [(quarantine_id, r.index, r.point, str(r.reason), r.detail) for r in readings],
    )


@dataclass(frozen=True, slots=True)
class QuarantineItem:
    """A row of the quarantine.

    Attributes
    ----------
    id : int
        Number in the quarantine [1].
    enterprise, gateway, topic, door : str
        Where it came from.
    arrival_ms, settled_ms : int
        When it arrived, and when it left (0: it has not) [ms since the epoch, UTC].
    reason, detail : str
        Why it lies there: of the message, or of the first of its readings that does.
    readings : int
        Readings that lie there [1]; 0 where the message as a whole does.
    payload_bytes : int
        Size of the message [byte].
    counted : str
        Its column in the books.
    decoded : bool
        Whether it was understood, so that single readings lie there.
    state, note : str
        Whether it still lies there, and why it was dropped.
    """

    id: int
    arrival_ms: int
    door: str
    topic: str
    enterprise: str
    gateway: str
    stream: str | None
    seq: int | None
    reason: str
    detail: str
    counted: str
    decoded: bool
    readings: int
    state: str
    note: str
    settled_ms: int
    payload_bytes: int


@dataclass(frozen=True, slots=True)
class QuarantineReading:
    """A reading in quarantine: its place in the message [1], point, and why."""

    place: int
    point: str
    reason: str
    detail: str
    state: str


_ITEM_COLUMNS = (
    "id, arrival_ms, door, topic, enterprise, gateway, stream, seq, reason, detail, counted, "
    "decoded, readings, state, note, settled_ms, payload_bytes"
)


def read_items(
    connection: sqlite3.Connection,
    conditions: Conditions,
    *,
    numbers: Sequence[int] | None = None,
    before: int | None = None,
    limit: int = -1,
) -> list[QuarantineItem]:
    """Return rows, newest first: column conditions, row numbers, `before` a row, `limit` [1]."""
    where, values = _where(conditions)
    if before is not None:
        where += " AND id < ?"
        values.append(before)
    if numbers is not None:
        where += " AND id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(list(numbers)))
    rows = connection.execute(
        f"SELECT {_ITEM_COLUMNS} FROM quarantine WHERE {where} ORDER BY id DESC LIMIT ?",
        [*values, limit],
    )
    return [_item(list(row)) for row in rows]


def _item(values: list[Any]) -> QuarantineItem:
    values[3] = values[3].decode("utf-8", "replace")
    values[11] = bool(values[11])
    return QuarantineItem(*values)


def count_items(connection: sqlite3.Connection, conditions: Conditions) -> int:
    """Return the number of rows under these column conditions [1]."""
    where, values = _where(conditions)
    row = connection.execute(f"SELECT count(*) FROM quarantine WHERE {where}", values)
    count: int = row.fetchone()[0]
    return count


def count_open_reasons(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the messages that lie there with something in them [1], by reason."""
    return dict(
        connection.execute(
            "SELECT reason, count(*) FROM quarantine WHERE state = 'open' GROUP BY reason"
        )
    )


_ANY_REASON = (
    "(reason = ? OR EXISTS (SELECT 1 FROM quarantine_reading AS bad WHERE bad.reason = ? "
    "AND bad.quarantine_id = quarantine.id AND bad.state = quarantine.state))"
)
"""A message stands under its first reason; it is asked for by that of any of its readings."""


def _where(conditions: Conditions) -> tuple[str, list[str | int]]:
    text, values = "1", list[str | int]()
    for column, value in conditions.items():
        if not isinstance(value, str):
            text += f" AND {column} IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(sorted(value)))
            continue
        any_reason = column == "reason"
        text += f" AND {_ANY_REASON}" if any_reason else f" AND {column} = ?"
        values += [value, value] if any_reason else [value]
    return text, values


def read_payload(connection: sqlite3.Connection, number: int) -> bytes | None:
    """Return the bytes of row `number` [1]; None once it has left."""
    row = connection.execute("SELECT payload FROM quarantine WHERE id = ?", (number,)).fetchone()
    return None if row is None else row[0]


def read_readings(connection: sqlite3.Connection, number: int) -> list[QuarantineReading]:
    """Return the readings of row `number` [1], by their place in the message."""
    rows = connection.execute(
        "SELECT place, point, reason, detail, state FROM quarantine_reading "
        "WHERE quarantine_id = ? ORDER BY place",
        (number,),
    )
    return [QuarantineReading(*row) for row in rows]


def read_open_places(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, set[int]]:
    """Return of these messages the places [1] of the readings that still lie there."""
    found: dict[int, set[int]] = {number: set() for number in numbers}
    rows = connection.execute(
        "SELECT quarantine_id, place FROM quarantine_reading WHERE state = 'open' "
        "AND quarantine_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    for number, place in rows:
        found[number].add(place)
    return found


def settle_message(
    connection: sqlite3.Connection, number: int, state: LyingState, *, now_ms: int, note: str = ""
) -> None:
    """Note how a message left, at `now_ms` [ms]; its bytes go (the journal still has them)."""
    connection.execute(
        "UPDATE quarantine SET state = ?, note = ?, settled_ms = ?, payload = NULL WHERE id = ?",
        (state, note, now_ms, number),
    )


def settle_readings(
    connection: sqlite3.Connection, number: int, places: set[int] | None, state: LyingState
) -> None:
    """Note how readings left; `places` [1] None means all that lie there."""
    chosen = "" if places is None else " AND place IN (SELECT value FROM json_each(:places))"
    connection.execute(
        "UPDATE quarantine_reading SET state = :state "
        f"WHERE quarantine_id = :number AND state = 'open'{chosen}",
        {"state": state, "number": number, "places": json.dumps(sorted(places or ()))},
    )


def update_why(
    connection: sqlite3.Connection,
    number: int,
    counted: str,
    problems: Sequence[ReadingProblem],
) -> None:
    """Note why readings of row `number` [1] still lie there after a replay, and its column."""
    connection.execute(
        "UPDATE quarantine SET counted = ?, decoded = 1, readings = ? WHERE id = ?",
        (counted, len(problems), number),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO quarantine_reading "
        "(quarantine_id, place, point, reason, detail, state) VALUES (?, ?, ?, ?, ?, 'open')",
        [(number, p.index, p.point, str(p.reason), p.detail) for p in problems],
    )
    if problems:
        first = min(problems, key=lambda problem: problem.index)
        connection.execute(
            "UPDATE quarantine SET reason = ?, detail = ? WHERE id = ?",
            (str(first.reason), first.detail, number),
        )
