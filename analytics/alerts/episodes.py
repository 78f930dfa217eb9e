"""Episodes follow the verdicts of the running year.

An episode opens when a verdict reaches `OPENS_AT`; one is open at a time, which the database's
unique index keeps, whoever writes. It changes with the verdict's level and severity, and resolves
when the verdict is determined and below `OPENS_AT` again. An undetermined verdict neither opens
nor resolves: a meter that falls silent mends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from analytics.verdicts.rows import REASON_LENGTH, UNDETERMINED, VerdictRow
from core.calendar import Period, period_end
from core.registry.results import Alert
from core.vocabulary import Severity

OPENS_AT = Severity.WARNING


class AlertChanges(NamedTuple):
    """How many episodes opened, changed and resolved [1]."""

    opened: int
    changed: int
    resolved: int


class _Open(NamedTuple):
    """What is compared of an open episode."""

    id: int
    level: str
    severity: int
    reason: str


def follow_verdicts(
    session: Session, verdicts: Iterable[VerdictRow], *, gone: Iterable[str] = (), now_ms: int
) -> AlertChanges:
    """Open, change and resolve episodes in the caller's transaction.

    Parameters
    ----------
    verdicts : iterable of VerdictRow
        Judged verdicts; only those of the year that runs at `now_ms` [ms] count.
    gone : iterable of str
        Ids of verdicts that are no longer judged; their episodes resolve.
    """
    running = [v for v in verdicts if is_running(v, now_ms)]
    stands = _read_open(session, {v.subject for v in running})
    connection = session.connection()
    opened = changed = resolved = 0
    for verdict in running:
        if verdict.level == UNDETERMINED:
            continue
        open_one = stands.get((verdict.subject, verdict.rule, verdict.detail))
        if verdict.severity < OPENS_AT:
            resolved += _resolve(connection, open_one, now_ms)
        elif open_one is None:
            opened += _open(connection, verdict, now_ms)
        else:
            changed += _change(connection, open_one, verdict, now_ms)
    old = list(gone)
    if old:
        answer = connection.execute(
            update(Alert)
            .where(Alert.verdict_id.in_(old), Alert.resolved_ms.is_(None))
            .values(resolved_ms=now_ms)
        )
        resolved += answer.rowcount
    return AlertChanges(opened, changed, resolved)


def is_running(verdict: VerdictRow, now_ms: int) -> bool:
    """Tell whether a verdict judges the year that runs at `now_ms` [ms]."""
    if verdict.period != Period.YEAR:
        return False
    return verdict.start_ms <= now_ms < period_end(Period.YEAR, verdict.start_ms)


def _read_open(session: Session, subjects: set[str]) -> dict[tuple[str, str, str], _Open]:
    rows = session.execute(
        select(
            Alert.subject,
            Alert.rule,
            Alert.detail,
            Alert.id,
            Alert.level,
            Alert.severity,
            Alert.reason,
        ).where(Alert.subject.in_(subjects), Alert.resolved_ms.is_(None))
    )
    return {(row[0], row[1], row[2]): _Open(*row[3:]) for row in rows}


def _open(connection: Connection, verdict: VerdictRow, now_ms: int) -> int:
    """Insert an episode unless one stands; the partial unique index decides."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = (
        make(Alert)
        .values(
            subject=verdict.subject,
            rule=verdict.rule,
            detail=verdict.detail,
            opened_ms=now_ms,
            changed_ms=now_ms,
            resolved_ms=None,
            severity=int(verdict.severity),
            level=verdict.level,
            reason=verdict.reason[:REASON_LENGTH],
            reason_en=verdict.reason_en[:REASON_LENGTH],
            verdict_id=verdict.id,
        )
        .on_conflict_do_nothing(
            index_elements=["subject", "rule", "detail"],
            index_where=text("resolved_ms IS NULL"),
        )
        .returning(Alert.id)
    )
    return len(connection.execute(statement).all())


def _change(connection: Connection, stands: _Open, verdict: VerdictRow, now_ms: int) -> int:
    """Bring an open episode to its verdict; `changed_ms` moves with level and severity only."""
    reason = verdict.reason[:REASON_LENGTH]
    if (stands.level, stands.severity, stands.reason) == (
        verdict.level,
        verdict.severity,
        reason,
    ):
        return 0
    moved = (stands.level, stands.severity) != (verdict.level, verdict.severity)
    values: dict[str, object] = {
        "level": verdict.level,
        "severity": int(verdict.severity),
        "reason": reason,
        "reason_en": verdict.reason_en[:REASON_LENGTH],
        "verdict_id": verdict.id,
    }
    if moved:
        values["changed_ms"] = now_ms
    connection.execute(
        update(Alert).where(Alert.id == stands.id, Alert.resolved_ms.is_(None)).values(values)
    )
    return int(moved)


def _resolve(connection: Connection, stands: _Open | None, now_ms: int) -> int:
    if stands is None:
        return 0
    statement = (
        update(Alert)
        .where(Alert.id == stands.id, Alert.resolved_ms.is_(None))
        .values(resolved_ms=now_ms)
    )
    return connection.execute(statement).rowcount
