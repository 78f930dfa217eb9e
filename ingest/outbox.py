"""The outbox in state.db: what the courier is still to carry to the registry, in numbered rows.

A row is a dirty hour, a link of the journal's chain, or a finding that came or went. Rows stand in
the transaction of what they tell of; the registry remembers the last one it has, so that a row
carried twice changes nothing.

A new state.db would begin again with numbers the registry has seen. Until the registry has said
how far it is (`meet_registry`), rows are kept as not yet numbered for good.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    row INTEGER PRIMARY KEY AUTOINCREMENT, enterprise TEXT NOT NULL, hour_ms INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'hour', body TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS outbox_numbers (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    unsettled_from INTEGER, links_posted INTEGER NOT NULL, identity TEXT NOT NULL
);
INSERT OR IGNORE INTO outbox_numbers VALUES (1, NULL, 0, lower(hex(randomblob(8))));
"""
WIDEN = """
ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'hour';
ALTER TABLE outbox ADD COLUMN body TEXT NOT NULL DEFAULT '';
"""
"""From version 1 of state.db, whose outbox held dirty hours alone."""


class OutboxKind(StrEnum):
    """What a row tells of."""

    HOUR = "hour"
    LINK = "link"
    FINDING = "finding"
    FINDING_GONE = "finding_gone"


class OutboxRow(NamedTuple):
    """A row: its number [1], kind, dirty hour [ms] of an enterprise, or the rest as JSON."""

    row: int
    kind: str
    enterprise: str
    hour_ms: int
    body: str

    def values(self) -> dict[str, Any]:
        """Return what the JSON holds."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(frozen=True)
class OutboxFinding:
    """A finding for the registry; the fields of `core.registry.results.Finding`.

    The key is (`subject`, `point_code`, `code`, `start_ms`, `detail`): a finding of the same key
    replaces what stands there. `start_ms` and `end_ms` are its period [ms since the epoch, UTC].
    """

    subject: str
    code: str
    start_ms: int
    end_ms: int
    text: str
    text_en: str
    detail: str = ""
    point_code: str = ""
    evidence: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class OutboxLink:
    """A sealed segment for the registry: number [1], base and size [byte], digest, time [ms]."""

    number: int
    base: int
    size: int
    digest: str
    sealed_ms: int


def add_hours(connection: sqlite3.Connection, marks: Iterable[tuple[str, int]]) -> None:
    """Add dirty (enterprise, hour [ms]) marks, within the caller's transaction."""
    connection.executemany("INSERT INTO outbox (enterprise, hour_ms) VALUES (?, ?)", marks)


def add_findings(connection: sqlite3.Connection, findings: Iterable[OutboxFinding]) -> None:
    """Add findings that came or changed, within the caller's transaction."""
    _add(connection, OutboxKind.FINDING, [asdict(finding) for finding in findings])


def remove_findings(connection: sqlite3.Connection, findings: Iterable[OutboxFinding]) -> None:
    """Add findings that are no longer so, by their keys, within the caller's transaction."""
    keys = ("subject", "point_code", "code", "start_ms", "detail")
    rows = [{key: getattr(finding, key) for key in keys} for finding in findings]
    _add(connection, OutboxKind.FINDING_GONE, rows)


def add_links(connection: sqlite3.Connection, links: Sequence[OutboxLink]) -> None:
    """Add links of the chain that were not added before, within the caller's transaction."""
    posted = read_posted_link(connection)
    fresh = [link for link in links if link.number > posted]
    if fresh:
        _add(connection, OutboxKind.LINK, [asdict(link) for link in fresh])
        connection.execute("UPDATE outbox_numbers SET links_posted = ?", (fresh[-1].number,))


def read_posted_link(connection: sqlite3.Connection) -> int:
    """Return the number of the last link that was added [1]."""
    posted: int = connection.execute("SELECT links_posted FROM outbox_numbers").fetchone()[0]
    return posted


def read_identity(connection: sqlite3.Connection) -> str:
    """Return the name by which this state.db is told from any other."""
    identity: str = connection.execute("SELECT identity FROM outbox_numbers").fetchone()[0]
    return identity


def read_rows(connection: sqlite3.Connection, limit: int) -> list[OutboxRow]:
    """Return the first `limit` rows [1]."""
    found = connection.execute(
        "SELECT row, kind, enterprise, hour_ms, body FROM outbox ORDER BY row LIMIT ?", (limit,)
    )
    return [OutboxRow._make(row) for row in found]


def note_unsettled(connection: sqlite3.Connection) -> None:
    """Note that rows from now on are not numbered for good, until `meet_registry`."""
    connection.execute(
        "UPDATE outbox_numbers SET unsettled_from = coalesce(unsettled_from, ?)",
        (_last_number(connection) + 1,),
    )


def meet_registry(connection: sqlite3.Connection, carried: int) -> None:
    """Give what is unsettled numbers beyond row `carried` [1], the last that the registry has.

    Within the caller's transaction; rows that come later are beyond it too.
    """
    unsettled = connection.execute("SELECT unsettled_from FROM outbox_numbers").fetchone()[0]
    if _last_number(connection) < carried:
        connection.execute("DELETE FROM sqlite_sequence WHERE name = 'outbox'")
        connection.execute("INSERT INTO sqlite_sequence VALUES ('outbox', ?)", (carried,))
    if unsettled is not None and unsettled <= carried:
        columns = "kind, enterprise, hour_ms, body"
        between = (unsettled, _last_number(connection))
        connection.execute(
            f"INSERT INTO outbox ({columns}) SELECT {columns} FROM outbox "
            "WHERE row BETWEEN ? AND ? ORDER BY row",
            between,
        )
        connection.execute("DELETE FROM outbox WHERE row BETWEEN ? AND ?", between)
    connection.execute("UPDATE outbox_numbers SET unsettled_from = NULL")


def _last_number(connection: sqlite3.Connection) -> int:
    last: int = connection.execute(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'"
    ).fetchone()[0]
    return last


def _add(
    connection: sqlite3.Connection, kind: OutboxKind, rows: Sequence[dict[str, object]]
) -> None:
    connection.executemany(
        "INSERT INTO outbox (enterprise, hour_ms, kind, body) VALUES ('', 0, ?, ?)",
        [(kind, json.dumps(row, ensure_ascii=False)) for row in rows],
    )
