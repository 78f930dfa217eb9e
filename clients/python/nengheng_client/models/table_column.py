from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.cell_kind import CellKind, check_cell_kind

if TYPE_CHECKING:
    from ..models.wording import Wording


T = TypeVar("T", bound="TableColumn")


@_attrs_define
class TableColumn:
    """A column of a table.

    Example:
        {'choices': [''], 'default': 'end-to-end', 'high': 3, 'hint': {'en': 'Points', 'zh': '计量点'}, 'key': False,
            'kind': 'text', 'label': {'en': 'Points', 'zh': '计量点'}, 'longest': 200, 'low': 1, 'name': 'unit', 'required':
            False}

    Attributes:
        choices (list[str]): Words it may be; empty: not one of choices.
        default (str): What an empty cell stands for.
        high (int | None): Greatest whole number [1].
        hint (Wording): A name in two languages. Example: {'en': 'Points', 'zh': '计量点'}.
        key (bool): Whether it is part of the key, which no edit changes.
        kind (CellKind): Kind of a column's values.
        label (Wording): A name in two languages. Example: {'en': 'Points', 'zh': '计量点'}.
        longest (int | None): Longest text [character].
        low (int | None): Least whole number [1].
        name (str): Name, as in the files.
        required (bool): Whether it must be filled.
    """

    choices: list[str]
    default: str
    high: int | None
    hint: Wording
    key: bool
    kind: CellKind
    label: Wording
    longest: int | None
    low: int | None
    name: str
    required: bool

    def to_dict(self) -> dict[str, Any]:
        choices = self.choices

        default = self.default

        high: int | None
        high = self.high

        hint = self.hint.to_dict()

        key = self.key

        kind: str = self.kind

        label = self.label.to_dict()

        longest: int | None
        longest = self.longest

        low: int | None
        low = self.low

        name = self.name

        required = self.required

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "choices": choices,
                "default": default,
                "high": high,
                "hint": hint,
                "key": key,
                "kind": kind,
                "label": label,
                "longest": longest,
                "low": low,
                "name": name,
                "required": required,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.wording import Wording

        d = dict(src_dict)
        choices = cast(list[str], d.pop("choices"))

        default = d.pop("default")

        def _parse_high(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        high = _parse_high(d.pop("high"))

        hint = Wording.from_dict(d.pop("hint"))

        key = d.pop("key")

        kind = check_cell_kind(d.pop("kind"))

        label = Wording.from_dict(d.pop("label"))

        def _parse_longest(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        longest = _parse_longest(d.pop("longest"))

        def _parse_low(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        low = _parse_low(d.pop("low"))

        name = d.pop("name")

        required = d.pop("required")

        table_column = cls(
            choices=choices,
            default=default,
            high=high,
            hint=hint,
            key=key,
            kind=kind,
            label=label,
            longest=longest,
            low=low,
            name=name,
            required=required,
        )

        return table_column
