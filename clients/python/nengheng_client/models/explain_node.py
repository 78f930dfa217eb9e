from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ExplainNode")


@_attrs_define
class ExplainNode:
    """One figure with what it was made of.

    Example:
        {'children': [{'children': [{'children': [], 'confidence': 'verified', 'formula': 'Σ E·f', 'label': '综合能耗（当量值）',
            'label_en': 'comprehensive use', 'note': '', 'part': True, 'source': 'GB/T 2589-2020', 'unit': 'tce', 'value':
            1234.5}], 'confidence': 'verified', 'formula': 'Σ E·f', 'label': '综合能耗（当量值）', 'label_en': 'comprehensive use',
            'note': '', 'part': True, 'source': 'GB/T 2589-2020', 'unit': 'tce', 'value': 1234.5}], 'confidence':
            'verified', 'formula': 'Σ E·f', 'label': '综合能耗（当量值）', 'label_en': 'comprehensive use', 'note': '', 'part': True,
            'source': 'GB/T 2589-2020', 'unit': 'tce', 'value': 1234.5}

    Attributes:
        label (str): What it is, in Chinese.
        label_en (str): What it is, in English.
        unit (str): Its unit.
        value (float | None): The figure [unit]; null where the node only groups.
        children (list[ExplainNode] | Unset): What it is made of.
        confidence (str | Unset): How sure its source is. Default: ''.
        formula (str | Unset): How it comes from its children. Default: ''.
        note (str | Unset): What else must be known. Default: ''.
        part (bool | Unset): True: a summand of the node above; false: stands beside it. Default: True.
        source (str | Unset): Where it comes from. Default: ''.
    """

    label: str
    label_en: str
    unit: str
    value: float | None
    children: list[ExplainNode] | Unset = UNSET
    confidence: str | Unset = ""
    formula: str | Unset = ""
    note: str | Unset = ""
    part: bool | Unset = True
    source: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        label_en = self.label_en

        unit = self.unit

        value: float | None
        value = self.value

        children: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.children, Unset):
            children = []
            for children_item_data in self.children:
                children_item = children_item_data.to_dict()
                children.append(children_item)

        confidence = self.confidence

        formula = self.formula

        note = self.note

        part = self.part

        source = self.source

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "label": label,
                "label_en": label_en,
                "unit": unit,
                "value": value,
            }
        )
        if children is not UNSET:
            field_dict["children"] = children
        if confidence is not UNSET:
            field_dict["confidence"] = confidence
        if formula is not UNSET:
            field_dict["formula"] = formula
        if note is not UNSET:
            field_dict["note"] = note
        if part is not UNSET:
            field_dict["part"] = part
        if source is not UNSET:
            field_dict["source"] = source

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        label = d.pop("label")

        label_en = d.pop("label_en")

        unit = d.pop("unit")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        _children = d.pop("children", UNSET)
        children: list[ExplainNode] | Unset = UNSET
        if _children is not UNSET:
            children = []
            for children_item_data in _children:
                children_item = ExplainNode.from_dict(children_item_data)

                children.append(children_item)

        confidence = d.pop("confidence", UNSET)

        formula = d.pop("formula", UNSET)

        note = d.pop("note", UNSET)

        part = d.pop("part", UNSET)

        source = d.pop("source", UNSET)

        explain_node = cls(
            label=label,
            label_en=label_en,
            unit=unit,
            value=value,
            children=children,
            confidence=confidence,
            formula=formula,
            note=note,
            part=part,
            source=source,
        )

        return explain_node
