"""Worked examples: each folder under cases/ holds a plant, its arithmetic and the result."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analytics.explain import explain_account
from core.calendar import parse_time

CASES = sorted((Path(__file__).parent / "cases").iterdir())
E1 = "91150622MA0TEST011"
COLUMNS = {
    "parent": "parent_code",
    "line": "line_code",
    "equipment": "equipment_code",
    "formula": "formula",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_the_amounts_worked_out_by_hand(case, platform):
    given = tomllib.loads((case / "case.toml").read_text("utf-8"))
    assert given.get("arithmetic") or (case / "arithmetic.md").read_text("utf-8")
    assert given["clause"]
    platform.now(given["now"])
    platform.add_enterprise(E1, region=given.get("region", "150622"))
    for product in given.get("product", []):
        platform.add_product(E1, product["code"], product["unit"], product.get("key", ""))
    for line in given.get("line", []):
        platform.add_line(E1, line["code"], product_code=line.get("product"))
    for unit in given.get("equipment", []):
        platform.add_equipment(E1, unit["code"], unit["kind"])
    for point in given.get("point", []):
        platform.add_point(
            E1,
            point["code"],
            point["carrier"],
            flow=point["flow"],
            unit=point["unit"],
            product=point.get("product"),
            since=point.get("from", given["from"]),
            **{column: point[name] for name, column in COLUMNS.items() if name in point},
        )
        if "per_hour" in point:
            span = (point.get("from", given["from"]), given["to"])
            platform.send_constant(E1, point["code"], span, point["per_hour"])
    for entry in given.get("entry", []):
        platform.add_entry(
            E1, entry["item"], entry["value"], entry["unit"], span=(entry["from"], entry["to"])
        )
    platform.run()
    for want in given["expect"]:
        subject = f"line:{E1}/{want['line']}" if "line" in want else f"enterprise:{E1}"
        row = platform.account(subject, want["indicator"], want["period"], want["start"])
        assert row.amount == pytest.approx(want["amount"], rel=1e-12, abs=1e-12), want
        assert row.unit == want["unit"]
        assert row.basis == want.get("basis", "none")
        assert row.coverage == pytest.approx(want.get("coverage", 1.0))
        tree = explain_account(
            platform.context,
            subject,
            want["indicator"],
            period=want["period"],
            start_ms=parse_time(want["start"]),
        )
        assert tree.value == row.amount
    absent = set(given.get("absent", []))
    assert absent.isdisjoint(row.indicator for row in platform.accounts())
