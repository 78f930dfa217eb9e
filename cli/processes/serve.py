"""`nengheng serve`: API and console over registry, store and the collectors' own processes."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack

from api.app import create_app
from api.parts import PlatformParts
from api.remote_collectors import RemoteCollectors
from cli.data_directory import RunFile, announce, hold_directory
from cli.processes.composition import holds_simulated, open_foundations
from cli.processes.notify import Notifier
from cli.processes.requirements import claim
from cli.processes.serving import Life, address_of, ended_by_signals, serve_until_signal
from core.settings import Settings
from dashboards.console import mount


def run_server(settings: Settings, *, ready: Callable[[str], None]) -> None:
    """Serve API and console until SIGTERM or SIGINT; `ready` is called with the address.

    Raises
    ------
    UnfitSettingsError
        Settings do not do; names every one.
    DataDirectoryError
        Another server uses the data directory.
    """
    with ended_by_signals(), ExitStack() as stack:
        listener = claim(
            settings, "serve", port=settings.port, setting="NENGHENG_PORT", stack=stack
        )
        stack.enter_context(hold_directory(settings.data_dir))
        under = open_foundations(settings, stack)
        parts = PlatformParts(
            settings=settings,
            clock=under.clock,
            registry=under.registry,
            store=under.store,
            catalogue=under.catalogue,
            collector=stack.enter_context(RemoteCollectors(under.registry, settings.token)),
            token=settings.token,
            simulated=holds_simulated(under.registry),
        )
        app = create_app(parts)
        mount(app, parts)
        url = address_of(listener)
        run = RunFile(url, os.getpid(), settings.token, "")
        stack.enter_context(announce(settings.data_dir, run))
        life = Life(
            ready=lambda: ready(url),
            notifier=Notifier.from_systemd(),
            describe=lambda: f"serving at {url}",
        )
        serve_until_signal(app, listener, life)
