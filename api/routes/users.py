"""Routes of accounts, API tokens, delegations, and the list of writes."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field

from api.etags import STALE, IfMatch, matching
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader, Writer, WritingCaller
from api.queries import Paged, TimeOrNone
from api.schemas.base import Page
from api.schemas.users import (
    AuditRow,
    DelegationBody,
    DelegationRow,
    PasswordMade,
    PasswordSetBody,
    TokenBody,
    TokenMade,
    TokenRow,
    UserBody,
    UserDuties,
    UserMade,
    UserRow,
)
from api.services import audit, delegations, tokens, users

router = APIRouter(prefix=API_PREFIX, tags=["users"], route_class=ListRoute)

UserId = Annotated[str, Path(max_length=16, description="Name of the account's row.")]
TokenId = Annotated[str, Path(max_length=16, description="The part that is no secret.")]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="Its number [1].")]


class UserQuery(Paged):
    """Which accounts."""

    role: Literal["enterprise", "delegate", "regulator", "operator", "test_team"] | None = Field(
        None, description="Only of this role."
    )
    text: str | None = Field(None, max_length=100, description="Only with this in login or name.")


class TokenQuery(Paged):
    """Which tokens."""

    login: str | None = Field(None, max_length=64, description="Only of this account.")


class DelegationQuery(Paged):
    """Which delegations."""

    enterprise: str | None = Field(None, max_length=18, description="Only of this enterprise.")


class AuditQuery(Paged):
    """Which writes."""

    who: str | None = Field(None, max_length=100, description="Only by this login.")
    role: str | None = Field(None, max_length=12, description="Only by accounts of this role.")
    action: str | None = Field(None, max_length=80, description="Only calls of this name.")
    subject: str | None = Field(None, max_length=200, description="Only with this in the subject.")
    refused: bool | None = Field(None, description="Only refused or failed ones, or only done.")
    start: TimeOrNone = None
    end: TimeOrNone = None


@router.get("/users", summary="Accounts")
def list_users(viewer: Reader, asked: Annotated[UserQuery, Query()]) -> Page[UserRow]:
    """Give accounts."""
    return users.list_users(
        viewer, role=asked.role, text=asked.text, limit=asked.limit, cursor=asked.cursor
    )


@router.post("/users", status_code=201, summary="Make an account")
def add_user(viewer: Writer, body: UserBody) -> UserMade:
    """Make an account."""
    return users.add_user(viewer, body)


@router.get("/users/{user}", summary="One account")
def read_user(viewer: Reader, user: UserId) -> UserRow:
    """Give an account."""
    return users.read_user(viewer, user)


@router.put("/users/{user}", summary="Change what an account is", responses=STALE)
def change_user(
    viewer: Writer, user: UserId, body: UserDuties, if_match: IfMatch = None
) -> UserRow:
    """Change an account."""
    return users.change_user(viewer, user, body, matching(if_match))


@router.post("/users/{user}/password", summary="Give an account a new password")
def set_user_password(viewer: Writer, user: UserId, body: PasswordSetBody) -> PasswordMade:
    """Set a password."""
    return users.set_user_password(viewer, user, body)


@router.post("/users/{user}/disable", summary="Shut an account out at once")
def disable_user(viewer: Writer, user: UserId) -> UserRow:
    """Shut an account out."""
    return users.disable_user(viewer, user)


@router.post("/users/{user}/enable", summary="Let an account in again")
def enable_user(viewer: Writer, user: UserId) -> UserRow:
    """Let an account in again."""
    return users.enable_user(viewer, user)


@router.post("/users/{user}/sign-out", status_code=204, summary="End an account's sessions")
def sign_user_out(viewer: Writer, user: UserId) -> None:
    """End all sessions of an account."""
    users.sign_user_out(viewer, user)


@router.get("/tokens", summary="API tokens: the own ones, or all to who manages accounts")
def list_tokens(viewer: Reader, asked: Annotated[TokenQuery, Query()]) -> Page[TokenRow]:
    """Give API tokens."""
    return tokens.list_tokens(viewer, login=asked.login, limit=asked.limit, cursor=asked.cursor)


@router.post("/tokens", status_code=201, summary="Make an API token; it is shown once")
def add_token(viewer: Writer, caller: WritingCaller, body: TokenBody) -> TokenMade:
    """Make an API token."""
    return tokens.add_token(viewer, body, by_token=caller.by_token)


@router.delete("/tokens/{token}", summary="Let an API token be no good from now on")
def revoke_token(viewer: Writer, token: TokenId) -> TokenRow:
    """Revoke an API token."""
    return tokens.revoke_token(viewer, token)


@router.get("/delegations", summary="Who may act for which enterprise")
def list_delegations(
    viewer: Reader, asked: Annotated[DelegationQuery, Query()]
) -> Page[DelegationRow]:
    """Give delegations."""
    return delegations.list_delegations(
        viewer, enterprise=asked.enterprise, limit=asked.limit, cursor=asked.cursor
    )


@router.post("/delegations", status_code=201, summary="Let somebody act for an enterprise")
def grant_delegation(viewer: Writer, body: DelegationBody) -> DelegationRow:
    """Grant a delegation."""
    return delegations.grant_delegation(viewer, body)


@router.delete("/delegations/{number}", summary="Take a delegation back")
def withdraw_delegation(viewer: Writer, number: Number) -> DelegationRow:
    """Withdraw a delegation."""
    return delegations.withdraw_delegation(viewer, number)


@router.get("/audit", summary="Who asked for which change, newest first")
def list_audit(viewer: Reader, asked: Annotated[AuditQuery, Query()]) -> Page[AuditRow]:
    """Give the list of writes."""
    chosen = audit.AuditFilter(
        who=asked.who,
        role=asked.role,
        action=asked.action,
        subject=asked.subject,
        refused=asked.refused,
        start_ms=asked.start,
        end_ms=asked.end,
    )
    return audit.list_audit(viewer, chosen, limit=asked.limit, cursor=asked.cursor)
