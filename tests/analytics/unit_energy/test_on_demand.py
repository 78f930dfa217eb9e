"""Accounts year on year and unit figures of lines, regions and parks, when asked."""

from __future__ import annotations

import pytest

from analytics.accounts.balance import compute_balance
from analytics.explain import explain_account
from analytics.unit_energy.on_demand import Asked, compare_account, list_value_figures
from core.calendar import Period, parse_time
from core.registry.structure import Park, ParkMember

E1 = "91150622MA0TEST011"
E2 = "91150200MA0TEST022"


@pytest.fixture
def two_years(platform):
    """Two enterprises of a park, one with output values, over two Januaries and a February."""
    platform.now("2026-02-15T08:30")
    platform.add(Park(code="PARK", name="园区", region_code="150622"))
    for code, load in ((E1, 1000.0), (E2, 500.0)):
        platform.add_enterprise(code)
        platform.add_point(code, "MAIN", "electricity", since="2025-01-01")
        platform.send_constant(code, "MAIN", ("2025-01-01", "2025-03-01"), load)
        platform.send_constant(code, "MAIN", ("2026-01-01", "2026-02-15T08:00"), load * 0.9)
        platform.add(
            ParkMember(park_code="PARK", enterprise_code=code, valid_from_ms=0, source="a test")
        )
    for year in ("2025", "2026"):
        platform.add_entry(
            E1, "output_value_comparable", 310.0, "万元", span=(f"{year}-01-01", f"{year}-02-01")
        )
    platform.run()
    return platform


def ask(platform, subject: str, period: Period, start: str) -> Asked:
    return Asked(subject, period, parse_time(start))


def test_a_running_month_is_compared_with_the_same_days(two_years):
    with two_years.registry.read() as session:
        asked = ask(two_years, f"enterprise:{E1}", Period.MONTH, "2026-02-01")
        found = compare_account(two_years.context, session, asked, "carrier:electricity")
        region = ask(two_years, "region:150000", Period.MONTH, "2026-02-01")
        whole = compare_account(two_years.context, session, region, "carrier:electricity")
    assert found.now.amount == pytest.approx(14 * 24 * 900)
    assert found.before.amount == pytest.approx(14 * 24 * 1000)
    assert found.before.span == (parse_time("2025-02-01"), parse_time("2025-02-15"))
    assert found.compared.change == pytest.approx(-0.1)
    assert whole.now.amount == pytest.approx(14 * 24 * 1350)
    assert whole.compared.change == pytest.approx(-0.1)


def test_energy_by_value_of_an_enterprise_and_of_a_park_that_lacks_values(two_years):
    with two_years.registry.read() as session:
        figures = {}
        for subject in (f"enterprise:{E1}", "park:PARK"):
            asked = ask(two_years, subject, Period.MONTH, "2026-01-01")
            figures[subject] = {
                (f.per, str(f.basis)): f
                for f in list_value_figures(two_years.context, session, asked)
            }
    own = figures[f"enterprise:{E1}"]["output_value_comparable", "calorific"]
    assert own.figure.value == pytest.approx(744 * 900 * 0.1229 / 1000 / 310, rel=1e-12)
    assert own.compared.change == pytest.approx(-0.1)
    park = figures["park:PARK"]["output_value_comparable", "calorific"]
    assert park.energy.amount == pytest.approx(744 * 1350 * 0.1229 / 1000)
    assert (park.figure.value, park.figure.lacks) == (None, "coverage")
    assert park.denominator.coverage == pytest.approx(0.5), "one of two states no value"


def test_half_the_data_is_no_saving(two_years):
    two_years.add_enterprise(two_years_third := "91150622MA0TEST033")
    two_years.add_point(two_years_third, "MAIN", "electricity", since="2025-01-01")
    two_years.send_constant(two_years_third, "MAIN", ("2025-01-01", "2025-02-01"), 100.0)
    two_years.send_constant(two_years_third, "MAIN", ("2026-01-01", "2026-01-15"), 100.0)
    two_years.run()
    with two_years.registry.read() as session:
        asked = ask(two_years, f"enterprise:{two_years_third}", Period.MONTH, "2026-01-01")
        found = compare_account(two_years.context, session, asked, "carrier:electricity")
    assert found.now.amount == 14 * 24 * 100.0
    assert (found.compared.change, found.compared.trend) == (None, "undetermined")


def test_the_balance_of_a_plant_with_everything(platform):
    platform.now("2026-03-02")
    platform.add_enterprise(E1)
    platform.add_line(E1, "L")
    span = ("2026-03-01", "2026-03-02")
    for code, flow, load, more in (
        ("MAIN", "purchased", 1000.0, {}),
        ("SUB", "purchased", 400.0, {"parent_code": "MAIN"}),
        ("OUT", "sold", 100.0, {"parent_code": "MAIN"}),
        ("L.IN", "consumed", 300.0, {"parent_code": "MAIN", "line_code": "L"}),
    ):
        platform.add_point(E1, code, "electricity", flow=flow, since=span[0], **more)
        platform.send_constant(E1, code, span, load)
    platform.add_point(E1, "COAL", "raw_coal", unit="t", since=span[0])
    platform.send_constant(E1, "COAL", span, 1.0)
    platform.add_entry(E1, "stock:raw_coal", 100.0, "t", span=("2026-02-01", "2026-03-01"))
    platform.add_entry(E1, "stock:raw_coal", 112.0, "t", span=("2026-02-01", "2026-03-02"))
    platform.run()
    facts = platform.facts(E1)
    day = (parse_time(span[0]), parse_time(span[1]))
    rows = {
        row.carrier: row for row in compute_balance(platform.context, facts, facts.subject, day)
    }
    power = rows["electricity"]
    assert power.flows == pytest.approx({"purchased": 24000, "sold": 2400, "consumed": 7200})
    assert power.used == pytest.approx(21600)
    assert power.calorific_tce == pytest.approx(21.6 * 0.1229)
    coal = rows["raw_coal"]
    assert coal.stock_counted == pytest.approx(12_000)
    assert coal.used == pytest.approx(12_000)
    line = compute_balance(platform.context, facts, facts.line_subject("L"), day)
    assert [(row.carrier, row.used) for row in line] == [("electricity", 7200.0)]
    for subject in (facts.subject, facts.line_subject("L")):
        stored = platform.account(subject, "coal_calorific_tce", "day", span[0])
        tree = explain_account(
            platform.context, subject, "coal_calorific_tce", period="day", start_ms=day[0]
        )
        assert tree.value == stored.amount
