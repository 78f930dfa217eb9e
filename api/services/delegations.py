"""Delegations: an enterprise lets somebody act for it, from when to when, and takes it back."""

from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import Permission
from api.audit import describe
from api.errors import ConflictError, MissingError, ParameterError
from api.schemas.base import Page
from api.schemas.users import DelegationBody, DelegationRow
from api.services.paging import PAGE, Listing, read_page
from api.viewer import Viewer
from core.calendar import format_time
from core.registry.accounts import normalise_login
from core.registry.identity import Delegation, UserAccount
from core.vocabulary import Role

logger = logging.getLogger(__name__)


def list_delegations(
    viewer: Viewer,
    *,
    enterprise: str | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[DelegationRow]:
    """Return delegations, newest first, at most `limit` [1].

    A delegate sees the own ones, an enterprise those it granted.

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    statement = select(Delegation, UserAccount).join(
        UserAccount, UserAccount.id == Delegation.user_id
    )
    if viewer.identity.role is Role.DELEGATE:
        statement = statement.where(Delegation.user_id == viewer.identity.user_id)
    else:
        viewer.allow(Permission.MANAGE_DELEGATES)
        statement = statement.where(viewer.only_enterprises(Delegation.enterprise_code))
    if enterprise is not None:
        statement = statement.where(Delegation.enterprise_code == enterprise)
    listing = Listing("delegations", statement, (Delegation.id,), (int,), descending=True)
    with viewer.read() as session:
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        return Page(items=[_row(viewer, row[0], row[1]) for row in rows], next=after)


def grant_delegation(viewer: Viewer, body: DelegationBody) -> DelegationRow:
    """Let somebody act for an enterprise.

    Raises
    ------
    ForbiddenError
        The viewer grants none.
    MissingError
        There is no such enterprise, or it is not the viewer's; or no such delegate.
    ParameterError
        The end is not after the start.
    """
    viewer.allow(Permission.MANAGE_DELEGATES)
    now_ms = viewer.now_ms()
    start_ms = now_ms if body.start is None else body.start
    if body.end is not None and body.end <= start_ms:
        raise ParameterError(
            f"end {format_time(body.end)} is not after {format_time(start_ms)}",
            parameter="end",
            value=format_time(body.end),
            fix="give an end after the start, or none",
        )
    with viewer.parts.registry.session() as session:
        viewer.require_enterprise(session, body.enterprise)
        account = _find_delegate(session, body.login)
        row = Delegation(
            enterprise_code=body.enterprise,
            user_id=account.id,
            valid_from_ms=start_ms,
            valid_to_ms=body.end,
            granted_ms=now_ms,
            granted_by=viewer.name,
        )
        session.add(row)
        session.flush()
        describe(subject=f"enterprise:{body.enterprise} user:{account.login}")
        shown = _row(viewer, row, account)
    logger.info("%s lets %s act for %s", viewer.name, shown.login, shown.enterprise)
    return shown


def withdraw_delegation(viewer: Viewer, number: int) -> DelegationRow:
    """Take delegation `number` [1] back; it ends at once.

    Raises
    ------
    MissingError
        There is none such, or it is another enterprise's.
    ConflictError
        It was withdrawn before.
    """
    viewer.allow(Permission.MANAGE_DELEGATES)
    with viewer.parts.registry.session() as session:
        row = session.scalars(
            select(Delegation).where(
                Delegation.id == number, viewer.only_enterprises(Delegation.enterprise_code)
            )
        ).one_or_none()
        if row is None:
            raise MissingError(
                f"there is no delegation {number}",
                parameter="delegation",
                value=number,
                fix="GET /api/v1/delegations lists those there are",
            )
        if row.withdrawn_ms is not None:
            raise ConflictError(
                f"delegation {number} was withdrawn at {format_time(row.withdrawn_ms)}",
                parameter="delegation",
                value=number,
                fix="grant a new one where it is to hold again",
            )
        row.withdrawn_ms, row.withdrawn_by = viewer.now_ms(), viewer.name
        account = session.get_one(UserAccount, row.user_id)
        describe(subject=f"enterprise:{row.enterprise_code} user:{account.login}")
        shown = _row(viewer, row, account)
    logger.info("%s no longer lets %s act for %s", viewer.name, shown.login, shown.enterprise)
    return shown


def _find_delegate(session: Session, login: str) -> UserAccount:
    wanted = select(UserAccount).where(
        UserAccount.login == normalise_login(login),
        UserAccount.role == Role.DELEGATE,
        UserAccount.disabled_ms.is_(None),
    )
    account = session.scalars(wanted).one_or_none()
    if account is None:
        raise MissingError(
            f"there is no delegate {login!r}",
            parameter="login",
            value=login,
            fix="have the operator make an account of role delegate first",
        )
    return account


def _row(viewer: Viewer, row: Delegation, account: UserAccount) -> DelegationRow:
    now_ms = viewer.now_ms()
    ends = (row.valid_to_ms, row.withdrawn_ms)
    live = row.valid_from_ms <= now_ms and all(end is None or now_ms < end for end in ends)
    return DelegationRow.model_validate(
        {
            "id": row.id,
            "enterprise": row.enterprise_code,
            "login": account.login,
            "name": account.name,
            "start": row.valid_from_ms,
            "end": row.valid_to_ms,
            "granted": row.granted_ms,
            "granted_by": row.granted_by,
            "withdrawn": row.withdrawn_ms,
            "withdrawn_by": row.withdrawn_by,
            "live": live and account.disabled_ms is None,
        }
    )
