"""接入率: who is obliged to connect, by lists, against who is connected.

References
----------
重点用能单位节能管理办法 (七部门令第15号) and 发改环资〔2017〕1711号: key energy-using units connect
to the online monitoring system.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DUTY = "online metering"
"""Duty, as `core.catalogue.lists` words it, that obliges to connect."""


class Connection(StrEnum):
    """How far an obliged enterprise has come."""

    CONNECTED = "connected"
    SILENT = "silent"
    NOT_CONNECTED = "not_connected"


@dataclass(frozen=True)
class ConnectionRate:
    """Connected of obliged enterprises [1], those with a point but no data apart."""

    obliged: int
    connected: int
    silent: int

    @property
    def rate(self) -> float | None:
        """The rate, 0 … 1 [1]; None where nobody is obliged."""
        return self.connected / self.obliged if self.obliged else None


def is_obliging(duty: str) -> bool:
    """Tell whether a list's duties, parted by semicolons, oblige to connect."""
    return DUTY in [word.strip() for word in duty.split(";")]


def tell_connection(points: int, received: int) -> Connection:
    """Tell how far an enterprise is: by its points and the readings of the month [1]."""
    if received > 0:
        return Connection.CONNECTED
    return Connection.SILENT if points > 0 else Connection.NOT_CONNECTED


def compute_connection_rate(states: Iterable[Connection]) -> ConnectionRate:
    """Return the rate of the obliged enterprises with `states`."""
    found = list(states)
    return ConnectionRate(
        len(found), found.count(Connection.CONNECTED), found.count(Connection.SILENT)
    )
