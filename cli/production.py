"""`nengheng collect | schedule | serve`: the processes of a production installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.processes.ending import end_now
from core.settings import Settings, read_settings

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Data directory of this process.", show_default="data")
]
PortOption = Annotated[
    int | None, typer.Option("--port", help="Port of its HTTP; 0 picks a free one.")
]
HostOption = Annotated[
    str | None, typer.Option("--host", help="Address to listen on.", show_default="127.0.0.1")
]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command("collect")(collect)
    app.command("schedule")(schedule)
    app.command("serve")(serve)


def collect(
    *,
    part: Annotated[
        str, typer.Option(help="Which part of the enterprises, such as 2/4: the second of four.")
    ] = "1/1",
    data: DataOption = None,
    port: PortOption = None,
    host: HostOption = None,
) -> None:
    """Collect: MQTT and HTTP push to journal to store, in a process of its own.

    SIGTERM ends it in order: nothing that was acknowledged is lost, and the next start goes on
    where this one stopped.
    """
    from core.partition import Part

    own = Part.parse(part)
    settings = _prepare(data_dir=data, host=host)
    if port is None:
        port = settings.collect_port and settings.collect_port + own.number - 1
    from cli.processes.collect import run_collector  # late: the other commands start fast

    run_collector(settings, own, port=port, ready=_say_ready)
    end_now()


def schedule(*, data: DataOption = None, port: PortOption = None, host: HostOption = None) -> None:
    """Schedule: the analytics jobs, in a process of their own.

    Of several such processes one works; another takes over when it falls silent.
    """
    settings = _prepare(data_dir=data, schedule_port=port, host=host)
    from cli.processes.schedule import run_scheduler

    run_scheduler(settings, ready=_say_ready)
    end_now()


def serve(*, data: DataOption = None, port: PortOption = None, host: HostOption = None) -> None:
    """Serve: API and console, in a process of their own."""
    settings = _prepare(data_dir=data, port=port, host=host)
    from cli.processes.serve import run_server

    run_server(settings, ready=_say_ready)
    end_now()


def _prepare(**given: object) -> Settings:
    from cli.processes.logs import configure_logging

    settings = read_settings(**given)
    configure_logging(settings)
    return settings


def _say_ready(url: str) -> None:
    print(f"ready {url}", flush=True)
