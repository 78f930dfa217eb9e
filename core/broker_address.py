"""`BrokerAddress`: where a message broker is, read from a URL."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from core.errors import SettingsError

PORTS = {"mqtt": 1883, "mqtts": 8883}
"""Schemes with their usual TCP ports (IANA service names mqtt and secure-mqtt) [1]."""


@dataclass(frozen=True)
class BrokerAddress:
    """Host, port [1], whether by TLS, and the credential where the URL holds one."""

    host: str
    port: int
    tls: bool = False
    username: str | None = None
    password: str | None = None

    def __str__(self) -> str:
        """Return the address as a URL without the credential."""
        return f"{'mqtts' if self.tls else 'mqtt'}://{self.host}:{self.port}"


def parse_broker_address(url: str, *, where: str = "NENGHENG_MQTT_URL") -> BrokerAddress:
    """Read ``mqtt[s]://[user[:password]@]host[:port]``; `where` names the setting in errors.

    Raises
    ------
    SettingsError
        The URL has another scheme, no host, or a port out of range.
    """
    fix = "write mqtt://host:1883 or mqtts://host:8883"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingsError(f"broker URL {url!r}: {error}", where=where, fix=fix) from error
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        raise SettingsError(f"{url!r} is not a broker URL", where=where, fix=fix)
    return BrokerAddress(
        parts.hostname,
        port or PORTS[parts.scheme],
        tls=parts.scheme == "mqtts",
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
