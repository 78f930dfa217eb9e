"""Whose account somebody is whom an OpenID provider knows."""

from __future__ import annotations

import logging
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit import describe
from api.errors import MissingError
from api.identities import Caller, people_clock
from api.oidc import Person
from api.parts import PlatformParts
from api.services.sessions import Visitor, begin_session
from core.registry.accounts import LOGIN, AccountDraft, add_account, new_id, normalise_login
from core.registry.identity import UserAccount

logger = logging.getLogger(__name__)


def sign_person_in(parts: PlatformParts, person: Person, visitor: Visitor) -> Caller:
    """Begin a session of the account that is a person's.

    It is found by the provider's subject, the first time by the verified email address; where the
    settings give a role for newcomers, one is made.

    Raises
    ------
    MissingError
        No account is this person's.
    UnauthorisedError
        It is shut out.
    """
    with parts.registry.session() as session:
        account = _find_known(session, person) or _find_by_email(session, person)
        if account is None and parts.settings.oidc_new_role:
            account = _add_newcomer(session, parts, person)
        if account is None:
            raise MissingError(
                f"no account belongs to {person.subject[:60]!r} of {person.issuer}",
                parameter="sub",
                value=person.subject[:60],
                fix="have an operator make one with the same verified email address",
            )
        describe(subject=f"user:{account.login}")
    return begin_session(parts, account, visitor, method="oidc")


def _find_known(session: Session, person: Person) -> UserAccount | None:
    return session.scalars(
        select(UserAccount).where(
            UserAccount.oidc_issuer == person.issuer, UserAccount.oidc_subject == person.subject
        )
    ).one_or_none()


def _find_by_email(session: Session, person: Person) -> UserAccount | None:
    """Return the account of the verified address, which from now on is this subject's alone."""
    if not person.email:
        return None
    account = session.scalars(
        select(UserAccount).where(
            UserAccount.email == person.email,
            UserAccount.oidc_subject.is_(None),
            UserAccount.disabled_ms.is_(None),
        )
    ).one_or_none()
    if account is not None:
        account.oidc_issuer, account.oidc_subject = person.issuer, person.subject
        logger.info("%s is known at %s from now on", account.login, person.issuer)
    return account


def _add_newcomer(session: Session, parts: PlatformParts, person: Person) -> UserAccount:
    wanted = normalise_login(person.login or person.email)
    login = re.sub(r"[^a-z0-9._@-]", "-", wanted)[:50].lstrip("._@-")
    taken = select(UserAccount.id).where(UserAccount.login == login)
    if not LOGIN.fullmatch(login) or session.scalar(taken) is not None:
        login = f"openid-{new_id()}"
    email_taken = select(UserAccount.id).where(UserAccount.email == person.email)
    is_free = person.email and session.scalar(email_taken) is None
    account = add_account(
        session,
        AccountDraft(
            login=login,
            role=parts.settings.oidc_new_role,
            name=person.name,
            email=person.email if is_free else "",
        ),
        by="openid",
        now_ms=people_clock(parts).now_ms(),
    )
    account.oidc_issuer, account.oidc_subject = person.issuer, person.subject
    describe(change=f"made the account, of role {account.role}")
    logger.info("made account %s for a person of %s", account.login, person.issuer)
    return account
