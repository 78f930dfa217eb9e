"""Accounts: made, changed, shut out; sessions ended; delegations; by API and command line alike."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from core.errors import AccountError
from core.registry.identity import Delegation, UserAccount, UserSession
from core.registry.models import Enterprise, Region
from core.registry.user_passwords import Passwords, check_password_rules
from core.vocabulary import Department, Role

ID_BYTES = 8
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
EMAIL = re.compile(r"[^\s@<>,;:\"()]{1,64}@[^\s@<>,;:\"()]{1,189}")


@dataclass(frozen=True)
class AccountDraft:
    """What an account is to be; as `UserAccount`, with empty texts for nothing."""

    login: str
    role: str
    name: str = ""
    enterprise: str = ""
    region: str = ""
    department: str = ""
    email: str = ""


def new_id() -> str:
    """Return a new random name of a row: 16 hexadecimal digits."""
    return secrets.token_hex(ID_BYTES)


def normalise_login(login: str) -> str:
    """Return a login as it is kept: lower case, without spaces around it."""
    return login.strip().casefold()


def find_account(session: Session, login: str) -> UserAccount:
    """Return the account that signs in as `login`.

    Raises
    ------
    AccountError
        There is none.
    """
    wanted = select(UserAccount).where(UserAccount.login == normalise_login(login))
    account = session.scalars(wanted).one_or_none()
    if account is None:
        raise AccountError(
            f"there is no account {login!r}",
            where="registry, table user_account",
            fix="`nengheng users list` lists those there are",
        )
    return account


def add_account(session: Session, draft: AccountDraft, *, by: str, now_ms: int) -> UserAccount:
    """Make an account without a password.

    Parameters
    ----------
    session : Session
        A writing session.
    draft : AccountDraft
        What it is to be.
    by : str
        Who makes it.
    now_ms : int
        When [ms since the epoch].

    Raises
    ------
    AccountError
        The login or email is taken, or the draft does not hold together.
    """
    login = normalise_login(draft.login)
    if not LOGIN.fullmatch(login):
        raise _refused(
            "login",
            f"login {draft.login[:64]!r} is no name to sign in by",
            "use 2 to 64 letters a–z, digits and . _ - @, a letter or digit first",
        )
    taken = select(UserAccount.id).where(UserAccount.login == login)
    if session.scalar(taken) is not None:
        raise _refused("login", f"login {login!r} is taken", "choose another")
    account = UserAccount(id=new_id(), login=login, created_ms=now_ms, created_by=by, password="")
    change_account(session, account, draft)
    session.add(account)
    session.flush()
    return account


def change_account(session: Session, account: UserAccount, draft: AccountDraft) -> None:
    """Let an account, new or not, be what a draft says; its login stays.

    Raises
    ------
    AccountError
        The draft does not hold together, or the email is another account's.
    """
    check_draft(session, draft)
    email = draft.email.strip().casefold() or None
    if email is not None:
        others = select(UserAccount.id).where(
            UserAccount.email == email, UserAccount.id != account.id
        )
        if session.scalar(others) is not None:
            raise _refused("email", f"email {email!r} is another account's", "give its own")
    account.name = draft.name
    account.role = draft.role
    account.enterprise_code = draft.enterprise or None
    account.region_code = draft.region or None
    account.department = draft.department
    account.email = email


def check_draft(session: Session, draft: AccountDraft) -> None:
    """Make sure that role, enterprise, region, department and email go together.

    Raises
    ------
    AccountError
        They do not; says which and what to give.
    """
    roles = ", ".join(Role)
    if draft.role not in set(Role):
        raise _refused("role", f"role {draft.role!r} is none", f"use one of {roles}")
    for name, value, holder in (
        ("enterprise", draft.enterprise, Role.ENTERPRISE),
        ("region", draft.region, Role.REGULATOR),
    ):
        if bool(value) != (draft.role == holder):
            what = f"has {name} {value!r}" if value else f"has no {name}"
            fix = "leave it out" if value else f"give the code of its {name}"
            raise _refused(name, f"an account of role {draft.role!r} {what}", fix)
    if draft.department and (
        draft.role != Role.REGULATOR or draft.department not in set(Department)
    ):
        raise _refused(
            "department",
            f"department {draft.department!r} of role {draft.role!r} is none",
            f"give a regulator one of {', '.join(Department)}, others none",
        )
    if draft.enterprise and session.get(Enterprise, draft.enterprise) is None:
        raise _unknown("enterprise", draft.enterprise)
    if draft.region and session.get(Region, draft.region) is None:
        raise _unknown("region", draft.region)
    if draft.email and not EMAIL.fullmatch(draft.email.strip()):
        raise _refused(
            "email", f"email {draft.email[:100]!r} is no address", "write name@example.org"
        )


def set_password(
    session: Session, account: UserAccount, password: str, *, passwords: Passwords, now_ms: int
) -> None:
    """Give an account a password and end all its sessions.

    Parameters
    ----------
    session : Session
        A writing session.
    account : UserAccount
        Whose.
    password : str
        The new one.
    passwords : Passwords
        Makes the hash.
    now_ms : int
        When [ms since the epoch].

    Raises
    ------
    AccountError
        The password is too short, too long, or commonly guessed.
    """
    check_password_rules(password, login=account.login)
    keep_password(session, account, passwords.hash(password), now_ms=now_ms)


def keep_password(
    session: Session, account: UserAccount, hashed: str, *, now_ms: int, besides: str = ""
) -> None:
    """Give an account the hash of a new password at `now_ms` [ms]; all its sessions but one end."""
    account.password = hashed
    account.password_ms = now_ms
    end_sessions(session, account.id, now_ms=now_ms, besides=besides)


def end_sessions(session: Session, user_id: str, *, now_ms: int, besides: str = "") -> int:
    """End the sessions of an account at `now_ms` [ms], all but one; return how many [1]."""
    ended = session.execute(
        update(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.ended_ms.is_(None),
            UserSession.id != besides,
        )
        .values(ended_ms=now_ms)
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], ended).rowcount


def disable_account(session: Session, account: UserAccount, *, now_ms: int) -> None:
    """Shut an account out at `now_ms` [ms]: its sessions end, its tokens and password do not do."""
    if account.disabled_ms is None:
        account.disabled_ms = now_ms
    end_sessions(session, account.id, now_ms=now_ms)


def read_delegated(session: Session, user_id: str, *, now_ms: int) -> frozenset[str]:
    """Return the enterprises for which an account may act at `now_ms` [ms]."""
    wanted = select(Delegation.enterprise_code).where(
        Delegation.user_id == user_id,
        Delegation.valid_from_ms <= now_ms,
        or_(Delegation.valid_to_ms.is_(None), Delegation.valid_to_ms > now_ms),
        or_(Delegation.withdrawn_ms.is_(None), Delegation.withdrawn_ms > now_ms),
    )
    return frozenset(session.scalars(wanted))


def _refused(name: str, what: str, fix: str) -> AccountError:
    return AccountError(what, where=name, fix=fix)


def _unknown(name: str, code: str) -> AccountError:
    return AccountError(
        f"{name} {code!r} is not in the registry", where=name, fix="import it first"
    )
