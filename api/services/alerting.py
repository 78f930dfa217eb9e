"""Working on alerts."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics import alerts
from analytics.errors import AlertStateError, UnknownSubjectError
from api.access import Permission
from api.errors import ConflictError, MissingError
from api.schemas.alerting import (
    AlertEventRow,
)
from api.schemas.alerts import AlertRow
from api.services.alerts import alert_rows
from api.viewer import Viewer
from core.registry.alerting import (
    AlertEvent,
)
from core.registry.results import Alert

logger = logging.getLogger(__name__)

Act = Callable[[Session, str, int], Alert]


def read_history(viewer: Viewer, number: int) -> list[AlertEventRow]:
    """Return what happened to alert `number` [1], oldest first.

    Raises
    ------
    MissingError
        There is no such alert.
    """
    with viewer.read() as session:
        _require_alert(viewer, session, number)
        rows = session.scalars(
            select(AlertEvent).where(AlertEvent.alert_id == number).order_by(AlertEvent.id)
        )
        return [
            AlertEventRow(
                at=row.at_ms, who=row.who, action=row.action, severity=row.severity, text=row.text
            )
            for row in rows
        ]


def _require_alert(viewer: Viewer, session: Session, number: int) -> None:
    """Go on only with an alert the viewer may see.

    Raises
    ------
    MissingError
        There is no such alert, or it is not the viewer's.
    """
    alert = session.get(Alert, number)
    if alert is None or not viewer.sees_subject(session, alert.subject):
        raise missing_named("alert", number)


def acknowledge(viewer: Viewer, number: int, words: str) -> AlertRow:
    """Note that alert `number` [1] is seen to; raises as `_act`."""
    viewer.allow(Permission.HANDLE_ALERTS)
    return _act(
        viewer,
        number,
        lambda session, who, now_ms: alerts.acknowledge(
            session, number, who=who, now_ms=now_ms, words=words
        ),
    )


def assign(viewer: Viewer, number: int, assignee: str) -> AlertRow:
    """Give alert `number` [1] to somebody; raises as `_act`."""
    viewer.allow(Permission.ASSIGN_ALERTS)
    return _act(
        viewer,
        number,
        lambda session, who, now_ms: alerts.assign(
            session, number, to=assignee, who=who, now_ms=now_ms
        ),
    )


def comment(viewer: Viewer, number: int, words: str) -> AlertRow:
    """Add words to alert `number` [1]; raises as `_act`."""
    viewer.allow(Permission.HANDLE_ALERTS)
    return _act(
        viewer,
        number,
        lambda session, who, now_ms: alerts.comment(
            session, number, words=words, who=who, now_ms=now_ms
        ),
    )


def resolve(viewer: Viewer, number: int, reason: str) -> AlertRow:
    """Resolve alert `number` [1] by hand; raises as `_act`.

    That mutes it, so who is warned by it does not do it.
    """
    viewer.allow(Permission.ASSIGN_ALERTS)
    return _act(
        viewer,
        number,
        lambda session, who, now_ms: alerts.resolve(
            session, number, reason=reason, who=who, now_ms=now_ms
        ),
    )


def _act(viewer: Viewer, number: int, act: Act) -> AlertRow:
    """Do something to an alert.

    Raises
    ------
    MissingError
        There is no such alert.
    ConflictError
        It is not in the state for it.
    """
    try:
        with viewer.parts.registry.session() as session:
            _require_alert(viewer, session, number)
            [row] = alert_rows(session, [act(session, viewer.name, viewer.now_ms())])
    except UnknownSubjectError as error:
        raise missing_named("alert", number) from error
    except AlertStateError as error:
        raise ConflictError(error.what, parameter="alert", value=number, fix=error.fix) from error
    logger.info("%s worked on alert %d", viewer.name, number)
    return row


def missing_named(what: str, name: object) -> MissingError:
    """Return what is said of an alert, channel … that is not there, or not the viewer's."""
    return MissingError(
        f"there is no {what} {name!r}", parameter=what, value=name, fix="list them and name one"
    )
