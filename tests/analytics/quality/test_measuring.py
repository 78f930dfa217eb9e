"""Measuring months: from readings and the registry to counts, findings, verdict and explanation."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import select

from analytics.explain.verdict import explain_verdict
from analytics.quality.measuring import run_quality
from core.calendar import parse_time
from core.readings import ReadingBatch
from core.registry.marks import mark_dirty
from core.registry.models import MeterEpoch
from core.registry.quality import Outage, PointMonth, QualityCheck, QualityDue
from core.registry.results import Finding, JobRun
from core.registry.structure import Equipment, ProcessLine
from core.store.protocol import SeriesKey

E1 = "91150622MA0TEST011"
HOURS = 31 * 24


def load(hours: int, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    hour = np.arange(hours) % 24
    return np.round(500 + 150 * np.sin(hour / 24 * 2 * np.pi) + 40 * rng.standard_normal(hours), 2)


def plant(platform, values: np.ndarray | None = None) -> None:
    platform.now("2026-02-01T00:30:00")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity")
    platform.send(E1, "MAIN", "2026-01-01", load(HOURS) if values is None else values)


def measure(platform) -> None:
    platform.run()
    run_quality(platform.context)


def rows(platform, table) -> list:
    with platform.registry.read() as session:
        return list(session.scalars(select(table)))


def test_a_whole_month_is_complete_and_scored(platform):
    plant(platform)
    measure(platform)
    (month,) = rows(platform, PointMonth)
    assert (month.expected, month.received, month.valid, month.excused) == (744, 744, 744, 0)
    assert (month.hours_due, month.hours_sent, month.hours_valid) == (744, 744, 744)
    verdict = platform.verdict("quality", "month")
    # completeness, timeliness, validity and transmission are 1; accuracy, consistency unknown;
    # readings of the fixture say they were sent in 1970, before they were taken: timely
    assert verdict.value == pytest.approx(100.0)
    assert verdict.level == "good"
    assert verdict.evidence["known_weight"] == pytest.approx(0.7)
    assert verdict.evidence["indices"]["accuracy"]["value"] is None
    assert not verdict.provisional
    assert [f for f in rows(platform, Finding) if f.code == "flat_line"] == []
    assert [d.month_ms for d in rows(platform, QualityDue)] == [parse_time("2026-02-01")]


def test_a_score_is_explained_by_what_each_index_adds(platform):
    values = load(HOURS)
    values[:186] = np.nan  # a quarter of the month
    plant(platform, values)
    platform.add(
        MeterEpoch(
            enterprise_code=E1,
            point_code="MAIN",
            start_ms=parse_time("2025-01-01"),
            multiplier=1.0,
            jitter=0.0,
            serial="",
            calibration_due_ms=parse_time("2026-01-16T12:00:00"),
        )
    )
    measure(platform)
    verdict = platform.verdict("quality", "month")
    indices = verdict.evidence["indices"]
    assert indices["completeness"]["value"] == pytest.approx(558 / 744)
    assert indices["accuracy"]["value"] == pytest.approx(0.5)
    assert indices["transmission"]["value"] == pytest.approx(0.75)
    # (0.25 × 0.75 + 0.15 × 1 + 0.15 × 0.5 + 0.15 × 1 + 0.15 × 0.75) ÷ 0.85
    assert verdict.value == pytest.approx(100 * 0.675 / 0.85)
    node = explain_verdict(platform.context, verdict.id)
    parts = [child.value for child in node.children if child.part]
    assert sum(parts) == pytest.approx(verdict.value)


def test_a_declared_outage_excuses(platform):
    values = load(HOURS)
    values[24:72] = np.nan
    plant(platform, values)
    platform.add(
        Outage(
            enterprise_code=E1,
            point_code="",
            start_ms=parse_time("2026-01-02"),
            end_ms=parse_time("2026-01-04"),
            reason="a test",
            source="a test",
        )
    )
    measure(platform)
    (month,) = rows(platform, PointMonth)
    assert (month.expected, month.excused, month.received) == (696, 48, 696)
    assert platform.verdict("quality", "month").evidence["indices"]["transmission"]["value"] == 1.0


def test_sub_meters_above_the_main_meter_do_not_agree(platform):
    plant(platform)
    for code in ("SUB1", "SUB2"):
        platform.add_point(E1, code, "electricity", flow="consumed")
        platform.send(E1, code, "2026-01-01", 0.6 * load(HOURS))
    with platform.registry.session() as session:
        from core.registry.models import Point

        for code in ("SUB1", "SUB2"):
            session.get(Point, (E1, code)).parent_code = "MAIN"
    platform.add_entry(
        E1, "bill:electricity", load(HOURS).sum() / 1000, "MWh", span=("2026-01-01", "2026-02-01")
    )
    measure(platform)
    found = {(c.kind, c.detail): c for c in rows(platform, QualityCheck)}
    sub = found["sub_main", "MAIN"]
    assert sub.value == pytest.approx(1.2 * sub.reference)
    assert not sub.agrees
    assert found["bill", "electricity"].agrees
    verdict = platform.verdict("quality", "month")
    assert verdict.evidence["indices"]["consistency"]["value"] == 0.5
    assert "MAIN" in verdict.reason


def test_a_flat_line_is_a_finding_and_goes_when_the_data_are_mended(platform):
    values = load(HOURS)
    values[400:448] = 512.34
    plant(platform, values)
    measure(platform)
    (finding,) = [f for f in rows(platform, Finding) if f.code == "flat_line"]
    assert finding.point_code == "MAIN"
    assert finding.evidence["hours"] == pytest.approx(48, abs=1)
    assert "线索" in finding.text
    platform.send(E1, "MAIN", "2026-01-01", load(HOURS), sent_ms=2)
    measure(platform)
    assert [f for f in rows(platform, Finding) if f.code == "flat_line"] == []


def test_idle_treatment_while_production_runs_is_a_finding(platform):
    plant(platform)
    platform.add(
        ProcessLine(enterprise_code=E1, code="L1", vintage="existing"),
    )
    platform.add(
        Equipment(
            enterprise_code=E1,
            code="FGD",
            kind="treatment",
            line_code="L1",
            vintage="existing",
            policy_class="permitted",
        )
    )
    for code in ("LINE", "FGD.EP"):
        platform.add_point(E1, code, "electricity", flow="consumed")
    with platform.registry.session() as session:
        from core.registry.models import Point

        for code in ("LINE", "FGD.EP"):
            session.get(Point, (E1, code)).line_code = "L1"
        session.get(Point, (E1, "FGD.EP")).equipment_code = "FGD"
    platform.send(E1, "LINE", "2026-01-01", load(HOURS, 2))
    treatment = 0.05 * load(HOURS, 3)
    treatment[300:309] = 0.0
    platform.send(E1, "FGD.EP", "2026-01-01", treatment)
    measure(platform)
    (finding,) = [f for f in rows(platform, Finding) if f.code == "treatment_idle"]
    assert finding.point_code == "FGD.EP"
    assert finding.evidence["hours"] == 9


def test_the_running_month_is_due_after_midnight(platform):
    platform.now("2026-01-20T12:00:00")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity")
    platform.send(E1, "MAIN", "2026-01-01", load(19 * 24 + 12))
    measure(platform)
    assert rows(platform, PointMonth) == []
    platform.now("2026-01-21T02:00:00")
    measure(platform)
    (month,) = rows(platform, PointMonth)
    assert (month.expected, month.received) == (20 * 24 + 2, 19 * 24 + 12)
    assert platform.verdict("quality", "month").provisional
    (due,) = rows(platform, QualityDue)
    assert due.due_ms == parse_time("2026-01-22T01:00:00")


def test_made_up_bills_depart_from_benford(platform):
    plant(platform)
    rng = np.random.default_rng(1)
    made_up = np.floor(rng.uniform(1, 10, 120)) * 10.0 ** rng.integers(0, 5, 120)
    for number, value in enumerate(made_up.tolist()):
        year, month = divmod(2016 * 12 + number + 1, 12)
        start = f"{year}-{month + 1:02}-01"
        year, month = divmod(2016 * 12 + number + 2, 12)
        span = (start, f"{year}-{month + 1:02}-01")
        platform.add_entry(E1, "bill:electricity", value, "kWh", span=span)
    measure(platform)
    (finding,) = [f for f in rows(platform, Finding) if f.code == "benford"]
    assert finding.point_code == ""
    assert finding.evidence["item"] == "bill:electricity"
    assert finding.evidence["figures"] == 120


def test_hints_of_the_running_month_come_within_a_day(platform):
    values = load(HOURS)
    values[210:270] = 512.34
    platform.now("2026-01-10T02:00:00")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity")
    found = {}
    for day in (10, 11, 14, 15, 16):
        platform.now(f"2026-01-{day}T02:00:00")
        platform.send(E1, "MAIN", "2026-01-01", values[: (day - 1) * 24 + 2])
        platform.run()
        with platform.registry.session() as session:
            for due in session.scalars(select(QualityDue)):
                due.due_ms = 0
        run_quality(platform.context)
        found[day] = [f.code for f in rows(platform, Finding) if f.code == "flat_line"]
        (month,) = rows(platform, PointMonth)
        assert month.received == (day - 1) * 24 + 2, "counted every day"
    # on the 10th it has lasted 8 h and is no hint yet
    assert found == {10: []} | {later: ["flat_line"] for later in (11, 14, 15, 16)}


def search_on(platform, day: int) -> list[tuple[str, str]]:
    platform.now(f"2026-01-{day:02}T02:00:00")
    platform.run()
    with platform.registry.session() as session:
        for due in session.scalars(select(QualityDue)):
            due.due_ms = 0
    run_quality(platform.context)
    return [(f.code, f.point_code) for f in rows(platform, Finding) if f.code == "copied_day"]


def test_a_daily_search_leaves_what_the_search_of_the_week_found(platform):
    platform.now("2026-01-08T02:00:00")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity")
    first = 24 * 90  # the values begin 90 days before January
    values = load(first + 24 * 31, 7)
    values[first + 96 : first + 120] = values[first + 96 - 1920 : first + 120 - 1920]
    platform.send(E1, "MAIN", "2025-10-03", values[: first + 24 * 7 + 2])
    assert search_on(platform, 8) == [("copied_day", "MAIN")]
    # the source lies 80 days back: the search of the 9th does not read so far
    platform.send(E1, "MAIN", "2025-10-03", values[: first + 24 * 8 + 2])
    assert search_on(platform, 9) == [("copied_day", "MAIN")]


def test_points_of_which_nothing_can_be_told_are_named(platform):
    platform.now("2026-02-01T00:30:00")
    platform.add_enterprise(E1)
    hours = 24 * 62
    for code, value in (("FINE", load(hours)), ("STUCK", np.full(hours, 5.0))):
        platform.add_point(E1, code, "electricity")
        platform.send(E1, code, "2025-12-01", value)
    measure(platform)
    (finding,) = [
        f
        for f in rows(platform, Finding)
        if f.code == "not_judgeable" and f.end_ms == parse_time("2026-02-01")
    ]
    assert finding.point_code == ""
    assert finding.evidence["points"] == ["STUCK"]  # the first one is drawn
    assert finding.evidence["blind"]["STUCK"]["copied_day"]["reason"] == "constant"
    assert "STUCK" in finding.text
    assert "STUCK" in finding.text_en


@pytest.mark.parametrize("sent", ["live", "buffered over the turn of the month", "since the 5th"])
def test_a_month_counted_alone_counts_as_with_its_history(platform, monkeypatch, sent):
    from analytics.quality import measuring

    platform.now("2026-02-14T02:00:00")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity")
    fifth, hour_ms = parse_time("2026-02-05"), 3_600_000
    times = np.arange(parse_time("2026-01-10"), parse_time("2026-02-14"), hour_ms)
    sent_ms = times + 1000
    late = times < fifth
    if sent == "buffered over the turn of the month":
        late &= times > parse_time("2026-01-31")
    if sent != "live":
        sent_ms[late] = fifth + np.arange(len(times))[late]
    nothing = np.zeros(len(times), np.int64)
    series = platform.context.store.series_ids([SeriesKey(E1, "MAIN")])
    platform.context.store.write_readings(
        ReadingBatch(
            nothing + series, times, load(len(times)), nothing.astype(np.int8), sent_ms, nothing
        )
    )
    with platform.registry.session() as session:
        mark_dirty(session, E1, times)
    counted = {}
    for search in (True, False):
        monkeypatch.setattr(measuring, "_is_whole_search_due", lambda *_, s=search: s)
        platform.run()
        with platform.registry.session() as session:
            for due in session.scalars(select(QualityDue)):
                due.due_ms = 0
        run_quality(platform.context)
        months = [m for m in rows(platform, PointMonth) if m.month_ms == parse_time("2026-02-01")]
        counted[search] = [(m.received, m.timed, m.timely, m.valid, m.hours_sent) for m in months]
    assert counted[True] == counted[False] != []


def test_a_month_that_cannot_be_measured_stops_no_other_and_is_named(platform, monkeypatch):
    from analytics.quality import measuring

    plant(platform)
    other = "91150622MA0TEST022"
    platform.add_enterprise(other)
    platform.add_point(other, "MAIN", "electricity")
    platform.send(other, "MAIN", "2026-01-01", load(HOURS))
    measure_month = measuring.measure_month

    def fail_one(context, enterprise, due, now_ms):
        if enterprise.code == E1:
            raise ZeroDivisionError("of nobody's foreseeing")
        measure_month(context, enterprise, due, now_ms)

    monkeypatch.setattr(measuring, "measure_month", fail_one)
    platform.run()
    run_quality(platform.context)
    assert {m.enterprise_code for m in rows(platform, PointMonth)} == {other}
    (run,) = [run for run in rows(platform, JobRun) if run.job == "quality"]
    assert run.state == "failed"
    assert run.detail.startswith(f"{E1}: unforeseen: ZeroDivisionError")
