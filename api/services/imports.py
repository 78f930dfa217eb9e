"""Imports of CSV files and workbooks into the registry, all or none."""

from __future__ import annotations

import logging
import tempfile
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

from api.access import Permission
from api.errors import ImportRefusedError, ParameterError
from api.schemas.imports import (
    CellChange,
    ImportCount,
    ImportFile,
    ImportProblem,
    ImportReport,
    RowPreview,
)
from api.viewer import Viewer
from core.registry import transfer
from core.registry.history import Author, Via

logger = logging.getLogger(__name__)


def import_files(
    viewer: Viewer, files: Sequence[ImportFile], *, dry_run: bool = False, preview: int = 0
) -> ImportReport:
    """Take files into the registry; `dry_run` only checks, `preview` rows [1] are told.

    Raises
    ------
    ImportRefusedError
        A row cannot be taken; nothing was changed, and the report names every such row.
    ParameterError
        Two files have the same name.
    """
    check_import(viewer)
    parts = viewer.parts
    with tempfile.TemporaryDirectory(prefix="nengheng-import-") as directory:
        paths = _write_files(Path(directory), files)
        found = transfer.import_files(
            parts.registry,
            paths,
            clock=parts.clock,
            dry_run=dry_run,
            store=parts.store,
            author=Author(viewer.name, Via.IMPORT),
            preview=preview,
        )
    report = _report(found, dry_run)
    if report.problems:
        raise ImportRefusedError(report)
    if report.applied:
        reload_registry(viewer)
    logger.info("%s imported %d files, applied: %s", viewer.name, len(files), report.applied)
    return report


def check_import(viewer: Viewer) -> None:
    """Go on only with leave to edit the registry, asked before the files are read."""
    viewer.allow(Permission.EDIT_REGISTRY)


def reload_registry(viewer: Viewer) -> None:
    """Have the collectors read the registry now; without it they do within seconds."""
    viewer.allow(Permission.EDIT_REGISTRY)
    if viewer.parts.collector is not None:
        viewer.parts.collector.reload_registry()


def _write_files(directory: Path, files: Sequence[ImportFile]) -> list[Path]:
    paths: list[Path] = []
    for file in files:
        path = directory / file.name
        if path in paths:
            raise ParameterError(
                f"file {file.name!r} is given twice",
                parameter="files",
                value=file.name,
                fix="name the second part such as point_2.csv",
            )
        path.write_bytes(_read_content(file))
        paths.append(path)
    return paths


def _read_content(file: ImportFile) -> bytes:
    if file.name.lower().endswith(".csv"):
        return file.content.encode()
    try:
        return b64decode(file.content, validate=True)
    except ValueError as error:
        raise ParameterError(
            f"content of {file.name!r} is not base64: {error}",
            parameter="content",
            value=file.content[:20],
            fix="send the bytes of a workbook in base64, or as a multipart form",
        ) from error


def problem_row(problem: transfer.RowProblem) -> ImportProblem:
    """Return a problem as it is answered."""
    return ImportProblem(
        file=Path(problem.file).name,
        sheet=problem.sheet,
        table=problem.table,
        row=problem.row,
        column=problem.column,
        value=problem.value,
        reason=problem.reason,
        fix=problem.fix,
    )


def _preview_row(row: transfer.RowPreview) -> RowPreview:
    return RowPreview(
        file=Path(row.file).name,
        sheet=row.sheet,
        row=row.row,
        table=row.table,
        key=row.key,
        action=row.action,
        cells={name: CellChange(old=old, new=new) for name, (old, new) in row.cells.items()},
    )


def _report(found: transfer.ImportReport, dry_run: bool) -> ImportReport:
    return ImportReport(
        applied=found.applied,
        dry_run=dry_run,
        counts=[
            ImportCount(
                table=table,
                added=counts.added,
                changed=counts.changed,
                unchanged=counts.unchanged,
            )
            for table, counts in found.counts.items()
        ],
        problems=[problem_row(problem) for problem in found.rows],
        preview=[_preview_row(row) for row in found.preview],
    )
