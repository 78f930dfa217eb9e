"""Gateways: the list with what each delivered, and the page on which one is added."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.parts import BrokerRefusal, PlatformParts
from api.schemas.base import Page
from api.schemas.books import BookRow
from api.schemas.connections import IssuedLogIn
from api.schemas.gateways import GatewayRow
from api.services import books, connections, findings, gateways
from api.services.subjects import enterprise_subject, list_enterprise_names, read_names
from api.viewer import Viewer
from core.calendar import DAY_MS, HOUR_MS
from core.registry.credentials import GatewayName
from dashboards.console import colours
from dashboards.console.cards import (
    Cell,
    card,
    chip,
    join,
    link,
    page_title,
    quiet,
    show,
    table,
)
from dashboards.console.forms import Field, Form, Values
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import format_moment, format_ms
from dashboards.console.pages import connecting
from dashboards.console.showing import show as show_page
from dashboards.console.tables import draw_pages
from dashboards.console.texts import Texts
from dashboards.console.words.refusals import MENDED, REFUSED

ROWS = 100
GAPS = 500
REFUSALS = 20
A_CLIENT = "a client at "
SILENT_MS = HOUR_MS
"""Not heard for so long, a gateway is marked [ms]."""
SOON_MS = 14 * DAY_MS
"""A log-in that ends within this is marked [ms]."""


@dataclass(frozen=True)
class GatewayList:
    """One page of gateways as of a moment [ms]; `names` by enterprise, `gaps` [1] by gateway.

    `ends` says when each one's log-in ends [ms], None to who does not manage them; `refusals` what
    the broker did not let in, None to who may not know or where nobody does.
    """

    page: Page[GatewayRow]
    names: dict[str, str]
    books: dict[tuple[str, str], BookRow]
    gaps: Counter[tuple[str, str]] = field(default_factory=Counter)
    now_ms: int = 0
    ends: dict[GatewayName, float] | None = None
    refusals: list[BrokerRefusal] | None = None


def add_pages(parts: PlatformParts) -> None:
    """Add the list, the page that adds one, and the page of one."""

    @ui.page("/gateways")
    async def gateways_page(request: Request) -> None:
        cursor = request.query_params.get("cursor") or None
        await show_page(
            begin_visit(request, parts), lambda viewer: _read_list(viewer, cursor), draw_list
        )

    @ui.page("/gateways/add")
    async def add_page(request: Request) -> None:
        issued: list[IssuedLogIn] = []
        await show_page(
            begin_visit(request, parts),
            _read_choices,
            lambda choices, visit: _draw_adding(choices, issued, visit),
        )

    connecting.add_pages(parts)


def _read_list(viewer: Viewer, cursor: str | None) -> GatewayList:
    page = gateways.list_gateways(viewer, limit=ROWS, cursor=cursor)
    codes = {row.enterprise for row in page.items}
    only = next(iter(codes)) if len(codes) == 1 else None
    subjects = {enterprise_subject(code): code for code in codes}
    with viewer.read() as session:
        names = read_names(session, subjects)
    found = findings.list_findings(viewer, code="sequence_gap", limit=GAPS).items
    return GatewayList(
        page,
        {subjects[subject]: name for subject, name in names.items()},
        {(row.enterprise, row.gateway): row for row in books.read_books(viewer, only)},
        Counter(
            (one.subject.partition(":")[2], str(one.evidence.get("gateway", ""))) for one in found
        ),
        viewer.now_ms(),
        connections.list_ends(viewer) if viewer.may(Permission.MANAGE_GATEWAYS) else None,
        connections.list_refusals(viewer) if viewer.may_platform() else None,
    )


def draw_list(found: GatewayList, visit: Visit) -> None:
    """Draw one page of gateways."""
    texts = visit.texts
    may_add = visit.viewer.may(Permission.MANAGE_GATEWAYS)
    with page_title(texts("gateways_page")):
        if may_add:
            show(link(texts("gateway_add"), "/gateways/add", button=True))
    with card(texts("gateways_page")):
        if not found.page.items:
            step = link(texts("gateway_add"), "/gateways/add", button=True) if may_add else ""
            draw_empty(texts("gateway_none"), next_step=step)
            return
        heads = ("gateway", "gateway_enterprise", "last_arrival", "log_ins", "delivery")
        figures = ("gateway_received", "stored", "gateway_quarantined", "gateway_gaps")
        table(
            [texts(key) for key in (*heads, *figures)],
            [
                [
                    link(
                        f"{row.code} {row.name}".strip(), f"/gateways/{row.enterprise}/{row.code}"
                    ),
                    link(
                        found.names.get(row.enterprise, row.enterprise),
                        f"/enterprises/{row.enterprise}",
                    ),
                    _heard(row, found.now_ms, texts),
                    _log_in(found, row, texts),
                    texts(f"delivery_{row.delivery}"),
                    *_figures(found, row),
                ]
                for row in found.page.items
            ],
            numbers="-----nnnn",
            caption=texts("gateways_page"),
        )
        draw_pages(visit, len(found.page.items), found.page.next)
    if found.refusals is not None:
        _draw_refusals(found.refusals, texts)


def _heard(row: GatewayRow, now_ms: int, texts: Texts) -> Cell:
    """Return when a gateway was heard last, with a mark where that is long ago."""
    if row.last_arrival is None:
        return chip(texts("gateway_never"), colours.SEVERITY[2], "help")
    said = format_moment(row.last_arrival)
    if now_ms - row.last_arrival.timestamp() * 1000 < SILENT_MS:
        return said
    return join([said, chip(texts("gateway_silent"), colours.SEVERITY[2], "schedule")])


def _log_in(found: GatewayList, row: GatewayRow, texts: Texts) -> Cell:
    """Return whether a gateway can connect, and until when."""
    if found.ends is None:
        return "–"
    ends = found.ends.get(GatewayName(row.enterprise, row.code))
    if ends is None:
        return chip(texts("gateway_shut_out"), colours.SEVERITY[3], "block")
    if ends == math.inf:
        return texts("log_in_state_holds")
    said = texts("gateway_until", format_ms(round(ends), "%Y-%m-%d %H:%M"))
    return chip(said, colours.SEVERITY[2], "schedule") if ends - found.now_ms < SOON_MS else said


def _draw_refusals(refusals: list[BrokerRefusal], texts: Texts) -> None:
    with card(texts("refusals_title")):
        quiet(texts("refusals_note"))
        if not refusals:
            draw_empty(texts("refusals_none"))
            return
        keys = ("refusals_last", "refusals_who", "refusals_what", "refusals_fix", "refusals_count")
        table(
            [texts(key) for key in keys],
            [
                [
                    format_ms(one.last_ms, "%Y-%m-%d %H:%M"),
                    _who(one, texts),
                    texts.pick(REFUSED.get(one.what, (one.what, one.what))),
                    texts.pick(MENDED.get(one.what, (one.fix, one.fix))),
                    f"{one.count:,}",
                ]
                for one in refusals[:REFUSALS]
            ],
            numbers="t---n",
            caption=texts("refusals_title"),
        )


def _who(refusal: BrokerRefusal, texts: Texts) -> str:
    before, _, address = refusal.who.partition(A_CLIENT)
    return texts("refusals_client", address) if address and not before else refusal.who or "–"


def _figures(found: GatewayList, row: GatewayRow) -> list[str]:
    key = (row.enterprise, row.code)
    book = found.books.get(key)
    counts = (book.received, book.stored, book.quarantined) if book else (0, 0, 0)
    return [f"{count:,}" for count in (*counts, found.gaps[key])]


def _read_choices(viewer: Viewer) -> list[tuple[str, str]]:
    viewer.allow(Permission.MANAGE_GATEWAYS)
    return [(code, f"{name} {code}") for code, name in list_enterprise_names(viewer)]


def _draw_adding(choices: list[tuple[str, str]], issued: list[IssuedLogIn], visit: Visit) -> None:
    """Draw the form, and once a gateway is added its connection instead."""
    texts = visit.texts
    if issued:
        connecting.draw_connection(issued[-1].enterprise, issued[-1].gateway, issued, visit)
        return
    with page_title(texts("gateway_add")):
        show(link(texts("gateways_back"), "/gateways", button=True))
    with card(texts("gateway_add"), span=8):

        def send(viewer: Viewer, values: Values) -> IssuedLogIn:
            return connections.add_gateway(
                viewer, values["enterprise"], values["code"], values.get("name", "")
            )

        Form(
            visit,
            [
                Field(
                    "enterprise",
                    texts("gateway_enterprise"),
                    kind="select",
                    options=choices,
                    required=True,
                ),
                Field(
                    "code",
                    texts("gateway_code"),
                    hint=texts("gateway_code_hint"),
                    value="GW1",
                    required=True,
                ),
                Field("name", texts("gateway_name")),
            ],
            send,
            button=texts("gateway_issue"),
            done=lambda made: texts("gateway_added", made.gateway),
            after=issued.append,
        )
