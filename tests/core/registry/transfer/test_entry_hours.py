"""Counts of stock, stated figures and price indices: which hours rest on an entry."""

from __future__ import annotations

import pytest

from core.calendar import HOUR_MS, parse_time
from tests.core.registry.transfer.test_changes import add_account, clear, hours_until_now, span


@pytest.fixture
def begun(filled):
    """A registry whose first enterprise has accounts since 10 June, with no marks."""
    clear(filled)
    add_account(filled, filled.e1)
    return filled


def take(world, item: str, start: str, end: str, *, value: float = 1.0, unit: str = "t", **more):
    row = {"item": item, "start": start, "end": end, "value": str(value), "unit": unit} | more
    world.files["entry"].append(world.files["entry"][0] | row)
    return world.take("entry")


@pytest.mark.parametrize(
    ("start", "end", "since", "until"),
    [
        ("2026-05-01", "2026-05-20", "2026-05-01", "2026-06-01"),  # the first count
        ("2026-06-01", "2026-06-05", "2026-06-01", "2026-06-10"),  # between two others
        ("2026-06-10", "2026-06-12", "2026-06-10", "2026-06-12"),  # the last
    ],
)
def test_a_count_touches_the_time_to_its_neighbours(begun, start, end, since, until):
    for first, last in (("2026-05-20", "2026-06-01"), ("2026-06-05", "2026-06-10")):
        take(begun, "stock:raw_coal", first, last)
    clear(begun)
    take(begun, "stock:raw_coal", start, end, value=7.0)
    first_ms, last_ms = parse_time(since), parse_time(until)
    number = (last_ms - first_ms) // HOUR_MS
    assert span(begun)[begun.e1] == (number, first_ms, last_ms - HOUR_MS)


def test_a_negative_stock_is_refused_with_its_value(begun):
    report = take(begun, "stock:raw_coal", "2026-06-01", "2026-06-05", value=-3.0)
    assert not report.applied
    assert any("-3" in row.reason and row.column == "value" for row in report.rows)


def test_heads_touch_one_hour_a_month(begun):
    take(begun, "heads", "2020-01-01", "2030-01-01", value=400, unit="人")
    number, first_ms, _ = span(begun)[begun.e1]
    assert first_ms == parse_time("2026-06-10"), "not before there is anything"
    assert number < 12 < hours_until_now(begun, first_ms)


def test_a_price_index_touches_the_enterprises_of_its_region(begun):
    take(
        begun, "price_index", "2026-01-01", "2027-01-01", value=1.02, unit="1",
        subject="region:150000",
    )  # fmt: skip
    assert 0 < span(begun)[begun.e1][0] < 12
