"""Judging the quotas of enterprises and regions from their accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.factors import Use
from analytics.accounts.facts import OPEN_MS, EnterpriseFacts
from analytics.accounts.figures import list_figures
from analytics.accounts.hours import service_span
from analytics.accounts.roll import as_of
from analytics.accounts.rows import AccountRow, read_rows
from analytics.accounts.sums import read_membership
from analytics.context import Context
from analytics.errors import BasisError
from analytics.quota_pace.plan import Plan, make_plan
from analytics.quota_pace.rule import SEVERITY, Pace, PaceLevel, YearUse, compute_pace
from analytics.quota_pace.wording import write_reason
from analytics.verdicts.missing import list_missing_enterprises, list_missing_points
from analytics.verdicts.recalled import add_recalled, list_recalled
from analytics.verdicts.rows import VerdictRow
from analytics.verdicts.scope import Scope
from analytics.verdicts.years import make_day_line, share_in_service
from core.calendar import Period, local_midnight_ms, period_end, to_local
from core.errors import RefusedError
from core.registry.models import Quota, QuotaMonth
from core.units import conversion_factor
from core.vocabulary import Basis, Indicator, QuotaKind, Severity

RULE = "quota_pace"

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
JUDGED = (QuotaKind.ENERGY, QuotaKind.CARBON)


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
    """Read the energy and carbon quotas of a holder for `years` (calendar years)."""
    rows = session.scalars(
        select(Quota)
        .where(Quota.holder == holder, Quota.year.in_(years), Quota.kind.in_(JUDGED))
        .order_by(Quota.year, Quota.kind, Quota.basis)
    ).all()
    months: dict[int, dict[int, float]] = {row.id: {} for row in rows}
    found = session.execute(
        select(QuotaMonth.quota_id, QuotaMonth.month, QuotaMonth.amount).where(
            QuotaMonth.quota_id.in_(months)
        )
    )
    for quota_id, month, amount in found:
        months[quota_id][month] = amount
    return [
        QuotaFacts(
            row.holder,
            row.year,
            QuotaKind(row.kind),
            Basis(row.basis),
            row.amount,
            row.unit,
            row.source,
            months[row.id],
        )
        for row in rows
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


def judge_enterprise(
    context: Context, session: Session, facts: EnterpriseFacts, scope: Scope
) -> list[VerdictRow]:
    """Judge all quotas of an enterprise for the years of `scope`."""
    quotas = read_quotas(session, facts.subject, scope.calendar_years())
    if not quotas:
        return []
    figures = list_figures(facts, context.catalogue, as_of(context.clock.now_ms()))
    service = {figure.indicator: service_span(figure, facts) for figure in figures}
    uses = {f.indicator: [(term.use, term.carrier) for term in f.terms] for f in figures}
    rows = []
    for quota in quotas:
        judged = _Judging(context, session, quota, service=service)
        judged.recalled = judged.list_recalled(facts, uses)
        row = judged.judge()
        if row.level == PaceLevel.UNDETERMINED and not row.evidence.get("refused"):
            missing = list_missing_points(
                context, facts, indicator_of(quota), span=judged.span_so_far()
            )
            row = judged.judge(missing)
        rows.append(row)
    return rows


def judge_region(
    context: Context, session: Session, subject: str, scope: Scope
) -> list[VerdictRow]:
    """Judge all quotas of a region for the years of `scope` from its enterprises' sum."""
    rows = []
    for quota in read_quotas(session, subject, scope.calendar_years()):
        judged = _Judging(context, session, quota)
        judged.recalled = judged.list_recalled_below(subject)
        row = judged.judge()
        if row.level == PaceLevel.UNDETERMINED and not row.evidence.get("refused"):
            missing = list_missing_enterprises(
                context, session, subject, indicator=indicator_of(quota), year_ms=quota.period[0]
            )
            row = judged.judge(missing)
        rows.append(row)
    return rows


class _Judging:
    """One quota being judged."""

    def __init__(
        self,
        context: Context,
        session: Session,
        quota: QuotaFacts,
        *,
        service: dict[str, tuple[int, int]] | None = None,
    ) -> None:
        self.recalled: list[str] = []
        self._context = context
        self._session = session
        self._quota = quota
        self._service = service
        self._now_ms = as_of(context.clock.now_ms())

    def span_so_far(self) -> tuple[int, int]:
        """Return the quota's year as far as it has passed [ms]."""
        start, end = self._quota.period
        return start, max(min(end, self._now_ms), start)

    def list_recalled(
        self, facts: EnterpriseFacts, uses: dict[str, list[tuple[Use, str]]]
    ) -> list[str]:
        """Return the carriers of the quota's account whose factor is recalled."""
        indicator = INDICATOR.get((self._quota.kind, self._quota.basis), "")
        span = self.span_so_far()
        return list_recalled(self._context.catalogue, facts, uses.get(indicator, []), span)

    def list_recalled_below(self, region: str) -> list[str]:
        """Return the same for a region: of the carriers that its enterprises meter."""
        members = read_membership(self._session, self._context.catalogue).by_group()
        names = {name for member in members.get(region, []) for name in member.service_ms}
        carriers = [name.partition(":")[2] for name in names if name.startswith("carrier:")]
        indicator = INDICATOR.get((self._quota.kind, self._quota.basis))
        if indicator is None:
            return []
        here = EnterpriseFacts("", "", "", region.partition(":")[2], ())
        uses: dict[str, list[tuple[Use, str]]] = {
            indicator: [(USE[indicator], carrier) for carrier in carriers]
        }
        return self.list_recalled(here, uses)

    def judge(self, missing: Sequence[tuple[str, float]] = ()) -> VerdictRow:
        """Judge; `missing` names what is not measured with its coverage [1], for the reason."""
        quota = self._quota
        try:
            indicator = indicator_of(quota)
            unit = "tCO2" if indicator is Indicator.CO2 else "tce"
            scale = conversion_factor(unit, quota.unit)
        except RefusedError as error:
            return self._refused(error)
        use = self._read_use(indicator, scale)
        plan = make_plan(quota.period[0], quota.amount, quota.months)
        pace = compute_pace(use, plan, self._context.settings.coverage_floor)
        reasons = add_recalled(*write_reason(pace, quota.unit, quota.basis, missing), self.recalled)
        return self._row(pace, plan, reasons=reasons, missing=missing)

    def _read_use(self, indicator: str, scale: float) -> YearUse:
        quota = self._quota
        start, end = quota.period
        as_of_ms = self.span_so_far()[1]
        service = (0, OPEN_MS)
        if self._service is not None:
            service = self._service.get(indicator, (OPEN_MS, OPEN_MS))
        year = read_rows(
            self._session, quota.holder, Period.YEAR, start_ms=start, end_ms=start + 1,
            indicators=[indicator],
        )  # fmt: skip
        for row in year:
            check_basis(quota, row)
        days = read_rows(
            self._session, quota.holder, Period.DAY, start_ms=start, end_ms=end,
            indicators=[indicator],
        )  # fmt: skip
        line = make_day_line(days, (start, end), service, as_of_ms)
        share = share_in_service((start, end), service, as_of_ms)
        return YearUse(
            used=year[0].amount * scale if year else 0.0,
            coverage=year[0].coverage * share if year else 0.0,
            days_ms=line.days_ms,
            amount=line.amount * scale,
            day_coverage=line.coverage,
            as_of_ms=as_of_ms,
        )

    def _row(
        self,
        pace: Pace,
        plan: Plan,
        *,
        reasons: tuple[str, str],
        missing: Sequence[tuple[str, float]],
    ) -> VerdictRow:
        quota = self._quota
        start, end = quota.period
        evidence: dict[str, object] = {
            "indicator": str(indicator_of(quota)),
            "quota": pace.quota,
            "used": pace.used,
            "remaining": pace.remaining,
            "plan_to_date": pace.plan_to_date,
            "projection": pace.projection,
            "projection_low": pace.low,
            "projection_high": pace.high,
            "ratio": pace.ratio,
            "method": pace.method,
            "exceed_ms": pace.exceed_ms,
            "exceed_date": to_local(pace.exceed_ms).date().isoformat() if pace.exceed_ms else None,
            "as_of_ms": min(self._now_ms, end),
            "plan": plan.months.tolist(),
            "quota_source": quota.source,
            "coverage_floor": self._context.settings.coverage_floor,
            "missing": [[name, share] for name, share in missing],
            "recalled": self.recalled,
            "catalogue_edition": self._context.catalogue.edition,
        }
        return VerdictRow(
            subject=quota.holder,
            rule=RULE,
            detail=quota.detail,
            period=Period.YEAR.value,
            start_ms=start,
            level=pace.level.value,
            severity=SEVERITY[pace.level],
            value=pace.used,
            reference=pace.plan_to_date,
            unit=quota.unit,
            basis=quota.basis,
            coverage=pace.coverage,
            provisional=self._now_ms < end,
            since_ms=pace.since_ms,
            reason=reasons[0],
            reason_en=reasons[1],
            evidence=evidence,
        )

    def _refused(self, error: RefusedError) -> VerdictRow:
        quota = self._quota
        return VerdictRow(
            subject=quota.holder,
            rule=RULE,
            detail=quota.detail,
            period=Period.YEAR.value,
            start_ms=quota.period[0],
            level=PaceLevel.UNDETERMINED.value,
            severity=Severity.NOTICE,
            value=None,
            reference=quota.amount,
            unit=quota.unit,
            basis=quota.basis,
            coverage=0.0,
            provisional=self._now_ms < quota.period[1],
            since_ms=quota.period[0],
            reason=f"无法判定：配额不能与账户比较（{error}）",
            reason_en=f"Undetermined: the quota cannot be held against an account ({error})",
            evidence={"refused": str(error), "quota_source": quota.source},
        )
