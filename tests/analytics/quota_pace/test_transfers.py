"""A transfer moves its holders' own pace: amount, plan and explanation, through the real jobs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.explain import explain_verdict
from analytics.quota_pace.plan import make_plan
from analytics.quota_pace.transfers import Move, move_plan
from core.calendar import DAY_MS, parse_time
from core.registry.assessment import QuotaTransfer
from core.registry.marks import SUMS, mark_dirty

E1, E2 = "91150622MA0TEST011", "91150622MA0TEST022"
YEAR_MS = parse_time("2026-01-01")
amounts = st.floats(0, 1e6, allow_nan=False)


def transfer(giver: str, taker: str, amount: float, unit: str, decided: str) -> QuotaTransfer:
    return QuotaTransfer(
        code="T1",
        year=2026,
        kind="energy",
        basis="calorific",
        from_holder=f"enterprise:{giver}",
        to_holder=f"enterprise:{taker}",
        amount=amount,
        unit=unit,
        decided_ms=parse_time(decided),
        decided_by="发改委",
        reason="新上项目",
        source="文 9",
    )


def test_a_transfer_moves_the_pace_and_the_grades_of_both_holders(platform):
    platform.now("2026-03-01")
    for code in (E1, E2):
        platform.add_enterprise(code)
        platform.add_point(code, "COAL", "raw_coal", unit="t")
        platform.add_quota(f"enterprise:{code}", 365.0)
        platform.send_constant(code, "COAL", ("2026-01-01", "2026-03-01"), 0.05)
    platform.run()
    before = platform.verdict("quota_pace", subject=f"enterprise:{E1}")
    platform.add(transfer(E1, E2, 30.6, "tce", "2026-02-10"))
    with platform.registry.session() as session:
        for code in (E1, E2, SUMS):
            mark_dirty(session, code, [parse_time("2026-02-01")])
    platform.run()
    for code, sign in ((E1, -1), (E2, 1)):
        verdict = platform.verdict("quota_pace", subject=f"enterprise:{code}")
        found = verdict.evidence
        assert (found["allotted"], found["quota"]) == (365.0, pytest.approx(365 + sign * 30.6))
        # February to December hold 334 of 365 days
        february = 28 * (334 + sign * 30.6) / 334
        assert found["plan_to_date"] == pytest.approx(31 + february)
        assert found["projection"] == pytest.approx(before.evidence["projection"])
        assert found["used"] + found["remaining"] == pytest.approx(found["quota"])
        tree = explain_verdict(platform.context, verdict.id)
        (quota,) = [node for node in tree.children if node.label == "年配额"]
        parts = [node.value for node in quota.children if node.part]
        assert parts == [365.0, sign * 30.6]
        grades = [
            v
            for v in platform.verdicts("early_warning", "month")
            if v.subject == f"enterprise:{code}" and ":total:" in v.detail
        ]
        planned = {v.start_ms: v.evidence["plan_to_date"] for v in grades}
        assert planned[parse_time("2026-02-01")] == pytest.approx(31 + february)
        assert planned[YEAR_MS] == pytest.approx(31), "January was over when it was decided"
        for grade in grades:
            explain_verdict(platform.context, grade.id)


@given(
    st.lists(st.floats(0, 1e4), min_size=12, max_size=12).filter(lambda m: sum(m) > 1),
    st.lists(st.tuples(st.integers(-40, 420), st.floats(-0.9, 3)), max_size=5),
)
def test_months_add_up_to_the_quota_and_what_is_past_stays(months, moved):
    plan = make_plan(YEAR_MS, sum(months), dict(enumerate(months, start=1)))
    moves, stands = [], plan.amount
    for number, (day, share) in enumerate(sorted(moved)):
        amount = share * max(stands, 0.0) / 2
        stands += amount
        moves.append(Move(str(number), "", amount, YEAR_MS + day * DAY_MS, ""))
    found = move_plan(plan, moves, 2026)
    assert found.amount == pytest.approx(stands, rel=1e-9, abs=1e-6)
    assert found.months.sum() == pytest.approx(stands, rel=1e-9, abs=1e-6)
    assert found.shape.months.tolist() == plan.months.tolist(), "use is expected as before"
    if all(0 <= day < 365 for day, _ in moved) and all(move.amount >= 0 for move in moves):
        first = min((day for day, _ in moved), default=365)
        whole = [m for m in range(12) if found.edges_ms[m + 1] <= YEAR_MS + first * DAY_MS]
        assert found.months[whole].tolist() == plan.months[whole].tolist()


@given(amounts, amounts)
def test_what_one_gives_the_other_receives(first, second):
    plan = make_plan(YEAR_MS, 1e6, {})
    given_ms = parse_time("2026-05-05")
    moves = [Move("A", "", first / 3, given_ms, ""), Move("B", "", second / 3, given_ms, "")]
    back = [Move("C", "", -(first + second) / 3, given_ms, "")]
    there = move_plan(plan, moves, 2026)
    again = move_plan(plan, [*moves, *back], 2026)
    assert there.amount == pytest.approx(1e6 + (first + second) / 3)
    assert again.months.tolist() == pytest.approx(plan.months.tolist(), rel=1e-9)
