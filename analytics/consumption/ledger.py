"""Findings of consumption in the registry: which points had events, and keeping them true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from analytics.consumption.findings import CODES, STEP_CODES, FindingRow
from analytics.consumption.hours import Windows
from analytics.consumption.meters import MeterTable
from core.calendar import DAY_MS
from core.readings import Int64Array
from core.registry.database import Registry
from core.registry.results import Finding

LISTED = 500
"""Above so many enterprises all findings of the time are read and the rest left out [1]."""

_TABLE = Finding.metadata.tables[Finding.__tablename__]
_INSERT = insert(_TABLE)
_DELETE = delete(_TABLE).where(
    _TABLE.c.subject == bindparam("subject_"),
    _TABLE.c.point_code == bindparam("point_"),
    _TABLE.c.code == bindparam("code_"),
    _TABLE.c.start_ms == bindparam("start_"),
)


class Placed(NamedTuple):
    """A kept finding and the position of its meter in the table [1]."""

    meter: int
    row: FindingRow


def read_eventful(registry: Registry, table: MeterTable, windows: Windows) -> Int64Array:
    """Return the meters (positions) [1] with a kept step within a day of their windows."""
    wide = windows._replace(start_ms=windows.start_ms - DAY_MS, end_ms=windows.end_ms + DAY_MS)
    with registry.read() as session:
        found = _read_placed(session, table, wide, STEP_CODES)
    return np.unique(np.array([placed.meter for placed in found], np.int64))


class FindingChanges(NamedTuple):
    """Findings to take back, by subject, point, code and start [ms], and those to write."""

    gone: list[tuple[str, str, str, int]]
    new: list[FindingRow]


def write_findings(
    registry: Registry, table: MeterTable, windows: Windows, findings: Sequence[FindingRow]
) -> int:
    """Make the kept findings within `windows` equal to `findings`; return how many changed [1]."""
    changes = compare_findings(registry, table, windows, findings)
    if changes.gone or changes.new:
        with registry.session() as session:
            apply_findings(session, changes)
    fresh = {_key(row) for row in changes.new}
    return len(changes.new) + len([key for key in changes.gone if key not in fresh])


def apply_findings(session: Session, changes: FindingChanges) -> None:
    """Write what differs, in the caller's transaction."""
    names = ("subject_", "point_", "code_", "start_")
    lost = {*changes.gone, *(_key(row) for row in changes.new)}
    if lost:
        session.connection().execute(
            _DELETE, [dict(zip(names, key, strict=True)) for key in sorted(lost)]
        )
    if changes.new:
        session.connection().execute(_INSERT, [vars(row) for row in changes.new])


def compare_findings(
    registry: Registry, table: MeterTable, windows: Windows, findings: Sequence[FindingRow]
) -> FindingChanges:
    """Return what makes the kept findings within `windows` equal to `findings`.

    One with the same start may be kept that ends before the windows, from before readings whose own
    hours are still to be computed; it gives way.
    """
    wanted = {_key(row): row for row in findings}
    with registry.read() as session:
        kept = {_key(p.row): p.row for p in _read_placed(session, table, windows, CODES)}
    gone = [key for key in kept if wanted.get(key) != kept[key]]
    return FindingChanges(gone, [row for key, row in wanted.items() if kept.get(key) != row])


def touches(windows: Windows, meter: int, start_ms: int, end_ms: int) -> bool:
    """Tell whether a period [ms] touches the hours wanted of a meter (its position) [1]."""
    return bool(start_ms < windows.end_ms[meter] and end_ms >= windows.start_ms[meter])


def _key(row: FindingRow) -> tuple[str, str, str, int]:
    return row.subject, row.point_code, row.code, row.start_ms


def _read_placed(
    session: Session, table: MeterTable, windows: Windows, codes: Iterable[str]
) -> list[Placed]:
    """Return the findings of these codes that touch the windows of their meter."""
    if not len(table):
        return []
    places = {(f"enterprise:{m.enterprise}", m.point): i for i, m in enumerate(table.meters)}
    subjects = sorted({subject for subject, _ in places})
    statement = select(Finding).where(
        Finding.code.in_(list(codes)),
        Finding.start_ms < int(windows.end_ms.max()),
        Finding.end_ms >= int(windows.start_ms.min()),
    )
    if len(subjects) <= LISTED:
        statement = statement.where(Finding.subject.in_(subjects))
    found: list[Placed] = []
    for row in session.scalars(statement):
        meter = places.get((row.subject, row.point_code))
        if meter is not None and touches(windows, meter, row.start_ms, row.end_ms):
            found.append(
                Placed(
                    meter,
                    FindingRow(
                        row.subject,
                        row.point_code,
                        row.code,
                        row.start_ms,
                        row.end_ms,
                        row.text,
                        row.text_en,
                        dict(row.evidence),
                    ),
                )
            )
    return found
