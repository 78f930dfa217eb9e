"""The pure rules of levels: each fires and does not, and laws that hold on random input."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.benchmark_share import Portion, ShareLevel, compute_share, judge_share
from analytics.centre_pue import PueLevel, count_racks, judge_pue
from analytics.efficiency_list import ListLevel, compute_state
from analytics.efficiency_list.rule import Plan
from analytics.leaders import Standing, find_obstacles, rank
from analytics.park_renewable import ParkLevel, judge_park_share
from analytics.solid_waste import UseLevel, WasteBalance, add_balances, compute_rate, judge_rate
from analytics.stated import Stated, keep_longest
from analytics.supply_coal_rate import RateLevel, UnitRate, compute_mean, judge_mean
from core.calendar import add_years, local_midnight_ms, parse_time
from core.catalogue import read_catalogue
from core.errors import UnitError
from core.vocabulary import Severity, UpgradeAction, UpgradeState, Vintage

NOW = parse_time("2026-02-01")
AMOUNT = st.floats(0, 1e9)


def plan(due: str, state: UpgradeState = UpgradeState.STARTED) -> Plan:
    return Plan(UpgradeAction.UPGRADE, state, parse_time(due))


@pytest.mark.parametrize(
    ("own", "below", "served", "listed", "level"),
    [
        (plan("2027-01-01"), True, True, "2025-01-01", ListLevel.IN_TIME),
        (plan("2026-02-01"), True, True, "2025-01-01", ListLevel.OVERDUE),
        (plan("2029-01-01"), True, True, "2025-01-01", ListLevel.PLAN_TOO_LATE),
        (plan("2029-01-01"), True, True, "2023-02-01", ListLevel.OVERDUE),
        (plan("2026-01-01", UpgradeState.DONE), True, True, "2025-01-01", ListLevel.STILL_BELOW),
        (plan("2026-01-01", UpgradeState.DONE), True, True, "2022-01-01", ListLevel.OVERDUE),
        (plan("2026-01-01", UpgradeState.DONE), False, True, "2025-01-01", ListLevel.MENDED),
        (None, True, True, "2025-01-01", ListLevel.NO_PLAN),
        (None, True, True, "2023-02-01", ListLevel.OVERDUE),
        (plan("2025-01-01"), True, False, "2020-01-01", ListLevel.RETIRED),
    ],
)
def test_the_state_of_a_listed_line(own, below, served, listed, level):
    state = compute_state(
        own,
        below=below,
        in_service=served,
        listed_ms=parse_time(listed),
        years=3.0,
        now_ms=NOW,
    )
    assert state.level is level
    assert state.last_ms == add_years(parse_time(listed), 3)


def test_without_a_target_there_is_no_last_day():
    state = compute_state(None, below=True, in_service=True, listed_ms=0, years=None, now_ms=NOW)
    assert (state.level, state.last_ms, state.days_left) == (ListLevel.NO_PLAN, None, None)


@given(st.dates(date(1971, 1, 1), date(2190, 1, 1)), st.integers(0, 9))
def test_years_are_added_as_the_calendar_does(day, years):
    try:
        obvious = day.replace(year=day.year + years)
    except ValueError:
        obvious = date(day.year + years, 2, 28)
    assert add_years(local_midnight_ms(day), years) == local_midnight_ms(obvious)


PORTIONS = st.lists(st.builds(Portion, AMOUNT, st.sampled_from([True, False, None])), max_size=12)


@given(PORTIONS, st.floats(0, 100), st.sampled_from(["more_than", "at_least"]))
def test_a_share_is_judged_only_if_it_holds_whatever_the_unknown_are(portions, target, kind):
    share = compute_share(portions)
    if share is None:
        assert sum(p.capacity for p in portions) == 0
        return
    assert 0 <= share.low_pct <= share.high_pct * (1 + 1e-9)
    assert share.high_pct <= 100 * (1 + 1e-9)
    levels = set()
    for reaches in (True, False):
        known = [p._replace(reaches=reaches) if p.reaches is None else p for p in portions]
        whole = compute_share(known)
        assert whole.coverage == pytest.approx(1)
        levels.add(judge_share(whole, kind, target))
    level = judge_share(share, kind, target)
    near = any(abs(edge - target) < 1e-6 for edge in (share.low_pct, share.high_pct))
    assert near or level is (levels.pop() if len(levels) == 1 else ShareLevel.UNDETERMINED)


@given(PORTIONS, st.floats(1e-3, 1e3))
def test_a_share_does_not_depend_on_order_or_unit(portions, factor):
    share = compute_share(portions)
    other = compute_share([p._replace(capacity=p.capacity * factor) for p in portions[::-1]])
    if share is not None and other is not None:
        assert other.low_pct == pytest.approx(share.low_pct)


def test_more_than_thirty_is_not_thirty():
    share = compute_share([Portion(3.0, True), Portion(7.0, False)])
    assert judge_share(share, "more_than", 30.0) is ShareLevel.NOT_MET
    assert judge_share(share, "at_least", 30.0) is ShareLevel.MET
    assert judge_share(share, "", None) is ShareLevel.NO_TARGET


@pytest.mark.parametrize(
    ("racks", "size"),
    [(0, "small"), (2999.9, "small"), (3000, "large"), (9999, "large"), (10000, "super_large")],
)
def test_sizes_of_data_centres(racks, size):
    assert read_catalogue().groups.size_of(racks).size == size


@pytest.mark.parametrize(
    ("regions", "size", "vintage", "day", "value"),
    [
        (("150622", "150600", "150000"), "large", Vintage.NEW, "2026-01-01", 1.3),
        (("150000",), "super_large", Vintage.PLANNED, "2026-01-01", 1.3),
        (("150000",), "large", Vintage.EXISTING, "2026-01-01", 1.5),
        (("150000",), "large", Vintage.EXISTING, "2021-06-01", None),
        (("110000",), "large", Vintage.NEW, "2026-01-01", None),
    ],
)
def test_the_ceiling_for_a_place_size_and_age(regions, size, vintage, day, value):
    row = read_catalogue().groups.ceiling(regions, size, vintage, t_ms=parse_time(day))
    assert (row.value if row else None) == value


def test_pue_at_its_ceiling_is_within():
    assert judge_pue(1.3, 1.3, Vintage.NEW) == (PueLevel.WITHIN, Severity.NONE)
    assert judge_pue(1.3001, 1.3, Vintage.NEW) == (PueLevel.BEYOND, Severity.SERIOUS)
    assert judge_pue(1.6, 1.5, Vintage.EXISTING) == (PueLevel.BEYOND, Severity.WARNING)
    assert judge_pue(9.0, None, Vintage.NEW) == (PueLevel.NO_CEILING, Severity.NONE)
    assert count_racks(7.5, "MW", 2.5) == 3000
    assert count_racks(12, "机架", 2.5) == 12
    with pytest.raises(UnitError):
        count_racks(12, "t", 2.5)


@given(AMOUNT, AMOUNT, st.floats(1, 1e9))
def test_a_parks_share_lies_between_its_bounds(renewable, silent, used):
    level, share = judge_park_share(renewable, silent, used, target=("at_least", 50.0))
    if renewable > used:
        assert level is ParkLevel.CONTRADICTORY
    else:
        assert 0 <= share.low_pct <= share.high_pct * (1 + 1e-12) <= 100 * (1 + 1e-9)


def test_a_park_that_sells_more_than_it_uses_has_no_share():
    assert judge_park_share(5.0, 0.0, -3.0, target=None) == (ParkLevel.UNDETERMINED, None)
    level, _ = judge_park_share(60.0, 0.0, 100.0, target=("at_least", 50.0))
    assert level is ParkLevel.MET
    level, _ = judge_park_share(40.0, 5.0, 100.0, target=("at_least", 50.0))
    assert level is ParkLevel.NOT_MET


@given(st.lists(st.builds(WasteBalance, AMOUNT, AMOUNT, st.just(0.0)), min_size=1, max_size=8))
def test_waste_adds_up_and_scales(balances):
    total = add_balances(balances)
    assert total.produced_t == pytest.approx(sum(b.produced_t for b in balances))
    rate = compute_rate(total)
    twice = compute_rate(WasteBalance(2 * total.produced_t, 2 * total.used_t, 0.0))
    assert rate == pytest.approx(twice)


@pytest.mark.parametrize(
    ("balance", "level"),
    [
        (WasteBalance(100, 80), UseLevel.MET),
        (WasteBalance(100, 79.9), UseLevel.NOT_MET),
        (WasteBalance(100, 100.1), UseLevel.CONTRADICTORY),
        (WasteBalance(100, 130, 40), UseLevel.MET),
        (WasteBalance(100, 30, 40), UseLevel.CONTRADICTORY),
        (WasteBalance(-1, 0), UseLevel.CONTRADICTORY),
        (WasteBalance(None, 5), UseLevel.UNDETERMINED),
        (WasteBalance(5, None), UseLevel.UNDETERMINED),
        (WasteBalance(0, 0), UseLevel.UNDETERMINED),
    ],
)
def test_use_of_waste_against_its_target(balance, level):
    assert judge_rate(balance, "at_least", 80.0) is level


@given(st.lists(st.builds(UnitRate, st.floats(200, 500), st.floats(1, 1e9)), min_size=1))
def test_the_mean_coal_rate_lies_between_the_units(units):
    mean = compute_mean(units)
    rates = [unit.rate_gce_kwh for unit in units]
    assert min(rates) * (1 - 1e-12) <= mean <= max(rates) * (1 + 1e-12)


def test_a_mean_is_judged_only_when_every_unit_is_known():
    assert judge_mean(300.0, 300.0, 1.0) is RateLevel.WITHIN
    assert judge_mean(300.1, 300.0, 1.0) is RateLevel.ABOVE
    assert judge_mean(200.0, 300.0, 0.5) is RateLevel.UNDETERMINED
    assert judge_mean(200.0, None, 1.0) is RateLevel.NO_TARGET
    assert compute_mean([]) is None


def standing(value: float, **more) -> Standing:
    given_ = {
        "subject": "enterprise:E",
        "product": "P",
        "level": "benchmark",
        "limit_grade": 1,
        "corrected": True,
        "coverage": 1.0,
        "provisional": False,
    }
    return Standing(value=value, **(given_ | more))


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12), st.sampled_from(["lower", "higher"]))
def test_a_place_is_one_more_than_those_that_are_better(values, direction):
    ranked = rank([standing(v, product=str(i)) for i, v in enumerate(values)], direction)
    sign = 1 if direction == "lower" else -1
    for one in ranked:
        own = sign * one.standing.value
        assert one.rank == 1 + sum(sign * value < own for value in values)
        others = len(values) - 1
        worse = sum(sign * value > own for value in values)
        assert one.better_pct == (100 * worse / others if others else 0.0)


@pytest.mark.parametrize(
    ("more", "obstacle"),
    [
        ({"level": "between"}, "not at the benchmark"),
        ({"limit_grade": 2}, "limit grade 2"),
        ({"level": "within_limit", "limit_grade": None}, "no limit grade"),
        ({"corrected": False}, "conditions of the limit"),
        ({"coverage": 0.8}, "coverage below"),
        ({"provisional": True}, "the year still runs"),
        ({"eliminated": ("S7 变压器",)}, "S7 变压器"),
    ],
)
def test_what_stands_against_a_leader(more, obstacle):
    assert find_obstacles(standing(1.0), 0.9) == []
    assert find_obstacles(standing(1.0, limit_grade=None), 0.9) == []
    ((_, english),) = find_obstacles(standing(1.0, **more), 0.9)
    assert obstacle in english


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10)), max_size=8))
def test_no_two_figures_that_are_kept_overlap(spans):
    figures = [Stated("s", "i", a, a + n, 1.0) for a, n in spans]
    kept = keep_longest(figures)
    for one in kept:
        assert not any(
            o is not one and o.start_ms < one.end_ms and o.end_ms > one.start_ms for o in kept
        )
    for figure in figures:
        assert any(
            k.start_ms < figure.end_ms
            and k.end_ms > figure.start_ms
            and k.end_ms - k.start_ms >= figure.end_ms - figure.start_ms
            for k in kept
        )
