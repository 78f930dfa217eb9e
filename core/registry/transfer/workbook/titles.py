"""Names of the sheets, and the rows above the first row of a table."""

from __future__ import annotations

import re

from core.registry.transfer.labels import label_of
from core.registry.transfer.spec import TableSpec
from core.registry.transfer.tables import TABLES

HELP = "说明 help"
REQUIRED = " *"
"""Follows the name of a column whose cells must be filled."""
SUFFIX = re.compile(r"(?:[_-][^\W_]+|\s*[(（]\d+[)）])$")


def sheet_title(spec: TableSpec, number: int = 1) -> str:
    """Return the title of a table's sheet; `number` counts them from 1 [1]."""
    title = f"{label_of(spec.name).zh} {spec.name}"
    return title if number == 1 else f"{title}_{number}"


def find_table(title: str) -> TableSpec | None:
    """Return the table whose sheet has a title: its name, in Chinese or English, or both."""
    words = title.strip().lower()
    for given in (words, SUFFIX.sub("", words)):
        for name, spec in TABLES.items():
            zh = label_of(name).zh
            if given in (name, zh, f"{zh} {name}", f"{name} {zh}"):
                return spec
    return None


def column_titles(spec: TableSpec) -> list[str]:
    """Return what stands below the names of the columns: Chinese, the required ones marked."""
    return [
        label_of(spec.name, column.name).zh + (REQUIRED if column.required else "")
        for column in spec.columns
    ]


def is_explanation(spec: TableSpec, header: list[str], cells: list[str]) -> bool:
    """Return whether a row below the header explains it: most of its cells are titles."""
    filled = [(name, cell) for name, cell in zip(header, cells, strict=False) if cell]
    titles = sum(cell in words_of(spec, name) for name, cell in filled)
    return bool(filled) and 2 * titles > len(filled)


def words_of(spec: TableSpec, column: str) -> set[str]:
    """Return what a column may be called in the rows above the data."""
    label = label_of(spec.name, column) if column in {c.name for c in spec.columns} else None
    names = {label.zh, label.en} if label else set()
    return names | {name + REQUIRED for name in names} | {name + "*" for name in names}


def name_columns(spec: TableSpec, header: list[str]) -> list[str]:
    """Return a header by the names of the columns, where it has their Chinese ones."""
    by_title: dict[str, str] = {}
    for column in spec.columns:
        for word in words_of(spec, column.name):
            by_title.setdefault(word, column.name)
    known = {column.name for column in spec.columns}
    return [name if name in known else by_title.get(name, name) for name in header]
