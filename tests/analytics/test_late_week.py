"""A week of data that comes late: it changes what it must, and gives what a clean run gives."""

from __future__ import annotations

import numpy as np
from sqlalchemy import select

from analytics.closing import Term, close_period
from core.calendar import DAY_MS, Period, parse_time
from core.registry.results import Account, Verdict

E1, E2 = "91150622MA0TEST011", "91150200MA0TEST022"
SPAN = ("2026-01-01", "2026-04-01")
LATE = ("2026-02-10", "2026-02-17")
FEBRUARY = Term(f"enterprise:{E1}", Period.MONTH, parse_time("2026-02-01"))
ABOVE = {f"enterprise:{E1}", "region:150622", "region:150600", "region:150000", "sector:2613"}
"""Who the late week is of: the enterprise, the regions it lies in, and its sector."""


def furnish(platform) -> None:
    platform.now("2026-04-02")
    for code, region in ((E1, "150622"), (E2, "150200")):
        platform.add_enterprise(code, region=region, sector="2613" if code == E1 else "4411")
        platform.add_point(code, "COAL", "raw_coal", unit="t")
        platform.add_point(code, "MAIN", "electricity")
        platform.add_quota(f"enterprise:{code}", 2500.0)
    platform.add_quota("region:150600", 2600.0)
    for year in (2025, 2026):
        platform.state_region("150600", "energy_official", 3000.0, "tce", year)


def hourly(point: str) -> np.ndarray:
    """Return three months, hour by hour, that no two days have alike."""
    hours = (parse_time(SPAN[1]) - parse_time(SPAN[0])) // 3_600_000
    return np.random.default_rng(len(point)).uniform(0.5, 1.5, hours)


def send(platform, code: str, *, without: bool = False, only: bool = False) -> None:
    first, last = ((parse_time(t) - parse_time(SPAN[0])) // 3_600_000 for t in LATE)
    for point in ("COAL", "MAIN"):
        values = hourly(point)
        if without:
            values[first:last] = np.nan
        if only:
            values[:first] = np.nan
            values[last:] = np.nan
        platform.send(code, point, SPAN[0], values)


def read(platform, table, *left_out: str) -> dict[tuple, dict]:
    names = [c.name for c in table.__table__.columns if c.name not in left_out]
    keys = (
        ("id", "version")
        if table is Verdict
        else ("subject", "indicator", "period", "start_ms", "version")
    )
    with platform.registry.read() as session:
        rows = session.execute(select(*(getattr(table, name) for name in names))).all()
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return {tuple(row[key] for key in keys): row for row in found}


def changed(before: dict, after: dict) -> list[dict]:
    return [row for key, row in after.items() if before.get(key) != row] + [
        row for key, row in before.items() if key not in after
    ]


def test_a_late_week_changes_only_what_it_must_and_gives_what_a_clean_run_gives(new_platform):
    late, clean = new_platform(), new_platform()
    furnish(late)
    send(late, E1, without=True)
    send(late, E2)
    late.run()
    close_period(late.context, FEBRUARY, by="regulator")
    accounts, verdicts = read(late, Account), read(late, Verdict)
    late.clock.at_ms += 60_000
    send(late, E1, only=True)
    late.run()
    touched = changed(accounts, read(late, Account))
    assert {row["subject"] for row in touched} <= ABOVE
    assert f"enterprise:{E1}" in {row["subject"] for row in touched}
    assert {row["version"] for row in touched} == {0}, "the closed month stays closed"
    start, end = (parse_time(t) for t in LATE)
    for row in touched:
        if row["period"] == "day":
            assert start - DAY_MS <= row["start_ms"] <= end
        elif row["period"] == "month":
            assert row["start_ms"] == FEBRUARY.start_ms
        else:
            assert row["start_ms"] == parse_time("2026-01-01")
    judged = changed(verdicts, read(late, Verdict))
    assert {row["subject"] for row in judged} <= ABOVE
    assert judged, "the verdict was below its coverage floor"
    assert {row["version"] for row in judged} == {0}

    furnish(clean)
    clean.clock.at_ms += 60_000
    send(clean, E1)
    send(clean, E2)
    clean.run()
    for table, left_out in ((Account, ()), (Verdict, ("judged_ms",))):
        working = {k: v for k, v in read(late, table, *left_out).items() if k[-1] == 0}
        assert working == read(clean, table, *left_out)
