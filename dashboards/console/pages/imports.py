"""Imports: files chosen, every row checked and shown old → new, then written as a whole."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass, field

from fastapi import Request
from nicegui import ui
from nicegui.events import MultiUploadEventArguments
from pydantic import ValidationError

from api.access import Permission
from api.errors import ImportRefusedError, ParameterError
from api.parts import PlatformParts
from api.refusals import tell
from api.schemas.imports import ImportFile, ImportProblem, ImportReport, RowPreview
from api.services import imports
from api.viewer import Viewer
from core.errors import NenghengError
from dashboards.console.cards import Cell, Markup, card, escape, join, link, page_title, quiet, show
from dashboards.console.cards import table as draw_table
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.notices import draw_button, draw_progress, toast_error
from dashboards.console.showing import act
from dashboards.console.showing import show as show_page

FILES_MAX_BYTES = 64 * 1024 * 1024
FILES_MAX = 100
PREVIEW = 200
PROBLEMS_SHOWN = 500
KINDS = ".csv,.xlsx"
COUNTS = ("imports_table", "imports_added", "imports_changed", "imports_unchanged")


@dataclass
class Chosen:
    """What is chosen on one page, and what checking it gave."""

    files: list[ImportFile] = field(default_factory=list)
    report: ImportReport | None = None


def add_pages(parts: PlatformParts) -> None:
    """Add the page of imports."""

    @ui.page("/imports")
    async def imports_page(request: Request) -> None:
        chosen = Chosen()
        await show_page(
            begin_visit(request, parts),
            lambda viewer: viewer.allow(Permission.EDIT_REGISTRY),
            lambda _, visit: draw_imports(chosen, visit),
        )


def draw_imports(chosen: Chosen, visit: Visit) -> None:
    """Draw the choice of files, and what checking them gave."""
    texts = visit.texts
    with page_title(texts("imports_page")):
        show(link(texts("imports_template"), "/api/v1/registry/template", button=True))
        show(link(texts("imports_export"), "/api/v1/registry/export", button=True))
    with card(texts("imports_page")):
        quiet(texts("imports_note"))
        _draw_choice(chosen, visit)
        if chosen.files:
            quiet(texts("imports_files", "、".join(file.name for file in chosen.files)))
    if chosen.report is not None:
        _draw_report(chosen, chosen.report, visit)


def _draw_choice(chosen: Chosen, visit: Visit) -> None:
    busy = ui.element("p").props("role=status")

    async def take(event: MultiUploadEventArguments) -> None:
        busy.clear()
        with busy:
            show(draw_progress(None, visit.texts("imports_checking")))
        try:
            chosen.files = [_file(file.name, await file.read()) for file in event.files]
            chosen.report = await asyncio.to_thread(
                visit.perform, lambda viewer: check_files(viewer, chosen.files)
            )
        except NenghengError as error:
            chosen.files, chosen.report = [], None
            toast_error(error, visit.texts)
        await visit.refresh()

    upload = ui.upload(
        multiple=True,
        on_multi_upload=take,
        auto_upload=True,
        max_total_size=FILES_MAX_BYTES,
        max_files=FILES_MAX,
    )
    upload.props(f'accept="{KINDS}"').style("display: none")

    with ui.element("div").classes("nh-buttons"):
        button = ui.element("button").classes("nh-button").props("type=button")
        with button:
            ui.label(visit.texts("imports_choose"))
        button.on("click", js_handler=f"() => getElement({upload.id}).pickFiles()")


def _file(name: str, content: bytes) -> ImportFile:
    is_text = name.lower().endswith(".csv")
    try:
        text = content.decode("utf-8-sig") if is_text else base64.b64encode(content).decode()
        return ImportFile(name=name, content=text)
    except UnicodeDecodeError as error:
        raise ParameterError(
            f"file {name!r} is not UTF-8 at byte {error.start}",
            parameter="files",
            value=name,
            fix="save it as UTF-8 (in a spreadsheet: CSV UTF-8), or as a workbook",
        ) from error
    except ValidationError as error:
        raise ParameterError(
            f"file {name!r} is none that can be imported",
            parameter="files",
            value=name,
            fix="name it after its table, such as point.csv, or send a workbook .xlsx",
        ) from error


def check_files(viewer: Viewer, files: list[ImportFile]) -> ImportReport:
    """Return what importing files would do, or every row that cannot be taken."""
    try:
        return imports.import_files(viewer, files, dry_run=True, preview=PREVIEW)
    except ImportRefusedError as error:
        return error.report


def _draw_report(chosen: Chosen, report: ImportReport, visit: Visit) -> None:
    texts = visit.texts
    if report.problems:
        with card(texts("imports_problems", f"{len(report.problems):,}"), kind="nh-error"):
            quiet(texts("imports_again"))
            _draw_problems(report.problems, visit)
        return
    with card(texts("imports_counts")):
        draw_table(
            [
                texts(key)
                for key in (
                    "imports_table",
                    "imports_added",
                    "imports_changed",
                    "imports_unchanged",
                )
            ],
            [
                [one.table, f"{one.added:,}", f"{one.changed:,}", f"{one.unchanged:,}"]
                for one in report.counts
            ],
            numbers="-nnn",
        )
        if any(one.added or one.changed for one in report.counts):
            _draw_apply(chosen, visit)
        else:
            quiet(texts("imports_nothing"))
    if report.preview:
        with card(texts("imports_preview", len(report.preview))):
            _draw_preview(report.preview, visit)


def _draw_problems(problems: list[ImportProblem], visit: Visit) -> None:
    texts = visit.texts
    heads = ("imports_place", "imports_column", "imports_value", "imports_reason", "imports_fix")
    draw_table(
        [texts(key) for key in heads],
        [
            [
                " · ".join(part for part in (one.file, one.sheet, str(one.row or "")) if part),
                one.column,
                one.value,
                tell(one.reason, texts.language),
                tell(one.fix, texts.language),
            ]
            for one in problems[:PROBLEMS_SHOWN]
        ],
        caption=texts("imports_problems", len(problems)),
    )


def _draw_apply(chosen: Chosen, visit: Visit) -> None:
    texts = visit.texts

    def said(report: ImportReport) -> str:
        added = sum(one.added for one in report.counts)
        changed = sum(one.changed for one in report.counts)
        return texts("imports_applied", f"{added:,}", f"{changed:,}")

    async def apply() -> None:
        files = chosen.files
        done = await act(
            visit, lambda viewer: imports.import_files(viewer, files), done=said, redraw=False
        )
        if done is not None:
            chosen.files, chosen.report = [], None
            await visit.refresh()

    async def clear() -> None:
        chosen.files, chosen.report = [], None
        await visit.refresh()

    with ui.element("div").classes("nh-buttons"):
        draw_button(texts("imports_apply"), apply)
        draw_button(texts("imports_clear"), clear, kind="nh-second")


def _draw_preview(rows: list[RowPreview], visit: Visit) -> None:
    texts = visit.texts
    draw_table(
        [texts(key) for key in ("imports_table", "imports_key", "imports_action", "imports_cells")],
        [
            [
                row.table,
                " / ".join(row.key),
                texts(f"imports_action_{row.action}"),
                _changes(row),
            ]
            for row in rows
        ],
        caption=texts("imports_preview", len(rows)),
    )


def _changes(row: RowPreview) -> Cell:
    if not row.cells:
        return "–"
    cells: list[Cell] = [
        Markup(
            f"{escape(name)}: <del>{escape(cell.old)}</del> → <ins>{escape(cell.new)}</ins>"
            if cell.old
            else f"{escape(name)}: <ins>{escape(cell.new)}</ins>"
        )
        for name, cell in row.cells.items()
    ]
    return join(cells, "<br>")
