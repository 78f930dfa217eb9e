"""Escalation: an alert that nobody acknowledged for as long as its rule's policy says."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analytics.alerts.episodes import note
from core.catalogue.alert_policy import find_policy
from core.registry.results import Alert
from core.vocabulary import AlertAction


def escalate(session: Session, now_ms: int) -> int:
    """Escalate what is due at `now_ms` [ms]; return how many alerts [1]."""
    waiting = session.execute(
        select(Alert.id, Alert.rule, Alert.severity, Alert.opened_ms).where(
            Alert.resolved_ms.is_(None),
            Alert.acknowledged_ms.is_(None),
            Alert.escalated_ms.is_(None),
        )
    ).all()
    count = 0
    for number, rule, severity, opened_ms in waiting:
        if opened_ms + find_policy(rule).escalates_after_ms > now_ms:
            continue
        done = session.connection().execute(
            update(Alert)
            .where(Alert.id == number, Alert.escalated_ms.is_(None))
            .values(escalated_ms=now_ms)
        )
        if done.rowcount:
            action = AlertAction.ESCALATED
            note(session.connection(), number, action, at_ms=now_ms, severity=severity)
            count += 1
    return count
