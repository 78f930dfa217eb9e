"""Energy per product of each of several lines that make one product."""

from __future__ import annotations

import pytest

from analytics.explain import explain_verdict
from core.calendar import parse_time
from core.registry.models import Entry

CODE = "91150622MA0TEST011"
HOURS = 31 * 24


@pytest.fixture
def two_lines(platform):
    """Lines OLD and NEW make CARBIDE, with 1,200 kW and 600 kW in January 2026."""
    platform.now("2026-02-01T08:30")
    platform.add_enterprise(CODE)
    platform.add_product(CODE, "CARBIDE", "t", "")
    for line, load in (("OLD", 1200.0), ("NEW", 600.0)):
        platform.add_line(CODE, line, name=f"线 {line}", product_code="CARBIDE")
        platform.add_point(CODE, f"{line}.EP", "electricity", line_code=line)
        platform.send_constant(CODE, f"{line}.EP", ("2026-01-01", "2026-02-01"), load)
    return platform


def state_output(platform, line: str, amount: float, end: str = "2026-02-01") -> None:
    platform.add(
        Entry(
            subject=f"line:{CODE}/{line}",
            item="output:CARBIDE",
            start_ms=parse_time("2026-01-01"),
            end_ms=parse_time(end),
            version=1,
            value=amount,
            unit="t",
            document=f"production report of {line}",
            entered_by="a test",
            entered_ms=0,
        )
    )


def of_lines(platform) -> dict:
    found = platform.verdicts("unit_energy", "month")
    return {v.detail: v for v in found if v.detail.startswith("line:")}


def test_each_line_has_the_energy_per_product_of_its_own_output(two_lines):
    state_output(two_lines, "OLD", 300.0)
    state_output(two_lines, "NEW", 200.0)
    two_lines.run()
    found = of_lines(two_lines)
    assert sorted(found) == [
        f"line:{line}:{basis}" for line in ("NEW", "OLD") for basis in ("calorific", "primary")
    ]
    old, new = found["line:OLD:calorific"], found["line:NEW:calorific"]
    # kW · 744 h · 0.1229 kgce/kWh over the tonnes of each line
    assert old.value == pytest.approx(1200 * HOURS * 0.1229 / 300)
    assert new.value == pytest.approx(600 * HOURS * 0.1229 / 200)
    assert (old.unit, old.subject) == ("kgce/t", f"enterprise:{CODE}")
    assert old.evidence["per_documents"] == ["production report of OLD"]
    assert explain_verdict(two_lines.context, old.id).children


def test_a_line_whose_output_is_not_stated_has_no_figure_of_its_own(two_lines):
    state_output(two_lines, "OLD", 300.0)
    two_lines.run()
    assert {name.split(":")[1] for name in of_lines(two_lines)} == {"OLD"}


def test_energy_and_output_of_a_line_cover_the_same_days(two_lines):
    state_output(two_lines, "NEW", 100.0, end="2026-01-11")
    two_lines.run()
    verdict = of_lines(two_lines)["line:NEW:calorific"]
    assert verdict.value == pytest.approx(600 * 10 * 24 * 0.1229 / 100)
