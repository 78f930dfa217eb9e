"""One enterprise: a head with where it stands, and tabs for all that is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.accounts import Series
from api.schemas.enterprises import Consumption, EnterpriseDetail
from api.schemas.products import BenchmarkPosition
from api.schemas.quotas import QuotaCurve
from api.services import curves, enterprises
from api.services.consumption import read_consumption, read_load
from api.viewer import Viewer
from core.calendar import Period, to_local
from dashboards.console import charts, colours
from dashboards.console.cards import (
    Cell,
    card,
    chip,
    draw_print,
    facts,
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
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import format_figure, format_moment, format_number, format_share
from dashboards.console.pages import enterprise_accounts, enterprise_quality, enterprise_rows
from dashboards.console.pages.alert_rows import draw_alerts
from dashboards.console.showing import show as show_page
from dashboards.console.tables import draw_tabs
from dashboards.console.texts import Texts

LOAD_HOURS = 7 * 24


@dataclass(frozen=True)
class EnterpriseView:
    """What the services say of one enterprise; `tab` is what the open tab reads."""

    detail: EnterpriseDetail
    tab: Any


@dataclass(frozen=True)
class Use:
    """What the first tab shows: load, months, and the quotas' curves."""

    load: Consumption
    months: Consumption
    curves: list[QuotaCurve]


@dataclass(frozen=True)
class Tab:
    """A tab: the text of its name, what it reads, and how that is drawn."""

    text: str
    read: Callable[[Viewer, EnterpriseDetail], Any]
    draw: Callable[[Any, EnterpriseDetail, Visit], None]


def add_pages(parts: PlatformParts) -> None:
    """Add the page of one enterprise."""

    @ui.page("/enterprises/{code}")
    async def enterprise_page(request: Request, code: str) -> None:
        key = request.query_params.get("tab", "")
        tab = TABS.get(key, TABS[""])
        await show_page(
            begin_visit(request, parts),
            lambda viewer: _read(viewer, code, tab),
            partial(_draw, tab),
        )


def _read(viewer: Viewer, code: str, tab: Tab) -> EnterpriseView:
    detail = enterprises.read_enterprise(viewer, code)
    return EnterpriseView(detail, tab.read(viewer, detail))


def _draw(tab: Tab, view: EnterpriseView, visit: Visit) -> None:
    _draw_head(view.detail, visit)
    draw_tabs(visit, {key: visit.texts(one.text) for key, one in TABS.items()})
    tab.draw(view.tab, view.detail, visit)


def _draw_head(detail: EnterpriseDetail, visit: Visit) -> None:
    row, texts = detail.enterprise, visit.texts
    chips: list[Cell] = [level_chip(row.pace, texts), level_chip(row.benchmark, texts)]
    with page_title(row.name, [cell for cell in chips if cell != "–"]):
        draw_print(texts)
    with card(texts("enterprise_head")):
        figures(
            [
                (texts("region"), row.region_name),
                (texts("sector"), row.sector),
                (texts("credit_code"), row.code),
                (f"{texts('used')} tce", format_number(row.used)),
                (f"{texts('quota')} tce", format_number(row.quota)),
                (texts("coverage"), format_share(row.coverage)),
                (texts("last_arrival"), format_moment(row.last_arrival)),
            ]
        )


def _read_use(viewer: Viewer, detail: EnterpriseDetail) -> Use:
    code = detail.enterprise.code
    year = to_local(viewer.now_ms()).year
    return Use(
        read_load(viewer, code, hours=LOAD_HOURS),
        read_consumption(viewer, code, Period.MONTH),
        [
            curves.read_quota_curve(
                viewer, f"enterprise:{code}", year=year, kind=position.kind, basis=position.basis
            )
            for position in detail.quotas
        ],
    )


def _draw_use(use: Use, _detail: EnterpriseDetail, visit: Visit) -> None:
    texts = visit.texts
    for curve in use.curves:
        _draw_curve(curve, texts)
    for unit, series in _by_unit(use.load.carriers).items():
        with card(f"{texts('load')} · {unit}", span=6):
            charts.draw_chart(charts.draw_load(series, texts), texts("load"))
            if any(share < 1 for share in series[0].coverage):
                quiet(texts("coverage_missing"))
    for one in use.months.carriers:
        name = texts.either(one.name, one.name_en)
        with card(f"{texts('consumption')} · {name}", span=6):
            charts.draw_chart(charts.draw_consumption(one, texts), name, height=220)


def _draw_curve(curve: QuotaCurve, texts: Texts) -> None:
    position = curve.position
    name = texts.quota(position.kind, position.basis)
    with card(f"{texts('quota_curve')} · {name}", span=8):
        charts.draw_chart(charts.draw_quota_curve(curve, texts), name, height=280)
    with card(texts("quota_ring", position.year), span=4):
        charts.draw_chart(charts.draw_quota_ring(position, texts), name, height=200)
        show(join([level_chip(position.level, texts)]))
        quiet(texts.either(position.reason, position.reason_en))
        if position.verdict_id:
            show(link(texts("explain"), f"/explain/{position.verdict_id}"))


def _by_unit(series: list[Series]) -> dict[str, list[Series]]:
    units: dict[str, list[Series]] = {}
    for one in series:
        units.setdefault(one.unit, []).append(one)
    return units


def _read_nothing(_viewer: Viewer, _detail: EnterpriseDetail) -> None:
    """Read nothing: the head's reading has it all."""


def _draw_benchmarks(_tab: None, detail: EnterpriseDetail, visit: Visit) -> None:
    texts = visit.texts
    if not detail.benchmarks:
        with card(texts("benchmark_position")):
            draw_empty(texts("no_benchmark"))
    for position in detail.benchmarks:
        with card(f"{texts('benchmark_position')} · {position.product_name}", span=6):
            _draw_benchmark(position, texts)


def _draw_benchmark(position: BenchmarkPosition, texts: Texts) -> None:
    if position.value is not None:
        charts.draw_chart(charts.draw_benchmark(position, texts), position.product_name, height=130)
    show(join([level_chip(position.level, texts)]))
    quiet(texts.either(position.reason, position.reason_en))
    named = (
        ("value", position.value),
        ("benchmark", position.benchmark),
        ("baseline", position.baseline),
    )
    facts([(texts(key), format_figure(value, position.unit)) for key, value in named])
    sources = " · ".join(t for t in (position.edition, position.standard, position.source) if t)
    quiet(sources)
    if position.confidence == "recalled":
        show(chip(texts("recalled"), colours.SEVERITY[2], "warning"))
    cells = [link(texts("ranking"), f"/benchmarks?tab=ranking&key={position.benchmark_key}")]
    if position.verdict_id:
        cells.append(link(texts("explain"), f"/explain/{position.verdict_id}"))
    show(join(cells, " · "))


def _draw_points(_tab: None, detail: EnterpriseDetail, visit: Visit) -> None:
    texts = visit.texts
    with card(texts("points")):
        if not detail.points:
            draw_empty(texts("nothing"))
        else:
            keys = ("point", "name", "kind", "flow", "latest", "time")
            table(
                [texts(key) for key in keys],
                [
                    [
                        point.code,
                        point.name,
                        texts.kind(point.kind),
                        texts.flow(point.flow),
                        format_figure(point.latest.value, point.unit, 7) if point.latest else "–",
                        format_moment(point.latest.time) if point.latest else "–",
                    ]
                    for point in detail.points
                ],
                numbers="t---nt",
            )
    with card(texts("books")):
        enterprise_rows.draw_books(detail.books, texts)


def _draw_alerts(_tab: None, detail: EnterpriseDetail, visit: Visit) -> None:
    texts = visit.texts
    subject = f"enterprise:{detail.enterprise.code}"
    with card(texts("alerts"), span=6):
        draw_alerts(detail.alerts, texts)
        show(link(texts("alerts_page"), f"/alerts?state=all&subject={subject}"))
    with card(texts("findings"), span=6):
        enterprise_rows.draw_findings(detail.findings, texts)
        show(link(texts("all_findings"), f"/findings?subject={subject}"))


TABS: dict[str, Tab] = {
    "": Tab("tab_use", _read_use, _draw_use),
    "accounts": Tab("tab_accounts", enterprise_accounts.read, enterprise_accounts.draw),
    "verdicts": Tab("tab_verdicts", enterprise_rows.read_verdicts, enterprise_rows.draw_verdicts),
    "benchmark": Tab("tab_benchmark", _read_nothing, _draw_benchmarks),
    "quality": Tab("tab_quality", enterprise_quality.read, enterprise_quality.draw),
    "points": Tab("tab_points", _read_nothing, _draw_points),
    "alerts": Tab("tab_alerts", _read_nothing, _draw_alerts),
    "certificates": Tab(
        "tab_certificates",
        enterprise_rows.read_certificates,
        enterprise_rows.draw_certificates,
    ),
}
"""Tabs of the page by their key in the address."""
