"""What if, season and effect: worked by hand, and against the obvious implementation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import UnknownSubjectError
from analytics.quota_pace.effect import compute_effect
from analytics.quota_pace.plan import make_plan
from analytics.quota_pace.rule import YearUse, compute_pace
from analytics.quota_pace.scenario import read_scenario
from analytics.quota_pace.season import plan_months, propose_season, spread_by_season
from analytics.quota_pace.what_if import Change, compute_needed_share, suppose
from core.calendar import DAY_MS, HOUR_MS, parse_time, to_local
from core.errors import RefusedError
from core.registry.transfer.quota import split_evenly

YEAR_MS, END_MS = parse_time("2026-01-01"), parse_time("2027-01-01")
AUGUST_MS = parse_time("2026-08-01")


def stand(daily: float, as_of: str = "2026-07-01", quota: float = 365.0):
    """Return pace, plan and time of an even load with an even plan."""
    as_of_ms = parse_time(as_of)
    days = np.arange(YEAR_MS, as_of_ms, DAY_MS, dtype=np.int64)
    amount = np.full(len(days), daily)
    plan = make_plan(YEAR_MS, quota, {})
    use = YearUse(float(amount.sum()), 1.0, days, amount, np.ones(len(days)), as_of_ms)
    return compute_pace(use, plan, 0.9), plan, as_of_ms


def test_ten_per_cent_less_from_august():
    """1.1 a day: 181 × 1.1 = 199.1 to 30 June; 184 × 1.1 = 202.4 more: 401.5, 36.5 too much.

    August to December are 153 days: 10 % less saves 16.83: 384.67. What would do is 36.5 of
    168.3: 21.6875 % less, and the quota is passed on no day.
    """
    pace, plan, now = stand(1.1)
    assert pace.projection == pytest.approx(401.5)
    less = suppose(pace, plan, now, [Change(AUGUST_MS, END_MS, share=-0.1)])
    assert less.projection == pytest.approx(384.67)
    assert less.remaining == pytest.approx(-19.67)
    needed = compute_needed_share(pace, plan, now, AUGUST_MS)
    assert needed == pytest.approx(-36.5 / 168.3)
    enough = suppose(pace, plan, now, [Change(AUGUST_MS, END_MS, share=needed - 1e-12)])
    assert enough.projection == pytest.approx(365)
    assert enough.exceed_ms is None
    day = to_local(less.exceed_ms).date().isoformat()
    # 199.1 + 31 × 1.1 = 233.2 to 31 July; then 0.99 a day: 131.8 ÷ 0.99 = 133.13 days: 12 December
    assert day == "2026-12-12"


def test_a_furnace_more_for_three_months():
    """6 a month from March to June of a year not begun: 365 ÷ 12 = 30.4167 days are a month.

    March, April and May are 92 days: 92 ÷ 30.4167 × 6 = 18.1479.
    """
    pace, plan, now = stand(1.0, "2026-02-01")
    span = Change(parse_time("2026-03-01"), parse_time("2026-06-01"), per_month=6.0)
    assert suppose(pace, plan, now, [span]).projection == pytest.approx(365 + 92 / (365 / 12) * 6)


def test_what_is_past_does_not_change_and_nothing_is_given_back():
    pace, plan, now = stand(1.0)
    past = Change(YEAR_MS, now, share=-0.5)
    assert suppose(pace, plan, now, [past]).projection == pytest.approx(365)
    gone = suppose(pace, plan, now, [Change(now, END_MS, share=-1.0)])
    assert gone.projection == pytest.approx(181)
    with pytest.raises(RefusedError, match="110%"):
        suppose(pace, plan, now, [Change(now, END_MS, share=-1.1)])
    with pytest.raises(RefusedError, match="before its start"):
        suppose(pace, plan, now, [Change(END_MS, now, share=0.1)])
    assert compute_needed_share(pace, plan, now, END_MS) is None


changes = st.lists(
    st.tuples(
        st.integers(0, 360 * 24), st.integers(1, 200 * 24), st.floats(-0.15, 0.5), st.floats(0, 9)
    ),
    max_size=5,
)


@given(st.floats(0.1, 3), changes)
@settings(max_examples=40, deadline=None)
def test_hours_added_up_give_the_same(daily, drawn):
    """The obvious implementation: every hour that is left, one by one."""
    pace, plan, now = stand(daily)
    made = [
        Change(YEAR_MS + a * HOUR_MS, YEAR_MS + (a + b) * HOUR_MS, share, extra)
        for a, b, share, extra in drawn
    ]
    total = pace.used
    for at in range(now, END_MS, HOUR_MS):
        factor = 1 + sum(c.share for c in made if c.start_ms <= at < c.end_ms)
        extra = sum(c.per_month for c in made if c.start_ms <= at < c.end_ms)
        total += pace.ratio / 24 * factor + extra / (365 / 12 * 24)
    assert suppose(pace, plan, now, made).projection == pytest.approx(total, rel=1e-9)


def test_a_season_spreads_the_quota_and_keeps_its_sum():
    """Weights 2 in five months of heating and 1 in the others: 17 parts of 3,400 are 200 each."""
    weights = {month: 2.0 if month in (1, 2, 3, 11, 12) else 1.0 for month in range(1, 13)}
    months = spread_by_season(3400.0, weights)
    assert months[1] == 400
    assert months[7] == 200
    assert sum(months.values()) == pytest.approx(3400)


@pytest.mark.parametrize(
    ("weights", "text"),
    [
        (dict.fromkeys(range(1, 12), 1.0), r"\[12\] are missing"),
        (dict.fromkeys(range(1, 13), -1.0), "negative"),
        (dict.fromkeys(range(1, 13), 0.0), "add up to 0"),
    ],
)
def test_a_season_that_is_none_is_refused(weights, text):
    with pytest.raises(RefusedError, match=text):
        spread_by_season(100.0, weights)


def test_a_plan_of_its_own_goes_before_the_season_and_an_even_one_does_not():
    weights = propose_season({month: float(month) for month in range(1, 13)})
    assert sum(weights.values()) == pytest.approx(12)
    assert weights[12] == pytest.approx(12 * 12 / 78)
    own = dict.fromkeys(range(1, 13), 100.0)
    assert plan_months(1200.0, 2026, own, weights) == own
    even = dict(enumerate(split_evenly(1200.0, 2026), start=1))
    assert plan_months(1200.0, 2026, even, weights)[12] == pytest.approx(1200 * 12 / 78)
    assert plan_months(1200.0, 2026, {}, weights)[1] == pytest.approx(1200 / 78)
    assert plan_months(1200.0, 2026, even, {}) == even


def test_what_a_part_does_to_the_whole():
    """10,000 tce by 20,000 万元 is 0.5; with 1,000 tce and 500 万元: 11,000 ÷ 20,500 = 0.536585.

    + 7.3171 %. At 0.5 the 20,500 万元 would need 10,250 tce: others would have to save 750;
    1,000 tce are neutral at 2,000 万元: 1,500 are lacking.
    """
    effect = compute_effect((10_000.0, 20_000.0), (1_000.0, 500.0))
    assert effect.without_part == 0.5
    assert effect.with_part == pytest.approx(11_000 / 20_500)
    assert effect.change == pytest.approx(0.073170731707)
    assert effect.energy_to_offset == pytest.approx(750)
    assert effect.added_value_to_offset == pytest.approx(1500)
    assert effect.own == 2.0
    assert compute_effect((1.0, 1.0), (0.0, 1.0)).change == -0.5
    for rest in ((0.0, 1.0), (1.0, 0.0)):
        with pytest.raises(RefusedError, match="region beside the part"):
            compute_effect(rest, (1.0, 1.0))


@given(*[st.floats(1, 1e6)] * 4)
@settings(max_examples=60, deadline=None)
def test_offsetting_makes_the_part_neutral(energy, value, own_energy, own_value):
    effect = compute_effect((energy, value), (own_energy, own_value))
    together = energy + own_energy - effect.energy_to_offset
    assert together / (value + own_value) == pytest.approx(effect.without_part, rel=1e-9)
    neutral = (energy + own_energy) / (value + own_value + effect.added_value_to_offset)
    assert neutral == pytest.approx(effect.without_part, rel=1e-9)


def test_a_past_year_is_projected_again_and_makes_a_season(platform):
    """2025: twice as much in July to December. From the end of February on a band is known."""
    enterprise = "91150622MA0TEST011"
    platform.now("2026-02-01")
    platform.add_enterprise(enterprise)
    platform.add_point(enterprise, "COAL", "raw_coal", unit="kg", since="2025-01-01")
    platform.add_quota(f"enterprise:{enterprise}", 9000.0, year=2025)
    platform.send_constant(enterprise, "COAL", ("2025-01-01", "2025-07-01"), 500.0)
    platform.send_constant(enterprise, "COAL", ("2025-07-01", "2026-01-01"), 1000.0)
    platform.run()
    context = platform.context
    with context.registry.read() as session:
        holder = f"enterprise:{enterprise}"
        scenario = read_scenario(context, session, holder, year=2025)
        with pytest.raises(UnknownSubjectError, match="2026"):
            read_scenario(context, session, holder, year=2026)
    found = scenario.backtest()
    first, last = found.origins[0], found.origins[-1]
    assert to_local(first.at_ms).date().isoformat() == "2025-03-01"
    assert len(found.origins) == 10
    actual = (181 * 500 + 184 * 1000) * 24 * 0.7143 / 1000
    assert first.actual == last.actual == pytest.approx(actual)
    assert not first.is_inside, "nothing announced the step"
    assert last.is_inside
    assert found.share == found.inside / 10
    assert scenario.pace.projection == scenario.pace.low == scenario.pace.high
