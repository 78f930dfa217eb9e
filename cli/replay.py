"""`nengheng replay`: any CSV through the front door; heavy imports wait for the command."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress, TaskID

from cli.data_directory import read_run_file, registry_path
from cli.errors import PlatformError
from cli.output import console
from core.clock import WallClock
from core.errors import RefusedError
from core.settings import Settings, read_settings

if TYPE_CHECKING:
    from simulators.replay import ReplayMap

UNITS_MS = {"w": 604_800_000, "d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000}


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("replay")(replay_command)


def replay_command(
    file: Annotated[Path, typer.Argument(help="CSV file, plain or .gz.")],
    *,
    map_name: Annotated[
        str, typer.Option("--map", help="TOML map, or the name of one that comes with us.")
    ],
    register_points: Annotated[
        bool, typer.Option("--register", help="Import the map's enterprise and points first.")
    ] = False,
    shift: Annotated[
        str, typer.Option(help="Add to every time: 7d, -12h, 30m …; units w d h m s.")
    ] = "0s",
    speed: Annotated[
        float, typer.Option(min=0, help="File seconds per real second; 0: as fast as it goes.")
    ] = 0.0,
    to: Annotated[
        str | None, typer.Option(help="Broker, mqtt://…; without it, the running platform's.")
    ] = None,
    skip_bad: Annotated[
        bool, typer.Option(help="Leave out rows and cells that cannot be taken.")
    ] = False,
    data: Annotated[
        Path | None, typer.Option(help="Data directory of the platform.", show_default="data")
    ] = None,
) -> None:
    """Send a recorded file through the front door and wait until all of it is durable.

    The whole file is checked before anything is sent. Sending it twice doubles nothing.
    """
    from simulators.gateway import GatewayClient
    from simulators.replay import ReplayOptions, find_map, read_map, replay

    settings = read_settings(data_dir=data)
    shift_ms = _parse_shift(shift)
    given = read_map(find_map(map_name))
    url = to or _running_broker(settings)
    if register_points:
        _register(given, settings)
    with (
        tempfile.TemporaryDirectory(prefix="nengheng-replay-") as folder,
        GatewayClient(
            url, given.enterprise.code, given.gateway.code, buffer=Path(folder) / "buffer.db"
        ) as gateway,
        Progress(console=console, disable=not console.is_terminal, transient=True) as progress,
    ):
        bar = progress.add_task(file.name, total=None)
        options = ReplayOptions(
            shift_ms=shift_ms,
            speed=speed,
            skip_bad=skip_bad,
            progress=lambda sent, total: _advance(progress, bar, sent=sent, total=total),
        )
        report = replay(file, given, gateway, options)
    assumed = "; times are assumed from a start and a step" if report.time_assumed else ""
    console.print(
        f"{report.readings:,} readings in {report.messages:,} messages are durable"
        f" ({report.seconds:.1f} s){assumed}",
        highlight=False,
    )
    for line in report.tally.describe():
        console.print(line, highlight=False)


def _advance(progress: Progress, bar: TaskID, *, sent: int, total: int) -> None:
    progress.update(bar, completed=sent, total=total)


def _parse_shift(text: str) -> int:
    """Return a span such as ``-12h`` in milliseconds [ms]."""
    found = re.fullmatch(r"([+-]?)(\d+(?:\.\d+)?)([wdhms])", text.strip())
    if found is None:
        raise RefusedError(
            f"{text!r} is not a span", where="--shift", fix="write a number and a unit, as in -12h"
        )
    sign, number, unit = found.groups()
    return round(float(number) * UNITS_MS[unit]) * (-1 if sign == "-" else 1)


def _running_broker(settings: Settings) -> str:
    running = read_run_file(settings.data_dir)
    if running is None:
        raise PlatformError(
            f"no platform runs on the data directory {settings.data_dir}",
            fix="start it with `nengheng up`, or name a broker with --to mqtt://host:port",
        )
    return running.mqtt_url


def _register(given: ReplayMap, settings: Settings) -> None:
    from core.registry.database import open_registry
    from core.registry.transfer import import_files
    from simulators.replay import registry_files

    with (
        tempfile.TemporaryDirectory(prefix="nengheng-map-") as folder,
        open_registry(settings.registry_url or registry_path(settings.data_dir)) as registry,
    ):
        report = import_files(registry, registry_files(given, Path(folder)), clock=WallClock())
    if not report.applied:
        first = report.rows[0]
        raise RefusedError(
            f"{first.column} {first.value!r}: {first.reason}",
            where=f"the map's {first.file} row {first.row}",
            fix=first.fix,
        )
