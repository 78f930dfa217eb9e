"""Imports of CSV files into the registry, all or none."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

from api.access import Permission
from api.errors import ImportRefusedError, ParameterError
from api.schemas.imports import ImportCount, ImportFile, ImportProblem, ImportReport
from api.viewer import Viewer
from core.registry import transfer

logger = logging.getLogger(__name__)


def import_files(
    viewer: Viewer, files: Sequence[ImportFile], *, dry_run: bool = False
) -> ImportReport:
    """Take CSV files into the registry; `dry_run` only checks and reports.

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
            parts.registry, paths, clock=parts.clock, dry_run=dry_run, store=parts.store
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
        path.write_text(file.content, encoding="utf-8", newline="")
        paths.append(path)
    return paths


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
        problems=[
            ImportProblem(
                file=Path(problem.file).name,
                row=problem.row,
                column=problem.column,
                value=problem.value,
                reason=problem.reason,
                fix=problem.fix,
            )
            for problem in found.rows
        ],
    )
