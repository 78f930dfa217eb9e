"""Upgrade plans, conditions of sites, designs and waste: what is taken, and what is refused."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.registry.upgrades import UpgradePlan


def plan(world, **more: object) -> dict[str, object]:
    return {
        "enterprise_code": world.e1,
        "line_code": "L1",
        "listed": "2024-03-01",
        "action": "upgrade",
        "state": "planned",
        "due": "2026-12-31",
        "target": "900",
        "unit": "kgce/t",
        "measure": "密闭化改造",
        "source": "改造计划",
        **more,
    }


def add_line(world) -> None:
    world.files["process_line"] = [
        {
            "enterprise_code": world.e1,
            "code": "L1",
            "product_code": "carbide",
            "capacity": "100000",
            "unit": "t/a",
            "vintage": "existing",
            "in_service": "2015-01-01",
        }
    ]


def entry(world, item: str, value: str, unit: str) -> dict[str, object]:
    return {
        "subject": f"enterprise:{world.e1}",
        "item": item,
        "start": "2026-05-01",
        "end": "2026-06-01",
        "value": value,
        "unit": unit,
        "document": "台账",
        "entered_by": "王工",
    }


def test_a_plan_within_three_years_is_taken_and_goes_round(world):
    add_line(world)
    world.files["upgrade_plan"] = [plan(world)]
    assert world.take().rows == []
    with world.registry.read() as session:
        (row,) = session.scalars(select(UpgradePlan)).all()
    assert (row.line_code, row.state, row.target, row.unit) == ("L1", "planned", 900, "kgce/t")
    assert world.take().rows == []


@pytest.mark.parametrize(
    ("more", "column", "reason"),
    [
        ({"due": "2027-03-02"}, "due", "3 years after listed 2024-03-01"),
        ({"due": "2024-02-01"}, "due", "is not after listed"),
        ({"line_code": "L9"}, "line_code", "L9 is unknown"),
        ({"state": "done"}, "done", "state done with done empty"),
        ({"state": "done", "done": "2024-01-01"}, "done", "is before listed"),
        ({"done": "2025-01-01"}, "done", "state planned with done 2025-01-01"),
        ({"unit": "kWh/t"}, "unit", "the levels of line L1"),
    ],
)
def test_a_plan_that_contradicts_is_refused_with_its_values(world, more, column, reason):
    add_line(world)
    world.files["upgrade_plan"] = [plan(world, **more)]
    refused = world.refused()
    assert [row[1] for row in refused] == [column]
    assert reason in refused[0][2]


def test_the_last_day_itself_is_allowed(world):
    add_line(world)
    world.files["upgrade_plan"] = [plan(world, due="2027-03-01")]
    assert world.take().rows == []


@pytest.mark.parametrize(
    ("item", "value", "unit", "column", "reason"),
    [
        ("condition:carbide:height", "1800", "m", "item", "'height' corrects no limit"),
        ("condition:carbide:altitude", "1800", "kg", "unit", "kg"),
        ("condition:carbide:moisture", "104", "%", "value", "not within 0 … 100 %"),
        ("condition:coke:moisture", "10", "%", "item", "product 'coke'"),
        ("design:L9", "800", "kgce/t", "item", "line 'L9'"),
        ("solid_waste_used:moon_dust", "8", "t", "item", "'moon_dust' is unknown"),
        ("solid_waste_produced:fly_ash", "-8", "t", "value", "below zero"),
    ],
)
def test_an_entry_of_levels_that_cannot_be_is_refused(world, item, value, unit, column, reason):
    world.files["entry"] = [entry(world, item, value, unit)]
    refused = world.refused()
    assert [row[1] for row in refused] == [column]
    assert reason in refused[0][2]


def test_conditions_designs_and_waste_are_taken(world):
    add_line(world)
    world.files["entry"] = [
        entry(world, "condition:carbide:site_pressure", "81.06", "kPa"),
        entry(world, "design:L1", "0.8", "tce/t"),
        entry(world, "solid_waste_used_from_stock:carbide_slag", "8", "万t"),
    ]
    assert world.take().rows == []
