"""Quotas issued down the tree and moved, and the lists a regulator looks at, by services."""

from __future__ import annotations

from typing import Any

import pytest

from api.access import OPERATOR, Identity, grants_of
from api.errors import ConflictError, ForbiddenError, MissingError, ParameterError
from api.schemas.issuing import IssueBody, TransferBody
from api.services import allotments, branches, enterprises, issuing, quotas
from api.services.alerts import AlertFilter, list_alerts
from api.services.enterprises import EnterpriseFilter
from api.services.findings import list_findings
from api.viewer import Viewer
from core.registry.results import Alert, Finding
from core.vocabulary import Department, Role

GROUNDS = {"reason": "年度分解", "source": "发改〔2026〕9号"}
BASE: dict[str, Any] = {"year": 2026, "kind": "energy", "basis": "calorific", "unit": "tce"}


def regulator(parts, region: str, department: Department = Department.ENERGY) -> Viewer:
    allowed = grants_of(Role.REGULATOR, department)
    who = Identity(
        "李科长", Role.REGULATOR, region=region, department=department, permissions=allowed
    )
    return Viewer(parts, who)


def issue(viewer: Viewer, holder: str, amount: float, **more: Any) -> Any:
    return issuing.issue_quota(
        viewer, IssueBody(holder=holder, amount=amount, **(BASE | GROUNDS | more))
    )


@pytest.fixture
def codes(fresh) -> dict[str, str]:
    page = enterprises.list_enterprises(Viewer(fresh.parts, OPERATOR))
    return {row.name: row.code for row in page.items}


def test_a_quota_goes_down_the_tree_with_who_when_and_why(fresh) -> None:
    league = regulator(fresh.parts, "150600")
    issue(Viewer(fresh.parts, OPERATOR), "region:150600", 20_000.0)
    row = issue(league, "region:150622", 19_000.0)
    assert (row.amount, row.source) == (19_000.0, "发改〔2026〕9号")
    [change] = allotments.list_changes(league, holder="region:150622").items
    assert (change.decided_by, change.reason, change.number) == ("李科长", "年度分解", 1)
    assert change.decided is not None
    nodes = {n.holder: n for n in allotments.list_nodes(league, year=2026)}
    assert nodes["region:150600"].handed_down == 19_000.0


def test_those_below_may_not_have_more_than_there_is_and_nothing_changes(fresh) -> None:
    viewer = Viewer(fresh.parts, OPERATOR)
    issue(viewer, "region:150600", 20_000.0)
    with pytest.raises(ParameterError, match="add up to 25000") as refused:
        issue(viewer, "region:150622", 25_000.0)
    assert refused.value.parameter == "amount"
    assert not allotments.list_changes(viewer, holder="region:150622").items


def test_a_regulator_sets_neither_the_own_regions_nor_anothers(fresh) -> None:
    league = regulator(fresh.parts, "150600")
    with pytest.raises(ForbiddenError):
        issue(league, "region:150600", 1.0)
    with pytest.raises(MissingError):
        issue(league, "region:150300", 1.0)
    with pytest.raises(ForbiddenError):
        issue(regulator(fresh.parts, "150600", Department.WATER), "region:150622", 1.0)


def test_another_amount_keeps_the_shape_of_the_plan(fresh, codes) -> None:
    viewer = Viewer(fresh.parts, OPERATOR)
    holder = f"enterprise:{codes['模拟电石厂']}"
    before = next(q for q in quotas.list_quotas(viewer, holder=holder).items)
    row = issue(viewer, holder, before.amount * 1.1)
    assert sum(row.months) == pytest.approx(row.amount, rel=1e-12)
    for old, new in zip(before.months, row.months, strict=True):
        assert new == pytest.approx(old * 1.1, rel=1e-9)
    with pytest.raises(ConflictError, match="already"):
        issue(viewer, holder, row.amount)


def test_a_transfer_moves_what_is_there_and_no_more(fresh, codes) -> None:
    viewer = Viewer(fresh.parts, OPERATOR)
    giver, taker = (f"enterprise:{codes[name]}" for name in ("模拟电石厂", "模拟焦化厂"))
    body = TransferBody(from_holder=giver, to_holder=taker, amount=500.0, **BASE, **GROUNDS)
    code = issuing.transfer_quota(viewer, body)
    [moved] = allotments.list_transfers(viewer).items
    assert (moved.code, moved.amount, moved.decided_by) == (code, 500.0, "operator")
    with pytest.raises(ParameterError):
        issuing.transfer_quota(viewer, body.model_copy(update={"amount": 1e9}))
    with pytest.raises(ParameterError, match="itself"):
        issuing.transfer_quota(viewer, body.model_copy(update={"to_holder": giver}))
    assert len(allotments.list_transfers(viewer).items) == 1


def test_branches_stand_side_by_side(platform) -> None:
    rows = branches.list_branches(Viewer(platform.parts, OPERATOR), "150000")
    found = {row.region: row for row in rows}
    assert set(found) == {"150300", "150600"}
    assert found["150300"].quota is not None
    assert found["150300"].quota.quota == 6000.0
    assert found["150600"].enterprises == 2
    assert found["150600"].quota is not None
    assert found["150600"].quota.holders == 2
    page = enterprises.list_enterprises(
        Viewer(platform.parts, OPERATOR), EnterpriseFilter(region="150600", level="below_baseline")
    )
    assert found["150600"].below_baseline == len(page.items)


@pytest.mark.parametrize("order", ["name", "region", "sector", "used", "coverage", "alerts"])
@pytest.mark.parametrize("descending", [False, True])
def test_enterprises_in_every_order_walk_without_holes(platform, order, descending) -> None:
    viewer = Viewer(platform.parts, OPERATOR)
    chosen = EnterpriseFilter(order=order, descending=descending)
    whole = enterprises.list_enterprises(viewer, chosen).items
    walked, cursor = [], None
    while True:
        page = enterprises.list_enterprises(viewer, chosen, limit=1, cursor=cursor)
        walked += page.items
        cursor = page.next
        if cursor is None:
            break
    assert [row.code for row in walked] == [row.code for row in whole]
    assert len(whole) == 3
    if order == "name":
        names = [row.name for row in whole]
        assert names == sorted(names, reverse=descending)


def test_alerts_and_findings_of_a_region(fresh, codes) -> None:
    here, there = (f"enterprise:{codes[name]}" for name in ("模拟电石厂", "模拟焦化厂"))
    at = fresh.clock.now_ms()
    with fresh.parts.registry.session() as session:
        for subject, severity, assignee in ((here, 3, "王工"), (there, 2, "")):
            session.add(
                Alert(
                    subject=subject,
                    rule="quota_pace",
                    opened_ms=at,
                    changed_ms=at,
                    severity=severity,
                    level="will_exceed",
                    reason="r",
                    verdict_id="0" * 16,
                    assignee=assignee,
                    acknowledged_ms=at if assignee else None,
                )
            )
            session.add(
                Finding(
                    subject=subject,
                    point_code="T1/EP",
                    code="blip",
                    start_ms=at - 1000,
                    end_ms=at,
                    text="t",
                    text_en="t",
                    evidence={},
                )
            )
    viewer = Viewer(fresh.parts, OPERATOR)

    def subjects(**chosen: Any) -> list[str]:
        page = list_alerts(viewer, chosen=AlertFilter(**chosen))
        return [row.subject for row in page.items]

    assert set(subjects()) == {here, there}
    assert subjects(region="150600") == [here]
    assert subjects(severity_min=3) == [here]
    assert subjects(assignee="王") == [here]
    assert subjects(waiting=True) == [there]
    with pytest.raises(MissingError):
        subjects(region="999999")
    found = list_findings(viewer, region="150300").items
    assert [row.subject for row in found] == [there]


def test_quotas_are_issued_and_moved_by_the_api_as_by_the_console(fresh, codes) -> None:
    client = fresh.client()
    body = {**BASE, **GROUNDS, "holder": "region:150600", "amount": 20_000.0}
    made = client.post("/api/v1/quotas", json=body)
    assert made.status_code == 201, made.text
    assert (made.json()["amount"], made.json()["source"]) == (20_000.0, GROUNDS["source"])
    one = client.get(f"/api/v1/quotas/{made.json()['id']}")
    assert one.json() == made.json()
    assert client.post("/api/v1/quotas", json=body).status_code == 409
    seen = {"If-Match": one.headers["etag"]}
    again = client.post("/api/v1/quotas", json=body | {"amount": 21_000.0}, headers=seen)
    assert again.status_code == 201, again.text
    late = client.post("/api/v1/quotas", json=body | {"amount": 22_000.0}, headers=seen)
    assert (late.status_code, late.json()["type"]) == (412, "/problems/stale")
    new = body | {"holder": "region:150622", "amount": 19_000.0}
    assert client.post("/api/v1/quotas", json=new, headers=seen).status_code == 412
    assert client.post("/api/v1/quotas", json=new).status_code == 201
    more = client.post("/api/v1/quotas", json=new | {"amount": 25_000.0})
    assert (more.status_code, more.json()["parameter"]) == (422, "amount")
    tree = {n["holder"]: n for n in client.items("/api/v1/quotas/tree", year=2026)}
    assert tree["region:150600"]["handed_down"] == 19_000.0
    history = client.items("/api/v1/quotas/history", holder="region:150600")
    assert [(h["amount"], h["decided_by"]) for h in history] == [
        (20_000.0, "operator"),
        (21_000.0, "operator"),
    ]
    [branch] = client.items("/api/v1/regions/150600/branches")
    assert branch["region"] == "150622"
    assert branch["quota"]["quota"] == 19_000.0


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        ({"year": 10**30}, "year"),
        ({"amount": 0}, "amount"),
        ({"holder": "moon:1"}, "subject"),
        ({"unit": "\u0000"}, "unit"),
        ({"kind": "love"}, "kind"),
    ],
)
def test_a_quota_that_is_none_is_refused(fresh, change, parameter) -> None:
    body = {**BASE, **GROUNDS, "holder": "region:150600", "amount": 2.0}
    answer = fresh.client().post("/api/v1/quotas", json=body | change)
    assert (answer.status_code, answer.json()["parameter"]) == (422, parameter), answer.text


def test_a_transfer_is_made_once_by_a_key_and_stands_by_itself(fresh, codes) -> None:
    client = fresh.client()
    giver, taker = (f"enterprise:{codes[name]}" for name in ("模拟电石厂", "模拟焦化厂"))
    body = {**BASE, **GROUNDS, "from_holder": giver, "to_holder": taker, "amount": 500.0}
    key = {"Idempotency-Key": "a-key-of-this-test"}
    made, again = (
        client.post("/api/v1/quotas/transfers", json=body, headers=key) for _ in range(2)
    )
    assert made.status_code == 201, made.text
    assert again.json() == made.json()
    assert client.items("/api/v1/quotas/transfers") == [made.json()]
    assert client.ok(f"/api/v1/quotas/transfers/{made.json()['code']}") == made.json()
    assert client.get("/api/v1/quotas/transfers/NONE").status_code == 404
    much = client.post("/api/v1/quotas/transfers", json=body | {"amount": 1e9})
    assert much.status_code == 422, much.text
