"""Secrets that callers carry: cookies of sessions, their CSRF tokens, API tokens.

All are random numbers of 256 bits. What is kept of them is a digest, from which they cannot be
found again; so a plain fast one does, where a password needs argon2.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import NamedTuple

SECRET_BYTES = 32
SESSION_COOKIE = "nengheng_session"
CSRF_HEADER = "X-CSRF-Token"
SECRET = re.compile(r"[\w-]{43}", re.ASCII)
"""A secret as `new_secret` makes it."""
API_TOKEN = re.compile(r"nh_(?P<id>[0-9a-f]{16})_(?P<secret>[\w-]{43})", re.ASCII)


class TokenParts(NamedTuple):
    """What an API token is made of: the name of its row, and the secret."""

    id: str
    secret: str


def new_secret() -> str:
    """Return a random secret of 256 bits: 43 characters."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def operator_digest_of(secret: str, token: str) -> str:
    """Return what is kept of a secret that is good only as long as the operator's token is."""
    return hmac.new(token.encode(), secret.encode(), hashlib.sha256).hexdigest()


def csrf_token_of(secret: str) -> str:
    """Return the CSRF token of a session, which follows from its cookie and is kept nowhere."""
    return hmac.new(secret.encode(), b"nengheng csrf", hashlib.sha256).hexdigest()


def is_same(given: str, wanted: str) -> bool:
    """Compare secrets in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def format_api_token(parts: TokenParts) -> str:
    """Return an API token as callers send it."""
    return f"nh_{parts.id}_{parts.secret}"


def parse_api_token(text: str) -> TokenParts | None:
    """Return the parts of an API token, None where `text` is none."""
    match = API_TOKEN.fullmatch(text)
    return TokenParts(match["id"], match["secret"]) if match else None
