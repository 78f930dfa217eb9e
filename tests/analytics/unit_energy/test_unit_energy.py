"""Worked examples of unit energy, its pure rule, and what it must never do."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.explain import explain_verdict
from analytics.unit_energy.rule import (
    Part,
    Trend,
    at_constant_prices,
    compare_years,
    compute_unit_figure,
)
from core.calendar import parse_time
from core.registry.models import Entry
from core.registry.results import Finding

CASES = sorted((Path(__file__).parent / "cases").iterdir())
E1 = "91150622MA0TEST011"
positive = st.floats(1e-6, 1e9)
share = st.floats(0, 1)


def build(platform, given: dict) -> None:
    platform.now(given["now"])
    platform.add_enterprise(E1)
    for product in given.get("product", []):
        platform.add_product(E1, product["code"], product["unit"], "")
    for point in given["point"]:
        platform.add_point(
            E1, point["code"], point["carrier"], flow=point["flow"], unit=point["unit"],
            product=point.get("product"), since=given["from"],
        )  # fmt: skip
    for part in given["send"]:
        platform.send_constant(E1, part["point"], (part["from"], part["to"]), part["per_hour"])
    for number, entry in enumerate(given.get("entry", [])):
        platform.add(
            Entry(
                subject=entry.get("subject", f"enterprise:{E1}"), item=entry["item"],
                start_ms=parse_time(entry["from"]), end_ms=parse_time(entry["to"]), version=1,
                value=entry["value"], unit=entry["unit"], document=f"form {number}",
                entered_by="a test", entered_ms=0,
            )
        )  # fmt: skip
    platform.run()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_the_verdict_worked_out_by_hand(case, platform):
    given = tomllib.loads((case / "case.toml").read_text("utf-8"))
    assert given["clause"]
    assert (case / "arithmetic.md").read_text("utf-8")
    build(platform, given)
    found = {(v.detail, v.period, v.start_ms): v for v in platform.verdicts("unit_energy")}
    for want in given["expect"]:
        verdict = found[want["detail"], want["period"], parse_time(want["start"])]
        assert verdict.level == want["level"], verdict.reason
        for name in ("value", "reference"):
            expected = want.get(name)
            assert getattr(verdict, name) == (
                pytest.approx(expected, rel=1e-12) if expected is not None else None
            ), name
        assert verdict.unit == want.get("unit", verdict.unit)
        for name in ("lacks", "span"):
            assert verdict.evidence[name] == want.get(name, verdict.evidence[name])
        if "change" in want:
            assert verdict.evidence["change"] == pytest.approx(want["change"], abs=1e-12)
        if "coverage" in want:
            assert verdict.coverage == pytest.approx(want["coverage"])
        assert explain_verdict(platform.context, verdict.id).value == verdict.value
    with platform.registry.read() as session:
        findings = {(f.code, f.start_ms, f.detail) for f in session.query(Finding)}
    for want in given.get("finding", []):
        assert (want["code"], parse_time(want["start"]), want["detail"]) in findings


@given(positive, positive, share, share)
def test_a_figure_below_the_floor_or_without_denominator_is_none(energy, per, one, other):
    figure = compute_unit_figure(
        Part(energy, "tce", one), Part(per, "t", other), scale=1000.0, unit="kgce/t", floor=0.9
    )
    assert (figure.value is None) == (min(one, other) < 0.9)
    for nothing in (None, 0.0, -per):
        none = compute_unit_figure(
            Part(energy, "tce", 1.0), Part(nothing, "t", 1.0), scale=1.0, unit="tce/t", floor=0.9
        )
        assert (none.value, none.lacks) == (None, "denominator")


@given(positive, positive, positive)
def test_scaling_energy_scales_the_figure_and_not_the_comparison(energy, per, k):
    def figure(e: float) -> float:
        return compute_unit_figure(
            Part(e, "tce", 1.0), Part(per, "t", 1.0), scale=1.0, unit="tce/t", floor=0.9
        ).value

    assert figure(energy * k) == pytest.approx(figure(energy) * k, rel=1e-9)
    one, other = compare_years(1.0, 2.0), compare_years(k, 2 * k)
    assert other.change == pytest.approx(one.change, rel=1e-9)


@given(positive, st.floats(0.5, 2))
def test_prices_alone_change_nothing(energy, index):
    """A value that grew by the index alone gives the same figure at comparable prices."""
    before, now = energy / 100.0, energy / (100.0 * index)
    assert at_constant_prices(now, index) == pytest.approx(before, rel=1e-12)


def test_trends():
    assert compare_years(None, 1.0).trend is Trend.UNDETERMINED
    assert compare_years(1.0, None).trend is Trend.NO_COMPARISON
    assert compare_years(1.0, 0.0).trend is Trend.NO_COMPARISON
    assert compare_years(1.1, 1.0).trend is Trend.ROSE
    assert compare_years(0.9, 1.0).trend is Trend.FELL
    assert compare_years(1.0, 1.0).change == 0.0
