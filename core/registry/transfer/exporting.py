"""Export: every table as a CSV file or a sheet that can be imported again and changes nothing."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook
from sqlalchemy import true

from core.registry.database import Registry
from core.registry.transfer.spec import Condition, TableSpec
from core.registry.transfer.tables import TABLES
from core.registry.transfer.workbook.guide import write_guide
from core.registry.transfer.workbook.writing import write_table

Where: TypeAlias = Mapping[str, Condition]
"""Tables that are exported, and which rows of each."""
EVERYTHING: Where = {name: true() for name in TABLES}


def export_files(registry: Registry, directory: Path, *, where: Where = EVERYTHING) -> list[Path]:
    """Write one CSV file a table into `directory`, replacing what is there, and return them.

    The files begin with a byte-order mark, by which spreadsheets know UTF-8.

    Raises
    ------
    RegistryError
        The registry cannot be read.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with registry.read() as session:
        for name, condition in where.items():
            spec = TABLES[name]
            path = directory / f"{name}.csv"
            with path.open("w", encoding="utf-8-sig", newline="") as stream:
                names = [column.name for column in spec.columns]
                writer = csv.DictWriter(stream, names, lineterminator="\n")
                writer.writeheader()
                writer.writerows(map(spec.cells, spec.stream(session, condition)))
            written.append(path)
    return written


def export_workbook(registry: Registry, path: Path, *, where: Where = EVERYTHING) -> None:
    """Write every table as a sheet of one workbook, replacing `path`.

    Raises
    ------
    RegistryError
        The registry cannot be read, or a table has more rows than a sheet takes.
    """
    book = Workbook(write_only=True)
    write_guide(book)
    with registry.read() as session:
        for name, condition in where.items():
            write_table(book, TABLES[name], TABLES[name].stream(session, condition))
    book.save(path)


def write_template(path: Path, tables: tuple[TableSpec, ...] = ()) -> None:
    """Write a workbook with a sheet of help and an empty sheet of each table, or of those given."""
    book = Workbook(write_only=True)
    write_guide(book)
    for spec in tables or tuple(TABLES.values()):
        write_table(book, spec, ())
    book.save(path)
