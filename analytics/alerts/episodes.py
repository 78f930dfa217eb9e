"""Episodes follow the verdicts of the running year, or of the newest month or quarter.

Which of these, and when an episode opens and resolves, its rule's policy says
(`core.catalogue.alert_policy`): from which severity, and after the level has stood how long. One is
open at a time, which the database's unique index keeps, whoever writes. It changes with the
verdict's level and severity. Between the severities of opening and of clearing it stays as it is,
and an undetermined verdict neither opens nor resolves: a meter that falls silent mends nothing.
Inside a maintenance window nothing opens. One that was resolved by hand opens again only once the
verdict has become good, or worse.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.orm import Session

from analytics.alerts.maintenance import Windows, read_windows
from analytics.verdicts.rows import REASON_LENGTH, UNDETERMINED, VerdictRow, verdict_id
from core.calendar import Period, period_end, period_start
from core.catalogue.alert_policy import find_policy
from core.registry.alerting import AlertEvent
from core.registry.conflicts import insert_into
from core.registry.results import Alert, Verdict
from core.vocabulary import AlertAction

Key = tuple[str, str, str]
"""Subject, rule and detail of an episode."""
PLATFORM = "nengheng"
"""Who opens, changes and resolves by verdicts."""


class AlertChanges(NamedTuple):
    """How many episodes opened, changed and resolved [1]."""

    opened: int
    changed: int
    resolved: int


class _Open(NamedTuple):
    """What is compared of an open episode, or of a muted one."""

    id: int
    level: str
    severity: int
    reason: str
    muted: bool


def follow_verdicts(
    session: Session, verdicts: Iterable[VerdictRow], *, gone: Iterable[str] = (), now_ms: int
) -> AlertChanges:
    """Open, change and resolve episodes in the caller's transaction.

    Parameters
    ----------
    verdicts : iterable of VerdictRow
        Judged verdicts; those of the year that runs at `now_ms` [ms] count, or of the newest month
        or quarter that is determined, the running one or the one before it.
    gone : iterable of str
        Ids of verdicts that are no longer judged; their episodes resolve.
    """
    followed = _choose(session, verdicts, now_ms)
    subjects = {key[0] for key in followed}
    stands = _read_standing(session, subjects)
    windows = read_windows(session, subjects, now_ms)
    connection = session.connection()
    opened = changed = resolved = 0
    for key, verdict in followed.items():
        one = stands.get(key)
        if one is not None and one.muted:
            one = _unmute(connection, one, verdict)
            if one is not None:
                continue
        if one is None:
            opened += _may_open(verdict, windows, now_ms) and _open(
                connection, key, verdict, now_ms
            )
        elif _may_resolve(verdict, now_ms):
            resolved += _resolve(connection, one, verdict.severity, now_ms)
        elif verdict.severity >= find_policy(verdict.rule).clears_below:
            changed += _change(connection, one, verdict, now_ms)
    resolved += _resolve_gone(connection, list(gone), now_ms)
    return AlertChanges(opened, changed, resolved)


def note(
    connection: Connection,
    alert_id: int,
    action: AlertAction,
    *,
    at_ms: int,
    severity: int,
    who: str = PLATFORM,
    words: str = "",
) -> None:
    """Enter into the history of an alert what happened at `at_ms` [ms]."""
    connection.execute(
        insert(AlertEvent).values(
            alert_id=alert_id,
            at_ms=at_ms,
            who=who,
            action=str(action),
            severity=int(severity),
            text=words,
            told=False,
        )
    )


def _may_open(verdict: VerdictRow, windows: Windows, now_ms: int) -> bool:
    policy = find_policy(verdict.rule)
    return (
        verdict.severity >= policy.opens_at
        and verdict.since_ms + policy.opens_after_ms <= now_ms
        and not windows.hold(verdict.subject, verdict.rule)
    )


def _may_resolve(verdict: VerdictRow, now_ms: int) -> bool:
    policy = find_policy(verdict.rule)
    return (
        verdict.severity < policy.clears_below
        and verdict.since_ms + policy.clears_after_ms <= now_ms
    )


def _unmute(connection: Connection, one: _Open, verdict: VerdictRow) -> _Open | None:
    """Return a muted episode, None once its verdict is good or worse than it was then."""
    policy = find_policy(verdict.rule)
    if policy.clears_below <= verdict.severity <= one.severity:
        return one
    connection.execute(update(Alert).where(Alert.id == one.id).values(muted=False))
    return None


def _choose(session: Session, verdicts: Iterable[VerdictRow], now_ms: int) -> dict[Key, VerdictRow]:
    """Return the verdicts that episodes follow, by subject, rule and detail of the episode."""
    newest: dict[Key, VerdictRow] = {}
    for verdict in verdicts:
        if verdict.level == UNDETERMINED or not counts(verdict, now_ms):
            continue
        key = (verdict.subject, verdict.rule, _name(verdict))
        if key not in newest or newest[key].start_ms < verdict.start_ms:
            newest[key] = verdict
    past = {
        _running_id(verdict, now_ms): key
        for key, verdict in newest.items()
        if period_end(Period(verdict.period), verdict.start_ms) <= now_ms
    }
    if past:
        known = session.scalars(
            select(Verdict.id).where(Verdict.id.in_(list(past)), Verdict.level != UNDETERMINED)
        )
        for overtaken in known:
            del newest[past[overtaken]]
    return newest


def _name(verdict: VerdictRow) -> str:
    """Return the detail of a verdict's episode; a rule's second kind of period has its own."""
    first = find_policy(verdict.rule).periods[0]
    return verdict.detail if verdict.period == first else f"{verdict.detail}:{verdict.period}"


def _running_id(verdict: VerdictRow, now_ms: int) -> str:
    """Return the id of the same verdict of the period that runs at `now_ms` [ms]."""
    start_ms = period_start(Period(verdict.period), now_ms)
    return verdict_id(
        verdict.subject, verdict.rule, verdict.detail, period=verdict.period, start_ms=start_ms
    )


def counts(verdict: VerdictRow, now_ms: int) -> bool:
    """Tell whether a verdict may be followed at `now_ms` [ms].

    A year must run; of a month or quarter the one before the running one is told too, for some are
    only known once they are over.
    """
    period = Period(verdict.period)
    if period not in find_policy(verdict.rule).periods:
        return False
    end_ms = period_end(period, verdict.start_ms)
    if period is not Period.YEAR:
        end_ms = period_end(period, end_ms)
    return verdict.start_ms <= now_ms < end_ms


def _read_standing(session: Session, subjects: set[str]) -> dict[Key, _Open]:
    """Return open and muted episodes; an open one stands before a muted one."""
    rows = session.execute(
        select(
            Alert.subject,
            Alert.rule,
            Alert.detail,
            Alert.id,
            Alert.level,
            Alert.severity,
            Alert.reason,
            Alert.muted,
        )
        .where(Alert.subject.in_(subjects), Alert.resolved_ms.is_(None) | Alert.muted)
        .order_by(Alert.muted.desc(), Alert.id)
    )
    return {(row[0], row[1], row[2]): _Open(*row[3:]) for row in rows}


def _open(connection: Connection, key: Key, verdict: VerdictRow, now_ms: int) -> int:
    """Insert an episode unless one stands; the partial unique index decides."""
    statement = (
        insert_into(connection, Alert)
        .values(
            subject=verdict.subject,
            rule=verdict.rule,
            detail=key[2],
            opened_ms=now_ms,
            changed_ms=now_ms,
            resolved_ms=None,
            severity=int(verdict.severity),
            level=verdict.level,
            reason=verdict.reason[:REASON_LENGTH],
            reason_en=verdict.reason_en[:REASON_LENGTH],
            verdict_id=verdict.id,
        )
        .on_conflict_do_nothing(
            index_elements=["subject", "rule", "detail"],
            index_where=text("resolved_ms IS NULL"),
        )
        .returning(Alert.id)
    )
    made = connection.execute(statement).scalars().all()
    for number in made:
        note(
            connection,
            number,
            AlertAction.OPENED,
            at_ms=now_ms,
            severity=verdict.severity,
            words=verdict.level,
        )
    return len(made)


def _change(connection: Connection, stands: _Open, verdict: VerdictRow, now_ms: int) -> int:
    """Bring an open episode to its verdict; `changed_ms` moves with level and severity only."""
    reason = verdict.reason[:REASON_LENGTH]
    if (stands.level, stands.severity, stands.reason) == (
        verdict.level,
        verdict.severity,
        reason,
    ):
        return 0
    moved = (stands.level, stands.severity) != (verdict.level, verdict.severity)
    values: dict[str, object] = {
        "level": verdict.level,
        "severity": int(verdict.severity),
        "reason": reason,
        "reason_en": verdict.reason_en[:REASON_LENGTH],
        "verdict_id": verdict.id,
    }
    if moved:
        values["changed_ms"] = now_ms
    statement = update(Alert).where(Alert.id == stands.id, Alert.resolved_ms.is_(None))
    done = connection.execute(statement.values(values)).rowcount
    if done and moved:
        note(
            connection,
            stands.id,
            AlertAction.CHANGED,
            at_ms=now_ms,
            severity=verdict.severity,
            words=f"{stands.level} → {verdict.level}",
        )
    return int(moved)


def _resolve(connection: Connection, stands: _Open, severity: int, now_ms: int) -> int:
    statement = (
        update(Alert)
        .where(Alert.id == stands.id, Alert.resolved_ms.is_(None))
        .values(resolved_ms=now_ms)
    )
    done = connection.execute(statement).rowcount
    if done:
        worst = max(severity, stands.severity)
        note(connection, stands.id, AlertAction.RESOLVED, at_ms=now_ms, severity=worst)
    return done


def _resolve_gone(connection: Connection, verdicts: list[str], now_ms: int) -> int:
    """Resolve the episodes of verdicts that are no longer judged."""
    if not verdicts:
        return 0
    answer = connection.execute(
        update(Alert)
        .where(Alert.verdict_id.in_(verdicts), Alert.resolved_ms.is_(None))
        .values(resolved_ms=now_ms)
        .returning(Alert.id, Alert.severity)
    )
    rows = answer.all()
    for number, severity in rows:
        note(
            connection,
            number,
            AlertAction.RESOLVED,
            at_ms=now_ms,
            severity=severity,
            words="no longer judged",
        )
    return len(rows)
