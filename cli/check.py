"""`nengheng check settings | broker | store | registry`: what production stands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import console, print_json, print_rows
from core.settings import Settings, read_settings

if TYPE_CHECKING:
    from cli.checks.step import Step, Steps

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Data directory.", show_default="data")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
COLUMNS = ("subject", "name", "outcome", "detail", "fix")


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(
        help="Check what a production installation stands on; without a name, all of it. "
        "Status 1 where a step fails."
    )
    group.callback(invoke_without_command=True)(check)
    for command in (settings, broker, store, registry):
        group.command(command.__name__)(command)
    app.add_typer(group, name="check")


def check(context: typer.Context, *, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Check settings, broker, store and registry."""
    if context.invoked_subcommand is None:
        _run([_settings, _broker, _store, _registry], data, as_json=as_json)


def settings(*, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Check whether the settings do for collect, schedule and serve."""
    _run([_settings], data, as_json=as_json)


def broker(*, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Go the collector's way into the broker: name, TLS, log-in, rights, session, limits."""
    _run([_broker], data, as_json=as_json)


def store(*, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Ask the time-series store for its bucket, and whether it may be read and written."""
    _run([_store], data, as_json=as_json)


def registry(*, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Look at the registry: connection, version of its tables, rights, clock, collectors."""
    _run([_registry], data, as_json=as_json)


def _settings(given: Settings) -> Steps:
    from cli.checks.settings import check_settings

    return check_settings(given)


def _broker(given: Settings) -> Steps:
    from cli.checks.broker import check_broker

    return check_broker(given)


def _store(given: Settings) -> Steps:
    from cli.checks.store import check_store

    return check_store(given)


def _registry(given: Settings) -> Steps:
    from cli.checks.registry import check_registry

    return check_registry(given)


def _run(checks: list[Callable[[Settings], Steps]], data: Path | None, *, as_json: bool) -> None:
    given = read_settings(data_dir=data)
    steps: list[Step] = [step for run in checks for step in run(given)]
    rows = [asdict(step) for step in steps]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, as_json=False, columns=COLUMNS)
    failed = [step for step in steps if step.outcome == "failed"]
    if not as_json:
        console.print(f"{len(failed)} of {len(steps)} steps failed" if failed else "all is well")
    if failed:
        raise typer.Exit(1)
