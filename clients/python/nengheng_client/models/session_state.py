from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.session_state_department import (
    SessionStateDepartment,
    check_session_state_department,
)
from ..models.session_state_role import SessionStateRole, check_session_state_role

T = TypeVar("T", bound="SessionState")


@_attrs_define
class SessionState:
    """Who calls, and what is allowed.

    Example:
        {'csrf': '5f4d…', 'department': '', 'enterprises': [''], 'login': 'wang.li', 'permissions': ['read',
            'handle_alerts'], 'region': '150600', 'role': 'regulator', 'via': 'session:0123456789abcdef'}

    Attributes:
        csrf (str): Of a session: goes with each write as header X-CSRF-Token; else empty.
        department (SessionStateDepartment): Of a regulator; empty for none.
        enterprises (list[str]): Of an enterprise its own code, of a delegate those delegated now.
        login (str): Name of the account.
        permissions (list[str]): What is allowed.
        region (str): Of a regulator, the root of the subtree.
        role (SessionStateRole): What the account is to the platform.
        via (str): session:ID, token:ID, operator (its token) or loopback.
    """

    csrf: str
    department: SessionStateDepartment
    enterprises: list[str]
    login: str
    permissions: list[str]
    region: str
    role: SessionStateRole
    via: str

    def to_dict(self) -> dict[str, Any]:
        csrf = self.csrf

        department: str = self.department

        enterprises = self.enterprises

        login = self.login

        permissions = self.permissions

        region = self.region

        role: str = self.role

        via = self.via

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "csrf": csrf,
                "department": department,
                "enterprises": enterprises,
                "login": login,
                "permissions": permissions,
                "region": region,
                "role": role,
                "via": via,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        csrf = d.pop("csrf")

        department = check_session_state_department(d.pop("department"))

        enterprises = cast(list[str], d.pop("enterprises"))

        login = d.pop("login")

        permissions = cast(list[str], d.pop("permissions"))

        region = d.pop("region")

        role = check_session_state_role(d.pop("role"))

        via = d.pop("via")

        session_state = cls(
            csrf=csrf,
            department=department,
            enterprises=enterprises,
            login=login,
            permissions=permissions,
            region=region,
            role=role,
            via=via,
        )

        return session_state
