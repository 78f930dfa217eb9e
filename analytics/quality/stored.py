"""What was measured of months and is kept in the registry: read, written, marked as due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from analytics.quality.consistency import Check
from analytics.quality.measure import PointCounts
from analytics.together import ask
from core.calendar import DAY_MS, Period, period_end, period_start
from core.registry.conflicts import insert_into
from core.registry.quality import PointMonth, QualityCheck, QualityDue

COUNTS = tuple(field.name for field in fields(PointCounts))
_SUBJECT = "enterprise:"
_READ_POINTS = (
    select(
        PointMonth.enterprise_code,
        PointMonth.point_code,
        *(getattr(PointMonth, name) for name in COUNTS),
    )
    .where(
        PointMonth.enterprise_code.in_(bindparam("codes", expanding=True)),
        PointMonth.month_ms == bindparam("month"),
    )
    .order_by(PointMonth.point_code)
)
SETTLE_MS = 3_600_000
"""The running month is measured so long after midnight [ms]."""


class Due(NamedTuple):
    """A month [ms] of an enterprise to be measured, and the revision of the mark [1]."""

    enterprise_code: str
    month_ms: int
    revision: int


def mark_quality(session: Session, days_ms: Mapping[str, Iterable[int]], *, now_ms: int) -> None:
    """Mark the months of changed days [ms], by enterprise, to be measured.

    A past month is due at once, the running one when the present day has ended.
    """
    running = period_start(Period.MONTH, now_ms)
    tomorrow = period_start(Period.DAY, now_ms) + DAY_MS + SETTLE_MS
    rows = [
        {
            "enterprise_code": code,
            "month_ms": month,
            "due_ms": tomorrow if month >= running else now_ms,
            "revision": 1,
        }
        for code in sorted(days_ms)
        for month in sorted({period_start(Period.MONTH, day) for day in set(days_ms[code])})
    ]
    if not rows:
        return
    connection = session.connection()
    mark = insert_into(connection, QualityDue)
    connection.execute(
        mark.on_conflict_do_update(
            index_elements=["enterprise_code", "month_ms"],
            set_={"revision": QualityDue.revision + 1},
        ),
        rows,
    )


def read_due(session: Session, now_ms: int, limit: int) -> list[Due]:
    """Return what is due at `now_ms` [ms], the oldest months first, at most `limit` [1]."""
    statement = (
        select(QualityDue.enterprise_code, QualityDue.month_ms, QualityDue.revision)
        .where(QualityDue.due_ms <= now_ms)
        .order_by(QualityDue.enterprise_code, QualityDue.month_ms)
        .limit(limit)
    )
    return [Due._make(row) for row in session.execute(statement)]


def clear_due(session: Session, due: Sequence[Due], *, now_ms: int) -> None:
    """Clear marks that have not moved; the month running at `now_ms` [ms] is due again later."""
    for one in due:
        mine = (
            QualityDue.enterprise_code == one.enterprise_code,
            QualityDue.month_ms == one.month_ms,
        )
        if period_end(Period.MONTH, one.month_ms) > now_ms:
            later = period_start(Period.DAY, now_ms) + DAY_MS + SETTLE_MS
            session.execute(update(QualityDue).where(*mine).values(due_ms=later))
        else:
            session.execute(delete(QualityDue).where(*mine, QualityDue.revision == one.revision))


def postpone(session: Session, due: Due, until_ms: int) -> None:
    """Let a month be due only from `until_ms` [ms] on."""
    session.execute(
        update(QualityDue)
        .where(
            QualityDue.enterprise_code == due.enterprise_code,
            QualityDue.month_ms == due.month_ms,
        )
        .values(due_ms=until_ms)
    )


def write_month(
    session: Session,
    enterprise_code: str,
    month_ms: int,
    *,
    points: dict[str, PointCounts],
    checks: Sequence[Check],
) -> None:
    """Put what was measured of a month that starts at `month_ms` [ms] in the place of what was."""
    for table in (PointMonth, QualityCheck):
        session.execute(
            delete(table).where(
                table.enterprise_code == enterprise_code, table.month_ms == month_ms
            )
        )
    key = {"enterprise_code": enterprise_code, "month_ms": month_ms}
    if points:
        session.execute(
            insert(PointMonth),
            [{**key, "point_code": code, **asdict(one)} for code, one in points.items()],
        )
    if checks:
        session.execute(insert(QualityCheck), [{**key, **asdict(check)} for check in checks])


def read_points(session: Session, enterprise_code: str, month_ms: int) -> dict[str, PointCounts]:
    """Return what each point's month that starts at `month_ms` [ms] holds, by code."""

    def _read(subjects: Sequence[str]) -> dict[str, dict[str, PointCounts]]:
        codes = [subject.removeprefix(_SUBJECT) for subject in subjects]
        rows = session.connection().execute(_READ_POINTS, {"codes": codes, "month": month_ms})
        found: dict[str, dict[str, PointCounts]] = defaultdict(dict)
        for row in rows:
            found[_SUBJECT + row[0]][row[1]] = PointCounts(*row[2:])
        return found

    return ask(session, _SUBJECT + enterprise_code, ("points", month_ms), _read) or {}


def read_checks(session: Session, enterprise_code: str, month_ms: int) -> list[Check]:
    """Return the comparisons of a month that starts at `month_ms` [ms], by kind and detail."""
    rows = session.scalars(
        select(QualityCheck)
        .where(QualityCheck.enterprise_code == enterprise_code, QualityCheck.month_ms == month_ms)
        .order_by(QualityCheck.kind, QualityCheck.detail)
    )
    return [
        Check(
            row.kind,
            row.detail,
            row.value,
            row.reference,
            row.unit,
            row.tolerance,
            row.agrees,
            dict(row.evidence),
        )
        for row in rows
    ]
