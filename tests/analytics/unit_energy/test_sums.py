"""Unit energy of regions and parks: the sum of their enterprises by what they state themselves."""

from __future__ import annotations

import pytest

from analytics.explain import explain_verdict
from core.calendar import parse_time
from core.registry.models import Entry
from core.registry.structure import Park, ParkMember

CODES = ("91150622MA0TEST011", "91150622MA0TEST022")
REGION = "region:150622"
HOURS = 31 * 24


def state(platform, subject: str, item: str, value: float, unit: str, *years: int) -> None:
    for year in years:
        platform.add(
            Entry(
                subject=subject,
                item=item,
                start_ms=parse_time(f"{year}-01-01"),
                end_ms=parse_time(f"{year + 1}-01-01"),
                version=1,
                value=value,
                unit=unit,
                document=f"yearbook of {year}",
                entered_by="a test",
                entered_ms=0,
            )
        )


@pytest.fixture
def two_januaries(platform):
    """Two enterprises of a park: 1,500 kW in January 2025, a tenth less in January 2026."""
    platform.now("2026-02-01T08:30")
    platform.add(Park(code="PARK", name="园区", region_code="150622"))
    for code, load in zip(CODES, (1000.0, 500.0), strict=True):
        platform.add_enterprise(code)
        platform.add_point(code, "MAIN", "electricity", since="2025-01-01")
        platform.send_constant(code, "MAIN", ("2025-01-01", "2025-02-01"), load)
        platform.send_constant(code, "MAIN", ("2026-01-01", "2026-02-01"), load * 0.9)
        platform.add(
            ParkMember(park_code="PARK", enterprise_code=code, valid_from_ms=0, source="a test")
        )
        platform.add_entry(code, "heads", 7.0, "人", span=("2025-01-01", "2027-01-01"))
    return platform


def january(platform, subject: str, detail: str):
    start = parse_time("2026-01-01")
    (found,) = [
        v
        for v in platform.verdicts("unit_energy", "month")
        if (v.subject, v.detail, v.start_ms) == (subject, detail, start)
    ]
    return found


@pytest.mark.parametrize("subject", [REGION, "park:PARK"])
def test_energy_per_head_has_the_source_of_its_heads(two_januaries, subject):
    state(two_januaries, subject, "heads", 2000.0, "人", 2025, 2026)
    two_januaries.run()
    verdict = january(two_januaries, subject, "heads:calorific")
    # 1,350 kW · 744 h · 0.1229 kgce/kWh over 2,000 heads; its enterprises' 14 heads count nothing
    assert verdict.value == pytest.approx(1350 * HOURS * 0.1229 / 2000)
    assert verdict.unit == "kgce/人"
    assert verdict.reference == pytest.approx(1500 * HOURS * 0.1229 / 2000)
    assert verdict.level == "fell"
    assert verdict.evidence["per_documents"] == ["yearbook of 2026"]
    node = explain_verdict(two_januaries.context, verdict.id)
    (source,) = [
        one.source for one in node.children if one.label_en.startswith("denominator heads")
    ]
    assert source == "yearbook of 2026"


def test_energy_by_floor_area_of_a_region_without_the_year_before_is_not_compared(two_januaries):
    state(two_januaries, REGION, "floor_area", 15_000.0, "m2", 2026)
    two_januaries.run()
    verdict = january(two_januaries, REGION, "floor_area:primary")
    assert verdict.level == "no_comparison"
    assert verdict.evidence["per"] == pytest.approx(15_000)
    assert verdict.evidence["before_lacks"] == "denominator"


def test_what_a_region_does_not_state_is_no_intensity(two_januaries):
    two_januaries.run()
    subjects = {v.subject for v in two_januaries.verdicts("unit_energy")}
    assert not {s for s in subjects if s.startswith(("region:", "park:"))}


def test_a_park_is_judged_by_the_values_of_its_enterprises(two_januaries):
    for year in ("2025", "2026"):
        span = (f"{year}-01-01", f"{year}-02-01")
        two_januaries.add_entry(CODES[0], "added_value_comparable", 200.0, "万元", span=span)
        two_januaries.add_entry(CODES[1], "added_value_comparable", 100.0, "万元", span=span)
    two_januaries.run()
    verdict = january(two_januaries, "park:PARK", "added_value_comparable:calorific")
    assert verdict.value == pytest.approx(1350 * HOURS * 0.1229e-3 / 300)
    assert verdict.level == "fell"
    assert verdict.evidence["change"] == pytest.approx(-0.1)
    assert verdict.evidence["per_documents"] == ["account added_value_comparable of park:PARK"]
    assert explain_verdict(two_januaries.context, verdict.id).children
