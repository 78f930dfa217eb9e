"""Worked examples: each folder under cases/ holds what is known, its arithmetic and the grades."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analytics.explain import explain_verdict
from core.calendar import parse_time
from core.registry.models import Entry
from core.vocabulary import Severity

CASES = sorted((Path(__file__).parent / "cases").iterdir())
E1 = "91150622MA0TEST011"


def fill(platform, given) -> None:
    platform.now(given["now"])
    platform.add_enterprise(E1, region=given.get("region", "150622"))
    since = min(use["from"] for use in given["use"])
    platform.add_point(E1, "COAL", "raw_coal", unit="kg", since=given.get("since", since))
    for use in given["use"]:
        platform.send_constant(E1, "COAL", (use["from"], use["to"]), use["kg_per_hour"])
    for quota in given.get("quota", []):
        platform.add_quota(
            quota["holder"],
            quota["amount"],
            year=quota["year"],
            kind=quota.get("kind", "energy"),
            basis=quota.get("basis", "calorific"),
            unit=quota.get("unit", "tce"),
            months=quota.get("months", ()),
        )
    platform.add(
        *(
            Entry(
                subject=entry["subject"],
                item=entry["item"],
                start_ms=parse_time(entry["from"]),
                end_ms=parse_time(entry["to"]),
                value=entry["value"],
                unit=entry["unit"],
                document=f"{entry['item']}, a statistic",
                entered_by="a test",
                entered_ms=0,
            )
            for entry in given.get("entry", [])
        )
    )
    platform.run()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_the_grades_worked_out_by_hand(case, platform):
    given = tomllib.loads((case / "case.toml").read_text("utf-8"))
    assert (case / "arithmetic.md").read_text("utf-8").count("\n") >= 3
    fill(platform, given)
    stored = {
        (v.subject, v.detail, v.period, v.start_ms): v for v in platform.verdicts("early_warning")
    }
    for want in given["expect"]:
        key = (want["subject"], want["detail"], want["period"], parse_time(want["start"]))
        if want.get("absent"):
            assert key not in stored
            continue
        assert key in stored, sorted(k[1:3] for k in stored)
        verdict = stored[key]
        assert verdict.level == want["level"], verdict.reason_en
        assert verdict.severity == Severity[want["severity"].upper()]
        for name in ("value", "reference", "coverage"):
            if name in want:
                assert getattr(verdict, name) == pytest.approx(want[name], rel=1e-9)
        for name, value in want.get("measures", {}).items():
            assert verdict.evidence["measures"][name] == pytest.approx(value, abs=1e-6)
        for name in ("turn", "label", "colour", "suspends", "missing", "level_before"):
            if name in want:
                assert verdict.evidence[name] == want[name]
        for text in want.get("says", []):
            assert text in verdict.reason + verdict.reason_en
        if "since" in want:
            assert verdict.since_ms == parse_time(want["since"])
        tree = explain_verdict(platform.context, verdict.id)
        assert tree.value == verdict.value
        assert tree.children
