from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.user_body_department import UserBodyDepartment, check_user_body_department
from ..models.user_body_role import UserBodyRole, check_user_body_role
from ..types import UNSET, Unset

T = TypeVar("T", bound="UserBody")


@_attrs_define
class UserBody:
    """A new account.

    Example:
        {'department': 'energy', 'email': 'wang.li@example.org', 'enterprise': '', 'login': 'wang.li', 'name': '王丽',
            'password': '', 'region': '150600', 'role': 'regulator'}

    Attributes:
        login (str): Name to sign in by.
        role (UserBodyRole): What it is to the platform.
        department (UserBodyDepartment | Unset): Of a regulator; empty for none. Default: ''.
        email (str | Unset): By which an OpenID provider's person is found. Default: ''.
        enterprise (str | Unset): Code, of an account of an enterprise. Default: ''.
        name (str | Unset): Whose it is. Default: ''.
        password (str | Unset): 12 characters or more; empty has one made. Default: ''.
        region (str | Unset): Root of a regulator's subtree. Default: ''.
    """

    login: str
    role: UserBodyRole
    department: UserBodyDepartment | Unset = ""
    email: str | Unset = ""
    enterprise: str | Unset = ""
    name: str | Unset = ""
    password: str | Unset = ""
    region: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        login = self.login

        role: str = self.role

        department: str | Unset = UNSET
        if not isinstance(self.department, Unset):
            department = self.department

        email = self.email

        enterprise = self.enterprise

        name = self.name

        password = self.password

        region = self.region

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "login": login,
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
        if password is not UNSET:
            field_dict["password"] = password
        if region is not UNSET:
            field_dict["region"] = region

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        login = d.pop("login")

        role = check_user_body_role(d.pop("role"))

        _department = d.pop("department", UNSET)
        department: UserBodyDepartment | Unset
        if isinstance(_department, Unset):
            department = UNSET
        else:
            department = check_user_body_department(_department)

        email = d.pop("email", UNSET)

        enterprise = d.pop("enterprise", UNSET)

        name = d.pop("name", UNSET)

        password = d.pop("password", UNSET)

        region = d.pop("region", UNSET)

        user_body = cls(
            login=login,
            role=role,
            department=department,
            email=email,
            enterprise=enterprise,
            name=name,
            password=password,
            region=region,
        )

        return user_body
