"""`nengheng collect | schedule | serve`: the processes of a production installation."""

from __future__ import annotations

from collections.abc import Callable

import typer

from core.errors import SettingsError


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    for name, what in (
        ("collect", "Collect: MQTT to journal to store, in a process of its own."),
        ("schedule", "Schedule: the analytics jobs, in a process of their own."),
        ("serve", "Serve: API and console, in a process of their own."),
    ):
        app.command(name, help=what)(_refusal_of(name))


def _refusal_of(name: str) -> Callable[[], None]:
    def refuse() -> None:
        raise SettingsError(
            f"`nengheng {name}` needs a store that several processes can share, and the only one "
            "configured is DuckDB, which one process holds",
            fix="run everything in one process with `nengheng up`",
        )

    return refuse
