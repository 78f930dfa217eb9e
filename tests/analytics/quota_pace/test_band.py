"""The band of the projection: against the obvious implementation, and honest on past years."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from past_years import FLOOR, make_year, real_years, simulate_years

from analytics.quota_pace.backtest import Backtest, backtest, join_backtests
from analytics.quota_pace.band import (
    compute_coefficients,
    compute_half_width,
    compute_weeks,
    measure_restlessness,
    student_quantile,
)

SEEDS = range(1, 25)


def test_whole_weeks_are_counted_back_from_the_last_day():
    amount = np.arange(1.0, 17.0)
    assert compute_weeks(amount, np.ones(16)).tolist() == [sum(range(3, 10)) / 7, 13.0]
    assert compute_weeks(amount[:6], np.ones(6)).size == 0
    assert compute_weeks(amount, np.concatenate([np.zeros(9), np.ones(7)])).tolist() == [13.0]


def test_coefficients_are_those_of_a_level_that_wanders():
    """Draw the model itself: four weeks known, L ahead; the mean square is the coefficient."""
    draw = np.random.default_rng(3)
    for ahead in (1, 5, 30):
        level = np.cumsum(draw.standard_normal((40_000, 4 + ahead)), axis=1)
        wander = level[:, 4:].mean(axis=1) - level[:, :4].mean(axis=1)
        scatter, step = compute_coefficients(np.array([float(ahead)]))[0]
        assert step == pytest.approx(np.mean(wander**2), rel=0.03)
        assert scatter == pytest.approx(1 / 4 + 1 / ahead)


def obvious_differences(weeks: np.ndarray) -> list[tuple[int, float, int]]:
    """Return for each L: the mean squared difference of means, and how many there are."""
    found = []
    for ahead in range(1, len(weeks) - 3):
        squares = [
            (weeks[o : o + ahead].mean() - weeks[o - 4 : o].mean()) ** 2
            for o in range(4, len(weeks) - ahead + 1)
        ]
        found.append((ahead, float(np.mean(squares)), len(squares)))
    return found


@given(st.lists(st.floats(0, 5), min_size=8, max_size=30))
@settings(max_examples=60, deadline=None)
def test_the_fast_measure_is_the_obvious_one(values):
    weeks = np.array(values)
    rest = measure_restlessness(weeks)
    assert rest is not None
    rows = obvious_differences(weeks)
    x = compute_coefficients(np.array([float(a) for a, _, _ in rows]))
    y = np.array([square for _, square, _ in rows])
    w = np.array([count / ahead for ahead, _, count in rows])

    def left(scatter, step):
        return float((w * (x @ [scatter, step] - y) ** 2).sum())

    best = left(rest.scatter, rest.step)
    size = float((w * y**2).sum())
    for scatter in np.linspace(0, 2 * max(rest.scatter, y.max()), 9):
        for step in np.linspace(0, 2 * max(rest.step, y.max()), 9):
            assert best <= left(scatter, step) + 1e-9 * size


@given(st.floats(1e-3, 1e6), st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_a_load_k_times_as_restless_has_a_band_k_times_as_wide(k, seed):
    weeks = np.random.default_rng(seed).gamma(5, 0.2, 30)
    one, many = measure_restlessness(weeks), measure_restlessness(weeks * k)
    width = compute_half_width(one, 20)
    assert compute_half_width(many, 20) == pytest.approx(k * width, rel=1e-6)


def test_degenerate_weeks_end_and_are_finite():
    assert measure_restlessness(np.ones(7)) is None
    for weeks in (np.zeros(8), np.ones(60), np.array([0.0] * 59 + [1e12])):
        rest = measure_restlessness(weeks)
        assert math.isfinite(compute_half_width(rest, 26))
    assert compute_half_width(measure_restlessness(np.ones(20)), 0) == 0


@pytest.mark.parametrize(("freedom", "table"), [(2, 1.886), (5, 1.476), (10, 1.372), (30, 1.310)])
def test_quantiles_are_those_of_the_tables(freedom, table):
    assert student_quantile(freedom) == pytest.approx(table, rel=0.02)


def test_a_year_that_was_not_measured_is_not_tried():
    days = (np.ones(365), np.where(np.arange(365) < 200, 1.0, 0.5))
    use, plan = make_year(days)
    assert backtest(use, plan, FLOOR).origins == ()
    assert backtest(use, plan, FLOOR).share is None


def describe(name: str, found: Backtest) -> str:
    return (
        f"{name}: {found.inside} of {len(found.origins)} bands held what came "
        f"({found.share:.1%}), median width {found.width:.0%}, median error {found.error:.1%}"
    )


def test_the_band_is_honest_on_simulated_years(record_property):
    """All together hold four out of five; rare steps that nothing announced are the worst kind."""
    kinds: dict[str, list[Backtest]] = {}
    for seed in SEEDS:
        for name, days in simulate_years(seed).items():
            kinds.setdefault(name, []).append(backtest(*make_year(days), FLOOR))
    for name, parts in kinds.items():
        found = join_backtests(parts)
        record_property("backtest", describe(name, found))
        assert 0.5 <= found.share <= 0.97, describe(name, found)
    every = join_backtests(part for parts in kinds.values() for part in parts)
    record_property("backtest", describe("all simulated years", every))
    assert 0.75 <= every.share <= 0.90, describe("all", every)


def test_the_band_is_honest_on_measured_years(shared_data, record_property):
    years = real_years(shared_data)
    parts = {name: backtest(use, plan, FLOOR) for name, use, plan in years}
    every = join_backtests(parts.values())
    text = describe("all measured years", every)
    record_property("backtest", text)
    assert len(every.origins) > 400
    assert 0.72 <= every.share <= 0.90, text
