"""How alerts are worked on and sent: history, maintenance windows, channels, notifications."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import Base


class AlertEvent(Base):
    """What happened to an alert: when, by whom, what, in which words.

    `action` is `core.vocabulary.AlertAction`. `told` is set once notifications were made of it.
    """

    __tablename__ = "alert_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"), index=True)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(16))
    severity: Mapped[int]
    text: Mapped[str] = mapped_column(String(1000), default="")
    told: Mapped[bool] = mapped_column(default=False, index=True)


class Maintenance(Base):
    """A window in which nothing opens and nothing is sent for a subject and all below it.

    `rule` names the rule it holds for, empty for all; it holds in ``[start_ms, end_ms)`` [ms].
    """

    __tablename__ = "maintenance"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), index=True)
    rule: Mapped[str] = mapped_column(String(40), default="")
    start_ms: Mapped[int] = mapped_column(BigInteger)
    end_ms: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(400))
    entered_by: Mapped[str] = mapped_column(String(100))


class Channel(Base):
    """Where notifications go: `url` is Apprise's, and a secret; `language` is ``zh`` or ``en``."""

    __tablename__ = "channel"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    url: Mapped[str] = mapped_column(String(1000))
    language: Mapped[str] = mapped_column(String(2), default="zh")


class Subscription(Base):
    """What a channel is sent: alerts of `subject` and all below it, from `severity_min` on.

    `rule` is empty for all; `escalations_only` leaves all but escalations out; `digest` gathers
    them into one message a day. Quiet hours run from `quiet_from` to `quiet_to` [min of the day,
    Shanghai], over midnight where the end is smaller; equal means none.
    """

    __tablename__ = "subscription"
    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(ForeignKey("channel.name", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(40), default="")
    severity_min: Mapped[int] = mapped_column(default=2)
    escalations_only: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[bool] = mapped_column(default=False)
    quiet_from: Mapped[int] = mapped_column(default=0)
    quiet_to: Mapped[int] = mapped_column(default=0)
    __table_args__ = (UniqueConstraint("channel", "subject", "rule"),)


class Notification(Base):
    """One event for one channel, made once; `state` is ``queued``, ``sent`` or ``failed``.

    `due_ms` is when it is tried next, `attempts` how often it was [1]; `error` what the last
    attempt said, without the channel's secrets.
    """

    __tablename__ = "notification"
    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(ForeignKey("channel.name", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("alert_event.id", ondelete="CASCADE"))
    digest: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(8), default="queued")
    made_ms: Mapped[int] = mapped_column(BigInteger)
    due_ms: Mapped[int] = mapped_column(BigInteger)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_ms: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str] = mapped_column(String(400), default="")
    __table_args__ = (
        UniqueConstraint("channel", "event_id"),
        Index("ix_notification_due", "state", "due_ms"),
    )
