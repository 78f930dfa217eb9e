from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="PushReply")


@_attrs_define
class PushReply:
    """The reply, as it goes out by MQTT too; fields without content are left out.

    Example:
        {'durable': [[812, 812]], 'stream': '9f2c', 'wait_ms': 0}

    Attributes:
        stream (str): The stream it speaks of; empty for a message without identity.
        durable (list[list[int]] | Unset): Ranges of seq, both ends included, that the journal has on disk [1].
        wait_ms (int | Unset): How long to hold back [ms]. Default: 0.
    """

    stream: str
    durable: list[list[int]] | Unset = UNSET
    wait_ms: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        stream = self.stream

        durable: list[list[int]] | Unset = UNSET
        if not isinstance(self.durable, Unset):
            durable = []
            for durable_item_data in self.durable:
                durable_item = []
                for durable_item_item_data in durable_item_data:
                    durable_item_item: int
                    durable_item_item = durable_item_item_data
                    durable_item.append(durable_item_item)

                durable.append(durable_item)

        wait_ms = self.wait_ms

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "stream": stream,
            }
        )
        if durable is not UNSET:
            field_dict["durable"] = durable
        if wait_ms is not UNSET:
            field_dict["wait_ms"] = wait_ms

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        stream = d.pop("stream")

        _durable = d.pop("durable", UNSET)
        durable: list[list[int]] | Unset = UNSET
        if _durable is not UNSET:
            durable = []
            for durable_item_data in _durable:
                durable_item = []
                _durable_item = durable_item_data
                for durable_item_item_data in _durable_item:

                    def _parse_durable_item_item(data: object) -> int:
                        return cast(int, data)

                    durable_item_item = _parse_durable_item_item(durable_item_item_data)

                    durable_item.append(durable_item_item)

                durable.append(durable_item)

        wait_ms = d.pop("wait_ms", UNSET)

        push_reply = cls(
            stream=stream,
            durable=durable,
            wait_ms=wait_ms,
        )

        return push_reply
