from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="DelegationRow")


@_attrs_define
class DelegationRow:
    """Who may act for an enterprise, from when to when.

    Example:
        {'end': '2027-01-01T00:00:00+08:00', 'enterprise': '91150600MA0MULATXC', 'granted': '2026-07-01T08:00:00+08:00',
            'granted_by': 'factory.manager', 'id': 1, 'live': True, 'login': 'wang.li', 'name': '王丽', 'start':
            '2026-07-01T00:00:00+08:00', 'withdrawn': None, 'withdrawn_by': ''}

    Attributes:
        end (datetime.datetime | None): Until when.
        enterprise (str): For which.
        granted (datetime.datetime): When granted.
        granted_by (str): By whom.
        id (int): Its number [1].
        live (bool): Whether it holds now.
        login (str): Name to sign in by.
        name (str): Whose account it is.
        start (datetime.datetime): From when.
        withdrawn (datetime.datetime | None): When withdrawn.
        withdrawn_by (str): By whom.
    """

    end: datetime.datetime | None
    enterprise: str
    granted: datetime.datetime
    granted_by: str
    id: int
    live: bool
    login: str
    name: str
    start: datetime.datetime
    withdrawn: datetime.datetime | None
    withdrawn_by: str

    def to_dict(self) -> dict[str, Any]:
        end: None | str
        if isinstance(self.end, datetime.datetime):
            end = self.end.isoformat()
        else:
            end = self.end

        enterprise = self.enterprise

        granted = self.granted.isoformat()

        granted_by = self.granted_by

        id = self.id

        live = self.live

        login = self.login

        name = self.name

        start = self.start.isoformat()

        withdrawn: None | str
        if isinstance(self.withdrawn, datetime.datetime):
            withdrawn = self.withdrawn.isoformat()
        else:
            withdrawn = self.withdrawn

        withdrawn_by = self.withdrawn_by

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "end": end,
                "enterprise": enterprise,
                "granted": granted,
                "granted_by": granted_by,
                "id": id,
                "live": live,
                "login": login,
                "name": name,
                "start": start,
                "withdrawn": withdrawn,
                "withdrawn_by": withdrawn_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_end(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                end_type_0 = datetime.datetime.fromisoformat(data)

                return end_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        end = _parse_end(d.pop("end"))

        enterprise = d.pop("enterprise")

        granted = datetime.datetime.fromisoformat(d.pop("granted"))

        granted_by = d.pop("granted_by")

        id = d.pop("id")

        live = d.pop("live")

        login = d.pop("login")

        name = d.pop("name")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        def _parse_withdrawn(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                withdrawn_type_0 = datetime.datetime.fromisoformat(data)

                return withdrawn_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        withdrawn = _parse_withdrawn(d.pop("withdrawn"))

        withdrawn_by = d.pop("withdrawn_by")

        delegation_row = cls(
            end=end,
            enterprise=enterprise,
            granted=granted,
            granted_by=granted_by,
            id=id,
            live=live,
            login=login,
            name=name,
            start=start,
            withdrawn=withdrawn,
            withdrawn_by=withdrawn_by,
        )

        return delegation_row
