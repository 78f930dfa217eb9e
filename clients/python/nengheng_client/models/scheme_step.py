from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SchemeStep")


@_attrs_define
class SchemeStep:
    """An evaluation of a scheme.

    Example:
        {'step': 'annual', 'title': '年度评估', 'year': 2026}

    Attributes:
        step (str): annual, midterm or final.
        title (str): Name, in Chinese.
        year (int): Calendar year.
    """

    step: str
    title: str
    year: int

    def to_dict(self) -> dict[str, Any]:
        step = self.step

        title = self.title

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "step": step,
                "title": title,
                "year": year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        step = d.pop("step")

        title = d.pop("title")

        year = d.pop("year")

        scheme_step = cls(
            step=step,
            title=title,
            year=year,
        )

        return scheme_step
