"""Worked examples: each folder under cases/ holds a year's use, its arithmetic and the pace."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from analytics.quota_pace.plan import make_plan
from analytics.quota_pace.rule import YearUse, compute_pace
from analytics.quota_pace.transfers import Move, move_plan
from core.calendar import DAY_MS, parse_time, to_local

CASES = sorted((Path(__file__).parent / "cases").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_the_pace_worked_out_by_hand(case):
    given = tomllib.loads((case / "case.toml").read_text("utf-8"))
    assert "Clause:" in (case / "arithmetic.md").read_text("utf-8")
    year_ms = parse_time(f"{given.get('year', 2026)}-01-01")
    as_of_ms = parse_time(given["as_of"])
    days = np.arange(year_ms, as_of_ms, DAY_MS, dtype=np.int64)
    amount = np.zeros(len(days))
    for since, value in given["daily"]:
        amount[days >= parse_time(since)] = value
    months = dict(enumerate(given.get("months", ()), start=1))
    moves = [Move("", "", amount, parse_time(day), "") for day, amount in given.get("moves", ())]
    plan = move_plan(make_plan(year_ms, given["quota"], months), moves, to_local(year_ms).year)
    use = YearUse(float(amount.sum()), 1.0, days, amount, np.ones(len(days)), as_of_ms)
    pace = compute_pace(use, plan, 0.9)
    want = given["expect"]
    tolerance = want.get("tolerance", 1e-9)
    assert pace.level == want["level"]
    for name in ("quota", "used", "plan_to_date", "remaining", "projection", "low", "high"):
        if name in want:
            assert getattr(pace, name) == pytest.approx(want[name], rel=tolerance), name
    if "exceed" in want:
        assert to_local(pace.exceed_ms).date().isoformat() == want["exceed"]
    else:
        assert pace.exceed_ms is None or pace.level == "will_exceed"
    assert (pace.low is None) is want.get("no_band", False)
