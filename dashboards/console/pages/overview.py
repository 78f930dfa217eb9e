"""The region's page: quota, who is over pace, who is below baseline, alerts, whose data fail."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.assessment import RegionAccount, TargetRow
from api.schemas.branches import BranchRow
from api.schemas.overview import BaselineItem, DoubtItem, LevelCount, Overview, PaceItem
from api.services import assessment, branches
from api.services import overview as overviews
from api.viewer import Viewer
from core.vocabulary import Basis
from dashboards.console import charts
from dashboards.console.cards import (
    Markup,
    address,
    card,
    draw_path,
    draw_print,
    figures,
    join,
    level_chip,
    link,
    page_title,
    quiet,
    show,
    table,
)
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.navigation import sees_regions
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import (
    format_day,
    format_figure,
    format_moment,
    format_number,
    format_share,
)
from dashboards.console.pages.alert_rows import draw_alerts
from dashboards.console.pages.branches import draw_branches
from dashboards.console.pages.region_account import draw_account, draw_targets
from dashboards.console.showing import show as show_page
from dashboards.console.tables import draw_tabs
from dashboards.console.texts import Texts

SHOWN = 8
EVERY = timedelta(seconds=5)


@dataclass(frozen=True)
class RegionView:
    """What the services say of one region; only what the open tab shows is read."""

    overview: Overview
    branches: list[BranchRow]
    account: RegionAccount | None = None
    targets: list[TargetRow] | None = None


def add_pages(parts: PlatformParts) -> None:
    """Add the overview of a region; without one named, of the visitor's own."""

    @ui.page("/")
    async def overview_page(request: Request) -> None:
        visit = begin_visit(request, parts)
        if visit is not None and not sees_regions(visit.viewer):
            own = visit.viewer.own_enterprise
            ui.navigate.to(f"/enterprises/{own}" if own else "/enterprises")
            return
        query = dict(request.query_params)
        tab = query.get("tab", "")
        await show_page(
            visit,
            lambda viewer: _read(viewer, query.get("region") or None, tab),
            draw_region,
            every=EVERY if not tab else None,
        )


def _read(viewer: Viewer, region: str | None, tab: str) -> RegionView:
    """Read a region without its moment, which would have the page drawn anew for nothing."""
    found = overviews.read_overview(viewer, region).model_copy(update={"now": None})
    code = found.region.code
    if tab == "account":
        account = assessment.read_region_account(
            viewer, code, year=found.year, basis=Basis.CALORIFIC
        )
        return RegionView(found, [], account=account)
    if tab == "targets":
        targets = assessment.list_targets(viewer, code, year=found.year)
        return RegionView(found, [], targets=targets)
    return RegionView(found, branches.list_branches(viewer, code))


def draw_region(view: RegionView, visit: Visit) -> None:
    """Draw a region's page with the tab that is open."""
    texts, overview = visit.texts, view.overview
    draw_path([(row.name, f"/?region={row.code}") for row in overview.path], texts)
    with page_title(overview.region.name):
        show(link(texts("enterprises"), _list(overview), button=True))
        draw_print(texts)
    tabs = {"": texts("tab_standing"), "account": texts("tab_account")}
    draw_tabs(visit, tabs | {"targets": texts("tab_targets")})
    if view.account is not None:
        draw_account(view.account, visit)
    elif view.targets is not None:
        draw_targets(view.targets, texts)
    else:
        draw_overview(view, texts)


def draw_overview(view: RegionView, texts: Texts) -> None:
    """Draw where a region stands."""
    overview = view.overview
    with ui.element("div").classes("nh-4 nh-column"):
        _draw_quota(overview, texts)
        with card(texts("pace_levels")):
            _draw_counts(overview.pace, overview, texts)
        with card(texts("benchmark_levels")):
            _draw_counts(overview.benchmark, overview, texts)
    with card(f"{texts('alerts')} · {texts('alerts_open', overview.alerts_open)}", span=8):
        draw_alerts(overview.alerts[:SHOWN], texts)
        target = address("/alerts", {"region": overview.region.code})
        show(link(texts("all_alerts", overview.alerts_open), target))
    if view.branches:
        with card(texts("regions_below")):
            draw_branches(view.branches, texts)
    with card(texts("over_pace"), span=12):
        _draw_over_pace(overview.over_pace, texts)
    with card(texts("below_baseline"), span=6):
        _draw_below(overview.below_baseline, texts)
    with card(texts("doubt"), span=6):
        _draw_doubt(overview.doubt, texts)


def _list(overview: Overview, **chosen: str) -> str:
    """Return the address of the list of a region's enterprises."""
    return address("/enterprises", {"region": overview.region.code, **chosen})


def _draw_quota(overview: Overview, texts: Texts) -> None:
    with card(texts("quota_ring", overview.year)):
        position = overview.quota
        if position is None:
            quiet(texts("no_verdicts"))
            return
        charts.draw_chart(
            charts.draw_quota_ring(position, texts), texts("quota_ring", overview.year), height=200
        )
        show(join([level_chip(position.level, texts)]))
        figures(
            [
                (f"{texts('quota')} {position.unit}", format_number(position.quota)),
                (texts("plan_to_date"), format_number(position.plan_to_date)),
                (texts("projection"), format_number(position.projection)),
                (texts("exceed_on"), format_day(position.exceed_on)),
                (texts("coverage"), format_share(position.coverage)),
            ]
        )


def _draw_counts(counts: list[LevelCount], overview: Overview, texts: Texts) -> None:
    """Draw how many enterprises stand at each level; each leads to its enterprises."""
    if not counts:
        draw_empty(texts("no_verdicts"))
        return
    cells = [
        Markup(
            f'<a href="{html.escape(_list(overview, level=count.level))}">'
            f"{join([level_chip(count.level, texts, f' {count.enterprises}')]).text}</a>"
        )
        for count in counts
    ]
    show(join(cells, " "))


def _draw_over_pace(items: list[PaceItem], texts: Texts) -> None:
    if not items:
        quiet(texts("nothing"))
        return
    unit = items[0].unit
    table(
        [
            texts("name"),
            texts("region"),
            texts("level"),
            *(f"{texts(key)} {unit}" for key in ("used", "plan_to_date", "quota", "projection")),
            texts("exceed_on"),
            texts("coverage"),
            "",
        ],
        [
            [
                link(item.name, f"/enterprises/{item.enterprise}"),
                item.region_name,
                level_chip(item.level, texts),
                format_number(item.used),
                format_number(item.plan_to_date),
                format_number(item.quota),
                format_number(item.projection),
                format_day(item.exceed_on),
                format_share(item.coverage),
                link(texts("explain"), f"/explain/{item.verdict_id}"),
            ]
            for item in items
        ],
        numbers="---nnnn-n-",
    )


def _draw_below(items: list[BaselineItem], texts: Texts) -> None:
    if not items:
        quiet(texts("nothing"))
        return
    table(
        [texts("name"), texts("product"), texts("value"), texts("baseline"), ""],
        [
            [
                link(item.name, f"/enterprises/{item.enterprise}"),
                item.product_name,
                format_figure(item.value, item.unit),
                format_figure(item.baseline, item.unit),
                link(texts("explain"), f"/explain/{item.verdict_id}"),
            ]
            for item in items
        ],
        numbers="--nn-",
    )


def _draw_doubt(items: list[DoubtItem], texts: Texts) -> None:
    if not items:
        quiet(texts("nothing"))
        return
    table(
        [
            texts("name"),
            texts("coverage"),
            texts("undetermined_count"),
            texts("findings"),
            texts("quarantined"),
            texts("last_arrival"),
        ],
        [
            [
                link(item.name, f"/enterprises/{item.enterprise}"),
                format_share(item.coverage),
                str(item.undetermined),
                str(item.findings),
                str(item.quarantined),
                format_moment(item.last_arrival),
            ]
            for item in items
        ],
        numbers="-nnnn-",
    )
