"""Who signs in: accounts, sessions, API tokens, delegations, and what was changed by whom.

No secret stands here as it is: passwords as argon2 hashes, sessions and tokens as digests of
random numbers. `audit_event` is append-only: the database itself refuses to change or delete rows.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import CREDIT_CODE, Base

LOGIN = String(64)
USER_ID = String(16)
DIGEST = String(64)
"""SHA-256 of a random secret, hexadecimal."""


class UserAccount(Base):
    """Somebody who may sign in.

    `login` is the name at sign-in; `role` is `core.vocabulary.Role`. An enterprise's account
    has its `enterprise_code`; a regulator's the `region_code` at the root of its subtree and its
    `department`, empty for none. `password` is an argon2id hash, empty where the account
    signs in otherwise; `oidc_issuer` and `oidc_subject` name it at an OpenID provider, `email`
    (verified there) is what it is first found by. It is shut out from `disabled_ms` on.
    """

    __tablename__ = "user_account"
    id: Mapped[str] = mapped_column(USER_ID, primary_key=True)
    login: Mapped[str] = mapped_column(LOGIN, unique=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    role: Mapped[str] = mapped_column(String(12))
    enterprise_code: Mapped[str | None] = mapped_column(ForeignKey("enterprise.code"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    department: Mapped[str] = mapped_column(String(12), default="")
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    oidc_issuer: Mapped[str | None] = mapped_column(String(300))
    oidc_subject: Mapped[str | None] = mapped_column(String(255))
    password: Mapped[str] = mapped_column(String(200), default="")
    password_ms: Mapped[int | None] = mapped_column(BigInteger)
    created_ms: Mapped[int] = mapped_column(BigInteger)
    created_by: Mapped[str] = mapped_column(String(100))
    disabled_ms: Mapped[int | None] = mapped_column(BigInteger)
    signed_in_ms: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = (UniqueConstraint("oidc_issuer", "oidc_subject"),)


class UserSession(Base):
    """A sign-in of a browser; `digest` is that of its cookie.

    Without `user_id` it is the operator's, who pasted the platform's token: the digest then rests
    on that token too, so that it ends with it. It holds until `expires_ms`, or until `seen_ms` lies
    too far back, or until `ended_ms`. `address` is where it was begun.
    """

    __tablename__ = "user_session"
    id: Mapped[str] = mapped_column(USER_ID, primary_key=True)
    digest: Mapped[str] = mapped_column(DIGEST, unique=True)
    user_id: Mapped[str | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), index=True
    )
    method: Mapped[str] = mapped_column(String(12))
    created_ms: Mapped[int] = mapped_column(BigInteger)
    seen_ms: Mapped[int] = mapped_column(BigInteger)
    expires_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    ended_ms: Mapped[int | None] = mapped_column(BigInteger)
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")


class ApiToken(Base):
    """A token of an account for programs, ``nh_ID_SECRET``; `digest` is that of the secret.

    `scope` lists the permissions it is for, of which it has those that the account has too.
    """

    __tablename__ = "api_token"
    id: Mapped[str] = mapped_column(USER_ID, primary_key=True)
    digest: Mapped[str] = mapped_column(DIGEST)
    user_id: Mapped[str] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(100))
    scope: Mapped[list[str]] = mapped_column(JSON)
    created_ms: Mapped[int] = mapped_column(BigInteger)
    created_by: Mapped[str] = mapped_column(String(100))
    expires_ms: Mapped[int] = mapped_column(BigInteger)
    revoked_ms: Mapped[int | None] = mapped_column(BigInteger)
    revoked_by: Mapped[str] = mapped_column(String(100), default="")
    used_ms: Mapped[int | None] = mapped_column(BigInteger)


class Delegation(Base):
    """An enterprise lets a delegate act for it in ``[valid_from_ms, valid_to_ms)``, None for open.

    Withdrawn, it ends at `withdrawn_ms`, whatever was agreed before.
    """

    __tablename__ = "delegation"
    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_code: Mapped[str] = mapped_column(
        CREDIT_CODE, ForeignKey("enterprise.code"), index=True
    )
    user_id: Mapped[str] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), index=True
    )
    valid_from_ms: Mapped[int] = mapped_column(BigInteger)
    valid_to_ms: Mapped[int | None] = mapped_column(BigInteger)
    granted_ms: Mapped[int] = mapped_column(BigInteger)
    granted_by: Mapped[str] = mapped_column(String(100))
    withdrawn_ms: Mapped[int | None] = mapped_column(BigInteger)
    withdrawn_by: Mapped[str] = mapped_column(String(100), default="")


class AuditEvent(Base):
    """A write that somebody asked for, done or refused; rows are never changed or deleted.

    `who` is the account's login, `via` how it was known (``session:ID``, ``token:ID``,
    ``operator`` …), `action` the call's name, `subject` what it was about, `change` what was given,
    without secrets; `status` is the HTTP status it was answered with [1].
    """

    __tablename__ = "audit_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    at_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    who: Mapped[str] = mapped_column(String(100))
    user_id: Mapped[str] = mapped_column(USER_ID, default="")
    role: Mapped[str] = mapped_column(String(12), default="")
    via: Mapped[str] = mapped_column(String(40), default="")
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200), default="")
    change: Mapped[str] = mapped_column(String(2000), default="")
    status: Mapped[int]
    address: Mapped[str] = mapped_column(String(64), default="")
    __table_args__ = (
        Index("ix_audit_event_who", "who", "at_ms"),
        Index("ix_audit_event_subject", "subject", "at_ms"),
    )
