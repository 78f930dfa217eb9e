"""`DoorRules`: how the MQTT door serves its collector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.backoff import Backoff
from core.broker_access import SYSTEM_TLS, TlsFiles
from core.wire import peek
from ingest.doors.subscriptions import Enterprises
from ingest.intake import Arrival
from ingest.signatures import Name

BACKOFF_FIRST_S = 0.25
BACKOFF_MOST_S = 15.0


def name_all(arrival: Arrival) -> tuple[str, int] | None:
    """Return stream and number [1] of an arrival, None where it has none."""
    return peek(arrival.payload)


@dataclass(frozen=True)
class DoorRules:
    """How a door serves its collector; the defaults are those of a collector that has everything.

    Attributes
    ----------
    tls : TlsFiles
        Files of TLS, for an ``mqtts`` broker.
    read_enterprises : callable, optional
        Gives the enterprises to subscribe to, by their own topics; by default all, by wildcards.
    name : callable
        Tells which identity of a durable arrival a reply may name.
    read_wait_ms : callable
        Tells for how long gateways are asked to hold back [ms].
    backoff : callable
        Makes the waits between tries.
    """

    tls: TlsFiles = SYSTEM_TLS
    read_enterprises: Enterprises | None = None
    name: Name = name_all
    read_wait_ms: Callable[[], int] = int
    backoff: Callable[[], Backoff] = lambda: Backoff(BACKOFF_FIRST_S, BACKOFF_MOST_S)
