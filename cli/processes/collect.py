"""`nengheng collect`: doors, journal and drain of one part of the enterprises."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from api.app import create_app
from api.collectors import LocalCollector
from api.parts import PlatformParts
from cli.processes.composition import open_foundations, public_address
from cli.processes.notify import Notifier
from cli.processes.requirements import claim
from cli.processes.serving import Life, address_of, ended_by_signals, serve_until_signal
from core.allocator import LeanMemory
from core.garbage import calm_garbage_collector
from core.partition import Part
from core.settings import Settings
from ingest.collector import Collector

DEAD = "dead"


def run_collector(
    settings: Settings, part: Part, *, port: int, ready: Callable[[str], None]
) -> None:
    """Collect until SIGTERM or SIGINT; `ready` is called with the address once it serves.

    Listens on `port` [1], 0 for any free one.

    Ends in order: the doors close, what lies in the inbox is committed and answered, the drain
    ends its batch.

    Raises
    ------
    UnfitSettingsError
        Settings do not do; names every one.
    JournalError, StateError
        The journal is damaged, or another process holds it.
    """
    with LeanMemory(), ended_by_signals(), ExitStack() as stack:
        listener = claim(
            settings, "collect", port=port, setting="NENGHENG_COLLECT_PORT", stack=stack
        )
        under = open_foundations(settings, stack, patient=True)
        collector = stack.enter_context(
            Collector(
                settings,
                under.registry,
                under.store,
                under.clock,
                name=f"collector-{part.tag}",
                part=part,
                url=settings.collect_url or public_address(listener),
            )
        )
        parts = PlatformParts(
            settings=settings,
            clock=under.clock,
            registry=under.registry,
            store=under.store,
            catalogue=under.catalogue,
            collector=LocalCollector(collector),
            token=settings.token,
        )
        url = address_of(listener)
        life = Life(
            ready=lambda: ready(url),
            notifier=Notifier.from_systemd(),
            is_alive=lambda: is_alive(collector),
            describe=lambda: describe(collector, part),
        )
        calm_garbage_collector()
        serve_until_signal(create_app(parts), listener, life)


def is_alive(collector: Collector) -> bool:
    """Return whether every thread of the collector still runs."""
    parts = collector.health()["parts"]
    assert isinstance(parts, dict)
    return all(part["state"] != DEAD for part in parts.values())


def describe(collector: Collector, part: Part) -> str:
    """Return what the collector is doing."""
    health = collector.health()
    text = f"part {part}: {health['state']}, {health['lag_messages']} messages behind"
    return f"{text}; {health['last_error']}" if health["last_error"] else text
