"""Quotas as a CSV file: one row a quota, its monthly plan in the columns m01 … m12.

Every change is kept with who decided, when and why; see `core.registry.assessment.QuotaChange`.
"""

from __future__ import annotations

import math
from calendar import isleap, monthrange
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from core.registry.assessment import QuotaChange
from core.registry.models import Quota, QuotaMonth
from core.registry.transfer import cells
from core.registry.transfer.spec import Column, Condition, Key, TableSpec, Values
from core.units import parse_unit
from core.vocabulary import Basis, QuotaKind

MONTHS = tuple(f"m{month:02d}" for month in range(1, 13))
PLAN_TOLERANCE = 1e-9
"""Greatest difference between the sum of the plan and the quota, relative [1]."""


def split_evenly(amount: float, year: int) -> tuple[float, ...]:
    """Return `amount` [unit] spread over the months of `year` by their days [unit]."""
    days = 366 if isleap(year) else 365
    return tuple(amount * monthrange(year, month)[1] / days for month in range(1, 13))


def plan_agrees(months: Sequence[float], amount: float) -> bool:
    """Return whether a plan [unit] adds up to the quota [unit]."""
    return math.isclose(math.fsum(months), amount, rel_tol=PLAN_TOLERANCE, abs_tol=0.0)


DECISION = ("decided_ms", "decided_by", "reason")
"""What a row says of the decision behind it; kept in the history, quota_change."""
UNDECIDED: Values = {"decided_ms": None, "decided_by": "", "reason": ""}


def complete_decision(values: Values, before: Values | None, now_ms: int) -> None:
    """Fill in the decision behind a row: of a quota that stays as it is, the last one.

    A new figure without a date is decided at `now_ms` [ms]; without a name, by the import.
    """
    figures = [name for name in values if name not in DECISION]
    if before is not None and all(values[name] == before[name] for name in figures):
        for name in DECISION:
            values[name] = values[name] or before[name]
        return
    values["decided_ms"] = now_ms if values["decided_ms"] is None else values["decided_ms"]
    values["decided_by"] = values["decided_by"] or "import"
    values["reason"] = values["reason"] or values["source"]


class QuotaSpec(TableSpec):
    """Quotas with their months and decisions: three tables, one file."""

    def read_rows(
        self,
        session: Session,
        *where: Condition,
        after: Key | None = None,
        limit: int | None = None,
    ) -> list[Values]:
        """Return quotas with their plans, as `TableSpec.read_rows` does; `limit` of them [1]."""
        statement = self.in_order(select(Quota).where(*where), after, limit)
        quotas = list(session.scalars(statement))
        plans = select(QuotaMonth)
        if limit is not None:
            plans = plans.where(QuotaMonth.quota_id.in_([quota.id for quota in quotas]))
        months: dict[int, dict[int, float]] = {}
        for row in session.scalars(plans):
            months.setdefault(row.quota_id, {})[row.month] = row.amount
        last = read_last_changes(session)
        found: list[Values] = []
        for quota in quotas:
            values: Values = {name: getattr(quota, name) for name in FIELDS}
            change = last.get(self.key_of(values))
            values |= {n: getattr(change, n) for n in DECISION} if change else UNDECIDED
            plan = months.get(quota.id, {})
            values |= {name: plan.get(n) for n, name in enumerate(MONTHS, start=1)}
            found.append(values)
        return found

    def write(self, session: Session, added: Sequence[Values], changed: Sequence[Values]) -> None:
        """Insert and update quotas, replace their plans, and add to their history."""
        if added:
            session.execute(insert(Quota), [{n: row[n] for n in FIELDS} for row in added])
        ids: dict[Key, int] = {
            (row.holder, row.year, row.kind, row.basis): row.id
            for row in session.execute(
                select(Quota.holder, Quota.year, Quota.kind, Quota.basis, Quota.id)
            )
        }
        if changed:
            rows: list[dict[str, Any]] = [
                {"id": ids[self.key_of(row)], **{n: row[n] for n in FIELDS}} for row in changed
            ]
            session.execute(update(Quota), rows)
        plans: list[dict[str, Any]] = []
        for values in (*added, *changed):
            quota_id = ids[self.key_of(values)]
            session.execute(delete(QuotaMonth).where(QuotaMonth.quota_id == quota_id))
            plans += [
                {"quota_id": quota_id, "month": n, "amount": values[name]}
                for n, name in enumerate(MONTHS, start=1)
            ]
        if plans:
            session.execute(insert(QuotaMonth), plans)
        self._write_history(session, (*added, *changed))

    def _write_history(self, session: Session, rows: Sequence[Values]) -> None:
        last = read_last_changes(session)
        made: list[dict[str, Any]] = []
        for values in rows:
            before = last.get(self.key_of(values))
            row = {name: values[name] for name in (*FIELDS, *DECISION)}
            row["number"] = before.number + 1 if before else 1
            row["before"] = before.amount if before else None
            row["before_unit"] = before.unit if before else ""
            made.append(row)
        if made:
            session.execute(insert(QuotaChange), made)


def read_last_changes(session: Session) -> dict[Key, QuotaChange]:
    """Return the newest decision on each quota by (holder, year, kind, basis)."""
    rows = session.scalars(select(QuotaChange).order_by(QuotaChange.number))
    return {(row.holder, row.year, row.kind, row.basis): row for row in rows}


FIELDS = ("holder", "year", "kind", "basis", "amount", "unit", "source")

QUOTA = QuotaSpec(
    "quota",
    Quota,
    ("holder", "year", "kind", "basis"),
    (
        Column("holder", cells.words(40)),
        Column("year", cells.whole(2000, 2100)),
        Column("kind", cells.one_of(QuotaKind)),
        Column("basis", cells.one_of(Basis), required=False, default=str(Basis.NONE)),
        Column("amount", cells.positive),
        Column("unit", parse_unit),
        Column("source", cells.words(400), quiet=True),
        Column("decided", cells.parse_time_cell, "decided_ms", required=False, quiet=True),
        Column("decided_by", cells.words(100), required=False, default="", quiet=True),
        Column("reason", cells.words(400), required=False, default="", quiet=True),
        *(Column(name, cells.not_negative, required=False) for name in MONTHS),
    ),
)
