"""The region's page: quota, who is over pace, who is below baseline, alerts, whose data fail."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.alerts import AlertRow
from api.schemas.overview import BaselineItem, DoubtItem, LevelCount, Overview, PaceItem
from api.services import overview as overviews
from api.viewer import Viewer
from dashboards.console import charts
from dashboards.console.cards import (
    Cell,
    card,
    figures,
    join,
    level_chip,
    link,
    quiet,
    show,
    table,
)
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.numbers import (
    format_day,
    format_figure,
    format_moment,
    format_number,
    format_share,
)
from dashboards.console.showing import show as show_page
from dashboards.console.texts import Texts

SHOWN = 8
EVERY = timedelta(seconds=5)


def add_pages(parts: PlatformParts) -> None:
    """Add the overview of a region; without one named, of the visitor's own."""

    @ui.page("/")
    async def overview_page(request: Request) -> None:
        region = request.query_params.get("region") or None
        await show_page(
            begin_visit(request, parts),
            lambda viewer: _read(viewer, region),
            draw_overview,
            every=EVERY,
        )


def _read(viewer: Viewer, region: str | None) -> Overview:
    """Read the overview without its moment, which would have the page drawn anew for nothing."""
    found = overviews.read_overview(viewer, region)
    return found.model_copy(update={"now": None})


def draw_overview(overview: Overview, visit: Visit) -> None:
    """Draw the cards of a region."""
    texts = visit.texts
    _draw_path(overview)
    with ui.element("div").classes("nh-4 nh-column"):
        _draw_quota(overview, texts)
        with card(texts("pace_levels")):
            _draw_counts(overview.pace, texts)
        with card(texts("benchmark_levels")):
            _draw_counts(overview.benchmark, texts)
    with card(f"{texts('alerts')} · {texts('alerts_open', overview.alerts_open)}", span=8):
        draw_alerts(overview.alerts[:SHOWN], texts)
    with card(texts("over_pace"), span=12):
        _draw_over_pace(overview.over_pace, texts)
    with card(texts("below_baseline"), span=6):
        _draw_below(overview.below_baseline, texts)
    with card(texts("doubt"), span=6):
        _draw_doubt(overview.doubt, texts)


def _draw_path(overview: Overview) -> None:
    with ui.element("nav").classes("nh-12 nh-path"):
        steps: list[Cell] = [link(r.name, f"/?region={r.code}") for r in overview.path[:-1]]
        steps.append(overview.region.name)
        show(join(steps, " / "))
        below = [
            link(f"{child.name} {child.enterprises}", f"/?region={child.code}")
            for child in overview.children
        ]
        show(join(below, " · "))


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


def _draw_counts(counts: list[LevelCount], texts: Texts) -> None:
    if not counts:
        quiet(texts("no_verdicts"))
        return
    show(join([level_chip(count.level, texts, f" {count.enterprises}") for count in counts], " "))


def _draw_over_pace(items: list[PaceItem], texts: Texts) -> None:
    if not items:
        quiet(texts("nothing"))
        return
    table(
        [
            texts("name"),
            texts("region"),
            texts("level"),
            texts("used"),
            texts("plan_to_date"),
            texts("quota"),
            texts("projection"),
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
                format_figure(item.quota, item.unit),
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
                format_number(item.baseline),
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


def draw_alerts(alerts: list[AlertRow], texts: Texts) -> None:
    """Draw alerts, each with its level, subject, reason and explanation."""
    if not alerts:
        quiet(texts("nothing"))
        return
    table(
        [texts("level"), texts("reason")],
        [
            [
                level_chip(alert.level, texts),
                join(
                    [
                        _subject(alert),
                        f"{texts.either(alert.reason, alert.reason_en)}"
                        f"（{format_moment(alert.opened)}"
                        + (f" – {format_moment(alert.resolved)}" if alert.resolved else "")
                        + "）",
                        link(texts("explain"), f"/explain/{alert.verdict_id}"),
                    ]
                ),
            ]
            for alert in alerts
        ],
    )


def _subject(alert: AlertRow) -> Cell:
    kind, _, code = alert.subject.partition(":")
    if kind == "enterprise":
        return link(alert.subject_name, f"/enterprises/{code}")
    return link(alert.subject_name, f"/?region={code}") if kind == "region" else alert.subject_name
