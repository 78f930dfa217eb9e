"""What people do to alerts, and how policies open, hold and clear them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from analytics.alerts import acknowledge, assign, comment, resolve
from analytics.errors import AlertStateError, UnknownSubjectError
from core.calendar import HOUR_MS
from core.catalogue.alert_policy import find_policy, read_alert_policies
from core.errors import CatalogueError
from core.registry.alerting import AlertEvent
from core.vocabulary import Severity
from tests.analytics.alerts.test_episodes import EXCEEDED, NOW_MS, OVER, WITHIN, follow, verdict

HEADER = (
    "rule,periods,opens_at,opens_after_h,clears_below,clears_after_h,escalates_after_h,"
    "source,confidence,note\n"
)


def history(platform):
    with platform.registry.read() as session:
        rows = session.scalars(select(AlertEvent).order_by(AlertEvent.id)).all()
        return [(row.action, row.who, row.text) for row in rows]


def test_every_hand_leaves_its_row(platform):
    follow(platform, OVER)
    number = platform.alerts()[0].id
    with platform.registry.session() as session:
        acknowledge(session, number, who="wang", now_ms=NOW_MS + 1, words="看到了")
        assign(session, number, to="li", who="wang", now_ms=NOW_MS + 2)
        comment(session, number, words="已去现场", who="li", now_ms=NOW_MS + 3)
        done = resolve(session, number, reason="设备已更换", who="li", now_ms=NOW_MS + 4)
        assert (done.acknowledged_by, done.assignee, done.resolved_ms) == ("wang", "li", NOW_MS + 4)
        comment(session, number, words="归档", who="wang", now_ms=NOW_MS + 5)
    assert history(platform) == [
        ("opened", "nengheng", "over_pace"),
        ("acknowledged", "wang", "看到了"),
        ("assigned", "wang", "li"),
        ("commented", "li", "已去现场"),
        ("resolved", "li", "设备已更换"),
        ("commented", "wang", "归档"),
    ]


def test_what_cannot_be_done_is_refused_with_who_was_first(platform):
    follow(platform, OVER)
    number = platform.alerts()[0].id
    with platform.registry.session() as session:
        acknowledge(session, number, who="wang", now_ms=NOW_MS)
        with pytest.raises(AlertStateError, match="acknowledged by 'wang'"):
            acknowledge(session, number, who="li", now_ms=NOW_MS)
        resolve(session, number, reason="r", who="li", now_ms=NOW_MS)
        for act in (
            lambda: resolve(session, number, reason="r", who="li", now_ms=NOW_MS),
            lambda: assign(session, number, to="li", who="li", now_ms=NOW_MS),
        ):
            with pytest.raises(AlertStateError, match="was resolved on"):
                act()
        with pytest.raises(UnknownSubjectError, match="no alert 999"):
            comment(session, 999, words="w", who="li", now_ms=NOW_MS)


@pytest.mark.parametrize(("then", "opens"), [(OVER, 0), (EXCEEDED, 1)])
def test_resolved_by_hand_stays_shut_until_it_is_worse(platform, then, opens):
    follow(platform, OVER)
    with platform.registry.session() as session:
        resolve(session, platform.alerts()[0].id, reason="known", who="li", now_ms=NOW_MS)
    assert follow(platform, then, at_ms=NOW_MS + 1).opened == opens
    assert follow(platform, then, at_ms=NOW_MS + 2).opened == 0


def test_resolved_by_hand_opens_again_after_it_was_good(platform):
    follow(platform, OVER)
    with platform.registry.session() as session:
        resolve(session, platform.alerts()[0].id, reason="known", who="li", now_ms=NOW_MS)
    follow(platform, WITHIN, at_ms=NOW_MS + 1)
    assert follow(platform, OVER, at_ms=NOW_MS + 2).opened == 1


def test_a_level_opens_after_it_has_stood_and_clears_after_it_was_good(platform):
    policy = find_policy("quota_pace")
    assert policy.opens_after_ms == policy.clears_after_ms == 24 * HOUR_MS
    young = verdict("over_pace", Severity.WARNING, since_ms=NOW_MS - 23 * HOUR_MS)
    assert follow(platform, young).opened == 0
    assert follow(platform, young, at_ms=NOW_MS + HOUR_MS).opened == 1
    good = verdict("within_pace", Severity.NONE, since_ms=NOW_MS)
    assert follow(platform, good, at_ms=NOW_MS + 23 * HOUR_MS).resolved == 0
    assert follow(platform, good, at_ms=NOW_MS + 24 * HOUR_MS).resolved == 1


def test_between_clearing_and_opening_it_stays_as_it_is(platform, monkeypatch, tmp_path):
    from analytics.alerts import episodes

    file = tmp_path / "policy.csv"
    file.write_text(HEADER + "*,year,3,0,2,0,72,a test,recalled,\n", "utf-8")
    monkeypatch.setattr(episodes, "find_policy", lambda _: read_alert_policies(file)["*"])
    serious, warning = verdict("l3", Severity.SERIOUS), verdict("l2", Severity.WARNING)
    assert follow(platform, warning).opened == 0
    assert follow(platform, serious).opened == 1
    assert follow(platform, warning, at_ms=NOW_MS + 1) == (0, 1, 0)
    assert follow(platform, verdict("l1", Severity.NOTICE), at_ms=NOW_MS + 2).resolved == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("quota_pace,year,2,0,2,0,1,s,recalled,\n", "row '\\*' is missing"),
        ("*,year,2,0,3,0,1,s,recalled,\n", "clears_below 3 is above opens_at 2"),
        ("*,year,2,0,2,0,1,,recalled,\n", "source is empty"),
        ("*,year,2,-1,2,0,1,s,recalled,\n", "opens_after_h -1 is negative"),
        ("*,year,9,0,2,0,1,s,recalled,\n", "opens_at '9' is unknown"),
        ("*,week,2,0,2,0,1,s,recalled,\n", "periods 'week' are none"),
        ("*,year year,2,0,2,0,1,s,recalled,\n", "periods 'year year' are none"),
        ("*,year,2,0,2,0,1,s,recalled,\n" * 2, "stands twice"),
    ],
)
def test_a_bad_policy_is_refused_by_its_row(tmp_path, rows, words):
    file = tmp_path / "policy.csv"
    file.write_text(HEADER + rows, "utf-8")
    with pytest.raises(CatalogueError, match=words):
        read_alert_policies(file)
