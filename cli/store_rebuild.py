"""`nengheng store rebuild`: the store written again from journals."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import console, print_json
from core.errors import RefusedError
from core.settings import Settings, read_settings

if TYPE_CHECKING:
    from cli.journals import CollectorPlace
    from core.registry.database import Registry
    from core.store.protocol import TimeSeriesStore
    from ingest.rebuild import RebuildReport


def register(group: typer.Typer) -> None:
    """Add the command to the group ``store``."""
    group.command("rebuild")(rebuild)


def rebuild(
    *,
    data: Annotated[
        list[Path] | None,
        typer.Option("--data", help="Data directories of the collectors; several may be given."),
    ] = None,
    collector: Annotated[
        str | None, typer.Option("--collector", help="Only of this collector.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write what the journals hold into the configured store again, and mark it to be derived.

    The collectors must be stopped; gateways keep what they send meanwhile. Books and quarantine
    are left alone. Killed at any time, begin again: what is written twice changes nothing.
    """
    from cli.journals import connect_known_registry, find_collectors
    from core.store.opening import open_store

    settings = read_settings(data_dir=data[0] if data else None)
    places = [
        place
        for directory in data or [settings.data_dir]
        for place in find_collectors(directory, collector)
    ]
    _require_states(places)
    found: dict[str, RebuildReport] = {}
    with connect_known_registry(settings) as registry, closing(open_store(settings)) as store:
        for place in places:
            found[place.name] = _rebuild_one(settings, place, registry, store)
    if as_json:
        print_json({name: vars(report) for name, report in found.items()})
    for name, report in found.items():
        if not as_json:
            console.print(
                f"{name}: {report.messages:,} messages, {report.readings:,} readings written, "
                f"{report.hours:,} hours to derive again",
                highlight=False,
            )
        _say_problems(name, report)
    if any(report.refused or report.problems for report in found.values()):
        raise typer.Exit(1)


def _require_states(places: list[CollectorPlace]) -> None:
    for place in places:
        if not place.state.exists():
            raise RefusedError(
                "no state.db tells what has been drained and what was given up",
                where=str(place.directory),
                fix="start its collector once and let it drain: that writes the store by itself",
            )


def _rebuild_one(
    settings: Settings, place: CollectorPlace, registry: Registry, store: TimeSeriesStore
) -> RebuildReport:
    from cli.journals import show_progress
    from core.clock import WallClock
    from ingest.batch import Limits
    from ingest.journal.archive import JournalArchive
    from ingest.journal.files import lock_directory
    from ingest.rebuild import Rebuild
    from ingest.state_snapshot import StateSnapshot

    limits = Limits(
        settings.message_max_bytes,
        settings.future_tolerance_s * 1000,
        present_ms=WallClock().now_ms(),
    )
    with (
        lock_directory(place.journal),
        StateSnapshot(place.state) as snapshot,
        show_progress(f"rebuilding from {place.name}") as progress,
    ):
        archive = JournalArchive(place.journal)
        return Rebuild(registry, store, limits).run(archive, snapshot, progress)


def _say_problems(name: str, report: RebuildReport) -> None:
    for reason, count in report.refused.most_common():
        print(
            f"nengheng: {name}: {count} that were stored once are not taken now: {reason}. "
            "To mend: put back what the registry no longer has, then rebuild again",
            file=sys.stderr,
        )
    for problem in report.problems:
        print(f"nengheng: {name}: {problem}", file=sys.stderr)
