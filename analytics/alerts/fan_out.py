"""From events of alerts to notifications: who is told what, and from when on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analytics.alerts.maintenance import read_above, read_windows
from core.calendar import DAY_MS, Period, period_start
from core.registry.alerting import AlertEvent, Notification, Subscription
from core.registry.conflicts import insert_into
from core.registry.results import Alert
from core.vocabulary import AlertAction, Severity

TELLS = (
    AlertAction.OPENED,
    AlertAction.CHANGED,
    AlertAction.ESCALATED,
    AlertAction.RESOLVED,
)
DIGEST_MINUTE = 8 * 60
"""When the day's digest is due [min of the day, Shanghai]."""
MINUTE_MS = 60_000
BATCH = 1000
"""Events taken up in one transaction [1]."""


def fan_out(session: Session, now_ms: int) -> int:
    """Make the notifications of events that were not told yet; return how many [1].

    Events inside a maintenance window wait until it is over. A channel is told once of an event,
    however many of its subscriptions match.
    """
    rows = session.execute(
        select(AlertEvent, Alert)
        .join(Alert, Alert.id == AlertEvent.alert_id)
        .where(AlertEvent.told.is_(False))
        .order_by(AlertEvent.id)
        .limit(BATCH)
    ).all()
    if not rows:
        return 0
    subjects = {alert.subject for _, alert in rows}
    above = read_above(session, subjects)
    windows = read_windows(session, subjects, now_ms)
    wanted = session.scalars(select(Subscription).order_by(Subscription.id)).all()
    made, done = 0, []
    for event, alert in rows:
        if windows.hold(alert.subject, alert.rule):
            continue
        done.append(event.id)
        for one in wanted:
            if _matches(one, event, alert, above[alert.subject]):
                made += _make(session, one, event, now_ms)
    session.execute(update(AlertEvent).where(AlertEvent.id.in_(done)).values(told=True))
    return made


def find_due(subscription: Subscription, severity: int, now_ms: int) -> int:
    """Return when a notification may go out [ms]: at the digest, after quiet hours, or now.

    What is grave waits for neither.
    """
    if severity >= Severity.GRAVE:
        return now_ms
    midnight_ms = period_start(Period.DAY, now_ms)
    minute = (now_ms - midnight_ms) // MINUTE_MS
    if subscription.digest:
        return _next(midnight_ms, DIGEST_MINUTE, minute)
    begin, end = subscription.quiet_from, subscription.quiet_to
    quiet = begin <= minute < end if begin <= end else minute >= begin or minute < end
    return _next(midnight_ms, end, minute) if quiet else now_ms


def _next(midnight_ms: int, at_minute: int, minute: int) -> int:
    due_ms = midnight_ms + at_minute * MINUTE_MS
    return due_ms if at_minute > minute else due_ms + DAY_MS


def _matches(
    subscription: Subscription, event: AlertEvent, alert: Alert, subjects: Sequence[str]
) -> bool:
    return (
        event.action in TELLS
        and subscription.subject in subjects
        and subscription.rule in ("", alert.rule)
        and event.severity >= subscription.severity_min
        and (event.action == AlertAction.ESCALATED or not subscription.escalations_only)
    )


def _make(session: Session, subscription: Subscription, event: AlertEvent, now_ms: int) -> int:
    connection = session.connection()
    due_ms = find_due(subscription, event.severity, now_ms)
    statement = (
        insert_into(connection, Notification)
        .values(
            channel=subscription.channel,
            event_id=event.id,
            digest=subscription.digest and event.severity < Severity.GRAVE,
            state="queued",
            made_ms=now_ms,
            due_ms=due_ms,
            attempts=0,
            error="",
        )
        .on_conflict_do_nothing(index_elements=["channel", "event_id"])
        .returning(Notification.id)
    )
    return len(connection.execute(statement).all())
