"""Who a session's cookie or an API token belongs to, as the registry says at this moment.

Nothing is remembered between calls: whoever is shut out, or loses a delegation, is so at the next
one. Sessions and tokens end by people's time, which a faster platform clock does not move.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.access import OPERATOR, Identity, Permission, grants_of
from api.credentials import digest_of, is_same, operator_digest_of, parse_api_token
from api.parts import PlatformParts
from core.clock import Clock, WallClock
from core.registry.accounts import read_delegated
from core.registry.identity import ApiToken, UserAccount, UserSession
from core.vocabulary import Department, Role

SEEN_AGAIN_MS = 60_000
"""How exactly it is kept when a session or token was last used [ms]."""


@dataclass(frozen=True)
class Caller:
    """Somebody who is known, and by what.

    Attributes
    ----------
    identity : Identity
        Who it is and what is allowed.
    via : str
        ``operator``, ``loopback``, ``session:ID`` or ``token:ID``, as the list of writes has it.
    secret : str
        The cookie of a session, from which its CSRF token follows; empty otherwise.
    """

    identity: Identity
    via: str
    secret: str = field(default="", repr=False)

    @property
    def by_session(self) -> bool:
        """Whether a browser's session carries the call."""
        return self.via.startswith("session:")

    @property
    def by_token(self) -> bool:
        """Whether an API token carries the call."""
        return self.via.startswith("token:")

    @property
    def session_id(self) -> str:
        """The session, empty for none."""
        return self.via.removeprefix("session:") if self.by_session else ""


def people_clock(parts: PlatformParts) -> Clock:
    """Return the clock by which sessions and tokens end."""
    return parts.clock if parts.clock.speed == 1 else WallClock()


def identity_of(
    session: Session, account: UserAccount, *, now_ms: int, scope: frozenset[Permission] | None
) -> Identity:
    """Return who an account is at `now_ms` [ms, platform's], narrowed to a token's scope."""
    role = Role(account.role)
    department = Department(account.department) if account.department else None
    permissions = grants_of(role, department)
    enterprises: frozenset[str] = frozenset()
    if role is Role.ENTERPRISE and account.enterprise_code:
        enterprises = frozenset({account.enterprise_code})
    elif role is Role.DELEGATE:
        enterprises = read_delegated(session, account.id, now_ms=now_ms)
    return Identity(
        name=account.login,
        role=role,
        user_id=account.id,
        enterprises=enterprises,
        region=account.region_code or "",
        department=department,
        permissions=permissions if scope is None else permissions & scope,
    )


def find_session(parts: PlatformParts, secret: str) -> Caller | None:
    """Return whose session a cookie is, None where it is none or has ended."""
    digests = [digest_of(secret)]
    if parts.token:
        digests.append(operator_digest_of(secret, parts.token))
    now_ms = people_clock(parts).now_ms()
    with parts.registry.read() as session:
        found = session.execute(
            select(UserSession, UserAccount)
            .outerjoin(UserAccount, UserAccount.id == UserSession.user_id)
            .where(
                UserSession.digest.in_(digests),
                UserSession.ended_ms.is_(None),
                UserSession.expires_ms > now_ms,
                UserSession.seen_ms > now_ms - int(parts.settings.session_idle_s * 1000),
                or_(UserSession.user_id.is_(None), UserAccount.disabled_ms.is_(None)),
            )
        ).one_or_none()
        if found is None:
            return None
        row, account = found
        identity = (
            OPERATOR
            if account is None
            else identity_of(session, account, now_ms=parts.clock.now_ms(), scope=None)
        )
    return Caller(identity, f"session:{row.id}", secret)


def note_session_use(parts: PlatformParts, caller: Caller) -> None:
    """Keep that a session is used, at most once a minute."""
    now_ms = people_clock(parts).now_ms()
    with parts.registry.read() as session:
        row = session.get(UserSession, caller.session_id)
    if row is None or now_ms - row.seen_ms < SEEN_AGAIN_MS:
        return
    with parts.registry.session() as session:
        kept = session.get(UserSession, row.id)
        if kept is not None:
            kept.seen_ms = now_ms


@dataclass(frozen=True)
class FoundToken:
    """What an API token turned out to be.

    Attributes
    ----------
    caller : Caller or None
        Whose it is; None where it is not good.
    reason : str
        Why it is not good; empty where it is nobody's, so that guessing learns nothing.
    """

    caller: Caller | None
    reason: str = ""


def find_token(parts: PlatformParts, text: str) -> FoundToken:
    """Return whose API token `text` is, or why it is not good."""
    given = parse_api_token(text)
    if given is None:
        return FoundToken(None)
    now_ms = people_clock(parts).now_ms()
    with parts.registry.read() as session:
        found = session.execute(
            select(ApiToken, UserAccount)
            .join(UserAccount, UserAccount.id == ApiToken.user_id)
            .where(ApiToken.id == given.id)
        ).one_or_none()
        if found is None or not is_same(digest_of(given.secret), found[0].digest):
            return FoundToken(None)
        row, account = found
        reason = _why_not(row, account, now_ms)
        if reason:
            return FoundToken(None, reason)
        scope = frozenset(Permission(name) for name in row.scope if name in set(Permission))
        identity = identity_of(session, account, now_ms=parts.clock.now_ms(), scope=scope)
    if row.used_ms is None or now_ms - row.used_ms >= SEEN_AGAIN_MS:
        _note_token_use(parts, row.id, now_ms)
    return FoundToken(Caller(identity, f"token:{row.id}"))


def _why_not(row: ApiToken, account: UserAccount, now_ms: int) -> str:
    if row.revoked_ms is not None:
        return f"API token {row.id} was revoked"
    if now_ms >= row.expires_ms:
        return f"API token {row.id} has expired"
    if account.disabled_ms is not None:
        return f"the account of API token {row.id} is shut out"
    return ""


def _note_token_use(parts: PlatformParts, token_id: str, now_ms: int) -> None:
    with parts.registry.session() as session:
        row = session.get(ApiToken, token_id)
        if row is not None:
            row.used_ms = now_ms
