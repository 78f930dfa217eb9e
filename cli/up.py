"""`nengheng up`: the whole platform in one process."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from cli.processes.ending import end_now
from core.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("up")(up)


def up(
    *,
    data: Annotated[
        Path | None, typer.Option(help="Data directory; made if need be.", show_default="data")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(help="Port of API and console; 0 picks a free one.", show_default="8600"),
    ] = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")
    ] = None,
    mqtt_port: Annotated[int, typer.Option(help="Port of the broker; 0 picks a free one.")] = 0,
    scenario: Annotated[
        str, typer.Option(help="Simulated fleet to run: demo, or none for your own gateways.")
    ] = "none",
    speed: Annotated[
        float | None,
        typer.Option(help="Platform seconds per real second.", show_default="1"),
    ] = None,
    verbose: Annotated[bool, typer.Option(help="Log every step.")] = False,
) -> None:
    """Run the whole platform here: broker, collector, analytics, API and console.

    Prints `ready http://…` when it serves. Ctrl-C stops it within three seconds; nothing that was
    acknowledged is lost, and the next start goes on where this one stopped.
    """
    logging.getLogger("apscheduler").setLevel(logging.INFO if verbose else logging.ERROR)
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    from cli.platform import Options, run_platform  # late: the other commands start fast

    settings = read_settings(data_dir=data, port=port, host=host, speed=speed)
    options = Options(scenario=scenario, mqtt_port=mqtt_port)
    run_platform(settings, options, ready=lambda url: print(f"ready {url}", flush=True))
    end_now()
