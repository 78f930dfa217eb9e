"""Sending what is due, through Apprise: mail, WeCom, DingTalk, Feishu, webhooks and others.

Each notification is marked in a transaction of its own after the attempt. A process that dies
between the two sends again: told twice rather than never.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import apprise
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analytics.alerts.escalation import escalate
from analytics.alerts.fan_out import fan_out
from analytics.alerts.wording import TEST, write_body, write_digest, write_title
from analytics.context import Context
from analytics.errors import ChannelError
from analytics.leased_registry import LeasedRegistry
from core.registry.alerting import AlertEvent, Channel, Notification
from core.registry.database import Registry
from core.registry.lease import HeldLease
from core.registry.models import Enterprise, Region
from core.registry.results import Alert

logger = logging.getLogger(__name__)

ATTEMPTS = 8
"""Attempts before a notification has failed [1]."""
FIRST_WAIT_MS = 60_000
MOST_WAIT_MS = 6 * 3_600_000
AT_ONCE = 200
"""Notifications sent in one run, at most [1]."""
ERROR_LENGTH = 400
QUEUED, SENT, FAILED = "queued", "sent", "failed"


class Outcome(NamedTuple):
    """What a run did: notifications made, messages sent and failed attempts [1]."""

    made: int
    sent: int
    refused: int


class _Due(NamedTuple):
    """A due notification with what it tells."""

    number: int
    attempts: int
    digest: bool
    title: str
    body: str


def _untyped(thing: object) -> Any:  # noqa: ANN401
    """Let the type checker take what Apprise leaves without types."""
    return thing


class _Subjects:
    """Names of the subjects of alerts, and whether their data are simulated."""

    def __init__(self, session: Session, subjects: Sequence[str]) -> None:
        codes = {subject.partition(":")[2] for subject in subjects}
        rows = session.execute(
            select(Enterprise.code, Enterprise.name, Enterprise.simulated).where(
                Enterprise.code.in_(codes)
            )
        ).all()
        regions = session.execute(
            select(Region.code, Region.name).where(Region.code.in_(codes))
        ).all()
        self._names = {f"enterprise:{row.code}": row.name for row in rows}
        self._names |= {f"region:{row.code}": row.name for row in regions}
        self._real = {f"enterprise:{row.code}" for row in rows if not row.simulated}
        simulated = select(Enterprise.code).where(Enterprise.simulated).limit(1)
        self._any = session.scalar(simulated) is not None

    def name(self, subject: str) -> str:
        """Return what a subject is called."""
        return str(self._names.get(subject, subject))

    def is_simulated(self, subject: str) -> bool:
        """Tell whether a subject's figures are simulated, or a sum that may hold simulated ones."""
        return self._any and subject not in self._real


def run_notifications(
    context: Context, lease: HeldLease | None, *, stop: Callable[[], bool] = lambda: False
) -> Outcome:
    """Escalate, make the notifications of new events and send what is due.

    Raises
    ------
    LeaseLostError
        Another process has the lease; the open transaction was rolled back.
    """
    registry = LeasedRegistry(context.registry, lease) if lease else context.registry
    now_ms = context.clock.now_ms()
    with registry.session() as session:
        escalate(session, now_ms)
        made = fan_out(session, now_ms)
    sent = refused = 0
    for channel, dues in _read_due(registry, now_ms):
        for batch in _group(dues):
            if stop():
                return Outcome(made, sent, refused)
            error = _send(channel, batch)
            _mark(registry, batch, error, now_ms=now_ms)
            sent, refused = sent + (not error), refused + bool(error)
    return Outcome(made, sent, refused)


def send_test(channel: Channel) -> None:
    """Send a message that says it is a test.

    Raises
    ------
    ChannelError
        The address is none, or the other side did not take it; with its words.
    """
    title, body = TEST[channel.language]
    if error := deliver(channel, title, body):
        raise ChannelError(
            f"channel {channel.name!r}: {error}",
            where=hide_secrets(channel.url),
            fix="mend its address or what it leads to, and test it again",
        )


def hide_secrets(url: str) -> str:
    """Return an Apprise address without its secrets, as it may be shown.

    Raises
    ------
    ChannelError
        It is no address that Apprise knows.
    """
    made = apprise.Apprise.instantiate(url)
    if made is None:
        raise ChannelError(
            "the channel's address is none that Apprise knows",
            where="url",
            fix="write one such as mailto://…, wecombot://…, dingtalk://…, feishu://…, json://…",
        )
    return str(_untyped(made).url(privacy=True))


def deliver(channel: Channel, title: str, body: str) -> str:
    """Send one message; return what went wrong, empty for nothing."""
    made = apprise.Apprise.instantiate(channel.url)
    if made is None:
        return "the address is none that Apprise knows"
    with _untyped(apprise.LogCapture)(level=logging.WARNING) as said:
        taken = made.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT)
        words = " ".join(said.getvalue().split())
    if taken:
        return ""
    return _without(words, channel.url)[:ERROR_LENGTH] or "not taken, without a word"


def wait_ms(attempts: int) -> int:
    """Return how long to wait after so many `attempts` [1] before the next [ms]."""
    return int(min(FIRST_WAIT_MS * 2 ** (attempts - 1), MOST_WAIT_MS))


def _without(words: str, url: str) -> str:
    """Return `words` without the parts of `url` that are not for everybody."""
    secret = url.partition("://")[2]
    for part in sorted({secret, *secret.replace("@", "/").split("/")}, key=len, reverse=True):
        if len(part) > 3:
            words = words.replace(part, "***")
    return words


def _send(channel: Channel, batch: Sequence[_Due]) -> str:
    if len(batch) == 1:
        return deliver(channel, batch[0].title, batch[0].body)
    title, body = write_digest([(due.title, due.body) for due in batch], channel.language)
    return deliver(channel, title, body)


def _group(dues: Sequence[_Due]) -> list[list[_Due]]:
    """Return what goes out together: the digest as one message, all else one by one."""
    together = [due for due in dues if due.digest]
    return [[due] for due in dues if not due.digest] + ([together] if together else [])


def _read_due(registry: Registry, now_ms: int) -> list[tuple[Channel, list[_Due]]]:
    with registry.read() as session:
        rows = session.execute(
            select(Notification, AlertEvent, Alert, Channel)
            .join(AlertEvent, AlertEvent.id == Notification.event_id)
            .join(Alert, Alert.id == AlertEvent.alert_id)
            .join(Channel, Channel.name == Notification.channel)
            .where(Notification.state == QUEUED, Notification.due_ms <= now_ms)
            .order_by(Notification.due_ms, Notification.id)
            .limit(AT_ONCE)
        ).all()
        subjects = _Subjects(session, [alert.subject for _, _, alert, _ in rows])
    channels: dict[str, Channel] = {}
    grouped: dict[str, list[_Due]] = defaultdict(list)
    for notification, event, alert, channel in rows:
        name = subjects.name(alert.subject)
        made_up = subjects.is_simulated(alert.subject)
        body = write_body(event, alert, name, language=channel.language, simulated=made_up)
        title = write_title(event, name, channel.language)
        channels[channel.name] = channel
        grouped[channel.name].append(
            _Due(notification.id, notification.attempts, notification.digest, title, body)
        )
    return [(channel, grouped[name]) for name, channel in channels.items()]


def _mark(registry: Registry, batch: Sequence[_Due], error: str, *, now_ms: int) -> None:
    """Mark what was sent, or when it is tried again; after `ATTEMPTS` it has failed."""
    with registry.session() as session:
        for due in batch:
            attempts = due.attempts + 1
            values: dict[str, object] = {"attempts": attempts, "error": error}
            if not error:
                values |= {"state": SENT, "sent_ms": now_ms}
            elif attempts >= ATTEMPTS:
                values["state"] = FAILED
            else:
                values["due_ms"] = now_ms + wait_ms(attempts)
            session.execute(
                update(Notification)
                .where(Notification.id == due.number, Notification.state == QUEUED)
                .values(values)
            )
    if error:
        logger.warning("%d notifications were not taken: %s", len(batch), error)
