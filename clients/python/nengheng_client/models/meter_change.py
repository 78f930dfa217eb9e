from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.epoch_row import EpochRow


T = TypeVar("T", bound="MeterChange")


@_attrs_define
class MeterChange:
    """What a change of meters came to.

    Example:
        {'begun': {'calibration_due': '2026-01-01T00:00:00+08:00', 'enterprise': '91150600MA0EXAMPL4', 'jitter': 1.0,
            'max_rate': 1.0, 'multiplier': 1.0, 'point': 'T1.EP', 'register_max': 1.0, 'serial': '', 'start':
            '2026-01-01T00:00:00+08:00', 'start_value': 1.0, 'stop': '2026-01-01T00:00:00+08:00', 'stop_value': 1.0},
            'ended': {'calibration_due': '2026-01-01T00:00:00+08:00', 'enterprise': '91150600MA0EXAMPL4', 'jitter': 1.0,
            'max_rate': 1.0, 'multiplier': 1.0, 'point': 'T1.EP', 'register_max': 1.0, 'serial': '', 'start':
            '2026-01-01T00:00:00+08:00', 'start_value': 1.0, 'stop': '2026-01-01T00:00:00+08:00', 'stop_value': 1.0},
            'enterprise': '91150600MA0EXAMPL4', 'point': 'T1.EP'}

    Attributes:
        begun (EpochRow): A stretch in which a register is continuous. Example: {'calibration_due':
            '2026-01-01T00:00:00+08:00', 'enterprise': '91150600MA0EXAMPL4', 'jitter': 1.0, 'max_rate': 1.0, 'multiplier':
            1.0, 'point': 'T1.EP', 'register_max': 1.0, 'serial': '', 'start': '2026-01-01T00:00:00+08:00', 'start_value':
            1.0, 'stop': '2026-01-01T00:00:00+08:00', 'stop_value': 1.0}.
        ended (EpochRow | None): Epoch that ended; null: there was none.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        point (str): Code of the point within its enterprise.
    """

    begun: EpochRow
    ended: EpochRow | None
    enterprise: str
    point: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.epoch_row import EpochRow

        begun = self.begun.to_dict()

        ended: dict[str, Any] | None
        if isinstance(self.ended, EpochRow):
            ended = self.ended.to_dict()
        else:
            ended = self.ended

        enterprise = self.enterprise

        point = self.point

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "begun": begun,
                "ended": ended,
                "enterprise": enterprise,
                "point": point,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.epoch_row import EpochRow

        d = dict(src_dict)
        begun = EpochRow.from_dict(d.pop("begun"))

        def _parse_ended(data: object) -> EpochRow | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ended_type_0 = EpochRow.from_dict(data)

                return ended_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EpochRow | None, data)

        ended = _parse_ended(d.pop("ended"))

        enterprise = d.pop("enterprise")

        point = d.pop("point")

        meter_change = cls(
            begun=begun,
            ended=ended,
            enterprise=enterprise,
            point=point,
        )

        return meter_change
