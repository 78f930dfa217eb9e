"""Meter trees: the fast computation against the obvious one on random enterprises, and its laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.accounts.factors import Factors
from analytics.accounts.facts import OPEN_MS, EnterpriseFacts, LineFacts, PointFacts
from analytics.accounts.figures import list_figures, list_line_figures
from analytics.accounts.hours import compute_hour_line
from analytics.accounts.matrix import HourMatrix
from analytics.accounts.tree import make_tree
from analytics.accounts.virtual import fill_virtual, order_virtual
from core.calendar import HOUR_MS, parse_time
from core.catalogue import read_catalogue
from core.vocabulary import Basis
from tests.analytics.accounts.obvious import coal, enterprise_use

CATALOGUE = read_catalogue()
START = parse_time("2024-05-01")
HOURS = 6
CARRIERS = ("electricity", "natural_gas", "raw_coal")
FLOWS = ("purchased", "purchased", "consumed", "sold", "feedstock", "stock_change", "recovered")


def point(code: str, carrier: str = "electricity", flow: str = "purchased", **more) -> PointFacts:
    kind = "virtual" if more.get("parts") else "interval"
    first, last = more.pop("span", (0, OPEN_MS))
    return PointFacts(code, "", kind, carrier, flow, "kWh", "", first, last, **more)


def enterprise(points: list[PointFacts], lines: tuple[str, ...] = ()) -> EnterpriseFacts:
    found = tuple(LineFacts(code, "", "", 0, OPEN_MS) for code in lines)
    return EnterpriseFacts("X", "", "2613", "150622", ("150622",), tuple(points), lines=found)


@st.composite
def plants(draw: st.DrawFn) -> EnterpriseFacts:
    """Draw a plant of up to ten meters in a random tree, and up to two virtual points."""
    number = draw(st.integers(1, 10))
    points: list[PointFacts] = []
    for n in range(number):
        parent = draw(st.sampled_from(["", *(p.code for p in points)]))
        carrier = draw(st.sampled_from(CARRIERS))
        if parent and draw(st.booleans()):
            carrier = next(p.carrier for p in points if p.code == parent)
        since = START + HOUR_MS * draw(st.sampled_from([-5, -5, 2, 4]))
        until = draw(st.sampled_from([OPEN_MS, OPEN_MS, START + 5 * HOUR_MS]))
        points.append(
            point(
                f"M{n}", carrier, draw(st.sampled_from(FLOWS)), parent_code=parent,
                span=(since, until),
            )
        )  # fmt: skip
    for n in range(draw(st.integers(0, 2))):
        first = draw(st.sampled_from(points[:number]))
        same = [p for p in points[:number] if p.carrier == first.carrier]
        parts = tuple((draw(st.sampled_from([1.0, -1.0, 0.5])), p.code) for p in same)
        flow = draw(st.sampled_from(("purchased", "consumed", "sold")))
        points.append(point(f"V{n}", first.carrier, flow, parts=parts))
    return enterprise(points)


def matrix_of(facts: EnterpriseFacts, seed: int) -> HourMatrix:
    """Random amounts where a meter is in service, nothing elsewhere."""
    chance = np.random.default_rng(seed)
    shape = (len(facts.points), HOURS)
    amounts, coverage = chance.uniform(0, 100, shape), np.ones(shape)
    for row, p in enumerate(facts.points):
        for hour in range(HOURS):
            t_ms = START + hour * HOUR_MS
            if p.parts or not (p.from_ms < t_ms + HOUR_MS and p.to_ms > t_ms):
                amounts[row, hour] = coverage[row, hour] = 0.0
    return fill_virtual(facts, HourMatrix(START, amounts, np.zeros(shape), coverage))


@settings(max_examples=150)
@given(plants(), st.integers(0, 2**32 - 1))
def test_the_fast_accounts_are_the_obvious_ones(facts, seed):
    matrix = matrix_of(facts, seed)
    factors = Factors(CATALOGUE, facts)
    lines = {
        f.indicator: compute_hour_line(f, facts, matrix, factors)
        for f in list_figures(facts, CATALOGUE, START)
    }
    for hour in range(HOURS):
        t_ms = START + hour * HOUR_MS
        amounts = {p.code: float(matrix.measured[n, hour]) for n, p in enumerate(facts.points)}
        used = enterprise_use(list(facts.points), amounts, t_ms)
        for carrier in CARRIERS:
            line = lines.get(f"carrier:{carrier}")
            found = float(line.measured[hour]) if line else 0.0
            assert found == pytest.approx(used.get(carrier, 0.0), rel=1e-9, abs=1e-9)
        for basis, name in (
            (Basis.CALORIFIC, "coal_calorific_tce"),
            (Basis.PRIMARY, "coal_primary_tce"),
        ):
            found = float(lines[name].measured[hour]) if name in lines else 0.0
            wanted = coal(CATALOGUE, used, basis, t_ms)
            assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@settings(max_examples=60)
@given(plants(), st.integers(0, 2**32 - 1), st.floats(0.01, 100))
def test_scaling_every_meter_scales_every_account(facts, seed, k):
    matrix = matrix_of(facts, seed)
    more = HourMatrix(START, matrix.measured * k, matrix.estimated * k, matrix.coverage)
    factors = Factors(CATALOGUE, facts)
    for figure in list_figures(facts, CATALOGUE, START):
        one = compute_hour_line(figure, facts, matrix, factors)
        other = compute_hour_line(figure, facts, more, factors)
        np.testing.assert_allclose(other.measured, one.measured * k, rtol=1e-9, atol=1e-9)
        np.testing.assert_array_equal(other.coverage, one.coverage)


@settings(max_examples=80)
@given(st.data())
def test_lines_never_count_a_quantity_twice(data):
    """Lines below one main, fed through each other in any way, add up to what is metered into any.

    Every meter's amount is at least that of the meters below it, as on a real bus bar.
    """
    number = data.draw(st.integers(1, 8))
    points = [point("MAIN")]
    for n in range(number):
        parent = data.draw(st.sampled_from(points)).code
        line = data.draw(st.sampled_from(("", "A", "B", "C")))
        points.append(point(f"M{n}", flow="consumed", parent_code=parent, line_code=line))
    facts = enterprise(points, ("A", "B", "C"))
    amounts = {p.code: data.draw(st.floats(0, 10)) for p in points}
    for p in reversed(points[1:]):
        amounts[p.parent_code] += amounts[p.code]
    measured = np.array([[amounts[p.code]] for p in points])
    matrix = HourMatrix(START, measured, np.zeros_like(measured), np.ones_like(measured))
    total = 0.0
    for line in "ABC":
        for figure in list_line_figures(facts, line, CATALOGUE, START):
            if figure.indicator == "carrier:electricity":
                value = compute_hour_line(figure, facts, matrix, Factors(CATALOGUE, facts))
                assert value.measured[0] >= -1e-9
                total += float(value.measured[0])
    assert total <= amounts["MAIN"] * (1 + 1e-9) + 1e-9


def test_circles_of_meters_and_of_formulas_end():
    circle = [point("A", parent_code="B"), point("B", parent_code="A")]
    assert [p.code for p in make_tree(circle).above("A")] == ["B"]
    facts = enterprise(
        [
            point("M"),
            point("V", parts=((1.0, "W"), (1.0, "M"))),
            point("W", parts=((1.0, "V"),)),
            point("U", parts=((2.0, "M"),)),
            point("N", parts=((1.0, "NOWHERE"),)),
        ]
    )
    made, refused = order_virtual(facts)
    assert [p.code for p in made] == ["U"]
    assert sorted(p.code for p in refused) == ["N", "V", "W"]


def test_a_virtual_point_is_measured_as_far_as_its_worst_part():
    facts = enterprise(
        [
            point("A"),
            point("B", span=(START + 2 * HOUR_MS, OPEN_MS)),
            point("V", parts=((1.0, "A"), (1.0, "B"))),
        ]
    )
    coverage = np.array([[1, 1, 0.5, 1], [0, 0, 1, 0.25], [0, 0, 0, 0]], float)
    matrix = HourMatrix(START, np.ones((3, 4)), np.zeros((3, 4)), coverage)
    matrix.measured[2] = 0
    np.testing.assert_array_equal(fill_virtual(facts, matrix).coverage[2], [1, 1, 0.5, 0.25])
