"""Log-ins of gateways: given, changed with an overlap, taken away, checked.

A gateway logs in as ``enterprise.gateway`` with a password or a certificate of that name. Mosquitto
knows one password a name, so that while an old password still holds the new one goes by
``enterprise.gateway~2``: both are the same gateway, with the same rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import RegistryError
from core.registry.models import Gateway, GatewayCredential
from core.registry.passwords import check_password, generate_password, hash_password

PASSWORD = "password"
CERTIFICATE = "certificate"
_LOGIN = re.compile(r"(?P<enterprise>[^.~:/]{1,18})\.(?P<gateway>[\w.-]{1,64})(?:~[0-9]{1,6})?")
_GATEWAY_CODE = re.compile(r"[\w.-]{1,64}")


class GatewayName(NamedTuple):
    """Codes of a gateway and its enterprise; as text the name it logs in by."""

    enterprise: str
    gateway: str

    def __str__(self) -> str:
        """Return ``enterprise.gateway``."""
        return f"{self.enterprise}.{self.gateway}"


@dataclass(frozen=True)
class IssuedPassword:
    """A new password, shown once: only its hash is kept.

    Attributes
    ----------
    number : int
        Number of the credential within its gateway [1].
    login : str
        User name.
    password : str
        The password itself.
    """

    number: int
    login: str
    password: str


def parse_login(login: str) -> GatewayName | None:
    """Return whose log-in name `login` is, None where it is no gateway's."""
    match = _LOGIN.fullmatch(login)
    return GatewayName(match["enterprise"], match["gateway"]) if match else None


def find_gateway(session: Session, name: GatewayName) -> Gateway:
    """Return the gateway called `name`.

    Raises
    ------
    RegistryError
        The registry has no such gateway, or its code cannot be part of a user name.
    """
    gateway = session.get(Gateway, tuple(name))
    if gateway is None:
        raise RegistryError(
            f"no gateway {name.gateway!r} of enterprise {name.enterprise!r}",
            where="registry, table gateway",
            fix="register it first: `nengheng registry import gateway.csv`",
        )
    if not _GATEWAY_CODE.fullmatch(name.gateway):
        raise RegistryError(
            f"gateway code {name.gateway!r} cannot be part of a user name",
            where="registry, table gateway",
            fix="use letters, digits and _ . - only in the codes of gateways that log in",
        )
    return gateway


def holds(credential: GatewayCredential, now_ms: int) -> bool:
    """Return whether a credential is good at `now_ms` [ms since the epoch]."""
    ends = (credential.expires_ms, credential.revoked_ms)
    return credential.created_ms <= now_ms and all(end is None or now_ms < end for end in ends)


def list_credentials(
    session: Session, enterprise: str | None = None, gateway: str | None = None
) -> list[GatewayCredential]:
    """Return all credentials, or those of an enterprise or one gateway, in order."""
    query = select(GatewayCredential).order_by(
        GatewayCredential.enterprise_code, GatewayCredential.gateway_code, GatewayCredential.number
    )
    if enterprise is not None:
        query = query.where(GatewayCredential.enterprise_code == enterprise)
    if gateway is not None:
        query = query.where(GatewayCredential.gateway_code == gateway)
    return list(session.scalars(query))


def add_password(session: Session, name: GatewayName, *, now_ms: int) -> IssuedPassword:
    """Give a gateway a new password beside those it has.

    Parameters
    ----------
    session : Session
        A writing session.
    name : GatewayName
        Whose.
    now_ms : int
        From when it holds [ms since the epoch].

    Raises
    ------
    RegistryError
        The registry has no such gateway.
    """
    find_gateway(session, name)
    others = list_credentials(session, *name)
    taken = {other.login for other in others if other.kind == PASSWORD and holds(other, now_ms)}
    login = _free_login(str(name), taken)
    password = generate_password()
    number = _next_number(others)
    session.add(
        GatewayCredential(
            enterprise_code=name.enterprise,
            gateway_code=name.gateway,
            number=number,
            kind=PASSWORD,
            login=login,
            secret=hash_password(password),
            created_ms=now_ms,
        )
    )
    session.flush()
    return IssuedPassword(number, login, password)


def rotate_password(
    session: Session, name: GatewayName, *, now_ms: int, keep_old_ms: int = 0
) -> IssuedPassword:
    """Give a gateway a new password, and let the old ones end.

    Parameters
    ----------
    session : Session
        A writing session.
    name : GatewayName
        Whose.
    now_ms : int
        When [ms since the epoch].
    keep_old_ms : int
        How long the old passwords still hold [ms]; 0 ends them at once, and the new one takes
        over the user name.

    Raises
    ------
    RegistryError
        The registry has no such gateway, or it has no password that holds.
    """
    find_gateway(session, name)
    old = [
        credential
        for credential in list_credentials(session, *name)
        if credential.kind == PASSWORD and holds(credential, now_ms)
    ]
    if not old:
        raise RegistryError(
            f"gateway {name} has no password that could be changed",
            where="registry, table gateway_credential",
            fix="give it one: `nengheng gateway add`",
        )
    for credential in old:
        if keep_old_ms > 0:
            ends_ms = now_ms + keep_old_ms
            credential.expires_ms = min(credential.expires_ms or ends_ms, ends_ms)
        else:
            credential.revoked_ms = now_ms
    return add_password(session, name, now_ms=now_ms)


def add_certificate(
    session: Session, name: GatewayName, *, serial: str, valid_ms: tuple[int, int]
) -> int:
    """Enter a certificate that was issued to a gateway; return its credential's number [1].

    Parameters
    ----------
    session : Session
        A writing session.
    name : GatewayName
        Whose.
    serial : str
        The certificate's number, hexadecimal.
    valid_ms : (int, int)
        From and until when it is valid [ms since the epoch].

    Raises
    ------
    RegistryError
        The registry has no such gateway.
    """
    find_gateway(session, name)
    number = _next_number(list_credentials(session, *name))
    session.add(
        GatewayCredential(
            enterprise_code=name.enterprise,
            gateway_code=name.gateway,
            number=number,
            kind=CERTIFICATE,
            login=str(name),
            serial=serial,
            created_ms=valid_ms[0],
            expires_ms=valid_ms[1],
        )
    )
    session.flush()
    return number


def revoke(
    session: Session, name: GatewayName, *, now_ms: int, numbers: Iterable[int] | None = None
) -> list[GatewayCredential]:
    """Take credentials of a gateway away; return those that held.

    Parameters
    ----------
    session : Session
        A writing session.
    name : GatewayName
        Whose.
    now_ms : int
        When [ms since the epoch].
    numbers : iterable of int, optional
        Which credentials [1]; all by default.

    Raises
    ------
    RegistryError
        The registry has no such gateway, or it has no credential of one of the numbers.
    """
    find_gateway(session, name)
    credentials = {row.number: row for row in list_credentials(session, *name)}
    wanted = sorted(credentials) if numbers is None else sorted(set(numbers))
    unknown = [number for number in wanted if number not in credentials]
    if unknown:
        raise RegistryError(
            f"gateway {name} has no credential number {unknown[0]}",
            where="registry, table gateway_credential",
            fix="see `nengheng gateway list` for its numbers",
        )
    revoked = [credentials[number] for number in wanted if holds(credentials[number], now_ms)]
    for credential in revoked:
        credential.revoked_ms = now_ms
    session.flush()
    return revoked


def verify_gateway(
    session: Session, enterprise: str, gateway: str, password: str, *, now_ms: int
) -> bool:
    """Return whether `password` lets this gateway in.

    Parameters
    ----------
    session : Session
        Any session.
    enterprise, gateway : str
        Codes of the gateway.
    password : str
        What the client gave.
    now_ms : int
        When [ms since the epoch].
    """
    good = (
        check_password(password, credential.secret)
        for credential in list_credentials(session, enterprise, gateway)
        if credential.kind == PASSWORD and holds(credential, now_ms)
    )
    return any(good)


def _next_number(others: Sequence[GatewayCredential]) -> int:
    return max((other.number for other in others), default=0) + 1


def _free_login(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}~{n}" for n in range(2, len(taken) + 3) if f"{name}~{n}" not in taken)
