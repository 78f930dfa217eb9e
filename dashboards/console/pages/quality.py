"""Data quality: scores of enterprises by month, and who is obliged to connect and is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from nicegui import ui

from api.errors import MissingError
from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.quality import ConnectionState, QualityMonth
from api.schemas.regions import RegionRow
from api.services import quality, regions
from api.services.quality import QualityFilter
from api.viewer import Viewer
from core.calendar import Period, period_start, to_local
from dashboards.console import colours
from dashboards.console.cards import (
    Cell,
    card,
    chip,
    draw_print,
    figures,
    level_chip,
    link,
    page_title,
    table,
)
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import format_number, format_share
from dashboards.console.pages.enterprises import region_options
from dashboards.console.showing import show_asked
from dashboards.console.tables import Choice, draw_filters, draw_found, draw_pages, draw_tabs
from dashboards.console.texts import Texts

MONTHS = 13
LEVELS = ("good", "fair", "poor", "undetermined")
INDICES = ("completeness", "timeliness", "accuracy", "validity", "consistency", "transmission")
STATES = {
    "connected": colours.SEVERITY[0],
    "silent": colours.SEVERITY[2],
    "not_connected": colours.SEVERITY[3],
}


@dataclass(frozen=True)
class QualityView:
    """What the open tab shows; `months` are their starts [ms since the epoch, UTC]."""

    regions: list[RegionRow]
    months: list[int]
    scores: Page[QualityMonth] | None = None
    connection: ConnectionState | None = None


def add_pages(parts: PlatformParts) -> None:
    """Add the page of data quality."""

    @ui.page("/quality")
    async def quality_page(request: Request) -> None:
        await show_asked(request, parts, _read, draw_quality)


def _read(viewer: Viewer, query: Mapping[str, str]) -> QualityView:
    tree = regions.list_regions(viewer)
    months = list_months(viewer.now_ms())
    given = query.get("month", "")
    month_ms = int(given) if given.isdecimal() and int(given) in months else None
    region = query.get("region") or None
    if query.get("tab") == "connection":
        if not tree:
            raise MissingError(
                f"{viewer.name} has no region to look over",
                parameter="region",
                fix="see the page of your own enterprise",
            )
        state = quality.read_connection(viewer, region or tree[0].code, month_ms=month_ms)
        return QualityView(tree, months, connection=state)
    chosen = QualityFilter(region=region, month_ms=month_ms, level=query.get("level") or None)
    page = quality.list_quality(viewer, chosen, limit=50, cursor=query.get("cursor") or None)
    return QualityView(tree, months, scores=page)


def list_months(now_ms: int) -> list[int]:
    """Return the starts of the last months, the running one first [ms since the epoch, UTC]."""
    found = [period_start(Period.MONTH, now_ms)]
    while len(found) < MONTHS:
        found.append(period_start(Period.MONTH, found[-1] - 1))
    return found


def draw_quality(view: QualityView, visit: Visit) -> None:
    """Draw the page with the tab that is open."""
    texts = visit.texts
    with page_title(texts("quality_page")):
        draw_print(texts)
    draw_tabs(visit, {"": texts("tab_scores"), "connection": texts("tab_connection")})
    if view.connection is not None:
        _draw_connection(view, view.connection, visit)
    elif view.scores is not None:
        _draw_scores(view, view.scores, visit)


def _choices(view: QualityView, texts: Texts) -> list[Choice]:
    months = [("", texts("all")), *((str(m), f"{to_local(m):%Y-%m}") for m in view.months)]
    return [
        Choice("month", texts("month"), months),
        Choice("region", texts("region"), region_options(view.regions, texts)),
    ]


def _draw_scores(view: QualityView, page: Page[QualityMonth], visit: Visit) -> None:
    texts = visit.texts
    with card(texts("tab_scores")):
        levels = [("", texts("all_quality_levels")), *((one, texts.level(one)) for one in LEVELS)]
        choices = [*_choices(view, texts), Choice("level", texts("level"), levels)]
        if not draw_found(visit, choices, len(page.items), none=texts("no_quality_rows")):
            return
        heads = [texts("month"), texts("name"), texts("score"), texts("level")]
        table(
            [*heads, *(texts.figure(name) for name in INDICES)],
            [_score(row, texts) for row in page.items],
            numbers="t-ntnnnnnn",
            caption=texts("quality_page"),
        )
        draw_pages(visit, len(page.items), page.next)


def _score(row: QualityMonth, texts: Texts) -> list[Cell]:
    values = {one.index: one.value for one in row.indices}
    return [
        f"{row.month:%Y-%m}",
        link(row.name, f"/enterprises/{row.enterprise}?tab=quality"),
        format_number(row.score),
        level_chip(row.level, texts),
        *(format_share(values.get(name)) for name in INDICES),
    ]


def _draw_connection(view: QualityView, state: ConnectionState, visit: Visit) -> None:
    texts = visit.texts
    with card(f"{texts('tab_connection')} · {state.month:%Y-%m}"):
        draw_filters(visit, _choices(view, texts), keep=("tab",))
        figures(
            [
                (texts("connection_rate"), format_share(state.rate)),
                (texts("obliged"), str(state.obliged)),
                (texts("connected"), str(state.connected)),
                (texts("silent"), str(state.silent)),
            ]
        )
        if not state.enterprises:
            draw_empty(texts("no_obliged"))
            return
        keys = ("name", "region", "lists", "alert_state", "readings_month")
        table(
            [texts(key) for key in keys],
            [
                [
                    link(row.name, f"/enterprises/{row.enterprise}"),
                    row.region,
                    "、".join(row.lists),
                    chip(texts(row.state), STATES.get(row.state, colours.UNDETERMINED)),
                    f"{row.received:,}",
                ]
                for row in state.enterprises
            ],
            numbers="----n",
        )
