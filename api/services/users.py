"""Accounts: listed, made, changed, shut out. Their passwords and sessions."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import Permission
from api.audit import describe
from api.edits import Check, take_any
from api.errors import ConflictError, MissingError
from api.identities import people_clock
from api.schemas.base import Page
from api.schemas.users import (
    PasswordMade,
    PasswordSetBody,
    UserBody,
    UserDuties,
    UserMade,
    UserRow,
)
from api.services.paging import PAGE, Listing, read_page
from api.services.sessions import passwords_of
from api.viewer import Viewer
from core.registry.accounts import (
    AccountDraft,
    add_account,
    change_account,
    disable_account,
    end_sessions,
    keep_password,
)
from core.registry.identity import UserAccount
from core.registry.passwords import generate_password
from core.registry.user_passwords import check_password_rules

logger = logging.getLogger(__name__)


def list_users(
    viewer: Viewer,
    *,
    role: str | None = None,
    text: str | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[UserRow]:
    """Return accounts by login, at most `limit` [1].

    Raises
    ------
    ForbiddenError
        The viewer manages no accounts.
    ParameterError
        The cursor is not one this list gave.
    """
    viewer.allow(Permission.MANAGE_USERS)
    statement = select(UserAccount)
    if role is not None:
        statement = statement.where(UserAccount.role == role)
    if text:
        statement = statement.where(
            UserAccount.login.contains(text.casefold(), autoescape=True)
            | UserAccount.name.contains(text, autoescape=True)
        )
    with viewer.parts.registry.read() as session:
        listing = Listing("users", statement, (UserAccount.login,), (str,))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        return Page(items=[user_row(row[0]) for row in rows], next=after)


def read_user(viewer: Viewer, user_id: str) -> UserRow:
    """Return an account.

    Raises
    ------
    MissingError
        There is no such account.
    """
    viewer.allow(Permission.MANAGE_USERS)
    with viewer.parts.registry.read() as session:
        return user_row(_require(session, user_id))


def add_user(viewer: Viewer, body: UserBody) -> UserMade:
    """Make an account; without a password given, one is made and shown once.

    Raises
    ------
    AccountError
        The account cannot be as asked, or the password is none to choose.
    """
    viewer.allow(Permission.MANAGE_USERS)
    password = body.password or generate_password()
    check_password_rules(password, login=body.login)
    hashed = passwords_of(viewer.parts.settings).hash(password)
    now_ms = people_clock(viewer.parts).now_ms()
    with viewer.parts.registry.session() as session:
        draft = AccountDraft(login=body.login, **_duties(body))
        account = add_account(session, draft, by=viewer.name, now_ms=now_ms)
        keep_password(session, account, hashed, now_ms=now_ms)
        describe(subject=f"user:{account.login}")
        row = user_row(account)
    logger.info("%s made account %s", viewer.name, row.login)
    return UserMade(**row.model_dump(), password="" if body.password else password)


def change_user(viewer: Viewer, user_id: str, body: UserDuties, check: Check = take_any) -> UserRow:
    """Change what an account is; it holds from the next call of whoever is signed in with it.

    `check` may refuse what stands.

    Raises
    ------
    MissingError
        There is no such account.
    AccountError
        It cannot be as asked.
    ConflictError
        It is the viewer's own, whose role is changed.
    """
    viewer.allow(Permission.MANAGE_USERS)
    with _changing(viewer, user_id) as (session, account):
        check(user_row(account))
        if body.role != account.role:
            _refuse_own(viewer, account, "another role")
        change_account(session, account, AccountDraft(login=account.login, **_duties(body)))
        session.flush()
        row = user_row(account)
    logger.info("%s changed account %s", viewer.name, row.login)
    return row


def set_user_password(viewer: Viewer, user_id: str, body: PasswordSetBody) -> PasswordMade:
    """Give an account a new password and end its sessions; one that is made is shown once.

    Raises
    ------
    MissingError
        There is no such account.
    AccountError
        The password is none to choose.
    """
    viewer.allow(Permission.MANAGE_USERS)
    with viewer.parts.registry.read() as session:
        login = _require(session, user_id).login
    password = body.password or generate_password()
    check_password_rules(password, login=login)
    hashed = passwords_of(viewer.parts.settings).hash(password)
    with _changing(viewer, user_id) as (session, account):
        keep_password(session, account, hashed, now_ms=people_clock(viewer.parts).now_ms())
    logger.info("%s set the password of %s", viewer.name, login)
    return PasswordMade(password="" if body.password else password)


def disable_user(viewer: Viewer, user_id: str) -> UserRow:
    """Shut an account out at once: sessions, tokens and password do not do any longer.

    Raises
    ------
    MissingError
        There is no such account.
    ConflictError
        It is the viewer's own.
    """
    viewer.allow(Permission.MANAGE_USERS)
    with _changing(viewer, user_id) as (session, account):
        _refuse_own(viewer, account, "shut out")
        disable_account(session, account, now_ms=people_clock(viewer.parts).now_ms())
        row = user_row(account)
    logger.info("%s shut account %s out", viewer.name, row.login)
    return row


def enable_user(viewer: Viewer, user_id: str) -> UserRow:
    """Let an account in again; its sessions stay ended.

    Raises
    ------
    MissingError
        There is no such account.
    """
    viewer.allow(Permission.MANAGE_USERS)
    with _changing(viewer, user_id) as (_session, account):
        account.disabled_ms = None
        row = user_row(account)
    logger.info("%s let account %s in again", viewer.name, row.login)
    return row


def sign_user_out(viewer: Viewer, user_id: str) -> int:
    """End all sessions of an account; return how many [1].

    Raises
    ------
    MissingError
        There is no such account.
    """
    viewer.allow(Permission.MANAGE_USERS)
    with _changing(viewer, user_id) as (session, account):
        return end_sessions(session, account.id, now_ms=people_clock(viewer.parts).now_ms())


def user_row(account: UserAccount) -> UserRow:
    """Return an account as it is shown."""
    return UserRow.model_validate(
        {
            "id": account.id,
            "login": account.login,
            "name": account.name,
            "role": account.role,
            "enterprise": account.enterprise_code or "",
            "region": account.region_code or "",
            "department": account.department,
            "email": account.email or "",
            "has_password": bool(account.password),
            "created": account.created_ms,
            "created_by": account.created_by,
            "signed_in": account.signed_in_ms,
            "disabled": account.disabled_ms,
        }
    )


@contextmanager
def _changing(viewer: Viewer, user_id: str) -> Generator[tuple[Session, UserAccount]]:
    """Give an account to be changed in one transaction, which the list of writes names."""
    with viewer.parts.registry.session() as session:
        account = _require(session, user_id)
        describe(subject=f"user:{account.login}")
        yield session, account


def _duties(body: UserDuties) -> dict[str, str]:
    return {name: str(getattr(body, name)) for name in UserDuties.model_fields}


def _require(session: Session, user_id: str) -> UserAccount:
    account = session.get(UserAccount, user_id)
    if account is None:
        raise MissingError(
            f"there is no account {user_id!r}",
            parameter="user",
            value=user_id,
            fix="GET /api/v1/users lists them",
        )
    return account


def _refuse_own(viewer: Viewer, account: UserAccount, what: str) -> None:
    """Refuse what would lock the one who asks out."""
    if account.id == viewer.identity.user_id:
        raise ConflictError(
            f"{account.login!r} is your own account: it cannot be {what} by yourself",
            parameter="user",
            value=account.id,
            fix="have another operator do it",
        )
