"""Signing in, signing out, changing the own password."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from api.access import OPERATOR
from api.audit import arm, describe
from api.auth import is_operator_token
from api.credentials import csrf_token_of, digest_of, new_secret, operator_digest_of
from api.errors import ConflictError, MissingError, UnauthorisedError
from api.identities import Caller, find_session, identity_of, people_clock
from api.limits import CallLimits
from api.parts import PlatformParts
from api.schemas.sessions import PasswordBody, SessionRow, SessionState, SignInBody
from core.calendar import DAY_MS
from core.registry.accounts import end_sessions, keep_password, new_id, normalise_login
from core.registry.identity import UserAccount, UserSession
from core.registry.user_passwords import Passwords, check_password_rules
from core.settings import Settings

logger = logging.getLogger(__name__)

KEPT_MS = 30 * DAY_MS
"""How long sessions that have ended are kept [ms]."""


@dataclass(frozen=True)
class Visitor:
    """A browser that signs in.

    Attributes
    ----------
    address, agent : str
        From where, and what it says it is.
    secret : str
        The cookie of the session it has so far, which the new one replaces.
    """

    address: str = ""
    agent: str = ""
    secret: str = field(default="", repr=False)


def passwords_of(settings: Settings) -> Passwords:
    """Return what makes and checks hashes at the cost of the settings."""
    return _passwords(settings.password_memory_kib, settings.password_rounds)


@lru_cache(maxsize=4)
def _passwords(memory_kib: int, rounds: int) -> Passwords:
    return Passwords(memory_kib, rounds)


def sign_in(parts: PlatformParts, body: SignInBody, visitor: Visitor, limits: CallLimits) -> Caller:
    """Begin a session by password or by the operator's token; the caller has its secret.

    Raises
    ------
    UnauthorisedError
        Login and password do not belong together, or the token is not the operator's.
    TooManyError
        Too many have failed.
    """
    if body.token:
        return _sign_in_operator(parts, body.token, visitor, limits)
    login = normalise_login(body.login)
    limits.begin_sign_in(login, visitor.address)
    with parts.registry.read() as session:
        account = session.scalars(
            select(UserAccount).where(UserAccount.login == login)
        ).one_or_none()
    usable = account is not None and account.disabled_ms is None
    hashed = account.password if account is not None and usable else ""
    passwords = passwords_of(parts.settings)
    is_right = passwords.verify(body.password, hashed)
    if account is None or not is_right:
        if account is not None:
            describe(subject=f"user:{account.login}")
        limits.count_failure(visitor.address)
        raise wrong_sign_in()
    limits.end_sign_in(login)
    fresh = passwords.hash(body.password) if passwords.is_outdated(hashed) else ""
    return begin_session(parts, account, visitor, method="password", hashed=(hashed, fresh))


def wrong_sign_in() -> UnauthorisedError:
    """Return what is said to who gives a wrong login or password, whichever it is."""
    return UnauthorisedError(
        "login and password do not belong together, or the account is shut out",
        parameter="password",
        fix="try again; an operator can set a new password",
    )


def begin_session(
    parts: PlatformParts,
    account: UserAccount,
    visitor: Visitor,
    *,
    method: str,
    hashed: tuple[str, str] | None = None,
) -> Caller:
    """Begin a session of an account that has shown who it is.

    Parameters
    ----------
    hashed : (str, str), optional
        The hash that was checked, and one at today's cost where it is to be replaced.

    Raises
    ------
    UnauthorisedError
        The account was shut out, or its password changed, in the meantime.
    """
    secret, session_id = new_secret(), new_id()
    with parts.registry.session() as session:
        kept = session.get(UserAccount, account.id)
        if kept is None or kept.disabled_ms is not None:
            raise wrong_sign_in()
        if hashed is not None:
            if kept.password != hashed[0]:
                raise wrong_sign_in()
            kept.password = hashed[1] or kept.password
        kept.signed_in_ms = people_clock(parts).now_ms()
        identity = identity_of(session, kept, now_ms=parts.clock.now_ms(), scope=None)
        _replace_session(session, parts, visitor)
        _keep_session(session, parts, visitor, (session_id, digest_of(secret), kept.id, method))
        describe(subject=f"user:{kept.login}")
        arm(identity, f"session:{session_id}")
    logger.info("%s signed in by %s", identity.name, method)
    return Caller(identity, f"session:{session_id}", secret)


def _sign_in_operator(
    parts: PlatformParts, token: str, visitor: Visitor, limits: CallLimits
) -> Caller:
    if not is_operator_token(parts, token.strip()):
        limits.count_failure(visitor.address)
        raise UnauthorisedError(
            "the token given is none of the running platform's operator",
            parameter="token",
            fix="take it from DIR/run.json, or from NENGHENG_TOKEN of the server",
        )
    secret, session_id = new_secret(), new_id()
    with parts.registry.session() as session:
        _replace_session(session, parts, visitor)
        digest = operator_digest_of(secret, parts.token)
        _keep_session(session, parts, visitor, (session_id, digest, None, "token"))
        describe(subject="operator")
        arm(OPERATOR, f"session:{session_id}")
    return Caller(OPERATOR, f"session:{session_id}", secret)


def _replace_session(session: Session, parts: PlatformParts, visitor: Visitor) -> None:
    """End the session the browser had, and forget those that ended long ago."""
    now_ms = people_clock(parts).now_ms()
    if visitor.secret:
        session.execute(
            update(UserSession)
            .where(
                UserSession.digest.in_(
                    (digest_of(visitor.secret), operator_digest_of(visitor.secret, parts.token))
                ),
                UserSession.ended_ms.is_(None),
            )
            .values(ended_ms=now_ms)
        )
    session.execute(delete(UserSession).where(UserSession.expires_ms < now_ms - KEPT_MS))


def _keep_session(
    session: Session,
    parts: PlatformParts,
    visitor: Visitor,
    made: tuple[str, str, str | None, str],
) -> None:
    now_ms = people_clock(parts).now_ms()
    session_id, digest, user_id, method = made
    session.add(
        UserSession(
            id=session_id,
            digest=digest,
            user_id=user_id,
            method=method,
            created_ms=now_ms,
            seen_ms=now_ms,
            expires_ms=now_ms + int(parts.settings.session_s * 1000),
            address=visitor.address[:64],
            agent=visitor.agent[:200],
        )
    )


def renew(parts: PlatformParts, caller: Caller) -> Caller | None:
    """Return who a session of a page that stays open belongs to now; None where it has ended."""
    return find_session(parts, caller.secret) if caller.by_session else caller


def describe_session(caller: Caller) -> SessionState:
    """Return who calls, and what is allowed."""
    who = caller.identity
    return SessionState(
        login=who.name,
        role=who.role.value,
        via=caller.via,
        enterprises=sorted(who.enterprises),
        region=who.region,
        department=who.department.value if who.department else "",
        permissions=sorted(who.permissions),
        csrf=csrf_token_of(caller.secret) if caller.by_session else "",
    )


def sign_out(parts: PlatformParts, caller: Caller, *, everywhere: bool = False) -> int:
    """End the caller's session, or all sessions of the account; return how many [1].

    Raises
    ------
    ConflictError
        The call is not carried by a session.
    """
    if not caller.by_session:
        raise _no_session(caller)
    chosen = _own(caller.identity.user_id) if everywhere else (UserSession.id == caller.session_id)
    with parts.registry.session() as session:
        return _end(session, parts, chosen)


def list_sessions(parts: PlatformParts, caller: Caller) -> list[SessionRow]:
    """Return the account's sessions that have not ended, newest first."""
    now_ms = people_clock(parts).now_ms()
    wanted = (
        select(UserSession)
        .where(_own(caller.identity.user_id), UserSession.ended_ms.is_(None))
        .where(UserSession.expires_ms > now_ms)
        .where(UserSession.seen_ms > now_ms - int(parts.settings.session_idle_s * 1000))
        .order_by(UserSession.created_ms.desc(), UserSession.id)
    )
    with parts.registry.read() as session:
        return [
            SessionRow.model_validate(
                {
                    "id": row.id,
                    "method": row.method,
                    "created": row.created_ms,
                    "seen": row.seen_ms,
                    "expires": row.expires_ms,
                    "address": row.address,
                    "agent": row.agent,
                    "current": row.id == caller.session_id,
                }
            )
            for row in session.scalars(wanted)
        ]


def end_session(parts: PlatformParts, caller: Caller, session_id: str) -> None:
    """End one of the account's sessions.

    Raises
    ------
    MissingError
        The account has no such session.
    """
    chosen = _own(caller.identity.user_id) & (UserSession.id == session_id)
    with parts.registry.session() as session:
        if _end(session, parts, chosen):
            return
        raise MissingError(
            f"there is no session {session_id!r}",
            parameter="session",
            value=session_id,
            fix="GET /api/v1/sessions lists your own",
        )


def change_own_password(
    parts: PlatformParts, caller: Caller, body: PasswordBody, limits: CallLimits
) -> None:
    """Change the password of who is signed in; all other sessions of the account end.

    Raises
    ------
    ConflictError
        The call is not carried by a session of an account.
    UnauthorisedError
        The password until now is wrong.
    AccountError
        The new one is too short, too long, or commonly guessed.
    """
    who = caller.identity
    if not caller.by_session or not who.user_id:
        raise _no_session(caller)
    limits.begin_sign_in(who.name, "")
    passwords = passwords_of(parts.settings)
    with parts.registry.read() as session:
        before = session.get_one(UserAccount, who.user_id).password
    if not passwords.verify(body.current, before):
        raise UnauthorisedError(
            f"the password of {who.name!r} until now is another one",
            parameter="current",
            fix="type the password you signed in with; an operator can set a new one",
        )
    limits.end_sign_in(who.name)
    check_password_rules(body.new, login=who.name)
    hashed = passwords.hash(body.new)
    with parts.registry.session() as session:
        account = session.get_one(UserAccount, who.user_id)
        if account.password != before:
            raise ConflictError(
                f"the password of {who.name!r} was changed meanwhile",
                parameter="current",
                fix="sign in again",
            )
        keep_password(
            session,
            account,
            hashed,
            now_ms=people_clock(parts).now_ms(),
            besides=caller.session_id,
        )
    logger.info("%s changed the own password", who.name)


def end_all(session: Session, parts: PlatformParts, user_id: str) -> int:
    """End all sessions of an account; return how many [1]."""
    return end_sessions(session, user_id, now_ms=people_clock(parts).now_ms())


def _own(user_id: str) -> ColumnElement[bool]:
    return UserSession.user_id == user_id if user_id else UserSession.user_id.is_(None)


def _end(session: Session, parts: PlatformParts, chosen: ColumnElement[bool]) -> int:
    ended = session.execute(
        update(UserSession)
        .where(chosen, UserSession.ended_ms.is_(None))
        .values(ended_ms=people_clock(parts).now_ms())
    )
    return cast(CursorResult[Any], ended).rowcount


def _no_session(caller: Caller) -> ConflictError:
    return ConflictError(
        f"the call is carried by {caller.via}, and no session of an account",
        parameter="via",
        value=caller.via,
        fix="sign in with login and password first: POST /api/v1/session",
    )
