"""A year of a province: hours, accounts and verdicts of every period derived by the jobs."""

from __future__ import annotations

import resource
from pathlib import Path

from sqlalchemy import func, select

from analytics.jobs import recompute
from benchmarks.province import close_province, make_code
from benchmarks.rows import Row
from benchmarks.year import HOURS, POINTS, fill_registry, open_year, write_readings
from core.calendar import HOUR_MS
from core.clock import monotonic_s
from core.registry.results import Account, Verdict

PROVINCE = 1000
ENTERPRISES = 100
"""Of the province [1]: its rows are the enterprises', so the time goes with their number."""
QUICK_ENTERPRISES = 4


def measure(quick: bool, folder: Path) -> list[Row]:
    """Derive a year of a part of the province; return its time and CPU by the readings."""
    enterprises = QUICK_ENTERPRISES if quick else ENTERPRISES
    context = open_year(folder)
    codes = [make_code(number) for number in range(enterprises)]
    end_ms = context.clock.now_ms() // HOUR_MS * HOUR_MS
    fill_registry(context, codes)
    write_readings(context, codes, end_ms)
    begin, used = monotonic_s(), resource.getrusage(resource.RUSAGE_SELF)
    summary = recompute(context, end_ms - HOURS * HOUR_MS, end_ms)
    seconds, then = monotonic_s() - begin, resource.getrusage(resource.RUSAGE_SELF)
    if summary.failed or summary.enterprises != enterprises:
        raise RuntimeError(f"not every enterprise was derived: {summary} {summary.failed}")
    with context.registry.read() as session:
        accounts, verdicts = (
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Account, Verdict)
        )
    close_province(context)
    readings = enterprises * len(POINTS) * HOURS
    cpu_s = then.ru_utime + then.ru_stime - used.ru_utime - used.ru_stime
    note = (
        f"{enterprises} of {PROVINCE} enterprises, {readings:,} hourly readings: {seconds:.1f} s; "
        f"{accounts:,} accounts, {verdicts:,} verdicts"
    )
    return [
        Row("province_year", seconds * PROVINCE / enterprises, "s", note=note),
        Row("province_year_cpu", cpu_s / readings * 1e6, "CPU-s per million"),
    ]
