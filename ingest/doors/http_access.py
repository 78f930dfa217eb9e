"""`HttpAccess`: whether an HTTP client is the gateway it says it is.

Log-ins are those of the broker, by the registry. One that was good is not looked up again for a few
seconds, and a registry that is away keeps nobody out who got in within the last hour: whoever would
be revoked in the meantime could not be revoked there either.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from base64 import b64decode
from binascii import Error as Base64Error
from collections import OrderedDict
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from core.clock import Clock, monotonic_s
from core.errors import RegistryError
from core.registry.credentials import GatewayName, parse_login, verify_gateway
from core.registry.database import Registry

FRESH_S = 3.0
"""For how long a good log-in is not looked up again [s]: a revoked one is out after it."""
AWAY_S = 3600.0
"""For how long a good log-in still counts while the registry is away [s]."""
KEPT = 20_000
"""Most log-ins remembered, good ones and failures each [1]."""
FAILURES_MAX = 10
"""Failed log-ins of one name from one address [1] within `FAILURES_S` before they must wait."""
FAILURES_PEER_MAX = 100
"""The same of one address whatever the name [1]."""
FAILURES_S = 60.0


class Access(Enum):
    """What became of a log-in."""

    GOOD = "good"
    REFUSED = "refused"
    FOREIGN = "foreign"
    LIMITED = "limited"
    UNKNOWN = "unknown"


class LogIn(NamedTuple):
    """Name and password as a client gave them."""

    login: str
    password: str


def parse_basic(header: str | None) -> LogIn | None:
    """Return what an ``Authorization: Basic`` header holds, None where it is none.

    References
    ----------
    RFC 7617, The 'Basic' HTTP Authentication Scheme, section 2.
    """
    scheme, _, value = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = b64decode(value.strip(), validate=True).decode("utf-8")
    except (Base64Error, ValueError):
        return None
    login, colon, password = text.partition(":")
    return LogIn(login, password) if colon else None


class HttpAccess:
    """Checks log-ins; safe from any thread.

    Parameters
    ----------
    registry : Registry
        Holds the credentials.
    clock : Clock
        The only "now".
    monotonic : callable
        Monotonic clock [s]; given by tests.
    """

    def __init__(
        self, registry: Registry, clock: Clock, monotonic: Callable[[], float] = monotonic_s
    ) -> None:
        self._registry = registry
        self._clock = clock
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._secret = secrets.token_bytes(32)
        self._good: OrderedDict[bytes, float] = OrderedDict()
        self._failures: OrderedDict[tuple[str, str], list[float]] = OrderedDict()

    def check(self, header: str | None, name: GatewayName, peer: str) -> Access:
        """Return whether the client at `peer` is let in as gateway `name`."""
        given = parse_basic(header)
        if given is None:
            return Access.REFUSED
        places = ((peer, given.login), (peer, ""))
        if self._is_limited(places):
            return Access.LIMITED
        owner = parse_login(given.login)
        access = Access.REFUSED if owner is None else self._verify(owner, given)
        if access is Access.REFUSED:
            self._note_failure(places)
        elif access is Access.GOOD and owner != name:
            return Access.FOREIGN
        return access

    def _verify(self, owner: GatewayName, given: LogIn) -> Access:
        key = hmac.digest(self._secret, "\0".join(given).encode("utf-8"), hashlib.sha256)
        now_s = self._monotonic()
        with self._lock:
            since_s = now_s - self._good.get(key, float("-inf"))
        if since_s < FRESH_S:
            return Access.GOOD
        try:
            with self._registry.read() as session:
                good = verify_gateway(session, *owner, given.password, now_ms=self._clock.now_ms())
        except RegistryError:
            return Access.GOOD if since_s < AWAY_S else Access.UNKNOWN
        with self._lock:
            if good:
                self._good[key] = now_s
                self._good.move_to_end(key)
                if len(self._good) > KEPT:
                    self._good.popitem(last=False)
            else:
                self._good.pop(key, None)
        return Access.GOOD if good else Access.REFUSED

    def _is_limited(self, places: tuple[tuple[str, str], tuple[str, str]]) -> bool:
        since_s = self._monotonic() - FAILURES_S
        with self._lock:
            for place, most in zip(places, (FAILURES_MAX, FAILURES_PEER_MAX), strict=True):
                times = self._failures.get(place, [])
                if sum(at > since_s for at in times) >= most:
                    return True
        return False

    def _note_failure(self, places: tuple[tuple[str, str], tuple[str, str]]) -> None:
        now_s = self._monotonic()
        with self._lock:
            for place in places:
                recent = [at for at in self._failures.get(place, ()) if at > now_s - FAILURES_S]
                self._failures[place] = [*recent, now_s]
                self._failures.move_to_end(place)
            while len(self._failures) > KEPT:
                self._failures.popitem(last=False)
