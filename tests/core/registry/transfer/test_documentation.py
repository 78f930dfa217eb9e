"""docs/registry.md describes every column of every file, and marks required and key columns."""

import re
from pathlib import Path

import pytest

from core.registry.transfer.quota import MONTHS
from core.registry.transfer.tables import TABLES

PAGE = Path(__file__).resolve().parents[4] / "docs" / "registry.md"


def section(name: str) -> list[str]:
    text = PAGE.read_text("utf-8")
    part = re.search(rf"^## {name}\.csv.*?(?=^## |\Z)", text, re.M | re.S)
    assert part is not None, name
    return re.findall(r"^\| (?!column|---)([^|]+?) \|", part[0], re.M)


@pytest.mark.parametrize("name", TABLES)
def test_the_page_describes_the_file(name):
    wanted = []
    for column in TABLES[name].columns:
        if column.name in MONTHS:
            continue
        cell = f"**{column.name}**" if column.required else column.name
        wanted.append(cell + " *key*" * (column.target in TABLES[name].key))
    if name == "quota":
        wanted.append("m01 … m12")
    assert section(name) == wanted
