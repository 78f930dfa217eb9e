"""The console's pages put into the API's application; each page draws itself again as data come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from fastapi import FastAPI, Request
from nicegui import ui

from analytics.errors import ExplainMismatchError
from api.errors import MissingError, ParameterError
from api.parts import PlatformParts
from api.schemas.overview import Overview
from api.schemas.quotas import QuotaCurve
from api.services import books, curves, enterprises, explain, health, overview, quarantine, regions
from api.services.consumption import read_consumption, read_load
from api.services.subjects import enterprise_subject, read_names
from api.services.verdicts import read_verdict
from api.viewer import Viewer
from core.calendar import Period, to_local
from dashboards.console.cards import card, link, quiet, show
from dashboards.console.frame import Visit, begin_visit, page_frame
from dashboards.console.pages.enterprise import EnterpriseView, draw_enterprise
from dashboards.console.pages.enterprises import Filter, draw_enterprises
from dashboards.console.pages.explain import draw_explanation, draw_mismatch
from dashboards.console.pages.overview import draw_overview
from dashboards.console.pages.platform import PlatformView, draw_platform
from dashboards.console.texts import Texts

T = TypeVar("T")
REFRESH = timedelta(seconds=5)
LOAD_HOURS = 7 * 24
QUARANTINE_SHOWN = 100


def mount(app: FastAPI, parts: PlatformParts) -> None:
    """Add the console's pages to `app`; they work without any other network."""
    _add_overview(parts)
    _add_enterprises(parts)
    _add_enterprise(parts)
    _add_explain(parts)
    _add_platform(parts)
    ui.run_with(
        app,
        title="能衡 Nengheng",
        favicon="⚖️",
        language="zh-CN" if parts.settings.language == "zh" else "en-US",
        tailwind=False,
        show_welcome_message=False,
    )


def _add_overview(parts: PlatformParts) -> None:
    @ui.page("/")
    async def overview_page(request: Request) -> None:
        region = request.query_params.get("region") or None
        await _show(
            begin_visit(request, parts),
            lambda viewer: _read_overview(viewer, region),
            draw_overview,
        )


def _read_overview(viewer: Viewer, region: str | None) -> Overview:
    """Read the overview without its moment, which would have the page drawn anew for nothing."""
    found = overview.read_overview(viewer, region)
    return found.model_copy(update={"now": None})


def _add_enterprises(parts: PlatformParts) -> None:
    @ui.page("/enterprises")
    async def enterprises_page(request: Request) -> None:
        chosen = Filter.of(request)
        wanted = enterprises.EnterpriseFilter(
            region=chosen.region or None,
            text=chosen.text or None,
            level=chosen.level or None,
            order="worst",
        )
        await _show(
            begin_visit(request, parts),
            lambda viewer: (
                enterprises.list_enterprises(viewer, wanted, cursor=chosen.cursor or None),
                regions.list_regions(viewer),
            ),
            lambda found, texts: draw_enterprises(*found, chosen, texts),
            refresh=False,
        )


def _add_enterprise(parts: PlatformParts) -> None:
    @ui.page("/enterprises/{code}")
    async def enterprise_page(request: Request, code: str) -> None:
        await _show(
            begin_visit(request, parts),
            lambda viewer: _read_enterprise(viewer, code),
            draw_enterprise,
            refresh=False,
        )


def _read_enterprise(viewer: Viewer, code: str) -> EnterpriseView:
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


def _add_explain(parts: PlatformParts) -> None:
    @ui.page("/explain/{verdict_id}")
    async def explain_page(request: Request, verdict_id: str) -> None:
        visit = begin_visit(request, parts)
        try:
            await _show(
                visit,
                lambda viewer: (
                    read_verdict(viewer, verdict_id),
                    explain.explain_verdict(viewer, verdict_id),
                ),
                lambda found, texts: draw_explanation(*found, texts),
                refresh=False,
            )
        except ExplainMismatchError as error:
            if visit is not None:
                with page_frame(visit):
                    draw_mismatch(str(error), visit.texts)


def _add_platform(parts: PlatformParts) -> None:
    @ui.page("/platform")
    async def platform_page(request: Request) -> None:
        await _show(
            begin_visit(request, parts),
            _read_platform,
            draw_platform,
        )


def _read_platform(viewer: Viewer) -> PlatformView:
    found = books.list_books(viewer).items
    subjects = {enterprise_subject(book.enterprise): book.enterprise for book in found}
    with viewer.read() as session:
        names = read_names(session, subjects)
    return PlatformView(
        health.read_health(viewer),
        found,
        {subjects[subject]: name for subject, name in names.items()},
        quarantine.list_quarantine(viewer, limit=QUARANTINE_SHOWN).items,
    )


async def _show(
    visit: Visit | None,
    read: Callable[[Viewer], T],
    draw: Callable[[T, Texts], None],
    *,
    refresh: bool = True,
) -> None:
    """Read outside the event loop, draw, and draw again whenever what was read has changed."""
    if visit is None:
        return
    try:
        found = await asyncio.to_thread(read, visit.viewer)
    except (MissingError, ParameterError) as error:
        with page_frame(visit):
            _draw_missing(error, visit)
        return
    with page_frame(visit):
        body = ui.element("div").classes("nh-body")
    shown = found
    with body:
        draw(shown, visit.texts)

    async def redraw() -> None:
        nonlocal shown
        fresh = await asyncio.to_thread(read, visit.viewer)
        if fresh != shown:
            shown = fresh
            body.clear()
            with body:
                draw(shown, visit.texts)

    if refresh:
        ui.timer(REFRESH.total_seconds(), redraw)


def _draw_missing(error: MissingError | ParameterError, visit: Visit) -> None:
    texts = visit.texts
    with card(texts("not_found")):
        empty = error.parameter == "region" and not error.value
        quiet(texts("no_region") if empty else str(error))
        show(link(texts("back"), "/"))
