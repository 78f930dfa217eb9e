"""`nengheng schedule`: the analytics jobs; of several such processes one holds the lease."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from analytics.context import Context
from analytics.scheduler import Scheduler
from api.app import create_app
from api.parts import PlatformParts
from cli.processes.composition import open_foundations
from cli.processes.notify import Notifier
from cli.processes.requirements import claim
from cli.processes.serving import Life, address_of, ended_by_signals, serve_until_signal
from core.settings import Settings


def run_scheduler(settings: Settings, *, ready: Callable[[str], None]) -> None:
    """Run the jobs until SIGTERM or SIGINT; `ready` is called with the address once it serves.

    Ends between two commits and gives the lease back.

    Raises
    ------
    UnfitSettingsError
        Settings do not do; names every one.
    """
    with ended_by_signals(), ExitStack() as stack:
        listener = claim(
            settings,
            "schedule",
            port=settings.schedule_port,
            setting="NENGHENG_SCHEDULE_PORT",
            stack=stack,
        )
        under = open_foundations(settings, stack)
        context = Context(under.registry, under.store, under.catalogue, under.clock, settings)
        scheduler = stack.enter_context(Scheduler(context))
        parts = PlatformParts(
            settings=settings,
            clock=under.clock,
            registry=under.registry,
            store=under.store,
            catalogue=under.catalogue,
            scheduler=scheduler,
            token=settings.token,
        )
        url = address_of(listener)
        life = Life(
            ready=lambda: ready(url),
            notifier=Notifier.from_systemd(),
            is_alive=lambda: scheduler.alive,
            describe=scheduler.describe,
        )
        serve_until_signal(create_app(parts), listener, life)
