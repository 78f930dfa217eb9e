"""`nengheng balance | year-on-year | unit-energy`: what an enterprise's energy is made of."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.client import Platform
from cli.output import console, format_cell, print_json, print_rows
from cli.show import DataOption, JsonOption, UrlOption

SubjectArgument = Annotated[
    str, typer.Argument(help="enterprise:CODE, line:CODE/LINE, region:CODE or park:CODE.")
]
PeriodOption = Annotated[str, typer.Option(help="month, quarter or year.")]

FLOWS = ("purchased", "sold", "produced", "feedstock", "recovered")
BALANCE = (
    *("carrier", "name", "unit", *FLOWS, "stock_counted", "used"),
    *("calorific_tce", "primary_tce", "coverage"),
)
SIDES = ("", "start", "end", "amount", "coverage")
VALUES = ("per", "basis", "value", "unit", "before", "change", "lacks", "energy_tce", "denominator")


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command("balance")(balance)
    app.command("year-on-year")(year_on_year)
    app.command("unit-energy")(unit_energy)


def balance(
    *,
    subject: Annotated[str, typer.Argument(help="enterprise:CODE or line:CODE/LINE.")],
    start: Annotated[
        str | None, typer.Option("--from", help="First day; absent: of the month.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", help="Day after the last; absent: now.")
    ] = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show an energy balance 能源平衡: each carrier by flow, and what entered comprehensive use.

    What was used is purchased + feedstock − sold − what stocks grew by; what is produced or
    recovered inside stays inside. Such as:
    nengheng balance enterprise:CODE --from 2026-03-01 --to 2026-04-01
    """
    platform = Platform(data, url=url)
    rows = platform.items("/api/v1/balance", subject=subject, start=start, end=end)
    if as_json:
        print_json(rows)
        return
    print_rows([row | row["flows"] for row in rows], as_json=False, columns=BALANCE)


def year_on_year(
    *,
    subject: SubjectArgument,
    start: Annotated[str, typer.Option("--at", help="A day in the period.")],
    indicator: Annotated[str, typer.Option(help="Which account.")] = "coal_calorific_tce",
    period: PeriodOption = "month",
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show an account beside the same days of the year before 同比.

    A period that still runs is held against as many days of the year before. Where a side is below
    the coverage floor there is no change to show.
    """
    found = Platform(data, url=url).get(
        "/api/v1/accounts/year-on-year",
        subject=subject,
        indicator=indicator,
        period=period,
        start=start,
    )
    if as_json:
        print_json(found)
        return
    rows = [{"": name} | found[name] for name in ("now", "before")]
    print_rows(rows, as_json=False, columns=SIDES)
    change = None if found["change"] is None else f"{found['change']:+.1%}"
    text = f"{found['indicator']} [{found['unit']}] {found['trend']}: {format_cell(change)}"
    console.print(text, markup=False)


def unit_energy(
    *,
    subject: SubjectArgument,
    start: Annotated[
        str | None, typer.Option("--at", help="A day in the period; absent: the running one.")
    ] = None,
    period: PeriodOption = "year",
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show energy by output value and added value, on both bases.

    Nothing is an intensity without a denominator: the column `lacks` says what is not stated.
    Values per product, head and floor area are verdicts: nengheng verdicts --rule unit_energy
    """
    rows = Platform(data, url=url).items(
        "/api/v1/unit-energy", subject=subject, period=period, start=start
    )
    print_rows(rows, as_json=as_json, columns=VALUES)
