"""Routes of the registry as tables: rows of every table with their history, export and template."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.background import BackgroundTask

from api.etags import STALE, IfMatch
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader, Writer
from api.queries import Paged
from api.schemas.base import Page
from api.schemas.tables import RegistryRow, RowBody, RowChangeRow, RowOutcome, TableRow
from api.services import exports, tables
from api.services.table_filters import RowFilter
from api.services.table_words import file_name
from core.calendar import to_local

router = APIRouter(prefix=API_PREFIX, tags=["tables"], route_class=ListRoute)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Table = Annotated[str, Path(description="Name of the table.", examples=["region"])]
RowId = Annotated[
    str, Path(max_length=1000, description="`id` of the row.", examples=["WyIxNTA2MjIiXQ"])
]
Tables = Annotated[
    list[str], Query(max_length=100, description="Only these tables.", examples=[["region"]])
]
Kind = Annotated[exports.Kind, Query(description="A workbook, or an archive of CSV files.")]
DryRun = Annotated[bool, Query(description="Check and report only.")]
FILE = {"schema": {"type": "string", "format": "binary"}}


class RowsQuery(Paged):
    """Which rows of a table."""

    enterprise: str | None = Field(None, max_length=18, description="Only of this enterprise.")
    text: str | None = Field(
        None, max_length=100, pattern=r"^[^\x00]*$", description="Only with this in a text."
    )
    column: str | None = Field(None, max_length=40, description="Only with `value` in this column.")
    value: str | None = Field(
        None, max_length=400, pattern=r"^[^\x00]*$", description="Value of `column`."
    )


@router.get("/tables", summary="Tables that are imported, exported and edited, with their columns")
def list_tables(viewer: Reader) -> Page[TableRow]:
    """Give tables."""
    return tables.list_tables(viewer)


@router.get("/tables/{table}/rows", summary="Rows of a table")
def list_rows(
    viewer: Reader, table: Table, asked: Annotated[RowsQuery, Query()]
) -> Page[RegistryRow]:
    """Give rows by key."""
    wanted = RowFilter(asked.enterprise, asked.text, asked.column, asked.value)
    return tables.list_rows(viewer, table, wanted, limit=asked.limit, cursor=asked.cursor)


@router.post("/tables/{table}/rows", status_code=201, summary="Add a row, checked as an import is")
def add_row(viewer: Writer, table: Table, body: RowBody) -> RowOutcome:
    """Add a row."""
    return tables.add(viewer, table, body.values, dry_run=body.dry_run)


@router.get("/tables/{table}/rows/{row}", summary="One row; its ETag is its digest")
def read_row(viewer: Reader, response: Response, table: Table, row: RowId) -> RegistryRow:
    """Give a row."""
    found = tables.read_row(viewer, table, row)
    response.headers["ETag"] = f'W/"{found.digest}"'
    return found


@router.patch(
    "/tables/{table}/rows/{row}",
    summary="Change cells of a row, checked as an import",
    responses=STALE,
)
def change_row(
    viewer: Writer, table: Table, row: RowId, *, body: RowBody, match: IfMatch = None
) -> RowOutcome:
    """Change a row."""
    return tables.change(viewer, table, row, body.values, match=match, dry_run=body.dry_run)


@router.delete(
    "/tables/{table}/rows/{row}",
    status_code=204,
    summary="Delete a row on which nothing hangs",
    responses=STALE,
)
def delete_row(
    viewer: Writer, table: Table, row: RowId, *, dry_run: DryRun = False, match: IfMatch = None
) -> None:
    """Delete a row; the refusal says what hangs on it."""
    tables.delete(viewer, table, row, match=match, dry_run=dry_run)


@router.get("/tables/{table}/rows/{row}/history", summary="What became of a row, by whom and when")
def list_changes(
    viewer: Reader, table: Table, row: RowId, asked: Annotated[Paged, Query()]
) -> Page[RowChangeRow]:
    """Give changes, the newest first."""
    return tables.list_changes(viewer, table, row, limit=asked.limit, cursor=asked.cursor)


@router.get(
    "/registry/export",
    summary="The registry as a workbook or CSV files, in the form that imports take",
    response_class=FileResponse,
    responses={200: {"content": {XLSX: FILE, "application/zip": FILE}}},
)
def export_registry(viewer: Reader, kind: Kind = "xlsx", table: Tables = []) -> FileResponse:  # noqa: B006
    """Give a file of the rows you see."""
    path = exports.write_export(viewer, kind, table)
    suffix = "xlsx" if kind == "xlsx" else "zip"
    media = XLSX if kind == "xlsx" else "application/zip"
    name = file_name(suffix, to_local(viewer.now_ms()).date())
    return _send(path, media, name)


@router.get(
    "/registry/template",
    summary="An empty workbook to fill in: lists to choose from, required columns marked, help",
    response_class=FileResponse,
    responses={200: {"content": {XLSX: FILE}}},
)
def read_template(viewer: Reader, table: Tables = []) -> FileResponse:  # noqa: B006
    """Give the template."""
    return _send(exports.write_blank(viewer, table), XLSX, "registry-template.xlsx")


def _send(path: FilePath, media: str, name: str) -> FileResponse:
    return FileResponse(
        path, media_type=media, filename=name, background=BackgroundTask(path.unlink)
    )
