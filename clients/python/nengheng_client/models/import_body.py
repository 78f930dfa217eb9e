from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.import_file import ImportFile


T = TypeVar("T", bound="ImportBody")


@_attrs_define
class ImportBody:
    """CSV files and workbooks to take into the registry, all or none.

    Example:
        {'dry_run': False, 'files': [{'content': 'code,name,parent_code\\n150000,内蒙古自治区,\\n', 'name': 'region.csv'}],
            'preview': 0}

    Attributes:
        files (list[ImportFile]): The files, in any order.
        dry_run (bool | Unset): Check and report only. Default: False.
        preview (int | Unset): Of how many rows to say what becomes of them [1]. Default: 0.
    """

    files: list[ImportFile]
    dry_run: bool | Unset = False
    preview: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        files = []
        for files_item_data in self.files:
            files_item = files_item_data.to_dict()
            files.append(files_item)

        dry_run = self.dry_run

        preview = self.preview

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "files": files,
            }
        )
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run
        if preview is not UNSET:
            field_dict["preview"] = preview

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.import_file import ImportFile

        d = dict(src_dict)
        files = []
        _files = d.pop("files")
        for files_item_data in _files:
            files_item = ImportFile.from_dict(files_item_data)

            files.append(files_item)

        dry_run = d.pop("dry_run", UNSET)

        preview = d.pop("preview", UNSET)

        import_body = cls(
            files=files,
            dry_run=dry_run,
            preview=preview,
        )

        return import_body
