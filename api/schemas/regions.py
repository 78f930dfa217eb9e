"""Rows of regions."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Row


class RegionRow(Row):
    """A node of the region tree."""

    code: fields.RegionCode
    name: str = Field(description="Name.", examples=["准格尔旗"])
    parent: str | None = Field(description="Code of the region it lies in; null at the root.")
    depth: int = Field(description="Steps below the root [1].", examples=[2])
    enterprises: int = Field(description="Supervised enterprises in its subtree [1].")
