"""Coverage and additivity: days, months and years; enterprises, sectors and regions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.accounts import compute_accounts, hour_accounts
from analytics.accounts.roll import day_spans
from analytics.accounts.rows import AccountRow
from analytics.accounts.sums import sum_rows, weigh_coverage
from analytics.errors import SpanError, UnknownSubjectError
from core.calendar import DAY_MS, HOUR_MS, Period, parse_time, period_end

E1 = "91150622MA0TEST011"
E2 = "91150200MA0TEST022"


def row(measured: float, coverage: float, estimated: float = 0.0) -> AccountRow:
    return AccountRow(
        "enterprise:X", "co2_t", "day", 0, "none", measured + estimated, "tCO2", measured,
        estimated, coverage,
    )  # fmt: skip


@pytest.fixture
def two_plants(platform):
    """Two plants in two leagues with ragged loads over a turn of the year."""
    random = np.random.default_rng(7)
    platform.now("2026-03-05T10:20")
    for code, region, sector in ((E1, "150622", "2613"), (E2, "150200", "4411")):
        platform.add_enterprise(code, region=region, sector=sector)
        platform.add_point(code, "MAIN", "electricity", since="2025-12-01")
        platform.add_point(code, "COAL", "raw_coal", unit="kg", since="2025-12-01")
        hours = (parse_time("2026-03-05T10:00") - parse_time("2025-12-01")) // HOUR_MS
        for point in ("MAIN", "COAL"):
            values = random.lognormal(5, 1, hours)
            values[random.random(hours) < 0.02] = np.nan
            platform.send(code, point, "2025-12-01", values)
    platform.run()
    return platform


def test_every_period_is_the_sum_of_the_periods_in_it(two_plants):
    rows = two_plants.accounts()
    below = {"month": "day", "year": "month"}
    checked = 0
    for whole in rows:
        if whole.period not in below:
            continue
        end = period_end(Period(whole.period), whole.start_ms)
        parts = [
            part
            for part in rows
            if part[:2] == whole[:2]
            and part.period == below[whole.period]
            and whole.start_ms <= part.start_ms < end
        ]
        for name in ("amount", "measured", "estimated"):
            total = math.fsum(getattr(part, name) for part in parts)
            assert getattr(whole, name) == pytest.approx(total, rel=1e-12)
        checked += 1
    assert checked > 40


def test_amount_is_measured_plus_estimated(two_plants):
    assert all(r.amount == r.measured + r.estimated for r in two_plants.accounts())


def test_regions_up_the_tree_and_sectors_are_the_sums_of_their_enterprises(two_plants):
    def amount(subject: str) -> float:
        return two_plants.account(subject, "coal_primary_tce", "year", "2026-01-01").amount

    first, second = amount(f"enterprise:{E1}"), amount(f"enterprise:{E2}")
    assert amount("region:150622") == first == amount("region:150600") == amount("sector:2613")
    assert amount("region:150200") == second == amount("sector:4411")
    assert amount("region:150000") == pytest.approx(first + second, rel=1e-14)
    assert "product" not in {
        r.indicator.partition(":")[0] for r in two_plants.accounts() if r.subject[0] in "rs"
    }


def test_hours_on_the_fly_add_up_to_the_day(two_plants):
    span = (parse_time("2026-02-03"), parse_time("2026-02-04"))
    for subject in (f"enterprise:{E1}", "region:150000", "sector:4411"):
        hours = hour_accounts(two_plants.context, subject, "co2_t", span)
        day = two_plants.account(subject, "co2_t", "day", "2026-02-03")
        assert len(hours) == 24
        assert math.fsum(h.amount for h in hours) == pytest.approx(day.amount, rel=1e-12)


def test_hours_of_nobody_and_of_a_reversed_span_are_refused(two_plants):
    with pytest.raises(UnknownSubjectError, match="enterprise:NOBODY"):
        hour_accounts(two_plants.context, "enterprise:NOBODY", None, (0, HOUR_MS))
    with pytest.raises(SpanError, match="1970-01-02"):
        hour_accounts(two_plants.context, f"enterprise:{E1}", None, (DAY_MS, 0))


def test_a_dead_main_meter_does_not_hide_behind_live_ones(platform):
    platform.now("2026-03-02")
    platform.add_enterprise(E1)
    for number in range(9):
        platform.add_point(E1, f"SMALL{number}", "natural_gas", unit="m3", since="2026-03-01")
        platform.send_constant(E1, f"SMALL{number}", ("2026-03-01", "2026-03-02"), 1.0)
    platform.add_point(E1, "MAIN", "electricity", since="2026-03-01")
    platform.send_constant(E1, "MAIN", ("2026-03-01", "2026-03-01T06:00"), 5000.0)
    platform.run()
    day = platform.account(f"enterprise:{E1}", "coal_calorific_tce", "day", "2026-03-01")
    assert day.coverage == pytest.approx(6 / 24)
    gas = platform.account(f"enterprise:{E1}", "carrier:natural_gas", "day", "2026-03-01")
    assert gas.coverage == 1.0


def test_hours_without_any_row_count_against_coverage_and_add_nothing(platform):
    platform.now("2026-03-11")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity", since="2026-03-01")
    platform.send_constant(E1, "MAIN", ("2026-03-01", "2026-03-06"), 100.0)
    platform.run()
    month = platform.account(f"enterprise:{E1}", "carrier:electricity", "month", "2026-03-01")
    assert month.coverage == pytest.approx(5 / 10)
    assert month.amount == 5 * 24 * 100.0
    days = [r for r in platform.accounts() if r.period == "day" and r.indicator == "co2_t"]
    assert {r.start_ms for r in days} == {
        parse_time("2026-03-01") + n * DAY_MS for n in range(5)
    }, "a day without data has no row; it is not zero"


def test_time_before_service_is_no_gap_and_the_running_hour_is_none(platform):
    platform.now("2026-03-11T00:30")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity", since="2026-03-06")
    platform.send_constant(E1, "MAIN", ("2026-03-06", "2026-03-11"), 100.0)
    platform.run()
    year = platform.account(f"enterprise:{E1}", "carrier:electricity", "year", "2026-01-01")
    assert year.coverage == 1.0


def test_a_carrier_without_a_co2_factor_leaves_the_hour_uncovered(platform):
    platform.now("2026-03-02")
    platform.add_enterprise(E1)
    platform.add_point(E1, "GANGUE", "gangue", unit="kg", since="2026-03-01")
    platform.send_constant(E1, "GANGUE", ("2026-03-01", "2026-03-02"), 10.0)
    platform.run()
    co2 = platform.account(f"enterprise:{E1}", "co2_t", "day", "2026-03-01")
    assert (co2.amount, co2.coverage) == (0.0, 0.0)
    coal = platform.account(f"enterprise:{E1}", "coal_calorific_tce", "day", "2026-03-01")
    assert coal.coverage == 1.0


def test_a_region_weighs_coverage_with_what_enterprises_would_use():
    # 90 t at coverage 0.9 would be 100; 10 t at 0.1 would be 100 too: (90 + 10) / 200
    assert weigh_coverage([row(90, 0.9), row(10, 0.1)], 0) == pytest.approx(0.5)
    # a big one half dark outweighs nine small ones wholly lit: (500 + 9) / (1000 + 9)
    small = [row(1, 1.0)] * 9
    assert weigh_coverage([row(500, 0.5), *small], 0) == pytest.approx(509 / 1009)
    # one of which nothing is known weighs as the mean of the others
    assert weigh_coverage([row(100, 1.0), row(50, 1.0)], 1) == pytest.approx(150 / 225)
    assert weigh_coverage([row(0, 0.0, estimated=5)], 0) == 0.0
    assert weigh_coverage([row(0, 1.0), row(0, 0.5)], 0) == pytest.approx(0.75)


def test_an_enterprise_that_is_silent_all_month_lowers_its_region(platform):
    platform.now("2026-03-02")
    for code in (E1, E2):
        platform.add_enterprise(code, region="150200")
        platform.add_point(code, "MAIN", "electricity", since="2026-03-01")
    platform.send_constant(E1, "MAIN", ("2026-03-01", "2026-03-02"), 100.0)
    platform.run()
    region = platform.account("region:150200", "co2_t", "month", "2026-03-01")
    assert region.coverage == pytest.approx(0.5)
    assert (
        region.amount == platform.account(f"enterprise:{E1}", "co2_t", "month", "2026-03-01").amount
    )


def test_the_sum_does_not_depend_on_the_order_of_its_parts():
    random = np.random.default_rng(3)
    parts = [row(float(v), 1.0, float(w)) for v, w in random.lognormal(3, 5, (50, 2))]
    again = [parts[i] for i in random.permutation(50)]
    assert sum_rows("region:1", parts).amount == sum_rows("region:1", again).amount


def test_spans_widen_to_days_join_and_part_at_years():
    spans = [
        (parse_time("2025-12-31T22:00"), parse_time("2026-01-01T01:00")),
        (parse_time("2025-12-30T03:00"), parse_time("2025-12-30T04:00")),
        (5, 5),
    ]
    assert day_spans(spans) == [
        (parse_time("2025-12-30"), parse_time("2026-01-01")),
        (parse_time("2026-01-01"), parse_time("2026-01-02")),
    ]


def test_computing_again_changes_nothing(two_plants):
    span = (parse_time("2025-12-01"), parse_time("2026-03-06"))
    with two_plants.registry.read() as session:
        again = compute_accounts(two_plants.context, session, two_plants.facts(E1), [span])
    assert len(again.changes) == 0
    assert len(again.days) == 95
