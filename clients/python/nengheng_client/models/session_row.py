from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SessionRow")


@_attrs_define
class SessionRow:
    """A session of one's own.

    Example:
        {'address': '10.1.2.3', 'agent': 'Mozilla/5.0', 'created': '2026-07-01T08:00:00+08:00', 'current': False,
            'expires': '2026-07-01T20:00:00+08:00', 'id': '0123456789abcdef', 'method': 'password', 'seen':
            '2026-07-01T09:00:00+08:00'}

    Attributes:
        address (str): From where.
        agent (str): Which browser, as it says.
        created (datetime.datetime): Sign-in.
        current (bool): Whether it carries this call.
        expires (datetime.datetime): Ends at the latest.
        id (str): Name of the session.
        method (str): password, token or oidc.
        seen (datetime.datetime): Last use, to the minute.
    """

    address: str
    agent: str
    created: datetime.datetime
    current: bool
    expires: datetime.datetime
    id: str
    method: str
    seen: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        address = self.address

        agent = self.agent

        created = self.created.isoformat()

        current = self.current

        expires = self.expires.isoformat()

        id = self.id

        method = self.method

        seen = self.seen.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "address": address,
                "agent": agent,
                "created": created,
                "current": current,
                "expires": expires,
                "id": id,
                "method": method,
                "seen": seen,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        address = d.pop("address")

        agent = d.pop("agent")

        created = datetime.datetime.fromisoformat(d.pop("created"))

        current = d.pop("current")

        expires = datetime.datetime.fromisoformat(d.pop("expires"))

        id = d.pop("id")

        method = d.pop("method")

        seen = datetime.datetime.fromisoformat(d.pop("seen"))

        session_row = cls(
            address=address,
            agent=agent,
            created=created,
            current=current,
            expires=expires,
            id=id,
            method=method,
            seen=seen,
        )

        return session_row
