"""Alerts: episodes, open and past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.errors import MissingError
from api.schemas.alerts import AlertRow
from api.schemas.base import Page
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import check_subject, read_names
from api.services.warnings import select_below
from api.viewer import Viewer
from core.registry.results import Alert

AlertState = Literal["open", "resolved", "all"]


@dataclass(frozen=True)
class AlertFilter:
    """Which alerts a list holds; what is left at its default takes all.

    Attributes
    ----------
    region : str or None
        Only of this region, of those below it and of their enterprises.
    severity_min : int
        Only from this severity on [1].
    assignee : str or None
        Only those given to somebody of this name, or with it in theirs.
    waiting : bool
        Only those nobody has seen to yet.
    """

    region: str | None = None
    severity_min: int = 0
    assignee: str | None = None
    waiting: bool = False


def list_alerts(
    viewer: Viewer,
    *,
    state: AlertState = "open",
    subject: str | None = None,
    rule: str | None = None,
    chosen: AlertFilter | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[AlertRow]:
    """Return alerts, newest first, at most `limit` [1]; `chosen` narrows them further.

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
        if chosen is not None:
            if chosen.region is not None:
                viewer.require_region(session, chosen.region)
            statement = _narrow(statement, chosen)
        listing = Listing(
            "alerts", statement, (Alert.opened_ms, Alert.id), (int, int), descending=True
        )
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = alert_rows(session, [row[0] for row in rows])
    return Page(items=items, next=after)


def _narrow(statement: Select[Alert], chosen: AlertFilter) -> Select[Alert]:
    if chosen.region is not None:
        statement = statement.where(Alert.subject.in_(select_below(chosen.region)))
    if chosen.severity_min:
        statement = statement.where(Alert.severity >= chosen.severity_min)
    if chosen.assignee:
        statement = statement.where(Alert.assignee.icontains(chosen.assignee, autoescape=True))
    if chosen.waiting:
        statement = statement.where(Alert.acknowledged_ms.is_(None))
    return statement


def read_alert(viewer: Viewer, number: int) -> AlertRow:
    """Return alert `number` [1].

    Raises
    ------
    MissingError
        There is no such alert, or it is not the viewer's.
    """
    statement = select(Alert).where(Alert.id == number, viewer.only_subjects(Alert.subject))
    with viewer.read() as session:
        rows = alert_rows(session, list(session.scalars(statement)))
    if not rows:
        raise MissingError(
            f"there is no alert {number}",
            parameter="alert",
            value=number,
            fix="list them and name one",
        )
    return rows[0]


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
