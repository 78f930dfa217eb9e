"""`nengheng recompute`: derive amounts, accounts and verdicts again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.client import Platform
from cli.output import console
from core.calendar import format_time, parse_time


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("recompute")(recompute)


def recompute(
    *,
    start: Annotated[str, typer.Option("--from", help="First day or time, such as 2026-01-01.")],
    end: Annotated[str, typer.Option("--to", help="Day or time to stop before.")],
    enterprise: Annotated[
        str | None, typer.Option(help="Social credit code; all enterprises without it.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Data directory of the platform.", show_default="data")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Address of the platform.")] = None,
) -> None:
    """Mark a span as changed; the running platform derives everything in it again."""
    body = {
        "start": format_time(parse_time(start, where="--from")),
        "end": format_time(parse_time(end, where="--to")),
        "enterprise": enterprise,
    }
    answer = Platform(data, url=url).post("/api/v1/recompute", body)
    console.print(f"marked {answer['hours']} hours of {answer['enterprises']} enterprises")
