"""Keys with which gateways sign their messages (``NH1`` frames): given, changed, ended."""

from __future__ import annotations

import secrets
from base64 import b64encode
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import RegistryError
from core.registry.credentials import GatewayName, find_gateway
from core.registry.models import GatewayKey

KEY_BYTES = 32
KEY_IDS = 256


@dataclass(frozen=True)
class IssuedKey:
    """A new signing key.

    Attributes
    ----------
    key_id : int
        The key's id, in every frame's header [1].
    secret : str
        The key, base64.
    """

    key_id: int
    secret: str


def list_keys(
    session: Session, enterprise: str | None = None, gateway: str | None = None
) -> list[GatewayKey]:
    """Return all keys, or those of an enterprise or one gateway, in order."""
    query = select(GatewayKey).order_by(
        GatewayKey.enterprise_code, GatewayKey.gateway_code, GatewayKey.key_id
    )
    if enterprise is not None:
        query = query.where(GatewayKey.enterprise_code == enterprise)
    if gateway is not None:
        query = query.where(GatewayKey.gateway_code == gateway)
    return list(session.scalars(query))


def add_key(session: Session, name: GatewayName, *, now_ms: int) -> IssuedKey:
    """Give a gateway a new key beside those it has.

    Parameters
    ----------
    session : Session
        A writing session.
    name : GatewayName
        Whose.
    now_ms : int
        From when it is good [ms since the epoch].

    Raises
    ------
    RegistryError
        The registry has no such gateway, or all 256 ids are in use.
    """
    find_gateway(session, name)
    keys = {key.key_id: key for key in list_keys(session, *name)}
    key_id = next((n for n in range(KEY_IDS) if n not in keys), None)
    if key_id is None:
        key_id = _oldest_ended(list(keys.values()), name, now_ms)
        session.delete(keys[key_id])
        session.flush()
    secret = b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    session.add(
        GatewayKey(
            enterprise_code=name.enterprise,
            gateway_code=name.gateway,
            key_id=key_id,
            secret=secret,
            valid_from_ms=now_ms,
        )
    )
    session.flush()
    return IssuedKey(key_id, secret)


def rotate_key(
    session: Session, name: GatewayName, *, now_ms: int, keep_old_ms: int = 0
) -> IssuedKey:
    """Give a gateway a new key, and let the old ones end.

    Parameters
    ----------
    session : Session
        A writing session.
    name : GatewayName
        Whose.
    now_ms : int
        When [ms since the epoch].
    keep_old_ms : int
        How long messages signed with the old keys are still taken [ms].

    Raises
    ------
    RegistryError
        The registry has no such gateway, or all 256 ids are in use.
    """
    end_keys(session, name, ends_ms=now_ms + max(0, keep_old_ms))
    return add_key(session, name, now_ms=now_ms)


def end_keys(session: Session, name: GatewayName, *, ends_ms: int) -> list[int]:
    """Let the keys of a gateway end at `ends_ms` [ms], where not before; return their ids [1].

    Raises
    ------
    RegistryError
        The registry has no such gateway.
    """
    find_gateway(session, name)
    ended = []
    for key in list_keys(session, *name):
        if key.valid_to_ms is None or key.valid_to_ms > ends_ms:
            key.valid_to_ms = ends_ms
            ended.append(key.key_id)
    session.flush()
    return ended


def _oldest_ended(keys: list[GatewayKey], name: GatewayName, now_ms: int) -> int:
    ended = [key for key in keys if key.valid_to_ms is not None and key.valid_to_ms <= now_ms]
    if not ended:
        raise RegistryError(
            f"gateway {name} has {len(keys)} keys that all hold",
            where="registry, table gateway_key",
            fix="end the old ones: `nengheng gateway key ENTERPRISE GATEWAY --end`",
        )
    return min(ended, key=lambda key: key.valid_to_ms or 0).key_id
