from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="LogInRow")


@_attrs_define
class LogInRow:
    """A log-in of a gateway; of a password only a hash is kept.

    Example:
        {'created': '2026-01-01T00:00:00+08:00', 'kind': 'password', 'login': '91150600MA0EXAMPL4.GW1', 'number': 1,
            'state': 'holds', 'until': '2026-01-01T00:00:00+08:00'}

    Attributes:
        created (datetime.datetime): From when it holds.
        kind (str): `password` or `certificate`.
        login (str): User name.
        number (int): Its number within the gateway [1].
        state (str): `holds`, `revoked` or `expired`.
        until (datetime.datetime | None): When it ends, or ended; null: open.
    """

    created: datetime.datetime
    kind: str
    login: str
    number: int
    state: str
    until: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        created = self.created.isoformat()

        kind = self.kind

        login = self.login

        number = self.number

        state = self.state

        until: None | str
        if isinstance(self.until, datetime.datetime):
            until = self.until.isoformat()
        else:
            until = self.until

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "created": created,
                "kind": kind,
                "login": login,
                "number": number,
                "state": state,
                "until": until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        created = datetime.datetime.fromisoformat(d.pop("created"))

        kind = d.pop("kind")

        login = d.pop("login")

        number = d.pop("number")

        state = d.pop("state")

        def _parse_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                until_type_0 = datetime.datetime.fromisoformat(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        until = _parse_until(d.pop("until"))

        log_in_row = cls(
            created=created,
            kind=kind,
            login=login,
            number=number,
            state=state,
            until=until,
        )

        return log_in_row
