"""What the production processes have in common, put together from the settings."""

from __future__ import annotations

import logging
import socket
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import exists, select

from cli.processes.serving import address_of
from core.catalogue import Catalogue, read_catalogue
from core.clock import Clock, WallClock
from core.errors import RegistryError
from core.registry.database import Registry, connect_registry, open_registry
from core.registry.models import Enterprise
from core.settings import Settings
from core.store.protocol import TimeSeriesStore

log = logging.getLogger(__name__)

WILDCARDS = frozenset({"0.0.0.0", "::"})
"""Addresses that mean every one of this machine's, and are none for others to call."""


@dataclass(frozen=True)
class Foundations:
    """What every process stands on.

    Attributes
    ----------
    settings : Settings
        The process' settings.
    registry : Registry
        What is known and what jobs derive.
    store : TimeSeriesStore
        Readings and hourly amounts.
    clock : Clock
        The only "now".
    catalogue : Catalogue
        Dated factors, levels and limits.
    """

    settings: Settings
    registry: Registry
    store: TimeSeriesStore
    clock: Clock
    catalogue: Catalogue


def open_foundations(settings: Settings, stack: ExitStack, *, patient: bool = False) -> Foundations:
    """Open registry and store; `stack` closes them.

    Parameters
    ----------
    patient : bool
        Go on with a registry that is away, for a process that has work to do until it is back.

    Raises
    ------
    RegistryError, StoreError
        One of the two cannot be used.
    """
    from core.store.opening import open_store  # late: settings are looked at before

    registry = stack.enter_context(_open_registry(settings.registry_url, patient=patient))
    store = stack.enter_context(open_store(settings))
    return Foundations(settings, registry, store, WallClock(), read_catalogue())


def _open_registry(url: str, *, patient: bool) -> Registry:
    try:
        return open_registry(url)
    except RegistryError as error:
        if not patient:
            raise
        log.warning("going on without the registry until it answers: %s", error)
        return connect_registry(url)


def holds_simulated(registry: Registry) -> bool:
    """Return whether the registry has an enterprise of a simulated fleet."""
    with registry.read() as session:
        return bool(session.scalar(select(exists().where(Enterprise.simulated))))


def public_address(listener: socket.socket) -> str:
    """Return the URL under which other machines reach `listener`."""
    url = address_of(listener)
    host, port = listener.getsockname()[:2]
    return f"http://{socket.getfqdn()}:{port}" if host in WILDCARDS else url
