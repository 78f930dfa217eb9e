from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="EpochRow")


@_attrs_define
class EpochRow:
    """A stretch in which a register is continuous.

    Example:
        {'calibration_due': '2026-01-01T00:00:00+08:00', 'enterprise': '91150600MA0EXAMPL4', 'jitter': 1.0, 'max_rate':
            1.0, 'multiplier': 1.0, 'point': 'T1.EP', 'register_max': 1.0, 'serial': '', 'start':
            '2026-01-01T00:00:00+08:00', 'start_value': 1.0, 'stop': '2026-01-01T00:00:00+08:00', 'stop_value': 1.0}

    Attributes:
        calibration_due (datetime.datetime | None): When the calibration ends.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        jitter (float): Greatest step down that is noise [raw unit].
        max_rate (float | None): Greatest plausible rise [raw unit per hour].
        multiplier (float): CT·PT multiplier [1].
        point (str): Code of the point within its enterprise.
        register_max (float | None): Value after which it starts again [raw unit].
        serial (str): Serial number of the meter.
        start (datetime.datetime): Start of the period, ISO 8601 with +08:00.
        start_value (float | None): Register at the start [raw unit].
        stop (datetime.datetime | None): End, exclusive; null while it lasts.
        stop_value (float | None): Register at the end [raw unit].
    """

    calibration_due: datetime.datetime | None
    enterprise: str
    jitter: float
    max_rate: float | None
    multiplier: float
    point: str
    register_max: float | None
    serial: str
    start: datetime.datetime
    start_value: float | None
    stop: datetime.datetime | None
    stop_value: float | None

    def to_dict(self) -> dict[str, Any]:
        calibration_due: None | str
        if isinstance(self.calibration_due, datetime.datetime):
            calibration_due = self.calibration_due.isoformat()
        else:
            calibration_due = self.calibration_due

        enterprise = self.enterprise

        jitter = self.jitter

        max_rate: float | None
        max_rate = self.max_rate

        multiplier = self.multiplier

        point = self.point

        register_max: float | None
        register_max = self.register_max

        serial = self.serial

        start = self.start.isoformat()

        start_value: float | None
        start_value = self.start_value

        stop: None | str
        if isinstance(self.stop, datetime.datetime):
            stop = self.stop.isoformat()
        else:
            stop = self.stop

        stop_value: float | None
        stop_value = self.stop_value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "calibration_due": calibration_due,
                "enterprise": enterprise,
                "jitter": jitter,
                "max_rate": max_rate,
                "multiplier": multiplier,
                "point": point,
                "register_max": register_max,
                "serial": serial,
                "start": start,
                "start_value": start_value,
                "stop": stop,
                "stop_value": stop_value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_calibration_due(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                calibration_due_type_0 = datetime.datetime.fromisoformat(data)

                return calibration_due_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        calibration_due = _parse_calibration_due(d.pop("calibration_due"))

        enterprise = d.pop("enterprise")

        jitter = d.pop("jitter")

        def _parse_max_rate(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        max_rate = _parse_max_rate(d.pop("max_rate"))

        multiplier = d.pop("multiplier")

        point = d.pop("point")

        def _parse_register_max(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        register_max = _parse_register_max(d.pop("register_max"))

        serial = d.pop("serial")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        def _parse_start_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        start_value = _parse_start_value(d.pop("start_value"))

        def _parse_stop(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                stop_type_0 = datetime.datetime.fromisoformat(data)

                return stop_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        stop = _parse_stop(d.pop("stop"))

        def _parse_stop_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        stop_value = _parse_stop_value(d.pop("stop_value"))

        epoch_row = cls(
            calibration_due=calibration_due,
            enterprise=enterprise,
            jitter=jitter,
            max_rate=max_rate,
            multiplier=multiplier,
            point=point,
            register_max=register_max,
            serial=serial,
            start=start,
            start_value=start_value,
            stop=stop,
            stop_value=stop_value,
        )

        return epoch_row
