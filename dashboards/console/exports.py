"""Lists taken away as CSV that spreadsheets read: UTF-8 with its mark, no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from core.errors import NenghengError
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_button, toast, toast_error

Rows = Sequence[dict[str, object]]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def draw_export(visit: Visit, name: str, read: Callable[[], Awaitable[Rows]]) -> None:
    """Draw the button that gives a file `name` with what `read` gives, all of it."""
    texts = visit.texts

    async def export() -> None:
        try:
            rows = await read()
        except NenghengError as error:
            toast_error(error, texts)
            return
        ui.download.content(write_csv(rows), name, "text/csv")
        toast(texts("exported", len(rows), name), texts=texts)

    draw_button(texts("export_csv"), export, kind="nh-second")


def write_csv(rows: Rows) -> str:
    """Return rows as CSV with a byte-order mark; the first row names the columns."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    names = list(rows[0]) if rows else []
    writer.writerow(names)
    writer.writerows([_plain(row.get(name)) for name in names] for row in rows)
    return "\ufeff" + stream.getvalue()


def _plain(value: object) -> object:
    """Return a cell that a spreadsheet takes as text, never as a formula."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
