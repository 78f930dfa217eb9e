"""Quotas as the registry holds them, and the account each is held against."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from analytics.accounts.factors import Use
from analytics.accounts.rows import AccountRow
from analytics.errors import BasisError
from analytics.quota_pace.plan import Plan, make_plan
from analytics.quota_pace.season import Seasons, plan_months
from analytics.quota_pace.transfers import Move, move_plan, read_moves, state_moves
from analytics.together import ask
from core.calendar import Period, local_midnight_ms, period_end
from core.registry.models import Quota, QuotaMonth
from core.vocabulary import Basis, Indicator, QuotaKind

INDICATOR: dict[tuple[QuotaKind, Basis], Indicator] = {
    (QuotaKind.ENERGY, Basis.CALORIFIC): Indicator.COAL_CALORIFIC,
    (QuotaKind.ENERGY, Basis.PRIMARY): Indicator.COAL_PRIMARY,
    (QuotaKind.CARBON, Basis.NONE): Indicator.CO2,
}
"""The account that a quota of a kind and basis is held against."""
USE = {
    Indicator.COAL_CALORIFIC: Use.COAL_CALORIFIC,
    Indicator.COAL_PRIMARY: Use.COAL_PRIMARY,
    Indicator.CO2: Use.CO2,
}
"""What the carriers of such an account are multiplied with."""
JUDGED = (QuotaKind.ENERGY, QuotaKind.CARBON)
READ = (
    select(
        Quota.id,
        Quota.holder,
        Quota.year,
        Quota.kind,
        Quota.basis,
        Quota.amount,
        Quota.unit,
        Quota.source,
    )
    .where(
        Quota.holder.in_(bindparam("holders", expanding=True)),
        Quota.year.in_(bindparam("years", expanding=True)),
        Quota.kind.in_(JUDGED),
    )
    .order_by(Quota.year, Quota.kind, Quota.basis)
)
"""Built once, for it is asked often."""
READ_MONTHS = select(QuotaMonth.quota_id, QuotaMonth.month, QuotaMonth.amount).where(
    QuotaMonth.quota_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True)
class QuotaFacts:
    """A quota with its monthly plan, amounts in `unit` per year or month.

    Attributes
    ----------
    allotted : float
        As it was set, before anything was transferred [unit].
    months : dict of int to float
        Its plan as it was set [unit]; empty for none.
    moves : tuple of Move
        What was transferred since.
    """

    holder: str
    year: int
    kind: QuotaKind
    basis: Basis
    allotted: float
    unit: str
    source: str
    months: dict[int, float]
    moves: tuple[Move, ...] = ()

    @property
    def amount(self) -> float:
        """The quota as it stands: as it was set, and what was transferred since [unit]."""
        return math.fsum([self.allotted, *(move.amount for move in self.moves)])

    @property
    def plan(self) -> Plan:
        """The plan as it stands, with transfers from their months on."""
        plan = make_plan(self.period[0], self.allotted, self.months)
        return move_plan(plan, self.moves, self.year)

    @property
    def detail(self) -> str:
        """What tells the holder's quotas of one year apart."""
        return self.kind if self.basis is Basis.NONE else f"{self.kind}:{self.basis}"

    @property
    def period(self) -> tuple[int, int]:
        """The quota's year ``[start, end)`` [ms]."""
        start = local_midnight_ms(date(self.year, 1, 1))
        return start, period_end(Period.YEAR, start)


def read_quotas(session: Session, holder: str, years: Sequence[int]) -> list[QuotaFacts]:
    """Read the energy and carbon quotas of a holder for `years` [calendar year].

    A quota without a plan of its own is spread by the holder's production season, where one is
    entered. What was transferred is part of it.

    Raises
    ------
    UnitError
        A transfer's unit does not convert into its quota's.
    """

    def _read(holders: Sequence[str]) -> dict[str, list[QuotaFacts]]:
        return _read_quotas(session, holders, years)

    return ask(session, holder, ("quotas", tuple(years)), _read) or []


def _read_quotas(
    session: Session, holders: Sequence[str], years: Sequence[int]
) -> dict[str, list[QuotaFacts]]:
    """Return the quotas of several holders for `years` [calendar year], by holder."""
    connection = session.connection()
    rows = connection.execute(READ, {"holders": list(holders), "years": list(years)}).all()
    months: dict[int, dict[int, float]] = {row.id: {} for row in rows}
    if rows:
        for quota_id, month, amount in connection.execute(READ_MONTHS, {"ids": list(months)}):
            months[quota_id][month] = amount
    found: dict[str, list[QuotaFacts]] = defaultdict(list)
    moved = read_moves(session, {row.holder for row in rows}, years) if rows else {}
    for row in rows:
        season = Seasons(session, row.holder).of(row.year)
        transfers = moved.get((row.holder, row.year, row.kind, row.basis), ())
        found[row.holder].append(
            QuotaFacts(
                row.holder,
                row.year,
                QuotaKind(row.kind),
                Basis(row.basis),
                row.amount,
                row.unit,
                row.source,
                plan_months(row.amount, row.year, months[row.id], season),
                state_moves(transfers, row.holder, row.unit),
            )
        )
    return found


def indicator_of(quota: QuotaFacts) -> Indicator:
    """Return the account a quota is held against.

    Raises
    ------
    BasisError
        No account has the quota's basis: figures on two bases are never compared.
    """
    found = INDICATOR.get((quota.kind, quota.basis))
    if found is None:
        raise BasisError(
            f"quota of kind {quota.kind!r} has basis {quota.basis!r}",
            where=f"quota of {quota.holder} for {quota.year}",
            fix="give an energy quota the basis calorific or primary, a carbon quota none",
        )
    return found


def check_basis(quota: QuotaFacts, account: AccountRow) -> None:
    """Refuse to hold an account against a quota of another basis.

    Raises
    ------
    BasisError
        The two bases differ.
    """
    if account.basis != quota.basis:
        raise BasisError(
            f"account {account.indicator} has basis {account.basis!r}, "
            f"the quota has {quota.basis!r}",
            where=f"quota of {quota.holder} for {quota.year}",
            fix="compare figures of one basis only",
        )
