"""Worked examples of levels: registry and readings in, verdicts out, to the last digit.

A case folder holds ``case.toml`` (what stands and flows), ``expected.toml`` (the verdicts) and
``arithmetic.md`` (the working, with its clauses).
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analytics.explain import explain_verdict
from core.calendar import parse_time
from core.registry.models import Entry
from core.registry.structure import Equipment, Park, ParkMember, ProcessLine
from core.registry.upgrades import UpgradePlan

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
RULES = (
    "benchmark_class",
    "line_class",
    "efficiency_list",
    "benchmark_share",
    "centre_pue",
    "park_renewable",
    "solid_waste",
)
TIMES = ("in_service", "out_of_service", "listed", "due", "done", "valid_from", "valid_to")
MODELS = {
    "line": ProcessLine,
    "equipment": Equipment,
    "park": Park,
    "park_member": ParkMember,
    "plan": UpgradePlan,
}


def in_ms(row: dict) -> dict:
    """Give times their names and unit in the registry."""
    return {
        (f"{name}_ms" if name in TIMES else name): (parse_time(value) if name in TIMES else value)
        for name, value in row.items()
    }


def build(platform, case: dict) -> None:
    platform.now(case["now"])
    for row in case.get("enterprise", []):
        platform.add_enterprise(**row)
    for row in case.get("product", []):
        platform.add_product(row["enterprise"], row["code"], row["unit"], row["key"])
    for table in ("park", "park_member", "line", "equipment", "plan"):
        platform.add(*(MODELS[table](**in_ms(row)) for row in case.get(table, [])))
    for row in case.get("point", []):
        platform.add_point(**row)
    for row in case.get("entry", []):
        start, end = row["span"]
        platform.add(
            Entry(
                subject=row["subject"],
                item=row["item"],
                start_ms=parse_time(start),
                end_ms=parse_time(end),
                version=1,
                value=row["value"],
                unit=row["unit"],
                document="a document",
                entered_by="a test",
                entered_ms=0,
            )
        )
    for row in case.get("constant", []):
        platform.send_constant(row["enterprise"], row["point"], tuple(row["span"]), row["value"])


def holds(found: object, wanted: object) -> bool:
    """Tell whether evidence holds what is wanted, of a table only the names given."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(holds(found.get(k), v) for k, v in wanted.items())
    if isinstance(wanted, list):
        return (
            isinstance(found, list)
            and len(found) == len(wanted)
            and all(holds(f, w) for f, w in zip(found, wanted, strict=True))
        )
    if isinstance(wanted, float):
        return isinstance(found, int | float) and found == pytest.approx(wanted, rel=1e-12)
    if isinstance(found, int) and isinstance(wanted, str) and wanted[:2] == "20":
        return found == parse_time(wanted)
    return found == wanted


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_a_worked_example_comes_out_to_the_last_digit(platform, folder):
    assert len((folder / "arithmetic.md").read_text("utf-8")) > 100
    build(platform, tomllib.loads((folder / "case.toml").read_text("utf-8")))
    platform.run()
    expected = tomllib.loads((folder / "expected.toml").read_text("utf-8"))
    verdicts = platform.verdicts()
    for wanted in expected["verdict"]:
        names = {name: wanted[name] for name in ("subject", "rule", "detail", "period", "start")}
        names["start_ms"] = parse_time(names.pop("start"))
        found = [v for v in verdicts if all(getattr(v, n) == names[n] for n in names)]
        assert len(found) == 1, (names, [(v.subject, v.rule, v.detail) for v in verdicts])
        for name in ("level", "severity", "value", "reference", "unit", "coverage", "provisional"):
            if name in wanted:
                value = getattr(found[0], name)
                assert holds(value, wanted[name]), (name, value, wanted[name], found[0].reason)
        for name, value in wanted.get("evidence", {}).items():
            got = found[0].evidence.get(name)
            assert holds(got, value), (name, got, value)
        for text in wanted.get("says", []):
            assert text in found[0].reason + found[0].reason_en, found[0].reason
    counts = expected.get("count", {})
    for rule, count in counts.items():
        assert len([v for v in verdicts if v.rule == rule]) == count, rule


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_every_verdict_of_a_case_is_explained(platform, folder):
    build(platform, tomllib.loads((folder / "case.toml").read_text("utf-8")))
    platform.run()
    for verdict in platform.verdicts():
        if verdict.rule in RULES:
            assert explain_verdict(platform.context, verdict.id).children
