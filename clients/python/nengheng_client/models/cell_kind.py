from typing import Literal

CellKind = Literal[
    "choice",
    "code",
    "credit_code",
    "day",
    "flag",
    "number",
    "region",
    "sector",
    "text",
    "time",
    "unit",
    "whole",
]

CELL_KIND_VALUES: set[CellKind] = {
    "choice",
    "code",
    "credit_code",
    "day",
    "flag",
    "number",
    "region",
    "sector",
    "text",
    "time",
    "unit",
    "whole",
}


def check_cell_kind(value: str) -> CellKind:
    if value in CELL_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CELL_KIND_VALUES!r}")
