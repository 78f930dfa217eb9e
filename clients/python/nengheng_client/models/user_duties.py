from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.user_duties_department import (
    UserDutiesDepartment,
    check_user_duties_department,
)
from ..models.user_duties_role import UserDutiesRole, check_user_duties_role
from ..types import UNSET, Unset

T = TypeVar("T", bound="UserDuties")


@_attrs_define
class UserDuties:
    """What an account is to be.

    Example:
        {'department': 'energy', 'email': 'wang.li@example.org', 'enterprise': '', 'name': '王丽', 'region': '150600',
            'role': 'regulator'}

    Attributes:
        role (UserDutiesRole): What it is to the platform.
        department (UserDutiesDepartment | Unset): Of a regulator; empty for none. Default: ''.
        email (str | Unset): By which an OpenID provider's person is found. Default: ''.
        enterprise (str | Unset): Code, of an account of an enterprise. Default: ''.
        name (str | Unset): Whose it is. Default: ''.
        region (str | Unset): Root of a regulator's subtree. Default: ''.
    """

    role: UserDutiesRole
    department: UserDutiesDepartment | Unset = ""
    email: str | Unset = ""
    enterprise: str | Unset = ""
    name: str | Unset = ""
    region: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        role: str = self.role

        department: str | Unset = UNSET
        if not isinstance(self.department, Unset):
            department = self.department

        email = self.email

        enterprise = self.enterprise

        name = self.name

        region = self.region

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "role": role,
            }
        )
        if department is not UNSET:
            field_dict["department"] = department
        if email is not UNSET:
            field_dict["email"] = email
        if enterprise is not UNSET:
            field_dict["enterprise"] = enterprise
        if name is not UNSET:
            field_dict["name"] = name
        if region is not UNSET:
            field_dict["region"] = region

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        role = check_user_duties_role(d.pop("role"))

        _department = d.pop("department", UNSET)
        department: UserDutiesDepartment | Unset
        if isinstance(_department, Unset):
            department = UNSET
        else:
            department = check_user_duties_department(_department)

        email = d.pop("email", UNSET)

        enterprise = d.pop("enterprise", UNSET)

        name = d.pop("name", UNSET)

        region = d.pop("region", UNSET)

        user_duties = cls(
            role=role,
            department=department,
            email=email,
            enterprise=enterprise,
            name=name,
            region=region,
        )

        return user_duties
