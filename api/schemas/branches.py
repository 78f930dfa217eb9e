"""Rows of branches: regions side by side."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Row
from api.schemas.quotas import QuotaPosition
from api.schemas.warnings import WarningRow


class BranchRow(Row):
    """Where a region directly below another stands."""

    region: fields.RegionCode
    name: str = Field(description="Name.", examples=["准格尔旗"])
    enterprises: int = Field(description="Supervised enterprises in its subtree [1].")
    quota: QuotaPosition | None = Field(
        description="Energy quota: its own, or the sum of its enterprises'; null: none."
    )
    over_pace: int = Field(description="Enterprises over pace or exceeding [1].")
    below_baseline: int = Field(description="Enterprises below 基准水平 [1].")
    alerts: int = Field(description="Open alerts of its enterprises [1].")
    warning: WarningRow | None = Field(
        description="Worst grade of the running quarter; null: not graded."
    )
    held_back: bool = Field(description="Whether it is marked for 缓批限批.")
