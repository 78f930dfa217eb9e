"""Closed periods, their restatements, and what has changed since."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row, TimeText

Closable = Literal["month", "year"]


class DifferenceRow(Row):
    """An account figure that two versions of a period state differently."""

    subject: fields.Subject
    indicator: fields.Indicator
    unit: fields.Unit
    before: float | None = Field(description="Amount in the closed version [unit].")
    after: float | None = Field(description="Amount in the newer version [unit].")
    change: float = Field(description="What the newer version has more [unit].", examples=[-1.5])
    coverage_before: float | None = Field(description="Share measured then [0 … 1].")
    coverage_after: float | None = Field(description="Share measured now [0 … 1].")


class ClosingRow(Row):
    """A version of a closed period; version 1 is the closing, later ones are restatements."""

    subject: fields.Subject
    period: fields.Period
    start: fields.Start
    version: int = Field(description="Number of the version [1].", examples=[1])
    closed: Moment = Field(description="When.", examples=["2026-02-03T09:00:00+08:00"])
    closed_by: str = Field(description="By whom.", examples=["operator"])
    reason: str = Field(description="Why it was restated; empty for a closing.")
    rows: int = Field(description="Account and verdict rows frozen [1].", examples=[14])
    digest: str = Field(description="BLAKE2b over the frozen rows and the version before.")
    differences: list[DifferenceRow] = Field(
        description="How the working figures differ from this version: to be restated."
    )


class CloseBody(Row):
    """What to close."""

    subject: str = Field(description="Whose figures.", examples=["enterprise:91150600MA0EXAMPL4"])
    period: Closable = Field(description="month or year.", examples=["month"])
    start: TimeText = Field(description="First moment of the period.", examples=["2026-01-01"])


class RestateBody(CloseBody):
    """What to restate, and why."""

    reason: str = Field(
        min_length=1,
        max_length=600,
        description="Why its figures have changed, by which document.",
        examples=["补传1月27日至31日数据，见情况说明2026-03号"],
    )


class VerifyReport(Row):
    """Closings whose frozen rows are no longer what was frozen."""

    checked: int = Field(description="Versions checked [1].", examples=[24])
    altered: list[str] = Field(description="Each with subject, period, start and version.")
