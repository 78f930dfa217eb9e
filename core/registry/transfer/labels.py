"""What tables and columns are called in Chinese and English, and what is to be written there."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("labels.csv")
ANY = "*"
"""Stands for every table that has no row of its own for a column."""


class Label(NamedTuple):
    """Name and hint of a table or a column."""

    zh: str
    en: str
    hint_zh: str
    hint_en: str


@cache
def read_labels() -> dict[tuple[str, str], Label]:
    """Return the labels by table and column; '' is the table itself."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return {
            (row["table"], row["column"]): Label(*(row[name] for name in Label._fields))
            for row in csv.DictReader(stream)
        }


def label_of(table: str, column: str = "") -> Label:
    """Return the label of a table, or of one of its columns."""
    labels = read_labels()
    return labels.get((table, column)) or labels[ANY, column]
