"""Rows of data quality: indices, points, comparisons, who is connected, meters fitted."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class IndexRow(Row):
    """One of the six indices of a month."""

    index: str = Field(
        description="completeness, timeliness, accuracy, validity, consistency or transmission.",
        examples=["completeness"],
    )
    value: float | None = Field(description="The index; null where it could not be judged [0 … 1].")
    part: float = Field(description="What counts for it [1].")
    whole: float = Field(description="Of how much [1].")
    weight: float = Field(description="Its weight in the score [1].")
    source: str = Field(description="Where the weight comes from.")
    confidence: str = Field(description="verified or recalled.", examples=["recalled"])


class QualityMonth(Row):
    """Quality of an enterprise's data in a month."""

    enterprise: fields.EnterpriseCode
    name: str = Field(description="Name of the enterprise.")
    month: Moment = Field(description="Start of the month.")
    score: float | None = Field(description="Score; null where too little is known [0 … 100].")
    level: str = Field(description="good, fair, poor or undetermined.", examples=["good"])
    provisional: bool = Field(description="Whether the month still runs.")
    transmission_passed: bool | None = Field(
        description="Whether the effective transmission rate 传输有效率 reaches its pass mark."
    )
    indices: list[IndexRow] = Field(description="The six indices.")
    reason: fields.Reason
    reason_en: fields.ReasonEn


class PointQuality(Row):
    """What a month of a point holds."""

    point: fields.PointCode
    name: str = Field(description="Name of the point.")
    expected: int = Field(description="Readings due, declared outages left out [1].")
    excused: int = Field(description="Readings that declared outages excuse [1].")
    received: int = Field(description="Readings that came [1].")
    valid: int = Field(description="Good readings [1].")
    timed: int = Field(description="Readings that say when they were sent [1].")
    timely: int = Field(description="Readings sent soon enough [1].")
    hours_due: int = Field(description="Hours due [h].")
    hours_sent: int = Field(description="Hours with data [h].")
    hours_valid: int = Field(description="Valid hours [h].")
    calibrated: float | None = Field(
        description="Share of the time with a declared date in which calibration held [0 … 1]."
    )


class CheckRow(Row):
    """A comparison of two figures of one thing."""

    kind: str = Field(description="sub_main, bill, energy_output or report.", examples=["sub_main"])
    detail: str = Field(description="Of what: main meter, carrier, product or item.")
    value: float = Field(description="Figure that is judged [unit of the row].")
    reference: float = Field(description="Figure it is held against [unit of the row].")
    unit: fields.Unit
    tolerance: float = Field(description="Share of the reference it may differ by [1].")
    agrees: bool = Field(description="Whether they agree.")
    text: str = Field(description="The comparison, in Chinese.")
    text_en: str = Field(description="The comparison, in English.")


class QualityDetail(Row):
    """A month of an enterprise with its points, comparisons and fitting rates."""

    month: QualityMonth = Field(description="The month.")
    points: list[PointQuality] = Field(description="Its points.")
    checks: list[CheckRow] = Field(description="Comparisons that could be made.")


class FittingRow(Row):
    """Meter fitting rate 计量器具配备率 of a class of carriers at a level."""

    carriers: str = Field(description="Class of carriers.", examples=["electricity"])
    name: str = Field(description="The class in Chinese.", examples=["电力"])
    level: int = Field(description="1 enterprise, 2 main secondary unit, 3 main equipment [1].")
    fitted: int = Field(description="Meters connected [1].")
    due: int = Field(description="Meters due [1].")
    declared: bool = Field(description="Whether the number due was declared by entry.")
    rate: float | None = Field(description="Fitting rate [%].")
    least: float = Field(description="Rate that is required [%].")
    reached: bool | None = Field(description="Whether it is reached.")
    source: str = Field(description="Where the required rate comes from.")
    confidence: str = Field(description="verified or recalled.", examples=["recalled"])


class ObligedRow(Row):
    """An enterprise that is obliged to connect."""

    enterprise: fields.EnterpriseCode
    name: str = Field(description="Name of the enterprise.")
    region: fields.RegionCode
    lists: list[str] = Field(description="Lists that oblige it.", examples=[["key_energy"]])
    state: str = Field(
        description="connected, silent (points but no data) or not_connected.",
        examples=["connected"],
    )
    received: int = Field(description="Readings of the month [1].")


class ConnectionState(Row):
    """接入率 of a region in a month."""

    region: fields.RegionCode
    month: Moment = Field(description="Start of the month.")
    obliged: int = Field(description="Enterprises obliged to connect [1].")
    connected: int = Field(description="Of these, those whose data came [1].")
    silent: int = Field(description="Of these, those with points but no data [1].")
    rate: float | None = Field(description="Connected by obliged; null for nobody [0 … 1].")
    enterprises: list[ObligedRow] = Field(description="The obliged, not connected ones first.")
