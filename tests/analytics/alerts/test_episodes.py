"""Alerts as episodes: open once, change, resolve; one open at a time, whoever writes."""

from __future__ import annotations

import threading

import pytest

from analytics.alerts import follow_verdicts
from analytics.verdicts import VerdictRow, write_verdicts
from analytics.verdicts.scope import make_scope
from core.calendar import DAY_MS, parse_time
from core.vocabulary import Basis, Severity

YEAR_MS = parse_time("2026-01-01")
NOW_MS = parse_time("2026-07-01")


def verdict(level: str, severity: Severity, **changes) -> VerdictRow:
    values = {
        "subject": "enterprise:E",
        "rule": "quota_pace",
        "detail": "energy:calorific",
        "period": "year",
        "start_ms": YEAR_MS,
        "level": level,
        "severity": severity,
        "value": 1.0,
        "reference": 1.0,
        "unit": "tce",
        "basis": Basis.CALORIFIC,
        "coverage": 1.0,
        "provisional": True,
        "since_ms": YEAR_MS,
        "reason": f"理由 {level}",
        "reason_en": f"reason {level}",
    }
    return VerdictRow(**(values | changes))


def follow(platform, *verdicts: VerdictRow, at_ms: int = NOW_MS, gone=()):
    with platform.registry.session() as session:
        return follow_verdicts(session, verdicts, gone=gone, now_ms=at_ms)


OVER = verdict("over_pace", Severity.WARNING)
KEY = (OVER.subject, OVER.rule, OVER.detail)
EXCEEDED = verdict("exceeded", Severity.GRAVE)
WITHIN = verdict("within_pace", Severity.NONE)
UNDETERMINED = verdict("undetermined", Severity.NOTICE)


def test_an_episode_opens_once_escalates_and_resolves(platform):
    assert follow(platform, OVER) == (1, 0, 0)
    assert follow(platform, OVER, at_ms=NOW_MS + 1) == (0, 0, 0)
    assert follow(platform, EXCEEDED, at_ms=NOW_MS + 2) == (0, 1, 0)
    (alert,) = platform.alerts()
    assert (alert.opened_ms, alert.changed_ms) == (NOW_MS, NOW_MS + 2)
    assert (alert.level, alert.severity) == ("exceeded", Severity.GRAVE)
    assert alert.reason_en == "reason exceeded"
    assert follow(platform, WITHIN, at_ms=NOW_MS + 3) == (0, 0, 1)
    assert platform.alerts()[0].resolved_ms == NOW_MS + 3
    assert follow(platform, OVER, at_ms=NOW_MS + 4) == (1, 0, 0)
    assert len(platform.alerts()) == 2


def test_a_new_reason_is_kept_without_a_change_of_level(platform):
    follow(platform, OVER)
    later = verdict("over_pace", Severity.WARNING, reason="新的数字", reason_en="new figures")
    assert follow(platform, later, at_ms=NOW_MS + 5) == (0, 0, 0)
    (alert,) = platform.alerts()
    assert (alert.reason, alert.changed_ms) == ("新的数字", NOW_MS)


def test_good_levels_open_nothing(platform):
    assert follow(platform, WITHIN, UNDETERMINED) == (0, 0, 0)
    assert platform.alerts() == []


def test_data_that_vanish_resolve_nothing(platform):
    follow(platform, OVER)
    assert follow(platform, UNDETERMINED, at_ms=NOW_MS + 1) == (0, 0, 0)
    assert platform.alerts()[0].resolved_ms is None


@pytest.mark.parametrize("changes", [{"period": "month"}, {"start_ms": parse_time("2025-01-01")}])
def test_months_and_past_years_open_nothing(platform, changes):
    assert follow(platform, verdict("exceeded", Severity.GRAVE, **changes)) == (0, 0, 0)


def test_details_have_episodes_of_their_own(platform):
    carbon = verdict("over_pace", Severity.WARNING, detail="carbon")
    assert follow(platform, OVER, carbon) == (2, 0, 0)


def test_an_episode_ends_with_what_is_no_longer_judged(platform):
    follow(platform, OVER)
    assert follow(platform, gone=[OVER.id], at_ms=NOW_MS + 1) == (0, 0, 1)


def test_writers_at_the_same_time_open_one(platform):
    ready = threading.Barrier(4)
    opened = []

    def write() -> None:
        ready.wait()
        opened.append(follow(platform, OVER).opened)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == [0, 0, 0, 1]
    assert len(platform.alerts()) == 1


def test_a_second_open_episode_is_kept_out_by_the_database_itself(platform):
    """What one writer has not seen yet, the index refuses and the insert passes over."""
    from analytics.alerts import episodes

    follow(platform, OVER)
    with platform.registry.session() as session:
        assert episodes._open(session.connection(), KEY, OVER, NOW_MS) == 0
    assert len(platform.alerts()) == 1


def test_episodes_follow_the_verdicts_of_both_rules(platform):
    code = "91150622MA0TEST011"
    platform.now("2026-07-01")
    platform.add_enterprise(code)
    platform.add_quota(f"enterprise:{code}", 1500.0)
    platform.add_product(code, "P", "t", "无机盐/电石//单位产品综合能耗")
    platform.add_point(code, "MAIN", "electricity", product="P")
    platform.add_point(code, "OUT", "", flow="output", unit="t", product="P")
    span = ("2026-01-01", "2026-07-01")
    platform.send_constant(code, "MAIN", span, 2000.0)
    platform.send_constant(code, "OUT", span, 0.2)
    platform.run()
    found = {(a.rule, a.level): a for a in platform.alerts()}
    assert set(found) == {
        ("quota_pace", "will_exceed"),
        ("benchmark_class", "below_baseline"),
        ("early_warning", "level_1"),
        ("early_warning", "level_4"),
    }, "of the year, and of the month and quarter that are over"
    ids = {v.id: v.rule for v in platform.verdicts()}
    assert {ids[a.verdict_id] for a in found.values()} == {rule for rule, _ in found}
    # production is corrected: the product's class is good again, the quota's pace stays
    platform.send(code, "OUT", span[0], [0.5] * (181 * 24), sent_ms=2)
    platform.run()
    open_now = {a.rule for a in platform.alerts() if a.resolved_ms is None}
    assert open_now == {"quota_pace", "early_warning"}


def graded(level: str, severity: Severity, period: str, start: str, **changes) -> VerdictRow:
    given = {"rule": "early_warning", "detail": "cn-barometer:total:energy:calorific"}
    times = {"period": period, "start_ms": parse_time(start), "since_ms": parse_time(start)}
    return verdict(level, severity, **(given | times | changes))


def test_months_and_quarters_of_early_warning_have_episodes_of_their_own(platform):
    month = graded("two", Severity.WARNING, "month", "2026-07-01")
    quarter = graded("one", Severity.GRAVE, "quarter", "2026-07-01")
    assert follow(platform, month, quarter) == (2, 0, 0)
    assert {(a.detail, a.level) for a in platform.alerts()} == {
        (month.detail, "two"),
        (f"{month.detail}:quarter", "one"),
    }
    better = graded("three", Severity.NONE, "month", "2026-07-01")
    assert follow(platform, better, quarter, at_ms=NOW_MS + 1) == (0, 0, 1)


def test_the_quarter_that_is_over_counts_until_the_running_one_is_known(platform):
    open_ = graded("undetermined", Severity.NOTICE, "quarter", "2026-07-01")
    over = graded("one", Severity.GRAVE, "quarter", "2026-04-01")
    assert follow(platform, over, open_) == (1, 0, 0)
    long_ago = graded("three", Severity.NONE, "quarter", "2026-01-01")
    assert follow(platform, long_ago, open_, at_ms=NOW_MS + 1) == (0, 0, 0)
    known = graded("two", Severity.WARNING, "quarter", "2026-07-01")
    assert follow(platform, known, over, at_ms=NOW_MS + 2) == (0, 1, 0)
    assert platform.alerts()[0].level == "two"


def test_a_past_month_judged_again_does_not_overtake_the_running_one(platform):
    bad = {"rule": "quality", "detail": "", "period": "month", "since_ms": parse_time("2026-06-01")}
    june = verdict("poor", Severity.WARNING, **bad, start_ms=parse_time("2026-06-01"))
    july = verdict("good", Severity.NONE, **bad, start_ms=parse_time("2026-07-01"))
    assert follow(platform, june) == (1, 0, 0)
    assert follow(platform, july, at_ms=NOW_MS + 1) == (0, 0, 1)
    scope = make_scope([july.start_ms])
    with platform.registry.session() as session:
        write_verdicts(session, [july], subject=july.subject, scope=scope, now_ms=NOW_MS)
    assert follow(platform, june, at_ms=NOW_MS + 2) == (0, 0, 0)


def test_a_month_of_quality_opens_nothing_in_its_first_week(platform):
    made = {"rule": "quality", "detail": "", "period": "month", "start_ms": NOW_MS}
    bad = verdict("poor", Severity.WARNING, **made, since_ms=NOW_MS)
    assert follow(platform, bad, at_ms=NOW_MS + 6 * DAY_MS) == (0, 0, 0)
    assert follow(platform, bad, at_ms=NOW_MS + 7 * DAY_MS) == (1, 0, 0)


def test_grades_of_months_and_lines_open_alerts_through_the_jobs(platform):
    """Coal far above a plan: the real jobs grade the month and the quarter, and alerts open."""
    platform.now("2026-03-01")
    platform.add_enterprise("E")
    platform.add_point("E", "COAL", "raw_coal", unit="t")
    platform.add_quota("enterprise:E", 100.0)
    platform.send_constant("E", "COAL", ("2026-01-01", "2026-03-01"), 1.0)
    platform.run()
    opened = {a.detail for a in platform.alerts() if a.rule == "early_warning"}
    grades = {
        (v.detail, v.period)
        for v in platform.verdicts("early_warning")
        if v.severity >= 2
        and v.subject == "enterprise:E"
        and v.start_ms >= parse_time("2026-01-01")
    }
    assert opened >= {d if period == "month" else f"{d}:quarter" for d, period in grades}
    assert any(name.endswith(":quarter") for name in opened)
