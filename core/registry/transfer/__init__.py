"""Import and export of the registry as CSV, one file a table; docs/registry.md has the formats."""

from core.registry.transfer.exporting import export_files
from core.registry.transfer.importing import import_files
from core.registry.transfer.report import Counts, ImportReport, RowProblem

__all__ = ["Counts", "ImportReport", "RowProblem", "export_files", "import_files"]
