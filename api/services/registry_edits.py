"""Changes of rows by the checks of imports: all or none, with history, marks and a report."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from api.errors import ParameterError
from api.viewer import Viewer
from core.registry import transfer
from core.registry.history import Author, Via
from core.registry.transfer.report import RowProblem
from core.registry.transfer.spec import Values
from core.registry.transfer.tables import TABLES


def write_rows(viewer: Viewer, table: str, rows: Sequence[Values]) -> None:
    """Write rows of a table as an import of them would; who asks was asked for leave before.

    Raises
    ------
    ParameterError
        A row cannot be taken, and nothing was changed; it names the first thing that is wrong.
    """
    wrong = take_cells(viewer, table, [_cells(table, row) for row in rows])
    if wrong is not None:
        raise ParameterError(
            wrong.reason, parameter=wrong.column or table, value=wrong.value, fix=wrong.fix
        )


def take_cells(viewer: Viewer, table: str, rows: Sequence[Mapping[str, str]]) -> RowProblem | None:
    """Import rows of a table given as cells by column, and have collectors read the registry.

    Who asks was asked for leave before.

    Returns
    -------
    RowProblem or None
        The first thing that is wrong, and nothing was changed; its row counts from 2.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in TABLES[table].columns])
    writer.writeheader()
    writer.writerows(rows)
    parts = viewer.parts
    with tempfile.TemporaryDirectory(prefix="nengheng-edit-") as directory:
        path = Path(directory) / f"{table}.csv"
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
        found = transfer.import_files(
            parts.registry,
            [path],
            clock=parts.clock,
            store=parts.store,
            author=Author(viewer.name, Via.API),
        )
    if found.rows:
        return found.rows[0]
    if parts.collector is not None:
        parts.collector.reload_registry()
    return None


def _cells(table: str, row: Mapping[str, object]) -> dict[str, str]:
    """Return the cells of a row; fields that are not given are left empty."""
    spec = TABLES[table]
    given = {c.target: row[c.target] for c in spec.columns if row.get(c.target) is not None}
    return {c.name: c.write(given[c.target]) for c in spec.columns if c.target in given}
