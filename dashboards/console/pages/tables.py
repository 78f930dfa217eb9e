"""The registry's tables: rows listed, added, edited and deleted, each with its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.tables import RegistryRow, RowChangeRow, TableColumn, TableRow
from api.services import tables
from api.services.subjects import list_enterprise_names
from api.services.table_filters import RowFilter, find_spec
from api.viewer import Viewer
from dashboards.console.cards import (
    Cell,
    Markup,
    card,
    escape,
    join,
    link,
    page_title,
    quiet,
    show,
    table,
)
from dashboards.console.dialogs import ask
from dashboards.console.forms import Field, Form, Values
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.notices import draw_button
from dashboards.console.numbers import format_moment
from dashboards.console.showing import act
from dashboards.console.showing import show as show_page
from dashboards.console.tables import Choice, draw_found, draw_pages
from dashboards.console.texts import Texts
from dashboards.console.words.vocabulary import BASES, FLOWS, KINDS, QUOTA_KINDS

ROWS = 50
COLUMNS_SHOWN = 8
INPUTS = {"whole": "number", "number": "number", "day": "date"}
"""Types of HTML inputs by the kind of a column; others are text."""


@dataclass(frozen=True)
class TableView:
    """A table, one page of its rows, and code and name of enterprises."""

    table: TableRow
    page: Page[RegistryRow]
    names: list[tuple[str, str]]


@dataclass(frozen=True)
class RowView:
    """One row of a table with what happened to it; no row is one to add."""

    table: TableRow
    row: RegistryRow | None
    history: list[RowChangeRow]


def add_pages(parts: PlatformParts) -> None:
    """Add the list of tables, one table, and one row."""

    @ui.page("/tables")
    async def tables_page(request: Request) -> None:
        await show_page(
            begin_visit(request, parts),
            lambda viewer: tables.list_tables(viewer).items,
            draw_tables,
        )

    @ui.page("/tables/{name}")
    async def table_page(request: Request, name: str) -> None:
        query = dict(request.query_params)
        await show_page(
            begin_visit(request, parts), lambda viewer: _read_table(viewer, name, query), draw_table
        )

    @ui.page("/tables/{name}/add")
    async def add_page(request: Request, name: str) -> None:
        await show_page(
            begin_visit(request, parts),
            lambda viewer: RowView(_find(viewer, name), None, []),
            draw_row,
        )

    @ui.page("/tables/{name}/rows/{row}")
    async def row_page(request: Request, name: str, row: str) -> None:
        await show_page(
            begin_visit(request, parts), lambda viewer: _read_row(viewer, name, row), draw_row
        )


def _find(viewer: Viewer, name: str) -> TableRow:
    find_spec(name)
    return next(one for one in tables.list_tables(viewer).items if one.name == name)


def _read_table(viewer: Viewer, name: str, query: Mapping[str, str]) -> TableView:
    wanted = RowFilter(
        enterprise=query.get("enterprise", "").strip() or None,
        text=query.get("text", "").strip() or None,
    )
    page = tables.list_rows(viewer, name, wanted, limit=ROWS, cursor=query.get("cursor") or None)
    return TableView(_find(viewer, name), page, list_enterprise_names(viewer))


def _read_row(viewer: Viewer, name: str, row: str) -> RowView:
    return RowView(
        _find(viewer, name),
        tables.read_row(viewer, name, row),
        tables.list_changes(viewer, name, row).items,
    )


def draw_tables(found: list[TableRow], visit: Visit) -> None:
    """Draw the tables there are."""
    texts = visit.texts
    with page_title(texts("tables_page")):
        pass
    with card(texts("tables_page")):
        quiet(texts("tables_note"))
        table(
            [texts("imports_table"), ""],
            [
                [
                    link(
                        f"{texts.either(one.label.zh, one.label.en)} ({one.name})",
                        f"/tables/{one.name}",
                    ),
                    texts("table_columns", len(one.columns)),
                ]
                for one in found
            ],
        )


def draw_table(view: TableView, visit: Visit) -> None:
    """Draw one page of a table's rows."""
    texts, described = visit.texts, view.table
    name = texts.either(described.label.zh, described.label.en)
    with page_title(name):
        show(link(texts("tables_back"), "/tables", button=True))
        if described.may_edit:
            show(link(texts("table_add"), f"/tables/{described.name}/add", button=True))
    with card(name):
        choices = [
            Choice("text", texts("search")),
            Choice("enterprise", texts("gateway_enterprise"), [("", texts("all")), *view.names]),
        ]
        step = link(texts("table_add"), f"/tables/{described.name}/add", button=True)
        if not draw_found(
            visit,
            choices,
            len(view.page.items),
            none=texts("table_rows_none"),
            otherwise=step if described.may_edit else "",
        ):
            return
        columns, names = described.columns[:COLUMNS_SHOWN], dict(view.names)
        table(
            [*(texts.either(one.label.zh, one.label.en) for one in columns), ""],
            [
                [
                    *(_cell(one, row.values.get(one.name), names, texts) for one in columns),
                    link(
                        texts("table_edit"),
                        f"/tables/{described.name}/rows/{row.id}",
                        label=f"{texts('table_edit')} {_key(described, row)}",
                        row=True,
                    ),
                ]
                for row in view.page.items
            ],
            caption=name,
        )
        draw_pages(visit, len(view.page.items), view.page.next)


def _shown(value: object, texts: Texts) -> str:
    if isinstance(value, bool):
        return texts("yes" if value else "no")
    return "–" if value in (None, "") else str(value)


def _cell(column: TableColumn, value: object, names: Mapping[str, str], texts: Texts) -> str:
    """Return a cell of a list: codes by name, words of choice by theirs, times to the minute."""
    if not isinstance(value, str) or not value:
        return _shown(value, texts)
    if column.kind == "time":
        return f"{value[:10]} {value[11:16]}".removesuffix(" 00:00")
    if column.kind == "choice":
        return _choice_name(value, texts)
    name = names.get(value.removeprefix("enterprise:"))
    return name if name is not None and column.kind in ("credit_code", "code", "text") else value


def _choice_name(value: str, texts: Texts) -> str:
    """Return the name of a word of choice, as it is where it has none."""
    for known in (KINDS, FLOWS, QUOTA_KINDS, BASES):
        if value in known and texts.pick(known[value]):
            return texts.pick(known[value])
    return value


def _key(described: TableRow, row: RegistryRow) -> str:
    return " ".join(str(row.values.get(one.name)) for one in described.columns if one.key)


def draw_row(view: RowView, visit: Visit) -> None:
    """Draw one row's cells, to edit where the visitor may, and its history."""
    texts, described, row = visit.texts, view.table, view.row
    name = texts.either(described.label.zh, described.label.en)
    with page_title(name if row is None else f"{name} · {_key(described, row)}"):
        show(link(name, f"/tables/{described.name}", button=True))
    with card(texts("table_add" if row is None else "table_row"), span=6):
        if described.may_edit:
            _draw_form(view, visit)
            if row is not None and described.may_delete:
                _draw_delete(described, row, visit)
        elif row is not None:
            _draw_cells(described, row, texts)
    if row is not None:
        with card(texts("table_history"), span=6):
            _draw_history(view.history, texts)


def _draw_cells(described: TableRow, row: RegistryRow, texts: Texts) -> None:
    table(
        [texts("imports_column"), texts("imports_value")],
        [
            [texts.either(one.label.zh, one.label.en), _shown(row.values.get(one.name), texts)]
            for one in described.columns
        ],
    )


def _draw_form(view: RowView, visit: Visit) -> None:
    texts, described, row = visit.texts, view.table, view.row
    open_columns = [one for one in described.columns if row is None or not one.key]

    def send(viewer: Viewer, values: Values) -> str:
        given = {one.name: values.get(one.name, "") for one in open_columns}
        if row is None:
            tables.add(viewer, described.name, given)
            return texts("table_added")
        tables.change(viewer, described.name, row.id, given, match=row.digest)
        return texts("table_saved")

    Form(
        visit,
        [
            _field(one, None if row is None else row.values.get(one.name), texts)
            for one in open_columns
        ],
        send,
        button=texts("table_add" if row is None else "table_save"),
        done=str,
        next_step=link(
            texts.either(described.label.zh, described.label.en), f"/tables/{described.name}"
        ),
    )


def _field(column: TableColumn, value: object, texts: Texts) -> Field:
    label = texts.either(column.label.zh, column.label.en)
    hint = texts.either(column.hint.zh, column.hint.en)
    shown = "" if value is None else str(value)
    options: list[tuple[str, str]] = []
    if column.kind == "flag":
        options = [("1", texts("yes")), ("0", texts("no"))]
        shown = "1" if value is True else "0"
    elif column.choices:
        options = [(one, one) for one in column.choices]
        if not column.required:
            options.insert(0, ("", "–"))
    kind = "select" if options else INPUTS.get(column.kind, "text")
    return Field(
        column.name,
        label,
        kind=kind,
        value=shown,
        options=options,
        hint=hint,
        required=column.required and column.kind != "flag",
    )


def _draw_delete(described: TableRow, row: RegistryRow, visit: Visit) -> None:
    texts = visit.texts

    async def delete() -> None:
        def write(viewer: Viewer) -> bool:
            tables.delete(viewer, described.name, row.id, match=row.digest)
            return True

        if await act(visit, write, done=texts("table_deleted"), redraw=False):
            ui.navigate.to(f"/tables/{described.name}")

    async def confirm() -> None:
        ask(
            visit,
            texts("table_delete_question"),
            explain=texts("table_delete_explain"),
            button=texts("table_delete"),
            act=delete,
        )

    with ui.element("div").classes("nh-buttons nh-below"):
        draw_button(texts("table_delete"), confirm, kind="nh-danger")


def _draw_history(history: list[RowChangeRow], texts: Texts) -> None:
    if not history:
        quiet(texts("table_history_none"))
        return
    table(
        [texts("table_when"), texts("table_who"), texts("table_change")],
        [
            [
                format_moment(one.at),
                f"{one.who} ({one.via})",
                join([texts(f"table_action_{one.action}"), *_cells(one)], "<br>"),
            ]
            for one in history
        ],
        caption=texts("table_history"),
    )


def _cells(one: RowChangeRow) -> list[Cell]:
    if one.action != "changed":
        return []
    return [
        Markup(f"{escape(name)}: <del>{escape(cell.old)}</del> → <ins>{escape(cell.new)}</ins>")
        for name, cell in one.cells.items()
    ]
