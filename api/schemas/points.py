"""Rows of points and of their meter epochs."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class LatestReading(Row):
    """The newest reading of a point."""

    time: Moment = Field(description="Time of the reading.")
    value: float = Field(description="Value as sent [point's unit].")
    quality: int = Field(
        description="0 good, 1 suspect, 2 maintenance, 3 substituted, 4 fault [1].", examples=[0]
    )


class PointRow(Row):
    """A measured quantity at one place."""

    enterprise: fields.EnterpriseCode
    code: fields.PointCode
    name: str = Field(description="Name.", examples=["1号主变进线"])
    gateway: str | None = Field(description="Gateway that sends it; null: any of the enterprise.")
    kind: str = Field(
        description="`register`, `interval`, `gauge` or `virtual`.", examples=["register"]
    )
    carrier: fields.Carrier
    flow: str = Field(description="What it is to the enterprise (流向).", examples=["purchased"])
    unit: fields.Unit
    expected_s: int = Field(description="Time between readings [s].", examples=[900])
    in_service: Moment = Field(description="First day of service.")
    product: str | None = Field(description="Product whose energy or output it measures.")
    parent: str | None = Field(description="Meter above it.", examples=["MAIN"])
    line: str | None = Field(description="Process line it measures.", examples=["F1"])
    equipment: str | None = Field(description="Equipment it measures.", examples=["B1"])
    meter_level: int | None = Field(description="Level by GB 17167, 1 … 3 [1].", examples=[2])
    formula: str = Field(description="Of a virtual point; else empty.", examples=["MAIN - SUB"])
    latest: LatestReading | None = Field(None, description="Newest reading, where asked for.")


class EpochRow(Row):
    """A stretch in which a register is continuous."""

    enterprise: fields.EnterpriseCode
    point: fields.PointCode
    start: fields.Start
    stop: Moment | None = Field(description="End, exclusive; null while it lasts.")
    start_value: float | None = Field(description="Register at the start [raw unit].")
    stop_value: float | None = Field(description="Register at the end [raw unit].")
    multiplier: float = Field(description="CT·PT multiplier [1].", examples=[1.0])
    register_max: float | None = Field(description="Value after which it starts again [raw unit].")
    max_rate: float | None = Field(description="Greatest plausible rise [raw unit per hour].")
    jitter: float = Field(description="Greatest step down that is noise [raw unit].")
    calibration_due: Moment | None = Field(description="When the calibration ends.")
    serial: str = Field(description="Serial number of the meter.")
