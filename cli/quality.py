"""`nengheng quality …`: how good the data are, who is connected, and pictures of findings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.client import Platform
from cli.output import console, print_json, print_rows
from cli.show import DataOption, JsonOption, LimitOption, UrlOption

EnterpriseArgument = Annotated[str, typer.Argument(help="Credit code of the enterprise.")]
MonthOption = Annotated[
    str | None, typer.Option("--month", help="A day in it; absent: the newest measured.")
]

INDICES = (*("completeness", "timeliness", "accuracy", "validity", "consistency", "transmission"),)
MONTHS = ("enterprise", "name", "month", "score", "level", *INDICES)
POINTS = (
    *("point", "expected", "excused", "received", "valid", "timely", "hours_due", "hours_valid"),
    "calibrated",
)
CHECKS = ("kind", "detail", "value", "reference", "unit", "tolerance", "agrees")
OBLIGED = ("enterprise", "name", "region", "lists", "state", "received")
FITTING = ("name", "level", "fitted", "due", "declared", "rate", "least", "reached", "confidence")


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    group = typer.Typer(
        help="Six indices and one score per enterprise and month; who is connected; 配备率. "
        "Hints of falsification are findings: each has a picture."
    )
    group.command("list")(list_months)
    group.command("show")(show)
    group.command("connection")(connection)
    group.command("fitting")(fitting)
    group.command("picture")(picture)
    app.add_typer(group, name="quality")


def list_months(
    *,
    enterprise: Annotated[str | None, typer.Option(help="Only of this enterprise.")] = None,
    region: Annotated[str | None, typer.Option(help="Only in this region's subtree.")] = None,
    month: MonthOption = None,
    level: Annotated[str | None, typer.Option(help="good, fair, poor or undetermined.")] = None,
    limit: LimitOption = 100,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show months with their score 0 … 100 and the six indices 0 … 1, the newest first."""
    query: dict[str, Any] = {
        "enterprise": enterprise,
        "region": region,
        "month": month,
        "level": level,
    }
    rows = Platform(data, url=url).items("/api/v1/quality", limit=limit, **query)
    if not as_json:
        rows = [row | _indices(row) for row in rows]
    print_rows(rows, as_json=as_json, columns=MONTHS)


def _indices(row: dict[str, Any]) -> dict[str, Any]:
    return {index["index"]: index["value"] for index in row["indices"]}


def show(
    *,
    enterprise: EnterpriseArgument,
    month: MonthOption = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a month of an enterprise: its reason, its points, and what was compared."""
    found = Platform(data, url=url).get(f"/api/v1/quality/{enterprise}", month=month)
    if as_json:
        print_json(found)
        return
    console.print(found["month"]["reason"], markup=False)
    print_rows(found["points"], as_json=False, columns=POINTS)
    print_rows(found["checks"], as_json=False, columns=CHECKS)


def connection(
    *,
    region: Annotated[str, typer.Argument(help="This region and all below it.")],
    month: MonthOption = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show 接入率: who is obliged to connect by a list, and whose data came."""
    found = Platform(data, url=url).get("/api/v1/quality/connection", region=region, month=month)
    if as_json:
        print_json(found)
        return
    rate = "–" if found["rate"] is None else f"{found['rate']:.1%}"
    text = (
        f"{found['connected']} of {found['obliged']} connected ({rate}), {found['silent']} silent"
    )
    console.print(text, markup=False)
    print_rows(found["enterprises"], as_json=False, columns=OBLIGED)


def fitting(
    *,
    enterprise: EnterpriseArgument,
    at: Annotated[str | None, typer.Option("--at", help="On this day; absent: today.")] = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show 计量器具配备率 by class of carriers and level of GB 17167."""
    rows = Platform(data, url=url).items("/api/v1/quality/fitting", enterprise=enterprise, at=at)
    print_rows(rows, as_json=as_json, columns=FITTING)


def picture(
    *,
    subject: Annotated[str, typer.Argument(help="enterprise:CODE.")],
    code: Annotated[str, typer.Argument(help="What was found, such as flat_line.")],
    start: Annotated[str, typer.Option("--at", help="Start of the finding, as it is listed.")],
    file: Annotated[Path, typer.Option("--svg", help="Write the picture here.")],
    point: Annotated[str, typer.Option(help="Its point; empty where it has none.")] = "",
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a finding as a picture (SVG): its readings, with the stretch marked."""
    platform = Platform(data, url=url)
    text = platform.text(
        "/api/v1/findings/picture", subject=subject, point=point, code=code, start=start
    )
    file.write_text(text, encoding="utf-8")
    if as_json:
        print_json({"file": str(file), "bytes": len(text.encode())})
        return
    console.print(f"{file} written", markup=False)
