"""The pure rules of assessment: properties, and the fast way against the obvious one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.assessment.certificates import Use, count_uses, find_overuse
from analytics.assessment.net import (
    Project,
    YearFacts,
    compute_nets,
    compute_non_fossil,
)
from analytics.assessment.rule import (
    AssessmentLevel,
    Goal,
    due_change,
    elastic_total,
    is_met,
    judge,
    schedule,
)
from core.calendar import parse_time
from core.catalogue import read_catalogue

NMG_14 = next(s for s in read_catalogue().schemes() if s.code == "nmg-14")
TOTAL = next(m for m in NMG_14.measures if m.measure == "energy_total")
INTENSITY = next(m for m in NMG_14.measures if m.measure == "energy_intensity")
AMOUNT = st.floats(0, 1e6)
MAYBE = st.none() | AMOUNT
FACTS = st.builds(
    YearFacts,
    year=st.just(2024),
    gross=st.floats(0, 1e8),
    feedstock=MAYBE,
    renewable=MAYBE,
    non_fossil=MAYBE,
    certificates=AMOUNT,
    projects=st.lists(
        st.builds(
            Project,
            code=st.just("P"),
            energy=AMOUNT,
            state_share=st.floats(0, 1),
            source=st.just("s"),
            feedstock=AMOUNT,
            non_fossil=AMOUNT,
        ),
        max_size=3,
    ).map(tuple),
)
YEARS = st.sampled_from((2021, 2022, 2023, 2024, 2025))


def rules(measure, year):
    return NMG_14.deductions_of(measure, parse_time(f"{year}-01-01"))


def test_which_deduction_applies_to_what_and_when_is_a_row():
    named = {
        (kind.measure, year): [rule.deduction for rule in rules(kind, year)]
        for kind in (TOTAL, INTENSITY)
        for year in (2022, 2024)
    }
    assert named == {
        ("energy_total", 2022): ["renewable", "feedstock", "separate"],
        ("energy_intensity", 2022): ["feedstock", "separate"],
        ("energy_total", 2024): ["non_fossil", "feedstock", "separate"],
        ("energy_intensity", 2024): ["non_fossil", "feedstock", "separate"],
    }
    assert rules(TOTAL, 2026) == []


@given(FACTS, FACTS, YEARS, st.sampled_from((TOTAL, INTENSITY)))
def test_gross_less_every_line_is_net_and_no_line_is_negative(year, base, at, measure):
    for net in compute_nets(year, base, rules(measure, at)):
        assert net.net == pytest.approx(net.gross - sum(line.amount for line in net.lines))
        assert all(line.amount >= 0 for line in net.lines)
        assert all(line.source for line in net.lines)


@given(FACTS, FACTS, YEARS)
def test_the_base_year_is_treated_alike_or_not_at_all(year, base, at):
    now, then = compute_nets(year, base, rules(INTENSITY, at))
    applied = {line.deduction: line.amount for line in now.lines}
    for line in then.lines:
        stated = {"feedstock": (year.feedstock, base.feedstock)}.get(line.deduction)
        if stated is not None and None in stated:
            assert line.amount == applied[line.deduction] == 0
        elif stated is not None:
            assert (applied[line.deduction], line.amount) == stated


@given(FACTS, st.floats(0.05, 0.95))
def test_certificates_are_at_most_their_share_of_what_is_taken_off(facts, cap):
    amount, _ = compute_non_fossil(facts, cap)
    physical = facts.non_fossil if facts.non_fossil is not None else facts.renewable
    if amount is None:
        assert physical is None
        return
    certificates = amount - (physical or 0.0)
    assert certificates <= amount * cap * (1 + 1e-9) + 1e-6
    assert certificates <= facts.certificates * (1 + 1e-9) + 1e-6


@given(FACTS, AMOUNT)
def test_more_of_a_listed_project_in_feedstock_is_not_taken_off_twice(facts, amount):
    """What moves from a project's fuel into its feedstock leaves the net as it is."""
    one = Project("P", 2e6, 1.0, "s")
    other = replace(one, feedstock=amount)
    before = compute_nets(
        replace(facts, projects=(one,), feedstock=0.0),
        replace(facts, feedstock=0.0),
        rules(TOTAL, 2022),
    )[0]
    after = compute_nets(
        replace(facts, projects=(other,), feedstock=amount),
        replace(facts, feedstock=0.0),
        rules(TOTAL, 2022),
    )[0]
    assert after.net == pytest.approx(before.net, abs=1e-3)


USES = st.lists(
    st.builds(
        Use,
        certificate=st.sampled_from(("A", "B", "C")),
        subject=st.sampled_from(("enterprise:1", "enterprise:2")),
        month_ms=st.sampled_from((0, 1)),
        mwh=st.integers(0, 50).map(float),
        origin=st.sampled_from(("150600", "640000")),
    ),
    max_size=12,
)


@given(USES, st.dictionaries(st.tuples(st.sampled_from(("enterprise:1", "enterprise:2")),
       st.sampled_from((0, 1))), st.integers(-20_000, 90_000).map(float)))  # fmt: skip
def test_counting_kwh_one_thousand_by_one_thousand_gives_the_same(uses, metered):
    """The obvious way: every MWh is offered in turn, own province first, while use is left."""
    left = {key: max(value, 0.0) for key, value in metered.items()}
    own: dict[tuple[str, int], float] = {}
    far: dict[tuple[str, int], float] = {}
    for book, near in ((own, True), (far, False)):
        for use in uses:
            if use.origin.startswith("15") is not near:
                continue
            key = (use.subject, use.month_ms)
            for _ in range(int(use.mwh)):
                taken = min(1000.0, left.get(key, 0.0))
                left[key] = left.get(key, 0.0) - taken
                book[key] = book.get(key, 0.0) + taken
    for month in count_uses(uses, metered, "150000"):
        key = (month.subject, month.month_ms)
        assert month.own_province == pytest.approx(own.get(key, 0.0), abs=1e-6)
        assert month.other_provinces == pytest.approx(far.get(key, 0.0), abs=1e-6)
        assert month.claimed == pytest.approx(month.counted + month.surplus)
        assert month.counted <= month.metered + 1e-6


def test_a_certificate_used_twice_is_found_with_the_values():
    uses = [
        Use("C1", "enterprise:1", 0, 60.0, "150600"),
        Use("C1", "enterprise:2", 0, 50.0, "150600"),
    ]
    assert find_overuse(uses, {"C1": 100.0}) == [("C1", 100.0, 110.0)]
    assert find_overuse(uses[:1], {"C1": 100.0}) == []


@given(st.floats(-0.5, 0.5), st.sampled_from(("geometric", "linear")))
def test_a_schedule_starts_at_nothing_and_ends_at_the_target(change, progress):
    years = (2020, 2025)
    due = [schedule(change, year, years, progress) for year in range(2020, 2026)]
    assert due[0] == pytest.approx(0, abs=1e-12)
    assert due[-1] == pytest.approx(change)
    assert due == sorted(due) or due == sorted(due, reverse=True)


def goal(**given):
    whole = {
        "indicator": "energy_per_gdp",
        "kind": "change",
        "value": -15.0,
        "unit": "%",
        "first_year": 2021,
        "last_year": 2025,
        "base_year": 2020,
        "source": "s",
        "confidence": "verified",
    }
    return Goal(**whole | given)


def test_a_goal_of_one_year_is_due_whole_in_it():
    assert due_change(goal(first_year=2023, last_year=2023), 2023, "geometric") == -0.15
    assert due_change(goal(), 2025, "geometric") == pytest.approx(-0.15)
    assert due_change(goal(), 2021, "linear") == pytest.approx(-0.03)


@given(st.floats(1, 1e8), st.floats(-0.5, 0.5), st.floats(0.5, 3), st.floats(0.1, 10))
def test_who_just_meets_the_intensity_just_meets_the_elastic_total(base, change, growth, gdp):
    limit = elastic_total(base, change, growth)
    assert limit / (gdp * growth) == pytest.approx(base / gdp * (1 + change))
    assert elastic_total(2 * base, change, growth) == pytest.approx(2 * limit)
    assert elastic_total(base, change, growth, 7.0) == pytest.approx(limit + 7)


@pytest.mark.parametrize(
    ("kind", "below", "at", "above"),
    [
        ("change", True, True, False),
        ("at_most", True, True, False),
        ("at_least", False, True, True),
        ("more_than", False, False, True),
        ("aim", False, True, True),
    ],
)
def test_kinds_of_target_are_met_from_their_side(kind, below, at, above):
    assert [is_met(kind, value, 30.0) for value in (29.0, 30.0, 31.0)] == [below, at, above]


def test_levels_go_by_the_rhythm():
    assert judge(met=True, exempt=False, is_final=False) is AssessmentLevel.ON_SCHEDULE
    assert judge(met=True, exempt=False, is_final=True) is AssessmentLevel.MET
    assert judge(met=False, exempt=True, is_final=True) is AssessmentLevel.EXEMPT
    assert judge(met=False, exempt=False, is_final=False) is AssessmentLevel.BEHIND
    assert judge(met=False, exempt=False, is_final=True) is AssessmentLevel.NOT_MET
