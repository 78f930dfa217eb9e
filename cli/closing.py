"""`nengheng closing`: freeze a month or year, restate it later, and see what has changed since."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.client import Platform
from cli.output import console, print_json, print_rows
from cli.show import DataOption, JsonOption, LimitOption, SubjectOption, UrlOption
from core.calendar import format_time, parse_time

COLUMNS = ("subject", "period", "start", "version", "closed", "closed_by", "changed", "reason")

Whose = Annotated[str, typer.Argument(help="enterprise:CODE, region:CODE or sector:CODE.")]
Which = Annotated[str, typer.Argument(help="month or year.")]
Since = Annotated[str, typer.Argument(help="A day in it, such as 2026-01-01.")]


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="Closed months and years: freeze, restate with a reason, verify.")
    group.command("list")(list_command)
    group.command("close")(close_command)
    group.command("restate")(restate_command)
    group.command("verify")(verify_command)
    app.add_typer(group, name="closing")


def list_command(
    *,
    subject: SubjectOption = None,
    limit: LimitOption = 100,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """List closed periods; `changed` counts figures that differ from the closed ones now."""
    rows = Platform(data, url=url).items("/api/v1/closings", limit=limit, subject=subject)
    if as_json:
        print_json({"items": rows})
        return
    shown = [row | {"changed": len(row["differences"])} for row in rows]
    print_rows(shown, as_json=False, columns=COLUMNS)


def close_command(
    subject: Whose,
    period: Which,
    start: Since,
    *,
    data: DataOption = None,
    url: UrlOption = None,
) -> None:
    """Freeze the figures of a period that is over."""
    body = {"subject": subject, "period": period, "start": _start(start)}
    made = Platform(data, url=url).post("/api/v1/closings", body)
    console.print(f"closed: {made['rows']} rows, digest {made['digest']}", highlight=False)


def restate_command(
    subject: Whose,
    period: Which,
    start: Since,
    *,
    reason: Annotated[str, typer.Option(help="Why its figures have changed, by which document.")],
    data: DataOption = None,
    url: UrlOption = None,
) -> None:
    """Freeze the figures of a closed period as they are now, as its next version."""
    body = {"subject": subject, "period": period, "start": _start(start), "reason": reason}
    made = Platform(data, url=url).post("/api/v1/closings/restate", body)
    console.print(
        f"restated as version {made['version']}, digest {made['digest']}", highlight=False
    )


def verify_command(*, data: DataOption = None, url: UrlOption = None) -> None:
    """Compute the digest of every closed version again."""
    report = Platform(data, url=url).get("/api/v1/closings/verify")
    for name in report["altered"]:
        console.print(f"altered since it was closed: {name}", highlight=False)
    console.print(f"{report['checked']} versions checked, {len(report['altered'])} altered")
    if report["altered"]:
        raise typer.Exit(1)


def _start(text: str) -> str:
    return format_time(parse_time(text, where="START"))
