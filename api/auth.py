"""Who may call: the operator by bearer token, and loopback peers for reading where it is open."""

from __future__ import annotations

import ipaddress
import secrets

from starlette.requests import HTTPConnection

from api.errors import UnauthorisedError
from api.parts import PlatformParts
from api.viewer import Viewer, operator

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""Headers of a proxy: behind one, a loopback peer is no proof of being on this machine."""
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names a local caller uses; any other was made to point here by somebody else."""


def authorise_read(parts: PlatformParts, connection: HTTPConnection) -> Viewer:
    """Return who reads.

    Raises
    ------
    UnauthorisedError
        Neither the operator's token nor a loopback peer where reading is open to them.
    """
    if has_token(parts, connection) or (parts.open_loopback and is_loopback(connection)):
        return operator(parts)
    raise _refusal(connection)


def authorise_write(parts: PlatformParts, connection: HTTPConnection) -> Viewer:
    """Return who writes.

    Raises
    ------
    UnauthorisedError
        The operator's token is missing or wrong.
    """
    if has_token(parts, connection):
        return operator(parts)
    raise _refusal(connection)


def has_token(parts: PlatformParts, connection: HTTPConnection) -> bool:
    """Return whether the call carries the operator's token."""
    scheme, _, given = connection.headers.get("authorization", "").partition(" ")
    if not parts.token or scheme.lower() != "bearer":
        return False
    return secrets.compare_digest(given.strip().encode(), parts.token.encode())


def is_loopback(connection: HTTPConnection) -> bool:
    """Return whether the call comes from this machine, by a local name and through no proxy."""
    if connection.client is None or any(name in connection.headers for name in FORWARDED):
        return False
    try:
        peer = ipaddress.ip_address(connection.client.host)
    except ValueError:
        return False
    return peer.is_loopback and (connection.url.hostname or "") in LOCAL_NAMES


def _refusal(connection: HTTPConnection) -> UnauthorisedError:
    given = connection.headers.get("authorization")
    if given is None:
        return UnauthorisedError(
            "the call has no Authorization header",
            parameter="Authorization",
            fix="send `Authorization: Bearer TOKEN`; the token stands in DIR/run.json",
        )
    shown = f"{given[:10]}…"
    return UnauthorisedError(
        f"Authorization {shown!r} is not the operator's token",
        parameter="Authorization",
        value=shown,
        fix="take the token from DIR/run.json of the running platform",
    )
