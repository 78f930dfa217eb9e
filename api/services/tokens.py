"""API tokens of accounts: made and shown once, listed, revoked."""

from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import Permission, grants_of
from api.audit import describe
from api.credentials import TokenParts, digest_of, format_api_token, new_secret
from api.errors import ConflictError, ForbiddenError, MissingError, ParameterError
from api.identities import people_clock
from api.schemas.base import Page
from api.schemas.users import TokenBody, TokenMade, TokenRow
from api.services.paging import PAGE, Listing, read_page
from api.viewer import Viewer
from core.calendar import DAY_MS, format_time
from core.registry.accounts import new_id, normalise_login
from core.registry.identity import ApiToken, UserAccount
from core.vocabulary import Department, Role

logger = logging.getLogger(__name__)

LIFE_MAX_MS = 3660 * DAY_MS
"""Longest life of a token [ms]."""


def list_tokens(
    viewer: Viewer, *, login: str | None = None, limit: int = PAGE, cursor: str | None = None
) -> Page[TokenRow]:
    """Return tokens, at most `limit` [1]: of all accounts to who manages them, else the own.

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    statement = select(ApiToken, UserAccount.login).join(
        UserAccount, UserAccount.id == ApiToken.user_id
    )
    if not viewer.may(Permission.MANAGE_USERS):
        statement = statement.where(ApiToken.user_id == viewer.identity.user_id)
    if login is not None:
        statement = statement.where(UserAccount.login == normalise_login(login))
    listing = Listing("tokens", statement, (UserAccount.login, ApiToken.id), (str, str))
    with viewer.parts.registry.read() as session:
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        return Page(items=[_row(row[0], row[1]) for row in rows], next=after)


def add_token(viewer: Viewer, body: TokenBody, *, by_token: bool = False) -> TokenMade:
    """Make a token; it is shown once.

    Parameters
    ----------
    by_token : bool
        A token asks, which makes none for itself: else a stolen one would outlive its end.

    Raises
    ------
    ForbiddenError
        It is for another account, or asked for by a token.
    MissingError
        There is no such account.
    ParameterError
        The scope is beyond the account or the viewer, or the end is past or too far away.
    """
    scope = _check_scope(viewer, body.scope)
    now_ms = people_clock(viewer.parts).now_ms()
    _check_end(body.expires, now_ms)
    if by_token:
        raise ForbiddenError(
            f"{viewer.name!r} asks by an API token, and tokens make none",
            parameter="Authorization",
            fix="sign in, or use the operator's token",
        )
    secret = new_secret()
    with viewer.parts.registry.session() as session:
        account = _find_account(session, viewer, body.login)
        _check_grants(account, scope)
        row = ApiToken(
            id=new_id(),
            digest=digest_of(secret),
            user_id=account.id,
            name=body.name,
            scope=sorted(scope),
            created_ms=now_ms,
            created_by=viewer.name,
            expires_ms=body.expires,
        )
        session.add(row)
        session.flush()
        describe(subject=f"token:{row.id} user:{account.login}")
        made = _row(row, account.login)
    logger.info("%s made token %s of %s", viewer.name, made.id, made.login)
    return TokenMade(**made.model_dump(), token=format_api_token(TokenParts(made.id, secret)))


def revoke_token(viewer: Viewer, token_id: str) -> TokenRow:
    """Let a token be no good from now on.

    Raises
    ------
    MissingError
        There is no such token, or it is another account's.
    """
    with viewer.parts.registry.session() as session:
        row = session.get(ApiToken, token_id)
        own = row is not None and row.user_id == viewer.identity.user_id
        if row is None or not (own or viewer.may(Permission.MANAGE_USERS)):
            raise MissingError(
                f"there is no token {token_id!r}",
                parameter="token",
                value=token_id,
                fix="GET /api/v1/tokens lists those there are",
            )
        if row.revoked_ms is None:
            row.revoked_ms = people_clock(viewer.parts).now_ms()
            row.revoked_by = viewer.name
        login = session.get_one(UserAccount, row.user_id).login
        describe(subject=f"token:{row.id} user:{login}")
        shown = _row(row, login)
    logger.info("%s revoked token %s of %s", viewer.name, shown.id, shown.login)
    return shown


def _check_scope(viewer: Viewer, given: list[str]) -> frozenset[Permission]:
    known = set(Permission)
    for name in given:
        if name not in known or Permission(name) not in viewer.identity.permissions:
            raise ParameterError(
                f"scope {name!r} is {'not yours to give' if name in known else 'none'}",
                parameter="scope",
                value=name,
                fix=f"use some of {', '.join(sorted(viewer.identity.permissions))}",
            )
    return frozenset(Permission(name) for name in given)


def _check_end(expires_ms: int, now_ms: int) -> None:
    if not now_ms < expires_ms <= now_ms + LIFE_MAX_MS:
        raise ParameterError(
            f"end {format_time(expires_ms)} is past, or more than ten years away",
            parameter="expires",
            value=format_time(expires_ms),
            fix="give a time to come within ten years",
        )


def _find_account(session: Session, viewer: Viewer, login: str) -> UserAccount:
    name = normalise_login(login) or viewer.name
    if name != viewer.name:
        viewer.allow(Permission.MANAGE_USERS)
    account = session.scalars(select(UserAccount).where(UserAccount.login == name)).one_or_none()
    if account is None or (not login and account.id != viewer.identity.user_id):
        raise MissingError(
            f"there is no account {name!r}",
            parameter="login",
            value=name,
            fix="name the account it is for; the operator's token has none of its own",
        )
    if account.disabled_ms is not None:
        raise ConflictError(
            f"account {name!r} is shut out",
            parameter="login",
            value=name,
            fix="let it in again first",
        )
    return account


def _check_grants(account: UserAccount, scope: frozenset[Permission]) -> None:
    department = Department(account.department) if account.department else None
    beyond = scope - grants_of(Role(account.role), department)
    if beyond:
        raise ParameterError(
            f"scope {sorted(beyond)[0]!r} is beyond account {account.login!r}",
            parameter="scope",
            value=sorted(beyond)[0],
            fix="leave it out, or change the account's role first",
        )


def _row(row: ApiToken, login: str) -> TokenRow:
    return TokenRow.model_validate(
        {
            "id": row.id,
            "login": login,
            "name": row.name,
            "scope": row.scope,
            "created": row.created_ms,
            "created_by": row.created_by,
            "expires": row.expires_ms,
            "revoked": row.revoked_ms,
            "used": row.used_ms,
        }
    )
