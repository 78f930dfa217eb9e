"""Years of daily use: measured ones from the recorded data sets, simulated ones by seed."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from analytics.quota_pace.band import compute_weeks
from analytics.quota_pace.plan import Plan
from analytics.quota_pace.rule import YearUse
from core.calendar import DAY_MS

FLOOR = 0.9
Days = tuple[np.ndarray, np.ndarray]
"""Use of each day and its coverage."""


def make_year(days: Days, before: Days | None = None) -> tuple[YearUse, Plan]:
    """Return a whole year with an even plan; its days are all there are, 365 or fewer."""
    amount, coverage = days
    size = len(amount)
    edges = np.round(np.linspace(0, size, 13)).astype(np.int64) * DAY_MS
    starts = np.arange(size, dtype=np.int64) * DAY_MS
    plan = Plan(float(size), edges, np.diff(edges) / DAY_MS)
    weeks = np.empty(0)
    if before is not None:
        good = before[1] >= FLOOR
        weeks = compute_weeks(before[0][good], np.ones(int(good.sum())))
    use = YearUse(
        float(amount.sum()), float(coverage.mean()), starts, amount, coverage, size * DAY_MS, weeks
    )
    return use, plan


def steel(data: Path) -> dict[str, Days]:
    days: dict[str, float] = {}
    with gzip.open(data / "steel_industry" / "Steel_industry_data.csv.gz", "rt") as stream:
        for row in csv.DictReader(stream):
            day, month, year = row["date"].split(" ")[0].split("/")
            name = f"{year}-{month}-{day}"
            days[name] = days.get(name, 0.0) + float(row["Usage_kWh"])
    amount = np.array([days[name] for name in sorted(days)])
    return {"steel works": (amount, np.ones(len(amount)))}


def office(data: Path) -> dict[str, Days]:
    with (data / "nrel_rsf_2011" / "rsf_measured_2011_hourly.csv").open() as stream:
        head, *rows = list(csv.reader(stream))
    first = date(2011, 1, 1).toordinal()
    dates = [[int(part) for part in row[1].split()[0].split("/")] for row in rows]
    at = [date(year, month, day).toordinal() - first for month, day, year in dates]
    found = {}
    for column in range(2, 9):
        values = np.array([float(row[column]) for row in rows])
        amount = np.bincount(np.array(at), values, 365)[:365]
        found[f"office, {head[column]}"] = (amount, np.ones(365))
    return found


def turbine(data: Path) -> dict[str, Days]:
    """Rows have no time: 24 in a row are taken as a day, and the year ends with the rows."""
    found = {}
    for year in (2011, 2012, 2013):
        with (data / "gas_turbine" / f"gt_{year}.csv").open() as stream:
            values = np.array([float(row["TEY"]) for row in csv.DictReader(stream)])
        size = len(values) // 24
        amount = values[: size * 24].reshape(size, 24).sum(axis=1)
        found[f"turbine {year}"] = (amount, np.ones(size))
    return found


def buildings(data: Path) -> dict[str, tuple[Days, Days]]:
    """Return 2016 and 2017 of each meter."""
    path = data / "building_data_genome_2" / "bdg2_electricity_24meters_hourly_2016_2017.csv.gz"
    with gzip.open(path, "rt") as stream:
        head, *rows = list(csv.reader(stream))
    values = np.array([[float(cell) if cell else np.nan for cell in row[1:]] for row in rows])
    found = {}
    for at, name in enumerate(head[1:]):
        hours = values[:, at].reshape(-1, 24)
        days = (np.nansum(hours, axis=1), np.isfinite(hours).mean(axis=1))
        found[name] = ((days[0][:366], days[1][:366]), (days[0][366:], days[1][366:]))
    return found


def real_years(data: Path) -> Iterator[tuple[str, YearUse, Plan]]:
    """Yield the measured years that have any use; buildings' second years know their first."""
    for name, days in {**steel(data), **office(data), **turbine(data)}.items():
        yield (name, *make_year(days))
    for name, (first, second) in buildings(data).items():
        if first[0].sum() > 0:
            yield (f"{name} 2016", *make_year(first))
        yield (f"{name} 2017", *make_year(second, first))


def simulate_years(seed: int, size: int = 365) -> dict[str, Days]:
    """Return one year of each kind of restlessness."""
    draw = np.random.default_rng(seed)
    at = np.arange(size)

    def noise(width: float) -> np.ndarray:
        return np.exp(width * draw.standard_normal(size))

    def returning(keep: float, width: float) -> np.ndarray:
        line = np.zeros(size)
        for day in range(1, size):
            line[day] = keep * line[day - 1] + width * draw.standard_normal()
        return np.exp(line)

    steps, outages = np.ones(size), np.ones(size)
    for _ in range(draw.poisson(3)):
        steps[draw.integers(size) :] *= np.exp(0.25 * draw.standard_normal())
    for _ in range(draw.poisson(4)):
        start = draw.integers(size)
        outages[start : start + draw.integers(3, 25)] = 0.1
    trend = np.maximum(1 + 0.3 * draw.standard_normal() * at / size, 0.05)
    annual = 1 + 0.3 * np.cos(2 * np.pi * (at - draw.integers(size)) / size)
    lines = {
        "even": noise(0.1),
        "working week": (1 - 0.3 * (at % 7 >= 5)) * noise(0.1),
        "returns in three weeks": returning(0.95, 0.05),
        "returns in a season": returning(0.99, 0.03),
        "wanders": np.exp(np.cumsum(0.02 * draw.standard_normal(size))),
        "steps": steps * noise(0.08),
        "season not in the plan": annual * noise(0.1),
        "outages": outages * noise(0.1),
        "trend": trend * noise(0.08),
    }
    return {name: (line, np.ones(size)) for name, line in lines.items()}
