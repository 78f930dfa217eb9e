from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AcknowledgeBody")


@_attrs_define
class AcknowledgeBody:
    """That it is seen to.

    Example:
        {'text': ''}

    Attributes:
        text (str | Unset): In words; may be empty. Default: ''.
    """

    text: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        text = self.text

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if text is not UNSET:
            field_dict["text"] = text

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        text = d.pop("text", UNSET)

        acknowledge_body = cls(
            text=text,
        )

        return acknowledge_body
