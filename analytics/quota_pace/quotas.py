"""Quotas as the registry holds them, and the account each is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from analytics.accounts.factors import Use
from analytics.accounts.rows import AccountRow
from analytics.errors import BasisError
from analytics.quota_pace.season import Seasons, plan_months
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
        Quota.holder == bindparam("holder"),
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
    """A quota with its monthly plan, amounts in `unit` per year or month."""

    holder: str
    year: int
    kind: QuotaKind
    basis: Basis
    amount: float
    unit: str
    source: str
    months: dict[int, float]

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
    entered.
    """
    connection = session.connection()
    rows = connection.execute(READ, {"holder": holder, "years": list(years)}).all()
    months: dict[int, dict[int, float]] = {row.id: {} for row in rows}
    if rows:
        for quota_id, month, amount in connection.execute(READ_MONTHS, {"ids": list(months)}):
            months[quota_id][month] = amount
    seasons = Seasons(session, holder) if rows else None
    return [
        QuotaFacts(
            row.holder,
            row.year,
            QuotaKind(row.kind),
            Basis(row.basis),
            row.amount,
            row.unit,
            row.source,
            plan_months(row.amount, row.year, months[row.id], seasons.of(row.year)),
        )
        for row in rows
        if seasons is not None
    ]


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
