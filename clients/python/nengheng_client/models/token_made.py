from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="TokenMade")


@_attrs_define
class TokenMade:
    """A new API token, with its secret.

    Example:
        {'created': '2026-07-01T08:00:00+08:00', 'created_by': 'wang.li', 'expires': '2027-01-01T00:00:00+08:00', 'id':
            '0123456789abcdef', 'login': 'wang.li', 'name': '月报脚本', 'revoked': None, 'scope': ['read'], 'token':
            'nh_0123456789abcdef_…', 'used': '2026-07-01T09:00:00+08:00'}

    Attributes:
        created (datetime.datetime): When made.
        created_by (str): By whom.
        expires (datetime.datetime): Until when.
        id (str): The part of it that is no secret.
        login (str): Name to sign in by.
        name (str): What it is for.
        revoked (datetime.datetime | None): Since when it is no good.
        scope (list[str]): Permissions it is for.
        token (str): Shown this once; nobody can show it again.
        used (datetime.datetime | None): Last use, to the minute.
    """

    created: datetime.datetime
    created_by: str
    expires: datetime.datetime
    id: str
    login: str
    name: str
    revoked: datetime.datetime | None
    scope: list[str]
    token: str
    used: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        created = self.created.isoformat()

        created_by = self.created_by

        expires = self.expires.isoformat()

        id = self.id

        login = self.login

        name = self.name

        revoked: None | str
        if isinstance(self.revoked, datetime.datetime):
            revoked = self.revoked.isoformat()
        else:
            revoked = self.revoked

        scope = self.scope

        token = self.token

        used: None | str
        if isinstance(self.used, datetime.datetime):
            used = self.used.isoformat()
        else:
            used = self.used

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "created": created,
                "created_by": created_by,
                "expires": expires,
                "id": id,
                "login": login,
                "name": name,
                "revoked": revoked,
                "scope": scope,
                "token": token,
                "used": used,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        created = datetime.datetime.fromisoformat(d.pop("created"))

        created_by = d.pop("created_by")

        expires = datetime.datetime.fromisoformat(d.pop("expires"))

        id = d.pop("id")

        login = d.pop("login")

        name = d.pop("name")

        def _parse_revoked(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                revoked_type_0 = datetime.datetime.fromisoformat(data)

                return revoked_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        revoked = _parse_revoked(d.pop("revoked"))

        scope = cast(list[str], d.pop("scope"))

        token = d.pop("token")

        def _parse_used(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                used_type_0 = datetime.datetime.fromisoformat(data)

                return used_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        used = _parse_used(d.pop("used"))

        token_made = cls(
            created=created,
            created_by=created_by,
            expires=expires,
            id=id,
            login=login,
            name=name,
            revoked=revoked,
            scope=scope,
            token=token,
            used=used,
        )

        return token_made
