"""Export: every table as a CSV file that can be imported again and then changes nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from core.registry.database import Registry
from core.registry.transfer.tables import TABLES


def export_files(registry: Registry, directory: Path) -> list[Path]:
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
        for name, spec in TABLES.items():
            rows = spec.read(session)
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, [c.name for c in spec.columns], lineterminator="\n")
            writer.writeheader()
            for key in sorted(rows, key=lambda key: tuple(str(part) for part in key)):
                writer.writerow(spec.cells(rows[key]))
            path = directory / f"{name}.csv"
            path.write_text(text.getvalue(), encoding="utf-8-sig")
            written.append(path)
    return written
