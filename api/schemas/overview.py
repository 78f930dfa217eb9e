"""What the overview of a region shows."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from api.schemas import fields
from api.schemas.alerts import AlertRow
from api.schemas.base import Moment, Row
from api.schemas.quotas import QuotaPosition
from api.schemas.regions import RegionRow


class LevelCount(Row):
    """How many enterprises have a level."""

    level: fields.Level
    severity: fields.Severity
    enterprises: int = Field(description="Enterprises whose worst level this is [1].")


class PaceItem(Row):
    """An enterprise that uses its quota too fast."""

    enterprise: fields.EnterpriseCode
    name: str = Field(description="Name.")
    region: fields.RegionCode
    region_name: str = Field(description="Name of the region.")
    kind: str = Field(description="Kind of quota.", examples=["energy"])
    level: fields.Level
    severity: fields.Severity
    used: float | None = Field(description="Used so far [unit].")
    quota: float | None = Field(description="Quota of the year [unit].")
    plan_to_date: float | None = Field(description="Plan up to now [unit].")
    projection: float | None = Field(description="Projected for the year [unit].")
    exceed_on: date | None = Field(description="Day on which it is (to be) exceeded.")
    unit: fields.Unit
    basis: fields.Basis
    coverage: fields.Coverage
    verdict_id: str = Field(description="The verdict; see /explain/verdicts.")
    reason: fields.Reason
    reason_en: fields.ReasonEn


class BaselineItem(Row):
    """A product of an enterprise that is below the sector's baseline level."""

    enterprise: fields.EnterpriseCode
    name: str = Field(description="Name.")
    region: fields.RegionCode
    region_name: str = Field(description="Name of the region.")
    product: str = Field(description="Product's code.")
    product_name: str = Field(description="Product's name.")
    level: fields.Level
    severity: fields.Severity
    value: float | None = Field(description="Energy per product [unit].")
    baseline: float | None = Field(description="基准水平 [unit].")
    unit: fields.Unit
    coverage: fields.Coverage
    verdict_id: str = Field(description="The verdict; see /explain/verdicts.")
    reason: fields.Reason
    reason_en: fields.ReasonEn


class DoubtItem(Row):
    """An enterprise whose data cannot be trusted, and why."""

    enterprise: fields.EnterpriseCode
    name: str = Field(description="Name.")
    region: fields.RegionCode
    region_name: str = Field(description="Name of the region.")
    coverage: float | None = Field(description="Coverage of the year's account [0 … 1].")
    undetermined: int = Field(description="Verdicts that are undetermined [1].")
    findings: int = Field(description="Findings of the last 30 days [1].")
    quarantined: int = Field(description="Messages in quarantine [1].")
    last_arrival: Moment | None = Field(description="When its last message came; null: never.")


class Overview(Row):
    """Where a region's subtree stands."""

    region: RegionRow
    path: list[RegionRow] = Field(description="From the root down to the region itself.")
    children: list[RegionRow] = Field(description="Regions directly below.")
    now: Moment = Field(description="The platform's present time.")
    year: int = Field(description="Calendar year.", examples=[2026])
    simulated: bool = Field(description="True: the data come from a simulated fleet.")
    quota: QuotaPosition | None = Field(
        description="Energy quota: the region's own, or the sum of its enterprises'."
    )
    pace: list[LevelCount] = Field(description="Enterprises by worst level of quota_pace.")
    benchmark: list[LevelCount] = Field(description="Enterprises by worst benchmark_class.")
    over_pace: list[PaceItem] = Field(description="Over pace or exceeding, worst first.")
    below_baseline: list[BaselineItem] = Field(description="Below 基准水平, worst first.")
    alerts: list[AlertRow] = Field(description="Open alerts, worst first, at most 20.")
    alerts_open: int = Field(description="Open alerts in all [1].", examples=[5])
    doubt: list[DoubtItem] = Field(description="Least trustworthy data first, at most 20.")
