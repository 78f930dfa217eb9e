"""`Figures`: what a subject's grades rest on, from 1 January to the end of a month or quarter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from sqlalchemy import select

from analytics.accounts.facts import OPEN_MS
from analytics.quota_pace.plan import Plan
from analytics.quota_pace.quotas import QuotaFacts, indicator_of, read_quotas
from analytics.regional.rule import Denominator
from analytics.regional.stated import EntryLine, Stated, newest_lines, state, state_level
from analytics.verdicts.docket import Docket
from analytics.verdicts.years import DayLine, hours_between, make_day_line
from core.calendar import DAY_MS, Period, local_midnight_ms, period_end, to_local
from core.errors import RefusedError
from core.registry.models import Entry
from core.units import conversion_factor
from core.vocabulary import Indicator

Span = tuple[int, int]
MONEY = "万元"
DENOMINATORS = {
    "region": (
        ("gdp", "energy_per_gdp"),
        ("industrial_added_value", "energy_per_industrial_added_value"),
    ),
    "enterprise": (
        ("output_value", "energy_per_output_value"),
        ("added_value", "energy_per_added_value"),
    ),
}
"""Items that a subject's energy is divided by, with the indicator that a target of it names."""
OFFICIAL = "energy_official"
UNMETERED = "energy_unmetered:coal_calorific"


@dataclass(frozen=True)
class Total:
    """Use from 1 January up to `until_ms` [ms], and what was planned [quota's unit].

    `coverage` is the share of its seconds that is measured, 0 … 1 [1].
    """

    used: float
    plan: float
    coverage: float
    until_ms: int


@dataclass(frozen=True)
class Energy:
    """Energy of a span [tce], how it came about, and the share that is measured [1]."""

    amount: float
    method: str
    coverage: float
    parts: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class Intensity:
    """Energy by value of the same months of this year and the last [tce/万元].

    `missing` says in Chinese and English what an unknown one lacks; `refused` is what was entered
    and cannot be used, with its value.
    """

    item: str
    indicator: str
    now: float | None
    before: float | None
    coverage: float
    energies: tuple[Energy, ...] = ()
    denominators: tuple[Denominator, ...] = ()
    missing: tuple[str, str] = ("", "")
    refused: str = ""


class Figures:
    """The figures of one subject, each read once."""

    def __init__(self, docket: Docket) -> None:
        self._docket = docket
        self._kind, _, self._code = docket.subject.partition(":")
        self._quotas: dict[int, list[QuotaFacts]] = {}
        self._lines: dict[tuple[str, int], DayLine] = {}
        self._plans: dict[tuple[int, str], Plan] = {}
        self._totals: dict[tuple[int, str, int], Total] = {}

    def quotas(self, year: int) -> list[QuotaFacts]:
        """Return the energy and carbon quotas of a calendar year that have an account [year]."""
        if not self._quotas:
            years = {y for at in self._docket.scope.cumulative_months() for y in _two_years(at)}
            self._quotas = {y: [] for y in years}
            for quota in read_quotas(self._docket.session, self._docket.subject, sorted(years)):
                if _has_account(quota):
                    self._quotas[quota.year].append(quota)
        return self._quotas.get(year, [])

    @cached_property
    def entries(self) -> list[EntryLine]:
        """The newest version of every entry of the subject."""
        subject = self._docket.subject
        if self._kind == "enterprise":
            return [
                EntryLine(subject, *fact[:6], fact.document, "")
                for fact in self._docket.facts.entries
            ]
        columns = [getattr(Entry, name) for name in EntryLine._fields]
        rows = self._docket.session.execute(select(*columns).where(Entry.subject == subject))
        return newest_lines(EntryLine._make(row) for row in rows)

    def plan(self, quota: QuotaFacts) -> Plan:
        """Return a quota's plan."""
        key = (quota.year, quota.detail)
        if key not in self._plans:
            self._plans[key] = quota.plan
        return self._plans[key]

    def total(self, quota: QuotaFacts, end_ms: int) -> Total:
        """Return use and plan from 1 January to `end_ms`, or to now where that is earlier [ms]."""
        until = min(end_ms, self._docket.now_ms)
        key = (quota.year, quota.detail, until)
        if key not in self._totals:
            self._totals[key] = self._compute_total(quota, until)
        return self._totals[key]

    def _compute_total(self, quota: QuotaFacts, until: int) -> Total:
        indicator = indicator_of(quota)
        scale = conversion_factor("tCO2" if indicator is Indicator.CO2 else "tce", quota.unit)
        used, coverage = self._sum_days(indicator, (quota.period[0], until))
        plan = float(self.plan(quota).to_date(np.array([until]))[0])
        return Total(used * scale, plan, coverage, until)

    def _sum_days(self, indicator: str, span: Span) -> tuple[float, float]:
        """Return amount and coverage [1] of the days from 1 January up to a time [ms]."""
        line = self._day_line(indicator, span[0])
        chosen = line.days_ms < span[1]
        hours = hours_between(line.days_ms, line.days_ms + DAY_MS, span)[chosen]
        passed = float(hours.sum())
        covered = float((hours * line.coverage[chosen]).sum())
        amount = math.fsum(line.amount[chosen].tolist())
        return amount, covered / passed if passed > 0 else 0.0

    def _day_line(self, indicator: str, year_ms: int) -> DayLine:
        key = (indicator, year_ms)
        if key not in self._lines:
            period = (year_ms, period_end(Period.YEAR, year_ms))
            service = (0, OPEN_MS)
            if self._kind == "enterprise":
                service = self._docket.service.get(indicator, (OPEN_MS, OPEN_MS))
            days = self._docket.accounts.days(indicator, period)
            until = min(self._docket.now_ms, period[1])
            self._lines[key] = make_day_line(days, period, service, until)
        return self._lines[key]

    def denominator_items(self) -> list[tuple[str, str]]:
        """Return the items that are stated at all, with the indicator of their target."""
        stated = {line.item for line in self.entries}
        return [
            (item, indicator)
            for item, indicator in DENOMINATORS[self._kind]
            if {item, f"{item}_comparable"} & stated
        ]

    def intensity(self, item: str, indicator: str, span: Span) -> Intensity:
        """Return the intensity of a span [ms] that starts a year, and of the year before.

        An entry that cannot be used, for its unit, makes this intensity unknown and no other.
        """
        try:
            return self._intensity(item, indicator, span)
        except RefusedError as error:
            zh, en = f"可用的 {item} 数据（{error}）", f"a usable {item} ({error})"
            return Intensity(item, indicator, None, None, 0.0, missing=(zh, en), refused=str(error))

    def _intensity(self, item: str, indicator: str, span: Span) -> Intensity:
        before = (_year_before(span[0]), _year_before(span[1]))
        values = self._values(item, span, before)
        if not values or min(v.value for v in values) <= 0 or span[1] > self._docket.now_ms:
            zh, en = f"{item} 的可比价数据", f"{item} at comparable prices"
            return Intensity(item, indicator, None, None, 0.0, missing=(zh, en))
        energies = self._energies((span, before))
        if energies is None:
            zh = f"能耗总量（{OFFICIAL} 或 {UNMETERED}）"
            en = f"the whole energy use ({OFFICIAL} or {UNMETERED})"
            return Intensity(item, indicator, None, None, 0.0, missing=(zh, en))
        ratios = [e.amount / v.value for e, v in zip(energies, values, strict=True)]
        coverage = min(energy.coverage for energy in energies)
        return Intensity(item, indicator, ratios[0], ratios[1], coverage, energies, values)

    def _values(self, item: str, span: Span, before: Span) -> tuple[Denominator, ...]:
        """Return the value of both spans [ms] at one year's prices; empty where one is not known.

        Both as entered at comparable prices, else the nominal ones with this year's brought to the
        prices of the year before by its price index.
        """
        both = [_whole(state(self.entries, f"{item}_comparable", s, MONEY)) for s in (span, before)]
        if all(both):
            return tuple(Denominator(s.value, s.unit, "comparable", (s,)) for s in both if s)
        now, then = (_whole(state(self.entries, item, s, MONEY)) for s in (span, before))
        index = state_level(self.entries, "price_index", span, "1")
        if now is None or then is None or index is None or index.value <= 0:
            return ()
        return (
            Denominator(now.value / index.value, now.unit, "deflated", (now, index)),
            Denominator(then.value, then.unit, "nominal", (then,)),
        )

    def energy(self, span: Span) -> Energy | None:
        """Return the energy of a span [ms] that starts a year; None where it is not known."""
        found = self._energies([span])
        return found[0] if found else None

    def _energies(self, spans: Sequence[Span]) -> tuple[Energy, ...] | None:
        """Return the energy of both spans, come about alike; None where one is not known.

        An enterprise is what its meters say. A region is its official statistic, else its
        enterprises and the hand-fed remainder; its enterprises alone are not the region.
        """
        metered = [self._sum_days(Indicator.COAL_CALORIFIC, span) for span in spans]
        if self._kind == "enterprise":
            return tuple(Energy(amount, "metered", coverage) for amount, coverage in metered)
        official = [_whole(state(self.entries, OFFICIAL, span, "tce")) for span in spans]
        if all(official):
            return tuple(Energy(s.value, "official", 1.0, (s,)) for s in official if s)
        rest = [_whole(state(self.entries, UNMETERED, span, "tce")) for span in spans]
        if not all(rest):
            return None
        return tuple(
            Energy(amount + s.value, "metered and remainder", coverage, (s,))
            for (amount, coverage), s in zip(metered, rest, strict=True)
            if s
        )


def _has_account(quota: QuotaFacts) -> bool:
    """Tell whether an account has the quota's basis; rule `quota_pace` says so where none has."""
    try:
        unit = "tCO2" if indicator_of(quota) is Indicator.CO2 else "tce"
        conversion_factor(unit, quota.unit)
    except RefusedError:
        return False
    return True


def _whole(stated: Stated | None) -> Stated | None:
    return stated if stated is not None and stated.is_whole else None


def _two_years(t_ms: int) -> tuple[int, int]:
    year = to_local(t_ms).year
    return year - 1, year


def _year_before(t_ms: int) -> int:
    """Return the same day of the year before [ms]; `t_ms` [ms] is the start of a month."""
    day = to_local(t_ms).date()
    return local_midnight_ms(date(day.year - 1, day.month, day.day))
