"""Making the comparisons of an enterprise's month from what is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import EntryFacts, PointFacts
from analytics.accounts.rows import TABLE
from analytics.context import Context
from analytics.quality.consistency import (
    Check,
    compare_bill,
    compare_energy_output,
    compare_report,
    compare_sub_meters,
)
from analytics.quality.facts import QualityFacts
from core.calendar import HOUR_MS, Period, period_end, period_start
from core.catalogue.quality import read_quality_figures
from core.errors import RefusedError
from core.hours import HourBatch
from core.store.protocol import SeriesKey
from core.units import amount_unit, conversion_factor
from core.vocabulary import Flow, Indicator

LOOKED_BACK = 12
"""Months before that energy per product is held against, at most [1]."""
BILL_ITEM = "bill:"
REPORT_ITEM = "energy_reported"
"""Item of the energy an enterprise has reported, by 当量值."""
INPUTS = (Flow.PURCHASED, Flow.CONSUMED, Flow.FEEDSTOCK)
Span = tuple[int, int]


def make_checks(
    context: Context, session: Session, facts: QualityFacts, month_ms: int
) -> list[Check]:
    """Return every comparison that can be made of the month that starts at `month_ms` [ms].

    Figures below the coverage floor are not compared.
    """
    making = _Making(context, session, facts, month_ms)
    return [*making.sub_meters(), *making.bills(), *making.energy_output(), *making.reports()]


class _Making:
    """The comparisons of one month."""

    def __init__(
        self, context: Context, session: Session, facts: QualityFacts, month_ms: int
    ) -> None:
        self._context = context
        self._session = session
        self._facts = facts
        self._span = (month_ms, period_end(Period.MONTH, month_ms))
        self._floor = context.settings.coverage_floor
        self._figures = read_quality_figures()
        self._points = {point.code: point.facts for point in facts.points}

    def _tolerance(self, name: str) -> float:
        return self._figures.at(name, self._span[0]).value

    def _read_hours(self, codes: list[str], span: Span) -> dict[str, HourBatch]:
        keys = [SeriesKey(self._facts.enterprise.code, code) for code in codes]
        series = self._context.store.series_ids(keys)
        hours = self._context.store.read_hours(series, *span)
        return {
            code: hours.take(hours.series == number)
            for code, number in zip(codes, series.tolist(), strict=True)
        }

    def sub_meters(self) -> list[Check]:
        """Compare each main meter with the meters below it, over the hours all were measured."""
        below: dict[str, list[PointFacts]] = defaultdict(list)
        for point in self._points.values():
            main = self._points.get(point.parent_code)
            if main and main.carrier == point.carrier and point.flow in INPUTS:
                below[main.code].append(point)
        found = []
        for code, subs in sorted(below.items()):
            hours = self._read_hours([code, *(sub.code for sub in subs)], self._span)
            amounts = _sum_common(hours)
            if amounts is None:
                continue
            unit = self._unit(self._points[code])
            parts = [(sub.code, amounts[sub.code]) for sub in subs]
            tolerance = self._tolerance("sub_main_tolerance")
            found.append(
                compare_sub_meters(code, amounts[code], parts, unit=unit, tolerance=tolerance)
            )
        return found

    def _unit(self, point: PointFacts) -> str:
        """Return the unit of a point's hourly amounts."""
        if point.carrier:
            return self._context.catalogue.carrier(point.carrier).unit
        return amount_unit(point.unit)

    def _entries(self, prefix: str) -> Iterable[EntryFacts]:
        """Return the entries with such an item that end in the month."""
        for entry in self._facts.enterprise.entries:
            if entry.item.startswith(prefix) and self._span[0] < entry.end_ms <= self._span[1]:
                yield entry

    def bills(self) -> list[Check]:
        """Compare what was bought by the meters with the bills that end in the month."""
        found = []
        for entry in self._entries(BILL_ITEM):
            carrier = entry.item.removeprefix(BILL_ITEM)
            codes = [p.code for p in self._points.values() if self._is_bought(p, carrier)]
            metered = self._sum_covered(codes, (entry.start_ms, entry.end_ms))
            if metered is None:
                continue
            try:
                unit = self._context.catalogue.carrier(carrier).unit
                billed = entry.value * conversion_factor(entry.unit, unit)
            except RefusedError:
                continue
            tolerance = self._tolerance("bill_tolerance")
            found.append(compare_bill(carrier, metered, billed, unit=unit, tolerance=tolerance))
        return found

    def _is_bought(self, point: PointFacts, carrier: str) -> bool:
        """Tell whether a point meters a purchase, and no meter above it does."""
        above = self._points.get(point.parent_code)
        inside = above is not None and above.flow == Flow.PURCHASED and above.carrier == carrier
        return point.carrier == carrier and point.flow == Flow.PURCHASED and not inside

    def _sum_covered(self, codes: list[str], span: Span) -> float | None:
        """Return the points' amount over a span [ms]; None where one is not covered enough."""
        if not codes:
            return None
        length = (span[1] - span[0]) / HOUR_MS
        total = 0.0
        for hours in self._read_hours(codes, span).values():
            if float(hours.coverage.sum()) < self._floor * length:
                return None
            total += float(hours.amount.sum())
        return total

    def energy_output(self) -> list[Check]:
        """Compare each product's energy per output with that of the months before."""
        found = []
        least = int(self._tolerance("energy_output_months"))
        for product in self._facts.enterprise.products:
            ratios = self._read_ratios(product.code)
            now = ratios.pop(self._span[0], None)
            if now is None or len(ratios) < least:
                continue
            value, unit = now
            before = [ratio for ratio, _ in ratios.values()]
            tolerance = self._tolerance("energy_output_tolerance")
            found.append(
                compare_energy_output(product.code, value, before, unit=unit, tolerance=tolerance)
            )
        return found

    def _read_ratios(self, product: str) -> dict[int, tuple[float, str]]:
        """Return energy by output of the months that are covered enough, by their start [ms]."""
        first = self._span[0]
        for _ in range(LOOKED_BACK):
            first = period_start(Period.MONTH, first - 1)
        indicators = (f"product_energy:{product}", f"product:{product}")
        rows = self._session.execute(
            select(
                TABLE.c.indicator, TABLE.c.start_ms, TABLE.c.amount, TABLE.c.unit, TABLE.c.coverage
            ).where(
                TABLE.c.subject == self._facts.enterprise.subject,
                TABLE.c.period == Period.MONTH.value,
                TABLE.c.indicator.in_(indicators),
                TABLE.c.start_ms >= first,
                TABLE.c.start_ms <= self._span[0],
                TABLE.c.version == 0,
                TABLE.c.coverage >= self._floor,
            )
        )
        figures = {(row[0], row[1]): (row[2], row[3]) for row in rows}
        ratios = {}
        for (indicator, start), (energy, unit) in figures.items():
            made = figures.get((indicators[1], start))
            if indicator == indicators[0] and made is not None and made[0] > 0:
                ratios[start] = (energy / made[0], f"{unit}/{made[1]}")
        return ratios

    def reports(self) -> list[Check]:
        """Compare the energy that was reported for the month or year with the metered account."""
        found = []
        for entry in self._entries(REPORT_ITEM):
            period = _period_of(entry.start_ms, entry.end_ms)
            row = (
                period
                and self._session.execute(
                    select(TABLE.c.amount, TABLE.c.unit).where(
                        TABLE.c.subject == self._facts.enterprise.subject,
                        TABLE.c.indicator == Indicator.COAL_CALORIFIC.value,
                        TABLE.c.period == period.value,
                        TABLE.c.start_ms == entry.start_ms,
                        TABLE.c.version == 0,
                        TABLE.c.coverage >= self._floor,
                    )
                ).first()
            )
            if not row:
                continue
            try:
                reported = entry.value * conversion_factor(entry.unit, row[1])
            except RefusedError:
                continue
            tolerance = self._tolerance("report_tolerance")
            name = f"{entry.item}:{period}"
            found.append(compare_report(name, reported, row[0], unit=row[1], tolerance=tolerance))
        return found


def _period_of(start_ms: int, end_ms: int) -> Period | None:
    """Return the natural period ``[start_ms, end_ms)`` [ms] is, None for none."""
    for period in (Period.MONTH, Period.YEAR):
        if period_start(period, start_ms) == start_ms and period_end(period, start_ms) == end_ms:
            return period
    return None


def _sum_common(hours: dict[str, HourBatch]) -> dict[str, float] | None:
    """Return the amounts over the hours in which all points were wholly measured; None for none."""
    common: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None
    for batch in hours.values():
        measured = batch.hour_ms[batch.coverage >= 1.0]
        common = measured if common is None else np.intersect1d(common, measured)
    if common is None or not len(common):
        return None
    return {
        code: float(batch.amount[np.isin(batch.hour_ms, common)].sum())
        for code, batch in hours.items()
    }
