"""Signing in and out, and who somebody is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.base import Moment, Row

Role = Literal["enterprise", "delegate", "regulator", "operator", "test_team"]
Department = Literal["", "energy", "environment", "statistics", "water"]
Login = Field(min_length=1, max_length=64, description="Name to sign in by.", examples=["wang.li"])
PASSWORD_GIVEN_MAX = 1000
"""Longest password that is looked at at all [character]."""


class SignInBody(Row):
    """Login and password, or the operator's token of the running platform."""

    login: str = Field("", max_length=64, description="Name to sign in by.", examples=["wang.li"])
    password: str = Field(
        "",
        max_length=PASSWORD_GIVEN_MAX,
        description="The password.",
        examples=["a sentence that nobody guesses"],
        json_schema_extra={"format": "password", "writeOnly": True},
    )
    token: str = Field(
        "",
        max_length=PASSWORD_GIVEN_MAX,
        description="The operator's token instead of both.",
        examples=[""],
        json_schema_extra={"format": "password", "writeOnly": True},
    )


class PasswordBody(Row):
    """A new password, and the one until now."""

    current: str = Field(
        min_length=1,
        max_length=PASSWORD_GIVEN_MAX,
        description="The password until now.",
        examples=["a sentence that nobody guesses"],
        json_schema_extra={"format": "password", "writeOnly": True},
    )
    new: str = Field(
        min_length=1,
        max_length=PASSWORD_GIVEN_MAX,
        description="The new one: 12 characters or more.",
        examples=["another sentence nobody guesses"],
        json_schema_extra={"format": "password", "writeOnly": True},
    )


class SessionState(Row):
    """Who calls, and what is allowed."""

    login: str = Field(description="Name of the account.", examples=["wang.li"])
    role: Role = Field(description="What the account is to the platform.", examples=["regulator"])
    via: str = Field(
        description="session:ID, token:ID, operator (its token) or loopback.",
        examples=["session:0123456789abcdef"],
    )
    enterprises: list[str] = Field(
        description="Of an enterprise its own code, of a delegate those delegated now."
    )
    region: str = Field(description="Of a regulator, the root of the subtree.", examples=["150600"])
    department: Department = Field(description="Of a regulator; empty for none.")
    permissions: list[str] = Field(
        description="What is allowed.", examples=[["read", "handle_alerts"]]
    )
    csrf: str = Field(
        description="Of a session: goes with each write as header X-CSRF-Token; else empty.",
        examples=["5f4d…"],
    )


class SessionRow(Row):
    """A session of one's own."""

    id: str = Field(description="Name of the session.", examples=["0123456789abcdef"])
    method: str = Field(description="password, token or oidc.", examples=["password"])
    created: Moment = Field(description="Sign-in.", examples=["2026-07-01T08:00:00+08:00"])
    seen: Moment = Field(
        description="Last use, to the minute.", examples=["2026-07-01T09:00:00+08:00"]
    )
    expires: Moment = Field(
        description="Ends at the latest.", examples=["2026-07-01T20:00:00+08:00"]
    )
    address: str = Field(description="From where.", examples=["10.1.2.3"])
    agent: str = Field(description="Which browser, as it says.", examples=["Mozilla/5.0"])
    current: bool = Field(description="Whether it carries this call.")
