"""Entries 填报: the list with versions, documents and who; and entering a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.changes import EntryBody
from api.schemas.entries import EntryRow
from api.services import entries, regions
from api.services.subjects import enterprise_subject, list_enterprise_names, read_names
from api.viewer import Viewer
from core.vocabulary import Role
from dashboards.console.cards import Cell, card, link, page_title, quiet, show, table
from dashboards.console.forms import Field, Form, Values, check_body
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.numbers import format_figure, format_moment
from dashboards.console.showing import show as show_page
from dashboards.console.showing import show_asked
from dashboards.console.tables import Choice, draw_found, draw_pages
from dashboards.console.texts import Texts
from dashboards.console.words.vocabulary import ITEMS

ROWS = 50


@dataclass(frozen=True)
class EntryList:
    """One page of entries and the names of their subjects."""

    page: Page[EntryRow]
    names: dict[str, str]
    subjects: list[tuple[str, str]]


def add_pages(parts: PlatformParts) -> None:
    """Add the list and the page that enters a figure."""

    @ui.page("/entries")
    async def entries_page(request: Request) -> None:
        await show_asked(request, parts, _read_list, draw_list)

    @ui.page("/entries/add")
    async def add_page(request: Request) -> None:
        await show_page(begin_visit(request, parts), _read_subjects, draw_form)


def _read_list(viewer: Viewer, query: Mapping[str, str]) -> EntryList:
    page = entries.list_entries(
        viewer,
        subject=query.get("subject", "").strip() or None,
        item=query.get("item", "").strip() or None,
        limit=ROWS,
        cursor=query.get("cursor") or None,
    )
    with viewer.read() as session:
        names = read_names(session, {row.subject for row in page.items})
    return EntryList(page, names, _list_subjects(viewer))


def draw_list(found: EntryList, visit: Visit) -> None:
    """Draw the filters and one page of entries."""
    texts = visit.texts
    with page_title(texts("entries_page")):
        if visit.viewer.may(Permission.ENTER):
            show(link(texts("entry_add"), "/entries/add", button=True))
    with card(texts("entries_page")):
        quiet(texts("entry_note"))
        choices = [
            Choice("subject", texts("entry_subject"), [("", texts("all")), *found.subjects]),
            Choice("item", texts("entry_item")),
        ]
        step = link(texts("entry_add"), "/entries/add", button=True)
        if not draw_found(
            visit,
            choices,
            len(found.page.items),
            none=texts("entries_none"),
            otherwise=step if visit.viewer.may(Permission.ENTER) else "",
        ):
            return
        heads = ("entry_subject", "entry_item", "entry_period", "entry_value", "entry_version")
        more = ("entry_document", "entry_by", "entry_at", "entry_reason")
        table(
            [texts(key) for key in (*heads, *more)],
            [_cells(row, found.names, texts) for row in found.page.items],
            numbers="---nn",
            caption=texts("entries_page"),
        )
        draw_pages(visit, len(found.page.items), found.page.next)


def _cells(row: EntryRow, names: Mapping[str, str], texts: Texts) -> list[Cell]:
    return [
        names.get(row.subject) or row.subject,
        texts.item(row.item),
        f"{row.start:%Y-%m-%d} – {row.end:%Y-%m-%d}",
        format_figure(row.value, row.unit),
        str(row.version),
        row.document,
        row.entered_by,
        format_moment(row.entered),
        row.reason or "–",
    ]


def _read_subjects(viewer: Viewer) -> list[tuple[str, str]]:
    """Return subjects of which the visitor may enter figures, with their names."""
    viewer.allow(Permission.ENTER)
    whole = _list_subjects(viewer)
    if viewer.identity.role is Role.REGULATOR:
        return [one for one in whole if one[0].startswith("region:")]
    return whole


def _list_subjects(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the subjects that the visitor sees, with their names."""
    found = [(enterprise_subject(code), name) for code, name in list_enterprise_names(viewer)]
    if viewer.identity.role in (Role.REGULATOR, Role.OPERATOR):
        found += [(f"region:{row.code}", row.name) for row in regions.list_regions(viewer)]
    return found


def draw_form(subjects: list[tuple[str, str]], visit: Visit) -> None:
    """Draw the form that enters a figure, filled with what the address says."""
    texts = visit.texts
    with page_title(texts("entry_add")):
        show(link(texts("entries_page"), "/entries", button=True))
    with card(texts("entry_add"), span=8):
        quiet(texts("entry_note"))
        Form(
            visit,
            [
                Field(
                    "subject",
                    texts("entry_subject"),
                    kind="select",
                    value=visit.query.get("subject", ""),
                    options=subjects,
                    required=True,
                ),
                Field(
                    "item",
                    texts("entry_item"),
                    value=visit.query.get("item", ""),
                    options=[(item, texts.item(item)) for item in ITEMS],
                    hint=texts("entry_item_hint"),
                    required=True,
                ),
                Field("start", texts("entry_start"), kind="date", required=True),
                Field("end", texts("entry_end"), kind="date", required=True),
                Field("value", texts("entry_value"), required=True),
                Field("unit", texts("entry_unit"), required=True),
                Field(
                    "document",
                    texts("entry_document"),
                    hint=texts("entry_document_hint"),
                    required=True,
                ),
                Field("reason", texts("entry_reason")),
            ],
            lambda viewer, values: entries.state_entry(viewer, _body(values, visit)),
            button=texts("entry_add"),
            done=lambda made: texts("entry_saved", made.entry.item),
            next_step=link(texts("entries_page"), "/entries"),
        )


def _body(values: Values, visit: Visit) -> EntryBody:
    given = dict(values) | {"value": values["value"].replace(",", "")}
    return check_body(EntryBody, given, visit)
