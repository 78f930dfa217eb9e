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

from analytics.falsification import Hint, Line, detect_hints
from analytics.falsification.copied_day import detect_copied_day
from analytics.falsification.digits import detect_digits
from analytics.falsification.flat_line import detect_flat_line
from analytics.falsification.too_round import detect_too_round
from analytics.quality.hints import HISTORY_MS
from core.calendar import DAY_MS, Period, period_end, period_starts

SEEDS = (1, 2)
YEAR_MS = 365 * DAY_MS
FAULTS = {
    "flat line, 24 h": (plant_flat_line(24), detect_flat_line),
    "flat line, 72 h": (plant_flat_line(72), detect_flat_line),
    "day copied from the last two weeks": (plant_copied_day(0), detect_copied_day),
    "day copied from 100 days before": (plant_copied_day(100), detect_copied_day),
    "day copied and scaled by 1.07": (plant_copied_day(0, 1.07), detect_copied_day),
    "three days rounded": (plant_round_values(3), detect_too_round),
    "a month of digits made up": (plant_made_up_digits, detect_digits),
}
ENERGY = ("steel/Usage", "buildings/", "laboratory/Total Building", "laboratory/PV", "/TEY", "/CO")
"""Lines in which faults are planted: energy, yield and a stack value, of each set."""


@pytest.fixture(scope="module")
def measured(shared_data: Path) -> list[MeasuredLine]:
    return read_measured(shared_data)


def look_by_month(line: Line) -> list[Hint]:
    """Look as the job does: each month with the days before it, hints that end in the month."""
    found = []
    for month in period_starts(Period.MONTH, int(line.time_ms[0]), int(line.time_ms[-1])):
        end = period_end(Period.MONTH, month)
        near = (line.time_ms >= month - HISTORY_MS) & (line.time_ms < end)
        hints = detect_hints(Line(line.time_ms[near], line.value[near], line.step_ms))
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
def test_planted_faults_are_found(measured: list[MeasuredLine], fault: str) -> None:
    plant, detect = FAULTS[fault]
    chosen = [one for one in measured if any(part in one.name for part in ENERGY)]
    missed = []
    planted = 0
    for name, line in chosen:
        for seed in SEEDS:
            struck = strike(plant, line, f"{name} {fault} {seed}")
            if struck is None:
                continue
            planted += 1
            hints = detect(struck.line)
            if not any(h.start_ms < struck.end_ms and h.end_ms > struck.start_ms for h in hints):
                missed.append((name, seed))
    assert planted >= 30
    assert len(missed) <= 0.05 * planted, f"{len(missed)} of {planted}: {missed}"


def strike(plant: Plant, line: Line, name: str) -> Planted | None:
    return plant(line, np.random.default_rng(zlib.crc32(name.encode())))
