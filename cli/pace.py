"""`nengheng pace | warnings | dispatch`: where the year ends, what if, and who is warned."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.client import Platform
from cli.output import console, print_json, print_rows
from cli.show import DataOption, JsonOption, LimitOption, SubjectOption, UrlOption

HolderArgument = Annotated[str, typer.Argument(help="enterprise:CODE or region:CODE.")]
YearOption = Annotated[int | None, typer.Option(help="Calendar year.")]
KindOption = Annotated[str, typer.Option(help="energy or carbon.")]
BasisOption = Annotated[str | None, typer.Option(help="calorific or primary; absent: the first.")]
AtOption = Annotated[str | None, typer.Option("--at", help="A day in it; absent: the running one.")]
RegionOption = Annotated[
    str | None, typer.Option(help="Only this region, those below it and their enterprises.")
]
SchemeOption = Annotated[str | None, typer.Option(help="Only by this scheme.")]

OUTCOME = ("", "projection", "low", "high", "remaining", "exceed_on")
ORIGINS = ("at", "projection", "low", "high", "actual", "inside")
WARNINGS = ("subject", "subject_name", "indicator", "label", "turn", "value", "reference", "unit")
DISPATCH = (
    *("subject_name", "indicator", "label", "target", "progress", "distance", "unit", "task"),
    *("who", "next_step", "approvals_held"),
)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    group = typer.Typer(help="Where a quota's year ends, what if, and how good projections were.")
    group.command("what-if")(what_if)
    group.command("backtest")(backtest)
    group.command("season")(season)
    group.command("effect")(effect)
    app.add_typer(group, name="pace")
    app.command("warnings")(warnings)
    app.command("dispatch")(dispatch)


def what_if(
    *,
    holder: HolderArgument,
    change: Annotated[
        list[str] | None,
        typer.Option(help="FROM[/TO]:±P% or FROM[/TO]:±X/month, such as 2026-08:-10%; repeatable."),
    ] = None,
    year: YearOption = None,
    kind: KindOption = "energy",
    basis: BasisOption = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how a quota's year would end, such as with 10 % less from August."""
    query: dict[str, Any] = {"holder": holder, "year": year, "kind": kind, "basis": basis}
    found = Platform(data, url=url).get("/api/v1/pace/what-if", change=change or [], **query)
    if as_json:
        print_json(found)
        return
    unit = found["unit"]
    console.print(
        f"{holder} {found['year']}: used {found['used']:,.6g} of {found['quota']:,.6g} {unit}"
    )
    rows = [
        {"": name, **found[key]}
        for name, key in (("as it stands", "as_it_stands"), ("supposed", "supposed"))
    ]
    print_rows(rows, as_json=False, columns=OUTCOME)
    if found["needed_percent"] is not None:
        console.print(f"to end at the quota: {found['needed_percent']:+.1f} % from then on")


def backtest(
    *,
    holder: HolderArgument,
    year: YearOption = None,
    kind: KindOption = "energy",
    basis: BasisOption = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how often the 80 % band held what a past year came to."""
    found = Platform(data, url=url).get(
        "/api/v1/pace/backtest", holder=holder, year=year, kind=kind, basis=basis
    )
    if as_json:
        print_json(found)
        return
    print_rows(found["origins"], as_json=False, columns=ORIGINS)
    share = "–" if found["share"] is None else f"{found['share']:.0%}"
    console.print(f"{found['inside']} of {found['tried']} bands held what came ({share})")


def season(
    *,
    holder: HolderArgument,
    year: YearOption = None,
    kind: KindOption = "energy",
    basis: BasisOption = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the production season of a past year and the next quota spread by it."""
    found = Platform(data, url=url).get(
        "/api/v1/pace/season", holder=holder, year=year, kind=kind, basis=basis
    )
    if as_json:
        print_json(found)
        return
    months = found["months"] or [None] * len(found["weights"])
    rows = [
        {"month": number, "weight": weight, f"plan {found['unit']}": plan}
        for number, (weight, plan) in enumerate(zip(found["weights"], months, strict=True), 1)
    ]
    print_rows(rows, as_json=False, columns=tuple(rows[0]))


def effect(
    *,
    region: Annotated[str, typer.Argument(help="Code of the region.")],
    enterprise: Annotated[str | None, typer.Option(help="One of its enterprises.")] = None,
    energy_tce: Annotated[float | None, typer.Option(help="Energy of a project [tce].")] = None,
    added_value: Annotated[float | None, typer.Option(help="Its added value [万元].")] = None,
    year: YearOption = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what one enterprise or project does to its region's intensity."""
    query: dict[str, Any] = {"region": region, "enterprise": enterprise, "year": year}
    query |= {"energy_tce": energy_tce, "added_value": added_value}
    found = Platform(data, url=url).get("/api/v1/pace/effect", **query)
    if as_json:
        print_json(found)
        return
    rows = [{"figure": name, "value": value} for name, value in found.items() if name != "sources"]
    print_rows(rows, as_json=False, columns=("figure", "value"))
    for source in found["sources"]:
        console.print(source, markup=False, style="dim")


def warnings(
    *,
    period: Annotated[str, typer.Option(help="month or quarter.")] = "quarter",
    at: AtOption = None,
    region: RegionOption = None,
    subject: SubjectOption = None,
    scheme: SchemeOption = None,
    limit: LimitOption = 1000,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the grades of early warning of a month or quarter, the worst first."""
    query = {"period": period, "at": at, "region": region, "subject": subject, "scheme": scheme}
    rows = Platform(data, url=url).items("/api/v1/warnings", limit=limit, **query)
    print_rows(rows, as_json=as_json, columns=WARNINGS)


def dispatch(
    *,
    at: AtOption = None,
    region: RegionOption = None,
    scheme: SchemeOption = None,
    file: Annotated[Path | None, typer.Option("--csv", help="Write the sheet here.")] = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the quarterly dispatch sheet: target, progress, distance, task, who, next step."""
    platform = Platform(data, url=url)
    if file is not None:
        text = platform.text("/api/v1/dispatch.csv", at=at, region=region, scheme=scheme)
        file.write_text(text, encoding="utf-8", newline="")
        console.print(f"{file} written", markup=False)
        return
    rows = platform.items("/api/v1/dispatch", at=at, region=region, scheme=scheme)
    print_rows(rows, as_json=as_json, columns=DISPATCH)
