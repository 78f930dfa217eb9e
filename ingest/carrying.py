"""What the courier writes into the registry: outbox rows once each, and the books whole."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from core.registry.conflicts import insert_into
from core.registry.marks import mark_hours
from core.registry.models import Base
from core.registry.results import Book, CourierMark, Finding, JournalLink
from ingest.books import BookRow, Counts
from ingest.outbox import OutboxKind, OutboxRow

log = logging.getLogger(__name__)

_COUNTS = tuple(field.name for field in fields(Counts))
_FINDING_KEY = ("subject", "point_code", "code", "start_ms", "detail")
_TEXT_MAX = {"detail": 200, "text": 600, "text_en": 600}


def carry_rows(session: Session, collector: str, rows: Sequence[OutboxRow]) -> None:
    """Carry rows of a collector's outbox within the caller's transaction, each once.

    Rows up to the last one that the registry remembers are passed over.
    """
    mark = session.get(CourierMark, collector, with_for_update=True)
    if mark is None:
        mark = CourierMark(collector=collector, row=0)
        session.add(mark)
        session.flush()
    fresh = [row for row in rows if row.row > mark.row]
    hours = {(row.enterprise, row.hour_ms) for row in fresh if row.kind == OutboxKind.HOUR}
    mark_hours(session, sorted(hours))
    _carry_links(session, collector, [r for r in fresh if r.kind == OutboxKind.LINK])
    _carry_findings(session, fresh)
    mark.row = max(mark.row, rows[-1].row)


class BookCarrier:
    """Writes the books of one collector that have changed since they were last carried."""

    def __init__(self, collector: str) -> None:
        self._collector = collector
        self._carried: dict[tuple[str, str], BookRow] | None = None

    def carry(self, session: Session, rows: Sequence[BookRow], now_ms: int) -> None:
        """Write what has changed by `now_ms` [ms], within the caller's transaction."""
        before = self._carried
        current = {(row.enterprise, row.gateway): row for row in rows}
        gone = (self._read_keys(session) if before is None else set(before)) - set(current)
        if gone:
            statement = delete(Book).where(
                Book.collector == self._collector,
                Book.enterprise_code == bindparam("enterprise"),
                Book.gateway_code == bindparam("gateway"),
            )
            keys = [{"enterprise": key[0], "gateway": key[1]} for key in sorted(gone)]
            session.connection().execute(statement, keys)
        changed = [row for key, row in current.items() if not before or before.get(key) != row]
        values = [self._book(row, now_ms) for row in changed]
        _upsert(session, Book, ("collector", "enterprise_code", "gateway_code"), values)

    def settle(self, rows: Sequence[BookRow]) -> None:
        """Take note that what `carry` wrote is committed."""
        self._carried = {(row.enterprise, row.gateway): row for row in rows}

    def _read_keys(self, session: Session) -> set[tuple[str, str]]:
        found = session.execute(
            select(Book.enterprise_code, Book.gateway_code).where(Book.collector == self._collector)
        )
        return {(enterprise, gateway) for enterprise, gateway in found}

    def _book(self, row: BookRow, now_ms: int) -> dict[str, Any]:
        counts = {name: getattr(row, name) for name in _COUNTS}
        return counts | {
            "collector": self._collector,
            "enterprise_code": row.enterprise,
            "gateway_code": row.gateway,
            "pending": row.pending,
            "carried_ms": now_ms,
        }


def _carry_links(session: Session, collector: str, rows: Sequence[OutboxRow]) -> None:
    """Add links of the chain; one that stands is never written over."""
    values = [row.values() | {"collector": collector} for row in rows]
    if not values:
        return
    statement = insert_into(session.connection(), JournalLink)
    statement = statement.on_conflict_do_nothing(index_elements=["collector", "number"])
    session.connection().execute(statement, values)
    numbers = [value["number"] for value in values]
    held = session.execute(
        select(JournalLink.number, JournalLink.digest).where(
            JournalLink.collector == collector, JournalLink.number.in_(numbers)
        )
    )
    digests = {link.number: link.digest for link in held}
    for value in values:
        if digests[value["number"]] != value["digest"]:
            log.error(
                "segment %d of %s is chained in the registry with other bytes: "
                "`nengheng journal verify` says more",
                value["number"],
                collector,
            )


def _carry_findings(session: Session, rows: Iterable[OutboxRow]) -> None:
    """Write findings that came and delete those that went; of one key the last row counts."""
    last: dict[tuple[Any, ...], dict[str, Any] | None] = {}
    for row in rows:
        if row.kind not in {OutboxKind.FINDING, OutboxKind.FINDING_GONE}:
            continue
        values = {
            name: _fit(name, value) if isinstance(value, str) else value
            for name, value in row.values().items()
        }
        key = tuple(values[name] for name in _FINDING_KEY)
        last[key] = values if row.kind == OutboxKind.FINDING else None
    gone = [dict(zip(_FINDING_KEY, key, strict=True)) for key, row in last.items() if row is None]
    if gone:
        columns = [getattr(Finding, name) for name in _FINDING_KEY]
        wanted = [
            column == bindparam(f"gone_{name}")
            for name, column in zip(_FINDING_KEY, columns, strict=True)
        ]
        keys = [{f"gone_{name}": value for name, value in key.items()} for key in gone]
        session.connection().execute(delete(Finding).where(*wanted), keys)
    _upsert(session, Finding, _FINDING_KEY, [row for row in last.values() if row is not None])


def _fit(name: str, value: str) -> str:
    """Return a text as a column of the registry takes it: short enough, without NUL."""
    return value.replace("\0", "�")[: _TEXT_MAX.get(name)]


def _upsert(
    session: Session, table: type[Base], key: Sequence[str], rows: Sequence[dict[str, Any]]
) -> None:
    if not rows:
        return
    statement = insert_into(session.connection(), table)
    rest = [name for name in rows[0] if name not in key]
    statement = statement.on_conflict_do_update(
        index_elements=list(key), set_={name: statement.excluded[name] for name in rest}
    )
    session.connection().execute(statement, list(rows))
