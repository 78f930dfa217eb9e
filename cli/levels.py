"""`nengheng levels …`: ranking, the efficiency list, and the limits and levels of a product."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.client import Platform
from cli.output import print_json, print_rows
from cli.show import DataOption, JsonOption, LimitOption, UrlOption

RegionOption = Annotated[str | None, typer.Option(help="Only in this region and below it.")]
YearOption = Annotated[int | None, typer.Option(help="Calendar year; absent: the running one.")]
KeyArgument = Annotated[
    str, typer.Argument(help="sector/product/condition/indicator, as in product.csv.")
]

RANKING = (
    *("rank", "enterprise_name", "product", "value", "unit", "level", "limit_grade"),
    *("better_pct", "candidate", "obstacles"),
)
LISTED = (
    *("enterprise_name", "line", "value", "reference", "unit", "level", "last", "days_left"),
    *("action", "state", "due"),
)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    group = typer.Typer(help="Energy per product against 标杆水平, 基准水平 and limit grades.")
    group.command("ranking")(ranking)
    group.command("efficiency-list")(efficiency_list)
    group.command("show")(show)
    app.add_typer(group, name="levels")


def ranking(
    *,
    benchmark_key: KeyArgument,
    region: RegionOption = None,
    year: YearOption = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank the products judged by one line, the best first, with candidates for 能效领跑者.

    Such as: nengheng levels ranking 无机盐/电石//单位产品综合能耗 --region 150600
    """
    query: dict[str, Any] = {"benchmark_key": benchmark_key, "region": region, "year": year}
    rows = Platform(data, url=url).items("/api/v1/levels/ranking", **query)
    print_rows(rows, as_json=as_json, columns=RANKING)


def efficiency_list(
    *,
    region: RegionOption = None,
    year: YearOption = None,
    level: Annotated[
        str | None, typer.Option(help="Only at this level, such as overdue or no_plan.")
    ] = None,
    limit: LimitOption = 1000,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show 企业能效清单: what is below 基准水平, its plan and its last day, the worst first."""
    query: dict[str, Any] = {"region": region, "year": year, "level": level}
    rows = Platform(data, url=url).items("/api/v1/levels/efficiency-list", limit=limit, **query)
    print_rows(rows, as_json=as_json, columns=LISTED)


def show(
    *,
    benchmark_key: KeyArgument,
    at: Annotated[str | None, typer.Option("--at", help="In force on this day.")] = None,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the levels and limits of a product in force on a day, with edition and source."""
    found = Platform(data, url=url).get(
        "/api/v1/catalogue/levels", benchmark_key=benchmark_key, at=at
    )
    if as_json:
        print_json(found)
        return
    rows = [{"figure": name, "value": value} for name, value in found.items()]
    print_rows(rows, as_json=False, columns=("figure", "value"))
