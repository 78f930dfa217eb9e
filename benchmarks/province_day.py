"""Hourly amounts and accounts of a province-day: 144 million readings, and growth with size."""

from __future__ import annotations

import json
import multiprocessing
import resource
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import func, select

from analytics.jobs import run_pending
from benchmarks.province import close_province, fill_registry, mark_day, open_province, write_day
from benchmarks.rows import Row
from core.clock import monotonic_s
from core.registry.results import Account

SHARES = (0.007, 0.07, 0.7, 1.0)
"""Of the province [1]: 10⁶, 10⁷, 10⁸ readings and the whole."""
QUICK_SHARES = (0.01, 0.02, 0.04)
ENTERPRISES = 1000


@dataclass(frozen=True)
class Figure:
    """Figures of one size: readings, accounts [1]; wall and CPU time [s]; memory [byte]."""

    readings: int
    seconds: float
    cpu_s: float
    memory_bytes: int
    accounts: int


def measure(quick: bool, folder: Path) -> list[Row]:
    """Run each size in a process of its own; return the greatest and the exponent of growth."""
    spawn = multiprocessing.get_context("spawn")
    figures = []
    for share in QUICK_SHARES if quick else SHARES:
        place = folder / f"{share}"
        place.mkdir()
        for step in (_load, _run):
            child = spawn.Process(target=step, args=(place, round(ENTERPRISES * share)))
            child.start()
            child.join()
            if child.exitcode:
                raise RuntimeError(f"province-day of share {share} ended with {child.exitcode}")
        figures.append(Figure(**json.loads((place / "figure.json").read_text())))
        for file in place.iterdir():
            file.unlink()
    return _rows(figures, (QUICK_SHARES if quick else SHARES)[-1])


def _rows(figures: list[Figure], share: float) -> list[Row]:
    size = np.log([figure.readings for figure in figures])
    exponent = float(np.polyfit(size, np.log([figure.seconds for figure in figures]), 1)[0])
    last = figures[-1]
    sizes = ", ".join(f"{f.readings / 1e6:.1f} M: {f.seconds:.1f} s" for f in figures)
    note = f"{share:.0%} of the province: {last.readings:,} readings, {last.accounts:,} accounts"
    return [
        Row("province_day_duckdb", last.seconds, "s", note=note),
        Row("province_day_duckdb_cpu", last.cpu_s / last.readings * 1e6, "CPU-s per million"),
        Row("province_day_duckdb_rss", last.memory_bytes / 2**20, "MiB"),
        Row("province_growth", exponent, "1", note=sizes),
    ]


def _load(folder: Path, enterprises: int) -> None:
    """Make a province with its day."""
    context = open_province(folder)
    fill_registry(context.registry, enterprises)
    write_day(context, enterprises)
    mark_day(context, enterprises)
    close_province(context)


def _run(folder: Path, enterprises: int) -> None:
    """Measure the jobs on a province that is there; write ``figure.json``."""
    context = open_province(folder)
    begin, used = monotonic_s(), resource.getrusage(resource.RUSAGE_SELF)
    summary = run_pending(context)
    seconds, then = monotonic_s() - begin, resource.getrusage(resource.RUSAGE_SELF)
    if summary.failed or summary.enterprises != enterprises:
        raise RuntimeError(f"not every enterprise was derived: {summary} {summary.failed}")
    with context.registry.read() as session:
        accounts = session.scalar(select(func.count()).select_from(Account)) or 0
    cpu_s = then.ru_utime + then.ru_stime - used.ru_utime - used.ru_stime
    readings = context.store.statistics().readings
    figure = Figure(readings, seconds, cpu_s, then.ru_maxrss * 1024, accounts)
    (folder / "figure.json").write_text(json.dumps(asdict(figure)))
    close_province(context)
