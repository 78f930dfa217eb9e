"""Lists that enterprises stand on, and the duties that follow: rows of ``data/lists.csv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.catalogue import tables
from core.errors import CatalogueError

FILE = Path(__file__).parent / "data" / "lists.csv"
OWN = "own:"
"""Begins the code of a list that only this registry has."""
COLUMNS = (
    *("code", "name_zh", "name_en", "duty", "source"),
    *("valid_from", "valid_to", "confidence", "note"),
)


@dataclass(frozen=True)
class EnterpriseList:
    """A list (名单) and what it obliges to, in force in ``[valid_from_ms, valid_to_ms)`` [ms]."""

    code: str
    name_zh: str
    name_en: str
    duty: str
    source: str
    valid_from_ms: int | None
    valid_to_ms: int | None
    confidence: str
    note: str


@cache
def read_lists(file: Path = FILE) -> dict[str, EnterpriseList]:
    """Read the lists by code; read once per process.

    Raises
    ------
    CatalogueError
        A row has no source, a date is none, or a code stands twice.
    """
    found: dict[str, EnterpriseList] = {}
    for row in tables.read_rows(file, COLUMNS):
        code = row.required("code")
        if code in found:
            raise row.refuse(f"list {code!r} stands twice", "delete one of the rows")
        start, end = row.validity()
        found[code] = EnterpriseList(
            code,
            row.required("name_zh"),
            row.required("name_en"),
            row.required("duty"),
            row.required("source"),
            start,
            end,
            row.one_of("confidence", tables.CONFIDENCES),
            row.text("note"),
        )
    return found


def find_list(code: str) -> EnterpriseList | None:
    """Return a list by its code, None for a list of one's own (``own:WORD``).

    Raises
    ------
    CatalogueError
        There is no such list.
    """
    known = read_lists()
    if code not in known and not code.startswith(OWN):
        raise CatalogueError(
            f"list {code!r} is unknown",
            where=str(FILE),
            fix=f"write one of {', '.join(known)}, or {OWN}WORD for a list of your own",
        )
    return known.get(code)
