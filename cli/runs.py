"""`nengheng runs`: the run ledger, how far a run has come, holding runs back, going on.

The ledger and the hold stand in the registry, and need no running platform.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from sqlalchemy import select

from analytics.progress import hold_runs, is_held
from cli.client import Platform
from cli.data_directory import registry_path
from cli.output import console, print_rows
from core.calendar import format_time
from core.clock import WallClock
from core.registry.database import Registry, open_registry
from core.registry.results import JobRun
from core.settings import read_settings

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Data directory, where the registry is SQLite.")
]
UrlOption = Annotated[str | None, typer.Option(help="Address of the scheduler or the platform.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
LimitOption = Annotated[int, typer.Option(min=1, max=5000, help="Newest runs to list.")]
COLUMNS = ("job", "started", "ended", "state", "lease", "detail")
ASK_S = 1.0
"""Time between two looks at a run [s]."""


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="Runs of the analytics jobs: ledger, progress, hold and go on.")
    group.command("list")(list_command)
    group.command("watch")(watch_command)
    group.command("hold")(hold_command)
    group.command("go-on")(go_on_command)
    app.add_typer(group, name="runs")


def list_command(
    *, limit: LimitOption = 20, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """List the newest runs, what they did and what failed."""
    with _open(data) as registry, registry.read() as session:
        statement = select(JobRun).order_by(JobRun.id.desc()).limit(limit)
        rows = [
            {
                "job": run.job,
                "started": format_time(run.started_ms),
                "ended": format_time(run.ended_ms) if run.ended_ms else "",
                "state": run.state,
                "lease": run.lease_number,
                "detail": run.detail,
            }
            for run in session.scalars(statement)
        ]
        held = is_held(session)
    print_rows(rows, as_json=as_json, columns=COLUMNS)
    if held and not as_json:
        console.print("runs are held back; `nengheng runs go-on` lets them go on")


def watch_command(*, data: DataOption = None, url: UrlOption = None) -> None:
    """Show how far the run has come, until nothing is left to derive."""
    platform = Platform(data, url=url)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("deriving", total=100.0)
        while True:
            parts = {part["part"]: part["values"] for part in platform.get("/health")["parts"]}
            state = parts.get("scheduler", {})
            left = state.get("pending_hours", 0)
            if not left or state.get("held"):
                break
            words = f"{left} dirty hours"
            bar.update(task, completed=state.get("percent") or 0.0, description=words)
            threading.Event().wait(ASK_S)
    console.print("held back" if state.get("held") else "nothing is left to derive")


def hold_command(*, data: DataOption = None) -> None:
    """Hold runs back: the one that goes on ends after its commit, the rest stays marked."""
    _hold(data, held=True)
    console.print("held back; `nengheng runs go-on` lets them go on, nothing is lost")


def go_on_command(*, data: DataOption = None) -> None:
    """Let runs go on where they were held back."""
    _hold(data, held=False)
    console.print("runs go on")


def _hold(data: Path | None, *, held: bool) -> None:
    with _open(data) as registry, registry.session() as session:
        hold_runs(session, held=held, now_ms=WallClock().now_ms(), who="command line")


def _open(data: Path | None) -> Registry:
    settings = read_settings(data_dir=data)
    return open_registry(settings.registry_url or registry_path(settings.data_dir))
