"""Rows of levels: ranking within a line, and the efficiency list 企业能效清单."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class RankedRow(Row):
    """A product's place among all that are judged by the same line."""

    rank: int = Field(description="Place from 1; equal figures share one [1].", examples=[1])
    better_pct: float = Field(description="Share of the others that it is better than [%].")
    enterprise: fields.EnterpriseCode
    enterprise_name: str = Field(description="Name of the enterprise.")
    product: str = Field(description="Product's code.", examples=["CAC2"])
    value: float = Field(description="Energy per product [unit].", examples=[798.85])
    unit: fields.Unit
    level: fields.Level
    limit_grade: int | None = Field(description="Limit grade 1 … 3, 4 beyond; null: none [1].")
    coverage: fields.Coverage
    provisional: bool = Field(description="True until the year is over.")
    candidate: bool = Field(description="Whether it may be proposed as 能效领跑者.")
    obstacles: list[str] = Field(description="What stands against it, in Chinese.")
    obstacles_en: list[str] = Field(description="The same in English.")
    verdict_id: str = Field(description="The verdict; see /explain/verdicts.")


class ListedRow(Row):
    """A line that is or was below the baseline, with its plan and last day."""

    enterprise: fields.EnterpriseCode
    enterprise_name: str = Field(description="Name of the enterprise.")
    line: str = Field(description="Code of the line, or of the product without lines.")
    value: float | None = Field(description="Energy per product [unit].")
    reference: float | None = Field(description="基准水平 or limit grade 3 [unit].")
    unit: fields.Unit
    level: str = Field(
        description=("mended, retired, in_time, no_plan, plan_too_late, still_below or overdue."),
        examples=["in_time"],
    )
    severity: fields.Severity
    listed: Moment | None = Field(description="When it was put on the list.")
    last: Moment | None = Field(description="Last day to upgrade or shut it; null: no target.")
    days_left: int | None = Field(description="Days until then, below zero once past [d].")
    action: str | None = Field(description="upgrade or retire; null: no plan is stated.")
    state: str | None = Field(description="planned, started, done or accepted.")
    due: Moment | None = Field(description="When the plan is to be done.")
    verdict_id: str = Field(description="The verdict; see /explain/verdicts.")
    reason: fields.Reason
    reason_en: fields.ReasonEn
