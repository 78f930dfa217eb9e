"""Routes of working on alerts and of notifications."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api import queries
from api.etags import STALE, IfMatch, matching
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
def read_history(viewer: Reader, alert: Number) -> Page[AlertEventRow]:
    """Give an alert's history, oldest first."""
    return Page(items=alerting.read_history(viewer, alert), next=None)


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
def list_channels(viewer: Reader) -> Page[ChannelRow]:
    """Give channels."""
    return Page(items=notifying.list_channels(viewer), next=None)


@router.get("/channels/{name}", summary="One channel, without its secret")
def read_channel(viewer: Reader, name: Name) -> ChannelRow:
    """Give a channel."""
    return notifying.read_channel(viewer, name)


@router.put("/channels/{name}", summary="Make or change a channel", responses=STALE)
def keep_channel(
    viewer: Writer, name: Name, body: ChannelBody, if_match: IfMatch = None
) -> ChannelRow:
    """Keep a channel."""
    return notifying.keep_channel(viewer, name, body, matching(if_match))


@router.delete("/channels/{name}", status_code=204, responses=STALE, summary="Delete a channel")
def drop_channel(viewer: Writer, name: Name, if_match: IfMatch = None) -> None:
    """Delete a channel."""
    notifying.drop_channel(viewer, name, matching(if_match))


@router.post("/channels/{name}/test", status_code=204, summary="Send a test to a channel")
def try_channel(viewer: Writer, name: Name) -> None:
    """Test a channel."""
    notifying.try_channel(viewer, name)


@router.get("/subscriptions", summary="Which alerts channels are sent")
def list_subscriptions(viewer: Reader, asked: queries.Rows) -> Page[SubscriptionRow]:
    """Give subscriptions by channel."""
    return notifying.list_subscriptions(viewer, limit=asked.limit, cursor=asked.cursor)


@router.post("/subscriptions", status_code=201, summary="Have a channel sent alerts")
def subscribe(viewer: Writer, body: SubscriptionBody) -> SubscriptionRow:
    """Subscribe."""
    return notifying.subscribe(viewer, body)


@router.get("/subscriptions/{number}", summary="One subscription")
def read_subscription(viewer: Reader, number: Number) -> SubscriptionRow:
    """Give a subscription."""
    return notifying.read_subscription(viewer, number)


@router.delete(
    "/subscriptions/{number}", status_code=204, responses=STALE, summary="Delete a subscription"
)
def unsubscribe(viewer: Writer, number: Number, if_match: IfMatch = None) -> None:
    """Unsubscribe."""
    notifying.unsubscribe(viewer, number, matching(if_match))


@router.get("/maintenance", summary="Windows in which nothing opens and nothing is sent")
def list_maintenance(viewer: Reader, asked: queries.Rows) -> Page[MaintenanceRow]:
    """Give maintenance windows, newest first."""
    return notifying.list_maintenance(viewer, limit=asked.limit, cursor=asked.cursor)


@router.post("/maintenance", status_code=201, summary="Open a maintenance window")
def add_maintenance(viewer: Writer, body: MaintenanceBody) -> MaintenanceRow:
    """Open a window."""
    return notifying.add_maintenance(viewer, body)


@router.get("/maintenance/{number}", summary="One maintenance window")
def read_maintenance(viewer: Reader, number: Number) -> MaintenanceRow:
    """Give a maintenance window."""
    return notifying.read_maintenance(viewer, number)


@router.delete(
    "/maintenance/{number}", status_code=204, responses=STALE, summary="Delete a maintenance window"
)
def drop_maintenance(viewer: Writer, number: Number, if_match: IfMatch = None) -> None:
    """Delete a window."""
    notifying.drop_maintenance(viewer, number, matching(if_match))


@router.get("/notifications", summary="What was sent, waits or failed, newest first")
def list_notifications(viewer: Reader, asked: queries.Notifications) -> Page[NotificationRow]:
    """Give notifications."""
    return notifying.list_notifications(
        viewer, state=asked.state, channel=asked.channel, limit=asked.limit, cursor=asked.cursor
    )
