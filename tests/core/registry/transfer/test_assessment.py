"""Quota trees, transfers, certificates and listed projects: what is taken, kept and refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core.calendar import parse_time
from core.registry.assessment import CertificateUse, QuotaChange
from core.registry.marks import SUMS, read_marks
from core.registry.quota_tree import Allotment, Transfer, build_tree

BANNER, LEAGUE, REGION = "region:150622", "region:150600", "region:150000"


def quota(holder: str, amount: float, unit: str = "tce", **more: object) -> dict[str, object]:
    return {
        "holder": holder,
        "year": "2026",
        "kind": "energy",
        "basis": "calorific",
        "amount": str(amount),
        "unit": unit,
        "source": "鄂能控〔2026〕1号",
        **more,
    }


def transfer(code: str, giver: str, taker: str, amount: float) -> dict[str, object]:
    return {
        "code": code,
        "year": "2026",
        "kind": "energy",
        "basis": "calorific",
        "from_holder": giver,
        "to_holder": taker,
        "amount": str(amount),
        "unit": "tce",
        "decided": "2026-06-01",
        "decided_by": "发改委",
        "reason": "新上项目",
        "source": "文 9",
    }


def certificate(code: str, mwh: float = 100, **more: object) -> dict[str, object]:
    return {
        "code": code,
        "kind": "certificate",
        "holder": "enterprise:" + str(more.pop("holder", "")),
        "month": "2026-03-01",
        "mwh": str(mwh),
        "origin": "150600",
        "source": "平台",
        **more,
    }


def use(code: str, enterprise: str, mwh: float, month: str = "2026-04-01") -> dict[str, object]:
    return {
        "certificate_code": code,
        "subject": f"enterprise:{enterprise}",
        "month": month,
        "mwh": str(mwh),
        "entered_by": "王工",
        "source": "核销单",
    }


def test_a_tree_that_adds_up_is_taken_whatever_its_units(filled):
    filled.files["quota"] = [
        quota(REGION, 30, "万tce"),
        quota(LEAGUE, 200_000),
        quota(BANNER, 20, "万tce"),
        quota(f"enterprise:{filled.e1}", 200_000),
    ]
    assert filled.take("quota").rows == []


def test_more_handed_down_than_there_is_is_refused_with_the_values(filled):
    filled.files["quota"] = [quota(LEAGUE, 200_000), quota(BANNER, 160_000)]
    filled.files["quota"].append(quota("region:150200", 900_000))
    assert filled.take("quota").rows == []
    filled.files["quota"] = [quota(BANNER, 200_001)]
    ((row, column, reason),) = filled.refused("quota")
    assert (row, column) == (2, "amount")
    assert "add up to 200001 tce, its own is 200000 tce" in reason
    assert f"{BANNER} 200001 tce" in reason


def test_a_parent_too_small_for_what_comes_along_is_told_once(world):
    world.files["quota"] = [
        quota(LEAGUE, 100),
        quota(BANNER, 150),
        quota(f"enterprise:{world.e1}", 150),
    ]
    ((row, _, reason),) = world.refused()
    assert row == 2
    assert "quotas below region:150600 add up to 150 tce, its own is 100 tce" in reason


def test_a_contradiction_that_stands_may_be_mended_step_by_step(filled):
    filled.files["quota"] = [quota(LEAGUE, 1_000_000), quota(f"enterprise:{filled.e1}", 900_000)]
    assert filled.take("quota").rows == []
    with filled.registry.session() as session:
        session.connection().exec_driver_sql("UPDATE quota SET amount = 500000 WHERE amount = 1e6")
    filled.files["quota"] = [quota(f"enterprise:{filled.e1}", 800_000)]
    assert filled.take("quota").rows == []
    filled.files["quota"] = [quota(f"enterprise:{filled.e1}", 800_001)]
    assert "its own is 500000 tce" in filled.refused("quota")[0][2]


def changes(world) -> list[QuotaChange]:
    with world.registry.read() as session:
        found = session.scalars(select(QuotaChange).order_by(QuotaChange.number)).all()
    return [row for row in found if row.holder == f"enterprise:{world.e1}"]


def test_every_change_of_a_quota_is_kept_with_who_when_and_why(filled):
    filled.files["quota"] = [
        quota(
            f"enterprise:{filled.e1}",
            120_000,
            decided_by="张处",
            decided="2026-06-10",
            reason="核减",
        )
    ]
    filled.take("quota")
    filled.take("quota")
    first, second = changes(filled)
    assert (first.number, first.before, first.amount, first.decided_by) == (
        1,
        None,
        123456.7,
        "import",
    )
    assert first.decided_ms == filled.now_ms
    assert first.reason == "鄂能控〔2026〕1号"
    assert (second.before, second.amount, second.decided_by, second.reason) == (
        123456.7,
        120_000,
        "张处",
        "核减",
    )


def test_a_row_without_a_decision_leaves_that_of_an_unchanged_quota(filled):
    filled.take("quota")
    assert len(changes(filled)) == 1


def test_a_transfer_moves_the_ceiling_of_both(filled):
    filled.files["quota"] = [
        quota(LEAGUE, 300_000),
        quota(BANNER, 100_000),
        quota(f"enterprise:{filled.e1}", 100_000),
    ]
    assert filled.take("quota").rows == []
    filled.files["quota_transfer"] = [transfer("T1", BANNER, LEAGUE, 1)]
    ((_, column, reason),) = filled.refused("quota_transfer")
    assert column == "amount"
    assert "add up to 100000 tce, its own is 99999 tce" in reason
    filled.files["quota_transfer"] = [transfer("T1", LEAGUE, BANNER, 50_000)]
    assert filled.take("quota_transfer").rows == []
    filled.files["quota"] = [quota(f"enterprise:{filled.e1}", 150_000)]
    assert filled.take("quota").rows == []


def test_nobody_gives_more_than_there_is_or_to_itself_or_without_a_quota(filled):
    filled.files["quota"] = [quota(LEAGUE, 300_000), quota("region:150200", 10)]
    assert filled.take("quota").rows == []
    for row, part in (
        (transfer("T1", "region:150200", LEAGUE, 11), "gives away 11 tce, more than its 10"),
        (transfer("T1", LEAGUE, LEAGUE, 11), "gives to itself"),
        (transfer("T1", LEAGUE, REGION, 11), f"{REGION} has no energy quota of 2026"),
    ):
        filled.files["quota_transfer"] = [row]
        assert part in filled.refused("quota_transfer")[0][2]


def test_a_certificate_counts_once(filled):
    filled.files["certificate"] = [certificate("C1", holder=filled.e1)]
    filled.files["certificate_use"] = [
        use("C1", filled.e1, 60),
        use("C1", filled.e1, 40, "2026-05-01"),
    ]
    assert filled.take("certificate", "certificate_use").rows == []
    filled.files["certificate_use"] = [use("C1", filled.e2, 1)]
    ((_, column, reason),) = filled.refused("certificate_use")
    assert column == "mwh"
    assert "stands for 100 MWh and is used for 101 MWh" in reason
    assert f"enterprise:{filled.e2} 2026-04: 1" in reason
    with filled.registry.read() as session:
        assert len(session.scalars(select(CertificateUse)).all()) == 2


def test_a_certificate_of_two_owners_is_refused(filled):
    filled.files["certificate"] = [certificate("C1", holder=filled.e1)]
    filled.take("certificate")
    filled.files["certificate"] = [certificate("C1", holder=filled.e2)]
    assert f"held by enterprise:{filled.e1} already" in filled.refused("certificate")[0][2]


def test_a_certificate_is_not_used_before_it_was_generated_nor_when_unknown(filled):
    filled.files["certificate"] = [certificate("C1", holder=filled.e1)]
    filled.take("certificate")
    filled.files["certificate_use"] = [use("C1", filled.e1, 1, "2026-02-01")]
    assert "generated in 2026-03" in filled.refused("certificate_use")[0][2]
    filled.files["certificate_use"] = [use("C9", filled.e1, 1)]
    assert "certificate C9 is unknown" in filled.refused("certificate_use")[0][2]
    filled.files["certificate_use"] = [use("C1", filled.e1, 1, "2026-04-02")]
    assert "no start of a month" in filled.refused("certificate_use")[0][2]


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"state_share": "1.2"}, "no share of 0 … 1"),
        ({"region_code": "150200"}, "does not lie in region 150200"),
        ({"enterprise_code": "", "line_code": "L1"}, "has no enterprise"),
        ({"valid_to": "2021-01-01"}, "not after valid_from"),
    ],
)
def test_a_wrong_project_is_refused(filled, cells, part):
    row = {
        "code": "P1",
        "name": "示范",
        "region_code": "150600",
        "enterprise_code": filled.e1,
        "line_code": "",
        "state_share": "50%",
        "valid_from": "2022-01-01",
        "valid_to": "",
        "source": "复函",
    }
    filled.files["listed_project"] = [row]
    assert filled.take("listed_project", dry_run=True).rows == []
    filled.files["listed_project"] = [row | cells]
    assert part in filled.refused("listed_project")[0][2]


def test_what_a_region_states_marks_its_sums(filled):
    filled.files["entry"] = [
        {
            "subject": "region:150600",
            "item": "gdp_comparable",
            "start": "2025-01-01",
            "end": "2026-01-01",
            "value": "5000",
            "unit": "亿元",
            "document": "统计公报",
            "entered_by": "统计局",
        }
    ]
    with filled.registry.read() as session:
        before = {mark.hour_ms for mark in read_marks(session, 10, enterprise_code=SUMS)}
    assert filled.take("entry").rows == []
    with filled.registry.read() as session:
        after = {mark.hour_ms for mark in read_marks(session, 10, enterprise_code=SUMS)}
    assert after - before == {parse_time("2025-01-01")}


AMOUNTS = st.lists(st.integers(0, 1000), min_size=1, max_size=6)


@given(st.integers(0, 2000), AMOUNTS, st.integers(0, 500), st.data())
def test_transfers_among_children_leave_their_sum_and_used_plus_left_is_the_quota(
    parent, amounts, moved, data
):
    holders = [f"enterprise:{n}" for n in range(len(amounts))]
    giver, taker = data.draw(st.sampled_from(holders)), data.draw(st.sampled_from(holders))
    allotments = [Allotment("region:1", parent, "tce")]
    allotments += [Allotment(h, a, "tce") for h, a in zip(holders, amounts, strict=True)]
    above = {holder: ["region:1"] for holder in holders}
    plain = build_tree(allotments, [], above)
    after = build_tree(allotments, [Transfer("T", giver, taker, moved, "tce")], above)
    assert plain["region:1"].handed_down == sum(amounts)
    assert after["region:1"].handed_down == plain["region:1"].handed_down
    assert after["region:1"].handed_down + after["region:1"].left == parent
    assert plain["region:1"].is_contradictory == (sum(amounts) > parent)
