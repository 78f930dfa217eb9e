"""Writing a list piece by piece: each writer is given pages of rows and gives bytes."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from typing_extensions import Buffer

from api.listing.columns import (
    Column,
    Part,
    Value,
    batch_of,
    columns_of,
    schema_of,
    spell_times,
    values_of,
)
from api.listing.kinds import CSV, NDJSON, PARQUET, XLSX, ContentKind
from api.schemas.base import Row

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Pages = Iterable[Part]
Writer = Callable[[type[Row], Pages], Iterator[bytes]]
ROW_GROUP = 20_000
"""Rows of a Parquet row group, which are held together [1]."""
SHEET_ROWS = 1_048_576
"""Rows that a sheet may have, heading included [1]."""
PIECE_BYTES = 256 * 1024


def write_csv(row: type[Row], pages: Pages) -> Iterator[bytes]:
    """Give a list as CSV (RFC 4180), times as ISO 8601, what is null as an empty cell."""
    columns = columns_of(row)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    for page in pages:
        if isinstance(page, pa.RecordBatch):
            writer.writerows(zip(*spell_times(page), strict=True))
        else:
            writer.writerows(map(_cells, values_of(columns, page)))
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def write_ndjson(row: type[Row], pages: Pages) -> Iterator[bytes]:
    """Give a list as one JSON document a line, each as in the JSON list's `items`."""
    names = list(row.model_fields)
    encoder = msgspec.json.Encoder()
    for page in pages:
        if isinstance(page, pa.RecordBatch):
            found = (dict(zip(names, r, strict=True)) for r in zip(*spell_times(page), strict=True))
            yield encoder.encode_lines(found)
        else:
            yield "".join(f"{one.model_dump_json()}\n" for one in page).encode()


def write_parquet(row: type[Row], pages: Pages) -> Iterator[bytes]:
    """Give a list as Parquet, row group by row group."""
    columns = columns_of(row)
    out = _Pieces()
    waiting: list[Row] = []
    with pq.ParquetWriter(out, schema_of(columns), compression="zstd") as writer:
        for page in pages:
            if isinstance(page, pa.RecordBatch):
                writer.write_batch(page)
            else:
                waiting += page
            if len(waiting) >= ROW_GROUP:
                writer.write_batch(batch_of(columns, waiting))
                waiting = []
            yield out.take()
        if waiting:
            writer.write_batch(batch_of(columns, waiting))
    yield out.take()


def write_xlsx(row: type[Row], pages: Pages) -> Iterator[bytes]:
    """Give a list as a workbook, times in Shanghai; past a sheet's last row a further one."""
    columns = columns_of(row)
    book = Workbook(write_only=True)
    sheet, left = _add_sheet(book, columns)
    for page in pages:
        for values in _values(columns, page):
            if left == 0:
                sheet, left = _add_sheet(book, columns)
            sheet.append([_sheet_value(sheet, value) for value in values])
            left -= 1
    with tempfile.TemporaryFile(prefix="nengheng-list-") as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE_BYTES):
            yield piece


WRITERS: dict[ContentKind, Writer] = {
    CSV: write_csv,
    NDJSON: write_ndjson,
    PARQUET: write_parquet,
    XLSX: write_xlsx,
}


class _Pieces(io.RawIOBase):
    """A file that is written from its beginning to its end, and taken away in between."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        self._pieces.append(bytes(data))
        self._size += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        return self._size

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def _values(columns: Sequence[Column], page: Part) -> Iterable[Sequence[Value]]:
    if isinstance(page, pa.RecordBatch):
        return zip(*(column.to_pylist() for column in page.columns), strict=True)
    return values_of(columns, page)


def _cells(values: Sequence[Value]) -> list[Value]:
    return [value.isoformat() if isinstance(value, datetime) else value for value in values]


def _add_sheet(book: Workbook, columns: Sequence[Column]) -> tuple[WriteOnlyWorksheet, int]:
    """Return a new sheet with its heading, and how many rows it still takes [1]."""
    sheet: WriteOnlyWorksheet = book.create_sheet(str(len(book.sheetnames) + 1))
    sheet.freeze_panes = "A2"
    sheet.append([column.name for column in columns])
    return sheet, SHEET_ROWS - 1


def _sheet_value(sheet: WriteOnlyWorksheet, value: Value) -> object:
    """Return a value as a sheet takes it; no text is ever a formula."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:32_767])
    cell.data_type = "s"
    return cell
