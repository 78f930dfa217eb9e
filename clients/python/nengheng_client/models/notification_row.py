from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.notification_row_state import (
    NotificationRowState,
    check_notification_row_state,
)

T = TypeVar("T", bound="NotificationRow")


@_attrs_define
class NotificationRow:
    """One event for one channel: queued, sent or failed.

    Example:
        {'action': 'opened', 'alert': 17, 'attempts': 1, 'channel': '', 'due': '2026-01-01T00:00:00+08:00', 'error': '',
            'id': 40, 'made': '2026-01-01T00:00:00+08:00', 'sent': '2026-01-01T00:00:00+08:00', 'state': 'queued'}

    Attributes:
        action (str): What happened to it.
        alert (int): Number of the alert [1].
        attempts (int): Attempts so far [1].
        channel (str): Name of the channel.
        due (datetime.datetime): When it is, or was last, to be sent.
        error (str): What the last attempt said; empty for nothing.
        id (int): Number of the notification [1].
        made (datetime.datetime): When it was made.
        sent (datetime.datetime | None): When it was taken; null before.
        state (NotificationRowState): Whether it is out.
    """

    action: str
    alert: int
    attempts: int
    channel: str
    due: datetime.datetime
    error: str
    id: int
    made: datetime.datetime
    sent: datetime.datetime | None
    state: NotificationRowState

    def to_dict(self) -> dict[str, Any]:
        action = self.action

        alert = self.alert

        attempts = self.attempts

        channel = self.channel

        due = self.due.isoformat()

        error = self.error

        id = self.id

        made = self.made.isoformat()

        sent: None | str
        if isinstance(self.sent, datetime.datetime):
            sent = self.sent.isoformat()
        else:
            sent = self.sent

        state: str = self.state

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "action": action,
                "alert": alert,
                "attempts": attempts,
                "channel": channel,
                "due": due,
                "error": error,
                "id": id,
                "made": made,
                "sent": sent,
                "state": state,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        action = d.pop("action")

        alert = d.pop("alert")

        attempts = d.pop("attempts")

        channel = d.pop("channel")

        due = datetime.datetime.fromisoformat(d.pop("due"))

        error = d.pop("error")

        id = d.pop("id")

        made = datetime.datetime.fromisoformat(d.pop("made"))

        def _parse_sent(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_type_0 = datetime.datetime.fromisoformat(data)

                return sent_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sent = _parse_sent(d.pop("sent"))

        state = check_notification_row_state(d.pop("state"))

        notification_row = cls(
            action=action,
            alert=alert,
            attempts=attempts,
            channel=channel,
            due=due,
            error=error,
            id=id,
            made=made,
            sent=sent,
            state=state,
        )

        return notification_row
