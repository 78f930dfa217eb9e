from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ImportProblem")


@_attrs_define
class ImportProblem:
    """A row that cannot be taken.

    Example:
        {'column': 'unit', 'file': 'point.csv', 'fix': '', 'reason': '', 'row': 7, 'sheet': '计量点 point', 'table':
            'point', 'value': 'kWhh'}

    Attributes:
        column (str): Column.
        file (str): File.
        fix (str): What can be done.
        reason (str): What is wrong with it.
        row (int): Line of the file or row of the sheet [1]; 0 is the whole of it.
        value (str): The offending value.
        sheet (str | Unset): Sheet of a workbook. Default: ''.
        table (str | Unset): Table, where known. Default: ''.
    """

    column: str
    file: str
    fix: str
    reason: str
    row: int
    value: str
    sheet: str | Unset = ""
    table: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        column = self.column

        file = self.file

        fix = self.fix

        reason = self.reason

        row = self.row

        value = self.value

        sheet = self.sheet

        table = self.table

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "column": column,
                "file": file,
                "fix": fix,
                "reason": reason,
                "row": row,
                "value": value,
            }
        )
        if sheet is not UNSET:
            field_dict["sheet"] = sheet
        if table is not UNSET:
            field_dict["table"] = table

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        column = d.pop("column")

        file = d.pop("file")

        fix = d.pop("fix")

        reason = d.pop("reason")

        row = d.pop("row")

        value = d.pop("value")

        sheet = d.pop("sheet", UNSET)

        table = d.pop("table", UNSET)

        import_problem = cls(
            column=column,
            file=file,
            fix=fix,
            reason=reason,
            row=row,
            value=value,
            sheet=sheet,
            table=table,
        )

        return import_problem
