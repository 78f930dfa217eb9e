"""Judging the quotas of enterprises and regions from their accounts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analytics.accounts.facts import OPEN_MS
from analytics.quota_pace.band import compute_weeks
from analytics.quota_pace.plan import Plan, make_plan
from analytics.quota_pace.quotas import (
    INDICATOR,
    USE,
    QuotaFacts,
    check_basis,
    indicator_of,
    read_quotas,
)
from analytics.quota_pace.rule import SEVERITY, Pace, PaceLevel, YearUse, compute_pace
from analytics.quota_pace.wording import write_reason
from analytics.verdicts.docket import Docket
from analytics.verdicts.missing import list_missing_enterprises, list_missing_points
from analytics.verdicts.recalled import add_recalled, list_recalled
from analytics.verdicts.rows import VerdictRow
from analytics.verdicts.years import make_day_line, share_in_service
from core.calendar import DAY_MS, Period, period_start, to_local
from core.errors import RefusedError
from core.readings import Float64Array
from core.units import conversion_factor
from core.vocabulary import Indicator, Severity

RULE = "quota_pace"


def judge_enterprise(docket: Docket) -> list[VerdictRow]:
    """Judge all quotas of an enterprise for the years of the docket."""
    return [_Judging(docket, quota).judge_fully() for quota in _read(docket)]


def judge_region(docket: Docket) -> list[VerdictRow]:
    """Judge all quotas of a region for the years of the docket, from its enterprises' sum."""
    return [_Judging(docket, quota, is_region=True).judge_fully() for quota in _read(docket)]


def _read(docket: Docket) -> list[QuotaFacts]:
    return read_quotas(docket.session, docket.subject, docket.scope.calendar_years())


class _Judging:
    """One quota being judged."""

    def __init__(self, docket: Docket, quota: QuotaFacts, *, is_region: bool = False) -> None:
        self._docket = docket
        self._context = docket.context
        self._quota = quota
        self._is_region = is_region
        self._now_ms = docket.now_ms
        self._indicator = INDICATOR.get((quota.kind, quota.basis))
        self._recalled = self._list_recalled()

    def judge_fully(self) -> VerdictRow:
        """Judge, and say what is missing where that is too much."""
        row = self.judge()
        if row.level != PaceLevel.UNDETERMINED or self._indicator is None:
            return row
        if self._is_region:
            missing = list_missing_enterprises(self._docket, self._indicator, self._quota.period[0])
        else:
            missing = list_missing_points(
                self._context, self._docket.facts, self._indicator, span=self._span_so_far()
            )
        return self.judge(missing)

    def _span_so_far(self) -> tuple[int, int]:
        """Return the quota's year as far as it has passed [ms]."""
        start, end = self._quota.period
        return start, max(min(end, self._now_ms), start)

    def _list_recalled(self) -> list[str]:
        """Return the carriers of the quota's account whose factor is recalled."""
        if self._indicator is None:
            return []
        uses = [(USE[self._indicator], carrier) for carrier in self._list_carriers()]
        span = self._span_so_far()
        return list_recalled(self._context.catalogue, self._docket.facts, uses, span)

    def _list_carriers(self) -> list[str]:
        if not self._is_region:
            figure = self._docket.figures.get(str(self._indicator))
            return [term.carrier for term in figure.terms] if figure else []
        members = self._docket.membership.by_group().get(self._docket.subject, [])
        names = {name for member in members for name in member.service_ms}
        return [name.partition(":")[2] for name in names if name.startswith("carrier:")]

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
        reasons = add_recalled(
            *write_reason(pace, quota.unit, quota.basis, missing), self._recalled
        )
        return self._row(pace, plan, reasons=reasons, missing=missing)

    def _read_use(self, indicator: str, scale: float) -> YearUse:
        start, end = self._quota.period
        as_of_ms = self._span_so_far()[1]
        service = (0, OPEN_MS)
        if not self._is_region:
            service = self._docket.service.get(indicator, (OPEN_MS, OPEN_MS))
        year = self._docket.accounts.row(indicator, Period.YEAR, start)
        if year is not None:
            check_basis(self._quota, year)
        days = self._docket.accounts.days(indicator, (start, end))
        line = make_day_line(days, (start, end), service, as_of_ms)
        share = share_in_service((start, end), service, as_of_ms)
        return YearUse(
            used=year.amount * scale if year else 0.0,
            coverage=year.coverage * share if year else 0.0,
            days_ms=line.days_ms,
            amount=line.amount * scale,
            day_coverage=line.coverage,
            as_of_ms=as_of_ms,
            before=self._read_weeks_before(indicator, service, scale),
        )

    def _read_weeks_before(
        self, indicator: str, service: tuple[int, int], scale: float
    ) -> Float64Array:
        """Return use by plan of the weeks of the year before, against this year's plan [1]."""
        end = self._quota.period[0]
        start = period_start(Period.YEAR, end - 1)
        days = self._docket.accounts.days(indicator, (start, end))
        if not days:
            return np.empty(0)
        line = make_day_line(days, (start, end), service, end)
        plan = make_plan(start, self._quota.amount, self._quota.months)
        planned = plan.to_date(line.days_ms + DAY_MS) - plan.to_date(line.days_ms)
        good = line.coverage >= self._context.settings.coverage_floor
        return compute_weeks(line.amount[good] * scale, planned[good])

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
            "exceed_date": _day(pace.exceed_ms),
            "exceed_earliest": _day(pace.earliest_ms),
            "exceed_latest": _day(pace.latest_ms),
            "as_of_ms": min(self._now_ms, end),
            "plan": plan.months.tolist(),
            "quota_source": quota.source,
            "coverage_floor": self._context.settings.coverage_floor,
            "missing": [[name, share] for name, share in missing],
            "recalled": self._recalled,
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


def _day(t_ms: int | None) -> str | None:
    return to_local(t_ms).date().isoformat() if t_ms is not None else None
