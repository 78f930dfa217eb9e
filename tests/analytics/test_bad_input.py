"""Input that no honest figure can be made of: refused at the door, and shown where it stands.

Each case goes through the real import and the real loader, and then, put into the registry behind
their backs as an older version might have left it, through the real jobs.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from analytics import rules
from analytics.explain import explain_verdict
from core.calendar import parse_time
from core.catalogue import read_catalogue
from core.catalogue.catalogue import DATA
from core.catalogue.quality import read_fitting_rates, read_quality_figures
from core.clock import FixedClock
from core.errors import CatalogueError, UnitError
from core.registry.assessment import Certificate, CertificateUse
from core.registry.credit_code import check_character
from core.registry.marks import SUMS, mark_dirty
from core.registry.models import Entry
from core.registry.results import Finding
from core.registry.transfer import import_files

BODY = "91150622MA0000001"
E1 = BODY + check_character(BODY)
LEAGUE, BANNER = "region:150600", "region:150622"
MARCH = ("2026-03-01", "2026-03-03")


@pytest.fixture
def plant(platform):
    """An enterprise with two days of coal, a product with energy and the regions above it."""
    platform.now("2026-03-03")
    platform.add_enterprise(E1)
    platform.add_product(E1, "P", "t", "")
    platform.add_point(E1, "COAL", "raw_coal", unit="t", product="P", since=MARCH[0])
    platform.send_constant(E1, "COAL", MARCH, 1.0)
    return platform


def take(platform, directory: Path, table: str, *rows: dict[str, object]) -> list[str]:
    """Import rows of a table; return why they were refused."""
    file = directory / f"{table}.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(dict.fromkeys(n for row in rows for n in row)))
        writer.writeheader()
        writer.writerows(rows)
    report = import_files(platform.registry, [file], clock=FixedClock(platform.clock.at_ms))
    assert report.applied == (not report.rows)
    assert all(row.fix for row in report.rows)
    return [row.reason for row in report.rows]


def findings(platform, code: str) -> list[Finding]:
    with platform.registry.read() as session:
        rows = session.scalars(select(Finding).where(Finding.code == code)).all()
    return sorted(rows, key=lambda row: (row.subject, row.start_ms, row.detail))


def run_sums(platform, *days: str) -> None:
    """Judge all regions of the years that hold `days` again."""
    with platform.registry.session() as session:
        mark_dirty(session, SUMS, [parse_time(day) for day in days])
    platform.run()


def quota(holder: str, amount: float) -> dict[str, object]:
    plan = {"year": 2026, "kind": "energy", "basis": "calorific", "unit": "tce", "source": "文"}
    return {"holder": holder, "amount": amount, **plan}


def entry(subject: str, item: str, value: float, unit: str) -> dict[str, object]:
    span = {"start": MARCH[0], "end": "2026-04-01"}
    return {"subject": subject, "item": item, "value": value, "unit": unit, **span} | {
        "document": "台账",
        "entered_by": "王工",
    }


def point(code: str, formula: str) -> dict[str, object]:
    return {
        "enterprise_code": E1,
        "code": code,
        "kind": "virtual",
        "carrier": "raw_coal",
        "flow": "consumed",
        "unit": "t",
        "expected_s": 3600,
        "formula": formula,
    }


def test_contradictory_quotas(plant, tmp_path):
    (reason,) = take(plant, tmp_path, "quota", quota(LEAGUE, 100), quota(BANNER, 150))
    assert reason == (
        "quotas below region:150600 add up to 150 tce, its own is 100 tce: region:150622 150 tce"
    )
    months = {f"m{month:02d}": 10 for month in range(1, 13)}
    (reason,) = take(plant, tmp_path, "quota", quota(LEAGUE, 100) | months)
    assert "120" in reason
    assert "100" in reason
    plant.add_quota(LEAGUE, 100.0)
    plant.add_quota(BANNER, 150.0)
    plant.run()
    (verdict,) = [v for v in plant.verdicts("assessment") if v.detail.startswith("quota_tree")]
    assert (verdict.level, verdict.value, verdict.reference) == ("over_allotted", 150.0, 100.0)
    assert "150" in verdict.reason_en


@pytest.mark.parametrize("name", ["standard_coal", "co2_factors", "limits", "process_factors"])
def test_a_factor_without_a_source(name, tmp_path):
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    edit(data / f"{name}.csv", 0, source="")
    with pytest.raises(CatalogueError, match=rf"{name}.csv:2: source is empty"):
        read_catalogue(data)


@pytest.mark.parametrize(
    "name",
    [
        "standard_coal",
        "co2_factors",
        "limits",
        "benchmark_levels",
        "schemes_measures",
        "warning_levels",
        "targets",
        "quality_rules",
        "meter_fitting",
        "pue_ceilings",
        "process_factors",
    ],
)
def test_overlapping_editions(name, tmp_path):
    """A row that stands twice with another source is valid at once with its like."""
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    file = data / f"{name}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    again = rows[0] | {"source": "another edition"}
    with file.open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, list(rows[0])).writerow(again)
    with pytest.raises(CatalogueError) as refused:
        read_everything(data)
    assert PLACES.get(name, name) in str(refused.value)
    if name not in PLACES:
        assert "another edition" in str(refused.value), "the message has both sources"


PLACES = {
    "schemes_measures": "schemes.csv:2: scheme 'nmg-13' has two rules",
    "warning_levels": "warning_schemes.csv:2: scheme 'cn-barometer'",
    "process_factors": "stands twice",
}
"""What is said of files whose rows are told by scheme and name."""


def read_everything(data: Path) -> None:
    read_catalogue(data)
    read_quality_figures(data / "quality_rules.csv")
    read_fitting_rates(data / "meter_fitting.csv")


def edit(file: Path, line: int, **cells: str) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[line].update(cells)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_formula_with_a_cycle(plant, tmp_path):
    reasons = take(plant, tmp_path, "point", point("V", "W + COAL"), point("W", "2 * V"))
    assert "point V is made of itself: V → W → V" in reasons
    assert "point W is made of itself: W → V → W" in reasons
    plant.add_point(E1, "V", "raw_coal", unit="t", formula="W + COAL", since=MARCH[0])
    plant.add_point(E1, "W", "raw_coal", unit="t", formula="2 * V", since=MARCH[0])
    plant.run()
    found = findings(plant, "formula_refused")
    assert [(row.point_code, row.evidence["formula"]) for row in found] == [
        ("V", "W + COAL"),
        ("W", "2 * V"),
    ] or len(found) == 2
    assert all("V → W" in row.text or "W → V" in row.text for row in found)


def test_a_product_without_output(plant):
    plant.run()
    (found,) = findings(plant, "product_without_output")
    assert found.evidence == {
        "product": "P",
        "energy": pytest.approx(48 * 0.7143),
        "unit": "tce",
    } | {"output": None}
    judged = [v for v in plant.verdicts("unit_energy") if v.level != "undetermined"]
    assert judged == [], "nothing is called energy per product without its output"


def test_a_negative_stock(plant, tmp_path):
    (reason,) = take(plant, tmp_path, "entry", entry(f"enterprise:{E1}", "stock:raw_coal", -3, "t"))
    assert reason == "stock:raw_coal of -3 t is below zero"
    plant.add_entry(E1, "stock:raw_coal", 10.0, "t", span=("2026-02-01", MARCH[0]))
    plant.add_entry(E1, "stock:raw_coal", -3.0, "t", span=MARCH)
    plant.run()
    (found,) = findings(plant, "negative_stock")
    assert found.evidence == {"item": "stock:raw_coal", "value": -3.0, "unit": "t"}
    day = plant.account(f"enterprise:{E1}", "carrier:raw_coal", "day", MARCH[0])
    assert day.amount == pytest.approx(24_000.0), "kg of coal; the count is not used"


def test_a_certificate_used_twice(plant, tmp_path):
    owner = f"enterprise:{E1}"
    certificate = {"code": "C1", "kind": "certificate", "holder": owner, "month": "2026-01-01"}
    certificate |= {"mwh": 1, "origin": "150600", "source": "平台"}
    assert take(plant, tmp_path, "certificate", certificate) == []
    use = {"certificate_code": "C1", "subject": owner, "mwh": 1, "entered_by": "王", "source": "单"}
    twice = [use | {"month": "2026-03-01"}, use | {"month": "2026-02-01"}]
    reasons = take(plant, tmp_path, "certificate_use", *twice)
    assert reasons
    assert all("stands for 1 MWh and is used for 2 MWh" in reason for reason in reasons)


def test_a_certificate_that_stands_used_twice_counts_once(plant):
    plant.add_point(E1, "M", "electricity", since=MARCH[0])
    plant.send_constant(E1, "M", MARCH, 1000.0)
    other = "E2"
    plant.add_enterprise(other)
    plant.add_point(other, "M", "electricity", since=MARCH[0])
    plant.send_constant(other, "M", MARCH, 1000.0)
    plant.add(
        Certificate(
            code="C1",
            kind="certificate",
            holder=f"enterprise:{E1}",
            month_ms=parse_time("2026-01-01"),
            mwh=10.0,
            origin="150600",
            source="平台",
        )
    )
    for subject in (E1, other):
        plant.add(
            CertificateUse(
                certificate_code="C1",
                subject=f"enterprise:{subject}",
                month_ms=parse_time(MARCH[0]),
                mwh=8.0,
                entered_by="王",
                source="单",
            )
        )
    plant.run()
    carbon = [v for v in plant.verdicts("assessment") if v.detail == "carbon"]
    counted = {
        v.subject: sum(month["counted"] for month in v.evidence["certificates"]) for v in carbon
    }
    assert counted[f"enterprise:{E1}"] == pytest.approx(8000.0)
    assert counted[f"enterprise:{other}"] == pytest.approx(2000.0)
    assert counted[BANNER] == pytest.approx(10_000.0), "of 10 MWh no more than 10 count"
    found = {row.subject: row for row in findings(plant, "input_refused")}
    assert set(found) == set(counted)
    assert "C1 stands for 10 MWh and is used for 16 MWh" in found[BANNER].text_en
    for verdict in carbon:
        explain_verdict(plant.context, verdict.id)


def test_an_intensity_without_denominator(plant):
    plant.state_region("150600", "energy_official", 100.0, "tce", 2026)
    plant.run()
    found = findings(plant, "input_refused")
    assert [row.detail for row in found] == ["regional:energy:calorific"]
    assert "100 tce has no denominator at constant prices" in found[0].text_en
    assert {row.subject for row in found} == {LEAGUE}
    plant.state_region("150600", "gdp_comparable", 5.0, "亿元", 2026)
    run_sums(plant, "2026-01-01")
    assert findings(plant, "input_refused") == [], "what is mended is taken back"


@pytest.mark.parametrize(
    ("item", "unit"),
    [
        ("gdp_comparable", "kg"),
        ("gdp_comparable", "tce"),
        ("price_index", "kg"),
        ("industrial_added_value_comparable", "℃"),
        ("energy_official", "kg"),
        ("energy_unmetered:coal_calorific", "m3"),
    ],
)
def test_a_wrong_unit_stops_no_other_region(plant, tmp_path, item, unit):
    (reason,) = take(plant, tmp_path, "entry", entry(LEAGUE, item, 3, unit))
    assert f"unit {unit!r}" in reason
    for year in (2025, 2026):
        for name, own in (("gdp", "亿元"), ("energy_official", "tce"), ("price_index", "1")):
            plant.state_region("150200", name, 100.0, own, year)
            if name != item:
                plant.state_region("150600", name, 100.0, own, year)
        plant.add(
            *(
                Entry(
                    subject=LEAGUE,
                    item=item,
                    start_ms=parse_time(start),
                    end_ms=parse_time(end),
                    version=1,
                    value=3.0,
                    unit=unit,
                    document="a yearbook",
                    entered_by="a test",
                    entered_ms=0,
                )
                for start, end in (
                    (f"{year}-01-01", f"{year + 1}-01-01"),
                    (f"{year}-01-01", f"{year}-04-01"),
                )
            )
        )
    plant.now("2026-04-02")
    run_sums(plant, "2025-01-01", "2026-01-01")
    regions = {v.subject for v in plant.verdicts("regional")}
    assert regions == {"region:150200", LEAGUE}
    found = findings(plant, "input_refused")
    named = [row for row in found if f"{unit!r}" in row.text_en and row.subject == LEAGUE]
    assert named, [row.text_en for row in found]
    for verdict in plant.verdicts("early_warning") + plant.verdicts("regional"):
        explain_verdict(plant.context, verdict.id)


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        ("output:P", "t"),
        ("output_value", "万元"),
        ("added_value_comparable", "万元"),
        ("heads", "人"),
        ("floor_area", "m2"),
    ],
)
def test_a_figure_in_a_unit_of_another_kind_is_left_out_and_shown(plant, tmp_path, item, wanted):
    """The enterprise has its accounts all the same; what the figure was for is missing."""
    subject = f"enterprise:{E1}"
    (reason,) = take(plant, tmp_path, "entry", entry(subject, item, 3, "℃"))
    assert "'℃'" in reason
    plant.add_entry(E1, item, 3.0, "℃", span=(MARCH[0], "2026-04-01"))
    plant.run()
    (found,) = findings(plant, "unit_refused")
    assert found.evidence == {"item": item, "value": 3.0, "unit": "℃", "wanted": wanted}
    day = plant.account(subject, "carrier:raw_coal", "day", MARCH[0])
    assert day.amount == pytest.approx(24_000.0)
    assert [v for v in plant.verdicts("unit_energy") if v.value is not None] == []


def test_a_rule_that_is_refused_its_input_stops_no_other(plant, monkeypatch):
    def refuse(_docket):
        raise UnitError("3 ℃ is no tce", where="a test", fix="mend it")

    broken = [
        replace(rule, judge_enterprise=refuse) if rule.name == "quota_pace" else rule
        for rule in rules.RULES
    ]
    plant.add_quota(f"enterprise:{E1}", 100.0)
    monkeypatch.setattr(rules, "RULES", tuple(broken))
    plant.run()
    (verdict,) = plant.verdicts("quota_pace")
    assert (verdict.level, verdict.detail) == ("undetermined", "input")
    assert "3 ℃ is no tce" in verdict.reason_en
    assert [row.detail for row in findings(plant, "input_refused")] == ["quota_pace:input"]
    assert plant.verdicts("early_warning"), "the others are judged"
    explain_verdict(plant.context, verdict.id)
    monkeypatch.undo()
    with plant.registry.session() as session:
        mark_dirty(session, E1, [parse_time(MARCH[0])])
    plant.run()
    (verdict,) = plant.verdicts("quota_pace")
    assert verdict.detail == "energy:calorific"
    assert findings(plant, "input_refused") == []
