"""Closing: frozen stays frozen, what comes late is a restatement, a changed byte shows."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from analytics.closing import (
    Term,
    close_period,
    explain_closed,
    find_altered,
    list_closings,
    list_differences,
    restate_period,
)
from analytics.closing.frozen import read_account_rows
from analytics.errors import ClosingError, ExplainMismatchError, UnknownSubjectError
from core.calendar import Period, parse_time
from core.registry.closing import Closing
from core.registry.marks import mark_dirty
from core.registry.results import Account, Verdict

E1 = "91150622MA0TEST011"
COAL = "coal_calorific_tce"
JANUARY = Term(f"enterprise:{E1}", Period.MONTH, parse_time("2026-01-01"))
YEAR = Term(f"enterprise:{E1}", Period.YEAR, parse_time("2026-01-01"))
REGION = Term("region:150600", Period.MONTH, parse_time("2026-01-01"))


@pytest.fixture
def derived(platform):
    """January at 100 kWh an hour, but the last week never came; judged on 1 July."""
    platform.add_enterprise(E1)
    platform.add_point(E1, "T1.EP", "electricity")
    platform.add_quota(f"enterprise:{E1}", 100.0)
    platform.send_constant(E1, "T1.EP", ("2026-01-01", "2026-01-25"), 100.0)
    platform.run()
    return platform


def late_week(platform):
    platform.send_constant(E1, "T1.EP", ("2026-01-25", "2026-02-01"), 100.0)
    platform.run()


def rows_of(platform, term, version):
    with platform.registry.read() as session:
        return read_account_rows(session, term.key, version)


def amount(platform, version):
    return next(r["amount"] for r in rows_of(platform, JANUARY, version) if r["indicator"] == COAL)


def test_a_late_week_leaves_the_closed_month_closed_and_becomes_a_restatement(derived):
    closed = close_period(derived.context, JANUARY, by="regulator")
    assert (closed.version, closed.closed_by, closed.closed_ms) == (
        1,
        "regulator",
        derived.clock.now_ms(),
    )
    # 24 d · 24 h · 100 kWh · 0.1229 kgce/kWh = 7.07904 tce; 31 days: 9.14376 tce
    frozen = rows_of(derived, JANUARY, 1)
    assert amount(derived, 1) == pytest.approx(7.07904)
    late_week(derived)
    assert rows_of(derived, JANUARY, 1) == frozen
    assert amount(derived, 0) == pytest.approx(9.14376)
    with derived.registry.read() as session:
        found = {d.indicator: d for d in list_differences(session, JANUARY.key, 1)}
        assert found[COAL].change == pytest.approx(2.06472)
        assert found[COAL].coverage_after == pytest.approx(1.0)
    second = restate_period(derived.context, JANUARY, by="regulator", reason="补传最后一周")
    assert (second.version, second.reason) == (2, "补传最后一周")
    assert amount(derived, 1) == pytest.approx(7.07904)
    assert amount(derived, 2) == amount(derived, 0)
    with derived.registry.read() as session:
        assert list_differences(session, JANUARY.key, 2) == []
        assert list_differences(session, JANUARY.key, 1, 2)
        [(newest, differences)] = list_closings(session, limit=10)
        assert (newest.version, differences) == (2, [])


def test_what_is_judged_again_leaves_frozen_verdicts_alone(derived):
    derived.now("2027-01-02")
    derived.run()
    close_period(derived.context, YEAR, by="regulator")
    late_week(derived)
    verdicts = [v for v in derived.verdicts("quota_pace") if v.start_ms == YEAR.start_ms]
    assert sorted(v.version for v in verdicts) == [0, 1]
    old, new = (next(v for v in verdicts if v.version == n) for n in (1, 0))
    assert old.coverage < new.coverage
    assert old.id != new.id


@pytest.mark.parametrize(
    ("now", "term", "words"),
    [
        ("2026-01-31", JANUARY, "runs until 2026-02-01"),
        ("2026-07-01", Term(JANUARY.subject, Period.DAY, JANUARY.start_ms), "'day' cannot be"),
        ("2026-07-01", Term("enterprise:NOBODY", Period.MONTH, JANUARY.start_ms), "no figures"),
    ],
)
def test_what_cannot_be_closed_is_refused(derived, now, term, words):
    derived.now(now)
    with pytest.raises(ClosingError, match=words):
        close_period(derived.context, term, by="regulator")


def test_hours_that_are_not_derived_yet_hold_a_closing_up(derived):
    with derived.registry.session() as session:
        mark_dirty(session, E1, [parse_time("2026-01-05")])
    for term in (JANUARY, REGION):
        with pytest.raises(ClosingError, match="1 hours that are not derived yet"):
            close_period(derived.context, term, by="regulator")
    derived.run()
    assert close_period(derived.context, REGION, by="regulator").version == 1


def test_closing_twice_restating_nothing_or_without_reason_is_refused(derived):
    with pytest.raises(ClosingError, match="is not closed"):
        restate_period(derived.context, JANUARY, by="regulator", reason="why")
    close_period(derived.context, JANUARY, by="regulator")
    with pytest.raises(ClosingError, match="was closed by regulator"):
        close_period(derived.context, JANUARY, by="another")
    with pytest.raises(ClosingError, match="figures are those of version 1"):
        restate_period(derived.context, JANUARY, by="regulator", reason="why")
    with pytest.raises(ClosingError, match="without a reason"):
        restate_period(derived.context, JANUARY, by="regulator", reason=" ")


@pytest.mark.parametrize("version", [1, 2])
def test_an_altered_row_shows_in_the_digest_and_in_the_explanation(derived, version):
    close_period(derived.context, JANUARY, by="regulator")
    late_week(derived)
    restate_period(derived.context, JANUARY, by="regulator", reason="late week")
    with derived.registry.session() as session:
        closings = session.query(Closing).order_by(Closing.version).all()
        assert find_altered(session, closings) == []
        wanted = (Account.version == version) & (Account.indicator == COAL)
        session.execute(update(Account).where(wanted).values(amount=Account.amount + 0.001))
    with derived.registry.read() as session:
        found = find_altered(session, session.query(Closing).order_by(Closing.version).all())
        assert [closing.version for closing in found] == [version]
    with pytest.raises(ExplainMismatchError, match=f"version {version}"):
        explain_closed(derived.context, JANUARY, COAL, 1)


def test_a_reason_changed_later_is_found_in_no_digest_but_versions_are_chained(derived):
    close_period(derived.context, JANUARY, by="regulator")
    late_week(derived)
    restate_period(derived.context, JANUARY, by="regulator", reason="late week")
    with derived.registry.session() as session:
        session.execute(update(Closing).where(Closing.version == 1).values(digest="0" * 64))
    with derived.registry.read() as session:
        closings = session.query(Closing).order_by(Closing.version).all()
        assert [c.version for c in find_altered(session, closings)] == [1, 2]


def test_explaining_a_closed_figure_adds_up_and_says_which_version(derived):
    close_period(derived.context, JANUARY, by="regulator")
    late_week(derived)
    before = explain_closed(derived.context, JANUARY, COAL, 1)
    assert [child.value for child in before.children] == pytest.approx([9.14376, -2.06472])
    assert "尚未更正" in before.children[1].label
    restate_period(derived.context, JANUARY, by="regulator", reason="late week")
    first = explain_closed(derived.context, JANUARY, COAL, 1)
    assert first.value == pytest.approx(7.07904)
    assert "late week" in first.children[1].label
    second = explain_closed(derived.context, JANUARY, COAL, 2)
    assert [child.value for child in second.children] == pytest.approx([9.14376])
    assert "2" in second.label
    with pytest.raises(UnknownSubjectError, match="no version 3"):
        explain_closed(derived.context, JANUARY, COAL, 3)
    with pytest.raises(UnknownSubjectError, match="no account 'carrier:coke'"):
        explain_closed(derived.context, JANUARY, "carrier:coke", 1)


def test_verdicts_of_a_closed_month_are_frozen_with_it(derived):
    with derived.registry.session() as session:
        session.add(
            Verdict(
                id="a",
                subject=JANUARY.subject,
                rule="r",
                period="month",
                start_ms=JANUARY.start_ms,
                level="l",
                severity=1,
                unit="1",
                basis="none",
                coverage=1.0,
                provisional=False,
                reason="因",
                since_ms=0,
                judged_ms=0,
                evidence={"价": 1.5},
            )
        )
    closed = close_period(derived.context, JANUARY, by="regulator")
    judged = [v for v in derived.verdicts(period="month") if v.start_ms == JANUARY.start_ms]
    working = [v.rule for v in judged if v.version == 0 and v.subject == JANUARY.subject]
    assert closed.rows == len(rows_of(derived, JANUARY, 1)) + len(working)
    assert sorted(v.version for v in derived.verdicts("r")) == [0, 1]
