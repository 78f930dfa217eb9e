"""What people do to an alert: acknowledge, assign, comment, resolve; each leaves its row."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from analytics.alerts.episodes import note
from analytics.errors import AlertStateError, UnknownSubjectError
from core.calendar import format_time
from core.registry.results import Alert
from core.vocabulary import AlertAction


def acknowledge(session: Session, number: int, *, who: str, now_ms: int, words: str = "") -> Alert:
    """Note at `now_ms` [ms] that somebody sees to alert `number` [1]; it escalates no more.

    Raises
    ------
    UnknownSubjectError
        There is no such alert.
    AlertStateError
        It is resolved, or was acknowledged before.
    """
    alert = _read_open(session, number)
    values = {"acknowledged_ms": now_ms, "acknowledged_by": who}
    done = session.connection().execute(
        update(Alert)
        .where(Alert.id == number, Alert.acknowledged_ms.is_(None), Alert.resolved_ms.is_(None))
        .values(values)
    )
    if not done.rowcount:
        raise AlertStateError(
            f"alert {number} was acknowledged by {alert.acknowledged_by!r}",
            where=str(number),
            fix="comment on it, or assign it to somebody",
        )
    return _note(session, alert, AlertAction.ACKNOWLEDGED, who=who, at_ms=now_ms, words=words)


def assign(session: Session, number: int, *, to: str, who: str, now_ms: int) -> Alert:
    """Give open alert `number` [1] to somebody at `now_ms` [ms]; raises as `acknowledge` does."""
    alert = _read_open(session, number)
    session.connection().execute(update(Alert).where(Alert.id == number).values(assignee=to))
    return _note(session, alert, AlertAction.ASSIGNED, who=who, at_ms=now_ms, words=to)


def comment(session: Session, number: int, *, words: str, who: str, now_ms: int) -> Alert:
    """Add words at `now_ms` [ms] to the history of alert `number` [1], open or resolved.

    Raises
    ------
    UnknownSubjectError
        There is no such alert.
    """
    alert = _read(session, number)
    return _note(session, alert, AlertAction.COMMENTED, who=who, at_ms=now_ms, words=words)


def resolve(session: Session, number: int, *, reason: str, who: str, now_ms: int) -> Alert:
    """Resolve open alert `number` [1] by hand at `now_ms` [ms].

    It opens again once its verdict was good, or is worse.

    Raises
    ------
    UnknownSubjectError
        There is no such alert.
    AlertStateError
        It is resolved already.
    """
    alert = _read_open(session, number)
    done = session.connection().execute(
        update(Alert)
        .where(Alert.id == number, Alert.resolved_ms.is_(None))
        .values(resolved_ms=now_ms, muted=True)
    )
    if not done.rowcount:
        raise _resolved(number, now_ms)
    return _note(session, alert, AlertAction.RESOLVED, who=who, at_ms=now_ms, words=reason)


def _read(session: Session, number: int) -> Alert:
    alert = session.get(Alert, number)
    if alert is None:
        raise UnknownSubjectError(
            f"there is no alert {number}",
            where="alerts",
            fix="list the alerts and give the number of one",
        )
    return alert


def _read_open(session: Session, number: int) -> Alert:
    alert = _read(session, number)
    if alert.resolved_ms is not None:
        raise _resolved(number, alert.resolved_ms)
    return alert


def _resolved(number: int, at_ms: int) -> AlertStateError:
    return AlertStateError(
        f"alert {number} was resolved on {format_time(at_ms)}",
        where=str(number),
        fix="comment on it; a new episode opens by itself when its verdict is bad again",
    )


def _note(
    session: Session, alert: Alert, action: AlertAction, *, who: str, at_ms: int, words: str
) -> Alert:
    note(
        session.connection(),
        alert.id,
        action,
        at_ms=at_ms,
        severity=alert.severity,
        who=who,
        words=words,
    )
    session.refresh(alert)
    return alert
