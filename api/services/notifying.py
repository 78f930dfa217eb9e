"""Saying who is told of alerts, and when nobody is: channels, subscriptions, maintenance."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analytics import alerts
from analytics.errors import ChannelError
from api.access import Permission
from api.edits import Check, take_any
from api.errors import ConflictError, ParameterError
from api.schemas.alerting import (
    ChannelBody,
    ChannelRow,
    MaintenanceBody,
    MaintenanceRow,
    NotificationRow,
    SubscriptionBody,
    SubscriptionRow,
)
from api.schemas.base import Page
from api.services.alerting import missing_named
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import check_subject
from api.viewer import Viewer
from core.calendar import format_time
from core.errors import RegistryError
from core.registry.alerting import (
    AlertEvent,
    Channel,
    Maintenance,
    Notification,
    Subscription,
)
from core.registry.codes import check_code
from core.registry.conflicts import insert_into
from core.registry.results import Alert

logger = logging.getLogger(__name__)

Noted = TypeVar("Noted", Subscription, Maintenance)


def list_channels(viewer: Viewer) -> list[ChannelRow]:
    """Return the channels by name, their addresses without secrets."""
    viewer.allow_platform()
    with viewer.read() as session:
        return [_channel(row) for row in session.scalars(select(Channel).order_by(Channel.name))]


def read_channel(viewer: Viewer, name: str) -> ChannelRow:
    """Return a channel, its address without secrets.

    Raises
    ------
    MissingError
        There is no such channel.
    """
    viewer.allow_platform()
    with viewer.read() as session:
        return _channel(_require_channel(session, name))


def keep_channel(
    viewer: Viewer, name: str, body: ChannelBody, check: Check = take_any
) -> ChannelRow:
    """Make a channel, or change the one of that name; `check` may refuse what stands.

    Raises
    ------
    ParameterError
        The name is no code, or the address none that Apprise knows.
    """
    viewer.allow(Permission.EDIT_REGISTRY)
    with _refused("url"):
        alerts.hide_secrets(body.url)
    try:
        check_code(name)
    except RegistryError as error:
        raise ParameterError(error.what, parameter="name", value=name, fix=error.fix) from error
    with viewer.parts.registry.session() as session:
        standing = session.get(Channel, name)
        check(None if standing is None else _channel(standing))
        row = Channel(name=name, url=body.url, language=body.language)
        kept = _channel(session.merge(row))
    logger.info("%s set channel %s", viewer.name, name)
    return kept


def drop_channel(viewer: Viewer, name: str, check: Check = take_any) -> None:
    """Delete a channel with its subscriptions and notifications; `check` may refuse what stands.

    Raises
    ------
    MissingError
        There is no such channel.
    """
    viewer.allow(Permission.EDIT_REGISTRY)
    with viewer.parts.registry.session() as session:
        channel = _require_channel(session, name)
        check(_channel(channel))
        for model in (Subscription, Notification):
            session.execute(delete(model).where(model.channel == name))
        session.delete(channel)
    logger.info("%s deleted channel %s", viewer.name, name)


def try_channel(viewer: Viewer, name: str) -> None:
    """Send a test to a channel.

    Raises
    ------
    MissingError
        There is no such channel.
    ConflictError
        The other side did not take it; with its words.
    """
    viewer.allow(Permission.EDIT_REGISTRY)
    with viewer.read() as session:
        channel = _require_channel(session, name)
    try:
        alerts.send_test(channel)
    except ChannelError as error:
        raise ConflictError(error.what, parameter="channel", value=name, fix=error.fix) from error


def list_subscriptions(
    viewer: Viewer, *, limit: int = PAGE, cursor: str | None = None
) -> Page[SubscriptionRow]:
    """Return the subscriptions to what the viewer may see, by channel, at most `limit` [1].

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    statement = select(Subscription).where(viewer.only_subjects(Subscription.subject))
    with viewer.read() as session:
        keys = (Subscription.channel, Subscription.id)
        listing = Listing("subscriptions", statement, keys, (str, int))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        return Page(items=[_subscription(row[0]) for row in rows], next=after)


def read_subscription(viewer: Viewer, number: int) -> SubscriptionRow:
    """Return subscription `number` [1].

    Raises
    ------
    MissingError
        There is no such subscription, or it is not to what the viewer may see.
    """
    with viewer.read() as session:
        return _subscription(_require(viewer, session, Subscription, number))


def subscribe(viewer: Viewer, body: SubscriptionBody) -> SubscriptionRow:
    """Have a channel sent alerts.

    Raises
    ------
    MissingError
        There is no such channel.
    ConflictError
        It is sent those already.
    """
    viewer.allow(Permission.EDIT_REGISTRY)
    check_subject(body.subject)
    with viewer.parts.registry.session() as session:
        _require_channel(session, body.channel)
        made = session.scalar(
            insert_into(session.connection(), Subscription)
            .values(**body.model_dump())
            .on_conflict_do_nothing(index_elements=["channel", "subject", "rule"])
            .returning(Subscription.id)
        )
        if made is None:
            raise ConflictError(
                f"channel {body.channel!r} is sent alerts of {body.subject} already",
                parameter="subject",
                value=body.subject,
                fix="delete that subscription first",
            )
    return SubscriptionRow(id=made, **body.model_dump())


def unsubscribe(viewer: Viewer, number: int, check: Check = take_any) -> None:
    """Delete subscription `number` [1]; `check` may refuse what stands.

    Raises
    ------
    MissingError
        There is no such subscription.
    """
    viewer.allow(Permission.EDIT_REGISTRY)
    with viewer.parts.registry.session() as session:
        row = _require(viewer, session, Subscription, number)
        check(_subscription(row))
        session.delete(row)
    logger.info("%s deleted subscription %d", viewer.name, number)


def list_maintenance(
    viewer: Viewer, *, limit: int = PAGE, cursor: str | None = None
) -> Page[MaintenanceRow]:
    """Return the maintenance windows of what the viewer may see, newest first, at most `limit` [1].

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    statement = select(Maintenance).where(viewer.only_subjects(Maintenance.subject))
    with viewer.read() as session:
        keys = (Maintenance.start_ms, Maintenance.id)
        listing = Listing("maintenance", statement, keys, (int, int), descending=True)
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        return Page(items=[_maintenance(row[0]) for row in rows], next=after)


def read_maintenance(viewer: Viewer, number: int) -> MaintenanceRow:
    """Return maintenance window `number` [1].

    Raises
    ------
    MissingError
        There is no such window, or it is not of what the viewer may see.
    """
    with viewer.read() as session:
        return _maintenance(_require(viewer, session, Maintenance, number))


def add_maintenance(viewer: Viewer, body: MaintenanceBody) -> MaintenanceRow:
    """Open a maintenance window.

    Raises
    ------
    ParameterError
        The subject is none, or the window ends before it starts.
    """
    viewer.allow(Permission.ASSIGN_ALERTS)
    check_subject(body.subject)
    if body.end <= body.start:
        raise ParameterError(
            f"window ends at {format_time(body.end)}, not after {format_time(body.start)}",
            parameter="end",
            value=format_time(body.end),
            fix="give an end after the start",
        )
    with viewer.parts.registry.session() as session:
        viewer.require_subject(session, body.subject)
        row = Maintenance(
            subject=body.subject,
            rule=body.rule,
            start_ms=body.start,
            end_ms=body.end,
            reason=body.reason,
            entered_by=viewer.name,
        )
        session.add(row)
        session.flush()
        return _maintenance(row)


def drop_maintenance(viewer: Viewer, number: int, check: Check = take_any) -> None:
    """Delete maintenance window `number` [1]; `check` may refuse what stands.

    Raises
    ------
    MissingError
        There is no such window.
    """
    viewer.allow(Permission.ASSIGN_ALERTS)
    with viewer.parts.registry.session() as session:
        row = _require(viewer, session, Maintenance, number)
        check(_maintenance(row))
        session.delete(row)
    logger.info("%s deleted maintenance window %d", viewer.name, number)


def list_notifications(
    viewer: Viewer,
    *,
    state: str | None = None,
    channel: str | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[NotificationRow]:
    """Return notifications, newest first, at most `limit` [1].

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    statement = (
        select(Notification, AlertEvent)
        .join(AlertEvent, AlertEvent.id == Notification.event_id)
        .join(Alert, Alert.id == AlertEvent.alert_id)
        .where(viewer.only_subjects(Alert.subject))
    )
    if state is not None:
        statement = statement.where(Notification.state == state)
    if channel is not None:
        statement = statement.where(Notification.channel == channel)
    with viewer.read() as session:
        listing = Listing(
            "notifications",
            statement,
            (Notification.made_ms, Notification.id),
            (int, int),
            descending=True,
        )
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [_notification(row[0], row[1]) for row in rows]
    return Page(items=items, next=after)


def _require(viewer: Viewer, session: Session, model: type[Noted], number: int) -> Noted:
    own = viewer.only_subjects(model.subject)
    row = session.scalars(select(model).where(model.id == number, own)).one_or_none()
    if row is None:
        raise missing_named(model.__tablename__, number)
    return row


def _require_channel(session: Session, name: str) -> Channel:
    channel = session.get(Channel, name)
    if channel is None:
        raise missing_named("channel", name)
    return channel


@contextmanager
def _refused(parameter: str) -> Generator[None]:
    """Turn a refused address into the API's error, without the address."""
    try:
        yield
    except ChannelError as error:
        raise ParameterError(error.what, parameter=parameter, fix=error.fix) from error


def _channel(row: Channel) -> ChannelRow:
    return ChannelRow(
        name=row.name,
        url=alerts.hide_secrets(row.url),
        language="en" if row.language == "en" else "zh",
    )


def _subscription(row: Subscription) -> SubscriptionRow:
    return SubscriptionRow(
        id=row.id,
        **{name: getattr(row, name) for name in SubscriptionBody.model_fields},
    )


def _maintenance(row: Maintenance) -> MaintenanceRow:
    return MaintenanceRow(
        id=row.id,
        subject=row.subject,
        rule=row.rule,
        start=row.start_ms,
        end=row.end_ms,
        reason=row.reason,
        entered_by=row.entered_by,
    )


def _notification(row: Notification, event: AlertEvent) -> NotificationRow:
    return NotificationRow.model_validate(
        {
            "id": row.id,
            "channel": row.channel,
            "alert": event.alert_id,
            "action": event.action,
            "state": row.state,
            "made": row.made_ms,
            "due": row.due_ms,
            "attempts": row.attempts,
            "sent": row.sent_ms,
            "error": row.error,
        }
    )
