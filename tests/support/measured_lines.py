"""The measured data sets as lines, and faults that are planted in them."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analytics.falsification import Line
from core.calendar import DAY_MS, HOUR_MS, OFFSET_MS

QUARTER_MS = HOUR_MS // 4


class MeasuredLine(NamedTuple):
    """A line with its name."""

    name: str
    line: Line


def read_measured(folder: Path) -> list[MeasuredLine]:
    """Return every column of the measured sets that holds measured values."""
    return [*_steel(folder), *_buildings(folder), *_laboratory(folder), *_turbine(folder)]


def _make(name: str, times: list[int], cells: list[str], step_ms: int) -> MeasuredLine:
    order = np.argsort(np.array(times))
    time_ms = np.array(times, np.int64)[order]
    value = np.array([float(c) if c else np.nan for c in cells])[order]
    known = np.isfinite(value)
    return MeasuredLine(name, Line(time_ms[known], value[known], step_ms))


def _ms(text: str, form: str, zone_h: int) -> int:
    moment = datetime.strptime(text, form).replace(tzinfo=UTC)
    return int(moment.timestamp() * 1000) - zone_h * HOUR_MS


def _steel(folder: Path) -> Iterator[MeasuredLine]:
    file = folder / "steel_industry" / "Steel_industry_data.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    # labels are ends of quarters; the 00:00 that stands last in a day's block ends that day
    times = [_ms(r[0], "%d/%m/%Y %H:%M", 9) - QUARTER_MS for r in rows[1:]]
    midnight = [r[0].endswith("00:00") for r in rows[1:]]
    times = [t + DAY_MS if m else t for t, m in zip(times, midnight, strict=True)]
    for column in range(1, 7):
        cells = [r[column] for r in rows[1:]]
        yield _make(f"steel/{rows[0][column]}", times, cells, QUARTER_MS)


def _buildings(folder: Path) -> Iterator[MeasuredLine]:
    file = folder / "building_data_genome_2" / "bdg2_electricity_24meters_hourly_2016_2017.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    times = [_ms(r[0], "%Y-%m-%d %H:%M:%S", -5) for r in rows[1:]]
    for column in range(1, len(rows[0])):
        cells = [r[column] for r in rows[1:]]
        yield _make(f"buildings/{rows[0][column]}", times, cells, HOUR_MS)


def _laboratory(folder: Path) -> Iterator[MeasuredLine]:
    file = folder / "nrel_rsf_2011" / "rsf_measured_2011_hourly.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    times = [_ms(r[1], "%m/%d/%Y %H:%M", -7) - HOUR_MS for r in rows[1:]]
    for column in range(2, len(rows[0])):
        cells = [r[column] for r in rows[1:]]
        yield _make(f"laboratory/{rows[0][column]}", times, cells, HOUR_MS)


def _turbine(folder: Path) -> Iterator[MeasuredLine]:
    for year in (2011, 2012, 2013):
        file = folder / "gas_turbine" / f"gt_{year}.csv"
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        # no time column: row number stands for the hour, which suffices here
        first = _ms(f"{year}-01-01", "%Y-%m-%d", 8)
        times = [first + HOUR_MS * i for i in range(len(rows) - 1)]
        for column, name in enumerate(rows[0]):
            cells = [r[column] for r in rows[1:]]
            yield _make(f"turbine {year}/{name}", times, cells, HOUR_MS)


class Planted(NamedTuple):
    """A line with a fault in ``[start_ms, end_ms)`` [ms]."""

    line: Line
    start_ms: int
    end_ms: int


Plant = Callable[[Line, np.random.Generator], Planted | None]
"""Plants a fault; None where it would make no difference to what was measured."""


def _replace(line: Line, chosen: np.ndarray, values: np.ndarray | float, days: float) -> Planted:
    value = line.value.copy()
    value[chosen] = values
    start = int(line.time_ms[np.flatnonzero(chosen)[0]])
    return Planted(Line(line.time_ms, value, line.step_ms), start, start + int(days * DAY_MS))


def _pick_day(line: Line, rng: np.random.Generator, first: int = 35) -> int | None:
    """Return the start [ms] of a full day on which something happens."""
    days = np.unique((line.time_ms + OFFSET_MS) // DAY_MS) * DAY_MS - OFFSET_MS
    moving = 0.1 * float(np.std(line.value))
    for day in rng.permutation(days[first:-2])[:20].tolist():
        part = line.value[_within(line, day, day + DAY_MS)]
        if len(part) >= 0.95 * DAY_MS / line.step_ms and np.std(part) > moving:
            return int(day)
    return None


def _within(line: Line, start_ms: int, end_ms: int) -> np.ndarray:
    return (line.time_ms >= start_ms) & (line.time_ms < end_ms)


def plant_flat_line(hours: int) -> Plant:
    """Hold one value that the meter shows in use."""

    def plant(line: Line, rng: np.random.Generator) -> Planted | None:
        day = _pick_day(line, rng)
        if day is None:
            return None
        start = day + int(rng.integers(0, 24)) * HOUR_MS
        chosen = _within(line, start, start + hours * HOUR_MS)
        if chosen.sum() < 0.9 * hours * HOUR_MS / line.step_ms:
            return None
        usual = float(np.median(line.value[line.value != 0]))
        held = float(line.value[np.flatnonzero(chosen)[0]])
        return _replace(line, chosen, held if abs(held) > 0.05 * abs(usual) else usual, hours / 24)

    return plant


def plant_copied_day(lag_days: int, factor: float = 1.0) -> Plant:
    """Put an earlier day in place of a day; 0 days back is one to fourteen at random."""

    def plant(line: Line, rng: np.random.Generator) -> Planted | None:
        lag = (lag_days or int(rng.integers(1, 15))) * DAY_MS
        day = _pick_day(line, rng, max(35, lag_days + 1))
        if day is None:
            return None
        chosen = _within(line, day, day + DAY_MS)
        source = _within(line, day - lag, day - lag + DAY_MS)
        same = np.array_equal(line.time_ms[chosen] - lag, line.time_ms[source])
        if not same or np.std(line.value[source]) < 0.1 * np.std(line.value):
            return None
        return _replace(line, chosen, factor * line.value[source], 1)

    return plant


def plant_round_values(days: int) -> Plant:
    """Round to the coarsest power of ten that leaves four different values a day."""

    def plant(line: Line, rng: np.random.Generator) -> Planted | None:
        day = _pick_day(line, rng)
        if day is None:
            return None
        chosen = _within(line, day, day + days * DAY_MS)
        values = line.value[chosen]
        day_of = (line.time_ms[chosen] - day) // DAY_MS
        size = float(np.median(np.abs(values)))
        unit = 10.0 ** np.floor(np.log10(size)) if size else 0.0
        while unit > 1e-6 * size:
            rounded = np.round(values / unit) * unit
            different = min(len(np.unique(rounded[day_of == d])) for d in np.unique(day_of))
            if different >= 4:
                changed = float((~np.isclose(rounded, values)).mean())
                return _replace(line, chosen, rounded, days) if changed >= 0.7 else None
            unit /= 10
        return None

    return plant


def plant_made_up_digits(line: Line, rng: np.random.Generator) -> Planted | None:
    """Give a month last digits as people like them."""
    day = _pick_day(line, rng)
    whole = np.abs(line.value[line.value != 0])
    unit = next((u for u in (1.0, 0.1, 0.01, 0.001) if (np.mod(whole / u, 1) < 0.01).all()), 0.01)
    if day is None:
        return None
    local = datetime.fromtimestamp((day + OFFSET_MS) / 1000, UTC).replace(day=1)
    start = int(local.timestamp() * 1000) - OFFSET_MS
    chosen = _within(line, start, start + 28 * DAY_MS)
    tens = np.floor(np.abs(line.value[chosen]) / unit / 10)
    if len(np.unique(tens)) < 60:
        return None
    liked = np.array([2, 5, 10, 18, 8, 4, 10, 22, 14, 7]) / 100
    digits = rng.choice(10, int(chosen.sum()), p=liked)
    return _replace(line, chosen, np.sign(line.value[chosen]) * (tens * 10 + digits) * unit, 28)
