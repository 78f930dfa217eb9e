"""What a column holds: how a spreadsheet's cell of it is typed, and which words it may be."""

from __future__ import annotations

from enum import StrEnum

from core.registry.codes import check_region_code, check_sector_code
from core.registry.credit_code import check_credit_code
from core.registry.transfer import cells
from core.registry.transfer.assessment import parse_share
from core.registry.transfer.cells import Parser
from core.registry.transfer.spec import Column
from core.registry.transfer.structure import parse_day_cell, parse_oxygen
from core.units import parse_unit

NUMBERS = (cells.parse_number, cells.positive, cells.not_negative, parse_oxygen, parse_share)
CODED = (
    "holder", "subject", "from_holder", "to_holder", "item", "carrier", "benchmark_key", "formula",
)  # fmt: skip
"""Columns of free text that hold a code nevertheless, such as ``region:150600``."""


class CellKind(StrEnum):
    """Kind of a column's values."""

    TEXT = "text"
    CODE = "code"
    REGION = "region"
    CREDIT_CODE = "credit_code"
    SECTOR = "sector"
    UNIT = "unit"
    CHOICE = "choice"
    FLAG = "flag"
    WHOLE = "whole"
    NUMBER = "number"
    TIME = "time"
    DAY = "day"


BY_PARSER: dict[Parser, CellKind] = {
    check_region_code: CellKind.REGION,
    check_credit_code: CellKind.CREDIT_CODE,
    check_sector_code: CellKind.SECTOR,
    parse_unit: CellKind.UNIT,
    cells.parse_flag: CellKind.FLAG,
    cells.parse_time_cell: CellKind.TIME,
    parse_day_cell: CellKind.DAY,
    **dict.fromkeys(NUMBERS, CellKind.NUMBER),
}
CODES = (CellKind.CODE, CellKind.REGION, CellKind.CREDIT_CODE, CellKind.SECTOR)
TIMES = (CellKind.TIME, CellKind.DAY)


def kind_of(column: Column) -> CellKind:
    """Return what a column holds."""
    parse = column.parse
    if isinstance(parse, cells.OneOf):
        return CellKind.CHOICE
    if isinstance(parse, cells.Whole):
        return CellKind.WHOLE
    if isinstance(parse, cells.Words):
        return CellKind.CODE if column.name in CODED else CellKind.TEXT
    return BY_PARSER.get(parse, CellKind.CODE)


def choices_of(column: Column) -> tuple[str, ...]:
    """Return the words a column may hold, none where it is not one of choices."""
    return column.parse.words if isinstance(column.parse, cells.OneOf) else ()
