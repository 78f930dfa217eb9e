"""Plans are the same for the same seed, and strike everything."""

from __future__ import annotations

from collections import Counter

from fault_plan import CABLES, MOODS, PROCESSES, Kind, draw_plan


def test_the_same_seed_gives_the_same_plan() -> None:
    assert draw_plan(40, 7) == draw_plan(40, 7)
    assert draw_plan(40, 7).faults != draw_plan(40, 8).faults


def test_kills_are_as_many_as_asked_and_the_brokers_data_go_once() -> None:
    for kills in (7, 12, 200):
        kinds = Counter(fault.kind for fault in draw_plan(kills, 3).faults)
        assert kinds[Kind.KILL] + kinds[Kind.EMPTY] == kills
        assert kinds[Kind.EMPTY] == 1


def test_a_short_plan_has_every_kind_and_every_part() -> None:
    faults = draw_plan(10, 5).faults
    assert {fault.kind for fault in faults} == set(Kind)
    assert {fault.target for fault in faults if fault.kind is Kind.KILL} == set(PROCESSES)
    assert {fault.target for fault in faults if fault.kind is Kind.STORE} == set(MOODS)
    assert faults[-1].kind is Kind.FLIP


def test_a_long_plan_cuts_and_silences_every_cable() -> None:
    faults = draw_plan(100, 5).faults
    for kind in (Kind.CUT, Kind.SILENCE):
        assert {fault.target for fault in faults if fault.kind is kind} == set(CABLES)
    assert {fault.target for fault in faults if fault.kind is Kind.STOP} == set(PROCESSES)
    jumps = {fault.jump_s for fault in faults if fault.kind is Kind.CLOCK}
    assert min(jumps) < 0 < max(jumps)


def test_lines_name_the_seed_and_every_fault() -> None:
    plan = draw_plan(10, 5)
    first, *rest = plan.lines()
    assert "seed 5" in first
    assert len(rest) == len(plan.faults)
