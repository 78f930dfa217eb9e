"""Alerts: episodes, open and past."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.schemas.alerts import AlertRow
from api.schemas.base import Page
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import check_subject, read_names
from api.viewer import Viewer
from core.registry.results import Alert

AlertState = Literal["open", "resolved", "all"]


def list_alerts(
    viewer: Viewer,
    *,
    state: AlertState = "open",
    subject: str | None = None,
    rule: str | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[AlertRow]:
    """Return alerts, newest first, at most `limit` [1].

    Raises
    ------
    ParameterError
        The subject is none, or the cursor is not one this list gave.
    """
    statement = select(Alert).where(viewer.only_subjects(Alert.subject))
    if state == "open":
        statement = statement.where(Alert.resolved_ms.is_(None))
    elif state == "resolved":
        statement = statement.where(Alert.resolved_ms.is_not(None))
    if subject is not None:
        statement = statement.where(Alert.subject == check_subject(subject))
    if rule is not None:
        statement = statement.where(Alert.rule == rule)
    with viewer.read() as session:
        listing = Listing(
            "alerts", statement, (Alert.opened_ms, Alert.id), (int, int), descending=True
        )
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = alert_rows(session, [row[0] for row in rows])
    return Page(items=items, next=after)


def read_worst_alerts(session: Session, statement: Select[Alert], limit: int) -> list[AlertRow]:
    """Return the alerts of a query: open ones first, worst and newest first, `limit` [1]."""
    ordered = statement.order_by(
        Alert.resolved_ms.is_not(None), Alert.severity.desc(), Alert.opened_ms.desc()
    ).limit(limit)
    return alert_rows(session, list(session.scalars(ordered)))


def alert_rows(session: Session, alerts: list[Alert]) -> list[AlertRow]:
    """Return alerts as rows with the names of their subjects."""
    names = read_names(session, (alert.subject for alert in alerts))
    return [
        AlertRow(
            id=alert.id,
            subject=alert.subject,
            subject_name=names.get(alert.subject, ""),
            rule=alert.rule,
            detail=alert.detail,
            level=alert.level,
            severity=alert.severity,
            opened=alert.opened_ms,
            changed=alert.changed_ms,
            resolved=alert.resolved_ms,
            acknowledged=alert.acknowledged_ms,
            acknowledged_by=alert.acknowledged_by,
            assignee=alert.assignee,
            escalated=alert.escalated_ms,
            reason=alert.reason,
            reason_en=alert.reason_en,
            verdict_id=alert.verdict_id,
        )
        for alert in alerts
    ]
