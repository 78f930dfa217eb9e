"""The consumption job: dirty spans of an enterprise become hourly amounts and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.consumption.at_hand import ReadingsAtHand, ReadingSource
from analytics.consumption.debts import find_unsettled, reserve_hours, settle_windows
from analytics.consumption.derive import Amounts, compute_amounts
from analytics.consumption.facts import read_meters
from analytics.consumption.findings import STEP_CODES, FindingRow, list_findings
from analytics.consumption.gather import gather_readings
from analytics.consumption.hours import Windows
from analytics.consumption.ledger import read_eventful, touches, write_findings
from analytics.consumption.meters import MeterTable
from analytics.consumption.spans import Step
from analytics.consumption.usable import select_usable
from analytics.consumption.windows import find_windows, list_regions, widen_windows
from analytics.context import Context
from analytics.errors import SpanError
from core.calendar import DAY_MS, HOUR_MS
from core.hours import HourBatch
from core.readings import Int64Array
from core.store.protocol import TimeSeriesStore

ROWS = 1_000_000
"""Readings taken into memory at a time [1]."""
JITTER_MARGIN_MS = 3 * HOUR_MS
"""Readings taken around the hours of a register that jitters [ms], to see it rise by what it owes.

Others need but the reading before and the one after. A step near the hours either lies in them or
was found when its own hours were computed; either way the register is read once more, with
`WIDE_MARGIN_MS`.
"""
WIDE_MARGIN_MS = 4 * DAY_MS
"""Readings taken around those of a register that stepped down or leapt nearby [ms].

A step is decided within a day.
"""


@dataclass(frozen=True)
class ConsumptionResult:
    """Hourly amounts of a span, widened point by point to what it touches.

    Attributes
    ----------
    hours : HourBatch
        Amounts by (series, hour); an hour without any amount is absent.
    findings : list of FindingRow
        What was noticed.
    start_ms, end_ms : int
        Span that holds all windows [ms since the epoch, UTC].
    windows : Windows
        Hours of each series that were computed.
    table : MeterTable
        The points.
    """

    hours: HourBatch
    findings: list[FindingRow]
    start_ms: int
    end_ms: int
    windows: Windows
    table: MeterTable


def compute_hours(
    context: Context, enterprise_code: str, start_ms: int, end_ms: int
) -> ConsumptionResult:
    """Compute the hourly amounts that readings in ``[start, end)`` [ms] touch; write nothing.

    Raises
    ------
    SpanError
        The span ends before it starts.
    """
    return compute_enterprises(context, [enterprise_code], start_ms, end_ms)


def compute_enterprises(
    context: Context, enterprises: Sequence[str], start_ms: int, end_ms: int
) -> ConsumptionResult:
    """Compute several enterprises' hours in ``[start_ms, end_ms)`` [ms]; as `compute_hours`."""
    if end_ms < start_ms:
        raise SpanError(
            f"span ends at {end_ms} ms, before it starts at {start_ms} ms",
            where="consumption",
            fix="give start and end in order",
        )
    start_ms -= start_ms % HOUR_MS
    end_ms += -end_ms % HOUR_MS
    table = MeterTable.build(read_meters(context, enterprises))
    source = ReadingsAtHand(context.store, table, (start_ms, end_ms), ROWS)
    windows = reserve_hours(table, find_windows(source, table, start_ms, end_ms))
    margins = np.where(table.jitter > 0, JITTER_MARGIN_MS, 0)
    amounts, unsettled = _compute_windows(source, table, windows, margins)
    eventful = np.union1d(unsettled, _find_eventful(context, table, windows, amounts.steps))
    if len(eventful):
        windows, amounts = _compute_again(source, table, (windows, amounts), eventful)
    return ConsumptionResult(
        amounts.hours,
        list_findings(_select_steps(amounts.steps, table, windows), table),
        int(min(windows.start_ms, default=start_ms)),
        int(max(windows.end_ms, default=end_ms)),
        windows,
        table,
    )


def refresh_hours(
    context: Context, enterprise_code: str, spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Compute the hours that `spans` [ms] touch, and make store and findings say so.

    Hours that vanish are overwritten with coverage 0.

    Returns
    -------
    list of (int, int)
        Disjoint spans [ms], by start, whose hours may have changed.
    """
    touched: list[tuple[int, int]] = []
    for start_ms, end_ms in _join(spans, DAY_MS):
        result = compute_hours(context, enterprise_code, start_ms, end_ms)
        reached = write_result(context, result)
        touched.append((start_ms, end_ms))
        touched.extend(zip(reached.start_ms.tolist(), reached.end_ms.tolist(), strict=True))
    return _join(touched, 0)


def write_result(context: Context, result: ConsumptionResult) -> Windows:
    """Write what differs from the store's hours, and the findings.

    Returns
    -------
    Windows
        Of each series with hours, those computed: from its first hour to its last. They are the
        same when the writing is done again, after a crash for one.
    """
    changed, reached = compare_hours(context.store, result)
    if len(changed):
        context.store.write_hours(changed)
    write_findings(context.registry, result.table, result.windows, result.findings)
    return reached


def compare_hours(store: TimeSeriesStore, result: ConsumptionResult) -> tuple[HourBatch, Windows]:
    """Return what differs from the store's hours, and which hours were reached; write nothing."""
    windows = result.windows
    if not len(windows.series):
        return HourBatch.empty(), _reach(result.hours)
    kept = _inside(store.read_hours(windows.series, result.start_ms, result.end_ms), windows)
    reached = _reach(HourBatch.concat([kept, result.hours]))
    return _list_changes(kept, result.hours), reached


def _reach(hours: HourBatch) -> Windows:
    """Return from which hour to which each series has any."""
    ordered = hours.take(np.lexsort((hours.hour_ms, hours.series)))
    first = np.flatnonzero(np.diff(ordered.series, prepend=-1))
    last = np.append(first[1:], len(ordered)) - 1 if len(first) else first
    return Windows(ordered.series[first], ordered.hour_ms[first], ordered.hour_ms[last] + HOUR_MS)


def _join(spans: Sequence[tuple[int, int]], apart_ms: int) -> list[tuple[int, int]]:
    """Return `spans` [ms] by start, those not more than `apart_ms` [ms] apart joined."""
    joined: list[tuple[int, int]] = []
    for start_ms, end_ms in sorted(spans):
        if joined and start_ms <= joined[-1][1] + apart_ms:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_ms))
        else:
            joined.append((start_ms, end_ms))
    return joined


def _inside(hours: HourBatch, windows: Windows) -> HourBatch:
    place = np.searchsorted(windows.series, hours.series)
    start, end = windows.start_ms[place], windows.end_ms[place]
    return hours.take((hours.hour_ms >= start) & (hours.hour_ms < end))


def _list_changes(kept: HourBatch, new: HourBatch) -> HourBatch:
    """Return the hours of `new` that `kept` lacks or has otherwise, and nothing for those gone."""
    both = HourBatch.concat([kept, new])
    if not len(both):
        return both
    order = np.lexsort((both.hour_ms, both.series))
    both = both.take(order)
    is_new = order >= len(kept)
    twin = np.zeros(len(both), np.bool_)
    twin[:-1] = (both.series[1:] == both.series[:-1]) & (both.hour_ms[1:] == both.hour_ms[:-1])
    same = np.zeros(len(both), np.bool_)
    same[1:] = twin[:-1]
    for column in (both.amount, both.measured, both.estimated, both.coverage):
        same[1:] &= column[1:] == column[:-1]
    said = (both.amount != 0) | (both.estimated != 0) | (both.coverage != 0)
    gone = both.take(~is_new & ~twin & said)
    nothing = np.zeros(len(gone))
    empty = HourBatch(gone.series, gone.hour_ms, nothing, nothing, nothing, nothing)
    return HourBatch.concat([both.take(is_new & ~same), empty])


def _compute_windows(
    store: ReadingSource, table: MeterTable, windows: Windows, margins_ms: Int64Array
) -> tuple[Amounts, Int64Array]:
    """Return the amounts of all meters, read a chunk at a time, and the meters that may owe."""
    hours: list[HourBatch] = []
    steps: list[Step] = []
    unsettled: list[Int64Array] = [np.empty(0, np.int64)]
    for region in list_regions(table, windows, margins_ms):
        for gathered, meters in gather_readings(store, table, region, ROWS):
            part = table if len(meters) == len(table) else table.at(meters)
            wanted = Windows(*(column[meters] for column in windows))
            readings = select_usable(gathered)
            unsettled.append(meters[find_unsettled(readings, part, wanted, region)])
            amounts = compute_amounts(readings, part, wanted)
            hours.append(amounts.hours)
            steps.extend(amounts.steps)
    return Amounts(HourBatch.concat(hours), steps), np.concatenate(unsettled)


def _select_steps(steps: Sequence[Step], table: MeterTable, windows: Windows) -> list[Step]:
    """Return the steps that touch the windows of their meter."""
    place = {series: i for i, series in enumerate(table.series.tolist())}
    return [s for s in steps if touches(windows, place[s.series], s.start_ms, s.end_ms)]


def _find_eventful(
    context: Context, table: MeterTable, windows: Windows, steps: Sequence[Step]
) -> Int64Array:
    """Return the meters (positions) [1] near whose windows a register did not simply rise."""
    series = [step.series for step in steps if step.code in STEP_CODES]
    now = table.index_of(np.unique(np.array(series, np.int64)))
    return np.union1d(now, read_eventful(context.registry, table, windows))


def _compute_again(
    store: ReadingSource,
    table: MeterTable,
    done: tuple[Windows, Amounts],
    eventful: Int64Array,
) -> tuple[Windows, Amounts]:
    """Compute eventful meters again, with windows a day wider, and put them in place."""
    windows, amounts = done
    part = table.at(eventful)
    narrow = Windows(*(column[eventful] for column in windows))
    wide = widen_windows(store, part, narrow)
    wide, margins = settle_windows(store, part, wide, WIDE_MARGIN_MS)
    again, _ = _compute_windows(store, part, wide, margins)
    start, end = windows.start_ms.copy(), windows.end_ms.copy()
    start[eventful], end[eventful] = wide.start_ms, wide.end_ms
    others = np.isin(amounts.hours.series, part.series, invert=True)
    hours = HourBatch.concat([amounts.hours.take(others), again.hours])
    redone = set(part.series.tolist())
    steps = [step for step in amounts.steps if step.series not in redone]
    return Windows(windows.series, start, end), Amounts(hours, steps + again.steps)
