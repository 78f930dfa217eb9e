"""Registers that jitter: how far around a change the owed rise must be followed.

After a step down within the jitter nothing counts until the register is above its highest value
again. A register that stands may owe for weeks; so its readings are followed back and forth from
the hours wanted until it has risen by more than it can owe.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.consumption.at_hand import ReadingSource
from analytics.consumption.gather import gather_readings
from analytics.consumption.hours import Windows
from analytics.consumption.meters import TIME_MAX_MS, MeterTable
from analytics.consumption.usable import select_usable
from analytics.consumption.windows import Region, ceil_hour, list_regions
from core.calendar import DAY_MS, HOUR_MS
from core.readings import Float64Array, Int64Array, ReadingBatch

OWED = 2
"""A register can owe this many times its jitter at most, seen from any of its readings [1]."""
MARGINS_MS = (*(DAY_MS * 4**power for power in range(1, 6)), TIME_MAX_MS)
"""How far back and forth is tried, one after the other [ms]."""


class _Reach(NamedTuple):
    """Whether what was owed before is known, and until when [ms] a debt can last (None: later)."""

    known_before: bool
    until_ms: int | None


def reserve_hours(table: MeterTable, windows: Windows) -> Windows:
    """Return the windows, those of registers that jitter some readings longer.

    Mostly that is long enough for what is owed to be paid.
    """
    more = np.where(table.jitter > 0, _reserve_ms(table), 0)
    return windows._replace(end_ms=windows.end_ms + more)


def _reserve_ms(table: MeterTable) -> Int64Array:
    return np.maximum(ceil_hour(2 * table.expected_ms), HOUR_MS)


def find_unsettled(
    readings: ReadingBatch, table: MeterTable, windows: Windows, region: Region
) -> Int64Array:
    """Return the meters (positions) [1] that may owe from before the readings or beyond the hours.

    Parameters
    ----------
    readings : ReadingBatch
        Usable readings by (series, time), with those just outside the region.
    table, windows : MeterTable, Windows
        The meters, and the hours wanted as `reserve_hours` gives them.
    region : Region
        What was read.
    """
    found: list[int] = []
    reserve = _reserve_ms(table)
    for i in np.flatnonzero(table.jitter > 0):
        end_ms = int(windows.end_ms[i])
        reach = _find_reach(
            *_rows(readings, int(table.series[i])),
            (OWED * float(table.jitter[i]), int(windows.start_ms[i]), end_ms - int(reserve[i])),
            region,
        )
        if not reach.known_before or reach.until_ms is None or reach.until_ms > end_ms:
            found.append(int(i))
    return np.array(found, np.int64)


def settle_windows(
    store: ReadingSource, table: MeterTable, windows: Windows, margin_ms: int
) -> tuple[Windows, Int64Array]:
    """Return windows that reach until no debt is left, and the margin [ms] each meter needs."""
    end = windows.end_ms.copy()
    margins = np.full(len(table), margin_ms, np.int64)
    pending = np.flatnonzero(table.jitter > 0)
    for margin in MARGINS_MS:
        if not len(pending):
            break
        part, wanted = table.at(pending), Windows(*(column[pending] for column in windows))
        left: list[int] = []
        for region in list_regions(part, wanted, np.full(len(part), margin, np.int64)):
            for readings, meters in gather_readings(store, part, region, 1_000_000):
                usable = select_usable(readings)
                for i in meters.tolist():
                    span = (OWED * float(part.jitter[i]), int(wanted.start_ms[i]))
                    reach = _find_reach(
                        *_rows(usable, int(part.series[i])), (*span, int(wanted.end_ms[i])), region
                    )
                    if reach.known_before and reach.until_ms is not None:
                        end[pending[i]] = max(end[pending[i]], reach.until_ms)
                        margins[pending[i]] = max(margin, margin_ms)
                    else:
                        left.append(int(pending[i]))
        pending = np.array(sorted(left), np.int64)
    return windows._replace(end_ms=ceil_hour(end)), margins


def _rows(readings: ReadingBatch, series: int) -> tuple[Int64Array, Float64Array]:
    lower, upper = np.searchsorted(readings.series, [series, series + 1])
    return readings.time_ms[lower:upper], readings.value[lower:upper]


def _find_reach(
    time_ms: Int64Array, value: Float64Array, wanted: tuple[float, int, int], region: Region
) -> _Reach:
    """Find how far debts reach around ``[start, end)`` [ms], `wanted` = (owed, start, end)."""
    owed, start_ms, end_ms = wanted
    if not len(time_ms):
        return _Reach(True, end_ms)
    before = int(np.searchsorted(time_ms, start_ms))
    known = before == 0 or bool(time_ms[0] >= region.start_ms)
    known = known or bool((value[:before] >= value[0] + owed).any())
    last = int(np.searchsorted(time_ms, end_ms, "right")) - 1
    if last < 0:
        return _Reach(known, end_ms)
    later = np.flatnonzero(value[last + 1 :] >= value[last] + owed)
    if len(later):
        return _Reach(known, int(time_ms[last + 1 + later[0]]))
    return _Reach(known, None if time_ms[-1] >= region.end_ms else max(end_ms, int(time_ms[-1])))
