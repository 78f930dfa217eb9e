"""The rule early_warning: grading as a pure rule, and what late, shuffled and withdrawn data do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.early_warning.dispatch import Standing, propose_task
from analytics.early_warning.rule import (
    Grade,
    Turn,
    compare_grades,
    find_grade,
    measure_intensity,
    measure_total,
    since_when,
)
from analytics.early_warning.schedule import compute_due, find_due
from analytics.regional.stated import EntryLine
from core.calendar import parse_time
from core.catalogue import read_catalogue
from core.registry.models import Quota

E1, E2 = "91150622MA0TEST011", "91150622MA0TEST028"
SCHEMES = read_catalogue().warning_schemes()
LEVELS = [
    pytest.param(levels, id=f"{scheme.code}-{indicator}")
    for scheme in SCHEMES
    for indicator, levels in scheme.levels.items()
]


@pytest.mark.parametrize("levels", LEVELS)
@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(0, 30))
@settings(max_examples=60, deadline=None)
def test_more_use_is_never_a_milder_grade(levels, change, excess, more):
    def severity(extra):
        measures = {
            "intensity_change": change + extra,
            "intensity_gap": change + extra + 3,
            "schedule_excess": excess + extra,
        }
        return find_grade(levels, measures).level.severity

    assert severity(more) >= severity(0)


@pytest.mark.parametrize("levels", LEVELS)
def test_every_bound_belongs_to_the_milder_side(levels):
    for at, level in enumerate(levels[:-1]):
        low = {"intensity_change": -99.0, "intensity_gap": -99.0, "schedule_excess": -99.0}
        on = low | {level.measure: level.above}
        above = low | {level.measure: level.above + 0.001}
        assert find_grade(levels, above).level == level
        assert find_grade(levels, on).level != level
        assert levels.index(find_grade(levels, on).level) > at


def test_what_is_not_known_is_no_good_grade():
    levels = SCHEMES[0].levels["intensity"]
    assert find_grade(levels, {"intensity_change": -2.0}).missing == "intensity_gap"
    assert find_grade(levels, {"intensity_change": 2.0}).name == "level_1", "bad enough to be known"
    assert find_grade(levels, {}).name == "undetermined"


def test_measures():
    assert measure_total(110.0, 100.0) == pytest.approx({"schedule_excess": 10.0})
    assert measure_total(1.0, 0.0) == {"schedule_excess": math.inf}, "use where none is planned"
    assert measure_total(0.0, 0.0) == {}
    assert measure_intensity(0.98, 1.0, -0.032) == pytest.approx(
        {"intensity_change": -2.0, "intensity_gap": 1.2}
    )
    assert measure_intensity(1.0, 0.0, None) == {}


def test_what_is_due_of_a_year_multiplies_up_to_the_whole():
    dues = [compute_due(-0.15, year, (2020, 2025)) for year in range(2021, 2026)]
    assert dues == pytest.approx([0.85**0.2 - 1] * 5)
    assert math.prod(1 + due for due in dues) == pytest.approx(0.85)


def test_a_target_is_found_by_its_years_and_one_that_is_no_change_is_left_alone():
    def entry(value, unit, start, end):
        span = (parse_time(start), parse_time(end))
        return EntryLine(
            "region:150200", "target:energy_per_gdp", *span, 1, value, unit, "文", "王"
        )

    def due(lines, year, subject="region:150200"):
        return find_due(read_catalogue(), lines, subject, "energy_per_gdp", year=year)

    plan = entry(-10.0, "%", "2021-01-01", "2031-01-01")
    own = entry(-4.0, "%", "2025-01-01", "2026-01-01")
    assert due([plan, own], 2025).change == pytest.approx(-0.04), "the shortest goes first"
    assert due([plan, own], 2026).change == pytest.approx(0.9**0.1 - 1)
    assert due([entry(0.5, "tce/万元", "2025-01-01", "2026-01-01")], 2025) is None
    assert due([], 2025) is None
    assert due([], 2025, "region:150600").change == pytest.approx(0.835**0.2 - 1)
    assert due([], 2026, "region:150600") is None, "the plan is over"


def test_turns_and_since():
    worst, middle, best = (Grade(level) for level in SCHEMES[0].levels["total"])
    assert compare_grades(worst, best) is Turn.WORSE
    assert compare_grades(best, middle) is Turn.BETTER
    assert compare_grades(best, best) is Turn.SAME
    assert compare_grades(best, None) is compare_grades(best, Grade(None)) is Turn.FIRST
    assert since_when([1, 2, 3, 4], [best, worst, middle, middle]) == 3
    assert since_when([1, 2], [best, best]) == 1


def test_the_sheet_proposes_what_follows():
    """12 above a plan of 100, 200 a year, one quarter gone: 88 for nine months."""
    behind = Standing(200.0, 112.0, 100.0, "tce", 9, is_total=True)
    assert behind.distance == 12
    assert behind.monthly_room == pytest.approx(88 / 9)
    zh, en = propose_task(behind)
    assert "12.000 tce" in zh
    assert "9.778 tce" in en
    assert propose_task(Standing(200.0, 90.0, 100.0, "tce", 9, is_total=True)) == ("", "")
    assert propose_task(Standing(None, None, None, "tce", 9, is_total=True))[0] == "补齐缺少的数据"
    assert Standing(200.0, 250.0, 200.0, "tce", 0, is_total=True).monthly_room == 0


def grades(platform, enterprise=E1):
    return {
        (v.detail, v.period, v.start_ms): (v.level, v.value, v.evidence["turn"], v.since_ms)
        for v in platform.verdicts("early_warning")
        if v.subject == f"enterprise:{enterprise}"
    }


def stamps(platform):
    return {v.id: v.judged_ms for v in platform.verdicts("early_warning")}


def furnish(platform, now="2026-04-01"):
    platform.now(now)
    for code in (E1, E2):
        platform.add_enterprise(code)
        platform.add_point(code, "COAL", "raw_coal", unit="kg")
        platform.add_quota(f"enterprise:{code}", 6000.0)


def test_late_data_change_the_months_after_them_and_nobody_else(platform, new_platform):
    """900 kg/h leave January on schedule; a late meter day of ten times as much does not."""
    furnish(platform)
    platform.send_constant(E1, "COAL", ("2026-01-01", "2026-04-01"), 900.0)
    platform.send_constant(E2, "COAL", ("2026-01-01", "2026-04-01"), 900.0)
    platform.run()
    before, at = grades(platform), stamps(platform)
    platform.clock.at_ms += 60_000
    platform.send(E1, "COAL", "2026-01-10", np.full(24, 90_000.0), sent_ms=2)
    platform.run()
    after = grades(platform)
    assert after.keys() == before.keys()
    assert all(after[key][1] > before[key][1] for key in before), "months and quarters cumulate"
    touched = {key for key, stamp in stamps(platform).items() if stamp != at[key]}
    others = {v.id for v in platform.verdicts("early_warning") if v.subject == f"enterprise:{E2}"}
    assert not touched & others
    clean = new_platform()
    furnish(clean)
    hours = np.full(24 * 90, 900.0)
    hours[9 * 24 : 10 * 24] = 90_000.0
    clean.send(E1, "COAL", "2026-01-01", hours)
    clean.run()
    assert grades(clean) == after


def test_a_quota_taken_back_leaves_no_grade(platform):
    furnish(platform)
    platform.send_constant(E1, "COAL", ("2026-01-01", "2026-04-01"), 900.0)
    platform.run()
    assert {key[1] for key in grades(platform)} == {"month", "quarter"}
    with platform.registry.session() as session:
        session.query(Quota).filter(Quota.holder == f"enterprise:{E1}").delete()
    platform.send(E1, "COAL", "2026-01-05", [901.0], sent_ms=2)
    platform.run()
    assert grades(platform) == {}


def test_the_running_month_is_provisional_and_counts_to_the_hour(platform):
    """To 11 January noon: 10.5 days × 24 × 900 × 0.7143 ÷ 1,000; plan 6,000 × 10.5 ÷ 365."""
    furnish(platform, now="2026-01-11T12:00")
    platform.send(E1, "COAL", "2026-01-01", np.full(24 * 10 + 12, 900.0))
    platform.run()
    verdict = next(v for v in platform.verdicts("early_warning") if v.period == "month")
    assert verdict.provisional
    assert verdict.value == pytest.approx(10.5 * 24 * 0.9 * 0.7143)
    assert verdict.reference == pytest.approx(6000 * 10.5 / 365)


def test_an_entered_season_spreads_the_plan(platform):
    """January weighs 6, each other month 1: 6 ÷ 17 of 1,700 tce are planned for it: 600."""
    platform.now("2026-02-01")
    platform.add_enterprise(E1)
    platform.add_point(E1, "COAL", "raw_coal", unit="kg")
    platform.add_quota(f"enterprise:{E1}", 1700.0)
    for month in range(1, 13):
        end = f"2025-{month + 1:02d}-01" if month < 12 else "2026-01-01"
        span = (f"2025-{month:02d}-01", end)
        platform.add_entry(E1, "season", 6.0 if month == 1 else 1.0, "1", span=span)
    platform.send_constant(E1, "COAL", ("2026-01-01", "2026-02-01"), 1000.0)
    platform.run()
    verdict = next(v for v in platform.verdicts("early_warning") if v.period == "month")
    assert verdict.reference == pytest.approx(600.0)
    pace = platform.verdict("quota_pace")
    assert pace.evidence["plan"][0] == pytest.approx(600.0)
    assert sum(pace.evidence["plan"]) == pytest.approx(1700.0)


def test_value_of_a_quarter_entered_later_gives_the_grade(platform):
    """Output 1,000 then 1,100 万元 with the same energy, and a target of −5 %: on schedule."""
    platform.now("2026-04-10")
    platform.add_enterprise(E1)
    platform.add_point(E1, "COAL", "raw_coal", unit="kg", since="2025-01-01")
    for year in (2025, 2026):
        platform.send_constant(E1, "COAL", (f"{year}-01-01", f"{year}-04-01"), 900.0)
    platform.run()
    assert grades(platform) == {}
    for year, value in ((2025, 1000.0), (2026, 1100.0)):
        span = (f"{year}-01-01", f"{year}-04-01")
        platform.add_entry(E1, "output_value_comparable", value, "万元", span=span)
    year = ("2026-01-01", "2027-01-01")
    platform.add_entry(E1, "target:energy_per_output_value", -5.0, "%", span=year)
    platform.send(E1, "COAL", "2026-01-01", [900.0], sent_ms=2)
    platform.run()
    found = {key[:2]: value for key, value in grades(platform).items() if key[2] == Q1_MS}
    level, value, *_ = found["cn-barometer:intensity:output_value", "quarter"]
    assert level == "level_3"
    assert value == pytest.approx(90 * 24 * 0.9 * 0.7143 / 1100)


Q1_MS = parse_time("2026-01-01")


def test_nominal_value_needs_its_price_index(platform):
    """Output 1,050 at prices up by 5 % is 1,000 again: intensity has not moved, so it is behind.

    By nominal money it would have fallen by 4.8 %, more than the 4 % due.
    """
    platform.now("2026-04-10")
    platform.add_enterprise(E1)
    platform.add_point(E1, "COAL", "raw_coal", unit="kg", since="2025-01-01")
    for year, value in ((2025, 1000.0), (2026, 1050.0)):
        span = (f"{year}-01-01", f"{year}-04-01")
        # As many hours of both years: 90 days of 2025 and 2026
        platform.send_constant(E1, "COAL", span, 900.0)
        platform.add_entry(E1, "output_value", value, "万元", span=span)
    platform.run()
    detail = ("cn-barometer:intensity:output_value", "quarter", Q1_MS)
    assert grades(platform)[detail][0] == "undetermined"
    platform.add_entry(E1, "price_index", 1.05, "1", span=("2026-01-01", "2026-04-01"))
    year = ("2026-01-01", "2027-01-01")
    platform.add_entry(E1, "target:energy_per_output_value", -4.0, "%", span=year)
    platform.send(E1, "COAL", "2026-01-01", [900.0], sent_ms=2)
    platform.run()
    assert grades(platform)[detail][0] == "level_2"
