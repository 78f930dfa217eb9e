"""False alarms on clean measured data, and planted faults found: the figures of docs/quality.md."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
from measured_lines import (
    MeasuredLine,
    Plant,
    Planted,
    plant_copied_day,
    plant_flat_line,
    plant_made_up_digits,
    plant_round_values,
    read_measured,
)

from analytics.falsification import DETECTORS, Hint, Line, search_line
from analytics.quality.hints import HISTORY_MS
from core.calendar import DAY_MS, Period, period_end, period_starts

SEEDS = (1,)
YEAR_MS = 365 * DAY_MS
FAULTS = {
    "a value held for 12 h": (plant_flat_line(12), "flat_line"),
    "a value held for 24 h": (plant_flat_line(24), "flat_line"),
    "a value held for 72 h": (plant_flat_line(72), "flat_line"),
    "a day copied from the last two weeks": (plant_copied_day(0), "copied_day"),
    "a day copied from 100 days before": (plant_copied_day(100), "copied_day"),
    "a day copied and scaled by 1.07": (plant_copied_day(0, 1.07), "copied_day"),
    "one day rounded": (plant_round_values(1), "too_round"),
    "three days rounded": (plant_round_values(3), "too_round"),
    "ten days rounded": (plant_round_values(10), "too_round"),
    "a month of digits made up": (plant_made_up_digits, "digits"),
}


@pytest.fixture(scope="module")
def measured(shared_data: Path) -> list[MeasuredLine]:
    return read_measured(shared_data)


def look_by_month(line: Line) -> list[Hint]:
    """Look as the job does: each month with the days before it, hints that end in the month."""
    found = []
    for month in period_starts(Period.MONTH, int(line.time_ms[0]), int(line.time_ms[-1])):
        end = period_end(Period.MONTH, month)
        near = (line.time_ms >= month - HISTORY_MS) & (line.time_ms < end)
        hints = search_line(Line(line.time_ms[near], line.value[near], line.step_ms)).hints
        found += [hint for hint in hints if month < hint.end_ms <= end]
    return found


def test_false_alarms_on_clean_data(measured: list[MeasuredLine], record_property) -> None:
    found = {name: look_by_month(line) for name, line in measured}
    years = sum((line.time_ms[-1] - line.time_ms[0]) / YEAR_MS for _, line in measured)
    number = sum(len(hints) for hints in found.values())
    record_property("findings_per_point_year", float(number / years))
    assert years > 80
    assert number / years <= 1.0, {n: [h.code for h in hints] for n, hints in found.items()}


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults_are_found_in_all_columns(
    measured: list[MeasuredLine], fault: str, record_property
) -> None:
    plant, code = FAULTS[fault]
    outcomes: list[tuple[str, bool, bool]] = []
    for name, line in measured:
        judgeable = DETECTORS[code](line).blind is None
        for seed in SEEDS:
            struck = strike(plant, line, f"{name} {fault} {seed}")
            if struck is not None:
                hints = DETECTORS[code](struck.line).hints
                found = any(
                    h.start_ms < struck.end_ms and h.end_ms > struck.start_ms for h in hints
                )
                outcomes.append((name, judgeable, found))
    assert len(outcomes) >= 50
    missed = [name for name, _, found in outcomes if not found]
    seen = [found for _, judgeable, found in outcomes if judgeable]
    record_property("planted, missed, planted where judgeable", (len(outcomes), missed, len(seen)))
    assert len(missed) <= 0.05 * len(outcomes), f"{len(missed)} of {len(outcomes)}: {missed}"
    assert sum(seen) >= 0.97 * len(seen), missed


def test_columns_too_coarse_to_be_judged_say_so(measured: list[MeasuredLine]) -> None:
    blind = {
        (name, code): look.blind.reason
        for name, line in measured
        for code, detect in DETECTORS.items()
        if (look := detect(line)).blind is not None
    }
    assert ("laboratory/Total Data Center (kW)", "flat_line") in blind
    assert ("laboratory/Total Data Center (kW)", "copied_day") in blind
    assert {reason.value for reason in blind.values()} == {"coarse"}
    assert len(blind) <= 0.06 * len(measured) * len(DETECTORS), blind


def strike(plant: Plant, line: Line, name: str) -> Planted | None:
    return plant(line, np.random.default_rng(zlib.crc32(name.encode())))
