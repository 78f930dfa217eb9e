from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="VerifyReport")


@_attrs_define
class VerifyReport:
    """Closings whose frozen rows are no longer what was frozen.

    Example:
        {'altered': [''], 'checked': 24}

    Attributes:
        altered (list[str]): Each with subject, period, start and version.
        checked (int): Versions checked [1].
    """

    altered: list[str]
    checked: int

    def to_dict(self) -> dict[str, Any]:
        altered = self.altered

        checked = self.checked

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "altered": altered,
                "checked": checked,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        altered = cast(list[str], d.pop("altered"))

        checked = d.pop("checked")

        verify_report = cls(
            altered=altered,
            checked=checked,
        )

        return verify_report
