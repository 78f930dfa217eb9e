"""Energy and denominator over the same days: a figure never mixes a longer span with a shorter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.accounts.entered import entered_amount
from analytics.accounts.facts import EntryFacts
from analytics.unit_energy.denominators import Denominator
from analytics.unit_energy.rule import Part
from analytics.verdicts.docket import Docket
from analytics.verdicts.years import DayLine, make_day_line
from core.calendar import DAY_MS, OFFSET_MS, to_local, to_ms
from core.readings import Float64Array

Span = tuple[int, int]


@dataclass(frozen=True)
class Matched:
    """Both parts of a unit figure over one span [ms]."""

    span: Span
    energy: Part
    per: Part


def floor_day(t_ms: int) -> int:
    """Return the start of the Shanghai day that holds `t_ms` [ms]."""
    return t_ms - (t_ms + OFFSET_MS) % DAY_MS


def year_before(span: Span) -> Span:
    """Return the same period of the year before [ms]; 29 February becomes 1 March."""
    return _shift(span[0]), _shift(span[1])


def _shift(t_ms: int) -> int:
    moment = to_local(t_ms)
    try:
        return to_ms(moment.replace(year=moment.year - 1))
    except ValueError:
        return to_ms(moment.replace(year=moment.year - 1, month=3, day=1))


def match(docket: Docket, one: Denominator, period: Span) -> Matched:
    """Return energy and denominator over the days of `period` [ms] that have a denominator.

    The span begins with the service of either and ends with the last whole day of which the
    denominator is known; what is missing between lowers the coverage.
    """
    services = [docket.service[name] for name in (one.energy, one.per) if name in docket.service]
    begin = max(period[0], floor_day(min(service[0] for service in services)))
    end = max(min(period[1], floor_day(docket.now_ms)), begin)
    entries = [e for e in docket.facts.entries if e.item == one.per] if one.is_state else []
    per = state_line(entries, (begin, end), one.unit.partition("/")[2]) if one.is_state else None
    line = per or _line(docket, one.per, (begin, end))
    known = np.flatnonzero(line.coverage > 0)
    if len(known):
        end = begin + (int(known[-1]) + 1) * DAY_MS
    days = (end - begin) // DAY_MS
    energy = _line(docket, one.energy, (begin, end))
    unit = docket.figures[one.energy].unit
    amount = None
    if len(known):
        taken = line.amount[:days]
        amount = float(taken[line.coverage[:days] > 0].mean()) if per else math.fsum(taken)
    stated = one.is_state or one.per not in docket.figures
    below = one.unit.partition("/")[2] if stated else docket.figures[one.per].unit
    return Matched(
        (begin, end),
        Part(_sum(energy), unit, _mean(energy.coverage, days)),
        Part(amount, below, _mean(line.coverage[:days], days)),
    )


def _line(docket: Docket, indicator: str, span: Span) -> DayLine:
    rows = docket.accounts.days(indicator, span) if span[0] < span[1] else []
    service = docket.service.get(indicator, (0, 0))
    return make_day_line(rows, span, service, min(docket.now_ms, span[1]))


def state_line(entries: Sequence[EntryFacts], span: Span, unit: str) -> DayLine:
    """Return a stated figure day by day over `span` [ms], in `unit`; of two the later one holds."""
    days = np.arange(span[0], max(span[1], span[0]), DAY_MS, dtype=np.int64)
    amount, coverage = np.zeros(len(days)), np.zeros(len(days))
    for entry in entries:
        value = entered_amount(entry, unit)
        if value is None:
            continue
        inside = (days >= entry.start_ms) & (days < entry.end_ms)
        amount[inside] = value
        coverage[inside] = 1.0
    return DayLine(days, amount, coverage)


def _sum(line: DayLine) -> float | None:
    return math.fsum(line.amount) if (line.coverage > 0).any() or line.amount.any() else None


def _mean(coverage: Float64Array, days: int) -> float:
    return float(np.sum(coverage)) / days if days else 0.0
