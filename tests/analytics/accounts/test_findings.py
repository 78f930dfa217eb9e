"""Findings of accounts: each fires on what it is about, goes when mended, and not otherwise."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from analytics.accounts.findings import FAR_MS, detect_months, detect_registry
from core.calendar import parse_time
from core.registry.marks import mark_dirty
from core.registry.models import Entry, Point
from core.registry.results import Finding
from core.registry.structure import DischargePermit, Outlet, PermitLimit

E1 = "91150622MA0TEST011"
SPAN = ("2026-03-01", "2026-03-05")


def found(platform) -> dict[str, Finding]:
    with platform.registry.read() as session:
        return {f.code: f for f in session.scalars(select(Finding))}


@pytest.fixture
def plant(platform):
    platform.now("2026-03-05")
    platform.add_enterprise(E1)
    platform.add_product(E1, "P", "t", "")
    platform.add_point(E1, "COAL", "raw_coal", unit="t", product="P", since=SPAN[0])
    platform.add_point(E1, "OUT", "", flow="output", unit="t", product="P", since=SPAN[0])
    platform.send_constant(E1, "COAL", SPAN, 1.0)
    platform.send_constant(E1, "OUT", SPAN, 2.0)
    return platform


def test_clean_books_have_no_finding(plant):
    plant.add_entry(E1, "stock:raw_coal", 10.0, "t", span=("2026-02-01", "2026-03-01"))
    plant.add_point(E1, "V", "raw_coal", flow="consumed", unit="t", formula="0.5 * COAL")
    plant.run()
    assert found(plant) == {}


def test_a_circle_of_formulas_is_found_with_its_way_and_goes_when_mended(plant):
    plant.add_point(E1, "V", "raw_coal", unit="t", formula="W + COAL", since=SPAN[0])
    plant.add_point(E1, "W", "raw_coal", unit="t", formula="V", since=SPAN[0])
    plant.run()
    with plant.registry.read() as session:
        rows = list(session.scalars(select(Finding).order_by(Finding.point_code)))
    assert [(row.code, row.point_code) for row in rows] == [
        ("formula_refused", "V"),
        ("formula_refused", "W"),
    ]
    assert rows[0].evidence["cycle"] == ["V", "W", "V"]
    assert "W + COAL" in rows[0].text
    known = {row.indicator for row in plant.accounts()}
    assert "carrier:raw_coal" not in known, "a meter that cannot be made is missing, not zero"
    with plant.registry.session() as session:
        session.execute(update(Point).where(Point.code == "W").values(formula="0.1 * COAL"))
        mark_dirty(session, E1, [parse_time(SPAN[0]) + 3_600_000 * n for n in range(96)])
    plant.run()
    assert found(plant) == {}
    day = plant.account(f"enterprise:{E1}", "carrier:raw_coal", "day", SPAN[0])
    assert day.amount == pytest.approx(24_000 * 1.1)
    assert day.coverage == 1.0


def test_a_negative_stock_is_found_and_not_used(plant):
    plant.add_entry(E1, "stock:raw_coal", 10.0, "t", span=("2026-02-01", "2026-03-01"))
    plant.add_entry(E1, "stock:raw_coal", -5.0, "t", span=("2026-03-01", "2026-03-03"))
    plant.run()
    finding = found(plant)["negative_stock"]
    assert finding.evidence == {"item": "stock:raw_coal", "value": -5.0, "unit": "t"}
    day = plant.account(f"enterprise:{E1}", "carrier:raw_coal", "day", "2026-03-02")
    assert day.amount == pytest.approx(24_000)


def test_use_below_zero_that_nothing_explains_is_found(plant):
    plant.add_entry(E1, "stock:raw_coal", 10.0, "t", span=("2026-02-01", "2026-03-01"))
    plant.add_entry(E1, "stock:raw_coal", 1010.0, "t", span=("2026-03-01", "2026-03-05"))
    plant.run()
    finding = found(plant)["negative_use"]
    assert finding.evidence["amount"] == pytest.approx(96_000 - 1_000_000)
    with plant.registry.session() as session:
        session.execute(update(Entry).where(Entry.value == 1010.0).values(value=20.0))
        mark_dirty(session, E1, [parse_time(SPAN[0]) + 3_600_000 * n for n in range(96)])
    plant.run()
    assert found(plant) == {}


def test_nothing_gives_nothing(plant):
    plant.run()
    facts = plant.facts(E1)
    assert detect_registry(facts) == []
    assert detect_months(facts, []) == []


def test_an_outlet_without_a_point_and_a_limit_beyond_its_permit_are_found(plant):
    day = parse_time("2026-01-01")
    plant.add(Outlet(enterprise_code=E1, code="DA001", name="烟囱", medium="air"))
    plant.add(Outlet(enterprise_code=E1, code="DA002", name="", medium="air"))
    plant.add_point(E1, "DA002.NOX", "", flow="output", unit="mg/m3", since=SPAN[0])
    permit = DischargePermit(
        enterprise_code=E1,
        number="P1",
        valid_from_ms=day,
        valid_to_ms=parse_time("2031-01-01"),
        source="许可证",
    )
    plant.add(permit)
    limit = {"enterprise_code": E1, "permit_number": "P1", "pollutant": "nox", "kind": "mass"}
    limit |= {"period": "year", "amount": 120.0, "unit": "t"}
    plant.add(
        PermitLimit(**limit, outlet_code="", valid_from_ms=day - 1, valid_to_ms=day + 1),
        PermitLimit(**limit, outlet_code="DA001", valid_from_ms=day, valid_to_ms=day + 1),
    )
    plant.run()
    rows = found(plant)
    assert set(rows) == {"outlet_without_point", "limit_beyond_permit"}
    assert rows["outlet_without_point"].evidence == {"item": "DA001", "line": ""}
    assert rows["outlet_without_point"].end_ms == FAR_MS
    assert rows["limit_beyond_permit"].evidence["amount"] == 120.0
    assert "P1" in rows["limit_beyond_permit"].text
    plant.add_point(E1, "DA001-SO2", "", flow="output", unit="mg/m3", since=SPAN[0])
    with plant.registry.session() as session:
        session.execute(update(PermitLimit).values(valid_from_ms=day))
        mark_dirty(session, E1, [parse_time(SPAN[0])])
    plant.run()
    assert found(plant) == {}
