"""Benchmarks: the efficiency list 企业能效清单, shares at 标杆, rankings and leaders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.levels import ListedRow, RankedRow
from api.schemas.regions import RegionRow
from api.schemas.verdicts import VerdictRow
from api.services import levels, products, regions, verdicts
from api.services.paging import PAGE_MAX
from api.services.verdicts import VerdictFilter
from api.viewer import Viewer
from core.calendar import to_local
from dashboards.console.cards import (
    Cell,
    card,
    chip,
    draw_print,
    level_chip,
    link,
    page_title,
    quiet,
    table,
)
from dashboards.console.colours import SEVERITY
from dashboards.console.exports import draw_export
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import format_figure, format_moment, format_number, format_share
from dashboards.console.pages.enterprises import region_options
from dashboards.console.showing import show_asked
from dashboards.console.tables import Choice, draw_filters, draw_pages, draw_tabs
from dashboards.console.texts import Texts

LISTED = (
    "overdue",
    "no_plan",
    "plan_too_late",
    "still_below",
    "in_time",
    "mended",
    "retired",
)
SHARE = "benchmark_share"


@dataclass(frozen=True)
class BenchmarkView:
    """What the open tab shows."""

    year: int
    regions: list[RegionRow]
    listed: Page[ListedRow] | None = None
    shares: list[VerdictRow] | None = None
    ranked: list[RankedRow] | None = None
    keys: list[str] = field(default_factory=list)


def add_pages(parts: PlatformParts) -> None:
    """Add the page of benchmarks."""

    @ui.page("/benchmarks")
    async def benchmarks_page(request: Request) -> None:
        await show_asked(request, parts, _read, draw_benchmarks)


def _read(viewer: Viewer, query: Mapping[str, str]) -> BenchmarkView:
    year = to_local(viewer.now_ms()).year
    tree = regions.list_regions(viewer)
    region = query.get("region") or None
    if query.get("tab") == "shares":
        chosen = VerdictFilter(rule=SHARE, period="year")
        rows = verdicts.list_verdicts(viewer, chosen, limit=PAGE_MAX).items
        return BenchmarkView(year, tree, shares=rows)
    if query.get("tab") == "ranking":
        found = products.list_products(viewer, limit=PAGE_MAX).items
        keys = sorted({row.benchmark_key for row in found if row.benchmark_key})
        key = query.get("key") or (keys[0] if keys else "")
        ranked = levels.read_ranking(viewer, key, region=region) if key else []
        return BenchmarkView(year, tree, ranked=ranked, keys=keys)
    listed = levels.list_efficiency(
        viewer,
        region=region,
        level=query.get("level") or None,
        cursor=query.get("cursor") or None,
    )
    return BenchmarkView(year, tree, listed=listed)


def draw_benchmarks(view: BenchmarkView, visit: Visit) -> None:
    """Draw the page with the tab that is open."""
    texts = visit.texts
    with page_title(f"{texts('benchmarks_page')} · {view.year}"):
        rows = view.ranked if view.ranked is not None else (view.listed and view.listed.items)
        if rows:
            plain = [row.model_dump(mode="json") for row in rows]

            async def read() -> list[dict[str, object]]:
                return plain

            draw_export(visit, "benchmarks.csv", read)
        draw_print(texts)
    tabs = {"": "tab_list", "ranking": "tab_ranking", "shares": "tab_shares"}
    draw_tabs(visit, {key: texts(text) for key, text in tabs.items()})
    if view.ranked is not None:
        _draw_ranking(view, view.ranked, visit)
    elif view.shares is not None:
        _draw_shares(view, view.shares, texts)
    elif view.listed is not None:
        _draw_list(view, view.listed, visit)


def _draw_list(view: BenchmarkView, page: Page[ListedRow], visit: Visit) -> None:
    texts = visit.texts
    with card(texts("tab_list")):
        quiet(texts("list_note"))
        options = [("", texts("all_levels")), *((one, texts.level(one)) for one in LISTED)]
        choices = [
            Choice("region", texts("region"), region_options(view.regions, texts)),
            Choice("level", texts("level"), options),
        ]
        draw_filters(visit, choices)
        if not page.items:
            draw_empty(texts("list_none"))
            return
        keys = ("level", "name", "line", "value", "baseline", "plan_action", "plan_state")
        table(
            [*(texts(key) for key in (*keys, "last_day", "days_left")), ""],
            [_listed(row, texts) for row in page.items],
            numbers="t--nn--tn-",
            caption=texts("tab_list"),
        )
        draw_pages(visit, len(page.items), page.next)


def _listed(row: ListedRow, texts: Texts) -> list[Cell]:
    return [
        level_chip(row.level, texts),
        link(row.enterprise_name or row.enterprise, f"/enterprises/{row.enterprise}?tab=benchmark"),
        row.line,
        format_figure(row.value, row.unit),
        format_number(row.reference),
        texts(f"action_{row.action}") if row.action else texts("action_none"),
        texts(f"plan_{row.state}") if row.state else "–",
        format_moment(row.last)[:10],
        "–" if row.days_left is None else str(row.days_left),
        link(texts("explain"), f"/explain/{row.verdict_id}"),
    ]


def _draw_ranking(view: BenchmarkView, rows: list[RankedRow], visit: Visit) -> None:
    texts = visit.texts
    with card(texts("tab_ranking")):
        lines = [(key, " · ".join(part for part in key.split("/") if part)) for key in view.keys]
        choices = [
            Choice("key", texts("benchmark_line"), lines or [("", "–")]),
            Choice("region", texts("region"), region_options(view.regions, texts)),
        ]
        draw_filters(visit, choices, keep=("tab",))
        if not rows:
            draw_empty(texts("ranking_none"))
            return
        keys = ("rank", "name", "value", "level", "limit_grade", "better_than", "coverage")
        table(
            [*(texts(key) for key in (*keys, "candidate")), ""],
            [_ranked(row, texts) for row in rows],
            numbers="n-n-nnn-t",
            caption=texts("tab_ranking"),
        )


def _ranked(row: RankedRow, texts: Texts) -> list[Cell]:
    against = row.obstacles if texts.language == "zh" else row.obstacles_en
    return [
        str(row.rank),
        link(row.enterprise_name or row.enterprise, f"/enterprises/{row.enterprise}?tab=benchmark"),
        format_figure(row.value, row.unit),
        level_chip(row.level, texts),
        "–" if row.limit_grade is None else str(row.limit_grade),
        f"{format_number(row.better_pct, 3)} %",
        format_share(row.coverage),
        chip(texts("candidate"), SEVERITY[0], "military_tech")
        if row.candidate
        else "；".join(against),
        link(texts("explain"), f"/explain/{row.verdict_id}"),
    ]


def _draw_shares(view: BenchmarkView, rows: list[VerdictRow], texts: Texts) -> None:
    names = {f"region:{row.code}": row.name for row in view.regions}
    with card(texts("tab_shares")):
        if not rows:
            draw_empty(texts("shares_none"))
            return
        keys = ("region", "level", "value", "target", "coverage", "reason")
        table(
            [*(texts(key) for key in keys), ""],
            [
                [
                    names.get(row.subject, row.subject),
                    level_chip(row.level, texts),
                    format_share(row.value),
                    format_share(row.reference),
                    format_share(row.coverage),
                    row.reason,
                    link(texts("explain"), f"/explain/{row.id}"),
                ]
                for row in rows
            ],
            numbers="--nnn--",
        )
