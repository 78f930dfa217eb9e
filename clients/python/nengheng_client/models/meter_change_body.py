from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="MeterChangeBody")


@_attrs_define
class MeterChangeBody:
    """A meter put in, in place of one that is taken out where there is one.

    Example:
        {'at': '2026-03-01T09:30', 'calibration_due': '2031-03-01', 'jitter': 0.0, 'max_rate': 1.0, 'multiplier': 1.0,
            'register_max': 1.0, 'serial': 'A7731', 'start_value': 48210.5, 'stop_value': 48210.5}

    Attributes:
        at (str): When it was put in.
        calibration_due (None | str | Unset): When its calibration ends.
        jitter (float | Unset): Greatest step down that is noise [raw unit]. Default: 0.0.
        max_rate (float | None | Unset): Greatest plausible rise [raw unit per hour].
        multiplier (float | Unset): CT·PT multiplier of the new one [1]. Default: 1.0.
        register_max (float | None | Unset): Value after which it starts again [raw unit].
        serial (str | Unset): Its serial number. Default: ''.
        start_value (float | None | Unset): Register then [raw unit]; null: unknown.
        stop_value (float | None | Unset): Register then [raw unit]; null: unknown.
    """

    at: str
    calibration_due: None | str | Unset = UNSET
    jitter: float | Unset = 0.0
    max_rate: float | None | Unset = UNSET
    multiplier: float | Unset = 1.0
    register_max: float | None | Unset = UNSET
    serial: str | Unset = ""
    start_value: float | None | Unset = UNSET
    stop_value: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        at = self.at

        calibration_due: None | str | Unset
        if isinstance(self.calibration_due, Unset):
            calibration_due = UNSET
        else:
            calibration_due = self.calibration_due

        jitter = self.jitter

        max_rate: float | None | Unset
        if isinstance(self.max_rate, Unset):
            max_rate = UNSET
        else:
            max_rate = self.max_rate

        multiplier = self.multiplier

        register_max: float | None | Unset
        if isinstance(self.register_max, Unset):
            register_max = UNSET
        else:
            register_max = self.register_max

        serial = self.serial

        start_value: float | None | Unset
        if isinstance(self.start_value, Unset):
            start_value = UNSET
        else:
            start_value = self.start_value

        stop_value: float | None | Unset
        if isinstance(self.stop_value, Unset):
            stop_value = UNSET
        else:
            stop_value = self.stop_value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "at": at,
            }
        )
        if calibration_due is not UNSET:
            field_dict["calibration_due"] = calibration_due
        if jitter is not UNSET:
            field_dict["jitter"] = jitter
        if max_rate is not UNSET:
            field_dict["max_rate"] = max_rate
        if multiplier is not UNSET:
            field_dict["multiplier"] = multiplier
        if register_max is not UNSET:
            field_dict["register_max"] = register_max
        if serial is not UNSET:
            field_dict["serial"] = serial
        if start_value is not UNSET:
            field_dict["start_value"] = start_value
        if stop_value is not UNSET:
            field_dict["stop_value"] = stop_value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        at = d.pop("at")

        def _parse_calibration_due(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        calibration_due = _parse_calibration_due(d.pop("calibration_due", UNSET))

        jitter = d.pop("jitter", UNSET)

        def _parse_max_rate(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        max_rate = _parse_max_rate(d.pop("max_rate", UNSET))

        multiplier = d.pop("multiplier", UNSET)

        def _parse_register_max(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        register_max = _parse_register_max(d.pop("register_max", UNSET))

        serial = d.pop("serial", UNSET)

        def _parse_start_value(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        start_value = _parse_start_value(d.pop("start_value", UNSET))

        def _parse_stop_value(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        stop_value = _parse_stop_value(d.pop("stop_value", UNSET))

        meter_change_body = cls(
            at=at,
            calibration_due=calibration_due,
            jitter=jitter,
            max_rate=max_rate,
            multiplier=multiplier,
            register_max=register_max,
            serial=serial,
            start_value=start_value,
            stop_value=stop_value,
        )

        return meter_change_body
