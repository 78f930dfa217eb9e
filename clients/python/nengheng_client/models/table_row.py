from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.table_column import TableColumn
    from ..models.wording import Wording


T = TypeVar("T", bound="TableRow")


@_attrs_define
class TableRow:
    """A table that can be imported, exported and edited.

    Example:
        {'columns': [{'choices': [''], 'default': 'end-to-end', 'high': 3, 'hint': {'en': 'Points', 'zh': '计量点'}, 'key':
            False, 'kind': 'text', 'label': {'en': 'Points', 'zh': '计量点'}, 'longest': 200, 'low': 1, 'name': 'unit',
            'required': False}], 'label': {'en': 'Points', 'zh': '计量点'}, 'may_delete': False, 'may_edit': False, 'name':
            'point'}

    Attributes:
        columns (list[TableColumn]): Columns in the order of the files.
        label (Wording): A name in two languages. Example: {'en': 'Points', 'zh': '计量点'}.
        may_delete (bool): Whether rows may be deleted on which nothing hangs.
        may_edit (bool): Whether you may edit rows of yours.
        name (str): Name.
    """

    columns: list[TableColumn]
    label: Wording
    may_delete: bool
    may_edit: bool
    name: str

    def to_dict(self) -> dict[str, Any]:
        columns = []
        for columns_item_data in self.columns:
            columns_item = columns_item_data.to_dict()
            columns.append(columns_item)

        label = self.label.to_dict()

        may_delete = self.may_delete

        may_edit = self.may_edit

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "columns": columns,
                "label": label,
                "may_delete": may_delete,
                "may_edit": may_edit,
                "name": name,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.table_column import TableColumn
        from ..models.wording import Wording

        d = dict(src_dict)
        columns = []
        _columns = d.pop("columns")
        for columns_item_data in _columns:
            columns_item = TableColumn.from_dict(columns_item_data)

            columns.append(columns_item)

        label = Wording.from_dict(d.pop("label"))

        may_delete = d.pop("may_delete")

        may_edit = d.pop("may_edit")

        name = d.pop("name")

        table_row = cls(
            columns=columns,
            label=label,
            may_delete=may_delete,
            may_edit=may_edit,
            name=name,
        )

        return table_row
