"""The list of enterprises with its filters."""

from __future__ import annotations

import html
from dataclasses import dataclass

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.enterprises import EnterpriseRow
from api.schemas.regions import RegionRow
from api.services import enterprises, regions
from dashboards.console.cards import Markup, card, level_chip, link, quiet, show, table
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.numbers import format_moment, format_number, format_share
from dashboards.console.showing import show as show_page
from dashboards.console.texts import Texts
from dashboards.console.words.vocabulary import LEVELS


@dataclass(frozen=True)
class Filter:
    """What the page's address asks for; empty texts ask for everything."""

    text: str
    region: str
    level: str
    cursor: str

    @classmethod
    def of(cls, request: Request) -> Filter:
        """Take the filter from the address."""
        query = request.query_params
        names = ("text", "region", "level", "cursor")
        return cls(*(query.get(name, "").strip() for name in names))


def add_pages(parts: PlatformParts) -> None:
    """Add the list of enterprises."""

    @ui.page("/enterprises")
    async def enterprises_page(request: Request) -> None:
        chosen = Filter.of(request)
        wanted = enterprises.EnterpriseFilter(
            region=chosen.region or None,
            text=chosen.text or None,
            level=chosen.level or None,
            order="worst",
        )
        await show_page(
            begin_visit(request, parts),
            lambda viewer: (
                enterprises.list_enterprises(viewer, wanted, cursor=chosen.cursor or None),
                regions.list_regions(viewer),
            ),
            lambda found, visit: draw_enterprises(*found, chosen, visit),
        )


def draw_enterprises(
    page: Page[EnterpriseRow], regions: list[RegionRow], chosen: Filter, visit: Visit
) -> None:
    """Draw the filters and one page of enterprises."""
    texts = visit.texts
    with card(texts("enterprises")):
        _draw_filters(regions, chosen, texts)
        if not page.items:
            quiet(texts("nothing"))
            return
        table(
            [
                texts("name"),
                texts("region"),
                texts("sector"),
                texts("pace_levels"),
                texts("benchmark_levels"),
                f"{texts('used')} tce",
                f"{texts('quota')} tce",
                texts("coverage"),
                texts("alerts"),
                texts("last_arrival"),
            ],
            [
                [
                    link(row.name, f"/enterprises/{row.code}"),
                    row.region_name,
                    row.sector,
                    level_chip(row.pace, texts),
                    level_chip(row.benchmark, texts),
                    format_number(row.used),
                    format_number(row.quota),
                    format_share(row.coverage),
                    str(row.alerts),
                    format_moment(row.last_arrival),
                ]
                for row in page.items
            ],
            numbers="-----nnnn-",
        )
        if page.next:
            query = f"text={chosen.text}&region={chosen.region}&level={chosen.level}"
            show(link("→", f"/enterprises?{query}&cursor={page.next}"))


def _draw_filters(regions: list[RegionRow], chosen: Filter, texts: Texts) -> None:
    region_options = _options(
        [("", texts("all_regions"))] + [(row.code, "　" * row.depth + row.name) for row in regions],
        chosen.region,
    )
    level_options = _options(
        [("", texts("all_levels"))] + [(level, texts.level(level)) for level in LEVELS],
        chosen.level,
    )
    text = html.escape(chosen.text)
    hint = html.escape(texts("search"))
    show(
        Markup(
            '<form class="nh-filters" method="get" action="/enterprises" role="search">'
            f'<input class="nh-input" name="text" value="{text}" placeholder="{hint}" '
            f'aria-label="{hint}">'
            f'<select class="nh-input" name="region" aria-label="{texts("region")}">'
            f"{region_options}</select>"
            f'<select class="nh-input" name="level" aria-label="{texts("level")}">'
            f"{level_options}</select>"
            '<button class="nh-button" type="submit">⌕</button></form>'
        )
    )


def _options(pairs: list[tuple[str, str]], chosen: str) -> str:
    return "".join(
        f'<option value="{html.escape(value)}"{" selected" if value == chosen else ""}>'
        f"{html.escape(name)}</option>"
        for value, name in pairs
    )
