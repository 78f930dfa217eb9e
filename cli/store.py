"""`nengheng store init | copy | rebuild`; what is heavy is imported when a command runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from cli import store_rebuild
from cli.errors import StorePlaceError
from cli.output import console, print_json, print_rows
from core.calendar import format_time
from core.settings import Settings, read_settings
from core.store.opening import duckdb_path, influx_address, open_store
from core.store.protocol import TimeSeriesStore

PLACES = "duckdb:FILE, influxdb (as the settings say) or influxdb:BUCKET at the same server"


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="The time-series store: make its bucket, copy, rebuild.")
    group.command("init")(init_command)
    group.command("copy")(copy_command)
    store_rebuild.register(group)
    app.add_typer(group, name="store")


def init_command() -> None:
    """Make the bucket that the settings name, kept for ever; doing it twice is harmless."""
    from core.store.influxdb_setup import create_bucket

    settings = read_settings()
    if not settings.influx_url:
        where = duckdb_path(settings.data_dir)
        console.print(f"the embedded store makes itself: {where} (NENGHENG_INFLUX_URL is not set)")
        return
    for line in create_bucket(influx_address(settings)):
        console.print(line, highlight=False)


def copy_command(
    source: Annotated[str, typer.Option("--from", help=PLACES)],
    target: Annotated[str, typer.Option("--to", help=PLACES)],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Copy all readings and hourly amounts, then compare the counts by enterprise and day.

    Killed at any time, the next copy goes on; nothing is ever taken from the source.
    """
    from core.store.copying import copy_store

    settings = read_settings()
    if source == target:
        raise StorePlaceError(
            f"{source!r} is both source and target", where="--from, --to", fix="name two stores"
        )
    if source.startswith("duckdb:") and not Path(source.removeprefix("duckdb:")).is_file():
        raise StorePlaceError(f"{source!r} is no file", where="--from", fix="name one that is")
    begin, end = _open(source, settings), _open(target, settings)
    try:
        with Progress(console=console, disable=not sys.stdout.isatty()) as progress:
            task = progress.add_task("copying", total=None)
            report = copy_store(
                begin,
                end,
                tell=lambda name, done, total: progress.update(
                    task, description=name or "copied", completed=done, total=total
                ),
            )
    finally:
        begin.close()
        end.close()
    missing = [
        {"enterprise": enterprise, "day": format_time(day_ms), "source": here, "target": there}
        for (enterprise, day_ms), here, there in report.missing()
    ]
    counted = {"source": report.source.total(), "target": report.target.total()}
    refused = {f"{key.enterprise} {key.point}": words for key, words in report.refused.items()}
    if as_json:
        written = {"readings": report.readings, "hours": report.hours}
        print_json({"written": written, **counted, "missing": missing, "refused": refused})
    else:
        console.print(f"written: {report.readings:,} readings, {report.hours:,} hours")
        console.print(f"counted: {counted['source']:,} here, {counted['target']:,} there")
        for name, words in refused.items():
            console.print(f"refused: {name}: {words}", highlight=False)
        if missing:
            print_rows(missing, as_json=False, columns=tuple(missing[0]))
    if missing or refused:
        print(f"nengheng: {len(missing)} days have fewer readings in the target", file=sys.stderr)
        raise typer.Exit(1)


def _open(place: str, settings: Settings) -> TimeSeriesStore:
    """Open the store that `place` names.

    Raises
    ------
    StorePlaceError
        It names none, a file that is not there as source, or InfluxDB without its settings.
    """
    kind, _, name = place.partition(":")
    if kind == "duckdb" and name:
        from core.store.duckdb import DuckDBStore

        return DuckDBStore(Path(name), memory_bytes=settings.store_memory_bytes)
    if kind != "influxdb":
        raise StorePlaceError(
            f"{place!r} names no store", where="--from, --to", fix=f"use {PLACES}"
        )
    if not settings.influx_url:
        raise StorePlaceError(
            f"{place!r} needs the server's address", where="settings", fix="set NENGHENG_INFLUX_URL"
        )
    return open_store(settings.model_copy(update={"influx_bucket": name or settings.influx_bucket}))
