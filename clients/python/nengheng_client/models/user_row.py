from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.user_row_department import UserRowDepartment, check_user_row_department
from ..models.user_row_role import UserRowRole, check_user_row_role

T = TypeVar("T", bound="UserRow")


@_attrs_define
class UserRow:
    """An account.

    Example:
        {'created': '2026-07-01T08:00:00+08:00', 'created_by': 'operator', 'department': 'energy', 'disabled': None,
            'email': 'wang.li@example.org', 'enterprise': '', 'has_password': False, 'id': '0123456789abcdef', 'login':
            'wang.li', 'name': '王丽', 'region': '150600', 'role': 'regulator', 'signed_in': '2026-07-01T08:00:00+08:00'}

    Attributes:
        created (datetime.datetime): When made.
        created_by (str): By whom.
        department (UserRowDepartment): Of a regulator.
        disabled (datetime.datetime | None): Since when it is shut out.
        email (str): By which an OpenID provider's person is found.
        enterprise (str): Code, of an account of an enterprise.
        has_password (bool): Whether it can sign in by password.
        id (str): Its name among rows.
        login (str): Name to sign in by.
        name (str): Whose it is.
        region (str): Root of a regulator's subtree.
        role (UserRowRole): What it is to the platform.
        signed_in (datetime.datetime | None): Last sign-in.
    """

    created: datetime.datetime
    created_by: str
    department: UserRowDepartment
    disabled: datetime.datetime | None
    email: str
    enterprise: str
    has_password: bool
    id: str
    login: str
    name: str
    region: str
    role: UserRowRole
    signed_in: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        created = self.created.isoformat()

        created_by = self.created_by

        department: str = self.department

        disabled: None | str
        if isinstance(self.disabled, datetime.datetime):
            disabled = self.disabled.isoformat()
        else:
            disabled = self.disabled

        email = self.email

        enterprise = self.enterprise

        has_password = self.has_password

        id = self.id

        login = self.login

        name = self.name

        region = self.region

        role: str = self.role

        signed_in: None | str
        if isinstance(self.signed_in, datetime.datetime):
            signed_in = self.signed_in.isoformat()
        else:
            signed_in = self.signed_in

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "created": created,
                "created_by": created_by,
                "department": department,
                "disabled": disabled,
                "email": email,
                "enterprise": enterprise,
                "has_password": has_password,
                "id": id,
                "login": login,
                "name": name,
                "region": region,
                "role": role,
                "signed_in": signed_in,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        created = datetime.datetime.fromisoformat(d.pop("created"))

        created_by = d.pop("created_by")

        department = check_user_row_department(d.pop("department"))

        def _parse_disabled(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                disabled_type_0 = datetime.datetime.fromisoformat(data)

                return disabled_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        disabled = _parse_disabled(d.pop("disabled"))

        email = d.pop("email")

        enterprise = d.pop("enterprise")

        has_password = d.pop("has_password")

        id = d.pop("id")

        login = d.pop("login")

        name = d.pop("name")

        region = d.pop("region")

        role = check_user_row_role(d.pop("role"))

        def _parse_signed_in(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                signed_in_type_0 = datetime.datetime.fromisoformat(data)

                return signed_in_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        signed_in = _parse_signed_in(d.pop("signed_in"))

        user_row = cls(
            created=created,
            created_by=created_by,
            department=department,
            disabled=disabled,
            email=email,
            enterprise=enterprise,
            has_password=has_password,
            id=id,
            login=login,
            name=name,
            region=region,
            role=role,
            signed_in=signed_in,
        )

        return user_row
