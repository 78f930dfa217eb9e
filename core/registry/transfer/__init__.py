"""Import and export of the registry as CSV files or one workbook; see docs/registry.md."""

from core.registry.transfer.exporting import export_files, export_workbook, write_template
from core.registry.transfer.importing import import_files
from core.registry.transfer.report import Action, Counts, ImportReport, RowPreview, RowProblem

__all__ = [
    "Action",
    "Counts",
    "ImportReport",
    "RowPreview",
    "RowProblem",
    "export_files",
    "export_workbook",
    "import_files",
    "write_template",
]
