"""Who calls: the operator's token, API tokens, sessions of browsers, and open loopback peers.

A credential that is given and no good refuses the call, whatever else would let it in; only a
session that has ended counts as none, so that a browser is asked to sign in again.
"""

from __future__ import annotations

import ipaddress

from starlette.requests import HTTPConnection

from api.access import LOOPBACK, OPERATOR
from api.credentials import CSRF_HEADER, SECRET, SESSION_COOKIE, csrf_token_of, is_same
from api.errors import CsrfError, UnauthorisedError
from api.identities import Caller, find_session, find_token, note_session_use
from api.parts import PlatformParts
from api.viewer import Viewer

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""Headers of a proxy: behind one, a loopback peer is no proof of being on this machine."""
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names a local caller uses; any other was made to point here by somebody else."""


def authorise_read(parts: PlatformParts, connection: HTTPConnection) -> Viewer:
    """Return who reads.

    Raises
    ------
    UnauthorisedError
        Nobody who is known, nor a loopback peer where reading is open to them.
    """
    return Viewer(parts, identify_reader(parts, connection).identity)


def authorise_write(parts: PlatformParts, connection: HTTPConnection) -> Viewer:
    """Return who writes.

    Raises
    ------
    UnauthorisedError
        Nobody who is known.
    CsrfError
        A session's call does not carry its CSRF token.
    """
    return Viewer(parts, identify_writer(parts, connection).identity)


def identify_reader(parts: PlatformParts, connection: HTTPConnection) -> Caller:
    """Return who reads, and by what; raises as `authorise_read`."""
    caller = identify(parts, connection)
    if caller is not None:
        return caller
    if parts.open_loopback and is_loopback(connection):
        return Caller(LOOPBACK, "loopback")
    raise _nobody(connection)


def identify_writer(parts: PlatformParts, connection: HTTPConnection) -> Caller:
    """Return who writes, and by what; raises as `authorise_write`."""
    caller = identify_known(parts, connection)
    check_csrf(caller, connection)
    return caller


def identify_known(parts: PlatformParts, connection: HTTPConnection) -> Caller:
    """Return who is known by what the call carries.

    Raises
    ------
    UnauthorisedError
        It carries nothing, or what is no good.
    """
    caller = identify(parts, connection)
    if caller is None:
        raise _nobody(connection)
    return caller


def identify(parts: PlatformParts, connection: HTTPConnection) -> Caller | None:
    """Return who is known by what the call carries, None where it carries nothing.

    Raises
    ------
    UnauthorisedError
        It carries a token that is no good.
    """
    if "authorization" in connection.headers:
        return _identify_bearer(parts, connection)
    secret = connection.cookies.get(SESSION_COOKIE, "")
    if not SECRET.fullmatch(secret):
        return None
    caller = find_session(parts, secret)
    if caller is not None:
        note_session_use(parts, caller)
    return caller


def check_csrf(caller: Caller, connection: HTTPConnection) -> None:
    """Make sure that a session's own pages sent the call.

    Raises
    ------
    CsrfError
        The header is missing, or not this session's.
    """
    if not caller.by_session:
        return
    given = connection.headers.get(CSRF_HEADER, "")
    if is_same(given, csrf_token_of(caller.secret)):
        return
    raise CsrfError(
        f"the call has {'another' if given else 'no'} {CSRF_HEADER} than its session",
        parameter=CSRF_HEADER,
        fix=f"send `csrf` of GET /api/v1/session as header {CSRF_HEADER}",
    )


def has_token(parts: PlatformParts, connection: HTTPConnection) -> bool:
    """Return whether the call carries the operator's token."""
    scheme, _, given = connection.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and is_operator_token(parts, given.strip())


def is_operator_token(parts: PlatformParts, given: str) -> bool:
    """Return whether `given` is the operator's token; an empty one is nobody's."""
    return bool(parts.token) and is_same(given, parts.token)


def is_loopback(connection: HTTPConnection) -> bool:
    """Return whether the call comes from this machine, by a local name and through no proxy."""
    if connection.client is None or any(name in connection.headers for name in FORWARDED):
        return False
    try:
        peer = ipaddress.ip_address(connection.client.host)
    except ValueError:
        return False
    return peer.is_loopback and (connection.url.hostname or "") in LOCAL_NAMES


def address_of(connection: HTTPConnection) -> str:
    """Return from which address somebody calls, empty where it is not known."""
    return connection.client.host[:64] if connection.client else ""


def _identify_bearer(parts: PlatformParts, connection: HTTPConnection) -> Caller:
    if has_token(parts, connection):
        return Caller(OPERATOR, "operator")
    scheme, _, given = connection.headers["authorization"].partition(" ")
    reason = ""
    if scheme.lower() == "bearer":
        found = find_token(parts, given.strip())
        if found.caller is not None:
            return found.caller
        reason = found.reason
    raise UnauthorisedError(
        reason or f"Authorization {scheme[:10] + ' …'!r} is no token of this platform",
        parameter="Authorization",
        value=f"{scheme[:10]} …",
        fix="make an API token in the console or with `nengheng tokens add`, or take the "
        "operator's from DIR/run.json of the running platform",
        is_guess=not reason,
    )


def _nobody(connection: HTTPConnection) -> UnauthorisedError:
    if SESSION_COOKIE in connection.cookies:
        return UnauthorisedError(
            "the session has ended, and the call has no Authorization header",
            parameter=SESSION_COOKIE,
            fix="sign in again: POST /api/v1/session",
        )
    return UnauthorisedError(
        "the call has no Authorization header",
        parameter="Authorization",
        fix="send `Authorization: Bearer TOKEN`, or sign in: POST /api/v1/session; the operator's "
        "token stands in DIR/run.json",
    )
