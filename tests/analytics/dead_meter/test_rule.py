"""Dead meters: long zeros are found, standstills, gaps and quiet points are not."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.dead_meter.rule import ZeroRun, find_dead, find_zero_runs
from core.calendar import DAY_MS, HOUR_MS
from core.hours import HourBatch

DAYS = 60
HOURS = np.arange(DAYS * 24, dtype=np.int64) * HOUR_MS
WEEK_MS = 7 * DAY_MS


def batch(*lines: np.ndarray, missing: np.ndarray | None = None) -> HourBatch:
    count = len(HOURS)
    coverage = np.ones(count)
    if missing is not None:
        coverage[missing] = 0.0
    amounts = [np.where(coverage > 0, line, 0.0) for line in lines]
    return HourBatch(
        np.repeat(np.arange(1, len(lines) + 1), count),
        np.tile(HOURS, len(lines)),
        np.concatenate(amounts),
        np.concatenate(amounts),
        np.zeros(count * len(lines)),
        np.tile(coverage, len(lines)),
    )


def rested(first_day: int, last_day: int) -> np.ndarray:
    line = np.full(len(HOURS), 5.0)
    line[first_day * 24 : last_day * 24] = 0.0
    return line


def test_a_meter_at_zero_while_others_measure_is_found() -> None:
    found = find_dead(batch(rested(10, 20), rested(0, 0), rested(0, 0)), least_ms=WEEK_MS)
    assert found == {1: [ZeroRun(10 * DAY_MS, 20 * DAY_MS, 240)]}


@pytest.mark.parametrize("days", [(10, 16), (10, 10)])
def test_a_short_rest_is_not(days: tuple[int, int]) -> None:
    assert find_dead(batch(rested(*days), rested(0, 0)), least_ms=WEEK_MS) == {}


def test_a_standstill_of_the_works_is_not() -> None:
    lines = [rested(10, 20), rested(10, 20), rested(9, 21), rested(0, 0)]
    assert find_dead(batch(*lines), least_ms=WEEK_MS) == {}


def test_missing_hours_are_not_zeros_but_do_not_end_a_run() -> None:
    missing = np.zeros(len(HOURS), np.bool_)
    missing[12 * 24 : 13 * 24] = True
    lines = (rested(10, 20), rested(0, 0))
    found = find_dead(batch(*lines, missing=missing), least_ms=WEEK_MS)
    assert found == {1: [ZeroRun(10 * DAY_MS, 20 * DAY_MS, 216)]}
    missing[10 * 24 : 20 * 24] = True
    assert find_dead(batch(*lines, missing=missing), least_ms=WEEK_MS) == {}


def test_a_point_that_seldom_measures_is_not() -> None:
    seldom = np.zeros(len(HOURS))
    seldom[:: 24 * 5] = 1.0
    seldom[30 * 24 : 45 * 24] = 0.0
    assert find_dead(batch(seldom, rested(0, 0)), least_ms=WEEK_MS) == {}


def test_a_point_that_runs_a_day_in_a_season_is_not() -> None:
    rarely = np.zeros(len(HOURS))
    rarely[30 * 24 : 31 * 24] = 1.0
    assert find_dead(batch(rarely, rested(0, 0)), least_ms=WEEK_MS) == {}


def test_runs_are_listed_in_order_of_time() -> None:
    zero = (rested(3, 12) == 0) | (rested(20, 40) == 0)
    runs = find_zero_runs(HOURS, zero, least_ms=WEEK_MS)
    assert runs == [ZeroRun(3 * DAY_MS, 12 * DAY_MS, 216), ZeroRun(20 * DAY_MS, 40 * DAY_MS, 480)]


def test_nothing_in_nothing_out() -> None:
    assert find_dead(HourBatch.empty(), least_ms=WEEK_MS) == {}
