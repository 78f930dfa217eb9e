"""Dialogs in which a task of the dispatch sheet is given, changed, closed and taken back."""

from __future__ import annotations

from nicegui import ui

from api.schemas.warnings import DispatchRow
from api.services import dispatch, tables
from api.viewer import Viewer
from core.calendar import to_local
from dashboards.console.cards import link, quiet
from dashboards.console.dialogs import ask, dialog
from dashboards.console.forms import Field, Form, Values
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_button
from dashboards.console.numbers import format_day
from dashboards.console.showing import act


def draw_task_buttons(visit: Visit, row: DispatchRow, at_ms: int) -> None:
    """Draw what can be done about a row of the sheet of the quarter that holds `at_ms` [ms]."""
    texts = visit.texts
    who = row.subject_name or row.subject

    async def add() -> None:
        _open_new(visit, row, at_ms)

    async def edit() -> None:
        _open_edit(visit, row)

    async def close() -> None:
        _open_close(visit, row)

    if row.row is not None:
        if row.done is None:
            label = f"{texts('task_close')} {who} {row.number}"
            draw_button(texts("task_close"), close, kind="nh-second", label=label)
        label = f"{texts('task_edit')} {who} {row.number}"
        draw_button(texts("task_edit"), edit, kind="nh-second", label=label)
    draw_button(texts("task_add"), add, kind="nh-second", label=f"{texts('task_add')} {who}")


def _fields(visit: Visit, row: DispatchRow | None) -> list[Field]:
    """Return the fields of a task, filled with what a row says."""
    texts = visit.texts
    task = texts.either(row.task, row.task_en) if row else ""
    step = texts.either(row.next_step, row.next_step_en) if row else ""
    due = row.due.isoformat() if row and row.due else ""
    return [
        Field("task", texts("task"), kind="textarea", value=task, required=True),
        Field("who", texts("who"), value=row.who if row else "", required=True),
        Field("next_step", texts("task_step"), kind="textarea", value=step, required=True),
        Field("due", texts("task_due"), kind="date", value=due, hint=texts("task_due_hint")),
        Field("document", texts("task_document"), value=row.document if row else ""),
    ]


def _open_new(visit: Visit, row: DispatchRow, at_ms: int) -> None:
    texts = visit.texts

    def send(viewer: Viewer, values: Values) -> str:
        dispatch.add_task(viewer, row.subject, at_ms, values)
        return texts("task_added", row.subject_name or row.subject)

    with dialog(texts("task_for", row.subject_name or row.subject, row.quarter)) as box:
        if row.proposed:
            quiet(texts("task_proposal"))
        Form(
            visit,
            _fields(visit, row if row.proposed else None),
            send,
            button=texts("task_add"),
            done=str,
            after=lambda _: box.close(),
        )


def _open_edit(visit: Visit, row: DispatchRow) -> None:
    texts, row_id = visit.texts, row.row or ""
    digest = visit.look(lambda viewer: tables.read_row(viewer, dispatch.TABLE, row_id).digest)

    def send(viewer: Viewer, values: Values) -> str:
        tables.change(viewer, dispatch.TABLE, row_id, values, match=digest)
        return texts("task_saved", row.subject_name or row.subject)

    async def delete() -> None:
        def write(viewer: Viewer) -> None:
            tables.delete(viewer, dispatch.TABLE, row_id, match=digest)

        await act(visit, write, done=texts("task_deleted"))

    with dialog(texts("task_for", row.subject_name or row.subject, row.quarter)) as box:
        fields = _fields(visit, row)
        done = row.done.isoformat() if row.done else ""
        hint = texts("task_done_hint")
        fields.append(Field("done", texts("task_done"), kind="date", value=done, hint=hint))
        form = Form(
            visit,
            fields,
            send,
            button=texts("task_save"),
            done=str,
            after=lambda _: box.close(),
            next_step=link(texts("table_history"), f"/tables/{dispatch.TABLE}/rows/{row_id}"),
        )

        async def confirm() -> None:
            box.close()
            with ui.context.client.content:  # the closing dialog takes along what it holds
                ask(
                    visit,
                    texts("task_delete_question", row.task),
                    explain=texts("task_delete_explain"),
                    button=texts("task_delete"),
                    act=delete,
                )

        with form.buttons:
            draw_button(texts("task_delete"), confirm, kind="nh-danger")


def _open_close(visit: Visit, row: DispatchRow) -> None:
    texts, row_id = visit.texts, row.row or ""
    today = to_local(visit.viewer.now_ms()).date().isoformat()

    def send(viewer: Viewer, values: Values) -> str:
        tables.change(viewer, dispatch.TABLE, row_id, values)
        return texts("task_closed", row.subject_name or row.subject)

    with dialog(texts("task_close_of", row.subject_name or row.subject)) as box:
        quiet(f"{row.task} · {row.who} · {format_day(row.due)}")
        Form(
            visit,
            [Field("done", texts("task_done"), kind="date", value=today, required=True)],
            send,
            button=texts("task_close"),
            done=str,
            after=lambda _: box.close(),
        )
