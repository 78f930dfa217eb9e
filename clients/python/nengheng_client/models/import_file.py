from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ImportFile")


@_attrs_define
class ImportFile:
    """One CSV file or workbook in a JSON body.

    Example:
        {'content': 'code,name,parent_code\\n150000,内蒙古自治区,\\n', 'name': 'region.csv'}

    Attributes:
        content (str): The text of a CSV file; the bytes of a workbook in base64.
        name (str): The stem of a CSV file names its table; the sheets of a workbook theirs. Of workbooks .xlsx is
            taken, the others are refused with the reason.
    """

    content: str
    name: str

    def to_dict(self) -> dict[str, Any]:
        content = self.content

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "content": content,
                "name": name,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        content = d.pop("content")

        name = d.pop("name")

        import_file = cls(
            content=content,
            name=name,
        )

        return import_file
