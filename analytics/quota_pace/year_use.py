"""`read_year_use`: what was used of a quota's year so far, from the stored accounts."""

from __future__ import annotations

import numpy as np

from analytics.accounts.facts import OPEN_MS
from analytics.quota_pace.band import compute_weeks
from analytics.quota_pace.plan import make_plan
from analytics.quota_pace.quotas import QuotaFacts, check_basis, indicator_of
from analytics.quota_pace.rule import YearUse
from analytics.verdicts.docket import Docket
from analytics.verdicts.years import make_day_line, share_in_service
from core.calendar import DAY_MS, Period, period_start
from core.readings import Float64Array
from core.units import conversion_factor
from core.vocabulary import Indicator

Span = tuple[int, int]


def read_year_use(docket: Docket, quota: QuotaFacts, *, is_region: bool) -> YearUse:
    """Return what was used of a quota so far, in its unit.

    Raises
    ------
    BasisError
        No account has the quota's basis.
    UnitError
        The account's unit does not convert into the quota's.
    """
    indicator = indicator_of(quota)
    scale = conversion_factor("tCO2" if indicator is Indicator.CO2 else "tce", quota.unit)
    start, end = quota.period
    as_of_ms = max(min(end, docket.now_ms), start)
    service = (0, OPEN_MS)
    if not is_region:
        service = docket.service.get(indicator, (OPEN_MS, OPEN_MS))
    year = docket.accounts.row(indicator, Period.YEAR, start)
    if year is not None:
        check_basis(quota, year)
    days = docket.accounts.days(indicator, (start, end))
    line = make_day_line(days, (start, end), service, as_of_ms)
    share = share_in_service((start, end), service, as_of_ms)
    return YearUse(
        used=year.amount * scale if year else 0.0,
        coverage=year.coverage * share if year else 0.0,
        days_ms=line.days_ms,
        amount=line.amount * scale,
        day_coverage=line.coverage,
        as_of_ms=as_of_ms,
        before=_read_weeks_before(docket, quota, service, scale),
    )


def _read_weeks_before(
    docket: Docket, quota: QuotaFacts, service: Span, scale: float
) -> Float64Array:
    """Return use by plan of the weeks of the year before, against this year's plan [1]."""
    end = quota.period[0]
    start = period_start(Period.YEAR, end - 1)
    days = docket.accounts.days(indicator_of(quota), (start, end))
    if not days:
        return np.empty(0)
    line = make_day_line(days, (start, end), service, end)
    plan = make_plan(start, quota.allotted, quota.months)
    planned = plan.to_date(line.days_ms + DAY_MS) - plan.to_date(line.days_ms)
    good = line.coverage >= docket.context.settings.coverage_floor
    return compute_weeks(line.amount[good] * scale, planned[good])
