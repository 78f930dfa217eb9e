"""The registry as files: a workbook or CSV files of what somebody sees, and the template."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from api.services.table_filters import find_spec
from api.services.table_scope import only_seen
from api.viewer import Viewer
from core.registry.transfer import export_files, export_workbook, write_template
from core.registry.transfer.spec import Condition
from core.registry.transfer.tables import TABLES

Kind = Literal["xlsx", "csv"]


def write_export(viewer: Viewer, kind: Kind, tables: Sequence[str]) -> Path:
    """Write the rows that this viewer sees into a file of its own, and return it.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    kind : str
        A workbook, or an archive of CSV files.
    tables : sequence of str
        Which tables; all where empty.

    Raises
    ------
    MissingError
        There is no such table.
    """
    specs = [find_spec(name) for name in tables] or list(TABLES.values())
    where: dict[str, Condition] = {spec.name: only_seen(viewer, spec) for spec in specs}
    with viewer.read():
        registry = viewer.parts.registry
    path = _new_file("xlsx" if kind == "xlsx" else "zip")
    if kind == "xlsx":
        export_workbook(registry, path, where=where)
        return path
    with (
        tempfile.TemporaryDirectory(prefix="nengheng-export-") as directory,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for file in export_files(registry, Path(directory), where=where):
            archive.write(file, file.name)
    return path


def write_blank(viewer: Viewer, tables: Sequence[str]) -> Path:
    """Write the template, of all tables or of some, into a file of its own, and return it.

    Raises
    ------
    MissingError
        There is no such table.
    """
    with viewer.read():
        specs = tuple(find_spec(name) for name in tables)
    path = _new_file("xlsx")
    write_template(path, specs)
    return path


def _new_file(kind: str) -> Path:
    with tempfile.NamedTemporaryFile(
        prefix="nengheng-export-", suffix=f".{kind}", delete=False
    ) as file:
        return Path(file.name)
