"""The list of writes: who did what, when, upon what, and whether it was taken."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.users import AuditRow
from api.services import audit
from api.services.audit import REFUSED, AuditFilter
from api.viewer import Viewer
from dashboards.console.cards import Cell, card, chip, draw_print, page_title, quiet, table
from dashboards.console.colours import SEVERITY
from dashboards.console.frame import Visit
from dashboards.console.numbers import format_moment
from dashboards.console.pages.findings import take_day
from dashboards.console.showing import show_asked
from dashboards.console.tables import Choice, draw_found, draw_pages
from dashboards.console.texts import TEXTS, Texts

ROWS = 100


def add_pages(parts: PlatformParts) -> None:
    """Add the list of writes."""

    @ui.page("/audit")
    async def audit_page(request: Request) -> None:
        await show_asked(request, parts, _read, draw_audit)


def _read(viewer: Viewer, query: Mapping[str, str]) -> Page[AuditRow]:
    refused = {"yes": True, "no": False}.get(query.get("refused", ""))
    chosen = AuditFilter(
        who=query.get("who", "").strip() or None,
        action=query.get("action", "").strip() or None,
        subject=query.get("subject", "").strip() or None,
        refused=refused,
        start_ms=take_day(query.get("since", "")),
    )
    return audit.list_audit(viewer, chosen, limit=ROWS, cursor=query.get("cursor") or None)


def draw_audit(page: Page[AuditRow], visit: Visit) -> None:
    """Draw the filters and one page of writes."""
    texts = visit.texts
    with page_title(texts("audit_page")):
        draw_print(texts)
    with card(texts("audit_page")):
        quiet(texts("audit_note"))
        results = [
            ("", texts("audit_all")),
            ("no", texts("audit_done")),
            ("yes", texts("audit_refused")),
        ]
        choices = [
            Choice("who", texts("audit_who")),
            Choice("action", texts("audit_action")),
            Choice("subject", texts("audit_subject")),
            Choice("refused", texts("audit_result"), results),
            Choice("since", texts("since_day"), kind="date"),
        ]
        if not draw_found(visit, choices, len(page.items), none=texts("audit_none")):
            return
        keys = ("time", "audit_who", "audit_role", "audit_action", "audit_subject")
        more = ("audit_change", "audit_result", "audit_address")
        table(
            [texts(key) for key in (*keys, *more)],
            [_cells(row, texts) for row in page.items],
            numbers="ttt---tt",
            caption=texts("audit_page"),
        )
        draw_pages(visit, len(page.items), page.next)


def _cells(row: AuditRow, texts: Texts) -> list[Cell]:
    role = f"role_{row.role}"
    refused = row.status >= REFUSED
    word = texts("audit_refused" if refused else "audit_done")
    return [
        format_moment(row.at),
        row.who or "–",
        texts(role) if role in TEXTS else row.role,
        row.action,
        row.subject,
        row.change,
        chip(f"{word} {row.status}", SEVERITY[3 if refused else 0]),
        row.address,
    ]
