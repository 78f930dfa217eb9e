"""Whether the registry answers, its tables are of this version, we may write; who reports."""

from __future__ import annotations

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from cli.checks.step import Steps
from cli.data_directory import registry_path
from core.clock import WallClock
from core.registry.database import MIGRATIONS, Registry, connect_registry
from core.registry.results import CollectorSeat, Lease
from core.settings import Settings

FIX = "start the database, or mend NENGHENG_REGISTRY_URL"
APART_MS = 5000
"""Clocks further apart than this are worth knowing [ms]."""
SILENT_MS = 60_000
"""A collector that has said nothing for so long is worth knowing [ms]."""


def check_registry(settings: Settings) -> Steps:
    """Look at the registry without changing it."""
    steps = Steps("registry")
    where = settings.registry_url or str(registry_path(settings.data_dir))
    registry = steps.take("address", lambda: connect_registry(where), FIX)
    if registry is None:
        return steps
    with registry:
        if steps.take("connection", lambda: _look(registry, steps), FIX) is None:
            return steps
        if steps.take("writing", lambda: _write(registry), "give this user the rights") is None:
            return steps
        steps.ok("writing", "may be written")
        steps.take("collectors", lambda: _list_collectors(registry, steps))
    return steps


def _look(registry: Registry, steps: Steps) -> bool | None:
    with registry.read() as session:
        session.execute(select(1))
        steps.ok("connection", registry.location)
        _compare_clocks(session, steps)
        return _compare_versions(session, steps)


def _compare_versions(session: Session, steps: Steps) -> bool | None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    stands = MigrationContext.configure(session.connection()).get_current_revision()
    if stands == newest:
        steps.ok("tables", f"version {stands}")
        return True
    steps.fail(
        "tables",
        f"version {stands or 'none'}, this program has {newest}",
        "start `nengheng serve` or `schedule` of this version: they bring the tables up to date",
    )
    return None


def _compare_clocks(session: Session, steps: Steps) -> None:
    if session.get_bind().dialect.name != "postgresql":
        return
    theirs = session.scalar(text("SELECT extract(epoch FROM clock_timestamp()) * 1000")) or 0
    apart_ms = int(theirs) - WallClock().now_ms()
    if abs(apart_ms) > APART_MS:
        steps.note(
            "clock",
            f"the database's clock is {apart_ms / 1000:+.1f} s from this machine's",
            "let both be set by NTP",
        )
    else:
        steps.ok("clock", f"{apart_ms:+d} ms from this machine's")


def _write(registry: Registry) -> bool:
    """Write what changes nothing."""
    with registry.session() as session:
        session.execute(update(Lease).where(Lease.name == "").values(beat=Lease.beat))
    return True


def _list_collectors(registry: Registry, steps: Steps) -> bool:
    now_ms = WallClock().now_ms()
    with registry.read() as session:
        seats = list(session.scalars(select(CollectorSeat).order_by(CollectorSeat.number)))
    for seat in seats:
        ago_ms = now_ms - seat.beat_ms
        line = f"{seat.name}: part {seat.part}/{seat.parts} at {seat.url or 'no address'}"
        if ago_ms > SILENT_MS:
            steps.note("collector", f"{line}, silent for {ago_ms / 1000:.0f} s")
        else:
            steps.ok("collector", f"{line}, heard {max(ago_ms, 0) / 1000:.0f} s ago")
    return True
