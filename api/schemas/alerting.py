"""Working on alerts: histories, channels, subscriptions, maintenance windows, notifications."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row, TimeText

Language = Literal["zh", "en"]
NotificationState = Literal["queued", "sent", "failed"]
Words = Field(min_length=1, max_length=1000, description="In words.", examples=["已去现场核查"])


class AlertEventRow(Row):
    """What happened to an alert."""

    at: Moment = Field(description="When.", examples=["2026-07-01T12:00:00+08:00"])
    who: str = Field(description="By whom; `nengheng` where a verdict did it.")
    action: str = Field(
        description="opened, changed, escalated, resolved, acknowledged, assigned or commented.",
        examples=["acknowledged"],
    )
    severity: fields.Severity
    text: str = Field(description="In words.")


class CommentBody(Row):
    """Words about an alert."""

    text: str = Words


class AcknowledgeBody(Row):
    """That it is seen to."""

    text: str = Field("", max_length=1000, description="In words; may be empty.", examples=[""])


class AssignBody(Row):
    """Who sees to it."""

    assignee: str = Field(
        min_length=1, max_length=100, description="Name of whoever sees to it.", examples=["王工"]
    )


class ChannelRow(Row):
    """Where notifications go; its address is shown without secrets."""

    name: str = Field(description="Name of the channel.", examples=["energy-office"])
    url: str = Field(description="Apprise address, secrets hidden.", examples=["mailto://e***@…"])
    language: Language = Field(description="Language of what it is sent.", examples=["zh"])


class ChannelBody(Row):
    """A channel to make or to change."""

    url: str = Field(
        min_length=3,
        max_length=1000,
        description="Apprise address: mailto, wecombot, dingtalk, feishu, json and others.",
        examples=["json://127.0.0.1:9000/hook"],
    )
    language: Language = Field("zh", description="Language of what it is sent.")


class SubscriptionBody(Row):
    """What a channel is sent."""

    channel: str = Field(description="Name of the channel.", examples=["energy-office"])
    subject: str = Field(
        description="Alerts of this enterprise or region and all below.",
        examples=["region:150600"],
    )
    rule: str = Field("", max_length=40, description="Only of this rule; empty: of all.")
    severity_min: int = Field(2, ge=0, le=4, description="From this severity on [1].")
    escalations_only: bool = Field(False, description="Nothing but escalations.")
    digest: bool = Field(False, description="Gathered into one message a day, at 08:00.")
    quiet_from: int = Field(
        0, ge=0, lt=1440, description="Begin of quiet hours [min of the day, Shanghai]."
    )
    quiet_to: int = Field(
        0, ge=0, lt=1440, description="End of quiet hours [min of the day]; equal: none."
    )


class SubscriptionRow(SubscriptionBody):
    """A subscription with its number."""

    id: int = Field(description="Number of the subscription [1].", examples=[3])


class MaintenanceBody(Row):
    """A window in which nothing opens and nothing is sent."""

    subject: str = Field(
        description="For this enterprise or region and all below.", examples=["region:150600"]
    )
    rule: str = Field("", max_length=40, description="Only of this rule; empty: of all.")
    start: TimeText = Field(description="First moment.", examples=["2026-07-01T08:00"])
    end: TimeText = Field(description="End, exclusive.", examples=["2026-07-01T18:00"])
    reason: str = Field(min_length=1, max_length=400, description="Why.", examples=["年度检修"])


class MaintenanceRow(Row):
    """A maintenance window."""

    id: int = Field(description="Number of the window [1].", examples=[5])
    subject: fields.Subject
    rule: str = Field(description="Only of this rule; empty: of all.")
    start: Moment = Field(description="First moment.")
    end: Moment = Field(description="End, exclusive.")
    reason: str = Field(description="Why.")
    entered_by: str = Field(description="By whom.")


class NotificationRow(Row):
    """One event for one channel: queued, sent or failed."""

    id: int = Field(description="Number of the notification [1].", examples=[40])
    channel: str = Field(description="Name of the channel.")
    alert: int = Field(description="Number of the alert [1].", examples=[17])
    action: str = Field(description="What happened to it.", examples=["opened"])
    state: NotificationState = Field(description="Whether it is out.")
    made: Moment = Field(description="When it was made.")
    due: Moment = Field(description="When it is, or was last, to be sent.")
    attempts: int = Field(description="Attempts so far [1].", examples=[1])
    sent: Moment | None = Field(description="When it was taken; null before.")
    error: str = Field(description="What the last attempt said; empty for nothing.")
