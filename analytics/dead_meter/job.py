"""The job: findings ``dead_meter`` of an enterprise, kept true as its hours change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import delete, insert, select

from analytics.consumption.findings import FindingRow
from analytics.context import Context
from analytics.dead_meter.rule import ZeroRun, find_dead
from core.calendar import DAY_MS, format_time
from core.readings import Int64Array
from core.registry.models import Point
from core.registry.results import Finding
from core.store.protocol import SeriesKey

CODE = "dead_meter"
ALWAYS_MS = 2**42
"""Later than any reading [ms since the epoch, UTC]."""


def refresh_dead_meters(context: Context, enterprise_code: str) -> int:
    """Make the kept findings of an enterprise's dead meters true; return how many changed [1]."""
    subject = f"enterprise:{enterprise_code}"
    points, series = _read_points(context, enterprise_code)
    hours = context.store.read_hours(series, 0, ALWAYS_MS)
    least_ms = round(context.settings.dead_meter_days * DAY_MS)
    runs = find_dead(hours, least_ms=least_ms)
    names = dict(zip(series.tolist(), points, strict=True))
    wanted = {
        (names[s], run.start_ms): _finding(subject, names[s], run)
        for s, found in runs.items()
        for run in found
    }
    return _write(context, subject, wanted)


def has_long_rest(context: Context, enterprise_code: str, now_ms: int) -> bool:
    """Return whether a point has been at zero for long at `now_ms` [ms], or was found dead.

    It is the cheap question that is asked every hour before `refresh_dead_meters`.
    """
    _, series = _read_points(context, enterprise_code)
    begin_ms = now_ms - round(context.settings.dead_meter_days * DAY_MS)
    hours = context.store.read_hours(series, begin_ms, now_ms)
    known = hours.take((hours.coverage > 0) | (hours.estimated != 0))
    if len(np.setdiff1d(np.unique(known.series), known.series[known.amount != 0])):
        return True
    statement = select(Finding.code).where(
        Finding.subject == f"enterprise:{enterprise_code}",
        Finding.code == CODE,
        Finding.end_ms >= begin_ms,
    )
    with context.registry.read() as session:
        return session.scalars(statement.limit(1)).first() is not None


def _read_points(context: Context, enterprise_code: str) -> tuple[list[str], Int64Array]:
    with context.registry.read() as session:
        statement = select(Point.code).where(Point.enterprise_code == enterprise_code)
        points = list(session.scalars(statement.order_by(Point.code)))
    keys: Sequence[SeriesKey] = [SeriesKey(enterprise_code, point) for point in points]
    return points, context.store.series_ids(keys)


def _finding(subject: str, point: str, run: ZeroRun) -> FindingRow:
    days = (run.end_ms - run.start_ms) / DAY_MS
    return FindingRow(
        subject,
        point,
        CODE,
        run.start_ms,
        run.end_ms,
        f"自 {format_time(run.start_ms)} 起连续 {days:.1f} 天为零，而本单位其他计量点仍有用量："
        "疑似停表或断线，请核实",
        f"zero for {days:.1f} days from {format_time(run.start_ms)} while other points of the "
        "enterprise measured: the meter may be dead or unplugged",
        {"zero_hours": run.hours, "days": round(days, 3)},
    )


def _write(context: Context, subject: str, wanted: dict[tuple[str, int], FindingRow]) -> int:
    statement = select(Finding).where(Finding.subject == subject, Finding.code == CODE)
    with context.registry.read() as session:
        kept = {(row.point_code, row.start_ms): row.end_ms for row in session.scalars(statement)}
    gone = [
        key for key, end_ms in kept.items() if key not in wanted or wanted[key].end_ms != end_ms
    ]
    new = [row for key, row in wanted.items() if kept.get(key) != row.end_ms]
    if not gone and not new:
        return 0
    with context.registry.session() as session:
        for point, start_ms in gone:
            session.execute(
                delete(Finding).where(
                    Finding.subject == subject,
                    Finding.code == CODE,
                    Finding.point_code == point,
                    Finding.start_ms == start_ms,
                )
            )
        if new:
            session.execute(insert(Finding), [vars(row) for row in new])
    return len(new) + len([key for key in gone if key not in wanted])
