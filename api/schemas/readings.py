"""Rows of readings and of hourly amounts."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class ReadingRow(Row):
    """One reading of a point, as sent."""

    enterprise: fields.EnterpriseCode
    point: fields.PointCode
    time: Moment = Field(description="Time of the reading; of an interval, its start.")
    value: float = Field(description="Value as sent [point's unit].", examples=[12345.6])
    quality: int = Field(
        description="0 good, 1 suspect, 2 maintenance, 3 substituted, 4 fault [1].", examples=[0]
    )
    sent: Moment | None = Field(description="When its message was sent; null: not said.")
    seq: int = Field(description="Number of its message in its stream [1].", examples=[812])


class AmountRow(Row):
    """Amount of one point in one hour; ``amount = measured + estimated``."""

    enterprise: fields.EnterpriseCode
    point: fields.PointCode
    start: fields.Start
    amount: float | None = Field(description="Amount [unit]; null where nothing is known.")
    unit: fields.Unit
    measured: float | None = Field(description="Part that rests on good readings [unit].")
    estimated: float | None = Field(description="Part spread over gaps or substituted [unit].")
    coverage: fields.Coverage
