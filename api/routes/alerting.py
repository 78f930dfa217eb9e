"""Routes of working on alerts and of notifications."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api import queries
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader, Writer
from api.schemas.alerting import (
    AcknowledgeBody,
    AlertEventRow,
    AssignBody,
    ChannelBody,
    ChannelRow,
    CommentBody,
    MaintenanceBody,
    MaintenanceRow,
    NotificationRow,
    SubscriptionBody,
    SubscriptionRow,
)
from api.schemas.alerts import AlertRow
from api.schemas.base import Page
from api.services import alerting, notifying

router = APIRouter(prefix=API_PREFIX, tags=["alerting"], route_class=ListRoute)

Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="Its number [1].")]
Name = Annotated[str, Path(max_length=64, description="Name of the channel.")]


@router.get("/alerts/{alert}/history", summary="What happened to an alert")
def read_history(viewer: Reader, alert: Number) -> list[AlertEventRow]:
    """Give an alert's history."""
    return alerting.read_history(viewer, alert)


@router.post("/alerts/{alert}/acknowledge", summary="Say that an alert is seen to")
def acknowledge_alert(viewer: Writer, alert: Number, body: AcknowledgeBody) -> AlertRow:
    """Acknowledge."""
    return alerting.acknowledge(viewer, alert, body.text)


@router.post("/alerts/{alert}/assign", summary="Give an alert to somebody")
def assign_alert(viewer: Writer, alert: Number, body: AssignBody) -> AlertRow:
    """Assign."""
    return alerting.assign(viewer, alert, body.assignee)


@router.post("/alerts/{alert}/comment", summary="Add words to an alert")
def comment_alert(viewer: Writer, alert: Number, body: CommentBody) -> AlertRow:
    """Comment."""
    return alerting.comment(viewer, alert, body.text)


@router.post("/alerts/{alert}/resolve", summary="Resolve an alert by hand, for a reason")
def resolve_alert(viewer: Writer, alert: Number, body: CommentBody) -> AlertRow:
    """Resolve."""
    return alerting.resolve(viewer, alert, body.text)


@router.get("/channels", summary="Where notifications go, without secrets")
def list_channels(viewer: Reader) -> list[ChannelRow]:
    """Give channels."""
    return notifying.list_channels(viewer)


@router.put("/channels/{name}", summary="Make or change a channel")
def keep_channel(viewer: Writer, name: Name, body: ChannelBody) -> ChannelRow:
    """Keep a channel."""
    return notifying.keep_channel(viewer, name, body)


@router.delete("/channels/{name}", status_code=204, summary="Delete a channel")
def drop_channel(viewer: Writer, name: Name) -> None:
    """Delete a channel."""
    notifying.drop_channel(viewer, name)


@router.post("/channels/{name}/test", status_code=204, summary="Send a test to a channel")
def try_channel(viewer: Writer, name: Name) -> None:
    """Test a channel."""
    notifying.try_channel(viewer, name)


@router.get("/subscriptions", summary="Which alerts channels are sent")
def list_subscriptions(viewer: Reader) -> list[SubscriptionRow]:
    """Give subscriptions."""
    return notifying.list_subscriptions(viewer)


@router.post("/subscriptions", status_code=201, summary="Have a channel sent alerts")
def subscribe(viewer: Writer, body: SubscriptionBody) -> SubscriptionRow:
    """Subscribe."""
    return notifying.subscribe(viewer, body)


@router.delete("/subscriptions/{number}", status_code=204, summary="Delete a subscription")
def unsubscribe(viewer: Writer, number: Number) -> None:
    """Unsubscribe."""
    notifying.unsubscribe(viewer, number)


@router.get("/maintenance", summary="Windows in which nothing opens and nothing is sent")
def list_maintenance(viewer: Reader) -> list[MaintenanceRow]:
    """Give maintenance windows."""
    return notifying.list_maintenance(viewer)


@router.post("/maintenance", status_code=201, summary="Open a maintenance window")
def add_maintenance(viewer: Writer, body: MaintenanceBody) -> MaintenanceRow:
    """Open a window."""
    return notifying.add_maintenance(viewer, body)


@router.delete("/maintenance/{number}", status_code=204, summary="Delete a maintenance window")
def drop_maintenance(viewer: Writer, number: Number) -> None:
    """Delete a window."""
    notifying.drop_maintenance(viewer, number)


@router.get("/notifications", summary="What was sent, waits or failed, newest first")
def list_notifications(viewer: Reader, asked: queries.Notifications) -> Page[NotificationRow]:
    """Give notifications."""
    return notifying.list_notifications(
        viewer, state=asked.state, channel=asked.channel, limit=asked.limit, cursor=asked.cursor
    )
