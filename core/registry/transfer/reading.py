"""From files to drafts: CSV files and workbooks, in any order."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.registry.transfer.csv_reading import CsvFile
from core.registry.transfer.drafts import Drafts
from core.registry.transfer.workbook.reading import WORKBOOKS, WorkbookFile


def read_files(paths: Iterable[Path]) -> Drafts:
    """Return all rows of the files, and what is wrong with them."""
    drafts = Drafts()
    for path in paths:
        kind = WorkbookFile if path.suffix.lower() in WORKBOOKS else CsvFile
        kind(path, drafts).read()
    return drafts
