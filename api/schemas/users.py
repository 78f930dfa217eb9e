"""Accounts, their API tokens, and delegations."""

from __future__ import annotations

from pydantic import Field
from pydantic.config import JsonDict

from api.schemas.base import Moment, Row, TimeText
from api.schemas.sessions import PASSWORD_GIVEN_MAX, Department, Login, Role

PASSWORD_TEXT: JsonDict = {"format": "password", "writeOnly": True}
SHOWN_ONCE = "Shown this once; nobody can show it again."


class UserDuties(Row):
    """What an account is to be."""

    name: str = Field("", max_length=100, description="Whose it is.", examples=["王丽"])
    role: Role = Field(description="What it is to the platform.", examples=["regulator"])
    enterprise: str = Field(
        "", max_length=18, description="Code, of an account of an enterprise.", examples=[""]
    )
    region: str = Field(
        "", max_length=6, description="Root of a regulator's subtree.", examples=["150600"]
    )
    department: Department = Field(
        "", description="Of a regulator; empty for none.", examples=["energy"]
    )
    email: str = Field(
        "",
        max_length=254,
        description="By which an OpenID provider's person is found.",
        examples=["wang.li@example.org"],
    )


class UserBody(UserDuties):
    """A new account."""

    login: str = Login
    password: str = Field(
        "",
        max_length=PASSWORD_GIVEN_MAX,
        description="12 characters or more; empty has one made.",
        examples=[""],
        json_schema_extra=PASSWORD_TEXT,
    )


class UserRow(Row):
    """An account."""

    id: str = Field(description="Its name among rows.", examples=["0123456789abcdef"])
    login: str = Login
    name: str = Field(description="Whose it is.", examples=["王丽"])
    role: Role = Field(description="What it is to the platform.", examples=["regulator"])
    enterprise: str = Field(description="Code, of an account of an enterprise.", examples=[""])
    region: str = Field(description="Root of a regulator's subtree.", examples=["150600"])
    department: Department = Field(description="Of a regulator.", examples=["energy"])
    email: str = Field(
        description="By which an OpenID provider's person is found.",
        examples=["wang.li@example.org"],
    )
    has_password: bool = Field(description="Whether it can sign in by password.")
    created: Moment = Field(description="When made.", examples=["2026-07-01T08:00:00+08:00"])
    created_by: str = Field(description="By whom.", examples=["operator"])
    signed_in: Moment | None = Field(
        description="Last sign-in.", examples=["2026-07-01T08:00:00+08:00"]
    )
    disabled: Moment | None = Field(description="Since when it is shut out.", examples=[None])


class UserMade(UserRow):
    """A new account, with its password where one was made."""

    password: str = Field(description=f"Empty where it was given. {SHOWN_ONCE}", examples=[""])


class PasswordSetBody(Row):
    """A new password for somebody."""

    password: str = Field(
        "",
        max_length=PASSWORD_GIVEN_MAX,
        description="12 characters or more; empty has one made.",
        examples=[""],
        json_schema_extra=PASSWORD_TEXT,
    )


class PasswordMade(Row):
    """A password that was made."""

    password: str = Field(description=f"Empty where it was given. {SHOWN_ONCE}", examples=[""])


class TokenBody(Row):
    """A new API token."""

    name: str = Field(
        min_length=1, max_length=100, description="What it is for.", examples=["月报脚本"]
    )
    scope: list[str] = Field(
        min_length=1,
        max_length=40,
        description="Permissions it is for; the account must have them.",
        examples=[["read"]],
    )
    expires: TimeText = Field(description="Until when, at most ten years.", examples=["2027-01-01"])
    login: str = Field("", max_length=64, description="Whose; empty for one's own.", examples=[""])


class TokenRow(Row):
    """An API token, without its secret."""

    id: str = Field(description="The part of it that is no secret.", examples=["0123456789abcdef"])
    login: str = Login
    name: str = Field(description="What it is for.", examples=["月报脚本"])
    scope: list[str] = Field(description="Permissions it is for.", examples=[["read"]])
    created: Moment = Field(description="When made.", examples=["2026-07-01T08:00:00+08:00"])
    created_by: str = Field(description="By whom.", examples=["wang.li"])
    expires: Moment = Field(description="Until when.", examples=["2027-01-01T00:00:00+08:00"])
    revoked: Moment | None = Field(description="Since when it is no good.", examples=[None])
    used: Moment | None = Field(
        description="Last use, to the minute.", examples=["2026-07-01T09:00:00+08:00"]
    )


class TokenMade(TokenRow):
    """A new API token, with its secret."""

    token: str = Field(description=SHOWN_ONCE, examples=["nh_0123456789abcdef_…"])


class DelegationBody(Row):
    """That somebody may act for an enterprise."""

    enterprise: str = Field(
        min_length=1, max_length=18, description="For which.", examples=["91150600MA0MULATXC"]
    )
    login: str = Login
    start: TimeText | None = Field(
        None, description="From when; empty for now.", examples=["2026-07-01"]
    )
    end: TimeText | None = Field(
        None, description="Until when; empty for until withdrawn.", examples=["2027-01-01"]
    )


class DelegationRow(Row):
    """Who may act for an enterprise, from when to when."""

    id: int = Field(description="Its number [1].", examples=[1])
    enterprise: str = Field(description="For which.", examples=["91150600MA0MULATXC"])
    login: str = Login
    name: str = Field(description="Whose account it is.", examples=["王丽"])
    start: Moment = Field(description="From when.", examples=["2026-07-01T00:00:00+08:00"])
    end: Moment | None = Field(description="Until when.", examples=["2027-01-01T00:00:00+08:00"])
    granted: Moment = Field(description="When granted.", examples=["2026-07-01T08:00:00+08:00"])
    granted_by: str = Field(description="By whom.", examples=["factory.manager"])
    withdrawn: Moment | None = Field(description="When withdrawn.", examples=[None])
    withdrawn_by: str = Field(description="By whom.", examples=[""])
    live: bool = Field(description="Whether it holds now.", examples=[True])


class AuditRow(Row):
    """A write that somebody asked for."""

    id: int = Field(description="Its number [1].", examples=[1])
    at: Moment = Field(description="When.", examples=["2026-07-01T08:00:00+08:00"])
    who: str = Field(description="Login of the account; empty for nobody known.")
    role: str = Field(description="What it was to the platform.", examples=["regulator"])
    via: str = Field(
        description="session:ID, token:ID, operator, console …",
        examples=["session:0123456789abcdef"],
    )
    action: str = Field(description="Name of the call.", examples=["acknowledge_alert"])
    subject: str = Field(description="What it was about.", examples=["alert=3"])
    change: str = Field(description="What was given, without secrets.", examples=['{"text": ""}'])
    status: int = Field(description="HTTP status of the answer [1].", examples=[200])
    address: str = Field(description="From where.", examples=["10.1.2.3"])
