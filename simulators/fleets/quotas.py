"""Quotas of the fleet: made from what the plants will really use, so that each pace is planted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.calendar import local_midnight_ms, to_local
from core.catalogue import read_catalogue
from core.readings import Float64Array
from core.units import convert
from core.vocabulary import SIGN_OF_FLOW, Basis
from simulators.fleets.member import Member, Pace

SOURCE = "模拟配额（演示数据，非官方文件）"
WITHIN_FACTOR = 1.08
WILL_EXCEED_FACTOR = 0.94
OVER_FACTOR = 1.03
EXCEEDED_FACTOR = 0.97
LEAST_SHARE = 0.02
ROOT, ROOT_FACTOR = "150000", 1.01
LEAGUE_FACTORS = {"150300": 0.96, "150600": 1.05, "150900": 1.02}
ROUNDING_TCE = 1.0
"""More than the rounding of twelve months takes away [tce]."""


@dataclass(frozen=True)
class QuotaPlan:
    """A quota of a year.

    Attributes
    ----------
    holder : str
        ``enterprise:CODE`` or ``region:CODE``.
    year : int
        Calendar year [1].
    months : tuple of float
        Plan of the twelve months [tce].
    """

    holder: str
    year: int
    months: tuple[float, ...]

    @property
    def amount(self) -> float:
        """Quota of the year [tce]."""
        return round(float(np.sum(self.months)), 1)


def used_tce(member: Member, times_ms: Sequence[int]) -> Float64Array:
    """Return comprehensive use [tce, calorific] from the plant's start to each time [ms]."""
    times = np.array(times_ms, np.int64)
    catalogue = read_catalogue()
    total = np.zeros(len(times))
    for point in member.points:
        sign = SIGN_OF_FLOW[point.flow]
        if sign and point.carrier:
            unit = catalogue.carrier(point.carrier).unit
            factor = catalogue.coal_factor(point.carrier, Basis.CALORIFIC, int(times[-1]))
            amount = convert(member.feed.passed(point, times), point.unit, unit)
            total += sign * amount * factor.value / 1000.0
    return total


def month_edges(year: int) -> list[int]:
    """Return the thirteen edges [ms since the epoch, UTC] of the months of `year`."""
    starts = [local_midnight_ms(date(year, month, 1)) for month in range(1, 13)]
    return [*starts, local_midnight_ms(date(year + 1, 1, 1))]


def plan_quota(member: Member, born_ms: int) -> QuotaPlan:
    """Return the quota of the year of `born_ms` [ms] that gives the member its planted pace."""
    born = to_local(born_ms)
    edges = month_edges(born.year)
    used = used_tce(member, [*edges, born_ms])
    monthly = np.diff(used[:13])
    share = float((used[13] - used[0]) / monthly.sum())
    if member.pace is Pace.OVER:
        months = _plan_over(monthly, born.month)
    else:
        months = monthly * _factor(member.pace, share, monthly, born.month)
    return _rounded(f"enterprise:{member.code}", born.year, months)


def _factor(pace: Pace, share: float, monthly: Float64Array, month: int) -> float:
    if pace is Pace.WILL_EXCEED:
        return max(WILL_EXCEED_FACTOR, 0.5 + 0.5 * share)
    if pace is Pace.EXCEEDED:
        before = float(monthly[: month - 1].sum() / monthly.sum())
        return max(EXCEEDED_FACTOR * before, LEAST_SHARE)
    return WITHIN_FACTOR


def _plan_over(monthly: Float64Array, month: int) -> Float64Array:
    """Return a plan that is tight till the month before last, and ample from then on.

    At the end of the running month use stands 1 % above the plan, while the ample rest keeps the
    projection below the quota. In January, February and December no plan does both.
    """
    whole = monthly.sum()
    early = float(monthly[: max(month - 2, 0)].sum() / whole)
    until = float(monthly[:month].sum() / whole)
    rest = 1.0 - early
    if early <= 0 or until >= 1.0:
        return monthly * WITHIN_FACTOR
    tight = until / 1.01 - OVER_FACTOR * (until - early) / rest
    tight /= early * (1.0 - until) / rest
    if not 0.5 < tight < 1.0:
        return monthly * WITHIN_FACTOR
    ample = (OVER_FACTOR - tight * early) / rest
    return monthly * np.where(np.arange(1, 13) <= month - 2, tight, ample)


def plan_regions(members: Sequence[Member], born_ms: int) -> list[QuotaPlan]:
    """Return quotas of the leagues and of the region, each from what its members will use.

    None is less than what is handed down below it.
    """
    year = to_local(born_ms).year
    monthly = {m.code: np.diff(used_tce(m, month_edges(year))) for m in members}
    handed = {m.code: plan_quota(m, born_ms).amount for m in members}
    leagues = []
    for region, factor in LEAGUE_FACTORS.items():
        own = [m.code for m in members if m.region_code.startswith(region.rstrip("0"))]
        used = np.sum([monthly[code] for code in own], axis=0)
        below = sum(handed[code] for code in own)
        leagues.append(_plan_region(region, year, used * factor, below))
    used = np.sum(list(monthly.values()), axis=0)
    below = sum(plan.amount for plan in leagues)
    return [_plan_region(ROOT, year, used * ROOT_FACTOR, below), *leagues]


def _plan_region(region: str, year: int, months: Float64Array, below: float) -> QuotaPlan:
    """Return a quota of `months` [tce], raised to what is handed down `below` [tce]."""
    least = below + ROUNDING_TCE
    return _rounded(f"region:{region}", year, months * max(1.0, least / float(months.sum())))


def _rounded(holder: str, year: int, months: Float64Array) -> QuotaPlan:
    return QuotaPlan(holder, year, tuple(round(float(amount), 1) for amount in months))
