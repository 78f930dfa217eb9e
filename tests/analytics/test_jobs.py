"""The pipeline: idempotent, and the same whatever the order and the portions of the feed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from analytics.errors import SpanError, UnknownSubjectError
from analytics.jobs import mark_span, recompute, run_pending
from analytics.pipeline import SUMS
from analytics.quality.measuring import run_quality
from analytics.rules import RULES
from core.calendar import DAY_MS, HOUR_MS, parse_time, to_local
from core.errors import CatalogueError, StoreError
from core.registry.marks import mark_dirty, read_marks
from core.registry.results import DirtyHour, JobRun
from core.registry.structure import Membership, Park, ParkMember, ProcessLine
from core.registry.upgrades import UpgradePlan

E1 = "91150622MA0TEST011"
E2 = "91150200MA0TEST022"
CARBIDE = "无机盐/电石//单位产品综合能耗"
POINTS = (("MAIN", "electricity", "kWh", "purchased"), ("COAL", "raw_coal", "kg", "purchased"))


def furnish(platform, since: str = "2026-01-01") -> None:
    platform.add_quota("region:150000", 900.0)
    for code, region in ((E1, "150622"), (E2, "150200")):
        platform.add_enterprise(code, region=region)
        platform.add_quota(f"enterprise:{code}", 500.0)
        platform.add_quota(f"enterprise:{code}", 2000.0, kind="carbon", basis="none", unit="tCO2")
        platform.add_product(code, "P", "t", CARBIDE)
        for point, carrier, unit, flow in POINTS:
            platform.add_point(code, point, carrier, unit=unit, flow=flow, product="P", since=since)
        platform.add_point(code, "OUT", "", flow="output", unit="t", product="P", since=since)
    furnish_levels(platform)
    furnish_regions(platform)


def furnish_levels(platform) -> None:
    """Add a line with a plan, a data centre that is planned, a park, and waste."""
    start, year = parse_time("2026-01-01"), ("2026-01-01", "2027-01-01")
    platform.add_product(E1, "IT", "kWh", "数据中心/能效等级//PUE")
    platform.add(Park(code="P1", name="一号园区", region_code="150622"))
    shared = {"enterprise_code": E1, "capacity": 5.0, "in_service_ms": 0}
    platform.add(
        ProcessLine(code="L", product_code="P", unit="万t/a", vintage="existing", **shared),
        ProcessLine(code="DC", product_code="IT", unit="MW", vintage="planned", **shared),
        ParkMember(park_code="P1", enterprise_code=E1, valid_from_ms=start, source="a test"),
        Membership(
            enterprise_code=E1, list_code="key_energy", valid_from_ms=start, source="a test"
        ),
    )
    platform.add(
        UpgradePlan(
            enterprise_code=E1,
            line_code="L",
            listed_ms=start,
            action="upgrade",
            state="planned",
            due_ms=parse_time("2027-01-01"),
            source="a test",
        )
    )
    platform.add_product(E2, "PW", "kWh", "燃煤发电/供电/亚临界 300 MW/供电煤耗")
    platform.add_entry(E1, "design:DC", 1.28, "1", span=year)
    platform.add_entry(E1, "solid_waste_produced:carbide_slag", 90.0, "t", span=year)
    platform.add_entry(E1, "solid_waste_used:carbide_slag", 60.0, "t", span=year)


def furnish_regions(platform) -> None:
    """Add what a region is assessed on: statistics, GDP and a target."""
    for year, energy, gdp in ((2025, 1000.0, 10.0), (2026, 1020.0, 11.0)):
        platform.state_region("150200", "energy_official", energy, "tce", year)
        platform.state_region("150200", "co2_official", 2.6 * energy, "tCO2", year)
        platform.state_region("150200", "gdp_comparable", gdp, "亿元", year)
    platform.state_region("150200", "target:co2_per_gdp", -5.0, "%", 2026)


def send_all(platform, start: str, hours: int, seed: int = 1) -> None:
    random = np.random.default_rng(seed)
    for code in (E1, E2):
        for point, scale in (("MAIN", 2000.0), ("COAL", 300.0), ("OUT", 1.0)):
            platform.send(code, point, start, scale * random.lognormal(0, 0.2, hours))


def state(platform) -> tuple[object, object]:
    """All accounts and verdicts, without the time of judging."""
    verdicts = []
    for verdict in platform.verdicts():
        values = dict(vars(verdict))
        for name in ("_sa_instance_state", "judged_ms"):
            values.pop(name)
        verdicts.append(values)
    return platform.accounts(), verdicts


def marks(platform) -> list[object]:
    with platform.registry.read() as session:
        return list(read_marks(session))


def test_a_run_works_off_the_marks_and_a_second_one_finds_nothing(platform):
    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-01-01", 41 * 24)
    first = platform.run()
    assert (first.marks, first.enterprises) == (2 * 41 * 24, 2)
    assert first.verdicts == len(platform.verdicts()) > 8
    assert marks(platform) == []
    before = state(platform)
    second = platform.run()
    assert (second.enterprises, second.rows, second.verdicts) == (0, 0, 0)
    assert state(platform) == before


def test_marking_everything_again_changes_nothing(platform):
    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-01-01", 41 * 24)
    platform.run()
    before = state(platform)
    summary = recompute(platform.context, parse_time("2026-01-01"), parse_time("2026-02-11"))
    assert summary.marks == 2 * 41 * 24
    assert (summary.rows, summary.verdicts) == (0, 0)
    assert state(platform) == before


def test_portions_day_by_day_give_what_one_portion_gives(platform, new_platform):
    whole, portions = platform, new_platform()
    for one in (whole, portions):
        one.now("2026-02-11T12:00")
        furnish(one)
    send_all(whole, "2026-01-20", 20 * 24)
    whole.run()
    # the same hours, written at once but marked in shuffled portions with runs in between
    send_all(portions, "2026-01-20", 20 * 24)
    with portions.registry.session() as session:
        session.query(DirtyHour).delete()
    first = parse_time("2026-01-20")
    hours = np.random.default_rng(2).permutation(first + HOUR_MS * np.arange(20 * 24))
    for part in np.array_split(hours, 7):
        with portions.registry.session() as session:
            for code in (E1, E2):
                mark_dirty(session, code, part)
        portions.run()
    assert state(portions) == state(whole)


def test_a_day_that_is_taken_back_leaves_no_row(platform):
    """Hours that vanish from the store leave the accounts as if they had never been there."""
    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-02-01", 9 * 24)
    platform.run()
    before = state(platform)
    platform.send(E1, "MAIN", "2026-02-10", [50.0] * 24, mark=True)
    platform.run()
    assert state(platform) != before
    store = platform.context.store
    from core.store.protocol import SeriesKey

    store.write_readings(_faulty(store.series_ids([SeriesKey(E1, "MAIN")])[0]))
    with platform.registry.session() as session:
        mark_dirty(session, E1, parse_time("2026-02-10") + HOUR_MS * np.arange(24))
    platform.run()
    assert state(platform) == before


def _faulty(series: int):
    from core.readings import ReadingBatch

    times = parse_time("2026-02-10") + HOUR_MS * np.arange(24)
    return ReadingBatch(
        np.full(24, series), times, np.zeros(24), np.full(24, 4, np.int8),
        np.full(24, 9, np.int64), np.zeros(24, np.int64),
    )  # fmt: skip


def test_late_data_change_the_verdict(platform):
    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-01-01", 20 * 24)
    platform.run()
    levels = {v.level for v in platform.verdicts("quota_pace") if v.subject.endswith(E1)}
    assert levels == {"undetermined"}
    send_all(platform, "2026-01-21", 21 * 24, seed=2)
    platform.run()
    levels = {v.level for v in platform.verdicts("quota_pace") if v.subject.endswith(E1)}
    assert levels.isdisjoint({"undetermined"})


def test_the_clock_alone_moves_pace_and_coverage(platform):
    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-01-01", 41 * 24)
    platform.run()
    before = platform.verdict("quota_pace", subject="region:150000")
    assert before.coverage == 1.0
    platform.clock.advance(1800)
    assert platform.run().enterprises == 0, "the hour has not turned"
    platform.now("2026-02-15T06:00")
    assert platform.run().enterprises == 2
    after = platform.verdict("quota_pace", subject="region:150000")
    assert after.reference > before.reference
    assert after.coverage == pytest.approx(41 / 45.25)
    assert after.value == before.value


def test_turning_hours_one_by_one_gives_what_turning_them_at_once_gives(platform, new_platform):
    stepped, leaping = platform, new_platform()
    for one in (stepped, leaping):
        one.now("2026-01-30T20:00")
        furnish(one)
        send_all(one, "2026-01-01", 29 * 24)
        one.run()
    for _ in range(30):
        stepped.clock.advance(3600)
        stepped.run()
    leaping.clock.at_ms = stepped.clock.at_ms
    leaping.run()
    assert state(stepped) == state(leaping)


def test_a_mark_that_moves_while_it_is_worked_off_stays(platform, monkeypatch):
    from analytics import pipeline as jobs

    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-02-01", 24)
    compute = jobs.compute_accounts

    def mark_meanwhile(context, session, facts, spans):
        with platform.registry.session() as writing:
            mark_dirty(writing, facts.code, [parse_time("2026-02-01T05:00")])
        return compute(context, session, facts, spans)

    monkeypatch.setattr(jobs, "compute_accounts", mark_meanwhile)
    platform.run()
    monkeypatch.undo()
    left = marks(platform)
    found = [(m.enterprise_code, m.revision) for m in left]
    assert found == [(E2, 4), (E1, 4)], "three points marked it before"
    assert platform.run().marks == 2
    assert marks(platform) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CatalogueError("carrier 'x' is not in the catalogue"), "carrier 'x'"),
        (ZeroDivisionError("of nobody's foreseeing"), "unforeseen: ZeroDivisionError"),
    ],
    ids=["foreseen", "unforeseen"],
)
def test_one_enterprise_that_fails_does_not_stop_the_others(platform, monkeypatch, error, said):
    from analytics import pipeline as jobs

    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-02-01", 24)
    refresh = jobs.refresh_enterprises

    def fail_one(context, dirty):
        if E1 in dirty:
            raise error
        return refresh(context, dirty)

    monkeypatch.setattr(jobs, "refresh_enterprises", fail_one)
    summary = run_pending(platform.context)
    assert list(summary.failed) == [E1]
    assert said in summary.failed[E1]
    assert {m.enterprise_code for m in marks(platform)} == {E1}
    with platform.registry.read() as session:
        run = session.scalars(select(JobRun).where(JobRun.state == "failed")).one()
        assert E1 in run.detail
    monkeypatch.undo()
    platform.run()
    assert marks(platform) == []


def test_a_region_that_cannot_be_judged_stops_nobody_and_is_tried_again(platform, monkeypatch):
    from analytics import pipeline as jobs

    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-02-01", 24)
    judge = jobs.judge

    def fail_one(docket):
        if docket.subject == "region:150000":
            raise ZeroDivisionError("of nobody's foreseeing")
        return judge(docket)

    monkeypatch.setattr(jobs, "judge", fail_one)
    summary = run_pending(platform.context)
    assert "unforeseen: ZeroDivisionError" in summary.failed["region:150000"]
    assert platform.account("region:150000", "co2_t", "year", "2026-01-01").amount > 0
    assert {m.enterprise_code for m in marks(platform)} == {SUMS}
    with platform.registry.read() as session:
        run = session.scalars(select(JobRun).where(JobRun.state == "failed")).one()
        assert "region:150000" in run.detail
    monkeypatch.undo()
    platform.run()
    assert marks(platform) == []


def test_a_store_that_is_away_ends_the_run_before_every_enterprise_has_waited_for_it(
    platform, monkeypatch
):
    from analytics import pipeline as jobs
    from analytics import tasks

    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-02-01", 24)
    before = marks(platform)
    monkeypatch.setattr(tasks, "BATCH_ENTERPRISES", 1)
    monkeypatch.setattr(jobs, "AWAY_AFTER", 2)
    asked = []

    def refuse(context, dirty):
        asked.extend(dirty)
        raise StoreError("InfluxDB does not answer")

    monkeypatch.setattr(jobs, "refresh_enterprises", refuse)
    with pytest.raises(StoreError, match="does not answer"):
        run_pending(platform.context)
    assert len(asked) == 2
    assert {m.enterprise_code for m in marks(platform)} == {m.enterprise_code for m in before}


def test_a_crash_between_enterprises_and_sums_owes_the_sums(platform, monkeypatch):
    from analytics import pipeline as jobs

    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-02-01", 48)

    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "compute_sums", crash)
    with pytest.raises(KeyboardInterrupt):
        run_pending(platform.context)
    assert {m.enterprise_code for m in marks(platform)} == {SUMS}
    monkeypatch.undo()
    platform.run()
    assert marks(platform) == []
    region = platform.account("region:150000", "co2_t", "year", "2026-01-01")
    assert region.amount > 0


def test_asked_to_stop_it_ends_between_enterprises(platform):
    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-02-01", 24)
    answers = iter([False])
    summary = run_pending(platform.context, stop=lambda: next(answers, True))
    assert summary.stopped
    assert summary.enterprises == 1
    platform.run()
    assert marks(platform) == []


def test_marks_of_an_enterprise_that_is_gone_are_dropped(platform):
    with platform.registry.session() as session:
        mark_dirty(session, "91150622MA0NOBODY1", [0, HOUR_MS])
    platform.run()
    assert marks(platform) == []


def test_recompute_refuses_an_empty_span_and_an_unknown_enterprise(platform):
    with pytest.raises(SpanError, match="is empty"):
        recompute(platform.context, HOUR_MS, HOUR_MS)
    with pytest.raises(UnknownSubjectError, match="'NOBODY'"):
        recompute(platform.context, 0, HOUR_MS, "NOBODY")
    assert mark_span(platform.context, 0, HOUR_MS) == 0


def test_every_run_that_does_something_is_in_the_ledger(platform):
    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-02-01", 24)
    platform.run()
    platform.run()
    with platform.registry.read() as session:
        jobs = list(session.scalars(select(JobRun.job).order_by(JobRun.id)))
        detail = session.scalars(select(JobRun.detail).where(JobRun.job == "pending")).one()
    assert jobs == ["turn", "pending"]
    assert "48 dirty hours, 2 enterprises" in detail


def test_a_new_edition_of_the_catalogue_derives_everything_again(platform):
    from dataclasses import replace

    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-01-01", 41 * 24)
    platform.run()
    assert platform.run().enterprises == 0
    newer = replace(platform.context.catalogue, edition="newer")
    summary = run_pending(replace(platform.context, catalogue=newer))
    assert summary.enterprises == 2
    editions = {v.evidence["catalogue_edition"] for v in platform.verdicts("quota_pace")}
    assert editions == {"newer"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_keeps_its_ids_and_explains_itself(rule, platform):
    platform.now("2026-02-11")
    furnish(platform)
    send_all(platform, "2026-01-01", 41 * 24)
    platform.run()
    run_quality(platform.context)
    first = {v.id: v for v in platform.verdicts(rule.name)}
    assert first
    send_all(platform, "2026-02-05", 24, seed=9)
    platform.run()
    run_quality(platform.context)
    assert set(first) == {v.id for v in platform.verdicts(rule.name)}
    for verdict in first.values():
        assert verdict.reason
        assert verdict.reason_en
        assert verdict.reason != verdict.reason_en
        assert verdict.since_ms <= platform.clock.at_ms
        assert 0 <= verdict.coverage <= 1


@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_of_portions_gives_the_clean_state(new_platform, data):
    """Late, repeated, corrected: the state depends on what was sent, not on how it came."""
    days = data.draw(st.integers(2, 5), "days")
    seed = data.draw(st.integers(0, 99), "seed")
    random = np.random.default_rng(seed)
    values = {
        (code, point): np.where(
            random.random(days * 24) < 0.1, np.nan, random.lognormal(3, 1, days * 24)
        )
        for code in (E1, E2)
        for point in ("MAIN", "COAL", "OUT")
    }
    pieces = [(key, part) for key in values for part in range(days)]
    order = data.draw(st.permutations(pieces), "order")
    repeats = data.draw(st.lists(st.sampled_from(pieces), max_size=3), "repeats")
    runs = data.draw(st.sets(st.integers(0, len(pieces)), max_size=4), "runs")
    clean, ragged = new_platform(), new_platform()
    for one in (clean, ragged):
        one.now("2026-03-01T07:30")
        furnish(one, since="2026-02-20")
    for (code, point), amounts in values.items():
        clean.send(code, point, "2026-02-24", amounts)
    clean.run()
    for number, ((code, point), part) in enumerate([*order, *repeats]):
        if number in runs:
            ragged.run()
        piece = values[code, point][24 * part : 24 * (part + 1)]
        ragged.send(code, point, day_of(part), piece)
    ragged.run()
    assert state(ragged) == state(clean)


def day_of(part: int) -> str:
    return to_local(parse_time("2026-02-24") + part * DAY_MS).date().isoformat()
