"""One enterprise: load, consumption by carrier, quota curve, benchmark, books, alerts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.accounts import Series
from api.schemas.books import BookRow
from api.schemas.enterprises import Consumption, EnterpriseDetail
from api.schemas.findings import FindingRow
from api.schemas.points import PointRow
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
    figures,
    join,
    level_chip,
    link,
    quiet,
    show,
    table,
)
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.numbers import format_figure, format_moment, format_number, format_share
from dashboards.console.pages.alert_rows import draw_alerts
from dashboards.console.showing import show as show_page
from dashboards.console.texts import Texts

FINDINGS_SHOWN = 12
LOAD_HOURS = 7 * 24


@dataclass(frozen=True)
class EnterpriseView:
    """What the services say of one enterprise."""

    detail: EnterpriseDetail
    load: Consumption
    months: Consumption
    curves: list[QuotaCurve]


def add_pages(parts: PlatformParts) -> None:
    """Add the page of one enterprise."""

    @ui.page("/enterprises/{code}")
    async def enterprise_page(request: Request, code: str) -> None:
        await show_page(
            begin_visit(request, parts), lambda viewer: _read(viewer, code), draw_enterprise
        )


def _read(viewer: Viewer, code: str) -> EnterpriseView:
    detail = enterprises.read_enterprise(viewer, code)
    year = to_local(viewer.now_ms()).year
    drawn: list[QuotaCurve] = [
        curves.read_quota_curve(
            viewer, f"enterprise:{code}", year=year, kind=position.kind, basis=position.basis
        )
        for position in detail.quotas
    ]
    return EnterpriseView(
        detail,
        read_load(viewer, code, hours=LOAD_HOURS),
        read_consumption(viewer, code, Period.MONTH),
        drawn,
    )


def draw_enterprise(view: EnterpriseView, visit: Visit) -> None:
    """Draw the cards of one enterprise."""
    texts = visit.texts
    detail = view.detail
    _draw_head(detail, texts)
    for curve in view.curves:
        with card(f"{texts('quota_curve')} · {_name(curve, texts)}", span=8):
            charts.draw_chart(
                charts.draw_quota_curve(curve, texts), texts("quota_curve"), height=280
            )
        with card(texts("quota_ring", curve.position.year), span=4):
            charts.draw_chart(
                charts.draw_quota_ring(curve.position, texts), _name(curve, texts), height=200
            )
            _draw_position(curve, texts)
    for position in detail.benchmarks:
        with card(f"{texts('benchmark_position')} · {position.product_name}", span=6):
            _draw_benchmark(position, texts)
    for unit, series in _by_unit(view.load.carriers).items():
        with card(f"{texts('load')} · {unit}", span=6):
            charts.draw_chart(charts.draw_load(series, texts), texts("load"))
            if any(share < 1 for share in series[0].coverage):
                quiet(texts("coverage_missing"))
    for one in view.months.carriers:
        with card(f"{texts('consumption')} · {texts.either(one.name, one.name_en)}", span=6):
            charts.draw_chart(charts.draw_consumption(one, texts), texts("consumption"), height=220)
    with card(texts("alerts"), span=6):
        draw_alerts(detail.alerts, texts)
    with card(texts("findings"), span=6):
        _draw_findings(detail.findings, texts)
    with card(texts("books")):
        draw_books(detail.books, texts)
    with card(texts("points")):
        _draw_points(detail.points, texts)


def _draw_head(detail: EnterpriseDetail, texts: Texts) -> None:
    row = detail.enterprise
    with card(row.name):
        chips: list[Cell] = [level_chip(row.pace, texts), level_chip(row.benchmark, texts)]
        show(join([cell for cell in chips if cell != "–"]))
        figures(
            [
                (texts("region"), row.region_name),
                (texts("sector"), row.sector),
                ("统一社会信用代码" if texts.language == "zh" else "credit code", row.code),
                (f"{texts('used')} tce", format_number(row.used)),
                (texts("coverage"), format_share(row.coverage)),
                (texts("last_arrival"), format_moment(row.last_arrival)),
            ]
        )


def _name(curve: QuotaCurve, texts: Texts) -> str:
    return texts.quota(curve.position.kind, curve.position.basis)


def _draw_position(curve: QuotaCurve, texts: Texts) -> None:
    position = curve.position
    show(join([level_chip(position.level, texts)]))
    quiet(texts.either(position.reason, position.reason_en))
    if position.verdict_id:
        show(link(texts("explain"), f"/explain/{position.verdict_id}"))


def _draw_benchmark(position: BenchmarkPosition, texts: Texts) -> None:
    if position.value is not None:
        charts.draw_chart(charts.draw_benchmark(position, texts), position.product_name, height=130)
    show(join([level_chip(position.level, texts)]))
    quiet(texts.either(position.reason, position.reason_en))
    sources = " · ".join(t for t in (position.edition, position.standard, position.source) if t)
    quiet(f"{position.unit} · {sources}")
    if position.confidence == "recalled":
        show(chip(texts("recalled"), colours.LEVEL["over_pace"], "warning"))
    if position.verdict_id:
        show(link(texts("explain"), f"/explain/{position.verdict_id}"))


def _by_unit(series: list[Series]) -> dict[str, list[Series]]:
    units: dict[str, list[Series]] = {}
    for one in series:
        units.setdefault(one.unit, []).append(one)
    return units


def _draw_findings(findings: list[FindingRow], texts: Texts) -> None:
    if not findings:
        quiet(texts("nothing"))
        return
    table(
        [texts("time"), texts("point"), texts("finding")],
        [
            [format_moment(row.start), row.point, texts.either(row.text, row.text_en)]
            for row in findings[:FINDINGS_SHOWN]
        ],
    )


def draw_books(books: list[BookRow], texts: Texts, names: Mapping[str, str] | None = None) -> None:
    """Draw the books, with enterprises' `names` where given; one that does not close says so."""
    if not books:
        quiet(texts("nothing"))
        return
    rows: list[list[Cell]] = []
    for book in books:
        terms = (book.stored, book.duplicate, book.quarantined, book.dropped, book.pending or 0)
        closes = book.received == sum(terms)
        name: Cell = book.gateway or texts("unattributed")
        if names is not None and book.enterprise:
            known = names.get(book.enterprise, book.enterprise)
            name = join([link(known, f"/enterprises/{book.enterprise}"), name])
        if not closes:
            name = join([name, chip(texts("books_open"), colours.LEVEL["exceeded"], "error")])
        rows.append(
            [
                name,
                *(f"{count:,}" for count in (book.received, *terms)),
                f"{book.readings_stored:,}",
                book.delivery,
            ]
        )
    keys = ("gateway", "received", "stored", "duplicate", "quarantined", "dropped", "pending")
    titles = [texts(key) for key in (*keys, "readings_stored", "delivery")]
    table(titles, rows, numbers="-nnnnnnn-")
    quiet(texts("books_note"))


def _draw_points(points: list[PointRow], texts: Texts) -> None:
    if not points:
        quiet(texts("nothing"))
        return
    table(
        [
            texts("point"),
            texts("name"),
            texts("kind"),
            texts("flow"),
            texts("latest"),
            texts("time"),
        ],
        [
            [
                point.code,
                point.name,
                texts.kind(point.kind),
                texts.flow(point.flow),
                format_figure(point.latest.value, point.unit, 7) if point.latest else "–",
                format_moment(point.latest.time) if point.latest else "–",
            ]
            for point in points
        ],
        numbers="----n-",
    )
