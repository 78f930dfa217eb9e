"""Gateways: the list with what each delivered, and the page on which one is added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.books import BookRow
from api.schemas.connections import IssuedLogIn
from api.schemas.gateways import GatewayRow
from api.services import books, connections, findings, gateways
from api.services.subjects import enterprise_subject, list_enterprise_names, read_names
from api.viewer import Viewer
from dashboards.console.cards import card, link, page_title, show, table
from dashboards.console.forms import Field, Form, Values
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import format_moment
from dashboards.console.pages import connecting
from dashboards.console.showing import show as show_page
from dashboards.console.tables import draw_pages

ROWS = 100
GAPS = 500


@dataclass(frozen=True)
class GatewayList:
    """One page of gateways; `names` by enterprise, `gaps` [1] by enterprise and gateway."""

    page: Page[GatewayRow]
    names: dict[str, str]
    books: dict[tuple[str, str], BookRow]
    gaps: Counter[tuple[str, str]] = field(default_factory=Counter)


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
        heads = ("gateway", "gateway_enterprise", "last_arrival", "delivery")
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
                    format_moment(row.last_arrival),
                    texts(f"delivery_{row.delivery}"),
                    *_figures(found, row),
                ]
                for row in found.page.items
            ],
            numbers="----nnnn",
            caption=texts("gateways_page"),
        )
        draw_pages(visit, len(found.page.items), found.page.next)


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
