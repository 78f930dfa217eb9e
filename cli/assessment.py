"""`nengheng assess …`: regions against targets, quotas down the tree, carbon, certificates."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.client import Platform
from cli.output import console, print_json, print_rows
from cli.show import DataOption, JsonOption, LimitOption, UrlOption

RegionArgument = Annotated[str, typer.Argument(help="Code of the region, such as 150600.")]
YearOption = Annotated[int | None, typer.Option(help="Calendar year; absent: the running one.")]
HolderOption = Annotated[
    str | None, typer.Option(help="Only of this holder: enterprise:CODE or region:CODE.")
]

FIGURES = ("name", "value", "unit", "source", "refused")
TARGETS = ("indicator", "kind", "due", "actual", "distance", "unit", "level", "confidence", "note")
NODES = (
    *("holder", "parent", "kind", "basis", "allotted", "received", "given", "amount"),
    *("handed_down", "left", "unit", "contradictory"),
)
CHANGES = (
    *("holder", "year", "kind", "number", "before", "amount", "unit", "decided", "decided_by"),
    "reason",
)
TRANSFERS = (
    *("code", "year", "kind", "from_holder", "to_holder", "amount", "unit", "decided"),
    *("decided_by", "reason"),
)
CERTIFICATES = ("code", "kind", "holder", "month", "origin", "mwh", "used", "left")
EMISSIONS = ("scope", "name", "amount", "activity", "unit", "factor", "source", "confidence")
SCOPES = (("fuels", "1"), ("processes", "1"), ("power", "2"), ("certified", "2, taken off"))
SCHEMES = (
    *("code", "title", "region", "first_year", "last_year", "base_year", "basis"),
    "confidence",
)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    group = typer.Typer(
        help="双控 assessment: regions against targets, quotas down the tree, carbon, "
        "certificates. The verdicts themselves: nengheng verdicts --rule assessment"
    )
    for name, command in (
        ("account", account),
        ("targets", targets),
        ("tree", tree),
        ("history", history),
        ("transfers", transfers),
        ("certificates", certificates),
        ("carbon", carbon),
        ("schemes", schemes),
    ):
        group.command(name)(command)
    app.add_typer(group, name="assess")


def account(
    *,
    region: RegionArgument,
    year: YearOption = None,
    basis: Annotated[str, typer.Option(help="calorific 当量值 or primary 等价值.")] = "calorific",
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a region's account beside the official statistic, with the share that is metered.

    A figure that is not given says why in `refused`: an intensity needs its denominator at constant
    prices, with its source.
    """
    path = f"/api/v1/regions/{region}/account"
    found = Platform(data, url=url).get(path, year=year, basis=basis)
    _print_one(found, "figures", FIGURES, as_json=as_json)


def targets(
    *,
    region: RegionArgument,
    year: YearOption = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a region's targets, what the year asks of each, and the actual figures."""
    rows = Platform(data, url=url).items(f"/api/v1/regions/{region}/targets", year=year)
    print_rows(rows, as_json=as_json, columns=TARGETS)


def tree(
    *,
    year: YearOption = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show quotas down the tree: as set, moved by transfers, handed down, left.

    `contradictory` where more is handed down, or given away, than there is.
    """
    rows = Platform(data, url=url).items("/api/v1/quotas/tree", year=year)
    print_rows(rows, as_json=as_json, columns=NODES)


def history(
    *,
    holder: HolderOption = None,
    year: YearOption = None,
    limit: LimitOption = 100,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show every decision on quotas: what it was, what it became, who, when and why."""
    platform = Platform(data, url=url)
    rows = platform.items("/api/v1/quotas/history", limit=limit, holder=holder, year=year)
    print_rows(rows, as_json=as_json, columns=CHANGES)


def transfers(
    *,
    year: YearOption = None,
    limit: LimitOption = 100,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show transfers of quota between holders; each moves both plans from its month on."""
    rows = Platform(data, url=url).items("/api/v1/quotas/transfers", limit=limit, year=year)
    print_rows(rows, as_json=as_json, columns=TRANSFERS)


def certificates(
    *,
    holder: HolderOption = None,
    limit: LimitOption = 100,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show green certificates and green power with what is used of each; each counts once."""
    rows = Platform(data, url=url).items("/api/v1/certificates", limit=limit, holder=holder)
    print_rows(rows, as_json=as_json, columns=CERTIFICATES)


def carbon(
    *,
    subject: Annotated[str, typer.Argument(help="enterprise:CODE or region:CODE.")],
    year: YearOption = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show carbon by scope: fuels and processes, power by the grid factor less certified power."""
    found = Platform(data, url=url).get("/api/v1/carbon", subject=subject, year=year)
    if as_json:
        print_json(found)
        return
    rows = [{"scope": scope} | row for name, scope in SCOPES for row in found[name]]
    print_rows(rows, as_json=False, columns=EMISSIONS)
    console.print(f"total {found['total']:,.6g} tCO2", markup=False)


def schemes(
    *,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the assessment schemes: plan period, base year; all of their rows with --json."""
    rows = Platform(data, url=url).items("/api/v1/catalogue/schemes")
    print_rows(rows, as_json=as_json, columns=SCHEMES)


def _print_one(
    found: dict[str, Any], rows: str, columns: tuple[str, ...], *, as_json: bool
) -> None:
    """Print an answer with rows in it: the rows as a table, the rest in a line above."""
    if as_json:
        print_json(found)
        return
    head = ", ".join(f"{name} {value}" for name, value in found.items() if name != rows)
    console.print(head, markup=False)
    print_rows(found[rows], as_json=False, columns=columns)
