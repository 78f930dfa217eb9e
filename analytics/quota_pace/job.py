"""Judging the quotas of enterprises and regions from their accounts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from analytics.quota_pace.band import SHARE
from analytics.quota_pace.plan import Plan
from analytics.quota_pace.quotas import (
    INDICATOR,
    USE,
    QuotaFacts,
    indicator_of,
    read_quotas,
)
from analytics.quota_pace.rule import SEVERITY, Pace, PaceLevel, compute_pace
from analytics.quota_pace.wording import write_reason
from analytics.quota_pace.year_use import read_year_use
from analytics.verdicts.docket import Docket
from analytics.verdicts.missing import list_missing_enterprises, list_missing_points
from analytics.verdicts.recalled import add_recalled, list_recalled
from analytics.verdicts.rows import VerdictRow
from analytics.verdicts.undetermined import Measure, undetermined_row
from core.calendar import Period, to_local
from core.errors import RefusedError

RULE = "quota_pace"
PLAN_TOLERANCE = 1e-6
"""Greatest difference between the sum of a plan and its quota that is rounding, relative [1]."""


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
            use = read_year_use(self._docket, quota, is_region=self._is_region)
        except RefusedError as error:
            return self._refused(error)
        plan = quota.plan
        pace = compute_pace(use, plan, self._context.settings.coverage_floor)
        reasons = add_recalled(
            *write_reason(pace, quota.unit, quota.basis, missing), self._recalled
        )
        return self._row(pace, plan, reasons=reasons, missing=missing)

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
            "allotted": quota.allotted,
            "transfers": [move.evidence() for move in quota.moves],
            "used": pace.used,
            "remaining": pace.remaining,
            "plan_to_date": pace.plan_to_date,
            "projection": pace.projection,
            "projection_low": pace.low,
            "projection_high": pace.high,
            "band": _band(pace),
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
        planned = math.fsum(plan.months.tolist())
        if not math.isclose(planned, pace.quota, rel_tol=PLAN_TOLERANCE):
            evidence["not_used"] = (
                f"the monthly plan of {quota.holder} for {quota.year} adds up to {planned:.10g} "
                f"{quota.unit}, its quota is {pace.quota:.10g} {quota.unit}"
            )
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
        return undetermined_row(
            self._docket,
            RULE,
            quota.detail,
            period=(Period.YEAR, quota.period),
            reasons=(
                f"无法判定：配额不能与账户比较（{error}）",
                f"Undetermined: the quota cannot be held against an account ({error})",
            ),
            evidence={"refused": str(error), "quota_source": quota.source},
            measure=Measure(quota.unit, quota.basis, quota.amount),
        )


def _band(pace: Pace) -> dict[str, float] | None:
    """Return what the band of the projection rests on."""
    if pace.rest is None:
        return None
    return {
        "share": SHARE,
        "weeks": pace.rest.weeks,
        "scatter": pace.rest.scatter,
        "step": pace.rest.step,
    }


def _day(t_ms: int | None) -> str | None:
    return to_local(t_ms).date().isoformat() if t_ms is not None else None
