from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="PointQuality")


@_attrs_define
class PointQuality:
    """What a month of a point holds.

    Example:
        {'calibrated': 1.0, 'excused': 1, 'expected': 1, 'hours_due': 1, 'hours_sent': 1, 'hours_valid': 1, 'name': '',
            'point': 'T1.EP', 'received': 1, 'timed': 1, 'timely': 1, 'valid': 1}

    Attributes:
        calibrated (float | None): Share of the time with a declared date in which calibration held [0 … 1].
        excused (int): Readings that declared outages excuse [1].
        expected (int): Readings due, declared outages left out [1].
        hours_due (int): Hours due [h].
        hours_sent (int): Hours with data [h].
        hours_valid (int): Valid hours [h].
        name (str): Name of the point.
        point (str): Code of the point within its enterprise.
        received (int): Readings that came [1].
        timed (int): Readings that say when they were sent [1].
        timely (int): Readings sent soon enough [1].
        valid (int): Good readings [1].
    """

    calibrated: float | None
    excused: int
    expected: int
    hours_due: int
    hours_sent: int
    hours_valid: int
    name: str
    point: str
    received: int
    timed: int
    timely: int
    valid: int

    def to_dict(self) -> dict[str, Any]:
        calibrated: float | None
        calibrated = self.calibrated

        excused = self.excused

        expected = self.expected

        hours_due = self.hours_due

        hours_sent = self.hours_sent

        hours_valid = self.hours_valid

        name = self.name

        point = self.point

        received = self.received

        timed = self.timed

        timely = self.timely

        valid = self.valid

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "calibrated": calibrated,
                "excused": excused,
                "expected": expected,
                "hours_due": hours_due,
                "hours_sent": hours_sent,
                "hours_valid": hours_valid,
                "name": name,
                "point": point,
                "received": received,
                "timed": timed,
                "timely": timely,
                "valid": valid,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_calibrated(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        calibrated = _parse_calibrated(d.pop("calibrated"))

        excused = d.pop("excused")

        expected = d.pop("expected")

        hours_due = d.pop("hours_due")

        hours_sent = d.pop("hours_sent")

        hours_valid = d.pop("hours_valid")

        name = d.pop("name")

        point = d.pop("point")

        received = d.pop("received")

        timed = d.pop("timed")

        timely = d.pop("timely")

        valid = d.pop("valid")

        point_quality = cls(
            calibrated=calibrated,
            excused=excused,
            expected=expected,
            hours_due=hours_due,
            hours_sent=hours_sent,
            hours_valid=hours_valid,
            name=name,
            point=point,
            received=received,
            timed=timed,
            timely=timely,
            valid=valid,
        )

        return point_quality
