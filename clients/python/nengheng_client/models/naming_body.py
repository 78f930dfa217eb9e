from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.named_point import NamedPoint


T = TypeVar("T", bound="NamingBody")


@_attrs_define
class NamingBody:
    """Points of a gateway that get their names.

    Example:
        {'points': [{'carrier': 'electricity', 'code': 'T1.EP', 'expected_s': 60, 'flow': 'purchased', 'kind':
            'register', 'name': '一号主变进线', 'unit': 'kWh'}]}

    Attributes:
        points (list[NamedPoint]): All are taken, or none.
    """

    points: list[NamedPoint]

    def to_dict(self) -> dict[str, Any]:
        points = []
        for points_item_data in self.points:
            points_item = points_item_data.to_dict()
            points.append(points_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "points": points,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.named_point import NamedPoint

        d = dict(src_dict)
        points = []
        _points = d.pop("points")
        for points_item_data in _points:
            points_item = NamedPoint.from_dict(points_item_data)

            points.append(points_item)

        naming_body = cls(
            points=points,
        )

        return naming_body
