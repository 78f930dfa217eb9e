"""The list of enterprises with its filters, orders and export."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import cast, get_args

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.enterprises import EnterpriseRow
from api.schemas.regions import RegionRow
from api.services import enterprises, regions
from api.services.enterprises import EnterpriseFilter
from api.services.orders import Order
from api.services.pace import OVER_PACE
from api.services.paging import PAGE_MAX
from api.viewer import Viewer
from dashboards.console.cards import (
    Cell,
    card,
    draw_print,
    level_chip,
    link,
    page_title,
    table,
)
from dashboards.console.exports import draw_export
from dashboards.console.frame import Visit
from dashboards.console.numbers import format_moment, format_number, format_share
from dashboards.console.showing import show_asked
from dashboards.console.tables import Choice, draw_found, draw_pages, sort_head
from dashboards.console.texts import Texts

ROWS = 50
PACE = (*OVER_PACE, "within_pace")
BENCHMARK = ("below_baseline", "between", "benchmark")
ANY_OVER = ",".join(OVER_PACE)
Found = tuple[Page[EnterpriseRow], list[RegionRow]]


def add_pages(parts: PlatformParts) -> None:
    """Add the list of enterprises."""

    @ui.page("/enterprises")
    async def enterprises_page(request: Request) -> None:
        await show_asked(request, parts, _read, draw_enterprises)


def take_filter(query: Mapping[str, str]) -> EnterpriseFilter:
    """Return what a page's address asks for; an order that is none asks for the worst first."""
    order = query.get("order", "") or "worst"
    name = order.lstrip("-")
    return EnterpriseFilter(
        region=query.get("region") or None,
        sector=query.get("sector") or None,
        level=query.get("level") or None,
        text=query.get("text", "").strip() or None,
        order=cast("Order", name) if name in get_args(Order) else "worst",
        descending=order.startswith("-"),
    )


def _read(viewer: Viewer, query: Mapping[str, str]) -> Found:
    wanted = take_filter(query)
    cursor = query.get("cursor") or None
    return (
        enterprises.list_enterprises(viewer, wanted, limit=ROWS, cursor=cursor),
        regions.list_regions(viewer),
    )


def draw_enterprises(found: Found, visit: Visit) -> None:
    """Draw the filters and one page of enterprises."""
    page, tree = found
    texts = visit.texts
    with page_title(texts("enterprises")):
        draw_export(visit, "enterprises.csv", lambda: _export(visit))
        draw_print(texts)
    with card(texts("enterprises_list")):
        may_import = visit.viewer.may(Permission.EDIT_REGISTRY)
        if not draw_found(
            visit,
            _choices(tree, texts),
            len(page.items),
            none=texts("no_enterprise"),
            otherwise=link(texts("imports_page"), "/imports", button=True) if may_import else "",
        ):
            return
        table(
            _heads(visit),
            [_cells(row, texts) for row in page.items],
            numbers="-----nnnn-",
            caption=texts("enterprises"),
        )
        draw_pages(visit, len(page.items), page.next)


def _choices(tree: list[RegionRow], texts: Texts) -> list[Choice]:
    levels = [(ANY_OVER, texts("over_pace_any"))]
    levels += [(level, texts.level(level)) for level in (*PACE, *BENCHMARK, "undetermined")]
    return [
        Choice("text", texts("search")),
        Choice("region", texts("region"), region_options(tree, texts)),
        Choice("sector", texts("sector_prefix")),
        Choice("level", texts("level"), [("", texts("all_levels")), *levels]),
    ]


def region_options(tree: list[RegionRow], texts: Texts) -> list[tuple[str, str]]:
    """Return regions as choices, each set in by its depth."""
    below = [(row.code, "　" * row.depth + row.name) for row in tree]
    return [("", texts("all_regions")), *below]


def _heads(visit: Visit) -> list[Cell]:
    texts = visit.texts
    return [
        sort_head(visit, texts("name"), "name"),
        sort_head(visit, texts("region"), "region"),
        sort_head(visit, texts("sector"), "sector"),
        sort_head(visit, texts("pace_levels"), "worst"),
        texts("benchmark_levels"),
        sort_head(visit, f"{texts('used')} tce", "used", descending=True),
        f"{texts('quota')} tce",
        sort_head(visit, texts("coverage"), "coverage"),
        sort_head(visit, texts("alerts"), "alerts", descending=True),
        texts("last_arrival"),
    ]


def _cells(row: EnterpriseRow, texts: Texts) -> list[Cell]:
    return [
        link(row.name, f"/enterprises/{row.code}"),
        row.region_name,
        row.sector,
        level_chip(row.pace, texts),
        level_chip(row.benchmark, texts),
        format_number(row.used),
        format_number(row.quota),
        format_share(row.coverage),
        link(str(row.alerts), f"/alerts?subject=enterprise:{row.code}") if row.alerts else "0",
        format_moment(row.last_arrival),
    ]


async def _export(visit: Visit) -> list[dict[str, object]]:
    """Return all enterprises of the filter as plain rows."""
    wanted = take_filter(visit.query)

    def read(viewer: Viewer) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = []
        cursor: str | None = None
        while True:
            page = enterprises.list_enterprises(viewer, wanted, limit=PAGE_MAX, cursor=cursor)
            rows += [row.model_dump(mode="json") for row in page.items]
            cursor = page.next
            if cursor is None:
                return rows

    return await asyncio.to_thread(visit.look, read)
