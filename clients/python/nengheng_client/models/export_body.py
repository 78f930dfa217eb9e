from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.export_body_format import ExportBodyFormat, check_export_body_format
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.export_body_query import ExportBodyQuery


T = TypeVar("T", bound="ExportBody")


@_attrs_define
class ExportBody:
    """A list to write into a file.

    Example:
        {'format': 'parquet', 'list': 'accounts', 'query': {'period': 'month'}}

    Attributes:
        list_ (str): Path of the list below /api/v1, without parameters in the path.
        format_ (ExportBodyFormat | Unset): Kind of the file. Default: 'csv'.
        query (ExportBodyQuery | Unset): Its query parameters.
    """

    list_: str
    format_: ExportBodyFormat | Unset = "csv"
    query: ExportBodyQuery | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        list_ = self.list_

        format_: str | Unset = UNSET
        if not isinstance(self.format_, Unset):
            format_ = self.format_

        query: dict[str, Any] | Unset = UNSET
        if not isinstance(self.query, Unset):
            query = self.query.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "list": list_,
            }
        )
        if format_ is not UNSET:
            field_dict["format"] = format_
        if query is not UNSET:
            field_dict["query"] = query

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.export_body_query import ExportBodyQuery

        d = dict(src_dict)
        list_ = d.pop("list")

        _format_ = d.pop("format", UNSET)
        format_: ExportBodyFormat | Unset
        if isinstance(_format_, Unset):
            format_ = UNSET
        else:
            format_ = check_export_body_format(_format_)

        _query = d.pop("query", UNSET)
        query: ExportBodyQuery | Unset
        if isinstance(_query, Unset):
            query = UNSET
        else:
            query = ExportBodyQuery.from_dict(_query)

        export_body = cls(
            list_=list_,
            format_=format_,
            query=query,
        )

        return export_body
