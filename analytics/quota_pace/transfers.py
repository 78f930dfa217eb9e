"""Quota that was transferred: what moves a holder's own plan, and from which month on.

A transfer (配额调剂) changes what its holders may use from the month of its decision to December,
in proportion to what their plans have there; what was allowed before stays as it was. One decided
before the year, or after it as a settlement, moves the whole year alike. A holder that gives more
than the rest of its year holds gives the remainder from the months before, in proportion too.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from analytics.quota_pace.plan import Plan
from core.calendar import to_local
from core.readings import Float64Array
from core.registry.assessment import QuotaTransfer
from core.units import conversion_factor

MONTHS = 12
Key = tuple[str, int, str, str]
"""Holder, year, kind and basis."""


class Move(NamedTuple):
    """What a transfer gave a holder, `amount` [quota's unit] below zero where it gave away.

    `decided_ms` is when it was decided [ms], `other` the holder on the other side.
    """

    code: str
    other: str
    amount: float
    decided_ms: int
    source: str

    def evidence(self) -> dict[str, object]:
        """Return the move as evidence."""
        return self._asdict()


def read_moves(
    session: Session, holders: Collection[str], years: Sequence[int]
) -> dict[Key, list[QuotaTransfer]]:
    """Read the transfers from and to holders for `years` [calendar year], in order of decision."""
    names = sorted(holders)
    rows = session.scalars(
        select(QuotaTransfer)
        .where(
            or_(QuotaTransfer.from_holder.in_(names), QuotaTransfer.to_holder.in_(names)),
            QuotaTransfer.year.in_(list(years)),
        )
        .order_by(QuotaTransfer.decided_ms, QuotaTransfer.code)
    )
    found: dict[Key, list[QuotaTransfer]] = defaultdict(list)
    for row in rows:
        for holder in (row.from_holder, row.to_holder):
            found[holder, row.year, row.kind, row.basis].append(row)
    return found


def state_moves(rows: Iterable[QuotaTransfer], holder: str, unit: str) -> tuple[Move, ...]:
    """Return what transfers moved for a holder, in the unit of its quota.

    Raises
    ------
    UnitError
        A transfer's unit does not convert into the quota's.
    """
    moves = []
    for row in rows:
        amount = row.amount * conversion_factor(row.unit, unit)
        if row.to_holder == holder:
            moves.append(Move(row.code, row.from_holder, amount, row.decided_ms, row.source))
        else:
            moves.append(Move(row.code, row.to_holder, -amount, row.decided_ms, row.source))
    return tuple(moves)


def move_plan(plan: Plan, moves: Sequence[Move], year: int) -> Plan:
    """Return the plan of a year [calendar year] with what was moved; its months add up to it."""
    if not moves:
        return plan
    months = plan.months.copy()
    for move in moves:
        months = _move_months(months, move.amount, _first_month(move.decided_ms, year))
    amount = math.fsum([plan.amount, *(move.amount for move in moves)])
    return Plan(amount, plan.edges_ms, months, plan)


def _first_month(decided_ms: int, year: int) -> int:
    """Return the first month that a decision of a time [ms] moves, 0 … 11 [1]."""
    day = to_local(decided_ms).date()
    return day.month - 1 if day.year == year else 0


def _move_months(months: Float64Array, amount: float, first: int) -> Float64Array:
    """Return months with an amount [unit] spread over those from `first` [1] on."""
    moved = months.copy()
    ahead = float(months[first:].sum())
    if ahead <= 0 or ahead + amount < 0:
        moved[first:] = 0.0
        return _spread(moved, ahead + amount, first if ahead + amount > 0 else 0)
    return _spread(moved, amount, first)


def _spread(months: Float64Array, amount: float, first: int) -> Float64Array:
    """Return months with an amount [unit] added in proportion, evenly where nothing is planned."""
    own = months[first:]
    total = float(own.sum())
    share = own / total if total > 0 else own * 0.0 + 1.0 / len(own)
    moved = months.copy()
    moved[first:] = own + amount * share
    return moved
