from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.backtest_origin import BacktestOrigin


T = TypeVar("T", bound="BacktestRow")


@_attrs_define
class BacktestRow:
    """What the band of a holder's projections was worth in a year that is over.

    Example:
        {'basis': 'calorific', 'error': 1.0, 'holder': 'region:150600', 'inside': 1, 'kind': '', 'origins': [{'actual':
            1.0, 'at': '2026-01-01T00:00:00+08:00', 'high': 1.0, 'inside': False, 'low': 1.0, 'projection': 1.0}], 'share':
            1.0, 'tried': 1, 'unit': 'tce', 'width': 1.0, 'year': 1}

    Attributes:
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        error (float | None): Median distance of the projection [1].
        holder (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        inside (int): Bands that held what came [1].
        kind (str): energy or carbon.
        origins (list[BacktestOrigin]): Projection by projection.
        share (float | None): Their share [0 … 1]; the band means 0.8.
        tried (int): Projections tried [1].
        unit (str): Unit of the figures of the row.
        width (float | None): Median width of the band by what came [1].
        year (int): Calendar year.
    """

    basis: str
    error: float | None
    holder: str
    inside: int
    kind: str
    origins: list[BacktestOrigin]
    share: float | None
    tried: int
    unit: str
    width: float | None
    year: int

    def to_dict(self) -> dict[str, Any]:
        basis = self.basis

        error: float | None
        error = self.error

        holder = self.holder

        inside = self.inside

        kind = self.kind

        origins = []
        for origins_item_data in self.origins:
            origins_item = origins_item_data.to_dict()
            origins.append(origins_item)

        share: float | None
        share = self.share

        tried = self.tried

        unit = self.unit

        width: float | None
        width = self.width

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "basis": basis,
                "error": error,
                "holder": holder,
                "inside": inside,
                "kind": kind,
                "origins": origins,
                "share": share,
                "tried": tried,
                "unit": unit,
                "width": width,
                "year": year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.backtest_origin import BacktestOrigin

        d = dict(src_dict)
        basis = d.pop("basis")

        def _parse_error(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        error = _parse_error(d.pop("error"))

        holder = d.pop("holder")

        inside = d.pop("inside")

        kind = d.pop("kind")

        origins = []
        _origins = d.pop("origins")
        for origins_item_data in _origins:
            origins_item = BacktestOrigin.from_dict(origins_item_data)

            origins.append(origins_item)

        def _parse_share(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        share = _parse_share(d.pop("share"))

        tried = d.pop("tried")

        unit = d.pop("unit")

        def _parse_width(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        width = _parse_width(d.pop("width"))

        year = d.pop("year")

        backtest_row = cls(
            basis=basis,
            error=error,
            holder=holder,
            inside=inside,
            kind=kind,
            origins=origins,
            share=share,
            tried=tried,
            unit=unit,
            width=width,
            year=year,
        )

        return backtest_row
