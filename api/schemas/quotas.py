"""Rows of quotas, where a quota stands, and its curve over the year."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Row


class QuotaRow(Row):
    """A quota of a holder for a year, with its monthly plan."""

    id: int = Field(description="Number of the quota [1].", examples=[3])
    holder: fields.Subject
    year: int = Field(description="Calendar year.", examples=[2026])
    kind: str = Field(description="energy, intensity, carbon, pollutant or water.")
    basis: fields.Basis
    amount: float = Field(description="Quota of the year [unit].", examples=[80000])
    unit: fields.Unit
    months: list[float] = Field(description="Plan of the months 1 … 12 [unit]; empty: none.")
    source: str = Field(description="Document that sets it.")


class QuotaPosition(Row):
    """Where a quota stands now; of several enterprises, their sum."""

    holder: fields.Subject
    kind: str = Field(description="energy, carbon …", examples=["energy"])
    basis: fields.Basis
    unit: fields.Unit
    year: int = Field(description="Calendar year.", examples=[2026])
    quota: float = Field(description="Quota of the year [unit].", examples=[80000])
    used: float = Field(description="Used so far [unit].", examples=[71000])
    plan_to_date: float | None = Field(description="Plan up to now [unit]; null: no plan.")
    projection: float | None = Field(description="Projected for the whole year [unit].")
    projection_low: float | None = Field(None, description="Lower end of the band [unit].")
    projection_high: float | None = Field(None, description="Upper end of the band [unit].")
    exceed_on: date | None = Field(description="Day on which it is (to be) exceeded.")
    level: fields.Level | None = Field(description="Level of the verdict; null: not judged yet.")
    severity: fields.Severity
    coverage: fields.Coverage
    verdict_id: str | None = Field(description="The verdict; null for a sum.")
    reason: str = Field(description="Why, in Chinese.")
    reason_en: str = Field(description="Why, in English.")
    holders: int = Field(description="Quotas added up [1]; 1: the holder's own.", examples=[1])


class QuotaCurve(Row):
    """Cumulative use against plan and quota, one value a day of the year.

    All columns have one length; the value of a day stands at its end.
    """

    position: QuotaPosition
    day_ms: list[int] = Field(description="End of each day [ms since the epoch, UTC].")
    used: list[float | None] = Field(description="Used since 1 January [unit]; null in future.")
    plan: list[float | None] = Field(description="Plan since 1 January [unit]; null: no plan.")
    projected: list[float | None] = Field(
        description="From now to the projection at year end [unit]; null in the past."
    )
    coverage: list[float | None] = Field(description="Share of each day measured [0 … 1].")
