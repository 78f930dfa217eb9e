"""Assessment from imports: base years, corrections, bad figures, and the same state again."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.registry.marks import SUMS, mark_dirty
from core.registry.transfer import import_files

REGION = "region:150600"
INTENSITY = "nmg-14:energy_intensity"
HEAD = "subject,item,start,end,value,unit,document,entered_by\n"


def line(item: str, value: float, unit: str, year: int) -> str:
    return f"{REGION},{item},{year}-01-01,{year + 1}-01-01,{value},{unit},年鉴,统计局\n"


FIGURES = (
    line("energy_official", 1e7, "tce", 2020)
    + line("gdp", 3500, "亿元", 2020)
    + line("energy_official", 10.9e6, "tce", 2022)
    + line("gdp_comparable", 4000, "亿元", 2022)
)


def take(platform, directory: Path, lines: str) -> None:
    path = directory / "entry.csv"
    path.write_text(HEAD + lines, encoding="utf-8")
    report = import_files(platform.registry, [path], clock=platform.clock)
    assert report.rows == []


def intensity(platform):
    (row,) = [
        v
        for v in platform.verdicts("assessment")
        if (v.subject, v.detail, v.evidence.get("year", {}).get("year", 2022))
        == (REGION, INTENSITY, 2022)
        and v.start_ms == 1640966400000
    ]
    return row


@pytest.fixture
def assessed(platform, tmp_path):
    platform.now("2023-02-01")
    take(platform, tmp_path, FIGURES)
    platform.run()
    return platform


def test_what_is_imported_is_assessed_without_any_reading(assessed):
    assert intensity(assessed).value == pytest.approx(-4.625)
    assert not intensity(assessed).provisional


def test_a_correction_of_the_base_year_judges_the_years_after_it_again(assessed, tmp_path):
    take(assessed, tmp_path, line("energy_official", 1.1e7, "tce", 2020))
    assessed.run()
    assert intensity(assessed).value == pytest.approx((10.9 * 3500 / (11 * 4000) - 1) * 100)


def test_a_second_run_changes_nothing(assessed):
    before = {v.id: v.judged_ms for v in assessed.verdicts()}
    with assessed.registry.session() as session:
        mark_dirty(session, SUMS, [1640966400000])
    assert assessed.run().verdicts == 0
    assert {v.id: v.judged_ms for v in assessed.verdicts()} == before


def test_a_figure_in_a_wrong_unit_is_a_finding_and_stops_nobody(assessed):
    assessed.state_region("150600", "feedstock:coal_calorific", 5.0, "kWh", 2022)
    with assessed.registry.session() as session:
        mark_dirty(session, SUMS, [1640966400000])
    assessed.run()
    row = intensity(assessed)
    assert row.level == "undetermined"
    assert "'kWh'" in row.reason_en
    assert "does not convert into 'tce'" in row.reason_en


def test_deductions_beyond_the_gross_are_refused_with_the_values(assessed, tmp_path):
    feedstock = [line("feedstock:coal_calorific", 2e7, "tce", year) for year in (2020, 2022)]
    take(assessed, tmp_path, "".join(feedstock))
    assessed.run()
    row = intensity(assessed)
    assert row.level == "undetermined"
    assert "feedstock 20000000" in row.reason_en
    assert "exceed the gross use 10900000 tce" in row.reason_en


def test_a_region_without_a_target_is_not_assessed(platform, tmp_path):
    platform.now("2023-02-01")
    take(platform, tmp_path, FIGURES.replace(REGION, "region:150622"))
    platform.run()
    assert all(v.subject != "region:150622" for v in platform.verdicts("assessment"))
    assert {v.subject for v in platform.verdicts("regional")} == {"region:150622"}


def test_the_plan_of_carbon_takes_entered_targets(platform, tmp_path):
    platform.now("2027-02-01")
    figures = "".join(
        line(item, value, unit, year)
        for year, co2, gdp in ((2025, 2.6e7, 6000), (2026, 2.65e7, 6400))
        for item, value, unit in (("co2_official", co2, "tCO2"), ("gdp_comparable", gdp, "亿元"))
    )
    figures += f"{REGION},target:co2_per_gdp,2026-01-01,2031-01-01,-17,%,规划,发改委\n"
    take(platform, tmp_path, figures)
    platform.run()
    (row,) = [v for v in platform.verdicts("assessment") if v.start_ms == 1767196800000]
    assert row.detail == "cn-15-carbon:carbon_intensity"
    assert row.value == pytest.approx((2.65e7 / 6400 / (2.6e7 / 6000) - 1) * 100)
    assert row.reference == pytest.approx((0.83**0.2 - 1) * 100)
    assert row.level == "on_schedule"
