"""Explain: equal to the stored rows, adding up at every level, and loud where it differs."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from analytics.errors import ExplainMismatchError, UnknownSubjectError
from analytics.explain import ExplainNode, explain_account, explain_verdict
from analytics.explain.node import check_sum, compare
from core.calendar import HOUR_MS, Period, parse_time
from core.registry.marks import mark_dirty
from core.registry.results import Account, Finding, Verdict

E1 = "91150622MA0TEST011"
CARBIDE = "无机盐/电石//单位产品综合能耗"
SUBJECT = f"enterprise:{E1}"


@pytest.fixture
def plant(platform):
    """A plant of coal, electricity and output over the turn of the year, with a measured value."""
    platform.now("2026-03-06T10:20")
    platform.add_quota(SUBJECT, 3000.0)
    platform.add_quota("region:150600", 100.0)
    platform.add_enterprise(E1, name="某电石厂")
    platform.add_product(E1, "P", "t", CARBIDE)
    span = ("2025-12-20", "2026-03-06T10:00")
    platform.add_point(E1, "MAIN", "electricity", product="P", since=span[0])
    platform.add_point(E1, "COAL", "raw_coal", unit="kg", product="P", since=span[0])
    platform.add_point(E1, "SOLD", "electricity", flow="sold", since=span[0])
    platform.add_point(E1, "OUT", "", flow="output", unit="t", product="P", since=span[0])
    for point, value in (("MAIN", 6000.3), ("COAL", 100.1), ("SOLD", 77.7), ("OUT", 1.1)):
        platform.send_constant(E1, point, span, value)
    platform.add_entry(
        E1, "calorific:raw_coal", 22000.0, "kJ/kg", span=("2026-02-01", "2026-02-11")
    )
    platform.run()
    return platform


def walk(node: ExplainNode) -> Iterator[ExplainNode]:
    yield node
    for child in node.children:
        yield from walk(child)


def assert_adds_up(tree: ExplainNode) -> int:
    """Check every node whose children are parts of it; return how many there were."""
    checked = 0
    for node in walk(tree):
        parts = [c.value for c in node.children if c.part and c.value is not None]
        if parts and node.value is not None:
            scale = max(map(abs, parts))
            assert math.fsum(parts) == pytest.approx(node.value, rel=1e-9, abs=1e-9 * scale)
            checked += 1
    return checked


@pytest.mark.parametrize("period", ["day", "month", "year"])
@pytest.mark.parametrize("indicator", ["coal_calorific_tce", "co2_t", "carrier:electricity"])
def test_an_account_is_the_stored_row_and_its_children_add_up(plant, indicator, period):
    start = {"day": "2026-02-10", "month": "2026-02-01", "year": "2026-01-01"}[period]
    stored = plant.account(SUBJECT, indicator, period, start)
    tree = explain_account(
        plant.context, SUBJECT, indicator, period=period, start_ms=parse_time(start)
    )
    assert tree.value == stored.amount
    assert tree.unit == stored.unit
    assert assert_adds_up(tree) >= 3
    assert any(" 09:00" in node.label for node in walk(tree)), "opened down to hours"


def test_factors_stand_with_source_and_confidence(plant):
    tree = explain_account(
        plant.context,
        SUBJECT,
        "coal_calorific_tce",
        period=Period.MONTH,
        start_ms=parse_time("2026-02-01"),
    )
    by_point = {node.label.split()[0]: node for node in tree.children}
    main = by_point["MAIN"]
    assert "0.0001229 tce/kWh" in main.formula
    assert "GB/T 2589-2020" in main.source
    assert main.confidence == "verified"
    assert by_point["SOLD"].value < 0
    steps = [node for node in by_point["COAL"].children if node.label.startswith("因子")]
    assert [step.confidence for step in steps] == ["measured", "verified"]
    assert "22000 kJ/kg" in steps[0].source
    assert all(step.source for step in steps)


def test_an_hour_is_explained_on_the_fly(plant):
    tree = explain_account(
        plant.context,
        SUBJECT,
        "carrier:electricity",
        period="hour",
        start_ms=parse_time("2026-02-10T03:00"),
    )
    assert tree.value == pytest.approx(6000.3 - 77.7)
    assert assert_adds_up(tree)


def test_a_region_is_explained_by_its_enterprises(plant):
    tree = explain_account(
        plant.context,
        "region:150000",
        "co2_t",
        period="year",
        start_ms=parse_time("2026-01-01"),
    )
    (member,) = tree.children
    assert member.label.startswith("某电石厂")
    assert {node.label.split()[0] for node in member.children} >= {"MAIN", "COAL"}
    assert tree.value == plant.account("region:150000", "co2_t", "year", "2026-01-01").amount
    assert assert_adds_up(tree)


def test_every_verdict_is_explained_and_is_the_stored_one(plant):
    verdicts = plant.verdicts()
    assert {v.rule for v in verdicts} >= {"quota_pace", "benchmark_class", "early_warning"}
    for verdict in verdicts:
        tree = explain_verdict(plant.context, verdict.id)
        assert tree.value == verdict.value
        assert verdict.reason in tree.label
        assert verdict.reason_en in tree.label_en
        assert tree.children or verdict.rule not in ("quota_pace", "benchmark_class")
        assert_adds_up(tree)


def test_a_pace_shows_plan_and_projection_beside_the_use(plant):
    verdict = plant.verdict("quota_pace", subject=SUBJECT)
    tree = explain_verdict(plant.context, verdict.id)
    beside = {node.label_en: node.value for node in tree.children if not node.part}
    assert beside["quota"] == 3000.0
    assert beside["plan to date"] == verdict.reference
    assert beside["remaining"] == 3000.0 - verdict.value
    (used,) = [node for node in tree.children if node.part]
    assert used.value == verdict.value


def test_a_class_shows_energy_output_and_levels(plant):
    verdict = plant.verdicts("benchmark_class", "year")[-1]
    tree = explain_verdict(plant.context, verdict.id)
    by_name = {node.label_en: node for node in tree.children}
    energy = next(n for name, n in by_name.items() if "energy of product P" in name)
    output = next(n for name, n in by_name.items() if "output of P" in name)
    assert energy.value * 1000 / output.value == pytest.approx(verdict.value)
    assert by_name["baseline, edition 2023"].value == 940.0
    assert by_name["benchmark, edition 2023"].source
    assert by_name["GB 21343-2023 grade 2"].value == 823.0


def test_explaining_after_the_clock_went_on_still_gives_the_stored_verdict(plant):
    verdict = plant.verdict("quota_pace", subject=SUBJECT)
    plant.clock.advance(5 * 3600)
    assert explain_verdict(plant.context, verdict.id).value == verdict.value


def test_findings_at_the_points_stand_beside_the_figure(plant):
    at_ms = parse_time("2026-02-10T03:00")
    plant.add(
        Finding(
            subject=SUBJECT,
            point_code="MAIN",
            code="blip",
            start_ms=at_ms,
            end_ms=at_ms + HOUR_MS,
            text="已排除",
            text_en="left out",
        )
    )
    tree = explain_account(
        plant.context, SUBJECT, "co2_t", period="day", start_ms=parse_time("2026-02-10")
    )
    found = [node for node in walk(tree) if node.note == "blip"]
    assert len(found) == 1
    assert "已排除" in found[0].label
    other = explain_account(
        plant.context, SUBJECT, "co2_t", period="day", start_ms=parse_time("2026-02-11")
    )
    assert not [node for node in walk(other) if node.note == "blip"]


@pytest.mark.parametrize("period", ["day", "month", "year"])
def test_a_tampered_row_fails_loudly_with_both_figures(plant, period):
    start = {"day": "2026-02-10", "month": "2026-02-01", "year": "2026-01-01"}[period]
    start_ms = parse_time(start)
    with plant.registry.session() as session:
        session.execute(
            update(Account)
            .where(
                Account.subject == SUBJECT,
                Account.indicator == "co2_t",
                Account.period == period,
                Account.start_ms == start_ms,
            )
            .values(amount=Account.amount * 1.001, measured=Account.measured * 1.001)
        )
    tampered = plant.account(SUBJECT, "co2_t", period, start)
    with pytest.raises(ExplainMismatchError) as caught:
        explain_account(plant.context, SUBJECT, "co2_t", period=period, start_ms=start_ms)
    assert repr(tampered.amount) in str(caught.value)
    assert "recomputed" in str(caught.value)


def test_hours_that_changed_behind_the_accounts_fail_loudly(plant):
    plant.send(E1, "MAIN", "2026-02-10", [1.0] * 24, sent_ms=2, mark=False)
    from analytics.consumption.job import refresh_hours

    day = parse_time("2026-02-10")
    refresh_hours(plant.context, E1, [(day, day + 24 * HOUR_MS)])
    with pytest.raises(ExplainMismatchError, match="2026-02-10"):
        explain_account(plant.context, SUBJECT, "co2_t", period="day", start_ms=day)


def test_a_tampered_verdict_fails_loudly(plant):
    verdict = plant.verdict("quota_pace", subject=SUBJECT)
    with plant.registry.session() as session:
        session.execute(update(Verdict).where(Verdict.id == verdict.id).values(level="exceeded"))
    with pytest.raises(ExplainMismatchError, match=r"recomputed level 'w.*stored 'exceeded'"):
        explain_verdict(plant.context, verdict.id)
    with plant.registry.session() as session:
        session.execute(
            update(Verdict)
            .where(Verdict.id == verdict.id)
            .values(level=verdict.level, value=verdict.value + 1)
        )
    with pytest.raises(ExplainMismatchError, match="value: recomputed"):
        explain_verdict(plant.context, verdict.id)


def test_a_difference_while_hours_are_being_derived_is_waited_for(plant, monkeypatch):
    from analytics.explain import patience

    with plant.registry.session() as session:
        mark_dirty(session, E1, [parse_time("2026-02-10")])
    outcomes = [ExplainMismatchError("at work"), ExplainMismatchError("at work"), None]
    monkeypatch.setattr(patience, "WAIT_S", 0.0)

    def explain() -> ExplainNode:
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome
        return ExplainNode("好", "good")

    assert patience.until_settled(plant.context, SUBJECT, explain).label_en == "good"


def test_what_is_not_there_is_said_so(plant):
    with pytest.raises(UnknownSubjectError, match="no account 'carrier:coke'"):
        explain_account(plant.context, SUBJECT, "carrier:coke", period="day", start_ms=0)
    with pytest.raises(UnknownSubjectError, match="'0000'"):
        explain_verdict(plant.context, "0000")
    with pytest.raises(UnknownSubjectError, match="NOBODY"):
        explain_account(plant.context, "enterprise:NOBODY", "co2_t", period="day", start_ms=0)
    with pytest.raises(UnknownSubjectError, match="for that period"):
        explain_account(
            plant.context, SUBJECT, "co2_t", period="day", start_ms=parse_time("2024-01-01")
        )


def test_parts_that_do_not_add_up_are_refused():
    parts = (ExplainNode("b", "b", 1.0), ExplainNode("c", "c", 2.0))
    good = ExplainNode("a", "a", 3.0, children=parts)
    assert check_sum(good) is good
    with pytest.raises(ExplainMismatchError, match=r"recomputed 3\.0.*stored 3\.5"):
        check_sum(ExplainNode("a", "a", 3.5, children=good.children))
    compare("x", None, None, unit="t")
    with pytest.raises(ExplainMismatchError, match="stored None"):
        compare("x", 1.0, None, unit="t")
