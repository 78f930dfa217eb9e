"""Worked examples: each folder under cases/ holds a plant, its arithmetic and the result."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

CASES = sorted((Path(__file__).parent / "cases").iterdir())
E1 = "91150622MA0TEST011"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_the_amounts_worked_out_by_hand(case, platform):
    given = tomllib.loads((case / "case.toml").read_text("utf-8"))
    assert given["arithmetic"]
    assert given["clause"]
    platform.now(given["now"])
    platform.add_enterprise(E1, region=given.get("region", "150622"))
    for product in given.get("product", []):
        platform.add_product(E1, product["code"], product["unit"], product.get("key", ""))
    for point in given.get("point", []):
        platform.add_point(
            E1,
            point["code"],
            point["carrier"],
            flow=point["flow"],
            unit=point["unit"],
            product=point.get("product"),
            since=given["from"],
        )
        platform.send_constant(E1, point["code"], (given["from"], given["to"]), point["per_hour"])
    for entry in given.get("entry", []):
        platform.add_entry(
            E1, entry["item"], entry["value"], entry["unit"], span=(entry["from"], entry["to"])
        )
    platform.run()
    for want in given["expect"]:
        row = platform.account(f"enterprise:{E1}", want["indicator"], want["period"], want["start"])
        assert row.amount == pytest.approx(want["amount"], rel=1e-12, abs=1e-12), want
        assert row.unit == want["unit"]
        assert row.basis == want.get("basis", "none")
        assert row.coverage == pytest.approx(want.get("coverage", 1.0))
    absent = set(given.get("absent", []))
    assert absent.isdisjoint(row.indicator for row in platform.accounts())
