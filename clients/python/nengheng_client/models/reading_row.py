from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ReadingRow")


@_attrs_define
class ReadingRow:
    """One reading of a point, as sent.

    Example:
        {'enterprise': '91150600MA0EXAMPL4', 'point': 'T1.EP', 'quality': 0, 'sent': '2026-01-01T00:00:00+08:00', 'seq':
            812, 'time': '2026-01-01T00:00:00+08:00', 'value': 12345.6}

    Attributes:
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        point (str): Code of the point within its enterprise.
        quality (int): 0 good, 1 suspect, 2 maintenance, 3 substituted, 4 fault [1].
        sent (datetime.datetime | None): When its message was sent; null: not said.
        seq (int): Number of its message in its stream [1].
        time (datetime.datetime): Time of the reading; of an interval, its start.
        value (float): Value as sent [point's unit].
    """

    enterprise: str
    point: str
    quality: int
    sent: datetime.datetime | None
    seq: int
    time: datetime.datetime
    value: float

    def to_dict(self) -> dict[str, Any]:
        enterprise = self.enterprise

        point = self.point

        quality = self.quality

        sent: None | str
        if isinstance(self.sent, datetime.datetime):
            sent = self.sent.isoformat()
        else:
            sent = self.sent

        seq = self.seq

        time = self.time.isoformat()

        value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "enterprise": enterprise,
                "point": point,
                "quality": quality,
                "sent": sent,
                "seq": seq,
                "time": time,
                "value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        enterprise = d.pop("enterprise")

        point = d.pop("point")

        quality = d.pop("quality")

        def _parse_sent(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_type_0 = datetime.datetime.fromisoformat(data)

                return sent_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sent = _parse_sent(d.pop("sent"))

        seq = d.pop("seq")

        time = datetime.datetime.fromisoformat(d.pop("time"))

        value = d.pop("value")

        reading_row = cls(
            enterprise=enterprise,
            point=point,
            quality=quality,
            sent=sent,
            seq=seq,
            time=time,
            value=value,
        )

        return reading_row
