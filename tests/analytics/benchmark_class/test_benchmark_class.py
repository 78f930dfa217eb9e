"""The rule benchmark_class: levels, editions, units of numerators, and what is not judged."""

from __future__ import annotations

import pytest

from analytics.benchmark_class import ClassLevel, compute_standing
from analytics.benchmark_class.rule import BEYOND, grade_of
from core.calendar import parse_time
from core.catalogue import BenchmarkLevel, LimitGrades, read_catalogue
from core.vocabulary import Severity

E1 = "91150622MA0TEST011"
CARBIDE = "无机盐/电石//单位产品综合能耗"
FERROSILICON = "铁合金/硅铁//单位产品综合能耗"
PUE = "数据中心/能效等级//PUE"
POWER = "燃煤发电/供电/亚临界 300 MW/供电煤耗"


def level(benchmark, baseline, direction="lower", unit="kgce/t") -> BenchmarkLevel:
    return BenchmarkLevel(
        "a/b//c", "2023", unit, benchmark, baseline, direction, None, "", "a test", "verified",
        None, None, "", "", "",
    )  # fmt: skip


def limits(*grades, unit="kgce/t") -> LimitGrades:
    return LimitGrades(
        "a/b//c", "GB 1", unit, *grades, "lower", "a test", "verified", None, None, "", ""
    )


@pytest.mark.parametrize(
    ("value", "found", "severity"),
    [
        (804.9, ClassLevel.BENCHMARK, Severity.NONE),
        (805.0, ClassLevel.BENCHMARK, Severity.NONE),
        (805.1, ClassLevel.BETWEEN, Severity.NONE),
        (940.0, ClassLevel.BETWEEN, Severity.NONE),
        (940.1, ClassLevel.BELOW, Severity.SERIOUS),
    ],
)
def test_at_the_level_reaches_it_and_beyond_does_not(value, found, severity):
    standing = compute_standing(value, level(805, 940), None)
    assert (standing.level, standing.severity) == (found, severity)


def test_levels_below_zero_and_directions_upward_hold_too():
    # a converter gives energy back: benchmark −30, baseline −10 kgce/t
    assert compute_standing(-31, level(-30, -10), None).level is ClassLevel.BENCHMARK
    assert compute_standing(-5, level(-30, -10), None).level is ClassLevel.BELOW
    assert compute_standing(0.9, level(0.8, 0.5, "higher"), None).level is ClassLevel.BENCHMARK
    assert compute_standing(0.4, level(0.8, 0.5, "higher"), None).level is ClassLevel.BELOW


def test_a_level_that_an_edition_leaves_out_is_not_asked_for():
    assert compute_standing(290, level(None, 300), None).level is ClassLevel.BETWEEN
    assert compute_standing(310, level(None, 300), None).level is ClassLevel.BELOW
    assert compute_standing(310, level(300, None), None).level is ClassLevel.BETWEEN


@pytest.mark.parametrize(
    ("value", "grade"), [(805, 1), (806, 2), (823, 2), (940, 3), (941, BEYOND)]
)
def test_limit_grades(value, grade):
    assert grade_of(value, "kgce/t", limits(805, 823, 940)) == grade
    assert grade_of(value / 1000, "tce/t", limits(805, 823, 940)) == grade


@pytest.mark.parametrize(("value", "grade"), [(280, 1), (295, 3), (312, 3), (313, BEYOND)])
def test_grades_out_of_order_are_met_with_all_laxer_ones(value, grade):
    # subcritical 600 MW, GB 21258-2024: 303 / 285 / 312, grade 2 being that of new units
    assert grade_of(value, "kgce/t", limits(303, 285, 312)) == grade


def test_no_limit_is_no_grade_and_beyond_grade_3_is_a_warning_at_least():
    assert grade_of(1.0, "kgce/t", None) is None
    assert grade_of(1.0, "kgce/t", limits(None, None, None)) is None
    # blast furnace: baseline 435 (2023) but limit grade 3 is 415 (GB 21256-2025)
    standing = compute_standing(425, level(361, 435), limits(361, 370, 415))
    assert standing.level is ClassLevel.BETWEEN
    assert standing.limit_grade == BEYOND
    assert standing.severity is Severity.WARNING


def plant(platform, key: str, per_hour: float, span=("2026-03-01", "2026-03-11")) -> None:
    """One tonne an hour made from `per_hour` kWh."""
    platform.add_enterprise(E1)
    platform.add_product(E1, "P", "t", key)
    platform.add_point(E1, "MAIN", "electricity", product="P", since=span[0])
    platform.add_point(E1, "OUT", "", flow="output", unit="t", product="P", since=span[0])
    platform.send_constant(E1, "MAIN", span, per_hour)
    platform.send_constant(E1, "OUT", span, 1.0)


def test_energy_by_output_is_judged_for_the_month_and_the_year_to_date(platform):
    # 7,000 kWh/t × 0.1229 = 860.3 kgce/t: between 805 and 940, limit grade 3 (805/823/940)
    platform.now("2026-03-11")
    plant(platform, CARBIDE, 7000.0)
    platform.run()
    for period in ("month", "year"):
        verdict = platform.verdict("benchmark_class", period)
        assert verdict.value == pytest.approx(860.3)
        assert verdict.level == "between"
        assert verdict.evidence["limit_grade"] == 3
        assert verdict.unit == "kgce/t"
        assert verdict.basis == "calorific"
        assert verdict.detail == "P"
        assert verdict.provisional
        assert "860.3" in verdict.reason
        assert "860.3" in verdict.reason_en
        assert verdict.coverage == 1.0
        assert verdict.since_ms == parse_time("2026-03-01")


@pytest.mark.parametrize(
    ("month", "edition", "baseline", "found"),
    [("2022-03", "2021", 1900.0, "between"), ("2026-03", "2023", 1850.0, "below_baseline")],
)
def test_the_edition_in_force_decides(platform, month, edition, baseline, found):
    # ferrosilicon at 15,250 kWh/t × 0.1229 = 1,874 kgce/t: under 1900 of 2021, over 1850 of 2023
    span = (f"{month}-01", f"{month}-11")
    platform.now("2026-05-01")
    plant(platform, FERROSILICON, 15250.0, span)
    for point, value in (("MAIN", 15250.0), ("OUT", 1.0)):
        platform.send_constant(E1, point, (span[1], f"{month}-31"), value)
    platform.run()
    verdict = platform.verdict("benchmark_class", "month")
    assert verdict.value == pytest.approx(15250 * 0.1229)
    assert verdict.evidence["edition"] == edition
    assert verdict.reference == baseline
    assert verdict.level == found


def test_a_recalled_level_is_named_as_such(platform):
    platform.now("2026-03-11")
    plant(platform, CARBIDE, 7000.0)
    platform.run()
    row = read_catalogue().level(CARBIDE, platform.clock.at_ms)
    assert row is not None
    verdict = platform.verdict("benchmark_class", "year")
    assert verdict.evidence["level_confidence"] == row.confidence
    assert ("凭记忆录入" in verdict.reason) == (row.confidence == "recalled")
    assert ("recalled" in verdict.reason_en) == (row.confidence == "recalled")


def test_below_the_coverage_floor_the_missing_meter_is_named(platform):
    platform.now("2026-03-11")
    platform.add_enterprise(E1)
    platform.add_product(E1, "P", "t", CARBIDE)
    platform.add_point(E1, "MAIN", "electricity", product="P", since="2026-03-01")
    platform.add_point(E1, "OUT", "", flow="output", unit="t", product="P", since="2026-03-01")
    platform.send_constant(E1, "MAIN", ("2026-03-01", "2026-03-09"), 7000.0)
    platform.send_constant(E1, "OUT", ("2026-03-01", "2026-03-11"), 1.0)
    platform.run()
    verdict = platform.verdict("benchmark_class", "month")
    assert verdict.level == "undetermined"
    assert verdict.severity == Severity.NOTICE
    assert verdict.coverage == pytest.approx(0.8)
    assert "MAIN" in verdict.reason
    assert "OUT" not in verdict.reason


def test_without_output_there_is_no_figure(platform):
    platform.now("2026-03-11")
    platform.add_enterprise(E1)
    platform.add_product(E1, "P", "t", CARBIDE)
    platform.add_point(E1, "MAIN", "electricity", product="P", since="2026-03-01")
    platform.send_constant(E1, "MAIN", ("2026-03-01", "2026-03-11"), 7000.0)
    platform.run()
    verdict = platform.verdict("benchmark_class", "month")
    assert verdict.level == "undetermined"
    assert verdict.value is None
    assert "没有产量" in verdict.reason


def test_output_may_be_entered_instead_of_metered(platform):
    platform.now("2026-04-01")
    platform.add_enterprise(E1)
    platform.add_product(E1, "P", "t", CARBIDE)
    platform.add_point(E1, "MAIN", "electricity", product="P", since="2026-03-01")
    platform.send_constant(E1, "MAIN", ("2026-03-01", "2026-04-01"), 6500.0)
    platform.add_entry(E1, "output:P", 744.0, "t", span=("2026-03-01", "2026-04-01"))
    platform.run()
    verdict = platform.verdict("benchmark_class", "month")
    assert verdict.value == pytest.approx(6500 * 0.1229)
    assert verdict.level == "benchmark"


def test_pue_is_electricity_by_it_electricity(platform):
    platform.now("2026-03-11")
    platform.add_enterprise(E1, sector="6450")
    platform.add_product(E1, "IT", "kWh", PUE)
    span = ("2026-03-01", "2026-03-11")
    platform.add_point(E1, "MAIN", "electricity", product="IT", since=span[0])
    platform.add_point(E1, "DIESEL", "diesel", unit="kg", product="IT", since=span[0])
    platform.add_point(E1, "IT", "electricity", flow="output", product="IT", since=span[0])
    platform.send_constant(E1, "MAIN", span, 1400.0)
    platform.send_constant(E1, "DIESEL", span, 5.0)
    platform.send_constant(E1, "IT", span, 1000.0)
    platform.run()
    verdict = platform.verdict("benchmark_class", "month")
    assert verdict.value == pytest.approx(1.4)
    assert verdict.unit == "1"
    assert verdict.level == "between", "1.3 / 1.5"


def test_power_supply_counts_fuel_only(platform):
    # 300 t/h coal × 0.7143 = 214.29 tce for 700,000 kWh: 306.13 gce/kWh, between 285 and 321
    platform.now("2026-03-11")
    platform.add_enterprise(E1, sector="4411")
    platform.add_product(E1, "SUPPLY", "kWh", POWER)
    span = ("2026-03-01", "2026-03-11")
    platform.add_point(E1, "COAL", "raw_coal", unit="t", product="SUPPLY", since=span[0])
    platform.add_point(E1, "START", "electricity", product="SUPPLY", since=span[0])
    platform.add_point(E1, "OUT", "electricity", flow="output", product="SUPPLY", since=span[0])
    platform.send_constant(E1, "COAL", span, 300.0)
    platform.send_constant(E1, "START", span, 1000.0)
    platform.send_constant(E1, "OUT", span, 700_000.0)
    platform.run()
    verdict = platform.verdict("benchmark_class", "month")
    assert verdict.value == pytest.approx(300 * 714.3 / 700)
    assert verdict.unit == "gce/kWh"
    assert verdict.level == "between"


def test_sub_meters_stand_in_for_what_is_not_bought_for_the_product(platform):
    platform.now("2026-03-11")
    span = ("2026-03-01", "2026-03-11")
    platform.add_enterprise(E1)
    platform.add_product(E1, "P", "t", CARBIDE)
    platform.add_point(E1, "MAIN", "electricity", since=span[0])
    platform.add_point(E1, "OVEN", "electricity", flow="consumed", product="P", since=span[0])
    platform.add_point(E1, "OUT", "", flow="output", unit="t", product="P", since=span[0])
    for point, value in (("MAIN", 9000.0), ("OVEN", 6000.0), ("OUT", 1.0)):
        platform.send_constant(E1, point, span, value)
    platform.run()
    assert platform.verdict("benchmark_class", "month").value == pytest.approx(6000 * 0.1229)
    total = platform.account(f"enterprise:{E1}", "coal_calorific_tce", "day", "2026-03-01")
    assert total.amount == pytest.approx(24 * 9 * 0.1229)


def test_a_product_without_key_is_not_judged_and_an_unknown_key_says_so(platform):
    platform.now("2026-03-11")
    plant(platform, "", 7000.0)
    platform.run()
    assert platform.verdicts("benchmark_class") == []
    platform.add_product(E1, "Q", "t", "没有/这个//键")
    platform.send(E1, "OUT", "2026-03-02", [1.5], sent_ms=2)
    platform.run()
    verdict = platform.verdict("benchmark_class", "year")
    assert verdict.level == "undetermined"
    assert "没有/这个//键" in verdict.reason


def test_since_is_the_day_from_which_the_class_held(platform):
    # five days at 7,000 (860.3, between), then 9,000: the running mean passes 940 kgce/t, which is
    # 7,648.5 kWh/t, when 7,000 + 2,000 · n / (5 + n) does: n = 2.4, so on the third day, 8 March
    platform.now("2026-03-11")
    plant(platform, CARBIDE, 7000.0)
    platform.send(E1, "MAIN", "2026-03-06", [9000.0] * 120, sent_ms=2)
    platform.run()
    verdict = platform.verdict("benchmark_class", "month")
    assert verdict.level == "below_baseline"
    assert verdict.since_ms == parse_time("2026-03-08")
