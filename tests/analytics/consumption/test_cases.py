"""Case folders with a known truth, each fed in several orders with recomputation between.

A folder holds ``README.md`` (the arithmetic), ``point.toml`` (the point, the register's segments
and the findings), ``epochs.csv`` (and ``epochs_first.csv``, what is declared when readings come),
``readings.csv`` (``batch`` tells what came together) and ``expected.csv``. Times are Shanghai's.
"""

from __future__ import annotations

import csv
import itertools
import random
import tomllib
from pathlib import Path

import pytest

from core.calendar import HOUR_MS, parse_time

CASES = Path(__file__).parents[1] / "cases"
numbers = itertools.count()
FLOATS = ("start_value", "stop_value", "multiplier", "register_max", "max_rate", "jitter")
DEFAULTS = {"multiplier": 1.0, "jitter": 0.0, "serial": ""}


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_epochs(path: Path) -> list[dict]:
    epochs = []
    for row in read_rows(path):
        epoch = {"start_ms": parse_time(row["start"]), "serial": row["serial"]}
        epoch["stop_ms"] = parse_time(row["stop"]) if row["stop"] else None
        for name in FLOATS:
            epoch[name] = float(row[name]) if row[name] else DEFAULTS.get(name)
        epochs.append(epoch)
    return epochs


class Case:
    def __init__(self, folder: Path) -> None:
        facts = tomllib.loads((folder / "point.toml").read_text(encoding="utf-8"))
        self.point, self.truth = facts["point"], facts["truth"]
        self.epochs = read_epochs(folder / "epochs.csv")
        first = folder / "epochs_first.csv"
        self.epochs_first = read_epochs(first) if first.exists() else self.epochs
        self.readings = [
            (
                parse_time(row["time"]),
                float(row["value"]),
                int(row["quality"]),
                parse_time(row["sent"]),
                int(row["batch"]),
            )
            for row in read_rows(folder / "readings.csv")
        ]
        self.expected = {
            parse_time(row["hour"]): tuple(
                float(row[name]) for name in ("amount", "measured", "estimated", "coverage")
            )
            for row in read_rows(folder / "expected.csv")
        }
        self.findings = sorted(
            (code, parse_time(a), parse_time(b)) for code, a, b in self.truth["findings"]
        )

    @property
    def total(self) -> float:
        """Return Σ (last − first + turns · maximum) · multiplier."""
        return sum(
            (s["last"] - s["first"] + s.get("turns", 0) * s.get("top", 0)) * s.get("multiplier", 1)
            for s in self.truth["segments"]
        )


def arrivals(case: Case, mode: str) -> list[list[tuple]]:
    rows = case.readings
    if mode == "as it came":
        groups = itertools.groupby(sorted(rows, key=lambda r: r[4]), key=lambda r: r[4])
        return [list(group) for _, group in groups]
    if mode == "at once":
        return [rows]
    if mode == "backwards":
        rows = rows[::-1]
        size = max(1, len(rows) // 5)
    else:
        rows = rows * 2
        random.Random(mode).shuffle(rows)
        size = max(1, len(rows) // 7)
    return [list(rows[i : i + size]) for i in range(0, len(rows), size)]


@pytest.fixture(scope="module")
def shared_platform(tmp_path_factory, platform_class):
    made = platform_class(tmp_path_factory.mktemp("cases"))
    yield made
    made.close()


@pytest.mark.parametrize("mode", ["as it came", "at once", "backwards", "shuffled and doubled"])
@pytest.mark.parametrize("folder", sorted(p.name for p in CASES.iterdir() if p.is_dir()))
def test_hours_are_the_known_truth(shared_platform, folder, mode):
    platform, case, point = shared_platform, Case(CASES / folder), f"P{next(numbers)}"
    platform.declare(point, case.epochs_first, **case.point)
    for rows in arrivals(case, mode):
        platform.refresh(platform.send([row[:4] for row in rows], point))
    if case.epochs_first is not case.epochs:
        platform.declare(point, case.epochs, **case.point)
        times = [row[0] for row in case.readings]
        platform.refresh([(min(times), max(times) + 1)])
    hours = platform.hours(point)
    findings = [row[:3] for row in platform.findings_of(point)]
    platform.forget(point)
    zero = {hour: row for hour, row in case.expected.items() if any(row)}
    assert hours.keys() == zero.keys()
    for hour, row in zero.items():
        assert hours[hour] == pytest.approx(row, rel=1e-9, abs=1e-9), (hour - min(zero)) / HOUR_MS
    if case.truth["segments"]:
        assert sum(row[0] for row in hours.values()) == pytest.approx(case.total, abs=1e-9)
        assert sum(row[0] for row in zero.values()) == pytest.approx(case.total, abs=1e-9)
    assert findings == case.findings
